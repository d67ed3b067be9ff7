"""The demo's plans: in every state, some shared and asked about, and few late for one person."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.flags.actions import recompute
from coordination.models import CoordinatedPlan, Flag, PlanRequest, PlanStep
from coordination.worklist.due import scope_of
from coordination.worklist.dues import everything
from households.access import Protection
from households.models import Membership, Touched
from households.months import month_of
from reports.demo.plans import LATE_EACH, lay_down
from reports.demo.users import DISTRICTS, hire
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def _laid_down(db: None) -> None:
    """Forty households on assistance for fourteen months in each district, half with a child.

    Nobody has been assessed for a measure, which is another part of the demo.
    """
    staff, this_month = hire(), month_of(TODAY())
    for district in DISTRICTS:
        for number in range(40):
            home = HouseholdFactory(district=district)
            if number % 2:
                child = PersonFactory(birth_date=date(2018, 5, 4))
                add_member(home, child, Membership.Role.CHILD)
            pay(home.contact, this_month - 13, this_month)
            home.responsibilities.update(caseworker=staff.users[f"nav.{district}"])
        home.members.update(protection=Protection.CODE_6)
    lay_down(staff, 2025)
    recompute(today=TODAY())


@pytest.mark.usefixtures("_laid_down")
def test_plans_are_of_every_kind_and_in_every_state() -> None:
    told = {(row.kind, row.state.value) for row in CoordinatedPlan.objects.all()}
    assert {kind for kind, _ in told} == set(CoordinatedPlan.Kind)
    assert {state for _, state in told} == set(CoordinatedPlan.State)
    assert {row.state for row in PlanStep.objects.all()} >= {"open", "done"}
    assert not Touched.objects.exists()


@pytest.mark.usefixtures("_laid_down")
def test_requests_are_taken_not_taken_and_waiting_and_the_services_see_them() -> None:
    assert set(PlanRequest.objects.values_list("answer", flat=True)) == {"taken", "not_taken", ""}
    for district in DISTRICTS:
        user = User.objects.get(username=f"bft.{district}")
        kinds = {row.kind for row in everything(scope_of(user, TODAY()))}
        assert "Spørsmål til part" in kinds


@pytest.mark.usefixtures("_laid_down")
def test_few_are_late_for_one_person() -> None:
    for district in DISTRICTS:
        user = User.objects.get(username=f"nav.{district}")
        rows = everything(scope_of(user, TODAY()))
        red = Counter(row.kind for row in rows if row.late == "plan")
        assert red.pop("Tiltaksvurdering") > LATE_EACH
        assert max(red.values(), default=0) <= LATE_EACH


@pytest.mark.usefixtures("_laid_down")
def test_those_with_a_plan_have_no_flag_and_the_protected_have_none() -> None:
    followed = CoordinatedPlan.objects.followed_on(TODAY()).values("household")
    open_flags = Flag.objects.open().filter(rule="follow_up")
    assert open_flags.exists()
    assert not open_flags.filter(household__in=followed).exists()
    protected = {"household__members__protection": Protection.CODE_6}
    assert not CoordinatedPlan.objects.filter(**protected).exists()
