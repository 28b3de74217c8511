"""Wrong versions of exercise 12 that students write."""

import csv
import io
import re
from collections import Counter
from functools import partial

import keras
import numpy as np
from keras import layers

from rnnlab.author import mistake, variations


def read(
    text,
    *,
    lines=lambda text: text.split("\n")[1:-1],
    taken=lambda number, document: document,
    label=int,
    reviewed=lambda document: True,
    labelled=lambda document: True,
):
    rows = [line.split("\t") for line in lines(text)]
    reviews = [taken(n, document) for n, document, _ in rows if reviewed(document)]
    return reviews, [label(y) for _, document, y in rows if labelled(document)]


wrong = variations("read_reviews", read)


@mistake("read_reviews")
def quotes_eat_rows(text):
    """따옴표가 있는 곳에서 리뷰 여러 개가 하나로 합쳐졌습니다. 따옴표도 글자로 읽으세요(csv 모듈이라면 QUOTE_NONE).
    Several reviews became one where there are quotation marks. Read these as text (QUOTE_NONE in the csv module)."""
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))[1:]
    return [row[1] for row in rows], [int(row[2]) for row in rows]


wrong("quotes_removed", taken=lambda _, document: document.replace('"', "")).says(
    "따옴표를 지웠습니다. 따옴표도 사람들이 쓴 글자이니 그대로 두세요.",
    "The quotation marks were removed. They belong to what people wrote: leave them.",
)
wrong("quotes_stripped", taken=lambda _, document: document.strip('"')).says(
    "리뷰의 앞뒤에 있는 따옴표가 사라졌습니다. 따옴표도 사람들이 쓴 글자이니 그대로 두세요.",
    "The quotation marks at the ends of reviews are gone. They belong to the text: leave them.",
)
wrong("labels_inverted", label=lambda label: 1 - int(label)).says(
    "0과 1이 뒤바뀌었습니다. 파일의 1이 긍정이고, 레이블은 파일에 적힌 그대로입니다.",
    "0 and 1 are the wrong way round. In the file 1 is positive; take the labels as they stand.",
)
wrong("labels_are_strings", label=str).says(
    "레이블이 문자열입니다. int()로 수로 바꾸세요.",
    "The labels are strings. Turn them into numbers with int().",
)
wrong("empty_reviews_dropped", reviewed=bool, labelled=bool).says(
    "빈 리뷰를 버렸습니다. 내용이 없는 리뷰도 빈 문자열로 남겨 두세요.",
    "The empty reviews were dropped. Keep them as empty strings.",
)
wrong("empty_reviews_shift_labels", reviewed=bool).says(
    "빈 리뷰의 내용만 버리고 레이블은 남겨서, 그 뒤로 리뷰와 레이블이 어긋납니다.",
    "Empty reviews were dropped but their labels kept: from there on they no longer match.",
)
wrong("header_read_as_review", lines=lambda text: text.split("\n")[:-1]).says(
    "제목 줄까지 리뷰로 읽었습니다. 첫 줄은 건너뛰세요.",
    "The header was read as a review. Skip the first line.",
)
wrong("nothing_after_last_line", lines=lambda text: text.split("\n")[1:]).says(
    "값 세 개를 꺼낼 곳에 하나뿐이어서 오류가 났습니다. 줄을 탭에서 나누고, 파일 끝의 빈 줄은 빼세요.",
    "Three values were to be taken where there is one, which raised an error. Split lines at tabs, and leave out what follows the last line break.",
)
wrong("last_review_missing", lines=lambda text: text.splitlines()[1:-1]).says(
    "마지막 리뷰가 빠졌습니다. 파일 끝에서 줄을 잘라 낸다면 그 줄이 정말 비어 있는지 확인하세요.",
    "The last review is missing. If a line at the end is cut off, see whether it really is empty.",
)


@mistake("read_reviews")
def split_at_spaces(text):
    """리뷰의 첫 낱말만 남았습니다. 줄을 띄어쓰기가 아니라 탭에서만 나누세요.
    Only the first word of a review is left. Split lines at tabs alone, not at spaces."""
    rows = [line.split() for line in text.split("\n")[1:-1]]
    return [row[1] for row in rows], [int(row[-1]) for row in rows]


wrong("ids_taken_for_reviews", taken=lambda number, document: number).says(
    "id를 리뷰로 읽었습니다. 리뷰는 두 번째 칸입니다.",
    "The ids were taken for the reviews, which are the second column.",
)


@mistake("read_reviews")
def pairs_returned(text):
    """(리뷰, 레이블) 쌍의 리스트입니다. 리뷰의 리스트와 레이블의 리스트, 두 개가 필요합니다.
    This is a list of (review, label) pairs; return two lists, the reviews and the labels."""
    return list(zip(*read(text), strict=True))


HANGUL = "가-힣ㄱ-ㅎㅏ-ㅣ"


def spaced(text):
    return " ".join(text.split())


def clean(document, *, kept=HANGUL, instead=" ", answer=spaced):
    """Put ``instead`` for every character that is not ``kept``."""
    return answer(re.sub(f"[^{kept}]", instead, document))


wrong = variations("clean", clean)

wrong("letters_dropped", kept="가-힣").says(
    "ㅋㅋ, ㅠㅠ 같은 낱자가 사라졌습니다. ㄱ-ㅎ과 ㅏ-ㅣ도 남기세요.",
    "Single letters such as ㅋㅋ and ㅠㅠ are gone. Keep ㄱ-ㅎ and ㅏ-ㅣ as well.",
)
wrong("vowels_dropped", kept="가-힣ㄱ-ㅎ").says(
    "ㅠㅠ 같은 모음 낱자가 사라졌습니다. ㅏ-ㅣ도 남기세요.",
    "Vowel letters such as ㅠㅠ are gone. Keep ㅏ-ㅣ as well.",
)
wrong("one_range_for_all", kept="ㄱ-힣").says(
    "한자가 남았습니다. ㄱ부터 힣까지의 사이에는 한자도 들어 있으니 한글의 세 범위만 남기세요.",
    "Chinese characters are left: they lie between ㄱ and 힣. Keep just the three ranges of Hangul.",
)
wrong("only_punctuation_removed", kept=r"\w\s").says(
    "숫자와 로마자, 한자, 밑줄(_)이 남았습니다. 남길 것은 한글뿐입니다.",
    "Digits, Latin and Chinese characters and _ are left. Keep Hangul alone.",
)


@mistake("clean")
def letters_and_digits_kept(document):
    """숫자와 로마자, 한자가 남았습니다. 한글의 범위에 드는 글자만 남기세요.
    Digits, Latin and Chinese characters are left. Keep only what is in Hangul's ranges."""
    return " ".join("".join(c if c.isalnum() else " " for c in document).split())


@mistake("clean")
def all_letters_kept(document):
    """로마자와 한자가 남았습니다. 한글의 범위에 드는 글자만 남기세요.
    Latin and Chinese characters are left. Keep only what is in Hangul's ranges."""
    return " ".join("".join(c if c.isalpha() else " " for c in document).split())


wrong("digits_kept", kept=HANGUL + "0-9").says(
    "숫자가 남았습니다. 남길 것은 한글뿐입니다.",
    "Digits are left. Keep Hangul alone.",
)


@mistake("clean")
def nothing_removed(document):
    """받은 문자열이 그대로 돌아왔습니다. 한글이 아닌 글자를 띄어쓰기로 바꾼 새 문자열을 돌려주세요.
    The string came back as it was. Return a new one, with spaces for all that is not Hangul."""
    return document


wrong("words_glued", kept=HANGUL + " ", instead="", answer=str).says(
    "문장 부호를 그냥 지워서 양쪽의 낱말이 붙어 버렸습니다. 띄어쓰기로 바꾸세요.",
    "Signs were deleted, which glues the words beside them together. Turn them into spaces.",
)
wrong("words_glued_then_spaced", kept=HANGUL + " ", instead="").says(
    "문장 부호를 그냥 지워서 양쪽의 낱말이 붙어 버렸습니다. 먼저 띄어쓰기로 바꾼 다음 정리하세요.",
    "Signs were deleted, which glues the words beside them together. First make them spaces.",
)
wrong("spaces_deleted", instead="").says(
    "띄어쓰기까지 모두 지워서 문장이 한 낱말이 되었습니다.",
    "The spaces are gone too: the sentence has become one word.",
)
wrong("spaces_pile_up", answer=str).says(
    "띄어쓰기가 여러 칸 이어집니다. 낱말 사이는 한 칸, 앞뒤는 없어야 합니다.",
    "Several spaces follow each other. There should be one between words, and none at the ends.",
)
wrong("only_ends_stripped", answer=str.strip).says(
    "앞뒤는 정리되었지만 낱말 사이에 띄어쓰기가 여러 칸 남았습니다. 한 칸만 남기세요.",
    "The ends are tidy, but several spaces are left between words. Leave one.",
)
wrong("ends_not_stripped", answer=lambda text: re.sub(" +", " ", text)).says(
    "앞이나 뒤에 띄어쓰기가 남았습니다. strip()을 더하세요.",
    "A space is left at the front or the end. Add strip().",
)
wrong("list_of_words", answer=str.split).says(
    "낱말의 리스트를 돌려주었습니다. ' '.join()으로 문자열 하나로 이으세요.",
    "This is a list of words. Join it to one string with ' '.join().",
)


def words_of(documents):
    return " ".join(documents).split()


def ranked(words):
    return [word for word, _ in Counter(words).most_common()]


def vocabulary(
    train_documents,
    size,
    *,
    counted=words_of,
    order=ranked,
    start=2,
    room=lambda size: size - 2,
    answer=lambda words, start: {word: i for i, word in enumerate(words, start)},
):
    words = order(counted(train_documents))[: room(size)]
    return answer(words, start)


wrong = variations("build_vocabulary", vocabulary)

wrong("no_special_ids", start=0, room=lambda size: size).says(
    "번호가 0부터 시작합니다. 0은 패딩, 1은 모르는 낱말의 자리로 비워 두세요.",
    "The ids start at 0. Keep 0 free for padding and 1 for unknown words.",
)
wrong("no_id_for_unknown", start=1, room=lambda size: size - 1).says(
    "번호가 1부터 시작해서 모르는 낱말의 자리 1을 가장 흔한 낱말이 차지했습니다. 2부터 시작하세요.",
    "The ids start at 1, so the most frequent word takes the id of unknown words. Start at 2.",
)
wrong("ids_start_at_three", start=3, room=lambda size: size - 3).says(
    "번호가 3부터 시작합니다. 비워 둘 번호는 0과 1뿐입니다.",
    "The ids start at 3, but only 0 and 1 are reserved.",
)
wrong("ids_beyond_size", room=lambda size: size).says(
    "번호가 size + 1까지 갑니다. size에는 0과 1도 들어 있으니 낱말은 size - 2개만 남기세요.",
    "The ids go up to size + 1. 0 and 1 count as well: take size - 2 words.",
)
wrong("one_word_too_many", room=lambda size: size - 1).says(
    "낱말이 하나 더 들어가서 번호 size가 생겼습니다. 번호는 size - 1까지입니다.",
    "There is one word too many, with the id size. The last id is size - 1.",
)
wrong("size_ignored", room=lambda size: None).says(
    "size가 작아도 모든 낱말이 들어갔습니다. 많이 나온 size - 2개만 남기세요.",
    "Every word is in, also where size is small. Keep the size - 2 most frequent.",
)
wrong("rarest_first", order=lambda words: ranked(words)[::-1]).says(
    "적게 나온 낱말부터 번호를 주었습니다. 많이 나온 낱말부터 주세요.",
    "The rarest words come first. Begin with the most frequent ones.",
)
wrong("order_of_appearance", order=lambda words: [*dict.fromkeys(words)]).says(
    "처음 나온 순서로 번호를 주었습니다. 많이 나온 순서여야 합니다.",
    "The ids follow the order of first appearance, not frequency.",
)
wrong("alphabetical_order", order=lambda words: sorted({*words})).says(
    "가나다순으로 번호를 주었습니다. 많이 나온 순서여야 합니다.",
    "The ids are in alphabetical order, not in order of frequency.",
)
wrong(
    "reviews_counted",
    counted=lambda documents: [w for d in documents for w in dict.fromkeys(d.split())],
).says(
    "낱말이 나온 리뷰의 수에 따른 번호입니다. 한 리뷰에 여러 번 나오면 나온 만큼 세세요.",
    "The ids follow the number of reviews that have a word. Count every occurrence in them.",
)
wrong("characters_counted", counted="".join).says(
    "낱말이 아니라 글자에 번호를 주었습니다. 리뷰를 split()으로 먼저 나누세요.",
    "Characters got the ids, not words. Split every review first.",
)
wrong("ids_are_keys", answer=lambda words, start: dict(enumerate(words, start))).says(
    "번호가 열쇠이고 낱말이 값입니다. 낱말로 번호를 찾을 수 있게 뒤집으세요.",
    "The ids are the keys and the words the values. Turn it round: words are looked up.",
)
wrong("words_without_ids", answer=lambda words, start: words).says(
    "낱말의 리스트를 돌려주었습니다. 낱말에서 번호로 가는 사전(dict)이 필요합니다.",
    "This is a list of words. A dict from word to id is needed.",
)


def encode(
    documents,
    vocabulary,
    length,
    *,
    words=str.split,
    unknown=1,
    width=lambda length, rows: length,
    cut=lambda ids, width: ids[-width:],
    padded=lambda ids, zeros: zeros + ids,
):
    """Encode the reviews; words with the id ``unknown`` None are left out."""
    rows = [[vocabulary.get(word, unknown) for word in words(d)] for d in documents]
    rows = [[i for i in ids if i is not None] for ids in rows]
    width = width(length, rows)
    rows = [cut(ids, width) for ids in rows]
    return np.array([padded(ids, [0] * (width - len(ids))) for ids in rows])


wrong = variations("encode", encode)

wrong("zeros_at_the_end", padded=lambda ids, zeros: ids + zeros).says(
    "0을 뒤에 채웠습니다. 순환층이 마지막에 0만 읽게 되니 앞에 채우세요.",
    "The zeros are at the end, so the recurrent layer reads zeros last. Put them in front.",
)
wrong("first_words_kept", cut=lambda ids, width: ids[:width]).says(
    "긴 리뷰의 앞부분을 남겼습니다. 결론이 있는 뒤쪽 낱말을 남기세요.",
    "The first words of long reviews are kept. Keep the last ones, where the conclusion is.",
)
wrong("unknown_becomes_padding", unknown=0).says(
    "모르는 낱말이 0이 되었습니다. 0은 패딩이고, 모르는 낱말은 1입니다.",
    "Unknown words became 0. 0 is padding; unknown words are 1.",
)
wrong("unknown_dropped", unknown=None).says(
    "모르는 낱말을 버렸습니다. 자리를 지키도록 1로 바꾸세요.",
    "Unknown words were dropped. Turn them into 1, so that their place is kept.",
)


@mistake("encode")
def unknown_raises(documents, vocabulary, length):
    """단어장에 없는 낱말에서 KeyError가 났습니다. get()으로 찾고, 없으면 1을 쓰세요.
    A word that is not in the vocabulary raised KeyError. Look words up with get(word, 1)."""
    rows = [[vocabulary[word] for word in document.split()] for document in documents]
    return keras.utils.pad_sequences(rows, length)


@mistake("encode")
def lengths_differ(documents, vocabulary, length):
    """길이를 맞추지 않았습니다. 짧은 리뷰는 0으로 채우고 긴 리뷰는 자르세요.
    The lengths were not made equal. Fill short reviews with zeros and cut long ones."""
    return [[vocabulary.get(word, 1) for word in d.split()] for d in documents]


wrong("longest_sets_length", width=lambda length, rows: max(map(len, rows))).says(
    "가장 긴 리뷰의 길이에 맞추었습니다. 길이는 언제나 length입니다.",
    "The longest review set the length. It should always be length.",
)
wrong("characters_encoded", words=list).says(
    "번호가 낱말이 아니라 글자마다 하나씩 있습니다. 리뷰를 split()으로 나누세요.",
    "There is an id per character, not per word. Take the reviews apart with split().",
)


@mistake("encode")
def empty_review_fails(documents, vocabulary, length):
    """빈 리뷰에서 멈추었습니다. 0만 있는 행이 나와야 합니다(x[i, -0:]은 행 전체라는 점에 주의하세요).
    It stopped at an empty review, which should become a row of zeros (x[i, -0:], beware, is the whole row)."""
    x = np.zeros((len(documents), length), dtype=int)
    for i, document in enumerate(documents):
        ids = [vocabulary.get(word, 1) for word in document.split()][-length:]
        x[i, -len(ids) :] = ids
    return x


def prepare(
    train_documents,
    test_documents,
    size,
    length,
    *,
    cleaned=(True, True),
    seen=lambda train, test: train,
    seen_for_test=None,
    answer=lambda *parts: parts,
):
    """Make the vocabulary of what was ``seen``, and another for the test reviews if need be."""
    parts = train_documents, test_documents
    train, test = (
        [clean(d) for d in part] if wanted else part
        for part, wanted in zip(parts, cleaned, strict=True)
    )
    own = vocabulary(seen(train, test), size)
    other = vocabulary(seen_for_test(train, test), size) if seen_for_test else own
    return answer(encode(train, own, length), encode(test, other, length), own)


wrong = variations("prepare", prepare)

wrong("vocabulary_from_test_too", seen=lambda train, test: train + test).says(
    "단어장에 테스트 리뷰까지 넣었습니다. 아직 나오지 않은 리뷰인 셈이니 학습용만 쓰세요.",
    "The vocabulary was made with the test reviews too. They stand for reviews yet to be written: "
    "use the training reviews alone.",
)
wrong("vocabulary_from_test", seen=lambda train, test: test).says(
    "단어장을 테스트 리뷰로 만들었습니다. 학습용 리뷰로 만드세요.",
    "The vocabulary was made from the test reviews. Make it from the training reviews.",
)
wrong("two_vocabularies", seen_for_test=lambda train, test: test).says(
    "단어장을 따로따로 만들어서 같은 번호가 다른 낱말을 뜻합니다. 학습용 단어장을 같이 쓰세요.",
    "There are two vocabularies, so that an id means two words. Use the training one for both.",
)
wrong("nothing_cleaned", cleaned=(False, False)).says(
    "정제하지 않아서 '굿!!'과 '굿'이 다른 낱말이 되었습니다. clean을 먼저 부르세요.",
    "The reviews were not cleaned, which makes '굿!!' and '굿' two words. Call clean first.",
)
wrong("test_not_cleaned", cleaned=(True, False)).says(
    "테스트 리뷰를 정제하지 않았습니다. 양쪽을 똑같이 다루세요.",
    "The test reviews were not cleaned. Treat both parts alike.",
)
wrong("parts_swapped", answer=lambda train, test, vocabulary: (test, train, vocabulary)).says(
    "x_train과 x_test의 순서가 바뀌었습니다.",
    "x_train and x_test are in the wrong order.",
)
wrong("vocabulary_not_returned", answer=lambda train, test, vocabulary: (train, test)).says(
    "단어장을 돌려주지 않았습니다. x_train, x_test, vocabulary의 세 가지가 필요합니다.",
    "The vocabulary was not returned. Three things are needed: x_train, x_test, vocabulary.",
)


# What a student's model is compared with has to have the student's recurrent layer, and all of
# them are welcome here: each mistake in the model is declared once for every kind.
KINDS = {"": layers.GRU, "_lstm": layers.LSTM, "_simplernn": layers.SimpleRNN}
FROM_LOGITS = keras.losses.BinaryCrossentropy(from_logits=True)


def sentiment_model(
    vocabulary_size,
    embedding_dim,
    units,
    length,
    *,
    kind=layers.GRU,
    rows=lambda size: size,
    sizes=lambda dim, units, outputs: (dim, units, outputs),
    outputs=1,
    sequences=False,
    between=lambda: [],
    activation="sigmoid",
    after=lambda: [],
    loss="binary_crossentropy",
):
    """Build the model of layers with these ``sizes``; without ``loss`` it is not compiled."""
    dim, units, outputs = sizes(embedding_dim, units, outputs)
    table = layers.Embedding(rows(vocabulary_size), dim)
    recurrent = kind(units, return_sequences=sequences)
    dense = layers.Dense(outputs, activation=activation)
    stack = [table, recurrent, *between(), dense, *after()]
    model = keras.Sequential([keras.Input((length,)), *stack])
    if loss:
        model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model


wrong = variations(
    "build_sentiment_model",
    {suffix: partial(sentiment_model, kind=kind) for suffix, kind in KINDS.items()},
)

wrong("output_for_every_word", sequences=True).says(
    "return_sequences=True라서 낱말마다 출력이 나옵니다. 마지막 상태만 Dense로 넘기세요.",
    "With return_sequences=True there is one output per word. Hand only the last state to Dense.",
)
wrong("all_states_flattened", sequences=True, between=lambda: [layers.Flatten()]).says(
    "return_sequences=True의 모든 상태를 Flatten으로 펼쳤습니다. 마지막 상태 하나면 됩니다.",
    "All states (return_sequences=True) were flattened. The last state alone is enough.",
)
wrong("no_sigmoid", activation=None).says(
    "출력에 sigmoid가 없어 0과 1을 벗어난 값이 나옵니다. Dense(1, activation='sigmoid')를 쓰세요.",
    "Without a sigmoid the output leaves the range 0 to 1. Use Dense(1, activation='sigmoid').",
)
wrong("logits_for_probabilities", activation=None, loss=FROM_LOGITS).says(
    "출력이 확률이 아니라 로짓입니다. 이 과제의 출력은 확률이니 Dense(1, activation='sigmoid')와 from_logits 없는 손실을 쓰세요.",
    "The output is a logit. This task asks for a probability: use Dense(1, activation='sigmoid') and a loss without from_logits.",
)
wrong("sigmoid_twice", after=lambda: [layers.Activation("sigmoid")]).says(
    "sigmoid를 두 번 썼습니다. 그러면 출력이 0.5와 0.73 사이를 벗어나지 못합니다. 한 번만 쓰세요.",
    "There are two sigmoids, which keep the output between 0.5 and 0.73. Use one.",
)
wrong("sigmoid_in_loss_too", loss=FROM_LOGITS).says(
    "from_logits=True인 손실은 sigmoid를 스스로 씁니다. 출력의 sigmoid까지 두 번이 됩니다.",
    "A loss with from_logits=True applies a sigmoid itself; the output has one already.",
)
wrong("softmax_of_one", activation="softmax").says(
    "값 하나에 softmax를 쓰면 언제나 1입니다. 둘 중 하나를 고를 때는 sigmoid를 쓰세요.",
    "A softmax over a single value is always 1. Use a sigmoid to choose between two.",
)
wrong(
    "softmax_of_two", outputs=2, activation="softmax", loss="sparse_categorical_crossentropy"
).says(
    "출력이 두 개인 softmax입니다. 여기서는 긍정 확률 하나면 되니 Dense(1)과 sigmoid를 쓰세요.",
    "This is a softmax over two outputs. One probability is enough: Dense(1) and a sigmoid.",
)
wrong("squared_error", loss="mse").says(
    "평균 제곱 오차는 회귀의 손실입니다. 둘 중 하나를 고를 때는 binary_crossentropy를 쓰세요.",
    "The mean squared error is for regression. Between two classes, use binary_crossentropy.",
)
wrong("categorical_loss", loss="categorical_crossentropy").says(
    "categorical_crossentropy는 출력이 하나면 아무것도 배우지 못합니다. binary_crossentropy를 쓰세요.",
    "With a single output, categorical_crossentropy learns nothing. Use binary_crossentropy.",
)
wrong("not_compiled", loss=None).says(
    "compile을 하지 않았습니다. 손실과 옵티마이저를 정해야 학습할 수 있습니다.",
    "The model is not compiled. It needs a loss and an optimizer before it can learn.",
)
wrong("dim_and_units_swapped", sizes=lambda dim, units, outputs: (units, dim, outputs)).says(
    "embedding_dim과 units가 바뀌었습니다. Embedding에는 embedding_dim, 순환층에는 units를 주세요.",
    "embedding_dim and units are swapped: the first is the Embedding's, the second the recurrent layer's.",
)
wrong("one_row_too_many", rows=lambda size: size + 1).says(
    "Embedding의 표가 한 줄 깁니다. vocabulary_size에는 0과 1이 이미 들어 있습니다.",
    "The Embedding's table has one row too many: vocabulary_size includes 0 and 1 already.",
)
wrong("units_in_the_dense", sizes=lambda dim, units, outputs: (dim, outputs, units)).says(
    "순환층과 Dense의 유닛 수가 바뀌었습니다. 순환층이 units개, 마지막 Dense가 1개입니다.",
    "The recurrent layer and the Dense are swapped: units in the former, 1 in the latter.",
)

other = variations("build_sentiment_model", sentiment_model)

other("flattened_embeddings", kind=lambda *_, **options: layers.Flatten()).says(
    "순환층이 없습니다. Flatten은 낱말을 차례로 읽지 않습니다.",
    "There is no recurrent layer. Flatten does not read the words in order.",
)
other("averaged_embeddings", kind=lambda *_, **options: layers.GlobalAveragePooling1D()).says(
    "순환층이 없습니다. 평균을 내면 낱말의 순서가 사라집니다.",
    "There is no recurrent layer. An average forgets the order of the words.",
)


def trained(
    model,
    x_train,
    y_train,
    x_test,
    y_test,
    epochs,
    batch_size,
    *,
    data=lambda train, test: train,
    validation=lambda train, test: {"validation_split": 0.2},
    rounds=None,
    measured_on=lambda train, test: test,
    measure=lambda loss, accuracy: accuracy,
):
    train, test = (x_train, y_train), (x_test, y_test)
    how = {"epochs": rounds or epochs, "batch_size": batch_size, **validation(train, test)}
    history = model.fit(*data(train, test), verbose=0, **how)
    return model, history, measure(*model.evaluate(*measured_on(train, test), verbose=0))


wrong = variations("train", trained)

wrong("validated_on_test_data", validation=lambda train, test: {"validation_data": test}).says(
    "테스트 데이터로 검증했습니다. 검증에는 학습 데이터를 떼어 쓰고(validation_split), 테스트는 끝에 한 번만 하세요.",
    "The test data served for validation. Hold out training data (validation_split), and use the test data once, at the end.",
)
wrong("validated_on_training_data", validation=lambda train, test: {"validation_data": train}).says(
    "학습 데이터 전체로 검증했습니다. 이미 본 리뷰로는 처음 보는 리뷰를 얼마나 맞힐지 모릅니다.",
    "Validation used all the training data. What the model has seen cannot tell how it will do on new reviews.",
)
wrong("no_validation", validation=lambda train, test: {}).says(
    "검증 데이터가 없습니다. 학습 데이터의 20 %를 떼어 두세요(validation_split).",
    "There are no validation data. Hold out 20 % of the training data (validation_split).",
)
wrong(
    "trained_on_everything", data=lambda *both: map(np.concatenate, zip(*both, strict=True))
).says(
    "테스트 데이터까지 학습에 썼습니다. 답을 본 문제로는 실력을 잴 수 없습니다.",
    "The model was trained on the test data too. Questions seen with their answers test nothing.",
)
wrong("one_epoch_only", rounds=1).says(
    "한 번만 학습했습니다. 받은 epochs를 fit에 넘기세요.",
    "The training took a single epoch. Pass epochs on to fit.",
)
wrong("loss_for_accuracy", measure=lambda loss, accuracy: loss).says(
    "세 번째 값이 정확도가 아니라 손실입니다. evaluate는 [손실, 정확도]를 돌려줍니다.",
    "The third value is the loss. evaluate returns [loss, accuracy].",
)
wrong("accuracy_of_training_data", measured_on=lambda train, test: train).says(
    "학습 데이터의 정확도를 돌려주었습니다. 세 번째 값은 테스트 데이터의 정확도입니다.",
    "This is the accuracy on the training data. The third value is the test data's.",
)


def positivity(
    model,
    tokens,
    vocabulary,
    length,
    *,
    part=lambda tokens, n: tokens[:n],
    encoded=encode,
    answer=lambda p: p,
):
    parts = [" ".join(part(tokens, n)) for n in range(1, len(tokens) + 1)]
    x = encoded(parts, vocabulary, length)
    return answer(model.predict(x, verbose=0)[:, 0])


wrong = variations("positivity", positivity)

wrong("words_read_alone", part=lambda tokens, n: tokens[n - 1 : n]).says(
    "낱말을 하나씩 따로 읽었습니다. 앞에서부터 그 낱말까지 함께 읽어야 합니다.",
    "Each word was read alone. Read everything from the first word up to it.",
)
wrong("whole_sentence_every_time", part=lambda tokens, n: tokens).says(
    "문장 전체의 확률만 되풀이됩니다. n번째 값은 앞의 낱말 n개만 읽은 확률입니다.",
    "The whole sentence's probability repeats. The nth value comes from the first n words alone.",
)
wrong("starts_with_nothing", part=lambda tokens, n: tokens[: n - 1]).says(
    "아무것도 읽지 않은 때부터 시작해서 문장 전체가 빠졌습니다. tokens[:1]부터 시작하세요.",
    "This starts with nothing read, and the whole sentence is missing. Start with tokens[:1].",
)
wrong("grows_from_the_end", part=lambda tokens, n: tokens[-n:]).says(
    "문장의 뒤에서부터 늘려 갔습니다. 읽는 순서대로 앞에서부터 늘리세요.",
    "The parts grow from the end of the sentence. Grow them from its start, as one reads.",
)
wrong("shrinks_from_the_front", part=lambda tokens, n: tokens[n - 1 :]).says(
    "앞의 낱말을 하나씩 떼어 냈습니다. 첫 낱말에서 시작해 한 낱말씩 늘리세요.",
    "Words were taken away from the front. Start with the first word and add one at a time.",
)
wrong("probability_of_negative", answer=lambda p: 1 - p).says(
    "부정일 확률을 돌려주었습니다. 모델의 출력이 이미 긍정 확률입니다.",
    "These are the probabilities of a negative review. The model's output is the positive one.",
)
wrong("rounded_probabilities", answer=np.round).says(
    "확률이 0과 1로 바뀌어 나왔습니다. 확률 그대로 돌려주세요.",
    "The probabilities have become 0 and 1. Return them as they are.",
)
wrong("column_of_probabilities", answer=lambda p: p[:, None]).says(
    "값의 모양이 (n, 1)입니다. 낱말마다 수 하나가 되도록 마지막 축을 없애세요.",
    "The values have the shape (n, 1). Drop the last axis, so that there is one number per word.",
)
wrong("final_probability_only", answer=lambda p: float(p[-1])).says(
    "문장 전체의 확률 하나만 돌려주었습니다. 낱말마다 하나씩 필요합니다.",
    "Only the whole sentence's probability was returned. One is needed after every word.",
)
wrong("zeros_after_the_words", encoded=partial(encode, padded=lambda ids, zeros: ids + zeros)).says(
    "0을 뒤에 채운 확률입니다. 0을 앞에 채워야 마지막에 읽는 것이 낱말입니다.",
    "This is what zeros at the end give. Put them in front, so that a word is read last.",
)
wrong("unknown_word_is_padding", encoded=partial(encode, unknown=0)).says(
    "모르는 낱말을 0으로 읽은 확률입니다. 모르는 낱말은 1입니다.",
    "This is what reading an unknown word as 0 gives. Unknown words are 1.",
)
