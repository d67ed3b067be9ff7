"""That something is deducted is told where the sum is worked out, and where it is decided."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benefits.applications.answering import draft_decision_for
from benefits.models import AssistanceApplication
from decisions.models import Decision
from households.models import Household
from tests.benefits.claims.conftest import deducting
from tests.conftest import logged_in
from tests.matrix.assistance import application_in

pytestmark = pytest.mark.django_db
TOLD = "Av det som utbetales, trekkes 1\N{NO-BREAK SPACE}000 kr i måneden"


@pytest.fixture
def application(household: Household, caseworker: User) -> AssistanceApplication:
    return application_in(household, caseworker)


def test_the_calculation_is_before_the_deduction_and_says_so(
    application: AssistanceApplication, recovery: Decision, caseworker: User
) -> None:
    address = reverse("applications:calculation", args=[application.household_id, application.pk])
    client = logged_in(caseworker)
    award = client.get(address).context["months"][0].result.award
    claim = deducting(application.household, caseworker, recovery)
    page = client.get(address)
    assert TOLD in page.text
    assert claim.reference in page.text
    assert page.context["months"][0].result.award == award


def test_a_draft_begins_with_what_is_deducted(
    application: AssistanceApplication, recovery: Decision, caseworker: User
) -> None:
    deducting(application.household, caseworker, recovery)
    application.matters.create(kind="subsistence")
    AssistanceApplication.objects.update(state="assessed")
    draft = draft_decision_for(application=application, at=timezone.now(), by=caseworker)
    assert TOLD in draft.payment
