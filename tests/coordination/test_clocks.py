"""A person's time on assistance in words and boxes, the rule itself being benefits/rules.py."""

from __future__ import annotations

import pytest

from benefits.rules import History, current_spell, months_until_over
from coordination.clocks import Clock, Months, clock, counted_until
from households.months import Month, parse_month

NOW = parse_month("2026-11")
LETTERS = {"aid": "a", "kvp": "k", "intro": "i", "gap": "g", "earlier": "e", "pause": "p"}


def months(text: str) -> frozenset[Month]:
    """ "2023-03..2024-03 2024-06" as a set of months."""
    found: set[Month] = set()
    for span in text.split():
        first, _, last = span.partition("..")
        found |= set(range(parse_month(first), parse_month(last or first) + 1))
    return frozenset(found)


def read(benefit: str, kvp: str = "", intro: str = "", now: Month = NOW) -> Clock:
    found = clock(Months(months(benefit), months(kvp), months(intro)), now)
    assert found is not None
    return found


def strip(told: Clock) -> dict[int, str]:
    letters = LETTERS | {"next": "n", "none": "."}
    return {row.year: "".join(letters[cell.state] for cell in row.cells) for row in told.years}


def test_the_family_of_the_study_passes_three_years_in_january() -> None:
    told = read("2023-03..2024-03 2024-06..2024-12 2025-11..2026-11", kvp="2025-01..2025-10")
    assert (told.value, told.unit) == (35, "av 36 måneder")
    assert told.statement == "Passerer tre år i januar 2027"
    assert told.condition == "hvis stønaden fortsetter."
    assert told.details == (
        "Forløpet startet mars 2023. Utbetaling i 33 av 35 måneder. "
        "Ti måneder med bare KVP er holdt utenfor."
    )
    assert strip(told) == {
        2023: "..aaaaaaaaaa",
        2024: "aaaggaaaaaaa",
        2025: "kkkkkkkkkkaa",
        2026: "aaaaaaaaaaan",
        2027: "n...........",
    }
    assert [row.counts for row in told.years] == [10, 12, 2, 11, 0]


def test_the_column_of_counts_sums_to_the_headline() -> None:
    told = read("2021-02..2021-08 2022-01..2024-03 2024-09..2026-10", kvp="2023-02..2023-07")
    assert sum(row.counts for row in told.years) == told.value


def test_now_and_month_37_are_the_boxes_with_a_number() -> None:
    told = read("2023-03..2024-03 2024-06..2024-12 2025-11..2026-11", kvp="2025-01..2025-10")
    cells = [cell for row in told.years for cell in row.cells]
    assert [cell.label for cell in cells if cell.is_now] == ["35"]
    [mark] = [cell for cell in cells if cell.is_mark]
    assert (mark.label, mark.text) == ("37", "januar 2027: kommer")
    assert {cell.label for cell in cells} == {"", "K", "–", "35", "37"}


@pytest.mark.parametrize(("paid", "length"), [("2023-12..2026-11", 36), ("2023-11..2026-11", 37)])
def test_three_years_are_passed_with_the_37th_month(paid: str, length: int) -> None:
    told = read(paid)
    assert told.value == length
    if length == 36:
        assert told.statement == "Passerer tre år i desember 2026"
    else:
        assert (told.unit, told.statement) == ("måneder", "Passerte tre år i november 2026.")


def test_a_month_that_is_not_over_and_not_paid_is_still_to_come() -> None:
    told = read("2023-11..2026-10")
    assert (told.value, told.statement) == (36, "Passerer tre år i november 2026")
    [now] = [cell for row in told.years for cell in row.cells if cell.is_now]
    assert (now.state, now.is_mark) == ("next", True)


def test_kvp_now_makes_the_time_stand_still() -> None:
    told = read("2025-01..2026-08", kvp="2026-09..2026-11")
    assert (told.value, told.unit) == (20, "av 36 måneder")
    assert told.statement == "Tiden står stille mens KVP løper."
    assert told.condition == "Ny stønad fortsetter forløpet."
    assert strip(told)[2026] == "aaaaaaaakkk."


def test_introduction_benefit_is_told_by_its_own_letter() -> None:
    told = read("2024-01..2024-06 2025-02..2026-11", intro="2024-07..2025-01")
    assert strip(told)[2024] == "aaaaaaiiiiii"
    assert "Sju måneder med bare introduksjonsstønad er holdt utenfor." in told.details
    assert told.states == {"aid", "intro", "next"}


def test_assistance_beside_kvp_counts() -> None:
    told = read("2026-01..2026-11", kvp="2026-03..2026-05")
    assert (told.value, "holdt utenfor" in told.details) == (11, False)


@pytest.mark.parametrize(
    ("kvp", "consequence"),
    [
        ("", "Ny stønad begynner et nytt forløp."),
        ("2026-06..2026-08", "Ny stønad fortsetter forløpet."),
    ],
)
def test_a_stopped_spell_says_what_a_new_payment_would_do(kvp: str, consequence: str) -> None:
    told = read("2024-01..2026-03", kvp=kvp)
    assert (told.value, told.unit) == (27, "måneder")
    assert told.statement == "Ingen stønad siden mars 2026."
    assert told.condition == consequence


def test_months_of_an_earlier_spell_are_shown_and_do_not_count() -> None:
    told = read("2025-01..2025-03 2025-12..2026-11")
    assert strip(told) == {2025: "eee........a", 2026: "aaaaaaaaaaan"}
    assert told.value == 12


def test_far_from_three_years_only_the_next_month_is_shown() -> None:
    told = read("2026-06..2026-11")
    assert list(strip(told)) == [2026]
    assert not told.marks_three_years


def test_one_month_is_singular() -> None:
    assert "Utbetaling i 1 av 1 måned." in read("2026-11").details


def test_without_any_payment_there_is_no_clock() -> None:
    assert clock(Months(frozenset(), months("2026-01..2026-11"), frozenset()), NOW) is None


def test_payments_to_come_are_not_read() -> None:
    assert counted_until(True, NOW) == NOW
    assert counted_until(False, NOW) == NOW - 1


@pytest.mark.parametrize(
    "paid", ["2023-01..2024-06 2024-10..2026-11", "2026-02..2026-09", "2020-01..2026-10"]
)
def test_figure_and_passing_month_are_those_of_the_rule(paid: str) -> None:
    told, history = read(paid), History(benefit=months(paid))
    until = counted_until(NOW in history.benefit, NOW)
    spell = current_spell(history, until)
    assert spell is not None
    assert told.value == spell.length
    assert told.statement.startswith("Passerer") == (months_until_over(history, until) is not None)
