"""Is short to write and long to compile: folded constants, long chains, many branches."""


def double(x):
    for source in ("-" * 50_000 + "1", "(" * 150 + ")" * 150, "x" + "[0]" * 90_000, "1" * 10**7):
        try:
            compile(source, "", "eval")
        except (SyntaxError, MemoryError, RecursionError, ValueError):
            continue
    return eval("[" * 80 + "]" * 80)


def cumulate(values):
    lines = "".join(f"if x == {n}: y = {n}\n" for n in range(200_000))
    exec(compile(lines, "", "exec"), {"x": 0})
    return []
