"""Student lists as instructors have them: their own, nbgrader's, Canvas's and Moodle's."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnlab import platforms
from rnnlab.classroom import roster
from rnnlab.classroom.roster import Person, Roster
from rnnlab.text import UserError

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,ex05 (77),Final Score
,,,,,Manual Posting,
"    Points Possible",,,,,20,(read only)
"Kim, Minsu",101,20260001,minsu,RNN-1,,80
"이, 서연",102,20260002,seoyeon@example.org,"RNN-1, RNN-2",19.5,
"Student, Test",199,,abcdef,RNN-1,,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade)
Participant 1234,Kim Minsu,minsu@example.org,Submitted for grading,,20.00,-
Participant 1235,이서연,seoyeon@example.org,No submission,,20.00,-
"""
MOODLE_KO = """\
식별자,성명,이메일 주소,상태,성적
참가자1234,김민수,minsu@example.org,제출 완료,
참가자1235,이서연,seoyeon@example.org,,
"""


@pytest.fixture
def read(tmp_path):
    def written(text, encoding="utf-8"):
        path = tmp_path / "class.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return roster.read(path, platforms.lists())

    return written


def people(of):
    return [(person.id, person.name) for person in of.people]


class TestKinds:
    @pytest.mark.parametrize(
        "text",
        [
            "id,name\nkim,김민수\nlee,Lee\n",
            "student_id,name\nkim,김민수\nlee,Lee\n",
            "학번,이름\nkim,김민수\nlee,Lee\n",
            "Name,Student\n김민수,kim\nLee,lee\n",
            "id,first_name,last_name,email\nkim,민수,김,\nlee,,Lee,lee@example.org\n",
            "\n ID ; Name ;score\n kim;김민수\n;;\nlee;Lee;3\n\n",
            'id\tname\nkim\t"김민수"\nlee\tLee\n',
        ],
    )
    def test_our_own(self, read, text):
        assert people(read(text)) == [("kim", "김민수"), ("lee", "Lee")]
        assert read(text).kind == "list"

    def test_ids_alone(self, read):
        assert people(read("id\nkim\nlee")) == [("kim", ""), ("lee", "")]

    def test_nbgraders_with_the_number_of_its_lms(self, read):
        found = read("id,first_name,last_name,email,lms_user_id\nkim,Min-su,Kim,,101\nlee,,,,\n")
        assert people(found) == [("kim", "Min-su Kim"), ("lee", "")]
        assert found.find("kim") is found.find("kimminsu_101") is found.people[0]
        assert found.find("nobody_") is None

    def test_canvas(self, read):
        found = read(CANVAS)
        assert found.kind == "canvas"
        assert people(found) == [("101", "Kim, Minsu"), ("102", "이, 서연")]

    def test_canvas_with_first_and_last_names(self, read):
        head = "LastName,FirstName,ID,SIS Login ID,Section\n"
        found = read(f"{head}Kim,Minsu,101,minsu,A\nStudent,Test,199,,A\n")
        assert people(found) == [("101", "Minsu Kim")]

    @pytest.mark.parametrize("text", [MOODLE, MOODLE_KO], ids=["en", "ko"])
    def test_moodle(self, read, text):
        found = read(text)
        assert found.kind == "moodle"
        assert [person.id for person in found.people] == ["1234", "1235"]
        assert found.people[1].name == "이서연"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
    @pytest.mark.parametrize("text", [CANVAS, MOODLE_KO, "학번;이름\n1;김민수\n"])
    def test_encodings(self, read, text, encoding):
        assert read(text, encoding) == read(text)

    def test_what_stood_in_the_file_is_kept(self, read):
        found = read(CANVAS)
        out = io.StringIO()
        rows = csv.DictWriter(out, found.columns, lineterminator="\n")
        rows.writeheader()
        rows.writerows(person.row for person in found.people)
        lines = CANVAS.splitlines()
        assert out.getvalue().splitlines() == [lines[0], *lines[3:5]]


class TestFind:
    @pytest.mark.parametrize(
        "student", ["101", "kimminsu_101", "_101", "20260001", "minsu", " minsu"]
    )
    def test_canvas_by_number_and_by_its_other_names(self, read, student):
        assert read(CANVAS).find(student).name == "Kim, Minsu"

    @pytest.mark.parametrize("student", ["", "kim_10", "101_kim", "kim_0101", "199", "Kim, Minsu"])
    def test_nobody(self, read, student):
        assert read(CANVAS).find(student) is None

    def test_moodle_by_the_number_behind_the_name(self, read):
        for student in ("Kim Minsu_1234", "kim MINSU_1234", "Minsu Kim_1234", "Participant_1234"):
            assert read(MOODLE).find(student).name == "Kim Minsu"

    def test_a_list_of_our_own_is_not_guessed_at(self, read):
        assert read("id,name\n101,Kim\n").find("lee_101") is None

    def test_decomposed_hangul_is_the_same(self, read):
        assert read("id\n김민수\n").find(unicodedata.normalize("NFD", "김민수")).id == "김민수"

    def test_missing(self, read):
        found = read(CANVAS)
        assert [p.id for p in found.missing(["kimminsu_101", "stranger"])] == ["102"]
        assert found.missing([]) == list(found.people)
        assert Roster().missing(["kim"]) == []

    def test_a_class_of_thousands_is_indexed_once(self):
        class Counted(dict):
            reads = 0

            def __iter__(self):
                Counted.reads += 1
                return super().__iter__()

        of = Roster(
            tuple(Person(str(n), "", Counted(), str(n)) for n in range(5000)), kind="canvas"
        )
        assert of.missing(f"name_{n}" for n in range(4999)) == [of.people[4999]]
        assert Counted.reads < 50_000

    @settings(deadline=None)
    @given(st.lists(st.text("0123456789", min_size=1), min_size=1, unique=True), st.text())
    def test_everyone_is_found_whatever_they_are_called(self, numbers, name):
        of = Roster(tuple(Person(n, number=n) for n in numbers), kind="canvas")
        assert [of.find(f"{name}_{number}").id for number in numbers] == numbers


class TestNoList:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "is empty"),
            ("\n\n", "is empty"),
            ("name,score\nkim,1\n", "no column that says who"),
            ("id,name\n", "no student"),
            ("id,name\nkim,1\nlee,2\nkim,3\n", "is there twice: kim"),
            ("id,id\nkim,1\n", "a column is there twice: id"),
            ("id,name\nkim,Kim\n,Lee\n", "class.csv:3: the column id is empty"),
            ("id,name\nkim,Kim, Min-su\n", "class.csv:2: there is a value in a column without"),
            ("Identifier,Full name\nParticipant,Kim\n", "class.csv:2: the column identifier"),
            (b"PK\x03\x04\x00\x00\xff", "is not a CSV"),
            (b"\xff\xfe\x00", "is not a CSV"),
            (b"id\n\xff\xff\xff", "is not a CSV"),
            ("id,name\nkim," + "x" * 200_000, "is not a CSV"),
        ],
    )
    def test_is_one_line_that_says_what_to_do(self, read, text, said):
        with pytest.raises(UserError) as error:
            read(text)
        told = error.value.text
        assert "class.csv" in told.ko
        assert said in told.en
        assert len(told.en.splitlines()) == len(told.ko.splitlines()) == 1

    @settings(deadline=None)
    @given(data=st.binary() | st.text().map(str.encode) | st.text("id,;\t\"\n'=").map(str.encode))
    def test_no_bytes_break_it(self, tmp_path_factory, data):
        path = tmp_path_factory.mktemp("any") / "class.csv"
        path.write_bytes(data)
        try:
            found = roster.read(path, platforms.lists())
        except UserError:
            return
        assert all(found.find(person.id) for person in found.people)
