"""A decision that money is to come back: it gives none, and its letter says what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.models import User
from decisions import letters
from decisions.actions import RefusedError
from households.models import Household
from tests.decisions import case

pytestmark = pytest.mark.django_db
BACK = replace(case.MATTER, asked="tilbakebetaling", section="23", recurs="once", amount=0)


@pytest.mark.parametrize("section", ["23", "24", "25", "26"])
def test_what_claims_money_back_gives_none(home: Household, caseworker: User, section: str) -> None:
    with pytest.raises(RefusedError, match="gir ingen penger") as refused:
        case.written(home, caseworker, matters=(replace(BACK, section=section, amount=100),))
    assert refused.value.field == "matters.1.amount"


def test_the_letter_says_that_money_is_to_come_back(home: Household, caseworker: User) -> None:
    back = case.written(home, caseworker, matters=(BACK,))
    assert letters.words_of(back).lead == (letters.CLAIMED,)
    both = case.written(home, caseworker, matters=(case.MATTER, BACK))
    assert letters.words_of(both).lead == (letters.LEAD["granted"],)


@pytest.mark.parametrize("form", ["guarantee", "goods", "service"])
def test_what_is_no_money_says_that_nothing_is_paid_out(
    home: Household, caseworker: User, form: str
) -> None:
    given = case.written(home, caseworker, matters=(replace(case.MATTER, form=form),))
    told = letters.words_of(given).matters[0].paragraphs[-1].text
    assert "12\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr hver måned" in told
    assert letters.NO_MONEY in told


def test_money_to_a_third_party_says_to_whom(home: Household, caseworker: User) -> None:
    rent = replace(case.MATTER, third_party="Prøve Utleie AS")
    told = letters.words_of(case.written(home, caseworker, matters=(rent,))).matters[0]
    assert "Pengene betales til Prøve Utleie AS." in told.paragraphs[-1].text
