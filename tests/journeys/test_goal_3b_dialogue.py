"""Measure 3b: the centre talks about family life with everybody in the introduction programme."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.policy import Role
from households.access import Protection
from households.models import IntroPeriod
from tests.factories import HouseholdFactory, PersonFactory, UserFactory
from tests.journeys.casework import then_nothing_is_hard_to_use, when_logging_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]


@pytest.fixture
def centre(laid_down: None) -> User:
    return UserFactory(role=Role.CENTRE_STAFF)


def in_programme(first_name: str, **kwargs: str) -> IntroPeriod:
    person = PersonFactory(first_name=first_name, last_name="Deltakersen", **kwargs)
    HouseholdFactory(contact=person, district="midtbyen")
    began = timezone.localdate() - timedelta(days=200)
    return IntroPeriod.objects.create(person=person, valid_from=began, registered_on=began)


def test_everybody_is_talked_with_and_the_protected_are_not_shown(
    page: Page, centre: User, team_leader: User
) -> None:
    samira, hidden = in_programme("Samira"), in_programme("Hanna", protection=Protection.CODE_7)
    samira.person.needs_interpreter = True
    samira.person.language = "dari"
    samira.person.save()
    when_logging_in(page, centre, lands_on="Familiesamtaler")
    expect(page.get_by_text("0 av 1 deltakere")).to_be_visible()
    expect(page.get_by_text(hidden.person.first_name)).to_have_count(0)
    page.get_by_role("link", name="Samira Deltakersen").click()
    then_nothing_is_hard_to_use(page)
    when_the_talk_is_registered_without_saying_why_there_was_no_interpreter(page)
    when_the_reason_is_given(page)
    expect(page.get_by_text("1 av 1 deltakere")).to_be_visible()
    expect(page.get_by_text("Ingen mangler samtale")).to_be_visible()
    then_nothing_is_hard_to_use(page)
    then_the_leader_reads_it_and_cannot_write(page, team_leader, samira)


def when_the_talk_is_registered_without_saying_why_there_was_no_interpreter(page: Page) -> None:
    page.get_by_label("Barnehage og skole").check()
    page.get_by_label("Fritid for barna").check()
    page.get_by_label("Tolk trengtes, men ble ikke brukt").check()
    page.get_by_role("button", name="Registrer samtalen").click()
    expect(page.get_by_text("Skriv hvorfor tolk ikke ble brukt.").first).to_be_visible()


def when_the_reason_is_given(page: Page) -> None:
    expect(page.get_by_label("Barnehage og skole")).to_be_checked()
    page.get_by_label("Hvorfor ikke tolk?").fill("Tolken møtte ikke, ny time er avtalt")
    page.get_by_role("button", name="Registrer samtalen").click()


def then_the_leader_reads_it_and_cannot_write(
    page: Page, team_leader: User, period: IntroPeriod
) -> None:
    when_logging_in(page, team_leader)
    page.goto(f"/familiesamtaler/{period.pk}/")
    expect(page.get_by_text("barnehage og skole, fritid for barna")).to_be_visible()
    expect(page.get_by_role("button", name="Registrer samtalen")).to_have_count(0)
