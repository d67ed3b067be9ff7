"""Whether pages that others have made can be shown, and what is filled in on them."""

from __future__ import annotations

import pytest

from decisions.appeal_case import foreign
from tests.decisions import foreign_pdfs as given


@pytest.mark.parametrize(
    ("data", "across"),
    [
        (given.pages(2), (False, False)),
        (given.pages(flipped=True), (True,)),
        (given.turned(), (True,)),
        (given.turned(2), (False,)),
        (given.locked(""), (False,)),
    ],
)
def test_each_page_is_told_by_how_it_lies(data: bytes, across: tuple[bool, ...]) -> None:
    assert foreign.pages_of(data).across == across


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (given.locked("hemmelig"), foreign.ENCRYPTED),
        (b"%PDF-1.7\nikke en PDF\n%%EOF", foreign.UNREADABLE),
        (given.pages(40)[:9_000] + b"%%EOF", foreign.UNREADABLE),
        (b"%PDF-1.7\n1 0 obj\n<</Type/Pages/Count 0/Kids[]>>\nendobj\n", foreign.UNREADABLE),
        (b"", foreign.UNREADABLE),
    ],
)
def test_what_cannot_be_shown_tells_why(data: bytes, why: str) -> None:
    with pytest.raises(foreign.UnreadableError, match=why):
        foreign.pages_of(data)


def test_a_file_of_very_many_pages_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "MOST_PAGES", 2)
    with pytest.raises(foreign.UnreadableError, match=foreign.TOO_MANY):
        foreign.pages_of(given.pages(3))


def test_what_is_filled_in_is_drawn_into_the_page() -> None:
    before = given.filled_in("Signert av Amina")
    assert "Signert" not in given.words_in(before)[0]
    assert "Husleie 1" in given.words_in(foreign.pages_of(before).data)[0]
    assert "Signert av Amina" in given.words_in(foreign.pages_of(before).data)[0]


@pytest.mark.parametrize("flags", [foreign.HIDDEN, foreign.NO_VIEW])
def test_what_is_hidden_stays_so(flags: int) -> None:
    shown = foreign.pages_of(given.filled_in("Skjult", flags=flags)).data
    assert "Skjult" not in given.words_in(shown)[0]
