"""When a case goes on, who is of working age, and how long a programme lasts, by vectors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.programmes import rules
from tests.conftest import day

DAYS = st.dates(date(2010, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("born", "on", "may"),
    [
        ("2000-06-01", "2018-12-31", False),
        ("1999-12-31", "2018-12-31", True),
        ("2001-01-01", "2019-01-01", True),
        ("2001-01-02", "2019-01-01", False),
        ("1958-05-17", "2025-05-16", True),
        ("1958-05-17", "2025-05-17", False),
    ],
)
def test_working_age_is_from_19_before_2019_and_from_18_since_and_under_67(
    born: str, on: str, may: bool
) -> None:
    assert rules.is_working_age(day(born), day(on)) is may


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2018-12-31", "2019-12-30", ""),
        ("2018-12-31", "2019-12-31", "Ett vedtak gir ett år, til 30.12.2019."),
        ("2019-01-01", "2020-12-31", ""),
        ("2019-01-01", "2021-01-01", "i to år, til 31.12.2020."),
        ("2024-02-29", "2026-02-27", ""),
        ("2024-02-29", "2026-02-28", "i to år, til 27.02.2026."),
        ("2020-05-04", "2020-05-03", "før programmet begynner"),
    ],
)
def test_a_first_decision_gives_one_year_of_a_start_before_2019_and_two_since(
    start: str, end: str, told: str
) -> None:
    refusal = rules.first_end_refusal(day(start), day(end))
    assert told in refusal
    assert bool(refusal) == bool(told)


@pytest.mark.parametrize(
    ("start", "last", "until", "is_exception", "told"),
    [
        ("2017-03-01", "2018-02-28", "2019-02-28", False, ""),
        ("2017-03-01", "2018-02-28", "2019-03-01", False, "ett år og ett til, til 28.02.2019"),
        ("2017-03-01", "2018-02-28", "2019-03-01", True, "ett år og ett til, til 28.02.2019"),
        ("2017-03-01", "2017-08-31", "2018-09-01", False, "forlenger med ett år, til 31.08.2018"),
        ("2018-03-01", "2019-02-28", "2020-02-29", False, ""),
        ("2017-03-01", "2018-02-28", "2018-02-28", False, "varer allerede til 28.02.2018"),
        ("2020-03-02", "2021-03-01", "2022-03-01", False, ""),
        ("2020-03-02", "2021-03-01", "2022-03-02", False, "Lenger kan det bare vare unntaksvis"),
        ("2020-03-02", "2022-03-01", "2023-03-01", True, ""),
        ("2020-03-02", "2022-03-01", "2023-03-02", True, "mer enn tre år, til 01.03.2023"),
        ("2020-03-02", "2021-03-01", "2021-09-01", True, "ikke et unntak"),
    ],
)
def test_an_extension_follows_the_rules_of_the_day_the_programme_began(
    start: str, last: str, until: str, is_exception: bool, told: str
) -> None:
    refusal = rules.extension_refusal(day(start), day(last), day(until), is_exception=is_exception)
    assert told in refusal
    assert bool(refusal) == bool(told)


@given(start=DAYS, lasts=st.integers(0, 1_200), more=st.integers(-30, 1_500), odd=st.booleans())
def test_no_extension_brings_a_programme_past_its_longest_time(
    start: date, lasts: int, more: int, odd: bool
) -> None:
    last = start + timedelta(days=lasts)
    until = last + timedelta(days=more)
    if not rules.extension_refusal(start, last, until, is_exception=odd):
        years = 2 if start < rules.NEW_RULES or not odd else 3
        assert last < until <= rules.last_day_of(start, years)


@given(start=DAYS, years=st.integers(1, 3))
def test_so_many_years_end_the_day_before_the_same_date(start: date, years: int) -> None:
    after = rules.last_day_of(start, years) + timedelta(days=1)
    assert after.year == start.year + years
    assert (after.month, after.day) in ((start.month, start.day), (2, 28))


def test_a_programme_starts_within_the_municipalitys_days() -> None:
    assert rules.start_deadline(date(2026, 1, 5), 42) == date(2026, 2, 16)


@pytest.mark.parametrize(
    ("status", "code", "field"),
    [("3", "", "exit_code"), ("7", "", "exit_code"), ("3", "01", None), ("4", "", None)],
)
def test_who_completes_or_ends_after_a_break_has_gone_to_something(
    status: str, code: str, field: str | None
) -> None:
    start, on = date(2025, 1, 1), date(2025, 6, 1)
    refused = rules.end_refusal(start=start, on=on, status=status, exit_code=code)
    assert (refused[0] if refused else None) == field
    early = rules.end_refusal(start=on, on=start, status=status, exit_code="01")
    assert early is not None
    assert early[0] == "on"


def test_every_state_is_left_for_known_ones_and_the_ends_for_none() -> None:
    assert {to for ends in rules.TRANSITIONS.values() for to in ends} <= set(rules.TRANSITIONS)
    assert all(not rules.TRANSITIONS[end] for end in (*rules.ENDS, "withdrawn"))
    assert set(rules.STATE_OF_STATUS.values()) == rules.ENDS
    assert rules.may_become("refused", "decided")
    assert not rules.may_become("assessment", "started")


@pytest.mark.parametrize(
    ("met", "fulfils", "told"),
    [
        ({"age": True, "follow_up": True}, True, ""),
        ({"age": True, "follow_up": False}, False, ""),
        ({"age": True, "follow_up": False}, True, "Alle vilkårene må være oppfylt"),
        ({"age": True, "follow_up": True}, False, "har personen rett til"),
    ],
)
def test_the_programme_is_a_right_when_every_condition_is_met(
    met: dict[str, bool], fulfils: bool, told: str
) -> None:
    refusal = rules.conclusion_refusal(rules.Conditions(met, fulfils))
    assert told in refusal
    assert bool(refusal) == bool(told)


def test_the_state_after_is_told_from_the_day_6_and_12_months_later() -> None:
    assert rules.follow_up_days(date(2025, 8, 31)) == {
        6: date(2026, 2, 28),
        12: date(2026, 8, 31),
    }
