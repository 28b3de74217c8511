import keras
import numpy as np

from rnnlab import check, figures
from rnnlab.datasets import REUTERS_TOPICS, load_reuters, reuters_word_index

VOCABULARY, LENGTH, TOPICS = 1000, 100, len(REUTERS_TOPICS)


word_index = reuters_word_index()
(train_ids, y_train), (test_ids, y_test) = load_reuters(num_words=VOCABULARY)
print(len(train_ids), "+", len(test_ids), "newswires,", len(word_index), "words")
print(REUTERS_TOPICS[y_train[0]], train_ids[0])


def decode(ids, word_index, index_from=3):
    """번호의 목록을 글로 되돌립니다. 낱말 사이에는 공백을 하나 둡니다.

    Turn a list of ids back into text, with one space between words.

    ids: ints; 0, 1 and 2 are "<pad>", "<start>" and "<unk>".
    word_index: dict from word to rank, from 1; the word of rank r has the id r + index_from.
    An id that has no word, such as index_from itself, is "<unk>" too. index_from is at least 2.
    """
    words = {rank + index_from: word for word, rank in word_index.items()}
    words |= {0: "<pad>", 1: "<start>", 2: "<unk>"}
    return " ".join(words.get(i, "<unk>") for i in ids)


for i in range(3):
    print(f"[{REUTERS_TOPICS[y_train[i]]}]", decode(train_ids[i], word_index), "\n")


def encode(text, word_index, vocabulary=1000, index_from=3):
    """글을 번호의 목록으로 바꿉니다. 목록은 1(<start>)로 시작합니다.

    Turn a text into a list of ids that begins with 1 (<start>).

    text: lower-case words with one space between them.
    word_index: dict from word to rank, from 1; the word of rank r has the id r + index_from.
    Returns 1 + (number of words) ints, all below vocabulary; 2 stands for a word that is not in
    word_index or whose id would be vocabulary or above.
    """
    ids = [word_index.get(word, vocabulary) + index_from for word in text.split()]
    return [1] + [i if i < vocabulary else 2 for i in ids]


sentence = "oil prices rose after opec agreed to cut crude production"
print(encode(sentence, word_index))
print(decode(encode(sentence, word_index), word_index))


def pad(sequences, maxlen=100):
    """모든 목록의 길이를 maxlen으로 맞춘 정수 배열을 돌려줍니다. 모양은 (n, maxlen)입니다.

    Bring all lists to the length maxlen: an int array of shape (n, maxlen).

    sequences: n lists of ids, of any length, some perhaps empty.
    Short lists get zeros in front; long lists keep their last maxlen ids.
    """
    return keras.utils.pad_sequences(sequences, maxlen, padding="pre", truncating="pre")


x_train, x_test = pad(train_ids, LENGTH), pad(test_ids, LENGTH)
print(x_train.shape, x_test.shape)
print(x_train[:2])


def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    """번호 length개를 읽고 토픽마다의 확률을 내는 모델을 만듭니다.

    Build the model that reads length ids and gives a probability per topic.

    Embedding (vocabulary ids, vectors of size embedding), LSTM (units), Dense (topics, softmax).
    Input (None, length), ids from 0 to vocabulary - 1; output (None, topics), rows that sum to 1.
    It need not be compiled: train does that.
    """
    return keras.Sequential(
        [
            keras.Input((length,), dtype="int32"),
            keras.layers.Embedding(vocabulary, embedding),
            keras.layers.LSTM(units),
            keras.layers.Dense(topics, activation="softmax"),
        ]
    )


build_reuters_lstm().summary()


def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    """모델을 컴파일하고 학습한 뒤 (학습한 모델, History, 테스트 정확도)를 돌려줍니다.

    Compile and train the model; return (the trained model, the History of fit, the test accuracy).

    model: from build_reuters_lstm, not compiled yet. x: int arrays (n, length); y: topic numbers,
    ints of shape (n,). Use the optimizer adam, a loss that fits the labels, and the accuracy.
    20 % of the training data serve for validation (val_loss in the History). The test data serve
    for nothing but the test accuracy, a number from 0 to 1, after the training.
    """
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        x_train, y_train, validation_split=0.2, epochs=epochs, batch_size=batch_size, verbose=2
    )
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy


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


print(f"baseline {(y_test == np.bincount(y_train).argmax()).mean():.3f}")
figures.plot_history(history)


zeros_behind = keras.utils.pad_sequences(test_ids, LENGTH, padding="post")
for name, x in (("pre", x_test), ("post", zeros_behind)):
    print(f"{name:5}{model.evaluate(x, y_test, verbose=0)[1]:.3f}")


def predict_topics(model, x):
    """기사마다 확률이 가장 큰 토픽의 번호를 돌려줍니다. 모양은 (n,)입니다.

    Return the number of the most probable topic of each newswire, shape (n,).

    model: gives (n, topics) probabilities for x; x: ids, int array (n, length).
    """
    return model.predict(x, verbose=0).argmax(axis=1)


predicted = predict_topics(model, x_test)
own = predict_topics(model, pad([encode(sentence, word_index, VOCABULARY)], LENGTH))
print(sentence, "→", REUTERS_TOPICS[own[0]])


def confusion_matrix(y_true, y_pred, n):
    """정답과 예측의 쌍을 세어 (n, n) 모양의 정수 배열을 돌려줍니다. 행이 정답, 열이 예측입니다.

    Count the pairs of truth and prediction: an int array (n, n); rows are the truth.

    y_true, y_pred: topic numbers from 0 to n - 1, equally many.
    A topic that never occurs has a row and a column of zeros.
    """
    matrix = np.zeros((n, n), dtype=int)
    for truth, prediction in zip(y_true, y_pred, strict=True):
        matrix[truth, prediction] += 1
    return matrix


figures.plot_confusion(confusion_matrix(y_test, predicted, TOPICS), REUTERS_TOPICS)
