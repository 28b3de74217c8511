# %% [markdown] lang="ko"
# # 11. 로이터 뉴스 분류
#
# 로이터 통신 기사 한 편을 읽고 46개 토픽 가운데 어느 것인지 맞히는 모델을 만듭니다. 강의 004의 두
# 가지 생각이 여기서 만납니다.
#
# - **LSTM**: SimpleRNN은 읽은 낱말이 많아질수록 앞부분을 잊습니다(장기 의존성 문제). LSTM은 메모리
#   셀 $c_t$를 따로 두어 필요한 것을 오래 기억합니다.
# - **워드 임베딩**: 낱말을 길고 거의 다 0인 원-핫 벡터 대신 짧은 실수 벡터로 바꿉니다. 처음에는
#   아무 값이나 갖지만, 학습하면서 뜻이 비슷한 낱말이 서로 가까워집니다.
#
# 기사에서 답까지 가는 길은 이렇습니다.
#
# 글 ↔ 낱말 번호 → 길이 맞추기 → Embedding → LSTM → softmax → 토픽

# %% [markdown] lang="en"
# # 11. Reuters newswires
#
# You build a model that reads a Reuters newswire and tells which of 46 topics it is about. Two
# ideas of deck 004 meet here.
#
# - **LSTM**: the more words a SimpleRNN has read, the less it remembers of the first ones
#   (long-term dependency). An LSTM keeps what it needs in a memory cell $c_t$ of its own.
# - **Word embedding**: a word becomes a short vector of real numbers instead of a long one-hot
#   vector that is nearly all zeros. It starts with random values; training moves words of similar
#   meaning together.
#
# The way from a newswire to the answer:
#
# text ↔ word ids → one length → Embedding → LSTM → softmax → topic

# %%
import keras
import numpy as np

from rnnlab import check, figures
from rnnlab.datasets import REUTERS_TOPICS, load_reuters, reuters_word_index

VOCABULARY, LENGTH, TOPICS = 1000, 100, len(REUTERS_TOPICS)

# %% [markdown] lang="ko"
# ## 11.1 번호로 된 기사 읽기
#
# 이 데이터에서 기사는 글이 아니라 번호의 목록입니다. `word_index`는 낱말마다 빈도 순위를
# 알려 줍니다(가장 흔한 낱말이 1). 그런데 번호는 순위와 같지 않습니다. 앞자리를 특수 번호가
# 차지하기 때문입니다.
#
# | 번호 | 뜻 |
# |---|---|
# | 0 | `<pad>`: 길이를 맞추려고 채운 자리 |
# | 1 | `<start>`: 기사의 시작 |
# | 2 | `<unk>`: 모르는 낱말 |
# | 순위 + `index_from` | 그 순위의 낱말 |
#
# `num_words=1000`으로 읽으면 1000 이상인 번호가 모두 2로 바뀝니다. 특수 번호까지 합쳐 번호가
# 1000가지라는 뜻입니다.

# %% [markdown] lang="en"
# ## 11.1 Reading a newswire made of ids
#
# In this data set a newswire is not a text but a list of ids. `word_index` gives the frequency
# rank of every word (1 is the commonest). An id is not the rank, however: the first places belong
# to the special ids.
#
# | id | meaning |
# |---|---|
# | 0 | `<pad>`: fills up the length |
# | 1 | `<start>`: where the newswire begins |
# | 2 | `<unk>`: an unknown word |
# | rank + `index_from` | the word of that rank |
#
# With `num_words=1000`, every id of 1000 and above is replaced by 2: there are 1000 different ids,
# the special ones included.

# %%
word_index = reuters_word_index()
(train_ids, y_train), (test_ids, y_test) = load_reuters(num_words=VOCABULARY)
print(len(train_ids), "+", len(test_ids), "newswires,", len(word_index), "words")
print(REUTERS_TOPICS[y_train[0]], train_ids[0])


# %%
def decode(ids, word_index, index_from=3):
    """번호의 목록을 글로 되돌립니다. 낱말 사이에는 공백을 하나 둡니다.

    Turn a list of ids back into text, with one space between words.

    ids: ints; 0, 1 and 2 are "<pad>", "<start>" and "<unk>".
    word_index: dict from word to rank, from 1; the word of rank r has the id r + index_from.
    An id that has no word, such as index_from itself, is "<unk>" too. index_from is at least 2.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
for i in range(3):
    print(f"[{REUTERS_TOPICS[y_train[i]]}]", decode(train_ids[i], word_index), "\n")

# %% [markdown] lang="ko"
# ## 11.2 글을 번호로
#
# 반대 방향도 필요합니다. 학습이 끝나면 여러분이 쓴 문장의 토픽을 물어볼 수 있습니다. Embedding은
# 번호가 0부터 `vocabulary - 1`까지인 낱말의 벡터만 가지고 있으므로, 번호가 `vocabulary` 이상인
# 드문 낱말은 모르는 낱말과 똑같이 2가 됩니다.

# %% [markdown] lang="en"
# ## 11.2 From text to ids
#
# The other direction is needed too: once the model is trained, you can ask it about a sentence of
# your own. Embedding holds vectors for the ids from 0 to `vocabulary - 1` only, so a rare word,
# whose id would be `vocabulary` or above, becomes 2 just like an unknown one.


# %%
def encode(text, word_index, vocabulary=1000, index_from=3):
    """글을 번호의 목록으로 바꿉니다. 목록은 1(<start>)로 시작합니다.

    Turn a text into a list of ids that begins with 1 (<start>).

    text: lower-case words with one space between them.
    word_index: dict from word to rank, from 1; the word of rank r has the id r + index_from.
    Returns 1 + (number of words) ints, all below vocabulary; 2 stands for a word that is not in
    word_index or whose id would be vocabulary or above.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
sentence = "oil prices rose after opec agreed to cut crude production"
print(encode(sentence, word_index))
print(decode(encode(sentence, word_index), word_index))

# %% [markdown] lang="ko"
# ## 11.3 길이 맞추기
#
# 기사의 길이는 저마다 다르지만 배열의 행은 길이가 모두 같아야 합니다. 그래서 짧은 기사는 0으로
# 채우고 긴 기사는 자릅니다. 어느 쪽을 채우고 어느 쪽을 자를지는 **누가 읽느냐**에 달려 있습니다.
#
# 우리 LSTM은 왼쪽에서 오른쪽으로 읽고, 마지막 상태만으로 답합니다. 0이 패딩인 줄도 모릅니다(마스크
# 없음).
#
# - 0이 뒤에 있으면 기사를 다 읽고 나서도 0을 수십 번 더 읽으며 기억을 흐립니다. 그래서 0은
#   **앞**에 둡니다.
# - 답은 마지막에 읽은 낱말에 가장 가까우므로, 긴 기사는 앞을 자르고 **마지막** `maxlen`개를
#   남깁니다.
#
# Keras의 `pad_sequences`도 기본값이 이와 같습니다. (뉴스는 첫 문장에 요점이 있으니 앞을 남기는
# 쪽이 나을 수도 있습니다. 과제를 마친 뒤에 비교해 보세요.)

# %% [markdown] lang="en"
# ## 11.3 One length
#
# Newswires differ in length, but the rows of an array do not. Short ones are filled up with zeros
# and long ones are cut. At which end depends on **who reads them**.
#
# Our LSTM reads from left to right and answers from its last state alone. It does not even know
# that 0 is padding (there is no mask).
#
# - With zeros at the end, it would go on reading zeros long after the newswire and blur its
#   memory. So the zeros go in **front**.
# - The answer is closest to what was read last. A long newswire loses its beginning and keeps its
#   **last** `maxlen` ids.
#
# These are also the defaults of Keras's `pad_sequences`. (News put the main point into the first
# sentence, so keeping the beginning may be worth a try: compare the two when you are done.)


# %%
def pad(sequences, maxlen=100):
    """모든 목록의 길이를 maxlen으로 맞춘 정수 배열을 돌려줍니다. 모양은 (n, maxlen)입니다.

    Bring all lists to the length maxlen: an int array of shape (n, maxlen).

    sequences: n lists of ids, of any length, some perhaps empty.
    Short lists get zeros in front; long lists keep their last maxlen ids.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
x_train, x_test = pad(train_ids, LENGTH), pad(test_ids, LENGTH)
print(x_train.shape, x_test.shape)
print(x_train[:2])

# %% [markdown] lang="ko"
# ## 11.4 모델
#
# | 층 | 출력 모양 | 파라미터 |
# |---|---|---|
# | Embedding(1000, 100) | (None, 100, 100) | 1000 × 100 = 100,000 |
# | LSTM(100) | (None, 100) | 4 × 100 × (100 + 100 + 1) = 80,400 |
# | Dense(46, softmax) | (None, 46) | (100 + 1) × 46 = 4,646 |
#
# 모두 185,046개입니다. 기사 하나에 답이 하나이므로 LSTM은 마지막 상태만 내보냅니다. 토픽은 46개
# 가운데 하나만 맞으므로 마지막은 합이 1인 softmax입니다.
#
# 크기가 거의 다 100이라서 서로 바꾸어 써도 티가 나지 않습니다. 인자의 이름을 보고 제자리에
# 넣으세요.

# %% [markdown] lang="en"
# ## 11.4 The model
#
# | layer | output shape | parameters |
# |---|---|---|
# | Embedding(1000, 100) | (None, 100, 100) | 1000 × 100 = 100,000 |
# | LSTM(100) | (None, 100) | 4 × 100 × (100 + 100 + 1) = 80,400 |
# | Dense(46, softmax) | (None, 46) | (100 + 1) × 46 = 4,646 |
#
# That is 185,046 in all. A newswire has one answer, so the LSTM gives its last state only. Exactly
# one of the 46 topics is right, so the last layer is a softmax, which sums to 1.
#
# Nearly every size is 100, so sizes that have changed places do not show. Go by the arguments'
# names.


# %%
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    """번호 length개를 읽고 토픽마다의 확률을 내는 모델을 만듭니다.

    Build the model that reads length ids and gives a probability per topic.

    Embedding (vocabulary ids, vectors of size embedding), LSTM (units), Dense (topics, softmax).
    Input (None, length), ids from 0 to vocabulary - 1; output (None, topics), rows that sum to 1.
    It need not be compiled: train does that.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
build_reuters_lstm().summary()

# %% [markdown] lang="ko"
# ## 11.5 학습, 검증, 테스트
#
# 데이터는 세 몫으로 나누어 씁니다. 테스트 데이터를 검증에 쓰면, 테스트 점수가 좋아지는 쪽으로
# 설정을 고르게 되어 마지막 정확도가 실력보다 높게 나옵니다.
#
# | 데이터 | 쓰임 |
# |---|---|
# | 학습 데이터의 80% | 가중치를 고칩니다 |
# | 학습 데이터의 나머지 20% | 검증: 에포크마다 확인하고, 언제 멈출지 정합니다 |
# | 테스트 데이터 | 모든 것을 정한 뒤 한 번만 잽니다 |
#
# `fit(..., validation_split=0.2)`는 섞기 **전에** 마지막 20%를 떼어 냅니다. 토픽 순서로 정렬된
# 데이터라면 먼저 섞어야 합니다(로이터 데이터는 이미 섞여 있습니다).
#
# 손실은 여럿 가운데 하나를 고르는 문제에 맞는 것을 씁니다. `y`가 토픽 번호(정수)이면
# `sparse_categorical_crossentropy`, 원-핫이면 `categorical_crossentropy`입니다.
# `binary_crossentropy`는 토픽마다 예/아니요를 따로 묻습니다. 46개 모두 '아니요'라고만 해도 45개는
# 맞으니, 그 정확도는 아무것도 배우지 못해도 98%쯤 됩니다.

# %% [markdown] lang="en"
# ## 11.5 Training, validation, test
#
# The data have three uses. Were the test data used for validation, settings would be chosen
# because they suit the test, and the final accuracy would flatter the model.
#
# | data | use |
# |---|---|
# | 80 % of the training data | change the weights |
# | the other 20 % of the training data | validation: watched every epoch, tells when to stop |
# | test data | measured once, when everything is decided |
#
# `fit(..., validation_split=0.2)` sets the last 20 % aside **before** it shuffles. Data that are
# sorted by topic would have to be shuffled first (the Reuters data are shuffled already).
#
# The loss must fit a choice of one out of many: `sparse_categorical_crossentropy` where `y` holds
# topic numbers (ints), `categorical_crossentropy` where it is one-hot. `binary_crossentropy` asks
# a yes-or-no question per topic. Saying no to all 46 is right 45 times, so its accuracy is about
# 98 % for a model that has learnt nothing.


# %%
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    """모델을 컴파일하고 학습한 뒤 (학습한 모델, History, 테스트 정확도)를 돌려줍니다.

    Compile and train the model; return (the trained model, the History of fit, the test accuracy).

    model: from build_reuters_lstm, not compiled yet. x: int arrays (n, length); y: topic numbers,
    ints of shape (n,). Use the optimizer adam, a loss that fits the labels, and the accuracy.
    20 % of the training data serve for validation (val_loss in the History). The test data serve
    for nothing but the test accuracy, a number from 0 to 1, after the training.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
# 번들 표본은 작아서 여러 번 읽어야 합니다. / The bundled sample is small: it needs more epochs.
epochs, batch_size = (8, 64) if len(x_train) > 5_000 else (12, 16)
keras.utils.set_random_seed(11)
model, history, accuracy = train(
    build_reuters_lstm(VOCABULARY, 100, 100, LENGTH, TOPICS),
    *(x_train, y_train, x_test, y_test),
    epochs=epochs,
    batch_size=batch_size,
)
print(f"test accuracy {accuracy:.3f}")

# %% [markdown] lang="ko"
# 학습 데이터의 손실은 계속 내려가는데 검증 손실이 다시 올라가기 시작하면, 그때부터는 외우고 있는
# 것입니다 (과적합). 정확도를 볼 때는 기준을 함께 보세요. 가장 흔한 토픽 하나만 늘 답해도 아래
# 값만큼은 맞힙니다.

# %% [markdown] lang="en"
# Where the validation loss turns up again while the training loss still falls, the model has begun
# to learn by heart (overfitting). Judge the accuracy against a baseline: always answering the
# commonest topic is already right this often.

# %%
print(f"baseline {(y_test == np.bincount(y_train).argmax()).mean():.3f}")
figures.plot_history(history)

# %% [markdown] lang="ko"
# 0을 앞이 아니라 뒤에 채웠다면 어땠을까요? 같은 모델에 같은 기사를 넣어 봅니다.

# %% [markdown] lang="en"
# And with the zeros behind instead of in front? The same model, the same newswires:

# %%
zeros_behind = keras.utils.pad_sequences(test_ids, LENGTH, padding="post")
for name, x in (("pre", x_test), ("post", zeros_behind)):
    print(f"{name:5}{model.evaluate(x, y_test, verbose=0)[1]:.3f}")

# %% [markdown] lang="ko"
# ## 11.6 토픽 고르기
#
# 모델은 토픽마다의 확률을 냅니다. 답으로는 확률이 가장 큰 토픽의 번호를 고릅니다.

# %% [markdown] lang="en"
# ## 11.6 Choosing the topic
#
# The model gives a probability per topic. The answer is the number of the most probable one.


# %%
def predict_topics(model, x):
    """기사마다 확률이 가장 큰 토픽의 번호를 돌려줍니다. 모양은 (n,)입니다.

    Return the number of the most probable topic of each newswire, shape (n,).

    model: gives (n, topics) probabilities for x; x: ids, int array (n, length).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
predicted = predict_topics(model, x_test)
own = predict_topics(model, pad([encode(sentence, word_index, VOCABULARY)], LENGTH))
print(sentence, "→", REUTERS_TOPICS[own[0]])

# %% [markdown] lang="ko"
# ## 11.7 혼동 행렬
#
# 정확도는 수 하나라서 **무엇을 무엇으로** 잘못 보는지는 말해 주지 않습니다. 혼동 행렬은 i행 j열에
# 정답이 i인 기사를 j로 예측한 횟수를 적습니다. 대각선이 맞힌 기사입니다.

# %% [markdown] lang="en"
# ## 11.7 The confusion matrix
#
# An accuracy is one number and does not tell **what is taken for what**. Row i, column j of the
# confusion matrix counts the newswires of topic i that were predicted as j. Right answers stand on
# the diagonal.


# %%
def confusion_matrix(y_true, y_pred, n):
    """정답과 예측의 쌍을 세어 (n, n) 모양의 정수 배열을 돌려줍니다. 행이 정답, 열이 예측입니다.

    Count the pairs of truth and prediction: an int array (n, n); rows are the truth.

    y_true, y_pred: topic numbers from 0 to n - 1, equally many.
    A topic that never occurs has a row and a column of zeros.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
figures.plot_confusion(confusion_matrix(y_test, predicted, TOPICS), REUTERS_TOPICS)
