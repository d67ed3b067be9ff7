"""Who may write a decision, and who may approve it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Substitution, User
from accounts.policy import Role
from decisions.permits import may_approve, may_decide
from households.models import Household
from tests.conftest import unit
from tests.decisions import case
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_households_caseworker_writes_and_the_substitute_too(
    home: Household, caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    home.responsibilities.update(caseworker=caseworker)
    users = (caseworker, colleague_same_office, team_leader)
    rows = list(home.responsibilities.all())
    assert [may_decide(user, rows) for user in users] == [True, False, False]
    today = timezone.localdate()
    Substitution.objects.create(
        absent=caseworker,
        substitute=colleague_same_office,
        valid_from=today,
        valid_to=today + timedelta(days=7),
        registered_by=team_leader,
    )
    assert may_decide(colleague_same_office, rows)


def test_a_leader_of_the_unit_approves(
    home: Household, caseworker: User, team_leader: User, bft_adviser: User
) -> None:
    decision = case.draft(home, caseworker)
    elsewhere = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    users = (team_leader, caseworker, elsewhere, bft_adviser)
    assert [may_approve(user, decision) for user in users] == [True, False, False, False]
