"""Checks of exercise 6: one-hot letters, a many-to-many SimpleRNN, training, writing on."""

from itertools import pairwise

import keras
import numpy as np
from keras import layers

from common.oracles import dense, simple_rnn, softmax
from common.training import epochs_times, given, goes_on, same_layers
from rnnlab.author import expect, oracle, points

# ------------------------------------------------------------------------------- one_hot


@points(1)
def test_hello_is_one_hot(one_hot):
    """알파벳 h, e, l, o로 인코딩하면 hello는 강의의 (5, 4) 배열이고, hell과 h는 그 앞 행들입니다.
    Over the alphabet h, e, l, o, hello is the (5, 4) array of the lecture; hell and h are its first rows.
    → 글자마다 한 행이고, 그 글자의 열만 1입니다. np.eye가 도움이 됩니다.
    → One row per letter, with a 1 in the letter's column only; np.eye helps."""
    hello, hell = one_hot("hello", "helo"), one_hot("hell", "helo")
    expect.close(hello, np.eye(4)[[0, 1, 2, 2, 3]])
    expect.close(hell, np.eye(4)[[0, 1, 2, 2]])
    expect.close(one_hot("h", "helo"), np.eye(4)[:1])


@points(2)
def test_alphabet_gives_the_columns(one_hot, rng):
    """k번째 열은 alphabet의 k번째 글자입니다. 글에 나오지 않은 글자도 열이 있습니다.
    Column k belongs to letter k of the alphabet, also for letters that the text does not use.
    → 열의 수와 순서는 글이 아니라 alphabet이 정합니다. 정렬하지 마세요.
    → The alphabet, not the text, sets the number and order of columns. Do not sort it."""
    alphabet = _alphabet(rng, int(rng.integers(7, 10)))
    text = _text(rng, alphabet[1:-2], int(rng.integers(11, 15)))
    expect.close(one_hot(text, alphabet), _encoded(text, alphabet))


# ----------------------------------------------------------------------------- make_pairs


@points(1)
def test_hell_becomes_ello(make_pairs):
    """hello의 입력은 hell, 정답은 ello이고, 모양은 둘 다 (1, 4, 4)입니다.
    For hello the input is hell and the target ello, both of shape (1, 4, 4).
    → X는 hell, Y는 ello입니다. 맨 앞에는 샘플 축이 있습니다.
    → X reads hell and Y is ello, each with a sample axis in front."""
    X, Y = expect.pair(make_pairs("hello", "helo"))
    expect.close(X, _encoded("hell", "helo")[None])
    expect.close(Y, _encoded("ello", "helo")[None])


@points(1)
def test_inputs_leave_out_the_last_letter(make_pairs, rng):
    """X는 마지막 글자를 뺀 모든 글자의 원-핫 배열 (1, 글자 수 - 1, 알파벳 크기)입니다.
    X is one-hot over all letters but the last, of shape (1, letters - 1, alphabet).
    → 마지막 글자 다음에는 정답이 없으므로 입력에서 뺍니다.
    → Nothing follows the last letter, so it is no input."""
    alphabet = _alphabet(rng, 6)
    word = _text(rng, alphabet, int(rng.integers(9, 13)))
    X, _ = expect.pair(make_pairs(word, alphabet))
    expect.close(X, _encoded(word[:-1], alphabet)[None])


@points(1)
def test_targets_are_the_next_letters(make_pairs, rng):
    """Y는 X의 글자마다 바로 다음 글자를 담은, X와 모양이 같은 원-핫 배열입니다.
    Y holds the letter after each letter of X, one-hot, and has the shape of X.
    → t번째 정답은 t+1번째 글자입니다. 정답도 원-핫으로 만드세요.
    → Target t is letter t+1, one-hot as well."""
    alphabet = _alphabet(rng, 6)
    word = _text(rng, alphabet, int(rng.integers(9, 13)))
    _, Y = expect.pair(make_pairs(word, alphabet))
    expect.close(Y, _encoded(word[1:], alphabet)[None])


# --------------------------------------------------------------------- best_without_state


@points(1)
def test_hello_without_state_is_three_of_four(best_without_state):
    """상태가 없으면 hello는 기껏해야 네 번 중 세 번, 0.75를 맞히고 hole은 다 맞힙니다.
    Without a state, hello is right at most three times of four, 0.75, and hole every time.
    → 글자가 바뀌는 네 번 가운데 몇 번을 맞힐 수 있나요?
    → Of the four steps from letter to letter, how many can be right?"""
    hello, hole = best_without_state("hello"), best_without_state("hole")
    expect.close(hello, 0.75)
    expect.close(hole, 1)


@points(1)
def test_best_accuracy_of_any_word(best_without_state, rng):
    """어떤 단어에서도, 글자마다 가장 흔한 다음 글자로 답할 때의 정확도를 구합니다.
    For any word: the accuracy of answering each letter with its most frequent follower.
    → 글자마다 가장 자주 뒤따르는 글자의 횟수를 세어 더하세요.
    → For each letter count its most frequent follower, and add these counts up."""
    letters = _alphabet(rng, 3)
    for length in (13, 18, 15, 20):
        word = _uncertain(rng, letters, length)
        expect.close(best_without_state(word), _limit(word))


# ------------------------------------------------------------------------- build_char_rnn


@points(1)
def test_layer_sizes(build_char_rnn, rng):
    """파라미터는 SimpleRNN에 (units + vocab + 1) × units개, Dense에 (units + 1) × vocab개입니다.
    SimpleRNN has (units + vocab + 1) × units parameters and Dense (units + 1) × vocab.
    → SimpleRNN(units)과 Dense(vocab), 층은 둘입니다.
    → There are two layers, SimpleRNN(units) and Dense(vocab)."""
    timesteps, vocab, units = _sizes(rng)
    model = expect.model(build_char_rnn(timesteps, vocab, units), (timesteps, vocab))
    expect.params(expect.layer(model, layers.SimpleRNN), (units + vocab + 1) * units)
    expect.params(expect.layer(model, layers.Dense), (units + 1) * vocab)


@points(1)
def test_one_answer_per_letter(build_char_rnn, rng):
    """모델은 글자를 읽을 때마다 답합니다. 출력의 모양은 (None, timesteps, vocab)입니다.
    The model answers at every letter: its output shape is (None, timesteps, vocab).
    → 모든 시점의 은닉 상태가 필요합니다. return_sequences를 확인하세요.
    → The state of every timestep is needed: look at return_sequences."""
    timesteps, vocab, units = _sizes(rng)
    model = expect.model(build_char_rnn(timesteps, vocab, units), (timesteps, vocab))
    expect.layer(model, layers.SimpleRNN)
    expect.output_shape(model, (None, timesteps, vocab))
    expect.shape(expect.predict(model, np.zeros((3, timesteps, vocab))), (3, timesteps, vocab))


@points(1)
def test_none_means_any_length(build_char_rnn, rng):
    """timesteps가 None이면 길이가 다른 글도 모두 읽습니다.
    With timesteps=None the model reads texts of any length.
    → timesteps를 입력 모양에 그대로 넣으면 None도 됩니다.
    → Put timesteps into the input shape as it is; None works there too."""
    _, vocab, units = _sizes(rng)
    model = expect.model(build_char_rnn(None, vocab, units), (None, vocab))
    expect.layer(model, layers.SimpleRNN)
    expect.that(
        model.input_shape[1] is None,
        f"timesteps=None인데 모델의 입력 모양이 {model.input_shape}입니다. 길이를 정하지 마세요.",
        f"With timesteps=None the model's input shape is {model.input_shape}: leave the length open.",
    )
    for length in (1, 9):
        read = np.zeros((2, length, vocab))
        expect.shape(expect.predict(model, read), (2, length, vocab))


@points(2)
def test_probabilities_follow_the_equations(build_char_rnn, rng):
    """어떤 가중치에서도 시점마다 출력은 softmax(h·Wy + by)이고, h = tanh(x·Wx + h·Wh + b)입니다.
    With any weights, each output is softmax(h·Wy + by), where h = tanh(x·Wx + h·Wh + b).
    → SimpleRNN은 tanh 그대로, softmax는 마지막 Dense에 한 번만 씁니다.
    → SimpleRNN keeps its tanh, and softmax comes once, on the last Dense."""
    timesteps, vocab, units = _sizes(rng)
    model = expect.model(build_char_rnn(timesteps, vocab, units), (timesteps, vocab))
    expect.params(model, (units + vocab + 1) * units + (units + 1) * vocab)
    recurrent = expect.layer(model, layers.SimpleRNN)
    output = expect.layer(model, layers.Dense)
    expect.params(output, (units + 1) * vocab)
    model.set_weights([rng.uniform(-1, 1, w.shape) for w in model.get_weights()])
    read = rng.uniform(-1, 1, (2, timesteps, vocab))
    expect.steady(model, read)
    wanted = _probabilities(read, [*recurrent.get_weights(), *output.get_weights()])
    expect.close(expect.predict(model, read), wanted, atol=1e-4)


@points(1)
def test_compiled_for_one_hot_targets(build_char_rnn):
    """모델은 adam과 categorical_crossentropy로 compile되어 있습니다.
    The model is compiled with adam and categorical_crossentropy.
    → 원-핫 정답과 softmax에 맞는 손실은 categorical_crossentropy입니다.
    → The loss that fits one-hot targets and softmax is categorical_crossentropy."""
    model = expect.model(build_char_rnn(5, 4, 3), (5, 4))
    expect.compiled(model, loss="categorical_crossentropy", optimizer="adam")
    expect.that(
        not expect.from_logits(model),
        "모델이 확률을 내야 하는 과제이므로 손실에 from_logits=True를 쓰면 안 됩니다.",
        "The model is to give probabilities, so the loss must not have from_logits=True.",
    )
    expect.learns(model)


# ---------------------------------------------------------------------------------- train


@points(2)
def test_every_word_is_learnt(train, rng):
    """모든 단어를 읽고, 단어마다 그 정답의 확률이 가장 높아집니다.
    Every word is read, and for each the right letter becomes the most probable one.
    → model.fit(X, Y, epochs=...)을 부르고, 학습한 model을 돌려주세요.
    → Call model.fit(X, Y, epochs=...), then return the trained model."""
    model, _, (X, Y) = _lesson(rng)
    # Word i has letter i only, so row i of the kernel moves if and only if it was trained on.
    trained = same_layers(expect.model(train(model, X, Y, 5), X.shape[1:]), model)
    kernel = trained.get_weights()[0]
    unread = int((kernel == 0).all(axis=1).sum())
    expect.that(
        unread == 0,
        f"단어 {len(X)}개 가운데 {unread}개는 학습에 쓰이지 않았습니다.",
        f"Of {len(X)} words {unread} were not trained on.",
    )
    wrong = int((kernel.argmax(axis=1) != Y[:, 0].argmax(axis=1)).sum())
    expect.that(
        wrong == 0,
        f"학습한 뒤에도 단어 {len(X)}개 가운데 {wrong}개는 정답의 확률이 가장 높지 않습니다. "
        "X와 Y의 짝이 맞는지 보세요.",
        f"For {wrong} of {len(X)} words the right letter has not become the most probable one. "
        "Do X and Y still belong together?",
    )


@points(1)
def test_data_are_read_epochs_times(train, rng):
    """데이터를 꼭 epochs번 읽습니다. 단어가 하나이면 가중치를 epochs번 고칩니다.
    The data are read exactly epochs times: one word corrects the weights epochs times.
    → epochs를 fit에 그대로 넘기세요.
    → Pass epochs on to fit."""
    _, (model, X, Y, epochs), _ = _lesson(rng)
    trained = expect.model(train(model, X, Y, epochs), X.shape[1:])
    epochs_times(trained, model, _gradient(X, Y), epochs)


@points(1)
def test_training_goes_on_from_the_given_model(train, rng):
    """받은 모델의 가중치에서 시작해, 받은 모델의 옵티마이저로 학습합니다.
    Training starts from the given model's weights and uses the given model's optimizer.
    → 모델을 새로 만들거나 다시 compile하지 말고, 받은 모델의 fit을 부르세요.
    → Neither build nor compile a model again: call fit of the model that you were given."""
    _, (model, X, Y, epochs), _ = _lesson(rng)
    trained = expect.model(train(model, X, Y, epochs), X.shape[1:])
    goes_on(trained, model, _gradient(X, Y))


# ------------------------------------------------------------------------------- generate


@points(1)
def test_spells_a_word(generate, rng):
    """철자를 완벽하게 아는 모델은 첫 글자만 받아도 단어를 끝까지 씁니다.
    A model that knows its word perfectly writes it to the end from the first letter.
    → 고른 글자를 뒤에 붙이고, 지금까지 쓴 글 전체를 다시 읽히세요.
    → Append the chosen letter, then let the model read the whole text so far."""
    expect.equal(expect.text(generate(_speller("hello", "helo"), "h", 4, "helo")), "hello")
    alphabet = _alphabet(rng, 5)
    word = _text(rng, alphabet, 6)
    expect.equal(expect.text(generate(_speller(word, alphabet), word[0], 5, alphabet)), word)


@points(1)
def test_start_may_have_several_letters(generate, rng):
    """start가 여러 글자여도 그 글자들을 모두 읽은 다음부터 이어 씁니다.
    A start of several letters is read whole before the model writes on.
    → start의 모든 글자를 읽힌 다음, 마지막 타임스텝의 확률을 쓰세요.
    → Let it read every letter of start, and use the last timestep's probabilities."""
    alphabet = _alphabet(rng, 6)
    word = _text(rng, alphabet, 9)
    answer = generate(_speller(word, alphabet), word[:5], 3, alphabet)
    expect.equal(expect.text(answer), word[:8])


@points(2)
def test_most_probable_letter_is_written(generate, rng):
    """아무 모델에서나, 지금까지 쓴 글 다음에 가장 확률이 높은 글자를 매번 고릅니다.
    With any model, each new letter is the most probable one after the whole text so far.
    → 매번 확률이 가장 높은 글자(argmax)를 고르세요. 뽑지 마세요.
    → Always take the most probable letter (argmax); do not draw one."""
    alphabet = _alphabet(rng, 7)
    model, start, wanted = _decided(rng, alphabet, 12)
    expect.equal(expect.text(generate(model, start, 12, alphabet)), wanted)


# -------------------------------------------------------------------------------- oracles


def _alphabet(rng, size):
    """Return different letters, neither sorted nor sorted backwards."""
    letters = sorted(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), size, replace=False))
    return "".join([*letters[1:], letters[0]])


def _text(rng, alphabet, length):
    """Return a text that begins with two different letters and has one twice in a row."""
    while True:
        text = "".join(rng.choice(list(alphabet), length))
        if text[0] != text[1] and any(a == b for a, b in pairwise(text)):
            return text


@oracle
def _uncertain(rng, alphabet, length):
    """Return a text whose letters have several followers each, and another limit backwards."""
    while True:
        text = _text(rng, alphabet, length)
        followers = [{b for a, b in pairwise(text) if a == letter} for letter in alphabet]
        if min(map(len, followers)) > 1 and not np.isclose(_limit(text), _limit(text[::-1])):
            return text


@oracle
def _encoded(text, alphabet):
    return np.array([[float(letter == column) for column in alphabet] for letter in text])


@oracle
def _limit(word):
    """Return the best accuracy without a state, from the matrix of letter pairs."""
    letters = sorted(set(word))
    counts = np.zeros((len(letters), len(letters)))
    for before, after in pairwise(word):
        counts[letters.index(before), letters.index(after)] += 1
    return counts.max(axis=1).sum() / counts.sum()


def _sizes(rng):
    return int(rng.integers(3, 6)), int(rng.integers(6, 9)), int(rng.integers(9, 14))


def _probabilities(read, weights):
    """Return softmax(h_t Wy + by) at every timestep, shape (n, timesteps, vocab)."""
    *recurrent, kernel, bias = weights
    return softmax(dense(simple_rnn(read, *recurrent), kernel, bias))


@oracle
def _model(weights):
    """Return a compiled character RNN for any length with these weights."""
    vocab, units = weights[0].shape
    recurrent = layers.SimpleRNN(units, return_sequences=True, name="recurrent")
    output = layers.Dense(vocab, activation="softmax", name="output")
    return _given([keras.Input((None, vocab), name="x"), recurrent, output], weights, rate=0.005)


def _given(stack, weights, rate):
    adam = keras.optimizers.Adam(rate)
    return given(stack, weights, optimizer=adam, loss="categorical_crossentropy")


def _drawn_weights(rng, vocab, units, size):
    shapes = (vocab, units), (units, units), (units,), (units, vocab), (vocab,)
    return [rng.uniform(-size, size, shape) for shape in shapes]


def _stateless(timesteps, weights):
    """Return a model that answers each letter by itself: ``train`` works on any model."""
    stack = [keras.Input((timesteps, len(weights[0])), name="x")]
    stack.append(layers.Dense(len(weights[1]), activation="softmax", name="output"))
    return _given(stack, weights, rate=0.05)


def _lesson(rng):
    """Return a model for many words; one for a single word, with that and epochs; the words.

    In the single word each letter has two followers, and the model knows that nearly: its loss
    first rises, and what stops early shows. How nearly is far above what rounding changes.
    """
    many = _stateless(4, [np.zeros((7, 7)), np.zeros(7)])
    X, Y = (np.repeat(np.eye(7)[order, None], 4, axis=1) for order in (range(7), _shifted(rng)))
    a, b, c, d = np.eye(4)[rng.permutation(4)]
    kernel = 15 * (np.outer(a, c + d) + np.outer(b, b + a))
    kernel += np.outer(a, c - d) * _slight(rng) + np.outer(b, b - a) * _slight(rng)
    one = _stateless(4, [kernel, np.zeros(4)])
    word, answers = np.array([[a, a, b, b]]), np.array([[c, d, b, a]])
    return many, (one, word, answers, int(rng.integers(14, 20))), (X, Y)


def _slight(rng):
    return rng.choice([-1, 1]) * rng.uniform(5e-4, 1e-3)


def _shifted(rng, size=7):
    """Draw a permutation that moves everything and is not its own inverse."""
    while True:
        order = rng.permutation(size)
        if (order != np.arange(size)).all() and (order[order] != np.arange(size)).any():
            return order


def _gradient(X, Y):
    """Return the gradient of the mean crossentropy, for the one word in X, by _stateless's weights."""

    def gradient(weights):
        slopes = (softmax(dense(X[0], *weights)) - Y[0]) / len(X[0])
        return [X[0].T @ slopes, slopes.sum(axis=0)]

    return gradient


def _speller(word, alphabet):
    """Return a model that spells the word, also where letters repeat.

    Neuron k is on just after letter k of the word: it needs that letter and neuron k - 1, or for
    k = 0 a state of zeros. A neuron that is on votes for letter k + 1.
    """
    letters, steps = _encoded(word, alphabet), len(word) - 1
    recurrent_kernel = 4 * np.eye(steps, k=1)
    recurrent_kernel[:, 0] = 8  # neurons that are off, all but one after the start, keep it off
    bias = np.where(np.arange(steps) == 0, -4, -10)
    votes = 5 * letters[1:]
    return _model([8 * letters[:-1].T, recurrent_kernel, bias, votes, votes.sum(axis=0)])


@oracle
def _decided(rng, alphabet, length):
    """Draw a model and a start whose greedy text is lively, no choice in it nearly a tie.

    Another text comes out where probabilities are fed back instead of letters or fewer letters are
    read than there are, and another letter where the probabilities are those of the first timestep,
    or the highest, which are at the second.
    """
    windows = range(1, 3 + length - 1)
    while True:
        weights = _drawn_weights(rng, len(alphabet), 10, 1.5)
        start = "".join(rng.choice(list(alphabet), 3))
        at_start = _probabilities(_encoded(start, alphabet)[None], weights)[0]
        if at_start.max(axis=-1).argmax() != 1 or len({*at_start.argmax(axis=-1)}) < 3:
            continue
        text, margins = _greedy(weights, start, length, alphabet)
        if min(margins) <= 0.02 or len(set(text)) <= 3:
            continue
        others = [_greedy(weights, start, length, alphabet, window=n)[0] for n in windows]
        others.append(_greedy(weights, start, length, alphabet, feed=lambda p: p)[0])
        if text not in others:
            return _model(weights), start, text


def _greedy(weights, start, length, alphabet, feed=lambda p: p == p.max(), window=1000):
    """Return the text, and by how much each letter was more probable than the next best.

    ``feed`` makes of the probabilities what the model reads next, ``window`` letters at most.
    """
    text, read, margins = start, _encoded(start, alphabet), []
    for _ in range(length):
        p = _probabilities(read[None, -window:], weights)[0, -1]
        margins.append(np.diff(np.sort(p)[-2:]).item())
        text, read = text + alphabet[p.argmax()], np.vstack([read, feed(p)])
    return text, margins
