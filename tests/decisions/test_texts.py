"""Standard texts: what of a text is standard, editions with dates, and who keeps them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from decisions.models import TextBlock
from decisions.texts import actions
from decisions.texts.queries import editions_of, texts_for
from decisions.texts.rules import changes, is_only_standard, places
from tests.decisions import case

TOMORROW = case.TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "standards", "is_standard"),
    [
        ("Den som ikke\nkan", ("Den som  ikke kan",), True),
        ("Den som ikke kan. Du er alene.", ("Den som ikke kan.",), False),
        ("Du er alene. Den som ikke kan.", ("Den som ikke kan.", "Du er alene."), True),
        ("Vi mener det.", ("Du er alene. Vi mener det.",), True),
        ("Du får [beløp] kroner.", ("Du får [beløp] kroner.",), True),
        ("Du får 900 kroner.", ("Du får [beløp] kroner.",), False),
        ("Egne ord", ("",), False),
        ("", ("",), False),
    ],
)
def test_a_text_of_nothing_but_standard_sentences_is_standard(
    text: str, standards: tuple[str, ...], is_standard: bool
) -> None:
    assert is_only_standard(text, standards) == is_standard


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Du får [beløp] kroner fra [måned].", ["[beløp]", "[måned]"]),
        ("[hva\nsom helst] og [hva som helst]", ["[hva som helst]"]),
        ("Uten, eller med bare ] eller [", []),
    ],
)
def test_what_is_to_be_filled_in_stands_in_brackets(text: str, found: list[str]) -> None:
    assert places(text) == found


def test_the_later_edition_is_told_by_what_it_changed() -> None:
    pieces = [(piece.text, piece.mark) for piece in changes("Du får lån.", "Du får bidrag nå.")]
    assert pieces[0] == ("Du får ", "kept")
    assert "".join(text for text, mark in pieces if mark != "out") == "Du får bidrag nå."
    assert "".join(text for text, mark in pieces if mark != "in") == "Du får lån."


pages = pytest.mark.django_db


def new(block: TextBlock, by: User, **kwargs: object) -> TextBlock:
    given: dict[str, object] = {"title": "Prøve", "body": "Du eier bolig.", "valid_from": TOMORROW}
    return actions.new_edition(
        **{"block": block, "seen": block.version, "at": case.NOW, "by": by} | given | kwargs
    )


@pages
def test_a_new_edition_takes_over_from_its_day(team_leader: User) -> None:
    first = case.standard_text()
    second = new(first, team_leader)
    first.refresh_from_db()
    assert (first.valid_to, first.ended_by, second.version) == (case.TODAY, team_leader, 2)
    of_part = {day: texts_for("kvp", day).usable["facts"] for day in (case.TODAY, TOMORROW)}
    assert of_part == {case.TODAY: [(first.pk, "Prøve")], TOMORROW: [(second.pk, "Prøve")]}
    assert {first.pk, second.pk} <= texts_for("kvp", TOMORROW).known["facts"]
    assert [row.block for row in editions_of(first)] == [second, first]


@pages
def test_an_edition_that_began_today_can_be_replaced_today(team_leader: User) -> None:
    first = case.standard_text(valid_from=case.TODAY)
    second = new(first, team_leader, valid_from=case.TODAY)
    assert texts_for("kvp", case.TODAY).usable["facts"] == [(second.pk, "Prøve")]


@pages
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"seen": 7}, None),
        ({"valid_from": case.TODAY - timedelta(days=1)}, "valid_from"),
        ({"body": "Du leier bolig."}, "body"),
    ],
)
def test_an_edition_is_refused(
    team_leader: User, change: dict[str, object], field: str | None
) -> None:
    with pytest.raises(actions.RefusedError) as refused:
        new(case.standard_text(), team_leader, **change)
    assert refused.value.field == field
    assert TextBlock.objects.filter(key="proeve").get().valid_to is None


@pages
def test_an_edition_that_is_to_come_is_not_overtaken(team_leader: User) -> None:
    second = new(case.standard_text(), team_leader, valid_from=date(2027, 1, 1))
    with pytest.raises(actions.RefusedError, match=r"begynner 01\.01\.2027"):
        new(second, team_leader)


@pages
def test_a_text_taken_out_of_use_cannot_be_chosen(team_leader: User) -> None:
    block = case.standard_text()
    yesterday = case.TODAY - timedelta(days=1)
    actions.end_text(block=block, last_day=yesterday, at=case.NOW, by=team_leader)
    assert "facts" not in texts_for("kvp", case.TODAY).usable
    with pytest.raises(actions.RefusedError, match="bare til"):
        actions.end_text(block=block, last_day=TOMORROW, at=case.NOW, by=team_leader)


@pages
@pytest.mark.parametrize("last_day", [date(2026, 11, 22), date(2025, 12, 31)])
def test_the_past_stays_as_it_was(team_leader: User, last_day: date) -> None:
    with pytest.raises(actions.RefusedError):
        actions.end_text(block=case.standard_text(), last_day=last_day, at=case.NOW, by=team_leader)


@pages
def test_two_texts_may_have_the_same_title(team_leader: User) -> None:
    given = {"kind": "", "part": "law", "title": "Ny", "body": "A", "valid_from": case.TODAY}
    keys = [actions.new_text(**given, at=case.NOW, by=team_leader).key for _ in range(3)]  # type: ignore[arg-type]
    assert len(set(keys)) == 3
