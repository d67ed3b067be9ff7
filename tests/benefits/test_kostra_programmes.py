"""A line of 11CF as values: dates, status, exit and benefit months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benefits.kostra.history import KostraHistory, read_history
from benefits.kostra.layouts import YEARS
from benefits.kostra.programmes import ProgrammeYear
from households.months import month_from
from tests.benefits.kostra_files import BORN, Participant, programme_file

STARTED = date(2024, 9, 2)
GOES_ON = Participant(STARTED)
COMPLETED = Participant(STARTED, range(1, 7), "3", date(2025, 6, 30))
Place = tuple[int | None, str | None, str]


def read(*people: Participant, year: int = 2025, municipality: str = "5001") -> KostraHistory:
    data = programme_file(people, year, municipality)
    return read_history([("fil", data)], synthetic_allowed=True)


def only(*people: Participant, year: int = 2025) -> ProgrammeYear:
    (one,) = read(*people, year=year).programmes
    return one


def places(history: KostraHistory) -> tuple[list[Place], list[Place]]:
    """Line, field and rule of errors and notices; errors leave nothing else."""
    assert not (history.errors and history.programmes)
    return (
        [(one.line, one.field, one.rule) for one in history.errors],
        [(one.line, one.field, one.rule) for one in history.notices],
    )


@pytest.mark.parametrize("year", YEARS)
def test_a_line_becomes_a_year_in_the_programme(year: int) -> None:
    texts = {"AVSL_SKOLE": "04", "KVP_KOMM": "1", "KOMMNR_KVP_KOMM": "0301", "EKTSTAT": "2"}
    person = Participant(
        date(year - 1, 9, 2), [1, 2], "3", date(year, 3, 1), children=3, fields=texts
    )
    history = read(person, year=year)
    assert places(history) == ([], [])
    (one,) = history.programmes
    assert (one.birth_date, one.sex, one.marital_status) == (BORN, "f", "2")
    assert (one.has_children, one.number_of_children, one.duf) == (True, 3, None)
    assert one.applied_on == one.decided_on == one.started_on == date(year - 1, 9, 2)
    assert (one.ended_on, one.status, one.amount) == (date(year, 3, 1), "3", 206_671)
    assert (one.exit_codes, one.main_exit_income) == (("01", "04"), "01")
    assert one.months == (month_from(year, 1), month_from(year, 2))
    assert one.moved_from_municipality == "0301"
    assert (one.year, one.file, one.line) == (year, "fil", 1)


def test_the_earlier_municipality_counts_only_when_there_was_one() -> None:
    assert (
        only(replace(GOES_ON, fields={"KOMMNR_KVP_KOMM": "0301"})).moved_from_municipality is None
    )
    errors, _ = places(read(replace(GOES_ON, fields={"KVP_KOMM": "1"})))
    assert errors == [(1, "KOMMNR_KVP_KOMM", "20")]


@pytest.mark.parametrize("status", ["1", "2"])
def test_a_programme_that_goes_on_has_no_end(status: str) -> None:
    person = replace(GOES_ON, status=status, ended=date(2025, 5, 1))
    assert only(person).ended_on is None
    assert places(read(person)) == ([], [(1, "AVSL_DATO", "37")])
    assert only(replace(person, ended=None)).ended_on is None


@pytest.mark.parametrize("status", ["3", "4", "5", "7"])
def test_a_programme_that_is_over_has_an_end_in_the_year(status: str) -> None:
    person = replace(COMPLETED, status=status)
    assert only(person).ended_on == date(2025, 6, 30)
    for ended in (None, date(2024, 12, 31), date(2026, 1, 1)):
        errors, _ = places(read(replace(person, ended=ended)))
        assert errors == [(1, "AVSL_DATO", "37")]
    assert places(read(replace(person, ended=None, fields={"AVSL_DATO": "9999"}))) == (
        [(1, "AVSL_DATO", "37")],
        [(1, "AVSL_DATO", "dato")],
    )


def test_an_end_in_another_year_was_accepted_until_2023() -> None:
    person = replace(COMPLETED, started=date(2022, 9, 2), ended=date(2024, 1, 10))
    assert places(read(person, year=2023)) == ([], [(1, "AVSL_DATO", "37")])
    assert only(person, year=2023).ended_on == date(2024, 1, 10)


def test_an_end_before_the_start_is_told_and_taken_as_the_same_day() -> None:
    person = replace(COMPLETED, started=date(2025, 7, 1))
    assert places(read(person)) == ([], [(1, "AVSL_DATO", "periode")])
    assert only(person).ended_on == date(2025, 7, 1)


def test_someone_who_moved_to_another_district_may_lack_the_day() -> None:
    person = replace(COMPLETED, status="6", ended=None)
    assert only(person).ended_on == date(2025, 12, 31)
    assert places(read(person)) == ([], [(1, "AVSL_DATO", "37")])


def test_a_completed_programme_says_what_came_after() -> None:
    blank = {"AVSL_ORDINAERTARB": "", "AVSL_VIKTIGSTE_INNTEKT": ""}
    assert places(read(replace(COMPLETED, fields=blank)))[0] == [
        (1, "AVSL_VIKTIGSTE_INNTEKT", "39"),
        (1, "AVSL_UKJENT", "38"),
    ]
    after_break = replace(COMPLETED, status="7", fields=blank)
    assert places(read(after_break))[0] == [(1, "AVSL_UKJENT", "38")]
    assert places(read(replace(COMPLETED, status="4", fields=blank)))[0] == []


@pytest.mark.parametrize(
    ("name", "rule"), [("REG_DATO", "14"), ("VEDTAK_DATO", "15"), ("BEGYNT_DATO", "16")]
)
def test_the_dates_that_lead_up_to_the_programme_are_mandatory_and_recent(
    name: str, rule: str
) -> None:
    for text in ("", "00000000", "31122020"):
        assert places(read(replace(GOES_ON, fields={name: text})))[0] == [(1, name, rule)]
    assert places(read(replace(GOES_ON, fields={name: "01012021"})))[0] == []


def test_oslo_may_lack_them_but_for_the_start() -> None:
    blank = {"REG_DATO": "", "VEDTAK_DATO": "", "BYDELSNR": "01"}
    history = read(replace(GOES_ON, fields=blank), municipality="0301")
    assert places(history) == ([], [])
    assert history.programmes[0].applied_on is None
    old = read(replace(GOES_ON, fields={"BEGYNT_DATO": "01012012"}), municipality="0301")
    assert places(old) == ([], [(1, "BEGYNT_DATO", "16")])
    none = read(replace(GOES_ON, fields={"BEGYNT_DATO": ""}), municipality="0301")
    assert places(none)[0] == [(1, "BEGYNT_DATO", "16")]


def test_a_programme_that_begins_after_the_year_is_refused() -> None:
    errors, _ = places(read(Participant(date(2026, 1, 1))))
    assert errors == [(1, "BEGYNT_DATO", "16")]


@pytest.mark.parametrize(
    ("status", "months", "amount", "rules"),
    [
        ("1", [1], 1000, []),
        ("1", [], 1000, ["31"]),
        ("1", [], None, ["28", "29"]),
        ("1", [1], None, ["29"]),
        ("4", [1], None, ["30"]),
        ("4", [], None, ["28"]),
        ("2", [], None, []),
        ("1", [1], 600_000, []),
        ("1", [1], 600_001, ["32"]),
    ],
)
def test_months_and_amount_that_do_not_go_together_are_told(
    status: str, months: list[int], amount: int | None, rules: list[str]
) -> None:
    ended = date(2025, 6, 30) if status == "4" else None
    history = read(replace(GOES_ON, months=months, status=status, amount=amount, ended=ended))
    assert [one.rule for one in history.notices] == rules
    assert history.programmes[0].amount == (amount or 0)


def test_a_participant_is_grown_up_and_seldom_over_68() -> None:
    child, old = date(2008, 12, 31), date(1956, 1, 1)
    assert places(read(replace(GOES_ON, birth_date=child)))[1] == [(1, "PERSON_FODSELSNR", "06")]
    assert places(read(replace(GOES_ON, birth_date=old)))[1] == [(1, "PERSON_FODSELSNR", "07")]


def test_a_person_may_stand_twice_only_with_different_status() -> None:
    again = Participant(date(2025, 9, 1), journal="KVP00002")
    assert places(read(COMPLETED, again)) == ([], [])
    assert places(read(GOES_ON, again))[0] == [(2, "STATUS", "05A")]
    assert places(read(GOES_ON, again, municipality="0301"))[0] == []
    assert places(read(COMPLETED, replace(again, journal="KVP00001")))[0] == [
        (2, "PERSON_JOURNALNR", "05B")
    ]
