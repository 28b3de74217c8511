"""One known mistake of the target."""

from rnnlab.author import mistake


@mistake("double")
def squared(x):
    """두 배가 아니라 제곱입니다.
    This squares x instead of doubling it."""
    return x**2
