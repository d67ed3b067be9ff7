"""What is wrong is struck and told, nothing is stored under another name, and the line is told."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.forms import Field, Form
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benefits.measures import catalogue_forms, forms, placement_forms, queries
from benefits.measures.placement_rules import outside_target
from benefits.models import ActivityAssessment, Placement
from benefits.programmes import forms as programme_forms
from households.models import Household, Membership, Touched
from households.months import month_of
from households.rules import months_after, years_before
from tests.benefits.measures.filled import assessed, measure, placed
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay

TODAY = timezone.localdate()


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen", contact=PersonFactory(last_name="Prøvesen"))
    home.responsibilities.update(caseworker=caseworker)
    pay(home.contact, month_of(TODAY) - 2, month_of(TODAY))
    return home


def day(days: int = 0) -> str:
    return f"{TODAY + timedelta(days=days):%d.%m.%Y}"


def typed(household: Household, **values: Any) -> dict[str, Any]:
    given = {"person": household.contact_id, "assessed_on": day(), "conclusion": "course"}
    return given | {"grounds": "Mangler fagbrev", "token": str(uuid.uuid4())} | values


def waits(user: User) -> bool:
    [line] = queries.lines(user, TODAY)
    return line.is_waiting


@pytest.mark.django_db
def test_a_struck_assessment_stands_with_its_reason_and_the_one_before_holds_again(
    client: Client, household: Household, caseworker: User
) -> None:
    row = assessed(household, caseworker, text="Feil person")
    assert not waits(caseworker)
    address = reverse("measures:strike", args=[household.pk, row.pk])
    assert "Skriv hvorfor." in client.post(address, {"why": " "}).text
    shown = client.post(address, {"why": "Ført på feil person"}, follow=True).text
    assert "Ført på feil person" in shown
    assert "<del>Feil person</del>" in shown
    assert waits(caseworker)
    assert client.get(address).status_code == 404
    assert Touched.objects.filter(household=household).exists()
    row.refresh_from_db()
    assert (row.struck_by, row.conclusion) == (caseworker, "work_training")


@pytest.mark.django_db
def test_the_next_review_follows_from_the_day_of_the_assessment_and_an_older_one_is_refused(
    client: Client, household: Household
) -> None:
    address = reverse("measures:assess", args=[household.pk])
    client.post(address, typed(household, assessed_on=day(-40)))
    first = ActivityAssessment.objects.get()
    assert first.next_review_on == months_after(TODAY - timedelta(days=40), 6)
    client.post(address, typed(household))
    assert ActivityAssessment.objects.first().next_review_on == months_after(TODAY, 6)
    answer = client.post(address, typed(household, assessed_on=day(-10)))
    assert "Stryk den vurderingen først" in str(answer.context["form"].errors["assessed_on"])
    assert ActivityAssessment.objects.count() == 2


@pytest.mark.django_db
def test_a_form_sent_twice_with_other_words_says_that_they_are_not_stored(
    client: Client, household: Household, team_leader: User
) -> None:
    address = reverse("measures:assess", args=[household.pk])
    values = typed(household)
    for _ in range(2):
        assert "er lagret" in client.post(address, values, follow=True).text
    changed = client.post(address, values | {"grounds": "Et helt annet ord"})
    assert "er ikke lagret" in changed.text
    assert "Et helt annet ord" in changed.text
    assert ActivityAssessment.objects.get().grounds == "Mangler fagbrev"
    into = measure(team_leader)
    place = reverse("measures:place", args=[household.pk])
    asked = {"person": household.contact_id, "measure": into.pk, "token": str(uuid.uuid4())}
    client.post(place, asked | {"planned_from": day()})
    assert "er ikke lagret" in client.post(place, asked | {"planned_from": day(7)}).text
    assert Placement.objects.get().planned_from == TODAY


@pytest.mark.django_db
def test_who_gets_the_place_is_told_by_name_only_to_those_who_may_know(
    client: Client, household: Household, caseworker: User, team_leader: User
) -> None:
    into = measure(team_leader, capacity=1)
    row = placed(household, caseworker, into=into)
    near = HouseholdFactory(district="midtbyen", contact=PersonFactory(last_name="Nestemann"))
    far = HouseholdFactory(district="ostbyen", contact=PersonFactory(last_name="Fjernsen"))
    for home in (near, far):
        placed(home, team_leader, into=into, placed_on=None, started_on=None)
    told = {"on": day(), "exit_code": "01"}
    end = client.post(reverse("measures:end", args=[household.pk, row.pk]), told, follow=True).text
    assert f"{near.contact.name} har fått plassen" in end
    second = Placement.objects.get(person=near.contact)
    address = reverse("measures:end", args=[near.pk, second.pk])
    end = client.post(address, {"on": day()}, follow=True).text
    assert "Den neste på ventelista har fått plassen" in end
    assert "Fjernsen" not in end


@pytest.mark.django_db
def test_outside_the_target_group_is_warned_of_and_placed_all_the_same(
    client: Client, household: Household, team_leader: User
) -> None:
    into = measure(team_leader, target="parents")
    place = reverse("measures:place", args=[household.pk])
    asked = {"person": household.contact_id, "measure": into.pk, "planned_from": day()}
    shown = client.post(place, asked, follow=True).text
    assert "Tiltaket er for foreldre" in shown
    assert Placement.objects.get().placed_on == TODAY
    child = PersonFactory(birth_date=years_before(TODAY, 4))
    add_member(household, child, Membership.Role.CHILD)
    Placement.objects.all().delete()
    assert "Tiltaket er for foreldre" not in client.post(place, asked, follow=True).text


@pytest.mark.parametrize(
    ("target", "age", "is_parent", "warns"),
    [
        ("youth", 23, False, False),
        ("youth", 24, False, True),
        ("youth", None, False, False),
        ("parents", 30, True, False),
        ("parents", 30, False, True),
        ("adults", 60, False, False),
        ("newcomers", 60, False, False),
    ],
)
def test_only_what_is_known_to_be_outside_is_warned_of(
    target: str, age: int | None, is_parent: bool, warns: bool
) -> None:
    assert bool(outside_target(target, age=age, under=24, is_parent=is_parent)) == warns


@pytest.mark.django_db
def test_a_place_in_the_line_stands_on_the_red_list_and_takes_nobody_off(
    client: Client, household: Household, caseworker: User, team_leader: User
) -> None:
    household.contact.birth_date = years_before(TODAY, 23)
    household.contact.save()
    into = measure(team_leader, capacity=1)
    other = HouseholdFactory(district="midtbyen")
    ahead = {"placed_on": None, "started_on": None}
    placed(other, team_leader, into=into, on=date(2026, 1, 5), **ahead)
    placed(household, caseworker, into=into, on=date(2026, 1, 6), **ahead)
    page = client.get(reverse("measures:young")).text
    assert "Mangler" in page
    assert "På venteliste: Jobb og kurs, nr. 2" in page


def test_no_form_answers_with_the_words_of_the_framework() -> None:
    missing = []
    for module in (forms, placement_forms, catalogue_forms, programme_forms):
        for name, made in vars(module).items():
            if isinstance(made, type) and issubclass(made, Form):
                missing += [f"{name}.{field}" for field in _without_words(made)]
    assert missing == []


def _without_words(form: type[Form]) -> list[str]:
    """The fields that a person fills in, and that say no more than that they are required."""
    default = Field.default_error_messages["required"]
    found = []
    for name, field in form.base_fields.items():
        told = field.error_messages["required"]
        if field.required and not field.widget.is_hidden and str(told) == str(default):
            found.append(name)
    return found
