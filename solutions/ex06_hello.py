# %% [markdown] lang="ko"
# # 6. hello 철자 배우기
#
# 강의 004는 순환 신경망에게 단어 하나를 가르칩니다. `h`를 읽으면 `e`, `e`를 읽으면 `l`, `l`을
# 읽으면 `l`, 다시 `l`을 읽으면 `o`. 글자를 하나씩 읽으며 **다음 글자**를 맞히는 모델입니다.
#
# 이 작은 문제에는 순환 신경망이 필요한 이유가 그대로 들어 있습니다. 같은 `l`을 읽고도 한 번은 `l`,
# 한 번은 `o`라고 답해야 하니까요. 지금까지 무엇을 읽었는지 기억하지 않으면 풀 수 없습니다.

# %% [markdown] lang="en"
# # 6. Spelling hello
#
# Deck 004 teaches a recurrent network one word: after `h` comes `e`, after `e` comes `l`, after `l`
# comes `l`, and after that `l` comes `o`. The model reads letter by letter and predicts the **next
# letter**.
#
# This tiny problem holds the whole reason for recurrent networks. Reading the same `l`, the model
# must answer `l` once and `o` once. That cannot be done without remembering what came before.

# %%
import keras
import numpy as np

from rnnlab import check, figures

ALPHABET = "helo"

# %% [markdown] lang="ko"
# ## 6.1 원-핫 인코딩
#
# 신경망은 글자를 모르고 숫자만 압니다. 강의 004처럼 글자 하나를 알파벳 크기의 벡터로 바꿉니다. 그
# 글자의 자리만 1이고 나머지는 0입니다.
#
# | 글자 | h | e | l | o |
# |:-:|:-:|:-:|:-:|:-:|
# | h | 1 | 0 | 0 | 0 |
# | e | 0 | 1 | 0 | 0 |
# | l | 0 | 0 | 1 | 0 |
# | o | 0 | 0 | 0 | 1 |
#
# 열의 순서는 **주어진 알파벳의 순서**입니다. 가나다순이나 ABC순으로 다시 정렬하면 안 됩니다. 나중에
# 숫자를 글자로 되돌릴 때도 같은 순서를 써야 하기 때문입니다.

# %% [markdown] lang="en"
# ## 6.1 One-hot encoding
#
# A network knows no letters, only numbers. As in deck 004, each letter becomes a vector as long as
# the alphabet, with a 1 in the letter's own place and 0 elsewhere:
#
# | letter | h | e | l | o |
# |:-:|:-:|:-:|:-:|:-:|
# | h | 1 | 0 | 0 | 0 |
# | e | 0 | 1 | 0 | 0 |
# | l | 0 | 0 | 1 | 0 |
# | o | 0 | 0 | 0 | 1 |
#
# The columns stand in **the order of the given alphabet**. Do not sort it: the same order must
# turn numbers back into letters later.


# %%
def one_hot(text, alphabet):
    """글자마다 한 행인 원-핫 배열을 돌려줍니다. 모양은 (len(text), len(alphabet))입니다.

    Return the one-hot array of the text, one row per letter.

    Args:
        text: a string of letters from the alphabet.
        alphabet: the different letters, a string; letter k of it owns column k.

    Returns:
        An array of zeros and ones of shape (len(text), len(alphabet)).
    """
    ### BEGIN SOLUTION
    ids = [alphabet.index(letter) for letter in text]
    return np.eye(len(alphabet))[ids]
    ### END SOLUTION


# %%
print(one_hot("hello", ALPHABET))

# %% [markdown] lang="ko"
# ## 6.2 입력과 정답
#
# 정답은 입력을 한 글자 민 것입니다.
#
# | 타임스텝 | 1 | 2 | 3 | 4 |
# |:--|:-:|:-:|:-:|:-:|
# | 입력 `X` | h | e | l | l |
# | 정답 `Y` | e | l | l | o |
#
# 단어 하나가 샘플 하나이므로 맨 앞에 길이 1의 샘플 축을 붙입니다. hello라면 `X`와 `Y`의 모양은
# 모두 (1, 4, 4)입니다. 순서대로 샘플 수, 타임스텝 수, 글자 종류의 수입니다.

# %% [markdown] lang="en"
# ## 6.2 Inputs and targets
#
# The targets are the inputs moved on by one letter:
#
# | timestep | 1 | 2 | 3 | 4 |
# |:--|:-:|:-:|:-:|:-:|
# | input `X` | h | e | l | l |
# | target `Y` | e | l | l | o |
#
# One word is one sample, so a sample axis of length 1 comes first. For hello both `X` and `Y`
# have the shape (1, 4, 4): samples, timesteps, letters of the alphabet.


# %%
def make_pairs(word, alphabet):
    """단어의 입력 X와 한 글자 민 정답 Y를 돌려줍니다. 둘은 모양이 같은 원-핫 배열입니다.

    Return (X, Y), one-hot: X reads all letters but the last, Y the letter after each of them.

    Args:
        word: a string of at least two letters from the alphabet.
        alphabet: the different letters, in the order of the one-hot columns.

    Returns:
        X and Y, each of shape (1, len(word) - 1, len(alphabet)).
    """
    ### BEGIN SOLUTION
    letters = one_hot(word, alphabet)[np.newaxis]
    return letters[:, :-1], letters[:, 1:]
    ### END SOLUTION


# %%
X, Y = make_pairs("hello", ALPHABET)
print(X.shape, Y.shape)

# %% [markdown] lang="ko"
# ## 6.3 상태가 없으면 몇 점일까요?
#
# 은닉 상태가 없어서 **지금 읽은 글자만** 보는 모델을 생각해 봅시다. 같은 글자에는 언제나 같은 답을
# 하므로, 가장 좋은 전략은 글자마다 가장 자주 뒤따르는 글자로 답하는 것입니다.
#
# hello에서 `h`와 `e`는 늘 맞힐 수 있습니다. 하지만 `l` 다음은 한 번은 `l`, 한 번은 `o`이니 둘 중
# 하나만 맞힙니다. 네 번 중 세 번, 정확도 0.75가 최선입니다. 이 한계를 아무 단어에서나 계산해
# 보세요.

# %% [markdown] lang="en"
# ## 6.3 How good can a model without a state be?
#
# Imagine a model that has no hidden state and sees **only the letter that it reads now**. It always
# answers the same letter in the same way, so it does best to answer with the letter that follows
# most often.
#
# In hello, `h` and `e` can always be answered rightly. But after `l` comes `l` once and `o` once,
# and only one of them can be right: three of four, an accuracy of 0.75 at best. Compute this limit
# for any word.


# %%
def best_without_state(word):
    """지금 글자만 보고 다음 글자를 맞힐 때 얻을 수 있는 가장 높은 정확도를 돌려줍니다.

    Return the best accuracy of predicting each next letter from the present letter alone.

    Args:
        word: a string of at least two letters.

    Returns:
        The share of the len(word) - 1 next letters that is right at best, a number up to 1.
    """
    ### BEGIN SOLUTION
    followers = {}
    for t in range(len(word) - 1):
        followers.setdefault(word[t], []).append(word[t + 1])
    right = sum(max(map(after.count, after)) for after in followers.values())
    return right / (len(word) - 1)
    ### END SOLUTION


# %%
for word in ("hello", "hole", "hellohello"):
    print(word, best_without_state(word))

# %% [markdown] lang="ko"
# ## 6.4 모델 만들기: 다수 입력, 다수 출력
#
# 강의 004의 세 번째 구조입니다. 글자를 읽을 **때마다** 답해야 하므로 `return_sequences=True`로
# 모든 시점의 은닉 상태를 내보냅니다. 그 뒤의 `Dense`는 시점마다 똑같이 적용되어, 은닉 상태를
# 글자별 확률로 바꿉니다.
#
# $$h_t = \tanh(W_x x_t + W_h h_{t-1} + b), \qquad p_t = \mathrm{softmax}(W_y h_t + b_y)$$
#
# 글자는 여럿 중 **하나**이므로 확률의 합이 1이 되는 softmax를 한 번 쓰고, 원-핫 정답에 맞는 손실은
# `categorical_crossentropy`입니다. `timesteps`에 `None`을 넣으면 길이가 정해지지 않은 입력이 되어,
# 한 글자짜리 글도 백 글자짜리 글도 읽을 수 있습니다.

# %% [markdown] lang="en"
# ## 6.4 Build the model: many to many
#
# This is the third structure of deck 004. The model must answer at **every** letter, so
# `return_sequences=True` hands on the hidden state of every timestep. The `Dense` layer after it
# works on each timestep alike and turns the state into a probability for each letter:
#
# $$h_t = \tanh(W_x x_t + W_h h_{t-1} + b), \qquad p_t = \mathrm{softmax}(W_y h_t + b_y)$$
#
# The answer is **one** of several letters, so softmax, applied once, makes the probabilities sum
# to 1, and the loss for one-hot targets is `categorical_crossentropy`. With `None` as `timesteps`
# the length of the input is left open: the model reads one letter as well as a hundred.


# %%
def build_char_rnn(timesteps, vocab, units):
    """글자를 읽을 때마다 다음 글자의 확률을 내놓는 모델을 만들고 compile해서 돌려줍니다.

    Return a compiled many-to-many model: SimpleRNN, then Dense with softmax at every timestep.

    Args:
        timesteps: letters per sample, or None for any number of them.
        vocab: letters of the alphabet; the input is (None, timesteps, vocab).
        units: neurons of the SimpleRNN layer.

    Returns:
        A keras.Model with the output shape (None, timesteps, vocab), compiled with adam (any
        learning rate) and categorical_crossentropy.
    """
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input((timesteps, vocab)),
            keras.layers.SimpleRNN(units, return_sequences=True),
            keras.layers.Dense(vocab, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.02), "categorical_crossentropy")
    return model
    ### END SOLUTION


# %%
keras.utils.set_random_seed(6)
model = build_char_rnn(None, len(ALPHABET), 8)
model.summary()

# %% [markdown] lang="ko"
# ## 6.5 학습
#
# 모든 타임스텝의 손실이 함께 줄어들도록 학습합니다. 받은 모델은 이미 compile되어 있으니 다시
# compile하지 말고 그대로 이어서 학습하세요. 학습 뒤에 네 글자를 모두 맞히는지, 특히 두 `l`의 답이
# 다른지 확인해 보세요. 0.75를 넘었다면 모델이 기억하기 시작한 것입니다.

# %% [markdown] lang="en"
# ## 6.5 Train
#
# Training lowers the loss of all timesteps together. The model comes compiled: do not compile it
# again, just train it on from where it is. Afterwards see whether all four letters are right, and
# above all whether the two `l` get different answers: above 0.75, the model has begun to remember.


# %%
def train(model, X, Y, epochs):
    """받은 모델을 X와 Y로 epochs번 학습하고, 학습한 그 모델을 돌려줍니다.

    Train the given model on X and Y for this many epochs and return it.

    Args:
        model: a compiled keras.Model, as build_char_rnn returns it.
        X: one-hot inputs of shape (n, timesteps, vocab).
        Y: one-hot targets of the same shape.
        epochs: how many times all the data are read.

    Returns:
        The same model, trained.
    """
    ### BEGIN SOLUTION
    model.fit(X, Y, epochs=epochs, verbose=0)
    return model
    ### END SOLUTION


# %%
model = train(model, X, Y, epochs=100)
probabilities = model.predict(X, verbose=0)[0]
for letter, p in zip("hell", probabilities, strict=True):
    print(letter, "→", ALPHABET[p.argmax()], p.round(2))

# %% [markdown] lang="ko"
# ## 6.6 글자 이어 쓰기
#
# 이제 `h` 하나만 주고 나머지를 쓰게 합니다. 가장 확률이 높은 글자를 고르고(탐욕적, greedy), 그
# 글자를 뒤에 붙여 다시 읽힙니다.
#
# 한 글자씩 읽힐 때 조심할 점이 있습니다. `model.predict`는 부를 때마다 은닉 상태를 0에서
# 시작합니다. 그래서 마지막 글자 하나만 넣으면 앞에서 읽은 글자를 모두 잊어버립니다. 가장 쉬운
# 방법은 **지금까지 쓴 글 전체**를 매번 다시 읽히고, 마지막 타임스텝의 확률만 쓰는 것입니다.

# %% [markdown] lang="en"
# ## 6.6 Write on
#
# Now give the model just `h` and let it write the rest: take the most probable letter (greedily),
# append it, and read again.
#
# Mind one thing. Every `model.predict` starts from a hidden state of zeros. Given only the last
# letter, it has forgotten all the letters before. The easiest way is to read **the whole text so
# far** each time and to use only the probabilities of the last timestep.


# %%
def generate(model, start, length, alphabet):
    """start 뒤에 가장 확률이 높은 글자를 하나씩, 모두 length개 이어 붙인 문자열을 돌려줍니다.

    Return start followed by `length` new letters, each the most probable after all before it.

    Args:
        model: a trained model from one-hot (None, any length, vocab) to probabilities.
        start: the first letters, a string of at least one.
        length: how many letters to add.
        alphabet: the letters in the order of the one-hot columns.

    Returns:
        A string of len(start) + length letters that begins with start.
    """
    ### BEGIN SOLUTION
    text = start
    for _ in range(length):
        probabilities = model.predict(one_hot(text, alphabet)[np.newaxis], verbose=0)
        text += alphabet[np.argmax(probabilities[0, -1])]
    return text
    ### END SOLUTION


# %%
print(generate(model, "h", 4, ALPHABET))

# %%
figures.plot_states(model, "hell", ALPHABET)

# %% [markdown] lang="ko"
# 위 그림의 한 열은 글자 하나를 읽은 직후의 은닉 상태 $h_t$이고, 아래는 그 상태에서 나온 다음
# 글자의 확률입니다. 두 `l`의 열을 견주어 보세요. 같은 글자를 읽었는데도 **은닉 상태가 다르고**,
# 그래서 답도 다릅니다. 바로 이 차이가 순환 신경망의 기억입니다.
#
# 더 해 보기: 모델에게 `"l"`부터 쓰게 하면 무엇이 나올까요? 왜 그럴까요?

# %% [markdown] lang="en"
# Each column of the upper picture is the hidden state $h_t$ right after a letter was read; below
# it is the probability of each next letter. Compare the two `l` columns: the letter is the same,
# **the hidden state is not**, and so the answers differ. This difference is the network's memory.
#
# To go on: what does the model write when it starts from `"l"`? Why?
