"""The student list: who is in the class."""

from rnnlab.classroom.roster.kinds import OWN, Kind, cell, name_in
from rnnlab.classroom.roster.people import Person, Roster, Row, numbered
from rnnlab.classroom.roster.reading import read

__all__ = ["OWN", "Kind", "Person", "Roster", "Row", "cell", "name_in", "numbered", "read"]
