import re

import keras
import numpy as np
from keras import layers

from common.oracles import sigmoid
from common.training import (
    BATCH,
    a_fifth_is_held_out,
    batches_and_epochs,
    given,
    loss_and_accuracy,
    probe,
    skewed,
    trained,
)
from common.training import EPOCHS as FEW
from common.training import WORDS as PROBED
from rnnlab.author import expect, oracle, points

EPOCHS = 6
RECURRENT = (layers.SimpleRNN, layers.LSTM, layers.GRU)
MIXERS = (layers.Flatten, layers.GlobalAveragePooling1D, layers.GlobalMaxPooling1D)
PRAISE = ["명작", "최고", "감동", "강추", "재밌네요", "꿀잼", "굿"]
BLAME = ["졸작", "비추", "지루", "하품", "아깝다", "최악", "노잼"]
FILLER = ["영화", "배우", "연기", "정말", "그냥", "어제", "결말", "음악", "대사", "감독", "장면"]
WORDS = PRAISE + BLAME + FILLER


def draw_sentence(rng, low=2, high=6):
    return " ".join(rng.choice(WORDS, rng.integers(low, high), replace=False))


def file_content(rng, documents, labels):
    ids = rng.choice(np.arange(10_000, 99_999), len(documents), replace=False)
    rows = [f"{i}\t{d}\t{y}\n" for i, d, y in zip(ids, documents, labels, strict=True)]
    return "id\tdocument\tlabel\n" + "".join(rows)


def draw_labels(rng, n):
    # 1 and 0 do not come equally often, so that swapped labels differ from the right ones.
    return rng.permutation([1, 1] + [0] * (n - 2)).tolist()


def check_reading(read_reviews, rng, documents):
    labels = draw_labels(rng, len(documents))
    got = expect.pair(read_reviews(file_content(rng, documents, labels)))
    for name, column in zip(("documents", "labels"), got, strict=True):
        n = len(column) if isinstance(column, list | tuple | np.ndarray) else 0
        expect.that(
            n == len(documents),
            f"리뷰가 {len(documents)}개인 파일인데 {name}의 길이가 {n}입니다.",
            f"The file has {len(documents)} reviews, but the length of {name} is {n}.",
        )
    expect.equal(got[0], documents)
    expect.equal(got[1], labels)


@points(1)
def test_every_line_is_a_review(read_reviews, rng):
    """줄마다 리뷰 하나와 0 또는 1인 레이블을 읽습니다. 내용이 빈 리뷰도 남깁니다.
    Every line gives one review and its label, 0 or 1; empty reviews are kept.
    → 줄을 나눈 다음 탭으로 나누세요. 첫 줄은 제목입니다. 내용이 빈 리뷰도 탭은 두 개입니다.
    → Split into lines, then at the tabs. The first line is a header. An empty review, too, has its two tabs."""
    documents = [draw_sentence(rng) for _ in range(7)]
    documents[0] = documents[0].replace(" ", "  ")
    documents[rng.integers(1, 4)] = documents[rng.integers(4, 7)] = ""
    check_reading(read_reviews, rng, documents)


@points(1)
def test_quotes_are_text(read_reviews, rng):
    """따옴표나 앞뒤 띄어쓰기가 있는 리뷰도 적힌 그대로 읽습니다.
    Reviews with quotation marks, or spaces at their ends, are read as they are written.
    → 따옴표도 글자입니다. csv 모듈을 쓴다면 quoting=csv.QUOTE_NONE을 주세요.
    → Quotation marks are characters like any other. With the csv module, pass quoting=csv.QUOTE_NONE."""
    documents = [draw_sentence(rng) for _ in range(8)]
    documents[2] = '"' + documents[2]
    documents[4] = '"' + documents[4].replace(" ", '" ', 1)
    documents[5] = '"' + documents[5] + '"'
    documents[6] = " " + documents[6] + " "
    check_reading(read_reviews, rng, documents)


def draw_noisy_document(rng, junk):
    """Return Hangul words with drawn characters of ``junk`` between them and at both ends."""
    words = rng.choice(WORDS, 6, replace=False).tolist()
    gaps = [*rng.permutation(junk).tolist(), rng.choice(junk)][:7]
    return "".join(g + w for g, w in zip(gaps, [*words, ""], strict=True))


@oracle
def cleaned(document):
    return " ".join(re.sub("[^가-힣ㄱ-ㅎㅏ-ㅣ]", " ", document).split())


@points(1)
def test_only_hangul_is_kept(clean, rng):
    """한글 글자와 ㅋㅋ, ㅠㅠ 같은 낱자만 남고 숫자, 로마자, 한자, 기호는 사라집니다.
    Hangul syllables and single letters such as ㅋㅋ and ㅠㅠ stay; digits, Latin and Chinese characters and signs go.
    → 가-힣, ㄱ-ㅎ, ㅏ-ㅣ를 남기세요. ㄱ부터 힣까지 한 범위로 쓰면 한자도 들어갑니다.
    → Keep the three ranges 가-힣, ㄱ-ㅎ and ㅏ-ㅣ. One range from ㄱ to 힣 would let Chinese characters in."""
    junk = [" good ", " 10", "人 ", "!! ", " ♥", "_| "]
    for word in ("ㅋㅋ명작", "졸작ㅠㅠ", "ㅏㅓㅣㄱㅎ힣가"):
        document = word + draw_noisy_document(rng, junk) + " 故 A+ 9"
        got, want = expect.text(clean(document)), cleaned(document)
        # Where the spaces go is another check's business.
        expect.equal(got.replace(" ", ""), want.replace(" ", ""))


@points(1)
def test_words_stay_apart(clean, rng):
    """낱말과 낱말 사이는 띄어쓰기 한 칸이고, 앞뒤에는 띄어쓰기가 없습니다.
    One space stands between two words, and none at either end.
    → 한글이 아닌 글자는 띄어쓰기로 바꾸세요. split()과 ' '.join()을 쓰면 한 칸씩만 남습니다.
    → Turn what is not Hangul into spaces; split() and ' '.join() leave single spaces."""
    mixed, tight = [" ", "!! ", " ? ", "   ", "... ", "  "], ["!", "...", ",", "~", "?!", ";"]
    for junk in (mixed, tight):
        document = draw_noisy_document(rng, junk)
        expect.equal(expect.text(clean(document)), cleaned(document))
    for empty in ("", "?! ..."):
        expect.equal(expect.text(clean(empty)), "")


def draw_corpus(rng):
    """Return cleaned documents whose words have different counts, and the words by falling count.

    The rarest word comes first and the most frequent one fills a document of its own.
    """
    words = rng.permutation(WORDS)[:9].tolist()
    often, *others, rarest = words
    tokens = [w for count, w in enumerate(others[::-1], 2) for _ in range(count)]
    tokens = rng.permutation(tokens).tolist()
    cuts = sorted(rng.choice(np.arange(2, len(tokens) - 1, 2), 5, replace=False))
    parts = np.split(np.array([rarest, *tokens]), cuts)
    documents = [" ".join(part) for part in parts] + [" ".join([often] * 13)]
    return documents, words


def own_words(vocabulary, words):
    """Return the vocabulary without entries such as "<pad>": 0, which do no harm."""
    expect.that(
        isinstance(vocabulary, dict),
        "낱말을 번호로 바꾸는 사전(dict)을 돌려주어야 합니다.",
        "The vocabulary should be a dict that maps words to ids.",
    )
    return {w: i for w, i in vocabulary.items() if w in words or i not in (0, 1)}


@points(1)
def test_ids_by_frequency(build_vocabulary, rng):
    """가장 많이 나온 낱말이 2번이고, 나온 횟수가 줄어드는 순서로 번호를 받습니다.
    The most frequent word has the id 2; the others follow by falling frequency.
    → Counter로 낱말을 세면 most_common()이 많이 나온 순서를 줍니다. 번호는 2부터 시작합니다.
    → Count the words with a Counter: most_common() sorts them. The ids start at 2."""
    documents, words = draw_corpus(rng)
    size = len(words) + int(rng.integers(3, 9))
    got = own_words(build_vocabulary([*documents, "", "", ""], size), words)
    expect.equal(got, {word: i for i, word in enumerate(words, 2)})


@points(1)
def test_ids_below_size(build_vocabulary, rng):
    """번호는 모두 size보다 작습니다. 많이 나온 낱말 size - 2개만 번호를 받습니다.
    All ids are below size: only the size - 2 most frequent words get one.
    → 번호는 0부터 size - 1까지입니다. 0과 1을 빼면 낱말은 size - 2개까지 들어갑니다.
    → The ids run from 0 to size - 1. Without 0 and 1, there is room for size - 2 words."""
    documents, words = draw_corpus(rng)
    size = int(rng.integers(5, 8))
    got = own_words(build_vocabulary(documents, size), words)
    largest = max((i for i in got.values() if isinstance(i, int)), default=0)
    expect.that(
        largest < size,
        f"size가 {size}인데 {largest}번이 있습니다. Embedding의 표를 벗어납니다.",
        f"With size={size} there is an id {largest}, outside the Embedding's table.",
    )
    expect.equal(got, {word: i for i, word in enumerate(words[: size - 2], 2)})


def draw_vocabulary(rng):
    """Return a vocabulary of 12 words, and words that it does not hold."""
    words = rng.permutation(WORDS).tolist()
    return {word: i for i, word in enumerate(words[:12], 2)}, words[12:]


@oracle
def encoded(documents, vocabulary, length):
    rows = [[vocabulary.get(w, 1) for w in d.split()][-length:] for d in documents]
    return np.array([[0] * (length - len(row)) + row for row in rows])


def draw_documents(rng, words, lengths):
    return [" ".join(rng.choice(words, n, replace=False)) for n in lengths]


def check_encoding(encode, documents, vocabulary, length):
    x = expect.shape(encode(documents, vocabulary, length), (len(documents), length))
    expect.equal(x, encoded(documents, vocabulary, length))


@points(1)
def test_zeros_in_front(encode, rng):
    """짧은 리뷰는 앞을 0으로 채웁니다. 빈 리뷰는 0만 있는 행이 됩니다.
    Short reviews are filled with zeros in front; an empty review is a row of zeros.
    → keras.utils.pad_sequences는 기본값으로 앞에 0을 채웁니다(padding='pre').
    → keras.utils.pad_sequences puts zeros in front by default (padding='pre')."""
    vocabulary, _ = draw_vocabulary(rng)
    documents = draw_documents(rng, list(vocabulary), [2, 0, 6, 4, 1])
    check_encoding(encode, documents, vocabulary, length=7)
    expect.integers(encode(documents, vocabulary, 7))


@points(1)
def test_unknown_words_are_one(encode, rng):
    """단어장에 없는 낱말은 1이 됩니다. 버리지도, 0으로 바꾸지도 않습니다.
    A word that is not in the vocabulary becomes 1; it is neither dropped nor turned into 0.
    → vocabulary.get(word, 1)은 단어장에 없는 낱말에 1을 줍니다.
    → vocabulary.get(word, 1) gives 1 for a word that is not in the vocabulary."""
    vocabulary, strangers = draw_vocabulary(rng)
    known = rng.permutation(list(vocabulary)).tolist()
    documents = [
        f"{known[0]} {strangers[0]} {known[1]} {known[2]}",
        f"{strangers[1]} {known[3]} {known[4]} {strangers[2]}",
    ]
    check_encoding(encode, documents, vocabulary, length=4)


@points(1)
def test_last_words_are_kept(encode, rng):
    """긴 리뷰에서는 마지막 length개의 낱말이 남습니다.
    Of a long review the last words are kept.
    → 긴 리뷰에서는 ids[-length:], 곧 마지막 length개를 남깁니다(truncating='pre').
    → Of a long review keep ids[-length:], its last length ids (truncating='pre')."""
    vocabulary, _ = draw_vocabulary(rng)
    documents = draw_documents(rng, list(vocabulary), [8, 5, 11])
    check_encoding(encode, documents, vocabulary, length=5)


def shout(rng, document):
    """Return the document as people write it: with signs between the words."""
    words = document.split()
    signs = rng.choice(["!! ", "... ", "~~ ", ", ", " 10 "], len(words))
    return "".join(w + s for w, s in zip(words, signs, strict=True))


@points(2)
def test_vocabulary_from_training_data_alone(prepare, rng):
    """단어장은 학습용 리뷰만으로 만듭니다. 테스트에만 있는 낱말은 1이 됩니다.
    The vocabulary comes from the training reviews alone; a word that only the test reviews have becomes 1.
    → 양쪽을 모두 정제하고, 단어장은 학습용 리뷰만으로 만들어 양쪽에 쓰세요.
    → Clean both parts; make one vocabulary, from the training reviews, and use it for both."""
    # Two calls, all sizes different, tell what is written in from what follows the arguments.
    sizes = rng.permutation([6, 8]).tolist()
    for size, length in zip(sizes, (9, 5), strict=True):
        check_preparing(prepare, rng, size, length)


def check_preparing(prepare, rng, size, length):
    train, words = draw_corpus(rng)
    stranger = next(w for w in WORDS if w not in words)
    # The training data's rarest words and a new one would lead a count that includes the test data.
    rare = rng.permutation([stranger, *words[-3:]]).tolist()
    test = [" ".join([w] * 5) + f" {words[0]}" for w in rare] * 4
    raw = [[shout(rng, d) for d in part] for part in (train, test)]
    # What is empty, or there twice, keeps its row: it has a label, too.
    raw = [[*part, "?! ...", part[-1]] for part in raw]
    x_train, x_test, vocabulary = expect.pair(prepare(*raw, size, length), 3)
    right = {word: i for i, word in enumerate(words[: size - 2], 2)}
    for got, part in ((x_train, raw[0]), (x_test, raw[1])):
        want = encoded([cleaned(document) for document in part], right, length)
        expect.equal(expect.shape(got, want.shape), want)
    expect.equal(own_words(vocabulary, words), right)


def drawn_model(build_sentiment_model, rng):
    """Return the model, and its vocabulary_size, embedding_dim, units and length, all different."""
    ranges = ((40, 60), (5, 9), (10, 15), (16, 25))
    *sizes, length = (int(rng.integers(*limits)) for limits in ranges)
    model = expect.model(build_sentiment_model(*sizes, length), (length,), "int32")
    return model, *sizes, length


@points(1)
def test_layers_have_the_sizes(build_sentiment_model, rng):
    """Embedding의 표는 (vocabulary_size, embedding_dim)이고 순환층의 유닛은 units개입니다.
    The Embedding's table is (vocabulary_size, embedding_dim); the recurrent layer has units units.
    → Embedding(vocabulary_size, embedding_dim)이 첫 층이고, 순환층의 units는 따로입니다.
    → The first layer is Embedding(vocabulary_size, embedding_dim); the recurrent layer has its own number, units."""
    model, size, dim, units, _ = drawn_model(build_sentiment_model, rng)
    embedding = expect.layer(model, layers.Embedding)
    expect.shape(embedding.get_weights()[0], (size, dim))
    expect.layer(model, *RECURRENT)
    got = expect.layers(model, *RECURRENT)[-1].cell.units
    expect.that(
        got == units,
        f"순환층의 units가 {units}이어야 하는데 {got}입니다.",
        f"The recurrent layer should have units={units}, but has {got}.",
    )


@points(1)
def test_one_output_per_review(build_sentiment_model, rng):
    """리뷰 하나에 수 하나를 출력합니다. 출력 모양은 (batch, 1)입니다.
    The model gives one number per review: its output shape is (batch, 1).
    → 순환층이 마지막 상태만 내보내야 합니다(return_sequences=False가 기본값).
    → The recurrent layer hands on its last state only (return_sequences=False, the default)."""
    model, size, _, _, length = drawn_model(build_sentiment_model, rng)
    expect.output_shape(model, (None, 1))
    expect.that(
        not expect.layers(model, *MIXERS),
        "순환층이 마지막에 낸 상태만 Dense로 넘기세요. Flatten이나 풀링은 쓰지 않습니다.",
        "Hand only the recurrent layer's last state to the Dense: no Flatten and no pooling.",
    )
    x = rng.integers(0, size, (3, length))
    expect.shape(expect.predict(model, x), (3, 1))
    expect.steady(model, x)


@points(1)
def test_output_is_a_sigmoid(build_sentiment_model, rng):
    """출력은 sigmoid를 한 번 거친, 0과 1 사이의 확률입니다.
    The output is a probability between 0 and 1: one sigmoid, applied once.
    → sigmoid는 마지막 Dense(1)에 한 번만 씁니다. softmax는 값이 하나면 언제나 1입니다.
    → Use the sigmoid once, at the last Dense(1). A softmax over a single value is always 1."""
    model, size, _, _, length = drawn_model(build_sentiment_model, rng)
    dense = expect.layers(model, layers.Dense)
    expect.that(
        dense and dense[-1].units == 1 and dense[-1].use_bias,
        "마지막에 bias가 있는 Dense(1)이 있어야 합니다.",
        "A Dense(1) with a bias should come last.",
    )
    x = rng.integers(0, size, (2, length))
    for bias in (-4.0, -1.5, 2.5):
        dense[-1].set_weights([np.zeros(dense[-1].kernel.shape), np.array([bias])])
        want = sigmoid(bias)
        got = float(expect.predict(model, x).ravel()[0])
        expect.that(
            np.isclose(got, want, rtol=1e-4),
            f"출력층에서 {bias}를 sigmoid에 한 번 넣으면 {want:.3f}인데 모델은 {got:.3f}을 냅니다.",
            f"One sigmoid turns the output layer's {bias} into {want:.3f}; yours is {got:.3f}.",
        )


@points(1)
def test_loss_fits_two_answers(build_sentiment_model, rng):
    """손실 함수는 확률을 받는 이진 교차 엔트로피입니다.
    The loss is binary cross-entropy of probabilities.
    → loss='binary_crossentropy'로 compile하세요. 출력이 확률이니 from_logits는 빼세요.
    → Compile with loss='binary_crossentropy'. Its inputs are probabilities: no from_logits."""
    model, *_ = drawn_model(build_sentiment_model, rng)
    expect.compiled(model, loss="binary_crossentropy")
    expect.that(
        not expect.from_logits(model),
        "모델이 확률을 내야 하는 과제이므로 손실에 from_logits=True를 쓰면 안 됩니다.",
        "The model is to give probabilities, so the loss must not have from_logits=True.",
    )
    expect.learns(model)


def draw_reviews(rng, n, length):
    """Return ids (n, length) and labels: praise has the ids 2-5, blame 6-9, filler 10-14."""
    y = rng.permutation(np.arange(n) % 2)
    x = rng.integers(10, 15, (n, length))
    telling = rng.integers(2, 6, (n, 2)) + 4 * (1 - y[:, None])
    x[:, 1:3] = telling
    return rng.permuted(x, axis=1), y


def tiny_model(rng, vocabulary_size, rate):
    stack = [
        keras.Input((4,), dtype="int32", name="x"),
        layers.Embedding(vocabulary_size, 16, name="embedding"),
        layers.GlobalAveragePooling1D(name="mean"),
        layers.Dense(1, activation="sigmoid", name="positive"),
    ]
    how = {"loss": "binary_crossentropy", "metrics": ["accuracy"]}
    adam = keras.optimizers.Adam(rate)
    return given(stack, lambda shape: rng.uniform(-0.3, 0.3, shape), optimizer=adam, **how)


def lesson(train, rng):
    """Let ``train`` train two models: every check of it begins with this, so they are made once.

    Returns (model, accuracy, test data) of the first, and what the shared checks read of the other.
    """
    return practice(train, rng), probing(train, rng)


def practice(train, rng):
    """Train on easy reviews. Most test labels and some training labels are the wrong way round, so
    that no accuracy is 0 or 1 and, 49 of 241 being for validation, no two are equal."""
    (x_train, y_train), (x_test, y_test) = (draw_reviews(rng, n, 4) for n in (241, 150))
    y_train = np.where(rng.random(241) < 0.1, 1 - y_train, y_train)
    y_test = np.where(rng.permutation(150) < 110, 1 - y_test, y_test)
    given_model = tiny_model(rng, 15, rate=0.01)
    answer = train(given_model, x_train, y_train, x_test, y_test, EPOCHS, 16)
    model, _, accuracy = trained(answer, (4,))
    return model, accuracy, (x_test, y_test)


def probing(train, rng):
    """Train on reviews of words of their own, on a model in which each vector tells its word's use."""
    before = tiny_model(rng, PROBED, rate=0.001)
    *weights, bias = before.get_weights()
    before.set_weights([*weights, bias - 2])
    data = [(x, skewed(rng, len(x), 2)) for x in probe(rng)]
    answer = train(before, *data[0], *data[1], FEW, BATCH)
    model, history, _ = trained(answer, (4,))
    return model, before, history, *data


def measured(model, x, y):
    return loss_and_accuracy(expect.predict(model, x).ravel(), y)


@points(1)
def test_model_has_learned(train, rng):
    """epochs번, batch_size개씩 학습한 모델은 처음 보는 리뷰도 잘 맞힙니다.
    Trained epochs times in batches of batch_size, the model is right about reviews that it has never seen.
    → model.fit에 x_train, y_train, epochs, batch_size를 넘기고 학습한 모델을 돌려주세요.
    → Pass x_train, y_train, epochs and batch_size to model.fit, and return the trained model."""
    (model, *_), (probed, before, _, *data) = lesson(train, rng)
    _, accuracy = measured(model, *draw_reviews(rng, 200, 4))
    expect.that(
        accuracy >= 0.85,
        f"처음 보는 쉬운 리뷰의 정확도가 {accuracy:.2f}입니다. 0.85는 넘어야 합니다.",
        f"The accuracy on easy reviews never seen before is {accuracy:.2f}; it should pass 0.85.",
    )
    batches_and_epochs(probed, before, *(x for x, _ in data))


@points(2)
def test_validation_is_held_out(train, rng):
    """검증 데이터는 학습 데이터에서 떼어 낸 20%입니다. 테스트 데이터도, 학습에 쓴 데이터도 아닙니다.
    The validation data are 20 % of the training data: neither the test data nor data that the model was trained on.
    → fit에 validation_split=0.2를 주면 학습 데이터의 일부가 검증에 쓰입니다.
    → With validation_split=0.2, fit holds out a part of the training data for validation."""
    _, probed = lesson(train, rng)
    a_fifth_is_held_out(*probed)


@points(1)
def test_accuracy_is_of_the_test_data(train, rng):
    """세 번째 값은 학습이 끝난 모델의 테스트 정확도입니다.
    The third value is the trained model's accuracy on the test data.
    → model.evaluate(x_test, y_test)는 [손실, 정확도]를 돌려줍니다. 두 번째 값이 정확도입니다.
    → model.evaluate(x_test, y_test) returns [loss, accuracy]; the accuracy is the second."""
    (model, accuracy, test), _ = lesson(train, rng)
    _, want = measured(model, *test)
    expect.close(expect.number(accuracy), want, rtol=0, atol=1e-4)


def draw_reader(rng, size, length):
    """Return a model with weights large enough that every token moves its probability."""
    stack = [layers.Embedding(size, 3), layers.GRU(4), layers.Dense(1, activation="sigmoid")]
    model = keras.Sequential([keras.Input((length,), dtype="int32"), *stack])
    model.set_weights([rng.normal(0, 1.2, w.shape) for w in model.get_weights()])
    return model


@points(2)
def test_probability_after_every_token(positivity, rng):
    """낱말을 하나 더 읽을 때마다, 그때까지 읽은 말이 긍정일 확률을 줍니다.
    One probability per token: that of the beginning of the sentence up to it.
    → tokens[:1], tokens[:2], …를 각각 encode하여 model.predict에 넣으세요.
    → Encode tokens[:1], tokens[:2], … and give them to model.predict."""
    vocabulary, strangers = draw_vocabulary(rng)
    tokens = list(vocabulary)[:6]
    tokens.insert(int(rng.integers(1, 7)), strangers[0])  # an unknown word tells most after others
    beginnings = [" ".join(tokens[:n]) for n in range(1, len(tokens) + 1)]
    for length in (9, 4):
        model = draw_reader(rng, len(vocabulary) + 2, length)
        want = expect.predict(model, encoded(beginnings, vocabulary, length)).ravel()
        expect.close(positivity(model, tokens, vocabulary, length), want, rtol=1e-3, atol=1e-4)
