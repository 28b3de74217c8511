"""What lateness costs: rules as they are typed, and laws that hold for all of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnlab.classroom.late import Penalty, Policy, policy
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.text import Text, UserError

EX05 = "ex05_sequence_predictor"
WORD = Text("말", "word")
DUE = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = st.integers(-(10**7), 10**9).map(lambda seconds: timedelta(seconds=seconds))


def handed_in(submitted, earned=20.0, most=20.0, exercise=EX05):
    time = submitted.isoformat() if isinstance(submitted, datetime) else submitted
    outcome = Outcome.PASSED if earned == most else Outcome.FAILED
    check = CheckResult("test", WORD, "train", earned, most, outcome, None, WORD, None, 0.1)
    return Report("kim", exercise, WORD, 1, (check,), submitted=time)


def cost(rule, late, **changes):
    return policy(rule).penalty(handed_in(DUE + late, **changes), DUE).points


@pytest.mark.parametrize(
    ("rule", "late", "points"),
    [
        ("10%/day", timedelta(seconds=-1), 0),
        ("10%/day", timedelta(), 0),
        ("10%/day", timedelta(microseconds=1), 2),
        ("10%/day", timedelta(days=1), 2),
        ("10%/day", timedelta(days=1, seconds=1), 4),
        ("10%/day", timedelta(days=100), 20),
        ("10%/day, max 50%", timedelta(days=100), 10),
        (" 5 % / hour max 25% ", timedelta(hours=3), 3),
        ("2.5%/hour", timedelta(minutes=1), 0.5),
        ("0%/day", timedelta(days=9), 0),
        ("150%/day", timedelta(days=9), 20),
    ],
)
def test_a_begun_day_or_hour_costs_its_share_of_the_points_to_be_had(rule, late, points):
    assert cost(rule, late) == points


def test_no_more_is_taken_than_was_earned():
    assert cost("50%/day", timedelta(days=1), earned=3.0) == 3
    assert policy("50%/day").score(handed_in(DUE + timedelta(days=1), earned=3.0), DUE) == 0


def test_what_is_not_known_costs_nothing():
    rule = policy("10%/day")
    assert rule.penalty(handed_in(""), DUE) == Penalty(None)
    assert rule.penalty(handed_in(DUE)) == Penalty(None)
    assert not Penalty(None).is_late


def test_not_graded_has_no_score_and_no_penalty():
    report = Report("kim", EX05, WORD, 1, (), reason=WORD, submitted=DUE.isoformat())
    late = policy("10%/day").penalty(report, DUE - timedelta(days=1))
    assert (late.is_late, late.points) == (True, 0)
    assert policy("10%/day").score(report, DUE) is None


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("2026-11-20", "2026-11-21T00:00:00"),
        ("2026-11-20T23:59", "2026-11-21T00:00:00"),
        ("2026-11-20 23:59", "2026-11-21T00:00:00"),
        ("2026-11-20T23:59:59", "2026-11-20T23:59:59"),
        ("2026-11-20T23:59+09:00", "2026-11-21T00:00:00+09:00"),
        ("2026-11-20T23:59Z", "2026-11-21T00:00:00+00:00"),
        ("2026-11-20T23:59-05:00", "2026-11-21T00:00:00-05:00"),
        ("ex05 = 2026-11-20T23:59+09:00", "2026-11-21T00:00:00+09:00"),
        ("5=2026-11-20T23:59:00+09:00", "2026-11-20T23:59:00+09:00"),
    ],
)
def test_due_lasts_to_the_end_of_what_is_named(due, last):
    rule = policy("10%/day", [due])
    last = datetime.fromisoformat(last).astimezone()
    assert not rule.penalty(handed_in(last)).is_late
    assert rule.penalty(handed_in(last + timedelta(microseconds=1))).points == 2


def test_an_exercise_may_be_due_at_its_own_time():
    rule = policy("10%/day", ["2026-11-20T12:00:00Z", "ex04=2026-12-20T12:00:00Z"])
    week = DUE + timedelta(days=7)
    assert rule.penalty(handed_in(week)).is_late
    assert not rule.penalty(handed_in(week, exercise="ex04_parameter_counts")).is_late


def test_an_extension_is_beyond_the_time_that_was_named():
    rule = policy("10%/day", ["2026-11-20T12:00:00Z"])
    report = handed_in(DUE + timedelta(hours=30))
    assert rule.penalty(report).points == 4
    assert rule.penalty(report, extension=timedelta(days=1)).points == 2
    assert not rule.penalty(report, extension=timedelta(days=2)).is_late


@pytest.mark.parametrize("rule", ["", "10", "10%", "10%/week", "-10%/day", "10%/day max", "x%/day"])
def test_a_rule_that_is_none_is_told_in_one_line(rule):
    with pytest.raises(UserError, match="--late") as told:
        policy(rule)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("due", ["", "soon", "ex05=", "2026-13-01", "9999-12-31", "ex05=1=2"])
def test_a_time_that_is_none_is_told_in_one_line(due):
    with pytest.raises(UserError) as told:
        policy("10%/day", [due])
    assert "\n" not in str(told.value)


def test_an_exercise_that_is_none_is_told():
    with pytest.raises(UserError, match="ex99"):
        policy(None, ["ex99=2026-11-20"])


@given(LATER, LATER, st.floats(0, 2), st.sampled_from(["day", "hour"]), st.integers(0, 80))
def test_later_never_costs_less_and_never_more_than_there_is(one, other, share, unit, quarters):
    units = {"day": timedelta(days=1), "hour": timedelta(hours=1)}
    rule = Policy(share, units[unit], most=0.9)
    early, late = sorted([one, other])
    cheap, dear = (
        rule.penalty(handed_in(DUE + t, earned=quarters / 4), DUE).points for t in (early, late)
    )
    assert 0 <= cheap <= dear <= min(quarters / 4, 18)
    assert early > timedelta() or cheap == 0
