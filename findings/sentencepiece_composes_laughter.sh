#!/usr/bin/env bash
# sentencepiece makes another syllable of ㅋㅋㅠㅠ, and its own vocabulary denies ㅋ.
#
# sentencepiece 0.2.3
#
# Its default normalisation, nmt_nfkc, is known for folding wide Latin letters and the
# like. One would guess that Korean text, typed as usual, passes unchanged, and that
# decode(encode(text)) gives it back where no piece is unknown.
#
# Seen: the letters of "ㅋㅋㅠㅠ" (laughing till one cries, common in film reviews) become
# conjoining jamo, and those in the middle join: U+110F, 큐, U+1172. So 큐 (a cue in
# billiards) is a piece of text that never had it. The pieces look like ㅋ and ㅠ on
# screen but aren't: piece_to_id("ㅋ") is unknown, and [ㄱ-ㅎㅏ-ㅣ가-힣], the usual filter
# for Hangul, deletes them but keeps 큐. NFC does not undo it.
#
# For those who teach with reviews: counts of ㅋ and ㅠ taken after sentencepiece are
# wrong. Train with normalization_rule_name="identity", or declare single letters as
# user_defined_symbols, which are left alone. Declaring ㅋㅋ saves only the ㅋㅋ.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet sentencepiece==0.2.3

PYTHONIOENCODING=utf-8 "$tmp/venv/bin/python" - <<'PY'
import io
import re
import unicodedata

import sentencepiece

REVIEWS = ["영화 최고ㅋㅋㅠㅠ", "너무 슬퍼ㅠㅠ", "연기 최고ㅋㅋㅋ", "다시 볼래요ㅋㅋㅠㅠ"] * 20
TEXT = "최고ㅋㅋㅠㅠ"


def train(**options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(REVIEWS), model_writer=model, model_type="char",
        vocab_size=60, hard_vocab_limit=False, minloglevel=2, **options)
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def back(processor):
    ids = processor.encode(TEXT)
    assert processor.unk_id() not in ids
    return processor.decode(ids)


default = train()
text = back(default)
ways = {"identity": train(normalization_rule_name="identity"),
        "symbols ㅋ ㅠ": train(user_defined_symbols=["ㅋ", "ㅠ"]),
        "symbol ㅋㅋ": train(user_defined_symbols=["ㅋㅋ"])}
same = {name: back(processor) == TEXT for name, processor in ways.items()}
filtered = re.sub("[^ㄱ-ㅎㅏ-ㅣ가-힣]", "", text)
print("given:   ", TEXT)
print("got back:", text, *(f"U+{ord(c):04X}" for c in text))
print("filtered:", filtered)
print("ㅋ is unknown:", default.piece_to_id("ㅋ") == default.unk_id())
print("given back as it was with", same)

assert text == "최고\u110f큐\u1172" and filtered == "최고큐"
assert unicodedata.normalize("NFC", text) == text
assert default.piece_to_id("ㅋ") == default.unk_id()
assert same == {"identity": True, "symbols ㅋ ㅠ": True, "symbol ㅋㅋ": False}
PY
