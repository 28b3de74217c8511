"""Submissions as instructors get them: nbgrader's tree, and downloads from Canvas and Moodle."""

import contextlib
import io
import re
import stat
import string
import struct
import unicodedata
import zipfile
from datetime import UTC, datetime

import pytest
from dateutil.tz import gettz
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.exchange.abc import Exchange
from nbgrader.utils import parse_utc

from rnnlab import platforms
from rnnlab.classroom.intake import archive, submissions
from rnnlab.grading import work
from rnnlab.platforms import canvas, moodle
from rnnlab.platforms.nbgrader import stamp
from rnnlab.source import MAX_FILE
from rnnlab.text import UserError, line

ONE, TWO = "ex01_double", "ex02_half"
NOTEBOOK = "[]"


@pytest.fixture(scope="module", autouse=True)
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    (folder / "tests").mkdir()
    for stem in (ONE, TWO):
        put(folder / "solutions" / f"{stem}.py")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNLAB_COURSE", str(folder))
        yield


def put(file, text=NOTEBOOK):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


class RawInfo(zipfile.ZipInfo):
    """A name in a zip as bytes of some encoding, without saying which."""

    def _encodeFilenameFlags(self):  # noqa: N802  zipfile's name
        return self.comment, self.flag_bits & ~0x800


def raw(name):
    info = RawInfo("?")
    info.comment = name
    return info


def named(name, time=(2026, 11, 20, 23, 59, 58), mode=0, method=zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo("?", time)
    info.filename = name  # as it is, which its constructor would not leave it
    info.external_attr = mode << 16
    info.compress_type = method
    return info


def zipped(path, files):
    """Write a zip of (name or ZipInfo, text or bytes), in a folder or as bytes."""
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items() if isinstance(files, dict) else files:
            made.writestr(name if isinstance(name, zipfile.ZipInfo) else named(name), data)
    return path


def zip_bytes(files):
    return zipped(io.BytesIO(), files).getvalue()


def laid_out(kind, folder, names, name="download"):
    """Put a class there as a folder or as a zip; return its path."""
    if kind == "zip":
        return zipped(folder / f"{name}.zip", dict.fromkeys(names, NOTEBOOK))
    for each in names:
        put(folder / name / each)
    return folder / name


def found_in(path, **options):
    """What is in a class, each file of which can be read as long as it is opened."""
    with submissions.opened(path, downloads=platforms.downloads(), **options) as found:
        assert all(s.path.read_text() == NOTEBOOK for s in gradable(found))
        return found


def gradable(found):
    return [s for s in found.submissions if s.problem is None]


def who(found):
    return [(s.student, s.exercise) for s in gradable(found)]


def refused(found):
    """Map who and what is not graded to the reason."""
    return {(s.student, s.exercise): s.problem.en for s in found.submissions if s.problem}


def english(found):
    return "\n".join([*(text.en for text in found.skipped), *refused(found).values()])


both = pytest.mark.parametrize("kind", ["folder", "zip"])


# ---------------------------------------------------------------- Canvas and Moodle


@both
class TestCanvas:
    def test_students_are_told_by_name_and_number(self, kind, tmp_path):
        names = [
            "kimminsu_101_2001_ex01_double.ipynb",
            "kimminsu_102_2002_Ex01 - copy.PY",
            "이서연_103_2003_ex02.ipynb",
            "o_neil_x_104_2004_ex01.ipynb",
            "anon_aB3xY_2005_ex01.ipynb",
            "_106_2006_ex01.ipynb",
        ]
        assert sorted(who(found_in(laid_out(kind, tmp_path, names)))) == sorted(
            [
                ("kimminsu_101", ONE),
                ("kimminsu_102", ONE),
                ("이서연_103", TWO),
                ("o_neil_x_104", ONE),
                ("anon_aB3xY", ONE),
                ("_106", ONE),
            ]
        )

    def test_late_is_said_though_no_time_is_known(self, kind, tmp_path):
        names = ["kim_LATE_101_2001_ex01.ipynb", "lee_102_2002_ex01.ipynb"]
        late, other = found_in(laid_out(kind, tmp_path, names)).submissions
        assert (late.student, late.submitted, other.notes) == ("kim_101", "", ())
        assert "marked this file as late" in late.notes[0].en

    def test_of_what_was_handed_in_again_the_newest_counts(self, kind, tmp_path):
        names = [
            "kim_101_2001_ex01.ipynb",
            "kim_101_2011_ex01-10.ipynb",
            "kim_101_2003_ex01-2.ipynb",
            "lee_102_2002_ex01.ipynb",
            "lee_102_2002_ex01-1.ipynb",
        ]
        kim, lee = found_in(laid_out(kind, tmp_path, names)).submissions
        assert (kim.path.name, lee.path.name) == (names[1], names[4])
        assert set(kim.unused) == {names[0], names[2]}
        assert "handed in last" in kim.notes[0].en

    def test_a_number_that_canvas_adds_leaves_the_exercises_own_name(self, kind, tmp_path):
        names = ["kim_101_2001_ex01_double-1.ipynb", "kim_101_2002_ex01_notes.ipynb"]
        (kim,) = found_in(laid_out(kind, tmp_path, names)).submissions
        assert kim.path.name == names[0]

    @pytest.mark.parametrize("file", ["김민수_ex01.ipynb", "20261234 EX 1.py", "1.ipynb"])
    def test_any_name_that_mentions_the_exercise_will_do(self, kind, tmp_path, file):
        (kim,) = found_in(laid_out(kind, tmp_path, [f"kim_101_2001_{file}"])).submissions
        assert kim.exercise == ONE

    def test_else_the_downloads_name_tells_the_exercise(self, kind, tmp_path):
        names = ["kim_101_2001_homework.ipynb", "lee_102_2002_ex01.ipynb"]
        path = laid_out(kind, tmp_path, names, "RNN-ex02 half_submissions")
        assert who(found_in(path)) == [("kim_101", TWO), ("lee_102", ONE)]

    def test_a_helper_file_belongs_to_the_students_only_exercise(self, kind, tmp_path):
        names = ["kim_101_2001_ex01.ipynb", "kim_101_2002_utils.py"]
        (kim,) = found_in(laid_out(kind, tmp_path, names)).submissions
        assert (kim.exercise, kim.unused) == (ONE, (names[1],))

    def test_who_handed_in_something_else_is_named(self, kind, tmp_path):
        names = ["kim_101_2001_ex01.pdf", "lee_102_2002_ex01.ipynb"]
        found = found_in(laid_out(kind, tmp_path, names))
        assert (who(found), found.empty) == ([("lee_102", ONE)], [])
        assert "ex01.pdf: no notebook" in refused(found)["kim_101", ONE]

    def test_a_file_of_nobody_is_named_and_takes_no_others(self, kind, tmp_path):
        found = found_in(laid_out(kind, tmp_path, ["kim_101_2001_ex01.ipynb", "ex01.ipynb"]))
        assert who(found) == [("kim_101", ONE)]
        assert "ex01.ipynb: its name does not tell whose it is" in english(found)

    def test_only_the_name_that_canvas_made_is_believed(self, kind, tmp_path):
        names = ["kim_101_2001_lee_102_2002_ex01.ipynb", "lee_102_2002_ex01.ipynb"]
        found = found_in(laid_out(kind, tmp_path, names))
        assert who(found) == [("kim_101", ONE), ("lee_102", ONE)]

    def test_an_enclosing_folder_is_looked_into(self, kind, tmp_path):
        names = ["ex02/kim_101_2001_homework.ipynb", "ex02/lee_102_2002_ex01.ipynb"]
        found = found_in(laid_out(kind, tmp_path, names))
        assert who(found) == [("kim_101", TWO), ("lee_102", ONE)]


@both
class TestMoodle:
    def test_folders_and_flat_files(self, kind, tmp_path):
        names = [
            "Kim Min-su_1234_assignsubmission_file_/ex01.ipynb",
            "이서연_1235_assignsubmission_file/src/deep/ex01.ipynb",
            "Lee_1236_assignsubmission_file_ex02 (1).ipynb",
            "Park_1237_assignsubmission_onlinetext_/onlinetext.html",
            "Kim Min-su_1234_assignsubmission_onlinetext_/onlinetext.html",
        ]
        found = found_in(laid_out(kind, tmp_path, names))
        assert sorted(who(found)) == sorted(
            [("Kim Min-su_1234", ONE), ("이서연_1235", ONE), ("Lee_1236", TWO)]
        )
        assert "onlinetext.html: no notebook" in refused(found)["Park_1237", "onlinetext"]

    def test_a_students_own_time_is_not_believed(self, kind, tmp_path):
        student = "Kim_1234_assignsubmission_file_"
        path = laid_out(kind, tmp_path, [f"{student}/ex01.ipynb", f"{student}/timestamp.txt"])
        (kim,) = found_in(path).submissions
        assert "2001" not in kim.submitted
        assert kim.notes == ()


def test_times_in_a_zip_are_not_those_of_handing_in(tmp_path):
    """Moodle writes the time of the download, a student's own zip whatever its student likes."""
    entry = named("Kim_1_assignsubmission_file_/ex01.ipynb", (2026, 11, 20, 23, 59, 58))
    own = zip_bytes([(named("ex01.ipynb", (1999, 1, 1, 0, 0, 0)), NOTEBOOK)])
    zipped_entry = named("Lee_2_assignsubmission_file_/hw.zip", (2026, 11, 20, 23, 59, 58))
    path = zipped(tmp_path / "moodle.zip", [(entry, NOTEBOOK), (zipped_entry, own)])
    assert [s.submitted for s in found_in(path).submissions] == ["", ""]


def test_one_file_of_a_download(tmp_path):
    canvas = put(tmp_path / "ex02" / "kim_LATE_101_2001_homework.ipynb")
    moodle = put(tmp_path / "Kim_1_assignsubmission_file_" / "ex01.ipynb")
    assert who(found_in(canvas)) == [("kim_101", TWO)]
    assert who(found_in(moodle)) == [("Kim_1", ONE)]
    assert who(found_in(moodle.parent)) == [("Kim_1", ONE)]


WORD = string.ascii_lowercase + "김이서연éß"
NUMBERS = st.integers(0, 10**12)
FILES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)


@settings(deadline=None)
@given(st.text(WORD, min_size=1), st.booleans(), NUMBERS, NUMBERS, FILES)
def test_canvas_names_round_trip(name, late, user, upload, file):
    made = "_".join([name, *(["LATE"] if late else []), str(user), str(upload), file])
    read = canvas.origin(made)
    assert (read.student, read.upload) == (f"{name}_{user}", upload)
    assert bool(read.remarks) == late
    assert read.file == file


@settings(deadline=None)
@given(st.text(WORD + " -'.", min_size=1), NUMBERS, FILES, st.booleans())
def test_moodle_names_round_trip(name, number, file, folder):
    made = f"{name}_{number}_assignsubmission_file_{'' if folder else file}"
    read = moodle.origin(made)
    assert (read.student, read.file) == (f"{name}_{number}", "" if folder else file)


# ---------------------------------------------------------------- nbgrader's tree


def stamped(folder, text):
    put(folder / "submitted" / "kim" / "ex01" / "ex01.ipynb")
    put(folder / "submitted" / "kim" / "ex01" / "timestamp.txt", text)
    return folder


class TestTimestamps:
    @pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul"])
    def test_what_nbgrader_writes(self, tmp_path, zone):
        time = datetime(2026, 11, 20, 23, 59, 58, 123456, gettz(zone))
        stamped(tmp_path, time.strftime(Exchange.timestamp_format.default_value) + "\n")
        (kim,) = found_in(tmp_path).submissions
        assert datetime.fromisoformat(kim.submitted) == time.replace(microsecond=0)

    @pytest.mark.parametrize(
        "text",
        [
            "2015-02-02 15:58:23.948203 UTC",
            "2015-02-02 15:58:23",
            "2015-02-02 15:58:23 Asia/Seoul",
            "2015-02-02T15:58:23+09:00",
            "2015-02-02 15:58:23.9+0900",
            "Feb 2 2015 3:58 PM",
        ],
    )
    def test_reads_what_nbgrader_reads(self, tmp_path, text):
        (kim,) = found_in(stamped(tmp_path, text)).submissions
        time = datetime.fromisoformat(kim.submitted)
        assert time == parse_utc(text).replace(microsecond=0, tzinfo=UTC)

    def test_an_offset_is_hours_and_minutes(self, tmp_path):
        (kim,) = found_in(stamped(tmp_path, "2026-11-20 23:59:58 +0900")).submissions
        assert kim.submitted == "2026-11-20T23:59:58+09:00"

    @pytest.mark.parametrize(
        "text",
        ["", "kim", "5", "12:30", "2026-11", "2026-11-20 25:00", "9" * 5000, "\x00"],
    )
    def test_garbage_is_no_time_and_is_said(self, tmp_path, text):
        (kim,) = found_in(stamped(tmp_path, text)).submissions
        assert kim.submitted == ""
        assert "No time can be read from timestamp.txt" in kim.notes[0].en

    def test_a_link_is_not_followed(self, tmp_path):
        outside = put(tmp_path / "secret", "2026-11-20 23:59:58 UTC")
        stamp = stamped(tmp_path / "class", "") / "submitted" / "kim" / "ex01" / "timestamp.txt"
        stamp.unlink()
        stamp.symlink_to(outside)
        (kim,) = found_in(tmp_path / "class").submissions
        assert (kim.submitted, len(kim.notes)) == ("", 1)

    def test_each_assignment_has_its_own(self, tmp_path):
        stamped(tmp_path, "2026-11-20 23:59:58 UTC")
        put(tmp_path / "submitted" / "kim" / "ex02" / "ex02.ipynb")
        first, second = found_in(tmp_path).submissions
        assert (first.submitted, second.submitted) == ("2026-11-20T23:59:58+00:00", "")

    def test_one_file_has_the_same(self, tmp_path):
        stamped(tmp_path, "2026-11-20 23:59:58 UTC")
        (of_class,) = found_in(tmp_path).submissions
        assert found_in(of_class.path).submissions == [of_class]

    @settings(deadline=None)
    @given(st.text(max_size=60) | st.text("0123456789-:+ TZUTCKST./,", max_size=40))
    def test_no_text_breaks_it(self, text):
        try:
            time = stamp.time(text.encode())
        except (ValueError, OverflowError):
            return
        assert datetime.fromisoformat(time.isoformat(timespec="seconds")).tzinfo


@both
@pytest.mark.parametrize(
    "names",
    [
        ["submitted/kim/ex01/ex01.ipynb", "submitted/lee/ex01/ex01.ipynb", "README.md"],
        ["kim/ex01/ex01.ipynb", "lee/ex01.ipynb"],
        ["kim/ex01.ipynb", "lee/homework/ex01.py"],
    ],
)
def test_nbgraders_tree(kind, tmp_path, names):
    found = found_in(laid_out(kind, tmp_path, names))
    assert (who(found), found.skipped) == ([("kim", ONE), ("lee", ONE)], [])


@pytest.mark.parametrize("around", ["", "course/"])
def test_a_zip_of_a_whole_course_holds_submitted(tmp_path, around):
    names = ["source/ex01/ex01.ipynb", "release/ex01/ex01.ipynb", "submitted/kim/ex01/ex01.ipynb"]
    path = laid_out("zip", tmp_path, [around + name for name in names])
    assert who(found_in(path)) == [("kim", ONE)]


@pytest.mark.parametrize("around", ["class", "ex01", "class/submitted", "class/hw"])
def test_a_zip_may_hold_one_folder_that_holds_all(tmp_path, around):
    names = [f"{around}/kim/ex01/ex01.ipynb", f"{around}/lee/ex01/ex01.ipynb"]
    assert who(found_in(laid_out("zip", tmp_path, names))) == [("kim", ONE), ("lee", ONE)]


@pytest.mark.parametrize("name", ["ex01.ipynb", "kim/ex01.ipynb", "kim/ex01/ex01.ipynb"])
def test_a_zip_of_one_student(tmp_path, name):
    assert who(found_in(laid_out("zip", tmp_path, [name], "kim"))) == [("kim", ONE)]


def test_a_zip_names_who_handed_in_nothing(tmp_path):
    files = {"class/kim/": "", "class/lee/ex01/": "", "class/park/ex01.py": NOTEBOOK}
    assert found_in(zipped(tmp_path / "a.zip", files)).empty == ["kim", "lee"]


def test_a_zip_has_nbgraders_times(tmp_path):
    files = {
        "submitted/kim/ex01/ex01.ipynb": NOTEBOOK,
        "submitted/kim/ex01/timestamp.txt": "2026-11-20 23:59:58 UTC",
    }
    (kim,) = found_in(zipped(tmp_path / "a.zip", files)).submissions
    assert kim.submitted == "2026-11-20T23:59:58+00:00"


def test_zips_are_left_alone_where_there_is_no_place_for_them(tmp_path):
    put(tmp_path / "kim" / "ex01.ipynb")
    zipped(tmp_path / "kim" / "more.zip", {"ex02.ipynb": NOTEBOOK})
    assert who(submissions.find(tmp_path)) == [("kim", ONE)]
    assert who(found_in(tmp_path)) == [("kim", ONE), ("kim", TWO)]


def test_what_was_unpacked_is_gone_at_the_end(tmp_path):
    with submissions.opened(laid_out("zip", tmp_path, ["kim/ex01.ipynb"])) as found:
        (kim,) = found.submissions
        assert work.work_of(kim, 1).source == NOTEBOOK.encode()
    assert not kim.path.exists()


# ---------------------------------------------------------------- students' own zips


@both
class TestOwnZips:
    @pytest.mark.parametrize(
        ("where", "student"),
        [
            ("kim_101_2001_hw.zip", "kim_101"),
            ("Kim_1_assignsubmission_file_/hw.zip", "Kim_1"),
            ("Kim_1_assignsubmission_file_hw.ZIP", "Kim_1"),
            ("submitted/kim/ex01/hw.zip", "kim"),
            ("submitted/kim/hw.zip", "kim"),
        ],
    )
    def test_are_opened(self, kind, tmp_path, where, student):
        own = zip_bytes({"a/b/ex01.ipynb": NOTEBOOK, "timestamp.txt": "2001-01-01 00:00 UTC"})
        (tmp_path / "class" / where).parent.mkdir(parents=True)
        (tmp_path / "class" / where).write_bytes(own)
        path = tmp_path / "class"
        if kind == "zip":
            path = zipped(tmp_path / "class.zip", {where: own})
        assert who(found_in(path)) == [(student, ONE)]

    def test_only_one_level_deep(self, kind, tmp_path):
        inner = zip_bytes({"ex02.ipynb": NOTEBOOK})
        own = zip_bytes({"ex01.ipynb": NOTEBOOK, "inner.zip": inner})
        path = tmp_path / "kim_101_2001_hw.zip"
        path.write_bytes(own)
        found = found_in(
            zipped(tmp_path / "c.zip", {path.name: own}) if kind == "zip" else tmp_path
        )
        assert who(found) == [("kim_101", ONE)]
        assert "kim_101_2001_hw.zip/inner.zip: a zip in a zip" in english(found)

    def test_a_broken_one_is_named_and_costs_nobody_else(self, kind, tmp_path):
        files = {"kim_101_2001_hw.zip": b"PK\3\4broken", "lee_102_2002_ex01.ipynb": NOTEBOOK}
        for name, data in files.items():
            (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        found = found_in(zipped(tmp_path / "c.zip", files) if kind == "zip" else tmp_path)
        assert who(found) == [("lee_102", ONE)]
        assert found.empty == [], "kim did hand something in"
        assert refused(found).keys() == {("kim_101", "hw")}
        assert "kim_101_2001_hw.zip is not a zip that can be read" in english(found)


def test_students_zips_by_their_names(tmp_path):
    own = zip_bytes({"ex01.ipynb": NOTEBOOK})
    path = zipped(tmp_path / "all.zip", {"kim.zip": own, "lee.zip": own})
    assert who(found_in(path)) == [("kim", ONE), ("lee", ONE)]


@pytest.mark.parametrize("where", ["hw.zip", "ex01/hw.zip"])
def test_a_students_own_zip_sets_no_time_in_a_tree_either(tmp_path, where):
    own = zip_bytes({"ex01.ipynb": NOTEBOOK, "timestamp.txt": "2001-01-01 00:00:00 UTC"})
    (tmp_path / "submitted" / "kim" / where).parent.mkdir(parents=True)
    (tmp_path / "submitted" / "kim" / where).write_bytes(own)
    (kim,) = found_in(tmp_path).submissions
    assert (kim.submitted, kim.notes) == ("", ())


def test_a_link_to_a_zip_is_not_followed(tmp_path):
    zipped(tmp_path / "outside.zip", {"ex01.ipynb": NOTEBOOK})
    put(tmp_path / "class" / "kim" / "notes.txt")
    (tmp_path / "class" / "kim" / "hw.zip").symlink_to(tmp_path / "outside.zip")
    found = found_in(tmp_path / "class")
    assert who(found) == []
    assert "kim/hw.zip" in english(found)


# ---------------------------------------------------------------- hostile zips


def only_lee(path):
    """Assert that all but lee's file was left out, and return the lines that say why."""
    found = found_in(path)
    assert who(found) == [("lee", ONE)]
    return english(found)


LEE = ("lee/ex01.ipynb", NOTEBOOK)


class TestHostileZips:
    @pytest.mark.parametrize(
        "name",
        [
            "/etc/ex01.py",
            "../ex01.py",
            "kim/../../ex01.py",
            "..\\..\\ex01.py",
            "\\\\host\\share\\ex01.py",
            "C:\\ex01.py",
            "c:ex01.py",
            "kim/../lee/ex01_double.ipynb",
        ],
    )
    def test_names_that_lead_out(self, tmp_path, name):
        said = only_lee(zipped(tmp_path / "a.zip", [(name, NOTEBOOK), LEE]))
        assert f"{name.replace(chr(92), '/')}: its name leads out" in said

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
    def test_links_and_devices(self, tmp_path, kind):
        link = named("kim/ex01.py", mode=kind | 0o777)
        assert "a link or a device" in only_lee(
            zipped(tmp_path / "a.zip", [(link, "/etc/passwd"), LEE])
        )

    def test_a_bomb(self, tmp_path):
        bomb = b"\n" * (MAX_FILE + 1)
        said = only_lee(zipped(tmp_path / "a.zip", [("kim/ex01.py", bomb), LEE]))
        assert "kim/ex01.py: it is larger" in said

    def test_a_size_that_lies(self, tmp_path):
        data = bytearray(zip_bytes([("kim/ex01.py", b"\n" * 1000), LEE]))
        size = struct.pack("<I", 1000)
        assert data.count(size) == 2
        path = tmp_path / "a.zip"
        path.write_bytes(bytes(data).replace(size, struct.pack("<I", 10)))
        assert "kim/ex01.py: it is damaged" in only_lee(path)

    def test_the_total_is_kept_and_hits_the_largest(self, tmp_path, monkeypatch):
        monkeypatch.setattr(archive, "MAX_TOTAL", 1000)
        large = [(f"kim{n}/ex01.py", b"\n" * 600) for n in range(3)]
        with submissions.opened(zipped(tmp_path / "a.zip", [*large, LEE])) as found:
            sizes = [s.path.stat().st_size for s in gradable(found)]
        assert sorted(sizes) == [len(NOTEBOOK), 600]
        assert len(refused(found)) == 2

    def test_files_that_share_their_bytes(self, tmp_path, monkeypatch):
        """The list names one file 1000 times, as in the bombs that overlap."""
        monkeypatch.setattr(archive, "MAX_TOTAL", 10_000)
        data = zip_bytes([("kim/ex01.py", b"\n" * 600)])
        start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
        listed = data[start:end] * 1000
        tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1000, 1000, len(listed), start, 0)
        path = tmp_path / "a.zip"
        path.write_bytes(data[:start] + listed + tail)
        into = tmp_path / "into"
        into.mkdir()
        archive.unpack(path, archive.Folders(into))
        assert sum(f.stat().st_size for f in into.rglob("*.py")) <= 10_000

    def test_too_many_files_and_too_long_a_list(self, tmp_path, monkeypatch):
        path = laid_out("zip", tmp_path, [f"kim/{n}.py" for n in range(50)])
        monkeypatch.setattr(archive, "MAX_FILES", 49)
        with pytest.raises(UserError, match=r"49"):
            found_in(path)
        monkeypatch.setattr(archive, "MAX_INDEX", 1000)
        with pytest.raises(UserError, match=r"too long"):
            found_in(path)

    def test_many_zips_in_a_zip(self, tmp_path, monkeypatch):
        """All zips of one student share what there is for them, and use up nobody else's."""
        monkeypatch.setattr(archive, "MAX_OWN_TOTAL", 1000)
        own = zip_bytes({f"{n}.py": b"\n" * 300 for n in range(2)})
        students = {f"{who}/{n}.zip": own for who in ("kim", "lee") for n in range(3)}
        into = tmp_path / "into"
        into.mkdir()
        submissions.find(zipped(tmp_path / "a.zip", students), into=into)
        assert sum(f.stat().st_size for f in into.rglob("*.py")) == 2 * 900

    def test_many_files_in_many_zips(self, tmp_path, monkeypatch):
        monkeypatch.setattr(archive, "MAX_OWN_FILES", 5)
        own = zip_bytes({f"ex01_{n}.py": NOTEBOOK for n in range(3)})
        files = {"kim/a.zip": own, "kim/b.zip": own, "lee/a.zip": own}
        found = found_in(zipped(tmp_path / "a.zip", files))
        assert [len(s.unused) for s in found.submissions] == [2, 2]
        assert "kim/b.zip holds more than 2 files" in english(found)

    def test_canvas_names_of_one_student_share_a_budget(self, tmp_path, monkeypatch):
        monkeypatch.setattr(archive, "MAX_OWN_FILES", 1)
        for name in ("kim_101_2001_a.zip", "kim_101_2002_b.zip", "lee_102_2003_a.zip"):
            (tmp_path / name).write_bytes(zip_bytes({"ex01.ipynb": NOTEBOOK}))
        found = found_in(tmp_path)
        assert who(found) == [("kim_101", ONE), ("lee_102", ONE)]
        assert "kim_101_2002_b.zip holds more than 0 files" in english(found)

    def test_a_students_own_limits_cost_nobody_else(self, tmp_path, monkeypatch):
        monkeypatch.setattr(archive, "MAX_OWN_FILES", 10)
        many = zip_bytes({f"{n}.py": "" for n in range(11)})
        said = only_lee(zipped(tmp_path / "a.zip", [("kim/hw.zip", many), LEE]))
        assert "kim/hw.zip holds more than 10 files" in said

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_unknown_compression(self, tmp_path, method):
        entry = named("kim/ex01.py", method=method)
        said = only_lee(zipped(tmp_path / "a.zip", [(entry, NOTEBOOK), LEE]))
        assert "compressed in a way that is not known" in said

    def test_encrypted_files(self, tmp_path):
        files = [("kim/ex01.py", "1"), LEE]
        data = bytearray(zip_bytes(files))
        for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            data[data.index(mark) + flags] |= 1
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        assert "kim/ex01.py: it is encrypted" in only_lee(path)

    def test_an_encrypted_zip_is_one_line(self, tmp_path):
        data = bytearray(zip_bytes([("kim/ex01.py", "1")]))
        data[data.index(b"PK\1\2") + 8] |= 1
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        with pytest.raises(UserError, match=r"a\.zip.*(encrypted|암호)"):
            found_in(path)

    def test_a_damaged_file_costs_no_other(self, tmp_path):
        data = bytearray(zip_bytes([(named("kim/ex01.py", method=0), "x = 1"), LEE]))
        data[data.index(b"x = 1")] ^= 1
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        assert "kim/ex01.py: it is damaged" in only_lee(path)

    @pytest.mark.parametrize("cut", [0, 10, -30, -1])
    def test_no_whole_zip_is_one_line(self, tmp_path, cut):
        path = tmp_path / "a.zip"
        path.write_bytes(zip_bytes([LEE])[:cut])
        with pytest.raises(UserError, match=r"a\.zip"):
            found_in(path)

    def test_litter_of_other_systems_is_dropped_silently(self, tmp_path):
        names = ["__MACOSX/lee/._ex01.ipynb", "lee/.DS_Store", "lee/.ipynb_checkpoints/ex01.py"]
        found = found_in(zipped(tmp_path / "a.zip", [*((n, "") for n in names), LEE]))
        assert (who(found), found.skipped, found.empty) == ([("lee", ONE)], [], [])

    def test_names_of_any_length_and_kind_keep_students_apart(self, tmp_path):
        students = [
            "kim",
            "Kim",
            "KIM",
            "con",
            "a" * 300,
            "a" * 299 + "b",
            "k\x01",
            "k\n",
            "k ",
            "k.",
        ]
        names = [f"{s}/{f}.ipynb" for s in students for f in ("ex01", "ex02 " + "가" * 100 + "?")]
        found = found_in(laid_out("zip", tmp_path, names))
        assert sorted(who(found)) == sorted((s, e) for s in students for e in (ONE, TWO))
        paths = [str(s.path).lower() for s in found.submissions]
        assert len(set(paths)) == len(names)

    def test_the_same_name_twice_loses_neither(self, tmp_path):
        with pytest.warns(UserWarning, match="Duplicate name"):
            path = zipped(tmp_path / "a.zip", [LEE, LEE])
        (lee,) = found_in(path).submissions
        assert lee.unused == ("ex01.ipynb",)

    def test_messages_have_no_control_characters(self, tmp_path):
        name = "../\x1b[31mred\n\u202e" + "x" * 1000 + "/ex01.py"
        said = only_lee(zipped(tmp_path / "a.zip", [(name, ""), LEE]))
        assert len(said.splitlines()) == 1
        assert len(said) < 400
        assert not re.search(r"[\x00-\x1f\u202e]", said)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_korean_names_without_a_flag(tmp_path, encoding):
    path = zipped(tmp_path / "a.zip", [(raw("김민수/ex01.ipynb".encode(encoding)), NOTEBOOK)])
    assert who(found_in(path)) == [("김민수", ONE)]


def test_bytes_of_no_encoding_are_a_name_still(tmp_path):
    path = zipped(tmp_path / "a.zip", [(raw(b"kim\xff\x81/ex01.ipynb"), NOTEBOOK), LEE])
    assert len(who(found_in(path))) == 2


@both
def test_decomposed_hangul_of_a_download_is_composed(kind, tmp_path):
    student = unicodedata.normalize("NFD", "김민수")
    name = f"{student}_12_assignsubmission_file_/ex01.ipynb"
    found = found_in(laid_out(kind, tmp_path, [name, "lee_13_assignsubmission_file_/ex01.ipynb"]))
    assert who(found)[1][0] == "김민수_12"


def test_a_folder_of_ones_own_keeps_its_exact_name(tmp_path):
    student = unicodedata.normalize("NFD", "김민수")
    found = found_in(laid_out("folder", tmp_path, [f"{student}/ex01.ipynb", "lee/ex01.ipynb"]))
    assert [name for name, _ in who(found)] == sorted([student, "lee"])


PARTS = st.sampled_from(["..", ".", "", "kim", "con", "a:", "ex01.py", "~", "\\", "x" * 300])
NAMES = st.lists(PARTS | st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=1)


@settings(deadline=None)
@given(files=st.lists(st.tuples(NAMES.map("/".join), st.binary(max_size=20)), max_size=6))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_nothing_is_written_elsewhere_and_nothing_is_lost(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("law")
    into = folder / "in" / "to"
    into.mkdir(parents=True)
    files = [(f"{name}.py", data) for name, data in files]
    path = zipped(folder / "a.zip", [(named(name), data) for name, data in files])
    entries = archive.unpack(path, archive.Folders(into))
    assert {p for p in folder.rglob("*") if not p.is_relative_to(into)} == {path, into.parent}
    assert {p for p in into.rglob("*") if p.is_file()} == {e.path for e in entries if e.path}
    visible = [name for name, _ in files if not archive._is_hidden(archive_name(name))]
    assert len(entries) == len(visible)
    assert all((e.path is None) != (e.problem is None) for e in entries)


def archive_name(name):
    return unicodedata.normalize("NFC", name).replace("\\", "/")


WHOLE = zip_bytes(
    [("kim/ex01.py", b"x = 1" * 50), ("kim/", ""), ("lee/hw.zip", zip_bytes([LEE])), LEE]
)


@settings(deadline=None, max_examples=300)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))),
    end=st.just(len(WHOLE)) | st.integers(0, len(WHOLE)),
)
def test_no_damage_breaks_it(tmp_path_factory, changes, end):
    folder = tmp_path_factory.mktemp("damaged")
    data = bytearray(WHOLE)
    for place, new in changes:
        data[place : place + len(new)] = new
    (folder / "a.zip").write_bytes(data[:end])
    with contextlib.suppress(UserError), submissions.opened(folder / "a.zip") as found:
        assert all(line(lang) == lang for text in found.skipped for lang in text)
