# %% [markdown] lang="ko"
# # 12. 영화 리뷰 감성 분석
#
# 강의 003의 예는 이렇습니다. "와! 진짜 화날 정도로 재밌네요"를 한 낱말씩 읽으면서, 그때까지 읽은
# 말이 긍정인지를 0과 1 사이의 수로 예측합니다. '화날'까지 읽은 사람은 욕이 나올 줄 알지만, 마지막
# 낱말이 뜻을 뒤집습니다. 앞에서 읽은 것을 은닉 상태에 담아 두는 순환 신경망이라서 할 수 있는
# 일입니다.
#
# 데이터는 강의가 실습으로 권하는 네이버 영화 리뷰(NSMC)입니다. 리뷰마다 0(부정) 또는 1(긍정)이
# 붙어 있습니다. 파일을 읽는 일부터 시작해 다음을 차례로 만듭니다.
#
# 읽기 → 정제 → 단어장 → 정수 인코딩 → Embedding과 순환층 → 학습 → 낱말마다의 긍정 확률

# %% [markdown] lang="en"
# # 12. Sentiment of film reviews
#
# Deck 003 reads "와! 진짜 화날 정도로 재밌네요" ("Wow! So much fun, it makes me angry") word by
# word and predicts, after each word, how positive the sentence is so far, from 0 to 1. At '화날'
# (angry) a reader expects a bad review; the last word turns it round. A recurrent network can
# follow this because its hidden state carries what it has read.
#
# The data are the Naver film reviews (NSMC) that the deck proposes for practice. Each review is
# labelled 0 (negative) or 1 (positive). Starting from the file, you build
#
# reading → cleaning → vocabulary → integer encoding → Embedding and a recurrent layer → training
# → the probability after every word

# %%
import re
from collections import Counter

import keras
import numpy as np

from rnnlab import check, figures
from rnnlab.datasets import data_file

PADDING, UNKNOWN = 0, 1

# %% [markdown] lang="ko"
# ## 12.1 파일 읽기
#
# 파일의 첫 줄은 제목이고, 그다음부터 한 줄에 리뷰가 하나씩 있습니다. 한 줄은 탭으로 나뉜 `id`,
# `document`, `label`입니다. 두 가지를 조심하세요.
#
# - 따옴표는 사람들이 쓴 글자일 뿐입니다. CSV 도구는 따옴표를 묶음 표시로 여겨서, 짝이 없는 따옴표
#   하나가 뒤의 리뷰 수십 개를 삼킵니다.
# - 내용이 빈 리뷰도 있습니다. 읽을 때는 버리지 않고 빈 문자열로 둡니다. 그래야 리뷰와 레이블의
#   개수가 파일과 맞습니다. 인코딩하면 패딩만 있는 행이 됩니다.

# %% [markdown] lang="en"
# ## 12.1 Reading the file
#
# The first line is a header; every line after it is one review: `id`, `document` and `label`,
# separated by tabs. Two things need care.
#
# - Quotation marks are only what people wrote. A CSV tool takes them for delimiters, and one
#   unpaired mark swallows dozens of the reviews after it.
# - Some reviews are empty. Keep them, as empty strings, so that reviews and labels still match
#   the file. Encoded, they become rows of padding alone.


# %%
def read_reviews(text):
    """파일 내용 전체를 문자열로 받아 리뷰의 리스트와 레이블의 리스트를 돌려줍니다.

    Return the reviews and the labels of a file whose whole content is the string ``text``.

    text: "id\\tdocument\\tlabel\\n", then one such line for every review; each ends with "\\n".
    Returns (documents, labels): n strings exactly as written, "" if empty, and n ints, 0 or 1.
    """
    ### BEGIN SOLUTION
    rows = [line.split("\t") for line in text.split("\n")[1:-1]]
    documents = [document for _, document, _ in rows]
    labels = [int(label) for _, _, label in rows]
    return documents, labels
    ### END SOLUTION


# %%
SAMPLE = (
    "id\tdocument\tlabel\n"
    "11\t와! 진짜 화날 정도로 재밌네요\t1\n"
    '12\t"명작"이라더니 두 시간이 아깝다...ㅡㅡ\t0\n'
    "13\t\t1\n"
    '14\t배우들 연기는 "글쎄요\t0\n'
)
read_reviews(SAMPLE)

# %% [markdown] lang="ko"
# ## 12.2 정제
#
# '와!'와 '와'를 다른 낱말로 세지 않으려면 글자를 골라내야 합니다. 여기서는 한글만 남깁니다.
#
# - 완성된 글자 `가-힣`과, 'ㅋㅋ'나 'ㅠㅠ'를 이루는 낱자 `ㄱ-ㅎ`, `ㅏ-ㅣ`를 남깁니다. 낱자에는
#   감정이 많이 담겨 있습니다.
# - 나머지 글자는 모두 띄어쓰기로 바꿉니다. 그냥 지우면 '최고!다시'가 '최고다시'로 붙어 버립니다.
# - 낱말 사이의 띄어쓰기는 한 칸이고, 앞뒤에는 없습니다.

# %% [markdown] lang="en"
# ## 12.2 Cleaning
#
# So that '와!' and '와' do not count as two words, only Hangul is kept.
#
# - Keep the syllables `가-힣` and the single letters `ㄱ-ㅎ` and `ㅏ-ㅣ` that 'ㅋㅋ' (laughing)
#   and 'ㅠㅠ' (crying) are made of: these letters carry much of the sentiment.
# - Every other character becomes a space. Deleting it would glue '최고!다시' together.
# - There is one space between two words, and none at either end.


# %%
def clean(document):
    """한글(가-힣, ㄱ-ㅎ, ㅏ-ㅣ)로 된 낱말만 한 칸씩 띄어 이은 문자열을 돌려줍니다.

    Return the words of ``document`` that are left when every character other than Hangul
    (가-힣, ㄱ-ㅎ, ㅏ-ㅣ) is read as a space, joined by single spaces; "" if none is left.
    """
    ### BEGIN SOLUTION
    return " ".join(re.findall("[가-힣ㄱ-ㅎㅏ-ㅣ]+", document))
    ### END SOLUTION


# %%
[clean(document) for document in read_reviews(SAMPLE)[0]]

# %% [markdown] lang="ko"
# ## 12.3 단어장
#
# 신경망은 수를 읽으므로 낱말마다 번호를 줍니다. 0은 패딩, 1은 단어장에 없는 낱말의 자리로 비워
# 두고, 2부터 많이 나온 낱말 순서로 씁니다. `size`는 0과 1을 포함한 번호의 개수입니다.
# `Embedding`의 `input_dim`이 바로 이 수여서, `size` 이상의 번호가 있으면 표를 벗어납니다.

# %% [markdown] lang="en"
# ## 12.3 The vocabulary
#
# A network reads numbers, so each word gets an id. 0 is kept for padding and 1 for words that are
# not in the vocabulary; from 2 on, words are numbered by falling frequency. `size` is the number
# of ids, 0 and 1 included. It becomes the `input_dim` of the `Embedding`: an id of `size` or more
# would fall outside its table.


# %%
def build_vocabulary(train_documents, size):
    """정제된 학습용 리뷰에 많이 나온 낱말부터 2, 3, …, size - 1의 번호를 준 사전을 돌려줍니다.

    Return a dict that maps words to ids: the most frequent word of ``train_documents`` to 2, the
    next to 3, and so on up to size - 1 at most.

    train_documents: cleaned reviews, words separated by spaces; every occurrence counts.
    Words with equal counts may come in any order. Ids 0 and 1 belong to no word.
    """
    ### BEGIN SOLUTION
    counts = Counter(word for document in train_documents for word in document.split())
    words = [word for word, _ in counts.most_common(size - 2)]
    return {word: number for number, word in enumerate(words, start=2)}
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 12.4 정수 인코딩
#
# 리뷰의 길이를 `length`로 맞춥니다. 순환층은 마지막 낱말까지 읽은 뒤의 상태만 넘겨줍니다. 짧은
# 리뷰의 뒤에 0을 붙이면 할 말을 다 읽고도 0을 여러 번 더 읽는 동안 상태가 흐려지므로, 0은
# **앞에** 채웁니다. 긴 리뷰는 결론이 있는 **뒤쪽** 낱말을 남깁니다.

# %% [markdown] lang="en"
# ## 12.4 Integer encoding
#
# Every review is brought to `length` ids. The recurrent layer hands on only its state after the
# last id. With zeros after a short review, it would go on reading zeros when all has been said,
# and the state would fade: the zeros go **in front**. Of a long review, the **last** words are
# kept, where its conclusion is.


# %%
def encode(documents, vocabulary, length):
    """정제된 리뷰들을 모양이 (n, length)인 정수 배열로 바꾸어 돌려줍니다.

    Return the cleaned ``documents`` as an int array of shape (n, length).

    vocabulary: dict word -> id; a word that is not in it becomes UNKNOWN (1).
    Short documents are filled with PADDING (0) in front; of long ones the last words are kept.
    """
    ### BEGIN SOLUTION
    x = np.full((len(documents), length), PADDING)
    for row, document in zip(x, documents, strict=True):
        ids = [vocabulary.get(word, UNKNOWN) for word in document.split()][-length:]
        row[length - len(ids) :] = ids
    return x
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 12.5 학습 데이터와 테스트 데이터
#
# 테스트 데이터는 아직 세상에 나오지 않은 리뷰인 셈입니다. 그러니 단어장도 학습용 리뷰만으로
# 만들고, 두 쪽을 같은 단어장으로 인코딩합니다. 테스트에만 있는 낱말은 1이 됩니다.

# %% [markdown] lang="en"
# ## 12.5 Training data and test data
#
# The test data stand for reviews that nobody has written yet. The vocabulary, too, is therefore
# made from the training reviews alone, and both parts are encoded with it. A word that only the
# test reviews have becomes 1.


# %%
def prepare(train_documents, test_documents, size, length):
    """정제하지 않은 리뷰를 받아 x_train, x_test와 단어장을 돌려줍니다.

    Return (x_train, x_test, vocabulary) for two lists of reviews as people wrote them.

    x_train, x_test: int arrays of shape (n, length), as ``encode`` makes them.
    vocabulary: of at most ``size`` ids, as ``build_vocabulary`` makes it.
    """
    ### BEGIN SOLUTION
    train = [clean(document) for document in train_documents]
    test = [clean(document) for document in test_documents]
    vocabulary = build_vocabulary(train, size)
    return encode(train, vocabulary, length), encode(test, vocabulary, length), vocabulary
    ### END SOLUTION


# %%
train_documents, train_labels = read_reviews(data_file("ratings_train.txt").read_text("utf-8"))
test_documents, test_labels = read_reviews(data_file("ratings_test.txt").read_text("utf-8"))
SIZE, LENGTH = 60_000, 30
x_train, x_test, vocabulary = prepare(train_documents, test_documents, SIZE, LENGTH)
y_train, y_test = np.array(train_labels), np.array(test_labels)
print(f"x_train {x_train.shape}, x_test {x_test.shape}, ids {len(vocabulary) + 2:,}")
print(f"unknown: train {np.mean(x_train[x_train > 0] == UNKNOWN):.0%}", end=", ")
print(f"test {np.mean(x_test[x_test > 0] == UNKNOWN):.0%}")

# %% [markdown] lang="ko"
# ## 12.6 모델
#
# 강의 003의 그림 그대로입니다. `Embedding`이 번호마다 벡터를 하나씩 찾아 주고, 순환층이 그
# 벡터들을 차례로 읽고, 마지막 상태에서 `Dense(1)`이 긍정 확률을 냅니다. 순환층은 `SimpleRNN`,
# `LSTM`, `GRU` 가운데 무엇이든, 또 `Bidirectional`로 감싸도 좋습니다. 답이 둘 중 하나이므로
# 출력에는 sigmoid, 손실에는 이진 교차 엔트로피를 씁니다.

# %% [markdown] lang="en"
# ## 12.6 The model
#
# As drawn in deck 003: `Embedding` looks up one vector per id, a recurrent layer reads the
# vectors in order, and from its last state `Dense(1)` makes the probability that the review is
# positive. Take `SimpleRNN`, `LSTM` or `GRU`, in a `Bidirectional` if you like. There are two
# answers, hence a sigmoid at the output and binary cross-entropy for the loss.


# %%
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    """Embedding, 순환층(units개), Dense(1, sigmoid)로 된, compile까지 마친 모델을 돌려줍니다.

    Return a compiled model: Embedding, a recurrent layer of ``units`` units (its last state),
    Dense(1, sigmoid).

    Input: ids (batch, length), all below vocabulary_size. Embeddings: (batch, length,
    embedding_dim). Output: probabilities (batch, 1). Loss: binary cross-entropy.
    """
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input((length,), dtype="int32"),
            keras.layers.Embedding(vocabulary_size, embedding_dim),
            keras.layers.GRU(units),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
    ### END SOLUTION


# %%
build_sentiment_model(len(vocabulary) + 2, 32, 32, LENGTH).summary()

# %% [markdown] lang="ko"
# ## 12.7 학습
#
# 언제 멈출지, 어떤 설정이 나은지는 **검증** 데이터를 보고 정합니다. 검증에 테스트 데이터를 쓰면
# 테스트에 맞추어 고르게 되어, 마지막에 재는 정확도를 믿을 수 없습니다. 학습 데이터에서 20 %를
# 떼어 검증에 쓰고, 테스트 데이터는 학습이 끝난 뒤에 한 번만 씁니다.

# %% [markdown] lang="en"
# ## 12.7 Training
#
# When to stop, and which settings are better, is decided on **validation** data. Were these the
# test data, the choice would be fitted to them and the accuracy measured at the end would not
# deserve trust. Hold out 20 % of the training data for validation, and use the test data once,
# when training is over.


# %%
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    """모델을 학습시키고 (학습한 모델, History, 테스트 정확도)를 돌려줍니다.

    Train ``model``; return (the trained model, the History of fit, the accuracy on the test data).

    20 % of x_train, y_train serve for validation (val_loss); the test data only for the accuracy.
    x: int arrays (n, length); y: 0 or 1, shape (n,); model: compiled with metrics=["accuracy"].
    """
    ### BEGIN SOLUTION
    history = model.fit(
        x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2, verbose=2
    )
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy
    ### END SOLUTION


# %%
# 번들 표본은 작아서 여러 번 읽어야 합니다. / The bundled sample is small: it needs more epochs.
epochs, batch_size = (3, 256) if len(x_train) > 10_000 else (10, 16)
keras.utils.set_random_seed(12)
model = build_sentiment_model(len(vocabulary) + 2, 32, 32, LENGTH)
model, history, accuracy = train(model, x_train, y_train, x_test, y_test, epochs, batch_size)
print(f"test accuracy {accuracy:.3f}")
figures.plot_history(history)

# %% [markdown] lang="ko"
# ## 12.8 한 낱말씩 읽는 긍정 확률
#
# 이제 강의의 그림을 그립니다. '와', '와 진짜', '와 진짜 화날', …처럼 앞에서부터 한 낱말씩 늘린
# 토막을 모델에 넣으면, 문장을 읽어 가는 동안 예측이 어떻게 바뀌는지 보입니다.

# %% [markdown] lang="en"
# ## 12.8 The probability, word by word
#
# Now for the deck's picture. Given the beginnings '와', '와 진짜', '와 진짜 화날', … each one
# word longer than the last, the model shows how its prediction changes while it reads.


# %%
def positivity(model, tokens, vocabulary, length):
    """tokens를 앞에서부터 1개, 2개, … 전부 읽었을 때의 긍정 확률을 리스트로 돌려줍니다.

    Return a list of len(tokens) numbers: the model's probability after the first token, after the
    first two, and so on to the whole sentence.

    tokens: cleaned words. Each beginning is encoded as ``encode`` does, to ``length`` ids.
    """
    ### BEGIN SOLUTION
    beginnings = [" ".join(tokens[:n]) for n in range(1, len(tokens) + 1)]
    probabilities = model.predict(encode(beginnings, vocabulary, length), verbose=0)
    return probabilities[:, 0].tolist()
    ### END SOLUTION


# %% [markdown] lang="ko"
# 막대가 0.5보다 높으면 긍정, 낮으면 부정입니다. 단어장에 없는 낱말은 빗금으로 표시합니다. 모델은
# 그 낱말을 '모르는 낱말' 1번으로 읽습니다.

# %% [markdown] lang="en"
# A bar above 0.5 means positive, below it negative. Hatched bars stand at words that are not in
# the vocabulary: the model reads the id 1, unknown.


# %%
def show(sentence, model, vocabulary, length):
    tokens = clean(sentence).split()
    probabilities = positivity(model, tokens, vocabulary, length)
    known = [token in vocabulary for token in tokens]
    return figures.plot_positivity(tokens, probabilities, known)


show("와! 진짜 화날 정도로 재밌네요", model, vocabulary, LENGTH)

# %% [markdown] lang="ko"
# 마지막 낱말만 바꾸면 어떻게 될까요? 강의 슬라이드에는 '재밋네요'라고 적힌 곳도 있습니다. 사람은
# 같은 말로 읽지만 모델에게는 다른 번호입니다. 더 해 보기: `show`에 여러분의 리뷰를 넣어 보고,
# 순환층을 `Bidirectional`로 감싸거나 `SimpleRNN`으로 바꾸어 그래프가 어떻게 달라지는지 비교해
# 보세요.

# %% [markdown] lang="en"
# What if only the last word changes? One slide of the deck spells it '재밋네요'. To a person that
# is the same word; to the model it is another id. To go on: give `show` a review of your own,
# then wrap the recurrent layer in a `Bidirectional`, or make it a `SimpleRNN`, and compare the
# figures.

# %%
show("와! 진짜 화날 정도로 재미없네요", model, vocabulary, LENGTH)
