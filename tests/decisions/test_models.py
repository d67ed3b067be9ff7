"""What the database itself refuses about decisions, and to whom they are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from decisions import appeals
from decisions.models import (
    Appeal,
    ChildWeighed,
    Condition,
    Decision,
    DecisionChange,
    Letter,
    Matter,
)
from decisions.queries import facts_of
from decisions.rules import warnings
from decisions.texts.queries import used_in
from households.models import Household, HouseholdLock, Responsibility, RetentionRun
from tests.conftest import unit
from tests.decisions import case
from tests.factories import LONG_AGO, UserFactory, break_glass, share

pytestmark = pytest.mark.django_db
PARTS = (Decision, Matter, ChildWeighed, Condition, DecisionChange, Letter, Appeal)


@pytest.fixture
def whole(home: Household, caseworker: User, team_leader: User) -> Decision:
    """A decision with everything that can hang on it."""
    first = case.draft(home, caseworker)
    decision = case.approved(home, caseworker, team_leader, conditions=(case.condition(first),))
    Decision.objects.filter(pk=first.pk).update(state="withdrawn")
    case.sent(decision, caseworker)
    appeals.register_appeal(
        decision=decision, appellant=home.contact, text="Nei", received_on=case.TODAY,
        at=case.NEXT, by=caseworker,
    )  # fmt: skip
    return decision


def refuses(**values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(**values)


def test_an_attest_is_always_by_another(home: Household, caseworker: User) -> None:
    decision = case.proposed(home, caseworker)
    assert decision.needs_attest
    refuses(state="approved", approved_by=caseworker, approved_at=case.NEXT)
    Decision.objects.update(proposed_by=UserFactory())
    refuses(state="approved", approved_by=caseworker, approved_at=case.NEXT)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "approved"},
        {"state": "draft"},
        {"state": "returned"},
        {"content_hash": ""},
        {"proposed_by": None},
        {"last_month": date(2026, 10, 1)},
        {"edition": 2},
    ],
)
def test_the_state_follows_who_did_what(
    home: Household, caseworker: User, values: dict[str, Any]
) -> None:
    case.proposed(home, caseworker)
    refuses(**values)


def test_what_is_refused_gives_no_money(home: Household, caseworker: User) -> None:
    case.written(home, caseworker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.update(outcome="refused")


def test_a_decision_is_known_to_the_party_at_the_office_that_has_the_household(
    whole: Decision,
    caseworker: User,
    caseworker_other_office: User,
    bft_adviser: User,
    executive: User,
    stranger: User,
) -> None:
    home = whole.household
    share(home, home.contact, unit("bft", "midtbyen"), scope="economy")
    Responsibility.objects.create(
        household=home, party="bft", unit=unit("bft", "midtbyen"), valid_from=LONG_AGO
    )
    others = (caseworker_other_office, bft_adviser, executive, stranger)
    for model in PARTS:
        rows: Any = model.objects  # type: ignore[attr-defined]
        assert rows.visible_to(caseworker).count() == rows.count() > 0, model
        assert [rows.visible_to(user).count() for user in others] == [0] * 4, model


def test_an_emergency_access_opens_it_and_a_lock_closes_it(
    whole: Decision, caseworker: User, caseworker_other_office: User
) -> None:
    break_glass(caseworker_other_office, whole.household)
    needy = User.objects.get(pk=caseworker_other_office.pk)
    assert whole in Decision.objects.visible_to(needy)
    run = RetentionRun.objects.create(as_of=case.TODAY, proposed_by=UserFactory())
    HouseholdLock.objects.create(household=whole.household, run=run, locked_on=case.TODAY)
    assert not Matter.objects.visible_to(User.objects.get(pk=caseworker.pk)).exists()


def told(decision: Decision) -> list[str]:
    found = [finding.field for finding in warnings(facts_of(decision, case.TODAY))]
    return [name for name in found if name.startswith("matters")]


def test_a_text_remembers_the_block_it_began_as(home: Household, caseworker: User) -> None:
    block = case.standard_text(part="discretion", body="Du er alene.")
    matter = replace(case.MATTER, discretion=" Du er\nalene.", discretion_block_id=block.pk)
    decision = case.written(home, caseworker, matters=(matter,))
    assert told(decision) == ["matters.1.discretion"]
    assert used_in(decision) == [block]
    decision.matters.update(discretion="Du er alene, og venter på dagpenger.")
    assert told(decision) == []


def test_a_text_that_is_out_of_use_is_standard_all_the_same(
    home: Household, caseworker: User
) -> None:
    case.standard_text(part="discretion", body="Du er alene.", valid_to=case.TODAY)
    matter = replace(case.MATTER, discretion="Du er alene.")
    assert told(case.written(home, caseworker, matters=(matter,))) == ["matters.1.discretion"]


@pytest.mark.parametrize(
    "change", [{"version": 1, "valid_to": case.TODAY}, {"version": 2}, {"key": "b", "body": ""}]
)
def test_a_standard_text_has_one_open_edition(change: dict[str, Any]) -> None:
    case.standard_text(key="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        case.standard_text(**{"key": "a"} | change)
