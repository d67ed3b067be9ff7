"""A line of 11F as values: situation, children, and what was paid in each month."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.kostra.history import KostraHistory, read_history
from benefits.kostra.layouts import YEARS
from households.months import month_from
from tests.benefits.kostra_files import BORN, Recipient, assistance_file

MARCH = {3: (9000, None)}
Place = tuple[int | None, str | None, str]


def read(*people: Recipient, year: int = 2025) -> KostraHistory:
    return read_history([("fil", assistance_file(people, year))], synthetic_allowed=True)


def places(history: KostraHistory) -> tuple[list[Place], list[Place]]:
    """Line, field and rule of errors and notices; errors leave nothing else."""
    assert not (history.errors and history.recipients)
    return (
        [(one.line, one.field, one.rule) for one in history.errors],
        [(one.line, one.field, one.rule) for one in history.notices],
    )


@pytest.mark.parametrize("year", YEARS)
def test_a_line_becomes_a_year_of_a_person(year: int) -> None:
    texts = {"EKTSTAT": "4", "VKLO": "3", "TRYGDESIT": "11", "ARBSIT": "02", "BOSIT": "2"}
    person = Recipient({1: (9000, 500), 12: (None, 800)}, sex="1", children=2, fields=texts)
    history = read(person, year=year)
    assert places(history) == ([], [])
    (one,) = history.recipients
    assert (one.sex, one.birth_date, one.journal_number) == ("m", BORN, "OSK00001")
    assert (one.marital_status, one.main_income, one.benefit_situation) == ("4", "3", "11")
    assert (one.work_situation, one.housing_situation) == ("02", "2")
    assert (one.has_children, one.number_of_children) == (True, 2)
    assert one.months == ((month_from(year, 1), 9000, 500), (month_from(year, 12), 0, 800))
    assert (one.year, one.file, one.line) == (year, "fil", 1)


def test_marked_months_without_an_amount_share_the_rest_of_the_year() -> None:
    history = read(Recipient({1: (9000, None), 2: (None, None), 4: (None, None)}, grant=14_001))
    january = month_from(2025, 1)
    assert history.recipients[0].months == (
        (january, 9000, 0),
        (january + 1, 2501, 0),
        (january + 3, 2500, 0),
    )
    assert places(history) == ([], [(1, "STMND_1", "fordelt")])


def test_a_marked_month_that_nothing_is_left_for_is_a_benefit_month_all_the_same() -> None:
    history = read(Recipient({1: (9000, None), 2: (None, None)}))
    assert [one[1:] for one in history.recipients[0].months] == [(8999, 0), (1, 0)]
    assert places(history)[1] == [(1, "STMND_1", "fordelt"), (1, "STMND_1", "fordelt")]


def test_an_amount_makes_a_benefit_month_of_a_month_that_is_not_marked() -> None:
    history = read(Recipient({3: (9000, None), 4: (9000, None)}, fields={"STMND_4": ""}))
    assert len(history.recipients[0].months) == 2
    assert places(history) == ([], [(1, "STMND_1", "stmnd")])
    unmarked = read(Recipient(MARCH, fields={"STMND_3": ""}))
    assert len(unmarked.recipients[0].months) == 1
    assert places(unmarked) == ([], [(1, "STMND_1", "26")])


def test_a_year_that_differs_from_its_months_is_told() -> None:
    history = read(Recipient({3: (9000, 100)}, grant=8000, loan=101))
    assert places(history) == ([], [(1, "BIDRAG", "36"), (1, "LAAN", "37")])


def test_a_line_without_an_amount_or_without_a_month_is_refused() -> None:
    assert places(read(Recipient({3: (None, None)})))[0] == [(1, "BIDRAG", "27")]
    assert places(read(Recipient({}, grant=5000)))[0] == [(1, "STMND_1", "26")]


@pytest.mark.parametrize(
    ("grant", "rules"), [(200, ["31"]), (201, []), (1_000_000, []), (1_000_001, ["30"])]
)
def test_unusual_amounts_are_told(grant: int, rules: list[str]) -> None:
    history = read(Recipient({3: (grant, None)}))
    assert [one.rule for one in history.notices] == rules


def test_children_and_their_number_must_agree() -> None:
    for texts, rule in (
        ({"BU18": "1", "ANTBU18": ""}, "11"),
        ({"BU18": "1", "ANTBU18": " 0"}, "11"),
        ({"BU18": "2", "ANTBU18": " 1"}, "12"),
        ({"BU18": "1", "ANTBU18": "14"}, "13"),
    ):
        errors, _ = places(read(Recipient(MARCH, fields=texts)))
        assert errors == [(1, "ANTBU18", rule)]


def test_more_children_than_can_be_were_accepted_in_2022() -> None:
    history = read(Recipient(MARCH, children=99), year=2022)
    assert history.recipients[0].number_of_children == 13
    assert places(history) == ([], [(1, "ANTBU18", "13")])


def test_the_very_young_and_the_very_old_are_told() -> None:
    young, old, oldest = date(2008, 12, 31), date(1930, 1, 1), date(1929, 12, 31)
    people = [
        Recipient(MARCH, f"OSK{place}", born) for place, born in enumerate((young, old, oldest), 1)
    ]
    assert places(read(*people)) == (
        [],
        [(1, "PERSON_FODSELSNR", "06"), (3, "PERSON_FODSELSNR", "07")],
    )


def test_the_same_person_twice_is_refused() -> None:
    errors, _ = places(read(Recipient(MARCH, "OSK1"), Recipient({4: (1000, None)}, "OSK2")))
    assert errors == [(2, "PERSON_FODSELSNR", "05A")]


def test_strangers_who_share_a_placeholder_number_are_two_persons() -> None:
    shared = [Recipient(MARCH, journal, number="15039200200") for journal in ("OSK1", "OSK2")]
    history = read(*shared)
    assert places(history) == ([], [])
    assert len({one.identity for one in history.recipients}) == 2


def test_the_same_journal_number_twice_is_refused() -> None:
    people = [Recipient(MARCH, "OSK1"), Recipient(MARCH, "OSK1", date(1980, 1, 1))]
    assert places(read(*people))[0] == [(2, "PERSON_JOURNALNR", "05B")]
