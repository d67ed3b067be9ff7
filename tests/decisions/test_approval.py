"""Who approves what, and what the attest binds to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.models import User
from accounts.policy import Role
from decisions import actions
from decisions.actions import RefusedError
from decisions.contents import content_of
from decisions.models import Decision
from households.models import Household
from tests.casework import limit
from tests.conftest import unit
from tests.decisions import case
from tests.factories import UserFactory, give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_leader(db: None) -> User:
    return UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen"))


def test_above_the_limit_another_approves(
    home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(home, caseworker, team_leader)
    assert (decision.state, decision.needs_attest) == ("approved", True)
    assert (decision.proposed_by, decision.approved_by) == (caseworker, team_leader)


def test_the_units_own_limit_counts_before_the_municipalitys(
    home: Household, caseworker: User
) -> None:
    limit(Role.CASEWORKER, 60_000, unit("nav", "midtbyen"))
    assert case.proposed(home, caseworker).state == "approved"


def test_nobody_approves_what_they_have_written_on(
    home: Household, caseworker: User, team_leader: User, second_leader: User
) -> None:
    give_role(team_leader, Role.CASEWORKER, unit("nav", "midtbyen"))
    decision = case.written(home, caseworker)
    decision = actions.change(
        decision=decision, version=2, content=content_of(decision), at=case.NOW, by=team_leader
    )
    decision = actions.propose(decision=decision, version=3, at=case.NOW, by=caseworker)
    give_role(caseworker, Role.TEAM_LEADER, unit("nav", "midtbyen"))
    proposer = User.objects.get(pk=caseworker.pk)
    seal = decision.content_hash
    for user in (proposer, team_leader):
        with pytest.raises(RefusedError, match="har skrevet på vedtaket"):
            actions.approve(decision=decision, content_hash=seal, at=case.NEXT, by=user)
    actions.approve(decision=decision, content_hash=seal, at=case.NEXT, by=second_leader)


def test_an_approver_has_a_limit_and_a_role_at_the_office(
    home: Household, caseworker: User, team_leader: User, colleague_same_office: User
) -> None:
    decision = case.proposed(home, caseworker, matters=(replace(case.MATTER, amount=50_001),))
    seal = decision.content_hash
    with pytest.raises(RefusedError, match="100\u00a0000"):
        actions.approve(decision=decision, content_hash=seal, at=case.NEXT, by=team_leader)
    elsewhere = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    for user in (colleague_same_office, elsewhere):
        with pytest.raises(RefusedError, match="ikke rett"):
            actions.approve(decision=decision, content_hash=seal, at=case.NEXT, by=user)


def test_one_without_the_role_proposes_nothing(home: Household, team_leader: User) -> None:
    with pytest.raises(RefusedError, match="ikke rett"):
        case.proposed(home, team_leader)


def test_a_change_after_proposing_voids_the_proposal(
    home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.proposed(home, caseworker)
    seal = decision.content_hash
    changed = replace(content_of(decision), payment="Den 15.")
    decision = actions.change(
        decision=decision, version=decision.version, content=changed, at=case.NEXT, by=caseworker
    )
    assert (decision.state, decision.proposed_by, decision.content_hash) == ("draft", None, "")
    with pytest.raises(RefusedError):
        actions.approve(decision=decision, content_hash=seal, at=case.NEXT, by=team_leader)
    again = actions.propose(
        decision=decision, version=decision.version, at=case.NEXT, by=caseworker
    )
    with pytest.raises(RefusedError, match="endret siden"):
        actions.approve(decision=again, content_hash=seal, at=case.NEXT, by=team_leader)


@pytest.mark.parametrize("part", ["matters", "children", "decision"])
def test_what_is_changed_behind_the_attests_back_is_not_approved(
    home: Household, caseworker: User, team_leader: User, part: str
) -> None:
    decision = case.proposed(home, caseworker)
    if part == "decision":
        Decision.objects.update(payment="Til en annen konto")
    elif part == "matters":
        decision.matters.update(third_party="En annen")
    else:
        decision.children.update(text="Noe annet")
    with pytest.raises(RefusedError, match="endret siden"):
        actions.approve(
            decision=decision, content_hash=decision.content_hash, at=case.NEXT, by=team_leader
        )


def test_a_decision_is_returned_with_a_reason_and_proposed_again(
    home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.proposed(home, caseworker)
    with pytest.raises(RefusedError, match="Skriv hvorfor"):
        actions.return_decision(decision=decision, reason=" ", at=case.NEXT, by=team_leader)
    back = actions.return_decision(
        decision=decision, reason="Vurder bostøtte.", at=case.NEXT, by=team_leader
    )
    assert (back.state, back.return_reason) == ("returned", "Vurder bostøtte.")
    assert back.changes.get(act="return").note == "Vurder bostøtte."
    again = actions.propose(decision=back, version=back.version, at=case.NEXT, by=caseworker)
    assert (again.state, again.return_reason) == ("proposed", "")
