"""A programme from start to end, put together from the lines of several years."""

from __future__ import annotations

from datetime import date

from benefits.kostra.enrolments import Enrolment, enrolments_of
from benefits.kostra.findings import Notice
from benefits.kostra.identity import Identity
from benefits.kostra.programmes import ProgrammeYear

ANNE, BERIT = Identity("national_id", "anne"), Identity("national_id", "berit")
STARTED = date(2022, 9, 1)


def line(
    year: int,
    status: str = "1",
    ended_on: date | None = None,
    started_on: date = STARTED,
    identity: Identity = ANNE,
    number: int = 7,
) -> ProgrammeYear:
    return ProgrammeYear(
        identity=identity,
        national_id=None,
        duf=None,
        journal_number="",
        birth_date=None,
        sex="f",
        marital_status="1",
        has_children=False,
        number_of_children=0,
        applied_on=started_on,
        decided_on=started_on,
        started_on=started_on,
        ended_on=ended_on,
        status=status,
        exit_codes=("01",) if status == "3" else (),
        main_exit_income="01" if status == "3" else "",
        months=(),
        amount=0,
        moved_from_municipality=None,
        year=year,
        file=f"{year}.dat",
        line=number,
    )


def periods(enrolments: tuple[Enrolment, ...]) -> list[tuple[date, date | None, str]]:
    return [(one.started_on, one.ended_on, one.status) for one in enrolments]


def test_lines_of_several_years_with_the_same_start_are_one_enrolment() -> None:
    ended = date(2024, 8, 31)
    enrolments, notices = enrolments_of([line(2024, "3", ended), line(2022), line(2023, "2")], ())
    assert periods(enrolments) == [(STARTED, ended, "3")]
    assert enrolments[0].years == (2022, 2023, 2024)
    assert (enrolments[0].exit_codes, enrolments[0].main_exit_income) == (("01",), "01")
    assert enrolments[0].latest.year == 2024
    assert notices == ()


def test_someone_in_the_last_file_is_still_in_the_programme() -> None:
    enrolments, notices = enrolments_of([line(2023), line(2024)], {2023, 2024})
    assert (periods(enrolments), notices) == ([(STARTED, None, "1")], ())


def test_someone_absent_from_the_next_file_left_at_the_turn_of_the_year() -> None:
    enrolments, notices = enrolments_of([line(2022), line(2023)], {2022, 2023, 2024})
    assert periods(enrolments) == [(STARTED, date(2023, 12, 31), "1")]
    (notice,) = notices
    assert isinstance(notice, Notice)
    assert (notice.file, notice.line, notice.field, notice.rule) == (
        "2023.dat",
        7,
        "STATUS",
        "periode",
    )


def test_another_persons_line_tells_that_there_was_a_next_file() -> None:
    enrolments, _ = enrolments_of([line(2022), line(2023, identity=BERIT)], ())
    assert [one.ended_on for one in enrolments] == [date(2022, 12, 31), None]


def test_someone_absent_for_a_year_and_back_with_the_same_start_never_left() -> None:
    enrolments, notices = enrolments_of([line(2022), line(2024)], {2022, 2023, 2024})
    assert (periods(enrolments), notices) == ([(STARTED, None, "1")], ())
    assert enrolments[0].years == (2022, 2024)


def test_a_new_start_after_the_end_is_a_new_enrolment() -> None:
    ended, again = date(2023, 3, 1), date(2023, 10, 1)
    lines = [line(2022), line(2023, "3", ended), line(2023, "1", None, again, number=8)]
    enrolments, notices = enrolments_of(lines, ())
    assert periods(enrolments) == [(STARTED, ended, "3"), (again, None, "1")]
    assert notices == ()


def test_a_new_start_in_the_year_after_closes_the_enrolment_before() -> None:
    enrolments, notices = enrolments_of([line(2022), line(2023, started_on=date(2023, 2, 1))], ())
    assert periods(enrolments) == [
        (STARTED, date(2022, 12, 31), "1"),
        (date(2023, 2, 1), None, "1"),
    ]
    assert [one.file for one in notices] == ["2022.dat"]


def test_a_start_corrected_the_year_after_is_the_same_enrolment() -> None:
    ended, corrected = date(2023, 5, 31), date(2022, 9, 15)
    enrolments, notices = enrolments_of([line(2022), line(2023, "3", ended, corrected)], ())
    assert periods(enrolments) == [(STARTED, ended, "3")]
    assert [(one.file, one.field) for one in notices] == [("2023.dat", "BEGYNT_DATO")]


def test_the_latest_year_decides_even_when_its_start_was_set_earlier() -> None:
    ended = date(2023, 5, 31)
    lines = [line(2022, started_on=date(2022, 10, 1)), line(2023, "3", ended, STARTED)]
    enrolments, _ = enrolments_of(lines, ())
    assert periods(enrolments) == [(STARTED, ended, "3")]


def test_of_two_lines_in_a_year_the_one_that_goes_on_decides() -> None:
    moved = line(2023, "6", date(2023, 4, 30), number=1)
    enrolments, _ = enrolments_of([line(2023, "1", number=2), moved], ())
    assert periods(enrolments) == [(STARTED, None, "1")]


def test_nobody_is_ever_in_two_open_programmes() -> None:
    lines = [line(2023, started_on=date(2023, month, 1), number=month) for month in (2, 5, 9)]
    enrolments, notices = enrolments_of(lines, ())
    assert periods(enrolments) == [(date(2023, 2, 1), None, "1")]
    assert len(notices) == 2


def test_no_lines_give_no_enrolments() -> None:
    assert enrolments_of([], {2022}) == ((), ())
