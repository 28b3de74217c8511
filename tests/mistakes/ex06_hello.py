"""Classic wrong answers to exercise 6, and what to say about each."""

from functools import partial
from itertools import pairwise

import keras
import numpy as np
from keras import layers
from keras.losses import CategoricalCrossentropy

from rnnlab.author import mistake, variations

# ------------------------------------------------------------------------------- one_hot


def encoded(
    text, alphabet, *, columns=lambda text, alphabet: alphabet, answer=lambda letters: letters
):
    letters = columns(text, alphabet)
    return answer(np.eye(len(letters))[[letters.index(letter) for letter in text]])


wrong = variations("one_hot", encoded)

wrong("alphabet_sorted", columns=lambda _, alphabet: sorted(alphabet)).says(
    "열이 정렬한 알파벳의 순서로 되어 있습니다. alphabet의 순서를 그대로 쓰세요.",
    "The columns stand in sorted order: keep the order of alphabet.",
)
wrong("rows_and_columns_swapped", answer=np.transpose).says(
    "배열의 행과 열이 바뀌었습니다. 글자마다 한 행, 알파벳의 글자마다 한 열이어야 합니다.",
    "The array is transposed: its rows should be the text's letters, its columns the alphabet's.",
)
wrong("sorted_letters_of_the_text", columns=lambda text, _: sorted(set(text))).says(
    "열이 글에 나온 글자를 정렬한 것과 같습니다. 열은 주어진 alphabet이 정합니다.",
    "The columns are the sorted letters of the text; they should be those of the given alphabet.",
)
wrong("letters_in_order_of_appearance", columns=lambda text, _: "".join(dict.fromkeys(text))).says(
    "열이 글에 글자가 처음 나온 순서를 따릅니다. 열은 주어진 alphabet이 정합니다.",
    "The columns follow the text's first occurrences; they should be those of the given alphabet.",
)
wrong("numbers_of_letters", answer=lambda letters: letters.argmax(axis=1)).says(
    "글자의 번호만 돌려주었습니다. 번호마다 그 자리만 1인 벡터로 바꾸세요.",
    "These are the letters' numbers; turn each into a vector with a single 1.",
)
wrong("letters_counted_together", answer=lambda letters: letters.sum(axis=0)).says(
    "모든 글자를 한 벡터에 합쳐 순서가 사라졌습니다. 글자마다 한 행을 만드세요.",
    "All letters went into one vector, and their order is lost: make one row per letter.",
)
wrong("sample_axis_too_early", answer=lambda letters: letters[None]).says(
    "샘플 축이 이미 붙어 있습니다. 여기서는 (글자 수, 알파벳 크기)의 2차원 배열을 돌려주세요.",
    "A sample axis is there already; return the 2-D array (letters, alphabet) here.",
)
wrong("ones_and_zeros_swapped", answer=lambda letters: 1 - letters).says(
    "0과 1이 뒤바뀌었습니다. 글자의 자리가 1, 나머지가 0입니다.",
    "Zeros and ones are swapped: the letter's own place is 1 and the others are 0.",
)


# ----------------------------------------------------------------------------- make_pairs


def pairs(
    word, alphabet, *, columns=str, X=np.s_[:, :-1], Y=np.s_[:, 1:], answer=lambda X, Y: (X, Y)
):
    """Cut X and Y out of the letters, (1, letters, alphabet)."""
    letters = encoded(word, columns(alphabet))[None]
    return answer(letters[X], letters[Y])


wrong = variations("make_pairs", pairs)

wrong("targets_not_shifted", Y=np.s_[:, :-1]).says(
    "정답이 밀리지 않아 입력과 똑같습니다. 정답은 다음 글자여야 합니다.",
    "The targets are not shifted: they equal the inputs, but should be the next letters.",
)
wrong("inputs_and_targets_swapped", X=np.s_[:, 1:], Y=np.s_[:, :-1]).says(
    "입력과 정답이 바뀌었습니다. 앞 글자를 읽고 다음 글자를 맞히게 하세요.",
    "Inputs and targets are swapped: the model should read a letter and predict the next one.",
)
wrong("sample_axis_missing", X=np.s_[0, :-1], Y=np.s_[0, 1:]).says(
    "샘플 축이 없습니다. 단어 하나가 샘플 하나이므로 모양은 (1, 타임스텝, 글자)입니다.",
    "The sample axis is missing: one word is one sample, so the shape is (1, timesteps, letters).",
)
wrong("letters_as_samples", X=np.s_[0, :-1, None], Y=np.s_[0, 1:, None]).says(
    "글자마다 따로 샘플이 되어, 모델이 앞 글자를 기억할 수 없습니다. 단어 하나가 샘플 하나입니다.",
    "Each letter is a sample of its own, so nothing can be remembered: one word is one sample.",
)
wrong("last_letter_read", X=np.s_[:]).says(
    "입력에 마지막 글자까지 들어 있습니다. 그 글자에는 정답이 없으므로 빼야 합니다.",
    "The inputs hold the last letter too; nothing follows it, so leave it out.",
)
wrong("end_joined_to_beginning", X=np.s_[:], answer=lambda X, _: (X, np.roll(X, -1, axis=1))).says(
    "단어의 끝이 처음으로 이어졌습니다. 마지막 글자 다음에는 정답이 없습니다.",
    "The word's end goes on at its beginning; nothing should follow the last letter.",
)
wrong("only_last_letter_as_target", Y=np.s_[:, -1]).says(
    "정답이 마지막 글자 하나뿐입니다. 읽은 글자마다 정답이 하나씩 있어야 합니다.",
    "The only target is the last letter; there should be one for every letter read.",
)
wrong("targets_as_numbers", answer=lambda X, Y: (X, Y.argmax(axis=-1))).says(
    "정답이 글자의 번호입니다. 정답도 입력처럼 원-핫으로 만드세요.",
    "The targets are the letters' numbers; make them one-hot like the inputs.",
)
wrong("pairs_over_sorted_alphabet", columns=sorted).says(
    "열이 정렬한 알파벳의 순서로 되어 있습니다. alphabet의 순서를 그대로 쓰세요.",
    "The columns stand in sorted order: keep the order of alphabet.",
)
wrong("letters_before_timesteps", answer=lambda *XY: tuple(np.swapaxes(a, 1, 2) for a in XY)).says(
    "알파벳 축과 타임스텝 축이 바뀌었습니다. 타임스텝이 먼저, 글자가 마지막입니다.",
    "The axes of timesteps and letters are swapped: timesteps come first, letters last.",
)


# --------------------------------------------------------------------- best_without_state


def most(followers):
    return max(followers.count(letter) for letter in followers)


def best(word, *, read=lambda word: word, hits=most, out_of=lambda word: len(word) - 1):
    followers = {}
    for before, after in pairwise(read(word)):
        followers.setdefault(before, []).append(after)
    return sum(map(hits, followers.values())) / out_of(word)


wrong = variations("best_without_state", best)

wrong("divided_by_all_letters", out_of=len).says(
    "글자 수로 나누었습니다. 맞힐 문제는 len(word) - 1개입니다.",
    "This divides by the number of letters; there are only len(word) - 1 letters to predict.",
)
wrong("only_certain_letters_counted", hits=lambda f: len(f) if len({*f}) == 1 else 0).says(
    "다음 글자가 여럿인 글자는 한 번도 맞히지 못한다고 세었습니다. 그중 가장 흔한 것은 맞힐 수 있습니다.",
    "A letter with several followers counts as never right; its most frequent follower can be right.",
)
wrong("one_hit_per_letter", hits=lambda followers: 1).says(
    "글자마다 한 번만 맞힌다고 세었습니다. 가장 흔한 다음 글자가 나온 횟수를 모두 더하세요.",
    "Each letter counts as right only once; add up how often its most frequent follower occurs.",
)
wrong("letter_before_guessed", read=lambda word: word[::-1]).says(
    "다음 글자를 보고 앞 글자를 맞힐 때의 값입니다. 지금 글자를 보고 다음 글자를 맞혀야 합니다.",
    "This is the limit for guessing the letter before; guess the next one from the present one.",
)


@mistake("best_without_state")
def present_letter_ignored(word):
    """늘 같은 글자로 답할 때의 정확도입니다. 글자마다 가장 흔한 다음 글자를 고르세요.
    This is the accuracy of one answer to all letters; choose the most frequent follower for each."""
    return most(word[1:]) / (len(word) - 1)


wrong("number_of_hits", out_of=lambda word: 1).says(
    "맞힌 횟수를 돌려주었습니다. 문제의 수로 나누어 정확도로 바꾸세요.",
    "This is the number of right answers; divide by the number of letters to predict.",
)


@mistake("best_without_state")
def always_perfect(word):
    """언제나 1.0입니다. 같은 글자 뒤에 다른 글자가 오면 상태 없이는 다 맞힐 수 없습니다.
    This is always 1.0, but where a letter has different followers not all can be right."""
    return 1.0


# ------------------------------------------------------------------------- build_char_rnn


rnn = partial(layers.SimpleRNN, return_sequences=True)


def char_rnn(
    timesteps,
    vocab,
    units,
    *,
    hidden=rnn,
    swapped=False,
    dense=True,
    activation="softmax",
    after=lambda: [],
    loss="categorical_crossentropy",
):
    """Build the model; without ``loss`` it is not compiled."""
    units, outputs = (vocab, units) if swapped else (units, vocab)
    stack = [hidden(units), *([layers.Dense(outputs, activation=activation)] if dense else [])]
    model = keras.Sequential([keras.Input((timesteps, vocab)), *stack, *after()])
    if loss:
        model.compile(optimizer="adam", loss=loss)
    return model


wrong = variations("build_char_rnn", char_rnn)

wrong("only_last_timestep", hidden=layers.SimpleRNN).says(
    "마지막 시점에만 답합니다. 글자마다 답하도록 return_sequences=True로 하세요.",
    "The model answers only at the last timestep; return_sequences=True gives every one.",
)
wrong("softmax_missing", activation=None).says(
    "마지막 층에 softmax가 없어 확률이 아닌 값이 나옵니다. Dense에 softmax를 붙이세요.",
    "There is no softmax, so the outputs are no probabilities: give it to the Dense layer.",
)
wrong("softmax_twice", after=lambda: [layers.Activation("softmax")]).says(
    "softmax가 두 번 적용되어 확률이 뭉개집니다. 한 번만 쓰세요.",
    "Softmax is applied twice, which flattens the probabilities: use it once.",
)
wrong("probabilities_taken_for_logits", loss=CategoricalCrossentropy(from_logits=True)).says(
    "손실이 from_logits=True라서 softmax가 두 번 적용됩니다. 그 인자를 지우세요.",
    "With from_logits=True the loss applies softmax a second time: leave that argument out.",
)
wrong("sigmoid_instead_of_softmax", activation="sigmoid").says(
    "sigmoid는 글자마다 따로 확률을 매겨 합이 1이 되지 않습니다. 하나를 고를 때는 softmax입니다.",
    "Sigmoid rates each letter apart, so the sum is not 1: to choose one of them use softmax.",
)
wrong("softmax_in_the_recurrence", hidden=partial(rnn, activation="softmax"), activation=None).says(
    "softmax가 순환층에 붙었습니다. SimpleRNN은 tanh 그대로 두고 Dense에 softmax를 붙이세요.",
    "Softmax is on the recurrent layer: leave its tanh, and put softmax on the Dense layer.",
)
wrong("softmax_over_timesteps", activation=None, after=lambda: [layers.Softmax(axis=1)]).says(
    "softmax가 글자 축이 아니라 타임스텝 축을 따라 적용됩니다. 마지막 축(axis=-1)이어야 합니다.",
    "Softmax runs along the timesteps instead of the letters: it belongs to the last axis.",
)
wrong("units_and_vocab_swapped", swapped=True).says(
    "units와 vocab이 바뀌었습니다. SimpleRNN이 units개, Dense가 vocab개여야 합니다.",
    "The sizes are swapped: SimpleRNN should have units neurons, Dense vocab.",
)
wrong("output_layer_missing", dense=False).says(
    "출력층이 없습니다. 은닉 상태를 글자별 확률로 바꾸는 Dense(vocab)을 뒤에 붙이세요.",
    "There is no output layer: add Dense(vocab) to turn the state into letter probabilities.",
)
wrong("recurrence_left_out", hidden=partial(layers.Dense, activation="tanh")).says(
    "순환층이 없어 지금 글자만 봅니다. 같은 l에 다르게 답하려면 SimpleRNN이 필요합니다.",
    "Without a recurrent layer only the present letter counts: two answers to l need SimpleRNN.",
)
wrong("future_letters_read", hidden=lambda units: layers.Bidirectional(rnn(units))).says(
    "Bidirectional은 뒤의 글자까지 봅니다. 다음 글자를 미리 보면 맞히는 의미가 없습니다.",
    "Bidirectional reads the letters to come as well; the next letter must not be seen beforehand.",
)
wrong("read_backwards", hidden=partial(rnn, go_backwards=True)).says(
    "글을 거꾸로 읽습니다(go_backwards=True). 앞에서부터 읽도록 그 인자를 지우세요.",
    "The text is read backwards (go_backwards=True): leave that argument out.",
)
wrong("lstm_instead_of_simple_rnn", hidden=partial(layers.LSTM, return_sequences=True)).says(
    "순환층이 LSTM입니다. 이 과제는 강의의 SimpleRNN을 씁니다.",
    "The recurrent layer is an LSTM; this exercise uses the lecture's SimpleRNN.",
)
wrong("not_compiled", loss=None).says(
    "모델을 compile하지 않았습니다. 돌려주기 전에 model.compile(...)을 부르세요.",
    "The model is not compiled: call model.compile(...) before you return it.",
)
wrong("binary_loss_for_several_letters", loss="binary_crossentropy").says(
    "binary_crossentropy는 글자마다 따로 예/아니요를 묻는 손실입니다. 여럿 중 하나를 고를 때는 "
    "categorical_crossentropy를 쓰세요.",
    "binary_crossentropy asks yes or no for each letter apart; to choose one of several use "
    "categorical_crossentropy.",
)
wrong("sparse_loss_for_one_hot", loss="sparse_categorical_crossentropy").says(
    "sparse_categorical_crossentropy는 정답이 번호일 때 씁니다. 여기서는 정답이 원-핫입니다.",
    "sparse_categorical_crossentropy is for targets that are numbers; here they are one-hot.",
)
wrong("squared_error_for_letters", loss="mse").says(
    "mse는 수를 예측할 때의 손실입니다. 글자를 고를 때는 categorical_crossentropy를 쓰세요.",
    "mse is a loss for numbers; to choose a letter use categorical_crossentropy.",
)


# ---------------------------------------------------------------------------------- train


def trained(model, X, Y, epochs, *, learner=None, repeat=False, rounds=None, history=False):
    """Train for ``rounds`` instead of epochs, and what ``learner`` builds for X instead of model."""
    model = learner(X) if learner else model
    losses = model.fit(X, X if repeat else Y, epochs=rounds or epochs, verbose=0)
    return losses if history else model


wrong = variations("train", trained)


@mistake("train")
def not_trained(model, X, Y, epochs):
    """모델이 받은 그대로 돌아왔습니다. 받은 model에서 fit을 부르고 그 model을 돌려주세요.
    The model comes back as it was: call fit on it, and return the same model."""
    return model


@mistake("train")
def nothing_returned(model, X, Y, epochs):
    """돌려준 것이 없습니다. 학습한 model을 함수 끝에서 return으로 돌려주세요.
    Nothing was returned: hand the trained model back with return at the end."""


wrong("one_epoch_only", rounds=1).says(
    "epochs가 커도 한 번만 학습했습니다. 받은 epochs를 fit에 넘기세요.",
    "It trained for one epoch only, also where more were asked for: pass epochs on to fit.",
)
wrong("trained_to_repeat", repeat=True).says(
    "정답 Y 대신 입력 X를 따라 하도록 학습했습니다. fit에 X와 Y를 넘기세요.",
    "It was trained to repeat its input X: pass X and Y to fit.",
)
wrong("new_model_trained", learner=lambda X: char_rnn(*X.shape[1:], 10)).says(
    "받은 모델이 아니라 새 모델이 돌아왔습니다. 받은 model에서 fit을 부르세요.",
    "A new model came back instead of the given one: call fit on the model that you were given.",
)
wrong("history_returned", history=True).says(
    "모델이 아니라 fit의 손실 기록(History)이 돌아왔습니다. 학습한 model을 돌려주세요.",
    "What came back is the History of the losses, not the model: return the trained model.",
)
wrong("always_hundred_epochs", rounds=100).says(
    "epochs와 상관없이 늘 100번 학습합니다. 받은 epochs를 fit에 넘기세요.",
    "It trains for 100 epochs whatever epochs is: pass epochs on to fit.",
)


# ------------------------------------------------------------------------------- generate


def written(
    model,
    start,
    length,
    alphabet,
    *,
    letters=lambda alphabet: alphabet,
    new=lambda start, length: length,
    read=lambda start, text: text,
    choose=lambda p: p[-1].argmax(),
    answer=lambda start, text: text,
):
    """Write ``new`` letters; what to ``choose`` depends on the probabilities at every timestep."""
    text, alphabet = start, letters(alphabet)
    for _ in range(new(start, length)):
        p = model.predict(encoded(read(start, text), alphabet)[None], verbose=0)[0]
        text += alphabet[choose(p)]
    return answer(start, text)


def drawn(p):
    p = p[-1].astype("float64")
    return np.random.choice(len(p), p=p / p.sum())


wrong = variations("generate", written)

wrong("start_left_out", answer=lambda start, text: text[len(start) :]).says(
    "이어 쓴 글자만 돌려주었습니다. start를 앞에 붙인 전체 글을 돌려주세요.",
    "Only the new letters came back: return the whole text, start included.",
)
wrong("output_not_fed_back", read=lambda start, text: start).says(
    "start 다음에 올 글자만 되풀이됩니다. 새 글자를 붙인 글을 다시 읽히세요.",
    "The letter that follows start repeats: let the model read the text with the new letters.",
)
wrong("state_forgotten", read=lambda start, text: text[-1]).says(
    "매번 마지막 글자 하나만 보고 고른 것과 같은 글입니다. 지금까지 쓴 글 전체를 읽히세요.",
    "This is the text that follows when only the last letter is known: read the whole text so far.",
)
wrong("first_timestep_used", choose=lambda p: p[0].argmax()).says(
    "첫 글자만 읽은 확률에서 고른 글자입니다. 다음 글자는 마지막 타임스텝의 확률에서 고릅니다.",
    "These letters follow from the first one alone; choose by the last timestep's probabilities.",
)
wrong("least_probable_letter", choose=lambda p: p[-1].argmin()).says(
    "확률이 가장 낮은 글자를 골랐습니다. 가장 높은 글자, argmax를 고르세요.",
    "It takes the least probable letter: take the most probable one, the argmax.",
)
wrong("letters_drawn_at_random", choose=drawn).says(
    "확률에 따라 글자를 뽑았습니다. 여기서는 늘 가장 확률이 높은 글자를 고릅니다.",
    "Letters are drawn by their probabilities; here the most probable one is always taken.",
)
wrong("argmax_over_everything", choose=np.argmax).says(
    "모든 타임스텝의 확률을 한데 모아 가장 큰 것을 골랐습니다. 마지막 타임스텝의 확률에서만 고르세요.",
    "The largest of all timesteps' probabilities was taken: choose among the last timestep's only.",
)
wrong("length_of_the_whole_text", new=lambda start, length: length - len(start)).says(
    "length가 글 전체의 길이일 때의 글입니다. length는 start 뒤에 새로 쓸 글자의 수입니다.",
    "The text is as if length were that of all of it; it is the number of letters after start.",
)
wrong("one_letter_short", new=lambda start, length: length - 1).says(
    "글자 하나가 모자랍니다. length번 되풀이하세요.",
    "One letter is missing: repeat length times.",
)
wrong("one_letter_only", new=lambda start, length: 1).says(
    "한 글자만 이어 썼습니다. 새 글자를 붙이고 다시 읽는 일을 length번 되풀이하세요.",
    "Only one letter was added: append and read again, length times.",
)
wrong("sorted_alphabet_written", letters=sorted).says(
    "알파벳을 정렬했을 때 나오는 글입니다. alphabet의 순서를 그대로 쓰세요.",
    "This is the text that a sorted alphabet gives: keep the order of alphabet.",
)


@mistake("generate")
def probabilities_fed_back(model, start, length, alphabet):
    """확률 벡터를 그대로 다시 읽힐 때 나오는 글입니다. 고른 글자의 원-핫 벡터를 읽히세요.
    This is the text that fed-back probabilities give: feed back the chosen letter, one-hot."""
    text, read = start, encoded(start, alphabet)
    for _ in range(length):
        p = model.predict(read[None], verbose=0)[0, -1]
        text, read = text + alphabet[p.argmax()], np.vstack([read, p])
    return text


wrong("list_of_letters", answer=lambda start, text: list(text)).says(
    '글자의 리스트를 돌려주었습니다. "".join(...)으로 문자열 하나로 만드세요.',
    "A list of letters came back: join it into one string.",
)
