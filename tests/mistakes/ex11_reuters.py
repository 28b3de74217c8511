"""Classic mistakes of exercise 11."""

import math

import keras
import numpy as np
from keras import layers
from keras.losses import SparseCategoricalCrossentropy

from rnnlab.author import mistake, variations

SPECIAL = ("<pad>", "<start>", "<unk>")


def decoded(
    ids,
    word_index,
    index_from=3,
    *,
    shift=lambda index_from: index_from,
    special=SPECIAL,
    unknown="<unk>",
    answer=" ".join,
):
    words = {rank + shift(index_from): word for word, rank in word_index.items()}
    words |= dict(enumerate(special))
    found = [words.get(i, unknown) for i in ids]
    return answer([word for word in found if word is not None])


wrong = variations("decode", decoded)

wrong("index_from_ignored", shift=lambda index_from: 0).says(
    "번호를 그대로 순위로 읽은 낱말입니다. 번호 i는 순위가 i - index_from인 낱말입니다.",
    "These are the words whose rank is the id: the id i stands for the word of rank i - index_from.",
)
wrong("index_from_always_three", shift=lambda index_from: 3).says(
    "index_from이 달라도 번호가 언제나 3만큼 옮겨져 있습니다. 인자로 받은 index_from을 쓰세요.",
    "The ids are always moved by 3. Use the index_from that was given.",
)
wrong("ranks_counted_from_zero", shift=lambda index_from: index_from - 1).says(
    "번호가 한 칸 어긋났습니다. word_index의 순위는 0이 아니라 1부터 셉니다.",
    "The words are off by one: the ranks in word_index count from 1, not from 0.",
)
wrong("shifted_the_wrong_way", shift=lambda index_from: -index_from).says(
    "번호에 index_from을 더한 순위의 낱말입니다. 번호에서 index_from을 빼야 순위가 됩니다.",
    "These are the words of rank id + index_from: the rank is the id minus index_from.",
)
wrong("special_ids_dropped", special=(), unknown=None).says(
    "낱말이 없는 번호를 빼 버렸습니다. 0, 1, 2도 <pad>, <start>, <unk>라는 자리를 차지합니다.",
    "Ids without a word were left out. 0, 1 and 2 have their place too: <pad>, <start>, <unk>.",
)
wrong("special_ids_all_unknown", special=()).says(
    "특수 번호를 모두 <unk>로 썼습니다. 0은 <pad>, 1은 <start>입니다.",
    "All special ids became <unk>. 0 is <pad> and 1 is <start>.",
)


@mistake("decode")
def unknown_id_raises(ids, word_index, index_from=3):
    """사전에 없는 번호에서 KeyError가 났습니다. 그런 번호는 <unk>로 쓰세요.
    An id without a word raised a KeyError. Such an id is <unk>."""
    words = {rank + index_from: word for word, rank in word_index.items()}
    words |= dict(enumerate(SPECIAL))
    return " ".join(words[i] for i in ids)


wrong("list_instead_of_text", answer=list).says(
    "낱말의 목록이 돌아왔습니다. 공백 하나로 이어 문자열 하나로 만드세요.",
    "A list of words came back. Join them with single spaces into one string.",
)
wrong("words_run_together", answer="".join).says(
    "낱말 사이에 공백이 없습니다.",
    "There are no spaces between the words.",
)


def encoded(
    text,
    word_index,
    vocabulary=1000,
    index_from=3,
    *,
    start=True,
    shift=lambda index_from: index_from,
    limit=lambda vocabulary, index_from: vocabulary,
    unknown=2,
):
    """Encode a text; an id of ``limit`` and above is ``unknown``, or left out."""
    end = limit(vocabulary, index_from)
    ids = [word_index.get(word, math.inf) + shift(index_from) for word in text.split()]
    ids = [i if i < end else unknown for i in ids]
    return [1] * start + [i for i in ids if i is not None]


wrong = variations("encode", encoded)

wrong("ranks_used_as_ids", shift=lambda index_from: 0).says(
    "index_from을 더하지 않고 순위를 그대로 번호로 썼습니다. 0, 1, 2는 특수 번호의 자리입니다.",
    "index_from was ignored: ranks were used as ids, but 0, 1 and 2 belong to the special ids.",
)
wrong("start_missing", start=False).says(
    "맨 앞의 1(<start>)이 빠졌습니다.",
    "The 1 (<start>) at the beginning is missing.",
)
wrong("ids_out_of_range", limit=lambda *_: math.inf).says(
    "vocabulary 이상인 번호가 남아 있습니다. Embedding에는 그런 행이 없으니 2(<unk>)로 바꾸세요.",
    "Ids of vocabulary and above were kept. Embedding has no such rows: make them 2 (<unk>).",
)
wrong("special_ids_not_counted", limit=lambda vocabulary, index_from: vocabulary + index_from).says(
    "vocabulary 이상인 번호가 몇 개 남아 있습니다. 순위가 아니라 index_from을 더한 번호를 vocabulary와 비교하세요.",
    "Some ids of vocabulary and above were kept. Compare the id with vocabulary, after index_from was added, not the rank.",
)
wrong("last_id_too_large", limit=lambda vocabulary, _: vocabulary + 1).says(
    "번호 vocabulary가 하나 더 들어갔습니다. 쓸 수 있는 번호는 0부터 vocabulary - 1까지입니다.",
    "The id vocabulary itself was let in: ids run from 0 to vocabulary - 1.",
)
wrong("unknown_words_dropped", unknown=None).says(
    "모르는 낱말과 드문 낱말을 빼 버렸습니다. 자리를 지키도록 2(<unk>)를 넣으세요.",
    "Unknown and rare words were left out. Put 2 (<unk>) in their place.",
)
wrong("unknown_as_padding", unknown=0).says(
    "모르는 낱말을 0으로 썼습니다. 0은 패딩이고, 모르는 낱말은 2(<unk>)입니다.",
    "Unknown words became 0. 0 is padding; an unknown word is 2 (<unk>).",
)


@mistake("encode")
def unknown_word_raises(text, word_index, vocabulary=1000, index_from=3):
    """사전에 없는 낱말에서 KeyError가 났습니다. 그런 낱말은 2(<unk>)입니다.
    A word that is not in word_index raised a KeyError. Such a word is 2 (<unk>)."""
    ids = [word_index[word] + index_from for word in text.split()]
    return [1, *(i if i < vocabulary else 2 for i in ids)]


def padded(sequences, maxlen=100, *, length=lambda maxlen: maxlen, padding="pre", truncating="pre"):
    return keras.utils.pad_sequences(
        sequences, length(maxlen), padding=padding, truncating=truncating
    )


wrong = variations("pad", padded)

wrong("zeros_behind", padding="post").says(
    "0을 뒤에 채웠습니다. 마스크가 없는 LSTM은 끝의 0까지 읽느라 기사를 잊으니 0은 앞에 두세요.",
    "The zeros are at the end. An LSTM without a mask reads them last and forgets the newswire: put them in front.",
)
wrong("beginning_kept", truncating="post").says(
    "긴 기사의 앞부분을 남겼습니다. 여기서는 앞을 잘라 내고 마지막 maxlen개를 남깁니다.",
    "Long newswires kept their beginning. Here the beginning goes, and the last maxlen ids stay.",
)
wrong("longest_sets_the_length", length=lambda maxlen: None).says(
    "가장 긴 기사에 길이를 맞추었습니다. 모든 행의 길이가 maxlen이어야 합니다.",
    "The longest newswire set the length. Every row should have the length maxlen.",
)


@mistake("pad")
def long_ones_not_cut(sequences, maxlen=100):
    """긴 기사를 자르지 않았습니다. maxlen보다 긴 기사는 마지막 maxlen개만 남깁니다.
    Long newswires were not cut. Keep only the last maxlen ids."""
    return [[0] * (maxlen - len(s)) + list(s) for s in sequences]


@mistake("pad")
def empty_newswire_raises(sequences, maxlen=100):
    """빈 기사에서 오류가 났습니다. 0만 있는 행이 나와야 합니다(x[-0:]은 x 전체라는 점에 주의하세요).
    An empty newswire raised an error; it should become a row of zeros (x[-0:], beware, is the whole of x)."""
    padded = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(padded, sequences, strict=True):
        kept = sequence[-maxlen:]
        row[-len(kept) :] = kept
    return padded


def reuters_lstm(
    vocabulary=1000,
    embedding=100,
    units=100,
    length=100,
    topics=46,
    *,
    rows=lambda vocabulary, length: vocabulary,
    sizes=lambda embedding, units, topics: (embedding, units, topics),
    cell=layers.LSTM,
    sequences=False,
    activation="softmax",
    after=lambda: [],
):
    """Build the model of layers with these ``sizes``; the Embedding's table has these ``rows``."""
    embedding, units, topics = sizes(embedding, units, topics)
    table = layers.Embedding(rows(vocabulary, length), embedding)
    recurrent = cell(units, return_sequences=sequences)
    dense = layers.Dense(topics, activation=activation)
    return keras.Sequential([keras.Input((length,)), table, recurrent, dense, *after()])


wrong = variations("build_reuters_lstm", reuters_lstm)

wrong("softmax_missing", activation=None).says(
    "마지막 층에 softmax가 없습니다. 지금은 확률이 아니라 아무 실수나 나옵니다.",
    "The last layer has no softmax, so the outputs are any real numbers and not probabilities.",
)
wrong("softmax_twice", after=lambda: [layers.Softmax()]).says(
    "softmax를 두 번 적용했습니다. 확률이 서로 비슷해져 학습이 거의 되지 않습니다.",
    "Softmax was applied twice. That makes the probabilities nearly alike and learning stalls.",
)
wrong("sigmoid_instead_of_softmax", activation="sigmoid").says(
    "마지막 층의 활성화가 sigmoid입니다. 토픽은 하나만 고르므로 합이 1인 softmax를 쓰세요.",
    "The last layer uses a sigmoid. Only one topic is right, so use softmax, which sums to 1.",
)
wrong("return_sequences_left_on", sequences=True).says(
    "return_sequences=True라서 낱말마다 답이 나옵니다. 기사 하나에 답은 하나입니다.",
    "return_sequences=True gives one answer per word. A newswire has one answer.",
)
wrong(
    "units_and_topics_swapped", sizes=lambda embedding, units, topics: (embedding, topics, units)
).says(
    "LSTM과 Dense의 크기가 바뀌었습니다. LSTM은 units, Dense는 topics입니다.",
    "LSTM and Dense have each other's size: LSTM takes units, Dense takes topics.",
)
wrong(
    "embedding_and_units_swapped", sizes=lambda embedding, units, topics: (units, embedding, topics)
).says(
    "Embedding과 LSTM의 크기가 바뀌었습니다. 둘 다 100일 때는 보이지 않는 실수입니다.",
    "Embedding and LSTM have each other's size. While both are 100 this does not show.",
)


@mistake("build_reuters_lstm")
def sizes_hard_coded(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    """인자와 상관없이 늘 강의의 크기 1000, 100, 46입니다. 받은 인자를 쓰세요.
    The sizes are always the deck's 1000, 100 and 46; use the arguments."""
    return reuters_lstm()


wrong("length_as_vocabulary", rows=lambda vocabulary, length: length).says(
    "Embedding의 첫 인자에 기사 길이를 넣었습니다. 첫 인자는 번호의 개수인 vocabulary입니다.",
    "Embedding got the length of a newswire. Its first argument is the number of ids, vocabulary.",
)
wrong("special_ids_without_rows", rows=lambda vocabulary, length: vocabulary - 3).says(
    "Embedding에 특수 번호 세 개의 자리가 없습니다. vocabulary는 특수 번호까지 센 수입니다.",
    "Embedding lacks three rows for the special ids. vocabulary counts them already.",
)
wrong("simple_rnn_instead_of_lstm", cell=layers.SimpleRNN).says(
    "LSTM 대신 SimpleRNN을 썼습니다. 100단계를 지나면 앞에서 읽은 것을 거의 잊습니다.",
    "SimpleRNN stands where the LSTM should. Over 100 steps it forgets most of what it has read.",
)
wrong("gru_instead_of_lstm", cell=layers.GRU).says(
    "LSTM 대신 GRU를 썼습니다. 이 과제의 순환층은 LSTM입니다.",
    "GRU stands where the LSTM should be.",
)


def one_hot(model, y):
    return keras.utils.to_categorical(y, model.output_shape[-1])


def accuracy(model, x, y):
    """Return the accuracy that ``evaluate`` gives, without building its graph."""
    return float((np.asarray(model(x, training=False)).argmax(axis=1) == y).mean())


def trained(
    model,
    x_train,
    y_train,
    x_test,
    y_test,
    epochs=10,
    batch_size=32,
    *,
    loss="sparse_categorical_crossentropy",
    labels=lambda model, y: y,
    data=lambda train, test: train,
    validation=lambda train, test: {"validation_split": 0.2},
    rounds=None,
    measured_on=lambda train, test: test,
    measure=accuracy,
):
    train, test = (x_train, y_train), (x_test, y_test)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    x, y = data(train, test)
    how = {"epochs": rounds or epochs, "batch_size": batch_size, **validation(train, test)}
    history = model.fit(x, labels(model, y), verbose=0, **how)
    return model, history, measure(model, *measured_on(train, test))


wrong = variations("train", trained)


@mistake("train")
def not_compiled(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    """compile하지 않은 모델을 쓰려다 오류가 났습니다. 먼저 compile하고 fit을 부르세요.
    Using a model that is not compiled raised an error. Call compile first, then fit."""
    model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, verbose=0)


wrong("validated_on_test_data", validation=lambda train, test: {"validation_data": test}).says(
    "테스트 데이터로 검증했습니다. 그러면 테스트 데이터에 맞는 모델을 고르게 되어 테스트 점수를 "
    "믿을 수 없습니다. 검증 데이터는 학습 데이터에서 떼어 내세요.",
    "The test data were used for validation. Choosing the model by them makes the test score "
    "worthless; take the validation data out of the training data.",
)
wrong("binary_crossentropy", labels=one_hot, loss="binary_crossentropy").says(
    "손실이 binary_crossentropy입니다. 토픽마다 예/아니요를 따로 세므로 46개 중 45개의 '아니요'만 "
    "맞혀도 98%처럼 보입니다. 토픽 하나를 고르는 문제에는 categorical_crossentropy 계열을 쓰세요.",
    "The loss is binary_crossentropy. It asks a yes-or-no question per topic, and 45 right noes "
    "of 46 look like 98 %. For a choice of one topic use a categorical crossentropy.",
)
wrong("no_validation", validation=lambda train, test: {}).says(
    "검증 데이터가 없습니다. fit에 validation_split=0.2를 주면 학습 데이터의 마지막 20%로 검증합니다.",
    "There are no validation data. validation_split=0.2 in fit sets the last 20 % of the training data aside.",
)
wrong("validated_on_training_data", validation=lambda train, test: {"validation_data": train}).says(
    "학습한 데이터로 검증했습니다. 외운 것을 다시 물어보는 셈이라 과적합이 보이지 않습니다.",
    "The training data were used for validation as well. That asks for what was learnt by heart and hides overfitting.",
)
wrong("trained_on_test_data", data=lambda *both: map(np.concatenate, zip(*both, strict=True))).says(
    "테스트 데이터까지 합쳐서 학습했습니다. 테스트 데이터는 학습이 끝난 뒤 한 번만 씁니다.",
    "The test data were added to the training data. They are used once, after the training.",
)
wrong("integer_labels_with_one_hot_loss", loss="categorical_crossentropy").says(
    "레이블은 정수인데 손실이 원-핫 레이블을 받는 것이라 오류가 났습니다. 정수 레이블에는 "
    "sparse_categorical_crossentropy를 쓰세요.",
    "The labels are integers, but the loss takes one-hot ones, which raised an error. Integer labels go with sparse_categorical_crossentropy.",
)
wrong("one_hot_labels_with_integer_loss", labels=one_hot).says(
    "원-핫 레이블에 sparse_categorical_crossentropy를 썼습니다. 원-핫 레이블에는 categorical_crossentropy를 쓰세요.",
    "sparse_categorical_crossentropy met one-hot labels. These go with categorical_crossentropy.",
)
wrong("mean_squared_error", labels=one_hot, loss="mse").says(
    "손실이 평균 제곱 오차(mse)입니다. 토픽 하나를 고르는 문제에는 교차 엔트로피를 쓰세요.",
    "The loss is the mean squared error. For a choice of one topic use a crossentropy.",
)
wrong("loss_from_logits", loss=SparseCategoricalCrossentropy(from_logits=True)).says(
    "모델이 이미 softmax를 하는데 손실에 from_logits=True를 주어 softmax가 두 번 적용되었습니다.",
    "The model ends in softmax already; from_logits=True in the loss applies it again.",
)
wrong("epochs_ignored", rounds=1).says(
    "한 에포크만 학습했습니다. 받은 epochs를 fit에 넘기세요.",
    "The model was trained for one epoch only. Hand epochs to fit.",
)
wrong("loss_for_accuracy", measure=lambda model, x, y: model.evaluate(x, y, verbose=0)[0]).says(
    "정확도 자리에 손실이 있습니다. evaluate는 [손실, 정확도] 순서로 돌려줍니다.",
    "The loss stands where the accuracy should: evaluate returns [loss, accuracy], in this order.",
)
wrong(
    "validation_accuracy_returned",
    measure=lambda model, *_: model.history.history["val_accuracy"][-1],
).says(
    "검증 정확도를 테스트 정확도로 돌려주었습니다. 학습이 끝난 뒤 테스트 데이터로 evaluate를 부르세요.",
    "The validation accuracy was returned as the test accuracy. Call evaluate on the test data after the training.",
)
wrong("training_accuracy_returned", measured_on=lambda train, test: train).says(
    "학습 데이터의 정확도를 돌려주었습니다. 모델이 본 적 없는 테스트 데이터로 재야 합니다.",
    "The accuracy on the training data was returned. Measure it on the test data, which the model has not seen.",
)


def predicted(model, x, *, answer=lambda p: p.argmax(axis=1)):
    return answer(model.predict(x, verbose=0))


wrong = variations("predict_topics", predicted)

wrong("probabilities_returned", answer=lambda p: p).says(
    "확률이 그대로 돌아왔습니다. 기사마다 확률이 가장 큰 토픽의 번호를 고르세요.",
    "The probabilities came back. Choose the number of the most probable topic per newswire.",
)
wrong("largest_probability_returned", answer=lambda p: p.max(axis=1)).says(
    "가장 큰 확률 값이 돌아왔습니다. 토픽 번호는 그 값이 아니라 그 값의 자리(argmax)입니다.",
    "The largest probability came back. Its place (argmax), not its value, is the topic.",
)
wrong("newswire_per_topic", answer=lambda p: p.argmax(axis=0)).says(
    "토픽마다 확률이 가장 큰 기사의 번호가 돌아왔습니다. 기사마다 토픽을 고르세요(argmax라면 axis=1).",
    "The number of a newswire per topic came back. Choose a topic per newswire (axis=1 in argmax).",
)
wrong("argmax_without_axis", answer=np.argmax).says(
    "수 하나만 돌아왔습니다. 기사마다 하나씩 나와야 합니다(argmax라면 axis=1).",
    "A single number came back. There should be one per newswire (axis=1 in argmax).",
)
wrong("probabilities_rounded", answer=np.round).says(
    "확률이 0.5를 넘으면 1, 아니면 0이 돌아왔습니다. 어느 토픽도 0.5를 넘지 않을 수 있으니 argmax를 쓰세요.",
    "A probability above 0.5 became 1, any other 0. Perhaps no topic exceeds 0.5: use argmax.",
)


def counted(y_true, y_pred, n, *, size=lambda n, numbers: n, answer=lambda matrix: matrix):
    size = size(n, [*y_true, *y_pred])
    matrix = np.zeros((size, size), dtype=int)
    np.add.at(matrix, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return answer(matrix)


def without_absent(matrix):
    present = np.flatnonzero(matrix.sum(axis=0) + matrix.sum(axis=1))
    return matrix[np.ix_(present, present)]


wrong = variations("confusion_matrix", counted)

wrong("rows_are_predictions", answer=np.transpose).says(
    "행과 열이 바뀌었습니다. 행이 정답, 열이 예측이어야 합니다.",
    "Rows and columns are swapped: rows should be the truth, columns the prediction.",
)
wrong("repeated_pairs_counted_once", answer=lambda matrix: np.minimum(matrix, 1)).says(
    "같은 쌍이 여러 번 나와도 한 번만 세었습니다. 쌍이 나올 때마다 그 자리에 하나씩 더하세요.",
    "A pair that occurs often was counted once. Add one to its place each time that it occurs.",
)
wrong("size_from_the_data", size=lambda n, numbers: int(max(numbers)) + 1).says(
    "행렬이 데이터에서 가장 큰 번호에서 끝납니다. 나오지 않은 토픽도 자리가 있도록 크기를 n으로 하세요.",
    "The matrix ends at the largest number in the data. Absent topics need their place too: its size is n.",
)
wrong("absent_topics_left_out", answer=without_absent).says(
    "데이터에 나온 토픽만 행과 열로 삼았습니다. 번호와 자리가 어긋나지 않게 0부터 n - 1까지 모두 두세요.",
    "Only topics that occur have a row. Keep all from 0 to n - 1, so that number and place agree.",
)
wrong(
    "shares_instead_of_counts", answer=lambda m: m / np.maximum(m.sum(axis=1, keepdims=True), 1)
).says(
    "횟수가 아니라 비율이 돌아왔습니다. 나누지 말고 센 값을 그대로 두세요.",
    "Shares came back instead of counts. Leave the counts as they are.",
)
wrong("only_the_diagonal", answer=lambda matrix: np.diag(np.diag(matrix))).says(
    "맞힌 기사만 대각선에 세었습니다. 틀린 기사도 (정답, 예측) 자리에 하나씩 더하세요.",
    "Only right answers were counted, on the diagonal. Wrong ones add one at (truth, prediction).",
)
