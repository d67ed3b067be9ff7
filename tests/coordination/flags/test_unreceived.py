"""A child of 17 whose needs will last, and whom nobody has accepted, goes before the meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import User
from children.models import Transition
from children.transitions.actions import open_due
from coordination.flags import rules
from coordination.models import Flag
from households.models import Household, Person
from tests.children.filled import mapped, transition
from tests.conftest import unit
from tests.coordination.flags.conftest import TODAY, flags

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
LASTING = {"lasting_needs": "yes", "lasting_needs_text": "Trenger hjelp"}


@pytest.fixture
def youth(family: Household) -> Person:
    """17 on the day."""
    child = family.members.exclude(pk=family.contact_id).get()
    child.birth_date = date(2009, 6, 15)
    child.save()
    return child


@pytest.mark.parametrize(
    ("born", "raised"),
    [
        (date(2009, 6, 16), []),  # 16 years and 364 days
        (date(2009, 6, 15), ["unreceived"]),
        (date(2008, 6, 16), ["unreceived"]),  # the day before 18
        (date(2008, 6, 15), []),
    ],
)
def test_at_17_and_not_before_or_after(
    family: Household, youth: Person, caseworker: User, born: date, raised: list[str]
) -> None:
    youth.birth_date = born
    youth.save()
    mapped(family, youth, caseworker, on=date(2026, 6, 1), levels={}, **LASTING)
    assert flags() == raised


def test_one_born_on_29_february(family: Household, youth: Person, caseworker: User) -> None:
    youth.birth_date = date(2008, 2, 29)
    youth.save()
    mapped(family, youth, caseworker, on=date(2025, 2, 20), levels={}, **LASTING)
    days = (date(2025, 2, 27), date(2025, 2, 28), date(2026, 2, 20))
    assert [flags(day) for day in days] == [[], ["unreceived"], ["unreceived"]]
    mapped(family, youth, caseworker, on=date(2026, 2, 20), levels={}, **LASTING)
    assert flags(date(2026, 2, 27)) == ["unreceived"]
    assert flags(date(2026, 2, 28)) == []


@pytest.mark.parametrize("said", [{}, {"lasting_needs": "no"}, {"lasting_needs": "unknown"}])
def test_only_needs_that_last(
    family: Household, youth: Person, caseworker: User, said: dict[str, str]
) -> None:
    mapped(family, youth, caseworker, on=date(2026, 6, 1), levels={}, **said)
    assert flags() == []


def test_what_bft_has_mapped_is_not_told(
    family: Household, youth: Person, bft_adviser: User
) -> None:
    there = unit("bft", "midtbyen")
    mapped(family, youth, bft_adviser, at=there, on=date(2026, 6, 1), levels={}, **LASTING)
    assert flags() == []


@pytest.mark.parametrize(
    ("told", "raised"),
    [
        ({"answer": "no"}, ["unreceived"]),
        ({"answer": "yes"}, []),
    ],
)
def test_it_is_gone_when_somebody_has_accepted(
    family: Household, youth: Person, caseworker: User, told: dict[str, Any], raised: list[str]
) -> None:
    mapped(family, youth, caseworker, on=date(2026, 6, 1), levels={}, **LASTING)
    open_due(today=TODAY, at=NOW)
    assert flags() == ["unreceived"]
    rows = Transition.objects.all()
    rows.update(receiver_name="DPS", receiver_contact="Vakt", met_on=TODAY)
    assert flags() == ["unreceived"]  # named is not accepted
    who = {"asked_by": caseworker, "answered_by": caseworker}
    rows.update(asked_on=TODAY, answered_on=TODAY, **who, **told)
    assert flags() == raised


def test_it_is_gone_when_the_transition_is_ended_with_a_reason(
    family: Household, youth: Person, caseworker: User
) -> None:
    mapped(family, youth, caseworker, on=date(2026, 6, 1), levels={}, **LASTING)
    ended = {"ended_on": TODAY, "ended_by": caseworker, "ended_reason": "not_wanted"}
    transition(family, youth, caseworker, on=TODAY, **ended)
    assert flags() == []


def test_it_says_how_many_and_when_they_turn_18(
    family: Household, youth: Person, caseworker: User
) -> None:
    mapped(family, youth, caseworker, on=date(2026, 6, 1), levels={}, **LASTING)
    flags()
    flag = Flag.objects.get()
    assert rules.is_to_osk(flag.rule)
    assert rules.rank("worries") < rules.rank(flag.rule) < rules.rank("kvp_broken")
    said = "1 barn på 17 med varige behov, fyller 18 15.06.2027"
    assert rules.said(flag.rule, flag.data) == said
