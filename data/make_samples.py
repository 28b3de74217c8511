"""Write the bundled samples anew: ``python data/make_samples.py [FOLDER]``.

The same bytes on every run and machine: only ``random.random()`` is drawn from, and nothing is
compressed, because libraries compress differently.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from random import Random

import newswire
import numpy as np
import reviews

NEWSWIRES = 900
TRAIN_REVIEWS, TEST_REVIEWS = 800, 200
SLOT = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
PARTICLES = {"은": "은는", "이": "이가", "을": "을를", "과": "과와"}


def pick(rng: Random, choices):
    return choices[int(rng.random() * len(choices))]


def chance(rng: Random, p: float) -> bool:
    return rng.random() < p


def shuffled(rng: Random, items) -> list:
    return [item for _, _, item in sorted((rng.random(), i, x) for i, x in enumerate(items))]


def number(rng: Random) -> str:
    """Return a figure as newswires print it; most are rare."""
    kind = rng.random()
    if kind < 0.35:
        return str(1 + int(rng.random() * 30))
    if kind < 0.75:
        return f"{int(rng.random() * 40)}.{int(rng.random() * 10)}"
    return f"{1 + int(rng.random() * 90)} {pick(rng, ['000', '500', '250', '750'])}"


def name(rng: Random, kind: str) -> str:
    """Return an invented name; squaring makes the first parts common and the last ones rare."""
    head = newswire.HEADS[int(rng.random() ** 2 * len(newswire.HEADS))]
    tails = newswire.TAILS[kind]
    stem = head + tails[int(rng.random() ** 2 * len(tails))]
    return f"{stem} {pick(rng, newswire.SUFFIXES)}" if kind == "company" else stem


def news_word(rng: Random, slot: str) -> str:
    if slot in newswire.TAILS:
        return name(rng, slot)
    if slot == "num":
        return number(rng)
    if slot in ("cts", "day"):
        return str(1 + int(rng.random() * (99 if slot == "cts" else 30)))
    if slot == "pct":
        return f"{1 + int(rng.random() * 12)}.{pick(rng, '05')}"
    return pick(rng, newswire.PHRASES[slot])


def fill(template: str, word) -> str:
    """Replace the slots of ``template`` by ``word(slot)``, and theirs in turn."""
    while match := SLOT.search(template):
        slot, particle = match.groups()
        phrase = word(slot)
        template = (
            template[: match.start()] + phrase + josa(phrase, particle) + template[match.end() :]
        )
    return template


def josa(word: str, particle: str | None) -> str:
    """Return the particle in the form that follows ``word``: 음악이, 연기가."""
    if particle not in PARTICLES:
        return particle or ""
    closed = (ord(word[-1]) - 0xAC00) % 28 > 0
    return PARTICLES[particle][0 if closed else 1]


def newswire_document(rng: Random, topic: int) -> list[str]:
    """Return one document's words, 15 to 150 of them, mostly few."""
    own: list[str] = []
    length = 15 + int(rng.random() ** 2.2 * 136)
    words: list[str] = []
    while len(words) < length:
        own = own or shuffled(rng, newswire.TOPICS[topic][1])
        words += fill(sentence(rng, own), lambda slot: news_word(rng, slot)).split()
    return words[:length]


def sentence(rng: Random, own: list[str]) -> str:
    """Return a template: mostly the topic's next one, sometimes another topic's."""
    kind = rng.random()
    if kind < 0.75:
        return own.pop()
    if kind < 0.95:
        return pick(rng, newswire.COMMON)
    return pick(rng, newswire.TOPICS[pick(rng, list(newswire.TOPICS))][1])


def newswires(rng: Random) -> tuple[list[list[str]], list[int]]:
    shares = {topic: share for topic, (share, _) in newswire.TOPICS.items()}
    labels = [t for t, share in shares.items() for _ in range(round(share * NEWSWIRES))]
    labels = shuffled(rng, labels)
    return [newswire_document(rng, topic) for topic in labels], labels


def ranked(documents: list[list[str]]) -> dict[str, int]:
    """Return each word's id: its rank by frequency, the commonest word is 1."""
    counts = Counter(word for words in documents for word in words)
    return {w: i for i, w in enumerate(sorted(counts, key=lambda w: (-counts[w], w)), start=1)}


def npy(array: np.ndarray) -> bytes:
    """Return ``array`` as an .npy member whose bytes do not depend on NumPy's version."""
    objects = array.dtype == object
    header = {"descr": "|O" if objects else "<i8", "fortran_order": False, "shape": array.shape}
    text = repr(header)
    text += " " * (-(len(text) + 11) % 64) + "\n"
    body = pickled(array) if objects else array.astype("<i8").tobytes()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode() + body


def pickled(array: np.ndarray) -> bytes:
    """Pickle as NumPy 1 does: NumPy 2 and Keras read its module name too."""
    return pickle.dumps(array, protocol=3).replace(b"cnumpy._core.", b"cnumpy.core.")


def write_npz(path: Path, **arrays: np.ndarray) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for key, array in arrays.items():
            archive.writestr(zipfile.ZipInfo(f"{key}.npy"), npy(array))


def write_newswires(folder: Path) -> None:
    documents, labels = newswires(Random(11_228))
    index = ranked(documents)
    x = np.empty(len(documents), dtype=object)
    x[:] = [[index[w] for w in words] for words in documents]
    write_npz(folder / "reuters_sample.npz", x=x, y=np.array(labels))
    text = json.dumps(dict(sorted(index.items())), indent=0)
    (folder / "reuters_sample_word_index.json").write_bytes(text.encode() + b"\n")


def clause(rng: Random, label: int, register: str) -> str:
    kind = rng.random()
    if kind < 0.12:
        return pick(rng, reviews.DEGREE[label])
    if kind < 0.22:
        return pick(rng, reviews.TURNS[label])
    return pick(rng, (reviews.NEGATIVE, reviews.POSITIVE)[label][register])


def misspelt(rng: Random, text: str) -> str:
    for right, wrong in reviews.TYPOS:
        if right in text and chance(rng, 0.06):
            text = text.replace(right, wrong, 1)
    if chance(rng, 0.04):
        text = text.replace(" ", "", 1)
    return text


def review(rng: Random, label: int) -> str:
    register = pick(rng, ["polite", "plain", "note"])
    parts = [pick(rng, reviews.OPENERS)] if chance(rng, 0.45) else []
    clauses = {clause(rng, label, register): None for _ in range(pick(rng, [1, 1, 2, 2, 3]))}
    parts += [text + pick(rng, reviews.TAILS) for text in clauses]
    if chance(rng, 0.2):
        parts.insert(int(rng.random() * 2) * len(parts), pick(rng, reviews.NEUTRAL))
    if chance(rng, 0.3):
        parts.append(pick(rng, reviews.FACES[label]))
    text = " ".join(parts)
    return misspelt(rng, fill(text, lambda slot: pick(rng, reviews.PHRASES[slot])))


def quoted(rng: Random, text: str) -> str:
    """Return ``text`` behind a quote that nothing closes: to a CSV reader the row never ends."""
    return '"' + text.replace('"', "") + pick(rng, ["", " 라고 하고 싶네요", " 이 한마디면 충분"])


def review_rows(rng: Random, n: int, seen: set[str]) -> list[tuple[str, int]]:
    """Return ``n`` reviews, half of each label, no text twice but the empty one."""
    rows: list[tuple[str, int]] = []
    for label in (0, 1):
        rows += [("", label)] * (n // 400 or 1)
        while len(rows) < n // 2 * (label + 1):
            text = review(rng, label)
            text = quoted(rng, text) if chance(rng, 0.015) else text
            if text not in seen:
                seen.add(text)
                rows.append((text, label))
    return shuffled(rng, rows)


def write_reviews(folder: Path) -> None:
    rng, seen, ids = Random(150_000), set(), set()
    for part, n in (("train", TRAIN_REVIEWS), ("test", TEST_REVIEWS)):
        lines = ["id\tdocument\tlabel"]
        for text, label in review_rows(rng, n, seen):
            ids.add(key := new_id(rng, ids))
            lines.append(f"{key}\t{text}\t{label}")
        data = ("\n".join(lines) + "\n").encode()
        (folder / f"ratings_{part}_sample.txt").write_bytes(data)


def new_id(rng: Random, taken: set[int]) -> int:
    while (key := 1_000_000 + int(rng.random() * 9_000_000)) in taken:
        pass
    return key


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    write_newswires(target)
    write_reviews(target)
