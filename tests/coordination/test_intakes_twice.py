"""The same person typed twice is told of, from what the user may see; a day is within reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from households.models import Intake
from tests.conftest import logged_in
from tests.coordination.test_intakes import NEW, PAGE, register, typed

pytestmark = pytest.mark.django_db
TOLD = "Samme navn og fødselsdato finnes: "


def test_a_second_form_for_the_same_person_is_told_of_and_stored_when_it_is_another(
    caseworker: User,
) -> None:
    client = logged_in(caseworker)
    first, _ = register(client, number=NEW)
    shown = client.post(PAGE, typed(number=NEW)).content.decode()
    assert f"{TOLD}{first.reference}" in shown
    assert "Har ikke råd til husleien" in shown
    assert Intake.objects.count() == 1
    register(client, number=NEW, is_another="on")
    assert Intake.objects.count() == 2


def test_without_a_number_the_name_and_birth_date_tell(caseworker: User) -> None:
    client, born = logged_in(caseworker), {"number": "", "birth_date": "15.03.1992"}
    register(client, **born)
    assert TOLD in client.post(PAGE, typed(**born)).content.decode()
    register(client, number="", birth_date="16.03.1992")


def test_the_same_form_sent_twice_is_not_asked_about(caseworker: User) -> None:
    client, form = logged_in(caseworker), typed(number=NEW)
    for _ in range(2):
        assert client.post(PAGE, form).status_code == 302
    assert Intake.objects.count() == 1


def test_who_cannot_see_the_first_is_told_nothing_of_it(
    caseworker: User, caseworker_other_office: User
) -> None:
    register(logged_in(caseworker), number=NEW)
    register(logged_in(caseworker_other_office), number=NEW)


def test_what_is_older_than_a_month_is_another(caseworker: User) -> None:
    client = logged_in(caseworker)
    register(client, number=NEW)
    Intake.objects.update(registered_at=timezone.now() - timedelta(days=31))
    register(client, number=NEW)


@pytest.mark.parametrize(
    ("received", "told"),
    [
        ("01.01.1950", "Datoen er for lang tid siden."),
        ("01.01.2005", "Mottatt dato kan ikke være før fødselsdatoen."),
    ],
)
def test_an_intake_is_not_from_long_ago_nor_from_before_the_birth(
    caseworker: User, received: str, told: str
) -> None:
    form = typed(number="", birth_date="02.02.2010", received_on=received)
    answer = logged_in(caseworker).post(PAGE, form)
    assert answer.context["form"].errors == {"received_on": [told]}
