"""Measure 2c: who is long on assistance gets a plan that is gone through, and is told of if not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from coordination.models import CoordinatedPlan
from coordination.tasks import recompute_touched_flags
from households.models import Household
from households.months import month_of
from households.touching import touch
from tests.factories import HouseholdFactory, PersonFactory, pay
from tests.journeys.casework import then_nothing_is_hard_to_use, when_logging_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]
MISSING = "Langtidsmottaker uten plan som følges"
GOAL = "Jeg vil ha en jobb der jeg er ute."


@pytest.fixture
def home(laid_down: None, caseworker: User) -> Household:
    """Sverre, alone, with assistance in each of the last forty months."""
    sverre = PersonFactory(first_name="Sverre", last_name="Langesen", birth_date=date(1979, 2, 1))
    home = HouseholdFactory(contact=sverre, district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    last = month_of(timezone.localdate()) - 1
    pay(sverre, last - 39, last)
    return home


def test_a_long_term_recipient_is_followed_up_by_a_plan(
    page: Page, home: Household, caseworker: User
) -> None:
    when_the_minute_has_passed(home)
    when_logging_in(page, caseworker)
    then_the_work_list_tells_that_a_plan_is_missing(page)
    when_a_follow_up_plan_is_made(page, home)
    when_his_own_goal_and_direction_are_written(page)
    when_a_step_has_somebody_and_a_day(page, caseworker)
    then_nothing_is_hard_to_use(page)
    when_the_minute_has_passed(home)
    then_the_flag_is_gone(page, home)
    when_nobody_goes_through_it_for_half_a_year(home)
    then_the_review_is_overdue_everywhere(page, home)
    when_it_is_gone_through(page, home)
    when_the_minute_has_passed(home)
    then_the_flag_is_gone(page, home)


def when_the_minute_has_passed(home: Household) -> None:
    touch([home.pk])
    recompute_touched_flags()


def then_the_work_list_tells_that_a_plan_is_missing(page: Page) -> None:
    page.goto("/arbeidsliste/")
    expect(page.get_by_role("row", name=MISSING)).to_be_visible()


def when_a_follow_up_plan_is_made(page: Page, home: Household) -> None:
    page.goto(f"/husstander/{home.pk}/")
    expect(page.get_by_role("heading", name=MISSING)).to_be_visible()
    page.get_by_role("link", name="Til planen").first.click()
    page.get_by_role("link", name="Lag en plan").click()
    page.get_by_label("Oppfølgingsplan").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", name="Oppfølgingsplan")).to_be_visible()


def when_his_own_goal_and_direction_are_written(page: Page) -> None:
    page.get_by_text("Nytt mål").click()
    page.get_by_label("Målet med egne ord").fill(GOAL)
    page.get_by_role("button", name="Lagre målet").click()
    expect(page.get_by_text(GOAL, exact=True)).to_be_visible()
    page.get_by_text("Sett retning").click()
    page.get_by_label("Jobb").check()
    page.get_by_role("button", name="Lagre retningen").click()
    expect(page.get_by_text("Sverre Langesen: Jobb")).to_be_visible()


def when_a_step_has_somebody_and_a_day(page: Page, caseworker: User) -> None:
    page.get_by_text("Nytt tiltak").click()
    page.get_by_label("Hva", exact=True).fill("Arbeidspraksis i parkvesenet")
    page.get_by_label("Hvem", exact=True).select_option(f"NAV · {caseworker}")
    page.get_by_label("Frist").fill(f"{timezone.localdate() + timedelta(days=30):%d.%m.%Y}")
    page.get_by_role("button", name="Legg til tiltaket").click()
    expect(page.get_by_text("Arbeidspraksis i parkvesenet", exact=True)).to_be_visible()


def then_the_flag_is_gone(page: Page, home: Household) -> None:
    page.goto(f"/husstander/{home.pk}/")
    expect(page.get_by_role("heading", name="Oppfølgingsplan")).to_be_visible()
    expect(page.get_by_role("heading", name=MISSING)).to_have_count(0)


def when_nobody_goes_through_it_for_half_a_year(home: Household) -> None:
    plan = CoordinatedPlan.objects.get(household=home)
    back = timedelta(days=181)
    CoordinatedPlan.objects.filter(pk=plan.pk).update(
        offered_on=plan.offered_on - back,
        started_on=plan.offered_on - back,
        next_review_on=timezone.localdate() - timedelta(days=1),
    )
    when_the_minute_has_passed(home)


def then_the_review_is_overdue_everywhere(page: Page, home: Household) -> None:
    page.goto("/arbeidsliste/")
    expect(page.get_by_role("row", name="Gjennomgang av oppfølgingsplan")).to_be_visible()
    page.goto(f"/husstander/{home.pk}/")
    expect(page.get_by_role("heading", name=MISSING)).to_be_visible()


def when_it_is_gone_through(page: Page, home: Household) -> None:
    page.goto(f"/husstander/{home.pk}/plan/")
    page.get_by_role("link", name="Gå gjennom planen").click()
    then_nothing_is_hard_to_use(page)
    page.get_by_label("På vei").check()
    page.get_by_role("button", name="Lagre gjennomgangen").click()
    expect(page.get_by_text("Neste gjennomgang")).to_be_visible()
