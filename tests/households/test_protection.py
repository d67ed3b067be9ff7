"""Grades: raised by one at once, lowered by two, and every change kept."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from households.access import Protection
from households.models import Household, Membership, Person, ProtectionChange
from households.protection import actions
from households.protection.rules import STRICTNESS, is_lowering
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, add_member, break_glass, share

NONE, STAFF, CODE_7, CODE_6, ABROAD = STRICTNESS
UNKNOWN = Protection.UNKNOWN


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


def grade(person: Person) -> str:
    return Person.objects.get(pk=person.pk).protection


def lift(person: Person, by: User, seen: Protection = NONE, to: Protection = CODE_6) -> None:
    actions.raise_protection(person_id=person.pk, seen=seen, grade=to, reason="police", by=by)


def propose(person: Person, by: User) -> ProtectionChange:
    actions.propose_lowering(
        person_id=person.pk, seen=CODE_7, grade=NONE, reason="over", grounds="Bekreftet", by=by
    )
    return ProtectionChange.objects.waiting().get()


def test_grades_stand_in_one_order_from_mild_to_strict() -> None:
    assert set(STRICTNESS) == set(Protection) - {UNKNOWN}
    for (low, one), (high, other) in product(enumerate(STRICTNESS), repeat=2):
        assert is_lowering(other, one) == (low < high)


def test_from_an_unknown_grade_only_none_opens() -> None:
    assert [to for to in STRICTNESS if is_lowering(UNKNOWN, to)] == [NONE]


def test_raising_bites_at_once_on_shares_and_emergency_accesses(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    shared = share(household, household.contact, unit("bft", "midtbyen"))
    opened = break_glass(caseworker_other_office, household)
    child = PersonFactory()
    add_member(household, child, Membership.Role.CHILD)
    lift(child, caseworker)
    assert grade(child) == CODE_6
    shared.refresh_from_db()
    opened.refresh_from_db()
    assert shared.revoked_by == caseworker
    assert opened.ended_at is not None
    change = ProtectionChange.objects.get()
    assert (change.from_grade, change.to_grade, change.outcome) == (NONE, CODE_6, "made")
    assert (change.proposed_by, change.decided_by) == (caseworker, caseworker)


def test_raising_leaves_other_households_shares_and_ends_those_of_former_homes(
    household: Household, caseworker: User
) -> None:
    other = HouseholdFactory(district="midtbyen")
    kept = share(other, other.contact, unit("bft", "midtbyen"))
    former = HouseholdFactory(district="heimdal")
    yesterday = timezone.localdate() - timedelta(days=1)
    add_member(former, household.contact, Membership.Role.SPOUSE, valid_to=yesterday)
    ended = share(former, former.contact, unit("bft", "heimdal"))
    lift(household.contact, caseworker)
    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.revoked_at is None, ended.revoked_at is None) == (True, False)


def test_a_milder_grade_is_no_raising_and_a_stricter_no_lowering(
    household: Household, caseworker: User
) -> None:
    person = household.contact
    lift(person, caseworker, NONE, CODE_7)
    with pytest.raises(actions.GradeChangedMeanwhileError):
        lift(person, caseworker, CODE_7, STAFF)
    with pytest.raises(actions.GradeChangedMeanwhileError):
        actions.propose_lowering(
            person_id=person.pk,
            seen=CODE_7,
            grade=CODE_6,
            reason="over",
            grounds="x",
            by=caseworker,
        )
    assert grade(person) == CODE_7


def test_a_grade_that_another_has_changed_meanwhile_is_not_overwritten(
    household: Household, caseworker: User
) -> None:
    lift(household.contact, caseworker)
    with pytest.raises(actions.GradeChangedMeanwhileError):
        lift(household.contact, caseworker, NONE, CODE_7)
    assert grade(household.contact) == CODE_6


def test_lowering_waits_for_another_and_the_proposer_cannot_decide(
    household: Household, caseworker: User, team_leader: User
) -> None:
    person = household.contact
    lift(person, caseworker, NONE, CODE_7)
    change = propose(person, caseworker)
    assert grade(person) == CODE_7
    with pytest.raises(actions.NotByTheSamePersonError):
        actions.decide_lowering(change=change, approve=True, by=caseworker)
    actions.decide_lowering(change=change, approve=True, by=team_leader)
    assert grade(person) == NONE
    change.refresh_from_db()
    assert (change.outcome, change.decided_by) == ("made", team_leader)
    with pytest.raises(actions.GradeChangedMeanwhileError):
        actions.decide_lowering(change=change, approve=True, by=team_leader)


def test_a_refused_proposal_changes_nothing_and_another_may_follow(
    household: Household, caseworker: User, team_leader: User
) -> None:
    lift(household.contact, caseworker, NONE, CODE_7)
    actions.decide_lowering(
        change=propose(household.contact, caseworker), approve=False, by=team_leader
    )
    assert grade(household.contact) == CODE_7
    assert propose(household.contact, caseworker).outcome == "waiting"


def test_a_proposal_lapses_when_the_grade_is_raised(
    household: Household, caseworker: User, team_leader: User
) -> None:
    lift(household.contact, caseworker, NONE, CODE_7)
    change = propose(household.contact, caseworker)
    lift(household.contact, caseworker, CODE_7, CODE_6)
    change.refresh_from_db()
    assert change.outcome == "lapsed"
    assert grade(household.contact) == CODE_6


def row(**values: object) -> ProtectionChange:
    now = timezone.now()
    usual = {
        "from_grade": CODE_7,
        "to_grade": NONE,
        "is_lowering": True,
        "reason": "over",
        "grounds": "Bekreftet",
        "proposed_at": now,
        "decided_at": now,
        "outcome": "made",
    }
    return ProtectionChange(**usual | values)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("lowered_by_two", {}),
        ("lowering_has_grounds", {"grounds": "", "decided_by": "another"}),
        ("changes", {"to_grade": CODE_7, "decided_by": "another"}),
        ("waits_or_is_decided", {"outcome": "waiting", "decided_by": "another"}),
        ("decided_by_and_at", {"decided_at": None, "decided_by": "another"}),
    ],
)
def test_the_database_itself_refuses(
    household: Household, caseworker: User, team_leader: User, name: str, wrong: dict[str, object]
) -> None:
    decided_by = team_leader if wrong.get("decided_by") else caseworker
    values = wrong | {"person": household.contact, "proposed_by": caseworker}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row(**values | {"decided_by": decided_by}).save()


def test_all_unknown_in_a_household_get_the_grade_that_was_found(
    household: Household, team_leader: User
) -> None:
    child, known = PersonFactory(protection=UNKNOWN), PersonFactory()
    for person in (child, known):
        add_member(household, person, Membership.Role.CHILD)
    Person.objects.filter(pk=household.contact_id).update(protection=UNKNOWN)
    actions.settle_unknown(
        household=household, grade=CODE_7, reason="register", grounds="", by=team_leader
    )
    assert [grade(one) for one in (household.contact, child, known)] == [CODE_7, CODE_7, NONE]


def test_none_for_the_unknown_takes_a_second_person(
    household: Household, team_leader: User, caseworker: User
) -> None:
    Person.objects.filter(pk=household.contact_id).update(protection=UNKNOWN)
    actions.settle_unknown(
        household=household, grade=NONE, reason="register", grounds="Slått opp", by=team_leader
    )
    assert grade(household.contact) == UNKNOWN
    with pytest.raises(actions.NotByTheSamePersonError):
        actions.decide_settlement(household=household, approve=True, by=team_leader)
    actions.decide_settlement(household=household, approve=True, by=caseworker)
    assert grade(household.contact) == NONE
