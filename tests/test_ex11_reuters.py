"""Checks of exercise 11: newswires in, one of the topics out."""

import keras
import numpy as np
from keras import layers

from common.training import (
    BATCH,
    WORDS,
    a_fifth_is_held_out,
    batches_and_epochs,
    given,
    loss_and_accuracy,
    probe,
    skewed,
    trained,
)
from common.training import EPOCHS as FEW
from rnnlab.author import expect, oracle, points

CROSSENTROPIES = ("sparse_categorical_crossentropy", "categorical_crossentropy")

# The training checks share one tiny problem: of 28 words, each topic has six of its own.
VOCABULARY, LENGTH, TOPICS, OWN, EPOCHS = 28, 10, 4, 6, 7
TOPIC_OF_WORD = (np.arange(VOCABULARY) - VOCABULARY) // OWN + TOPICS


def _word_index(rng, n):
    """Draw ``n`` different words and give them the ranks 1..n, in no particular order."""
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = {"".join(rng.choice(letters, rng.integers(3, 8))) for _ in range(3 * n)}
    return {str(w): int(r) for w, r in zip(sorted(words), rng.permutation(n) + 1, strict=False)}


def _by_rank(word_index):
    return {rank: word for word, rank in word_index.items()}


def _newswires(rng, n, shift=0):
    """Draw ``n`` documents, four of five words their topic's own; the topics are moved by shift."""
    y = rng.integers(0, TOPICS, n)
    own = VOCABULARY - OWN * (TOPICS - y[:, None]) + rng.integers(0, OWN, (n, LENGTH))
    x = np.where(rng.random((n, LENGTH)) < 0.8, own, rng.integers(1, VOCABULARY, (n, LENGTH)))
    return x, (y + shift) % TOPICS


def _classifier(rng):
    """Build a model, not compiled, that answers wrongly, with topic + 2, until it is trained.

    It averages its word vectors: ``train`` works on any model, and this one costs half an LSTM.
    """
    stack = [
        keras.Input((LENGTH,), name="x"),
        layers.Embedding(VOCABULARY, 16, name="embedding"),
        layers.GlobalAveragePooling1D(name="mean"),
        layers.Dense(TOPICS, activation="softmax", name="topics"),
    ]
    own = rng.normal(0, 3, (TOPICS + 1, 16))
    embeddings = own[TOPIC_OF_WORD] + rng.normal(0, 1, (VOCABULARY, 16))
    kernel = 0.02 * np.roll(own[:-1], 2, axis=0).T
    return given(stack, [embeddings, kernel, np.zeros(TOPICS)])


def _lesson(train, rng):
    """Let ``train`` train two models: every check of it begins with this, so they are made once.

    Returns (model, accuracy, test data) of the first, and what the shared checks read of the other.
    """
    return _practice(train, rng), _probe(train, rng)


def _practice(train, rng):
    """Train on drawn newswires. Most test labels follow another rule, and some training labels are
    wrong, so that no accuracy is 0 or 1 and, 49 of 241 being for validation, no two are equal."""
    data = _newswires(rng, 241, shift=3 * (np.arange(241) % 12 == 0))
    test = _newswires(rng, 230, shift=rng.random(230) < 0.8)
    answer = train(_classifier(rng), *data, *test, epochs=EPOCHS, batch_size=10)
    model, _, accuracy = trained(answer, (LENGTH,), "int32", fit="model.fit")
    return model, accuracy, test


def _probe(train, rng):
    """Train on newswires of words of their own, on a model in which each vector tells its word's use."""
    stack = [
        keras.Input((4,), name="x"),
        layers.Embedding(WORDS, 16, name="embedding"),
        layers.GlobalAveragePooling1D(name="mean"),
        layers.Dense(TOPICS, activation="softmax", name="topics"),
    ]
    before = given(stack, lambda shape: rng.normal(0, 0.2, shape))
    *weights, bias = before.get_weights()
    before.set_weights([*weights, bias - 2 * (np.arange(TOPICS) == TOPICS - 1)])
    data = [(x, skewed(rng, len(x), TOPICS)) for x in probe(rng)]
    answer = train(before, *data[0], *data[1], epochs=FEW, batch_size=BATCH)
    model, history, _ = trained(answer, (4,), "int32", fit="model.fit")
    return model, before, history, *data


def _loss_and_accuracy(model, x, y):
    return loss_and_accuracy(expect.shape(expect.predict(model, x), (len(y), TOPICS)), y)


@points(1)
def test_ids_become_words(decode, rng):
    """번호는 순위에 index_from(3)을 더한 값이며, 낱말로 되돌립니다.
    An id is the rank plus index_from (3), and decodes to its word.
    → 순위가 r인 낱말의 번호는 r + index_from입니다. word_index를 뒤집어 번호 → 낱말 사전을 만들어 보세요.
    → The word of rank r has the id r + index_from. Turn word_index around: id to word."""
    word_index = _word_index(rng, 23)
    ranks = rng.integers(1, 24, 11)
    want = " ".join(_by_rank(word_index)[rank] for rank in ranks)
    expect.equal(expect.text(decode((ranks + 3).tolist(), word_index)), want)


@points(1)
def test_special_ids_have_names(decode, rng):
    """0, 1, 2번은 <pad>, <start>, <unk>이고, 낱말이 없는 번호는 <unk>입니다.
    The ids 0, 1, 2 are <pad>, <start>, <unk>; an id without a word is <unk>.
    → 0은 <pad>, 1은 <start>, 2는 <unk>입니다. 낱말이 없는 번호도 <unk>로 씁니다.
    → 0 is <pad>, 1 is <start>, 2 is <unk>. An id that has no word is <unk>, too."""
    n = int(rng.integers(9, 15))
    word_index = _word_index(rng, n)
    ids = [0, 0, 1, 2, n + 9, 2, n + 30, 1, 0]
    want = "<pad> <pad> <start> <unk> <unk> <unk> <unk> <start> <pad>"
    expect.equal(expect.text(decode(ids, word_index)), want)


@points(1)
def test_shift_is_an_argument(decode, rng):
    """index_from을 다르게 주어도 맞게 되돌립니다.
    Decoding follows another index_from, too.
    → 3을 함수 안에 그대로 적지 말고 index_from을 쓰세요.
    → Use index_from in the function instead of the number 3."""
    word_index = _word_index(rng, 19)
    words = _by_rank(word_index)
    for index_from in (2, int(rng.integers(5, 9))):
        ranks = rng.integers(1, 20, 6)
        between = [] if index_from == 2 else [3, index_from]  # ids that have no word
        ids = [*between, *(ranks + index_from).tolist()]
        want = " ".join([*["<unk>" for _ in between], *(words[rank] for rank in ranks)])
        expect.equal(expect.text(decode(ids, word_index, index_from=index_from)), want)


@points(1)
def test_words_become_ids(encode, rng):
    """글은 1로 시작하는 번호 목록이 됩니다.
    A text becomes a list of ids that begins with 1.
    → 목록은 1(<start>)로 시작하고, 낱말마다 순위 + index_from이 이어집니다.
    → The list begins with 1 (<start>); rank + index_from follows for every word."""
    word_index = _word_index(rng, 21)
    words = _by_rank(word_index)
    for shift in ({}, {"index_from": int(rng.integers(4, 9))}):
        ranks = rng.integers(1, 22, 8)
        text = " ".join(words[rank] for rank in ranks)
        want = [1, *(ranks + shift.get("index_from", 3)).tolist()]
        expect.equal(encode(text, word_index, vocabulary=60, **shift), want)


@points(2)
def test_ids_stay_in_the_vocabulary(encode, rng):
    """모든 번호는 vocabulary보다 작고, 모르는 낱말과 드문 낱말은 2입니다.
    Every id is below vocabulary; unknown words and rare words are 2.
    → vocabulary는 특수 번호까지 센 수입니다. index_from을 더한 뒤의 번호가 vocabulary보다 작아야
      Embedding이 읽을 수 있고, 나머지 낱말은 모두 2(<unk>)입니다.
    → vocabulary counts the special ids too. Embedding can read an id only if it is smaller than
      vocabulary after adding index_from; every other word is 2 (<unk>)."""
    n = int(rng.integers(24, 32))
    vocabulary = n - 7
    word_index = _word_index(rng, n)
    words = _by_rank(word_index)
    border = [vocabulary - 4, vocabulary - 3, vocabulary - 1, vocabulary, n, 1]
    ranks = rng.permutation([*border, *rng.integers(1, n + 1, 5)])
    text = " ".join([words[ranks[0]], "qqqqqqqqq", *(words[rank] for rank in ranks[1:])])
    ids = _ids_below(vocabulary, ranks)
    expect.equal(encode(text, word_index, vocabulary=vocabulary), [1, ids[0], 2, *ids[1:]])
    shift = int(rng.integers(5, 9))
    expect.equal(encode("qqqqqqqqq zzzzzzzzz", word_index, vocabulary, shift), [1, 2, 2])


@oracle
def _ids_below(vocabulary, ranks):
    return [int(rank) + 3 if rank + 3 < vocabulary else 2 for rank in ranks]


def _sequences(rng, lengths):
    return [rng.integers(1, 90, n).tolist() for n in lengths]


@oracle
def _padded(sequences, maxlen):
    return [[0] * (maxlen - len(s[-maxlen:])) + s[-maxlen:] for s in sequences]


@points(1)
def test_zeros_go_in_front(pad, rng):
    """짧은 기사는 앞을 0으로 채웁니다.
    Short newswires get zeros in front.
    → LSTM은 왼쪽에서 오른쪽으로 읽고 마지막 상태로 답합니다. 0이 뒤에 오면 무엇을 마지막으로 읽게 될까요?
    → The LSTM reads from left to right and answers from its last state. What would it read last if the zeros came at the end?"""
    sequences = _sequences(rng, (5, 3, 7, 9))
    expect.equal(expect.integers(pad(sequences, 11), (4, 11)), _padded(sequences, 11))


@points(1)
def test_long_newswires_keep_their_end(pad, rng):
    """긴 기사는 앞을 잘라 내고 마지막 maxlen개를 남깁니다.
    Long newswires lose their beginning and keep the last maxlen ids.
    → 긴 기사에서는 마지막 maxlen개의 번호를 남깁니다.
    → Of a long newswire, the last maxlen ids are kept."""
    sequences = _sequences(rng, (9, 12, 7, 16, 8))
    expect.equal(expect.shape(pad(sequences, 7), (5, 7)), _padded(sequences, 7))


@points(1)
def test_empty_newswire_is_all_zeros(pad, rng):
    """빈 기사는 0만 있는 행이 되고, 길이가 꼭 맞는 기사는 그대로입니다.
    An empty newswire is a row of zeros, and one that fits exactly stays as it is.
    → 빈 목록은 0으로만 된 행이 됩니다. x[-0:]은 x 전체라는 점에 주의하세요.
    → An empty list becomes a row of zeros. Beware: x[-0:] is the whole of x."""
    sequences = _sequences(rng, (6, 0, 6))
    expect.equal(expect.shape(pad(sequences, 6), (3, 6)), _padded(sequences, 6))


@oracle
def _model(vocabulary, embedding, units, length, topics):
    """Build what the task asks for, of Keras's own layers."""
    table, output = layers.Embedding(vocabulary, embedding), layers.Dense(topics, "softmax")
    return keras.Sequential([keras.Input((length,)), table, layers.LSTM(units), output])


def _drawn_weights(rng, model):
    return [rng.normal(0, 1, w.shape) for w in model.weights]


@points(1)
def test_default_model_has_185046_parameters(build_reuters_lstm):
    """기본값으로 만든 모델의 파라미터는 100,000 + 80,400 + 4,646 = 185,046개입니다.
    The model with the default sizes has 100,000 + 80,400 + 4,646 = 185,046 parameters.
    → Embedding 1000×100, LSTM 4×100×(100+100+1), Dense (100+1)×46을 각각 세어 summary()와 견주어 보세요.
    → Count Embedding 1000×100, LSTM 4×100×(100+100+1) and Dense (100+1)×46, and compare summary()."""
    model = expect.model(build_reuters_lstm(), (100,), "int32")
    expect.output_shape(model, (None, 46))
    expect.params(model, 185_046)


@points(2)
def test_sizes_follow_the_arguments(build_reuters_lstm, rng):
    """각 층의 크기와 출력 모양은 주어진 인자를 따릅니다.
    The size and output shape of every layer follow the arguments.
    → Embedding(vocabulary, embedding) → LSTM(units) → Dense(topics) 순서이고, LSTM은 마지막 상태만 내보냅니다.
    → Embedding(vocabulary, embedding), LSTM(units), Dense(topics), in this order; the LSTM gives its last state only."""
    vocabulary, embedding, units, length, topics = (
        int(rng.integers(low, low + 5)) for low in (30, 5, 11, 17, 23)
    )
    model = build_reuters_lstm(vocabulary, embedding, units, length, topics)
    model = expect.model(model, (length,), "int32")
    expect.output_shape(model, (None, topics))
    table = expect.layer(model, layers.Embedding)
    expect.that(
        (table.input_dim, table.output_dim) == (vocabulary, embedding),
        f"Embedding의 크기가 ({vocabulary}, {embedding})이어야 하는데 "
        f"({table.input_dim}, {table.output_dim})입니다.",
        f"The Embedding should have the sizes ({vocabulary}, {embedding}), but has "
        f"({table.input_dim}, {table.output_dim}).",
    )
    expect.params(expect.layer(model, layers.LSTM), 4 * units * (embedding + units + 1))


@points(2)
def test_output_is_one_softmax_over_the_topics(build_reuters_lstm, rng):
    """출력은 토픽마다의 확률이며, Embedding → LSTM → softmax로 계산한 값과 같습니다.
    The output is a probability per topic: what Embedding, LSTM and one softmax compute.
    → 마지막 층의 활성화 함수는 softmax이고, 꼭 한 번만 적용합니다.
    → The last layer's activation is softmax, applied exactly once."""
    vocabulary, embedding, units, length, topics = 37, 7, 5, 13, 11
    model = build_reuters_lstm(vocabulary, embedding, units, length, topics)
    model = expect.model(model, (length,), "int32")
    reference = _model(vocabulary, embedding, units, length, topics)
    weights = _drawn_weights(rng, reference)
    shapes = [tuple(w.shape) for w in model.weights]
    expect.that(
        shapes == [w.shape for w in weights],
        f"가중치가 Embedding, LSTM, Dense의 것이 아닙니다: {shapes}.",
        f"The weights are not those of Embedding, LSTM and Dense: {shapes}.",
    )
    expect.learns(model)
    reference.set_weights(weights)
    model.set_weights(weights)
    # No zeros: a model that masks the padding is correct as well.
    x = rng.integers(1, vocabulary, (9, length))
    expect.steady(model, x)
    x[0, -1] = vocabulary - 1
    want = expect.predict(reference, x)
    got = expect.shape(expect.predict(model, x), want.shape)
    expect.that(
        np.allclose(got.sum(axis=1), 1, atol=1e-4),
        f"한 기사의 토픽 확률을 모두 더하면 1이어야 하는데 {got[0].sum():.4g}입니다.",
        f"The probabilities of one newswire should sum to 1, but sum to {got[0].sum():.4g}.",
    )
    expect.close(got, want, rtol=1e-3, atol=1e-4)


@points(2)
def test_training_teaches_the_topics(train, rng):
    """adam과 여럿 중 하나를 고르는 손실로 epochs번, batch_size개씩 학습하면 처음 보는 기사의 토픽을 맞힙니다.
    Trained with adam and a loss for a choice of one out of many, epochs times in batches of batch_size, the model knows the topics of newswires that it has never seen.
    → 정답은 토픽 하나입니다. 정수 레이블이면 sparse_categorical_crossentropy로, 원-핫이면
      categorical_crossentropy로 컴파일하고, fit에 epochs와 batch_size를 넘기세요.
    → Exactly one topic is right. Compile with sparse_categorical_crossentropy for integer labels,
      categorical_crossentropy for one-hot ones, and hand epochs and batch_size to fit."""
    (model, *_), (probed, before, _, *data) = _lesson(train, rng)
    expect.compiled(model, loss=CROSSENTROPIES, optimizer="adam")
    expect.that(
        not expect.from_logits(model),
        "모델이 확률을 내야 하는 과제이므로 손실에 from_logits=True를 쓰면 안 됩니다.",
        "The model is to give probabilities, so the loss must not have from_logits=True.",
    )
    _, accuracy = _loss_and_accuracy(model, *_newswires(rng, 200))
    expect.that(
        accuracy > 0.6,
        f"처음 보는 기사 200개의 정확도가 0.6을 넘어야 하는데 {accuracy:.2f}입니다.",
        f"The accuracy on 200 unseen newswires should exceed 0.6, but is {accuracy:.2f}.",
    )
    batches_and_epochs(probed, before, *(x for x, _ in data))


@points(2)
def test_validation_leaves_the_test_set_alone(train, rng):
    """학습 데이터의 20%를 떼어 검증에만 쓰며, 테스트 데이터는 학습에도 검증에도 쓰지 않습니다.
    20 % of the training data serve for validation and nothing else; the test data serve neither for training nor for validation.
    → validation_split=0.2는 학습 데이터에서 검증 데이터를 떼어 냅니다. 테스트 데이터는 마지막 evaluate에서만 씁니다.
    → validation_split=0.2 takes the validation data out of the training data. The test data appear once: in the final evaluate."""
    _, probed = _lesson(train, rng)
    a_fifth_is_held_out(*probed)


@points(1)
def test_accuracy_is_that_of_the_test_set(train, rng):
    """세 번째 값은 학습한 모델의 테스트 정확도입니다.
    The third value is the trained model's accuracy on the test data.
    → evaluate는 [손실, 정확도]를 돌려줍니다. 테스트 데이터로 부르고 둘째 값을 쓰세요.
    → evaluate returns [loss, accuracy]. Call it on the test data and take the second."""
    (model, accuracy, test), _ = _lesson(train, rng)
    _, want = _loss_and_accuracy(model, *test)
    expect.close(expect.number(accuracy), want, rtol=0, atol=1e-3)


@points(1)
def test_most_probable_topic_is_chosen(predict_topics, rng):
    """기사마다 확률이 가장 큰 토픽의 번호를 돌려줍니다.
    The number of the most probable topic comes back for every newswire.
    → model.predict는 (n, topics) 모양의 확률을 줍니다. 행마다 확률이 가장 큰 자리를 찾으세요.
    → model.predict gives probabilities of shape (n, topics). Find the largest one's place per row."""
    model = _model(31, 8, 6, 9, 7)
    model.set_weights(_drawn_weights(rng, model))
    x = rng.integers(0, 31, (17, 9))
    got = expect.integers(predict_topics(model, x), (17,))
    expect.equal(got, expect.predict(model, x).argmax(axis=1))


@oracle
def _counts(y_true, y_pred, n):
    pairs = list(zip(y_true, y_pred, strict=True))
    return [[pairs.count((i, j)) for j in range(n)] for i in range(n)]


@points(1)
def test_rows_are_the_truth(confusion_matrix, rng):
    """i행 j열은 정답이 i인 기사를 j로 예측한 횟수입니다.
    Row i, column j counts the newswires of topic i that were predicted as j.
    → 행이 정답, 열이 예측입니다. 같은 (정답, 예측) 쌍은 나올 때마다 하나씩 더합니다.
    → Rows are the truth, columns the prediction. Every (truth, prediction) pair adds one."""
    n = int(rng.integers(3, 6))
    y_true = np.concatenate([np.arange(n), rng.integers(0, n, 40)])
    y_pred = np.concatenate([np.roll(np.arange(n), 1), rng.integers(0, n, 40)])
    expect.equal(
        expect.integers(confusion_matrix(y_true, y_pred, n), (n, n)), _counts(y_true, y_pred, n)
    )


@points(1)
def test_absent_topics_keep_their_place(confusion_matrix, rng):
    """한 번도 나오지 않은 토픽도 행과 열을 하나씩 차지합니다.
    A topic that never occurs has its row and column as well.
    → 행렬의 크기는 데이터에 나온 번호가 아니라 n이 정합니다.
    → n sets the size of the matrix, not the numbers that happen to occur."""
    n = int(rng.integers(7, 11))
    y_true = rng.choice([1, 2, n - 3], 25).tolist()
    y_pred = rng.choice([0, 2, n - 3, n - 2], 25).tolist()
    expect.equal(
        expect.shape(confusion_matrix(y_true, y_pred, n), (n, n)), _counts(y_true, y_pred, n)
    )
