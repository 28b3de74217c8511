# %% [markdown] lang="ko"
# # 99. 과녁

# %% [markdown] lang="en"
# # 99. The target

# %%
import keras
import numpy as np


# %%
def double(x):
    """x의 두 배를 돌려줍니다.

    Return twice x.
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %%
def cumulate(values):
    """누적합의 배열을 돌려줍니다.

    Return the array of running sums.
    """
    ### BEGIN SOLUTION
    return np.cumsum(values)
    ### END SOLUTION


# %%
def build(units):
    """SimpleRNN(units)과 Dense(1)의 모델을 돌려줍니다. 입력은 (4, 1)입니다.

    Return a model of SimpleRNN(units) and Dense(1) on inputs of shape (4, 1).
    """
    ### BEGIN SOLUTION
    return keras.Sequential(
        [keras.Input((4, 1)), keras.layers.SimpleRNN(units), keras.layers.Dense(1)]
    )
    ### END SOLUTION
