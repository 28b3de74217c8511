"""A course of one small exercise, and answers to it of every kind."""

DOUBLE = "ex01_double"
SOLUTION = '''
# %% [markdown] lang="ko"
# # 1. 두 배
# %% [markdown] lang="en"
# # 1. Double
# %%
def double(x):
    """두 배를 돌려줍니다.

    Return twice x.
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
CHECKS = '''
from rnnlab.author import expect, points

@points(2)
def test_double(double, rng):
    """두 배입니다.
    It is twice the number.
    → 더하세요.
    → Add."""
    x = int(rng.integers(1, 1000))
    expect.equal(double(x), 2 * x)

@points(1)
def test_zero(double):
    """0은 0입니다.
    Zero stays zero.
    → 0은 어떤가요?
    → What of zero?"""
    expect.equal(double(0), 0)
'''
MISTAKES = '''
from rnnlab.author import mistake

@mistake("double")
def squared(x):
    """제곱했습니다.
    It is squared."""
    return x * x
'''
ANSWERS = {
    "right": "def double(x):\n    return x + x\n",
    "slow": "import time\ndef double(x):\n    time.sleep(0.4)\n    return 2 * x\n",
    "squared": "def double(x):\n    return x * x\n",
    "crash": "import os\ndef double(x):\n    os._exit(0)\n",
    "stub": "def double(x):\n    raise NotImplementedError\n",
    "syntax": "def double(x:\n",
}


def put(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
