"""The rights guide: the rule that is shown for a category, and the edition kept on the case."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from benefits.models import AssistanceApplication, RightsGuide, RightsRule, StayAssessment
from benefits.rights.queries import guide_on, lines_of
from households.models import Household
from tests.benefits.applications.conftest import address
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def urgent(household: Household, caseworker: User) -> AssistanceApplication:
    return apply_for_help(household, caseworker, kinds=("emergency",))


def choose(client: Client, row: AssistanceApplication, category: str) -> Any:
    return client.post(address("choose_stay", row), {"category": category}, follow=True)


def new_edition() -> RightsGuide:
    """One from today, which gives less."""
    today = timezone.localdate()
    RightsGuide.objects.update(valid_to=today - timedelta(days=1))
    guide = RightsGuide.objects.create(version=2, valid_from=today, source="Ny forskrift")
    for rule in RightsRule.objects.filter(guide__version=1):
        rule.pk, rule.guide, rule.note = None, guide, "Etter den nye forskriften"
        rule.save()
    return guide


@pytest.mark.parametrize(
    ("category", "advice", "money", "lodging"),
    [
        ("resident", "full", "full", "full"),
        ("lawful", "full", "limited", "limited"),
        ("pending", "full", "full", "full"),
        ("reception", "full", "none", "none"),
        ("unlawful", "full", "limited", "limited"),
    ],
)
def test_what_is_given_by_category(category: str, advice: str, money: str, lodging: str) -> None:
    guide = guide_on(timezone.localdate())
    assert guide is not None
    line = next(row for row in lines_of(guide) if row.value == category)
    assert [rule.grant for rule in line.rules] == [advice, money, lodging, "full"]


def test_choosing_eea_without_a_home_here_shows_the_rule_and_keeps_the_edition(
    client: Client, urgent: AssistanceApplication
) -> None:
    page = client.get(address("application", urgent)).text
    assert "EØS uten fast bopel" in page
    assert "Til du kan få hjelp fra hjemlandet" not in page
    shown = choose(client, urgent, "lawful").text
    assert "Til du kan få hjelp fra hjemlandet" in shown
    assert "etter utgave 1 av rettighetsguiden" in shown
    assert urgent.stay_assessments.get().guide.version == 1


def test_what_was_chosen_stays_when_a_new_edition_comes(
    client: Client, urgent: AssistanceApplication
) -> None:
    choose(client, urgent, "lawful")
    choose(client, urgent, "lawful")
    guide = new_edition()
    page = client.get(address("application", urgent)).text
    assert "Guiden har fått en ny utgave siden." in page
    assert "Etter den nye forskriften" not in page
    assert "Etter den nye forskriften" in choose(client, urgent, "lawful").text
    assert urgent.stay_assessments.latest("pk").guide == guide
    assert urgent.stay_assessments.count() == 2


def test_nobody_is_asked_without_need_but_what_is_known_is_shown(
    client: Client, household: Household, urgent: AssistanceApplication, caseworker: User
) -> None:
    ordinary = apply_for_help(household, caseworker, kinds=("rent",))
    before = client.get(address("application", ordinary))
    assert not before.context["stay_is_asked"]
    choose(client, urgent, "unlawful")
    after = client.get(address("application", ordinary))
    assert after.context["stay_form"].initial == {"category": "unlawful"}
    assert not ordinary.stay_assessments.exists()


@pytest.mark.parametrize("category", ["", "tourist"])
def test_an_unknown_category_is_told_at_its_field(
    client: Client, urgent: AssistanceApplication, category: str
) -> None:
    answer = client.post(address("choose_stay", urgent), {"category": category})
    assert answer.status_code == 200
    assert answer.context["stay_form"].errors["category"]
    assert not StayAssessment.objects.exists()


def test_a_leader_reads_what_was_chosen_and_does_not_choose(
    urgent: AssistanceApplication, client: Client, team_leader: User
) -> None:
    choose(client, urgent, "pending")
    leader = logged_in(team_leader)
    assert "Refleksjonsperiode" in leader.get(address("application", urgent)).text
    assert choose(leader, urgent, "resident").status_code == 403


def test_without_an_edition_nothing_is_chosen(
    client: Client, urgent: AssistanceApplication
) -> None:
    RightsGuide.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert (
        "Ingen utgave av rettighetsguiden gjelder i dag." in choose(client, urgent, "lawful").text
    )
    assert "Ingen utgave gjelder" in client.get(reverse("rights:guide")).text
    assert client.get(reverse("rights:paper", args=["nb"])).status_code == 404


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        ("nb", "Hva du kan få hjelp til", "Til du kan få hjelp fra hjemlandet"),
        ("en", "What help you can get", "Until you can get help from your home country"),
    ],
)
def test_the_guide_is_printed_in_two_languages(
    client: Client, language: str, title: str, told: str
) -> None:
    answer = client.get(reverse("rights:paper", args=[language]))
    words = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert title in words
    assert told in words
    assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"].startswith(language)


@pytest.mark.parametrize("edition", ["9", "x", "99999", "-1"])
def test_an_edition_that_is_not_there_is_told(client: Client, edition: str) -> None:
    page = client.get(reverse("rights:guide"), {"utgave": edition}).text
    assert "Ingen utgave gjelder" in page
    assert client.get(reverse("rights:paper", args=["xx"])).status_code == 404
