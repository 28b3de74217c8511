"""Search a class of 500 for copies: how long it takes, what is found and what is listed wrongly.

    python benchmarks/similarity.py [--students 500] [--copies 20] [--partial 20]

Every student of the class writes each task of ex06 in ways of their own, drawn at random from the
spellings below. Then some replace their file by another's, with variables renamed, functions in
another order, constants changed and comments gone, and some take half of the tasks from another.
A pair that is listed is right if one of the two copied from the other, or both from a third.
"""

from __future__ import annotations

import argparse
import ast
import random
import tempfile
import time
from itertools import combinations
from pathlib import Path

from rnnlab import course
from rnnlab.classroom.similarity import compare
from rnnlab.sandbox import process
from rnnlab.source import Submission

EX06 = course.exercise("ex06")
IMPORTS = (
    "import keras\nimport numpy as np",
    "import keras\nimport numpy as np\nfrom keras import layers",
)
# A task is one of several ways; a way is a sequence of steps, each with its spellings.
WAYS = {
    "one_hot(text, alphabet)": [
        [
            (
                "ids = [alphabet.index(c) for c in text]",
                "ids = []\nfor c in text:\n    ids.append(alphabet.index(c))",
                "ids = list(map(alphabet.index, text))",
                "where = {c: i for i, c in enumerate(alphabet)}\nids = [where[c] for c in text]",
                "ids = np.array([alphabet.find(c) for c in text])",
                "where = dict(zip(alphabet, range(len(alphabet))))\nids = [where[c] for c in text]",
            ),
            (
                "return np.eye(len(alphabet))[ids]",
                "return keras.utils.to_categorical(ids, num_classes=len(alphabet))",
                "eye = np.identity(len(alphabet))\nreturn np.array([eye[i] for i in ids])",
                "out = np.zeros((len(text), len(alphabet)))\nout[np.arange(len(text)), ids] = 1\n"
                "return out",
                "out = np.zeros((len(text), len(alphabet)))\nfor row, i in enumerate(ids):\n"
                "    out[row, i] = 1\nreturn out",
                "out = []\nfor i in ids:\n    row = [0] * len(alphabet)\n    row[i] = 1\n"
                "    out.append(row)\nreturn np.array(out)",
            ),
        ],
        [
            (
                "return np.array([[1.0 if a == c else 0.0 for a in alphabet] for c in text])",
                "return np.array([[float(a == c) for a in alphabet] for c in text])",
                "return (np.array(list(text))[:, None] == np.array(list(alphabet))).astype(float)",
                "out = np.zeros((len(text), len(alphabet)))\nfor i in range(len(text)):\n"
                "    for j in range(len(alphabet)):\n        if text[i] == alphabet[j]:\n"
                "            out[i][j] = 1\nreturn out",
                "rows = []\nfor c in text:\n    rows.append([int(c == a) for a in alphabet])\n"
                "return np.array(rows)",
                "out = np.zeros((len(text), len(alphabet)), dtype='float32')\n"
                "for t, c in enumerate(text):\n    out[t, alphabet.index(c)] = 1\nreturn out",
            )
        ],
    ],
    "make_pairs(word, alphabet)": [
        [
            (
                "letters = one_hot(word, alphabet)",
                "letters = np.array(one_hot(word, alphabet))",
                "letters = one_hot(word, alphabet)\nn = len(word) - 1",
            ),
            (
                "return letters[np.newaxis, :-1], letters[np.newaxis, 1:]",
                "return letters[None, :-1], letters[None, 1:]",
                "X, Y = letters[:-1], letters[1:]\nreturn X[np.newaxis], Y[np.newaxis]",
                "X = np.expand_dims(letters[:-1], 0)\nY = np.expand_dims(letters[1:], 0)\n"
                "return X, Y",
                "X = letters[:-1].reshape(1, len(word) - 1, len(alphabet))\n"
                "Y = letters[1:].reshape(1, len(word) - 1, len(alphabet))\nreturn X, Y",
                "letters = letters.reshape(1, len(word), -1)\n"
                "return letters[:, :-1, :], letters[:, 1:, :]",
                "return np.array([letters[:-1]]), np.array([letters[1:]])",
            ),
        ],
        [
            (
                "X = one_hot(word[:-1], alphabet)\nY = one_hot(word[1:], alphabet)",
                "before, after = word[:-1], word[1:]\n"
                "X, Y = one_hot(before, alphabet), one_hot(after, alphabet)",
                "X, Y = [one_hot(part, alphabet) for part in (word[:-1], word[1:])]",
            ),
            (
                "return X[np.newaxis], Y[np.newaxis]",
                "return X[None, :, :], Y[None, :, :]",
                "return np.expand_dims(X, 0), np.expand_dims(Y, axis=0)",
                "return X.reshape((1,) + X.shape), Y.reshape((1,) + Y.shape)",
                "return np.array([X]), np.array([Y])",
                "X = np.reshape(X, (1, *X.shape))\nY = np.reshape(Y, (1, *Y.shape))\nreturn X, Y",
            ),
        ],
    ],
    "best_without_state(word)": [
        [
            (
                "after = {}\nfor a, b in zip(word, word[1:]):\n"
                "    after.setdefault(a, []).append(b)",
                "after = {}\nfor i in range(len(word) - 1):\n    if word[i] not in after:\n"
                "        after[word[i]] = []\n    after[word[i]].append(word[i + 1])",
                "after = collections.defaultdict(list)\nfor a, b in zip(word[:-1], word[1:]):\n"
                "    after[a].append(b)",
                "after = {c: [] for c in set(word[:-1])}\nfor i, c in enumerate(word[:-1]):\n"
                "    after[c].append(word[i + 1])",
                "after = {}\nfor i in range(1, len(word)):\n"
                "    after[word[i - 1]] = after.get(word[i - 1], '') + word[i]",
            ),
            (
                "right = sum(max(b.count(x) for x in b) for b in after.values())",
                "right = 0\nfor b in after.values():\n    right += max(b.count(x) for x in set(b))",
                "right = 0\nfor key in after:\n"
                "    right += collections.Counter(after[key]).most_common(1)[0][1]",
                "right = sum([max(collections.Counter(b).values()) for b in after.values()])",
                "right = 0\nfor key, b in after.items():\n    most = 0\n    for x in b:\n"
                "        most = max(most, b.count(x))\n    right = right + most",
            ),
            (
                "return right / (len(word) - 1)",
                "total = len(word) - 1\nreturn right / total",
                "return float(right) / len(word[1:])",
                "return right / sum(len(b) for b in after.values())",
            ),
        ],
        [
            (
                "pairs = collections.Counter(zip(word, word[1:]))",
                "pairs = {}\nfor i in range(len(word) - 1):\n    pair = word[i], word[i + 1]\n"
                "    pairs[pair] = pairs.get(pair, 0) + 1",
                "pairs = collections.defaultdict(int)\nfor pair in zip(word[:-1], word[1:]):\n"
                "    pairs[pair] += 1",
            ),
            (
                "best = {}\nfor (a, _), n in pairs.items():\n    best[a] = max(best.get(a, 0), n)",
                "best = {}\nfor pair, n in pairs.items():\n"
                "    if pair[0] not in best or n > best[pair[0]]:\n        best[pair[0]] = n",
                "best = {a: max(n for (b, _), n in pairs.items() if a == b) for a in word[:-1]}",
            ),
            (
                "return sum(best.values()) / (len(word) - 1)",
                "right = sum(best.values())\nreturn right / (len(word) - 1)",
                "return sum(best[a] for a in best) / sum(pairs.values())",
            ),
        ],
        [
            (
                "n = len(word) - 1\nright = 0\nfor c in set(word[:-1]):",
                "right, n = 0, len(word) - 1\nfor c in sorted(set(word[:n])):",
            ),
            (
                "    nexts = [word[i + 1] for i in range(n) if word[i] == c]",
                "    nexts = [b for a, b in zip(word, word[1:]) if a == c]",
                "    nexts = []\n    for i in range(n):\n        if word[i] == c:\n"
                "            nexts.append(word[i + 1])",
            ),
            (
                "    right += max(nexts.count(x) for x in nexts)",
                "    right += max(map(nexts.count, set(nexts)))",
                "    counts = [nexts.count(x) for x in set(nexts)]\n    right += max(counts)",
                "    right += collections.Counter(nexts).most_common()[0][1]",
            ),
            ("return right / n", "accuracy = right / n\nreturn accuracy"),
        ],
    ],
    "build_char_rnn(timesteps, vocab, units)": [
        [
            (
                "model = keras.Sequential()\nmodel.add(keras.Input((timesteps, vocab)))",
                "model = keras.models.Sequential()\n"
                "model.add(keras.layers.Input(shape=(timesteps, vocab)))",
                "model = keras.Sequential([keras.Input(shape=(timesteps, vocab))])",
            ),
            (
                "model.add(keras.layers.SimpleRNN(units, return_sequences=True))",
                "model.add(keras.layers.SimpleRNN(units=units, return_sequences=True))",
                "rnn = keras.layers.SimpleRNN(units, activation='tanh', return_sequences=True)\n"
                "model.add(rnn)",
            ),
            (
                "model.add(keras.layers.Dense(vocab, activation='softmax'))",
                "model.add(keras.layers.Dense(units=vocab, activation='softmax'))",
                "model.add(keras.layers.TimeDistributed(keras.layers.Dense(vocab, 'softmax')))",
                "model.add(keras.layers.Dense(vocab))\n"
                "model.add(keras.layers.Activation('softmax'))",
            ),
            (
                "model.compile(optimizer='adam', loss='categorical_crossentropy')",
                "model.compile('adam', 'categorical_crossentropy')",
                "model.compile(loss='categorical_crossentropy', optimizer='adam', "
                "metrics=['accuracy'])",
                "adam = keras.optimizers.Adam(learning_rate=0.01)\n"
                "model.compile(optimizer=adam, loss='categorical_crossentropy')",
                "model.compile(loss=keras.losses.CategoricalCrossentropy(), "
                "optimizer=keras.optimizers.Adam(0.02))",
            ),
            ("return model",),
        ],
        [
            (
                "x = inputs = keras.Input((timesteps, vocab))",
                "inputs = keras.Input(shape=(timesteps, vocab))\nx = inputs",
                "inputs = keras.layers.Input((timesteps, vocab), name='letters')\nx = inputs",
            ),
            (
                "x = keras.layers.SimpleRNN(units, return_sequences=True)(x)",
                "x = keras.layers.SimpleRNN(units=units, return_sequences=True, name='rnn')(x)",
            ),
            (
                "out = keras.layers.Dense(vocab, activation='softmax')(x)",
                "out = keras.layers.Softmax()(keras.layers.Dense(vocab)(x))",
                "out = keras.layers.Dense(vocab, activation=keras.activations.softmax)(x)",
            ),
            (
                "model = keras.Model(inputs, out)",
                "model = keras.Model(inputs=inputs, outputs=out)",
                "model = keras.models.Model(inputs=[inputs], outputs=[out])",
            ),
            (
                "model.compile(optimizer='adam', loss='categorical_crossentropy')",
                "model.compile('adam', loss='categorical_crossentropy', metrics=['acc'])",
                "model.compile(keras.optimizers.Adam(), 'categorical_crossentropy')",
            ),
            ("return model",),
        ],
        [
            (
                "layers = [keras.Input((timesteps, vocab))]\n"
                "layers.append(keras.layers.SimpleRNN(units, return_sequences=True))\n"
                "layers.append(keras.layers.Dense(vocab, activation='softmax'))\n"
                "model = keras.Sequential(layers)",
                "model = keras.Sequential([keras.Input((timesteps, vocab)), "
                "keras.layers.SimpleRNN(units, return_sequences=True), "
                "keras.layers.Dense(vocab, activation='softmax')])",
                "model = keras.models.Sequential([keras.layers.Input(shape=(timesteps, vocab)), "
                "keras.layers.SimpleRNN(units=units, return_sequences=True), "
                "keras.layers.Dense(units=vocab, activation='softmax')], name='hello')",
            ),
            (
                "model.compile(optimizer='adam', loss='categorical_crossentropy')",
                "model.compile('adam', 'categorical_crossentropy', ['accuracy'])",
                "optimizer = keras.optimizers.Adam(learning_rate=0.02)\n"
                "model.compile(loss='categorical_crossentropy', optimizer=optimizer)",
            ),
            ("return model",),
        ],
    ],
    "train(model, X, Y, epochs)": [
        [
            (
                "model.fit(X, Y, epochs=epochs, verbose=0)",
                "model.fit(X, Y, epochs=epochs)",
                "history = model.fit(X, Y, epochs=epochs, verbose=0)",
                "model.fit(x=X, y=Y, epochs=epochs, verbose=False)",
                "model.fit(X, Y, batch_size=1, epochs=epochs, verbose=2)",
            ),
            ("return model",),
        ]
    ],
    "generate(model, start, length, alphabet)": [
        [
            ("text = start", "text = str(start)", "text = ''.join(start)"),
            (
                "for _ in range(length):",
                "while len(text) < len(start) + length:",
                "n = 0\nwhile n < length:\n    n += 1",
            ),
            (
                "    X = one_hot(text, alphabet)[np.newaxis]",
                "    X = np.expand_dims(one_hot(text, alphabet), 0)",
                "    X = np.array([one_hot(text, alphabet)])",
                "    X = one_hot(text, alphabet)\n    X = X.reshape(1, len(text), len(alphabet))",
            ),
            (
                "    p = model.predict(X, verbose=0)[0, -1]",
                "    p = model.predict(X, verbose=0)[0][-1]",
                "    p = np.array(model(X))[0, -1, :]",
                "    y = model.predict(X, verbose=False)\n    p = y[:, -1].ravel()",
                "    out = model(X).numpy()\n    p = out[0][-1]",
            ),
            (
                "    text += alphabet[np.argmax(p)]",
                "    text = text + alphabet[p.argmax()]",
                "    best = int(np.argmax(p))\n    text += alphabet[best]",
                "    best = list(p).index(max(p))\n    text = text + alphabet[best]",
                "    letter = alphabet[int(p.argmax(axis=-1))]\n    text = ''.join([text, letter])",
            ),
            ("return text",),
        ],
        [
            ("letters = list(start)", "letters = [c for c in start]"),
            ("for i in range(length):", "while len(letters) < len(start) + length:"),
            (
                "    X = one_hot(''.join(letters), alphabet)[None, :, :]",
                "    X = one_hot(letters, alphabet)\n    X = X[np.newaxis, ...]",
                "    so_far = ''.join(letters)\n    X = np.array([one_hot(so_far, alphabet)])",
            ),
            (
                "    p = model.predict(X, verbose=0)\n    k = np.argmax(p[0, -1])",
                "    k = model.predict(X, verbose=0)[0, -1].argmax()",
                "    p = model(X, training=False)\n    k = int(np.argmax(p, axis=-1)[0, -1])",
            ),
            ("    letters.append(alphabet[k])", "    letters += [alphabet[k]]"),
            (
                "return ''.join(letters)",
                "result = ''\nfor c in letters:\n    result += c\nreturn result",
            ),
        ],
    ],
}
LONG = ["best_without_state(word)", "generate(model, start, length, alphabet)"]
NAMES = [f"{word}{n}" for word in ("a", "tmp", "data", "res", "val", "pos") for n in range(9)]


def written(rng: random.Random) -> dict[str, str]:
    """Return the tasks as one student writes them."""
    return {task: "\n".join(map(rng.choice, rng.choice(ways))) for task, ways in WAYS.items()}


def program(tasks: dict[str, str], rng: random.Random) -> str:
    """Return a whole file of these tasks."""
    bodies = (f"def {task}:\n    " + body.replace("\n", "\n    ") for task, body in tasks.items())
    return "\n\n\n".join([rng.choice(IMPORTS), "import collections", *bodies]) + "\n"


class Disguise(ast.NodeTransformer):
    """Rename local variables, and change numbers."""

    def __init__(self, tree: ast.AST, rng: random.Random) -> None:
        names = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
        own = sorted({n.id for n in names if isinstance(n.ctx, ast.Store)})
        self.names = dict(zip(own, rng.sample(NAMES, len(own)), strict=True))

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Rename."""
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """Change a learning rate."""
        return ast.Constant(node.value + 1) if type(node.value) is float else node


def disguised(source: str, rng: random.Random) -> str:
    """Return a copy that hides where it comes from."""
    tree = ast.parse(source)
    tree = Disguise(tree, rng).visit(tree)
    functions = [s for s in tree.body if isinstance(s, ast.FunctionDef)]
    rng.shuffle(functions)
    tree.body = [s for s in tree.body if s not in functions] + functions
    return ast.unparse(tree)


def make_class(
    folder: Path, students: int, copies: int, partial: int
) -> tuple[list[Submission], dict[str, str], list[str]]:
    """Write the class; return its submissions, who copied from whom, and who copied everything.

    One student in eight hands in only some of the tasks.
    """
    rng = random.Random(6)
    names = [f"s{n:03}" for n in range(students)]
    works = {name: written(rng) for name in names}
    for name in rng.sample(names, students // 8):
        works[name] = {task: works[name][task] for task in rng.sample(sorted(WAYS), 3)}
    thieves = rng.sample(names, copies + partial)
    whole = thieves[:copies]
    honest = sorted({*names} - {*thieves})
    taken = {thief: rng.choice(honest) for thief in thieves}
    for thief, victim in taken.items():
        some = WAYS if thief in whole else [rng.choice(LONG), *rng.sample(sorted(WAYS), 2)]
        mine = {} if thief in whole else works[thief]
        works[thief] = mine | {t: works[victim][t] for t in some if t in works[victim]}
    files = []
    for name in names:
        source = program(works[name], rng)
        path = folder / name / f"{EX06.stem}.py"
        path.parent.mkdir(parents=True)
        path.write_text(disguised(source, rng) if name in taken else source)
        files.append(Submission(name, EX06.stem, path))
    return files, taken, whole


def share(part: int, whole: int) -> str:
    """Return "3 of 4 (75 %)"."""
    return f"{part} of {whole}" + (f" ({part / whole:.0%})" if whole else "")


def main() -> None:
    """Print the seconds, and the precision and recall of the pairs listed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--partial", type=int, default=20)
    options = parser.parse_args()
    process.level()  # wait for the fork server, as the first of any run must
    with tempfile.TemporaryDirectory() as folder:
        class_ = make_class(Path(folder), options.students, options.copies, options.partial)
        files, taken, whole = class_
        started = time.perf_counter()
        result = compare.compare(files)
        seconds = time.perf_counter() - started
    listed = {pair.students for pair in result.pairs}
    origin = {file.student: taken.get(file.student, file.student) for file in files}
    right = {pair for pair in combinations(sorted(origin), 2) if len({*map(origin.get, pair)}) == 1}
    full = {pair for pair in right if {*pair} <= {*whole} | {origin[pair[0]]}}
    print(f"{options.students} submissions compared in {seconds:.1f} s")
    print(f"precision: {share(len(listed & right), len(listed))} pairs listed are right")
    print(f"recall, whole copies: {share(len(listed & full), len(full))}")
    print(f"recall, copies of half: {share(len(listed & (right - full)), len(right - full))}")


if __name__ == "__main__":
    main()
