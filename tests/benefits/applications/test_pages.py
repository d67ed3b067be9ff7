"""The pages of applications: who may, who may not, what is shown and what is stored."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from accounts.policy import Role
from benefits.models import AssistanceApplication
from households.models import Household, Membership
from tests.benefits.applications.conftest import address, in_days, step
from tests.casework import apply_for_help
from tests.conftest import logged_in, unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member

pytestmark = pytest.mark.django_db


def asked(household: Household, **values: Any) -> dict[str, Any]:
    return {
        "person": household.contact_id,
        "kinds": ["subsistence"],
        "channel": "phone",
        "token": str(uuid.uuid4()),
    } | values


def register(client: Client, household: Household, **values: Any) -> Any:
    return client.post(
        reverse("applications:new", args=[household.pk]), asked(household, **values), follow=True
    )


def test_an_oral_request_is_written_down_with_three_answers(
    client: Client, household: Household, caseworker: User
) -> None:
    answer = register(client, household)
    row = AssistanceApplication.objects.get()
    assert answer.redirect_chain == [(address("application", row), 302)]
    assert (row.state, row.caseworker, row.received_on) == (
        "received",
        caseworker,
        timezone.localdate(),
    )
    assert row.intake.channel == "phone"
    assert "Livsopphold" in answer.text
    assert AccessEvent.objects.filter(action="create", object_id=household.pk).exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kinds": []}, "Kryss av for minst én ting."),
        ({"kinds": ["one_off"]}, "Skriv hva engangsstønaden skal dekke."),
        ({"received_on": "01.01.2150"}, "Mottatt dato kan ikke være etter i dag."),
        ({"received_on": "i går"}, "Skriv datoen som dd.mm.åååå."),
        ({"amount": "tusen"}, "Skriv hele kroner, uten øre."),
        ({"amount": "-1"}, "Beløpet kan ikke være under null."),
        ({"channel": ""}, "Velg hvordan søknaden kom."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(
    client: Client, household: Household, values: dict[str, Any], message: str
) -> None:
    answer = register(client, household, **values)
    assert message in answer.text
    assert not AssistanceApplication.objects.exists()


def test_only_adults_may_apply_and_only_spouses_together(
    client: Client, household: Household
) -> None:
    today = timezone.localdate()
    child = PersonFactory(first_name="Barnet", birth_date=today - timedelta(days=3_000))
    cohabitant = PersonFactory(first_name="Samboeren")
    add_member(household, child, Membership.Role.CHILD)
    add_member(household, cohabitant, Membership.Role.COHABITANT)
    page = client.get(reverse("applications:new", args=[household.pk])).text
    assert f'value="{cohabitant.pk}"' in page
    assert f'value="{child.pk}"' not in page
    assert "Søker sammen med" not in page
    spouse = PersonFactory(first_name="Ektefellen")
    add_member(household, spouse, Membership.Role.SPOUSE)
    register(client, household, spouse=spouse.pk)
    assert AssistanceApplication.objects.get().co_applicant == spouse
    assert register(client, household, person=child.pk).context["form"].errors.keys() == {"person"}


def test_the_page_tells_what_is_asked_for_and_until_when(
    client: Client, application: AssistanceApplication
) -> None:
    page = client.get(address("application", application)).text
    for words in ("Livsopphold", "Vinterjakke", "Lønna strekker ikke til", "Svar innen", "Mottatt"):
        assert words in page


def test_an_answer_after_a_month_is_late_by_law(
    client: Client, household: Household, caseworker: User
) -> None:
    long_ago = timezone.localdate() - timedelta(days=40)
    late = apply_for_help(household, caseworker, received_on=long_ago)
    page = client.get(reverse("applications:list", args=[household.pk])).text
    assert "over lovfristen" in page
    step(client, "reply_meanwhile", late, reason="Venter på svar", expected_on=in_days(30))
    page = client.get(reverse("applications:list", args=[household.pk])).text
    assert "over lovfristen" not in page
    assert f"Svar innen {in_days(30)}" in page


@pytest.mark.parametrize("role", [Role.BFT_ADVISER, Role.HV_ADVISER])
def test_other_parties_never_see_the_applications(
    application: AssistanceApplication, role: Role
) -> None:
    party = "bft" if role == Role.BFT_ADVISER else "hv"
    household = application.household
    household.responsibilities.create(
        party=party, unit=unit(party, "midtbyen"), valid_from=date(2020, 1, 1)
    )
    client = logged_in(UserFactory(role=role, unit=unit(party, "midtbyen")))
    assert client.get(reverse("coordination:household", args=[household.pk])).status_code == 200
    assert client.get(address("application", application)).status_code == 403
    assert "Søknader" not in client.get(reverse("coordination:household", args=[household.pk])).text


def test_an_application_of_another_household_is_not_found(
    client: Client, application: AssistanceApplication
) -> None:
    other = HouseholdFactory(district="midtbyen")
    for pk in (application.pk, 99_999, 2**70):
        wrong = reverse("applications:application", args=[other.pk, pk])
        assert client.get(wrong).status_code == 404
