"""What a leader sees beside a decision to approve, and what its page tells of the money."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.models import Calculation, CalculationMonth, Payment
from decisions.models import Decision
from households.models import Household, MappingDuty, Membership
from households.months import month_of
from tests.casework import apply_for_help, limit, owe
from tests.conftest import logged_in
from tests.decisions import case
from tests.factories import HouseholdFactory, PersonFactory, add_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    limit(Role.CASEWORKER, 0)
    limit(Role.TEAM_LEADER, 50_000)
    return home


def page(decision: Decision, user: User) -> str:
    address = reverse("decisions:decision", args=[decision.household_id, decision.pk])
    return str(logged_in(user).get(address).text)


def test_a_leader_sees_what_was_asked_for_and_each_child(
    household: Household, caseworker: User, team_leader: User
) -> None:
    born = date(timezone.localdate().year - 9, 1, 1)
    child = PersonFactory(first_name="Elias", birth_date=born)
    add_member(household, child, Membership.Role.CHILD)
    application = apply_for_help(household, caseworker, kinds=("subsistence",))
    MappingDuty.objects.all().delete()
    owe(application.intake, child)
    decision = case.proposed(household, caseworker)
    application.decisions.create(decision=decision)
    told = page(decision, team_leader)
    assert "Søkt om" in told
    assert "Vedtaket bygger ikke på en beregning" in told
    assert "Ikke kartlagt, unntak gitt" in told


def test_the_writer_is_not_shown_what_is_for_the_leader(
    household: Household, caseworker: User
) -> None:
    application = apply_for_help(household, caseworker)
    decision = case.proposed(household, caseworker)
    application.decisions.create(decision=decision)
    assert "Søkt om" not in page(decision, caseworker)


def test_the_page_tells_what_is_paid_and_what_is_to_come(
    household: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(household, caseworker, team_leader)
    first = Payment.objects.filter(matter__decision=decision).earliest("paid_on")
    Payment.objects.filter(pk=first.pk).update(status="stopped")
    told = page(decision, caseworker)
    assert '<h2 id="h-paid">Utbetaling</h2>' in told
    assert f"Stanset, skulle vært betalt {first.paid_on:%d.%m.%Y}" in told


def test_what_is_given_already_for_the_months_is_told_before_more_is_given(
    household: Household, caseworker: User, team_leader: User
) -> None:
    case.approved(household, caseworker, team_leader)
    second = case.proposed(household, caseworker)
    told = page(second, team_leader)
    assert "Det er allerede innvilget 12\N{NO-BREAK SPACE}000 kr for november 2026." in told
    assert case.TODAY.year == 2026


def test_a_decision_that_gives_something_else_than_was_worked_out_is_told(
    household: Household, caseworker: User, team_leader: User
) -> None:
    application = apply_for_help(household, caseworker)
    november = month_of(date(2026, 11, 1))
    calculation = Calculation.objects.create(
        application=application,
        first_month=november,
        last_month=november,
        started_by=caseworker,
        changed_by=caseworker,
    )
    sums = dict.fromkeys(("housing", "cap", "income", "one_off", "supplement", "deduction"), 0)
    of_norm = dict.fromkeys(("norm", "ordinary", "norm_award", "award"), 7_850)
    CalculationMonth.objects.create(calculation=calculation, month=november, **sums, **of_norm)
    decision = case.proposed(household, caseworker)
    application.decisions.create(decision=decision)
    told = page(decision, team_leader)
    assert "Beregningen gir 7\N{NO-BREAK SPACE}850 kr for november 2026, vedtaket 12" in told
    assert "Beregningen gjelder ikke desember 2026 og januar 2027." in told
