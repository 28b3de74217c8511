"""Reviews: any text comes back as written, and what does not fit is named by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnlab.datasets import DataError, load_nsmc, read_nsmc


def write(path, rows, *, end="\n", start=""):
    lines = [
        "id\tdocument\tlabel",
        *(f"{i}\t{text}\t{label}" for i, (text, label) in enumerate(rows)),
    ]
    path.write_bytes((start + "".join(line + end for line in lines)).encode("utf-8"))
    return path


DOCUMENT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\t\n")
) | st.sampled_from(
    [
        '"',
        '""',
        '"재밌다',
        "한\u2028줄",
        "한\x85줄",
        "\x0b\x0c\x1c",
        "\r",
        "",
        " ",
        "\ufeff",
        "\\",
        "'",
    ]
)


@given(
    st.lists(st.tuples(DOCUMENT, st.integers(0, 1))), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_any_text_comes_back_as_written(tmp_path_factory, rows, end, bom):
    path = tmp_path_factory.getbasetemp() / "ratings.txt"
    write(path, rows, end=end, start="\ufeff" if bom else "")
    documents, labels = read_nsmc(path)
    assert list(zip(documents, labels.tolist(), strict=True)) == rows
    assert labels.dtype.kind == "i"


def test_the_last_line_needs_no_end(tmp_path):
    path = tmp_path / "ratings.txt"
    path.write_text("id\tdocument\tlabel\n1\t좋다\t1", encoding="utf-8")
    assert read_nsmc(path)[0] == ["좋다"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("1\t좋다\t1\n", 1),
        ("id\tdocument\tlabel\n1\t좋다\t1\n2\t나쁘다\n", 3),
        ("id\tdocument\tlabel\n1\t좋\t다\t1\n", 2),
        ("id\tdocument\tlabel\n1\t좋다\t1\n\n2\t나쁘다\t0\n", 3),
        ("id\tdocument\tlabel\n1\t좋다\t2\n", 2),
        ("id\tdocument\tlabel\n1\t좋다\t1\n2\t좋다\t\n", 3),
    ],
)
def test_a_wrong_row_is_named(tmp_path, content, line):
    path = tmp_path / "ratings.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=rf"^ratings.txt, line {line}: .* mend that line.$"):
        read_nsmc(path)


def test_another_encoding_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("RNNLAB_LANG", "ko")
    path = tmp_path / "ratings.txt"
    path.write_bytes("id\tdocument\tlabel\n1\tok\t1\n2\t좋다\t1\n".encode("cp949"))
    with pytest.raises(DataError, match=r"^ratings.txt 3행을 읽을 수 없습니다\(UTF-8이 아닌"):
        read_nsmc(path)


def test_real_reviews(real_data):
    (train, train_labels), (test, test_labels) = load_nsmc(source=real_data)
    assert (len(train), len(test)) == (150_000, 50_000)
    assert "" in train
    assert all(abs(labels.mean() - 0.5) < 0.01 for labels in (train_labels, test_labels))
