"""Somebody writes, is called away until the session is over, and finds what was written again."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.models import User
from households.models import FormDraft, Household, JournalEntry
from tests.factories import HouseholdFactory
from tests.journeys.conftest import axe_findings
from tests.journeys.test_goal_decision import when_logging_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]
TEXT = "Hun fortalte at hun begynner i jobb på mandag"


@pytest.fixture
def home(laid_down: None, caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.filter(party="nav").update(caseworker=caseworker)
    return home


def test_what_is_written_survives_a_time_out(page: Page, home: Household, caseworker: User) -> None:
    when_logging_in(page, caseworker)
    when_writing_a_note(page, home, TEXT)
    then_it_is_told_that_it_is_kept(page)
    when_the_session_is_over()
    then_writing_on_tells_that_one_is_logged_out(page)
    when_logging_in(page, caseworker)
    when_taking_in_what_was_written(page, home)
    then_nothing_is_hard_to_use(page)
    when_saving(page)
    then_the_note_is_there_and_nothing_is_offered(page, home)


def test_what_is_dropped_is_gone(page: Page, home: Household, caseworker: User) -> None:
    when_logging_in(page, caseworker)
    when_writing_a_note(page, home, TEXT)
    then_it_is_told_that_it_is_kept(page)
    page.goto(journal(home))
    page.get_by_role("button", name="Forkast utkastet").click()
    expect(page.get_by_text("Utkastet er forkastet.")).to_be_visible()
    expect(page.get_by_text("Du har et utkast fra")).to_have_count(0)
    assert not FormDraft.objects.exists()


def journal(home: Household) -> str:
    return f"/husstander/{home.pk}/journal/"


def when_writing_a_note(page: Page, home: Household, text: str) -> None:
    page.goto(journal(home))
    page.get_by_label("Nytt notat").press_sequentially(text)


def then_it_is_told_that_it_is_kept(page: Page) -> None:
    status = page.locator("[data-autosave] [role=status]")
    expect(status).to_have_text(re.compile(r"Utkast lagret kl\. \d\d\.\d\d"))
    page.wait_for_timeout(2_500)  # so that the last of it is kept too
    assert not JournalEntry.objects.exists()


def when_the_session_is_over() -> None:
    Session.objects.all().delete()


def then_writing_on_tells_that_one_is_logged_out(page: Page) -> None:
    page.get_by_label("Nytt notat").press_sequentially(" igjen")
    expect(page.get_by_text("Du er logget ut. Det som ble lagret kl.")).to_be_visible()


def when_taking_in_what_was_written(page: Page, home: Household) -> None:
    page.goto(journal(home))
    expect(page.get_by_text("Du har et utkast fra")).to_be_visible()
    page.get_by_role("link", name="Ta det inn").click()
    expect(page.get_by_label("Nytt notat")).to_have_value(TEXT)


def then_nothing_is_hard_to_use(page: Page) -> None:
    assert axe_findings(page) == []


def when_saving(page: Page) -> None:
    page.get_by_role("button", name="Lagre notat").click()
    expect(page.get_by_text("Notatet er lagret.")).to_be_visible()


def then_the_note_is_there_and_nothing_is_offered(page: Page, home: Household) -> None:
    page.goto(journal(home))
    expect(page.locator(".journal-note").get_by_text(TEXT)).to_be_visible()
    expect(page.get_by_text("Du har et utkast fra")).to_have_count(0)
    assert JournalEntry.objects.get().text == TEXT
