"""Hovedmål 3: a family with a child in difficulty comes before the OSK meeting, and gets help."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from pathlib import Path

import pypdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.policy import Role
from coordination.meetings.actions import call_meeting
from coordination.tasks import recompute_touched_flags
from households.families import family_number
from households.models import Household, Membership
from households.touching import touch
from tests.children.filled import mapped
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, share
from tests.journeys.casework import then_nothing_is_hard_to_use, when_logging_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]
NAMES = ("Nora", "Amina", "Journeysen")
SERIOUS = {"home": "0", "school": "3", "health": "0", "leisure": "1", "economy": "1", "safety": "0"}


@pytest.fixture
def lead(laid_down: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))


@pytest.fixture
def home(laid_down: None, caseworker: User, lead: User) -> Household:
    """Amina with Nora of eight, who has just been mapped; a meeting is called for next week."""
    amina = PersonFactory(first_name="Amina", last_name="Journeysen", birth_date=date(1990, 3, 15))
    home = HouseholdFactory(contact=amina, district="midtbyen")
    nora = PersonFactory(first_name="Nora", last_name="Journeysen", birth_date=date(2018, 5, 4))
    add_member(home, nora, Membership.Role.CHILD)
    home.responsibilities.update(caseworker=caseworker)
    mapped(home, nora, caseworker, levels=SERIOUS, text="Borte fra skolen")
    call_meeting(
        unit=unit("nav", "midtbyen"),
        on=timezone.localdate() + timedelta(days=7),
        begins_at=time(9),
        ends_at=time(11),
        at=timezone.now(),
        by=lead,
    )
    return home


def test_a_family_with_consent_is_discussed_and_followed_up(
    page: Page, home: Household, lead: User, caseworker: User, bft_adviser: User
) -> None:
    given_that_all_have_consented(home)
    when_the_minute_has_passed(home)
    when_logging_in(page, lead, lands_on="OSK-møte")
    then_the_family_is_on_the_agenda_by_name(page)
    when_the_meeting_begins(page)
    then_nothing_is_hard_to_use(page)
    when_it_is_decided_who_does_what(page, caseworker, bft_adviser)
    when_the_family_is_finished_with(page)
    when_all_three_are_done(page)
    then_the_family_is_followed_up(page)


def test_a_family_without_consent_has_no_name_anywhere(
    page: Page, home: Household, lead: User
) -> None:
    when_the_minute_has_passed(home)
    when_logging_in(page, lead, lands_on="OSK-møte")
    expect(page.get_by_role("link", name=f"Familie {family_number(home.pk)}")).to_be_visible()
    then_no_name_is_told(page.content())
    when_the_meeting_begins(page)
    then_no_name_is_told(page.content())
    page.get_by_role("button", name="Drøft saken anonymt").click()
    when_somebody_writes_the_childs_name(page)
    when_it_is_written_without_names(page)
    then_no_name_is_told(page.content())
    page.get_by_role("button", name="Dekk skjermen").click()
    expect(page.get_by_text("Skjermen er dekket")).to_be_visible()
    page.get_by_role("button", name="Vis saken igjen").click()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Saksliste")).to_be_visible()
    then_no_name_is_told(page.content())
    then_no_name_is_told(*what_is_downloaded(page, "button", "Saksliste (PDF)"))
    then_no_name_is_told(*what_is_downloaded(page, "link", "Kalenderinnkalling"))
    then_nothing_is_hard_to_use(page)


def given_that_all_have_consented(home: Household) -> None:
    for row in home.memberships.all():
        for scope in ("household", "children"):
            share(home, row.person, unit("nav", "midtbyen"), scope, audience="osk")


def when_the_minute_has_passed(home: Household) -> None:
    touch([home.pk])
    recompute_touched_flags()


def then_the_family_is_on_the_agenda_by_name(page: Page) -> None:
    row = page.get_by_role("row", name="Familien Journeysen")
    expect(row).to_contain_text("Barn med alvorlig bekymring (nivå 3)")
    expect(row).to_contain_text("På saklisten")


def when_the_meeting_begins(page: Page) -> None:
    page.get_by_role("link", name="Start møtet").click()
    expect(page.get_by_role("heading", name="Hvorfor saken er her")).to_be_visible()


def when_it_is_decided_who_does_what(page: Page, caseworker: User, bft_adviser: User) -> None:
    expect(page.get_by_text("skole og SFO nivå 3")).to_be_visible()
    due = f"{timezone.localdate() + timedelta(days=21):%d.%m.%Y}"
    for what, who in (
        ("Avtale møte med rektor", f"BFT · {bft_adviser}"),
        ("Finne en fritidsaktivitet", f"BFT · {bft_adviser}"),
        ("Vurdere KVP", f"NAV · {caseworker}"),
    ):
        page.keyboard.press("b")
        page.keyboard.type(what)
        page.get_by_label("Hvem").select_option(who)
        page.get_by_label("Frist").fill(due)
        page.get_by_role("button", name="Legg til").click()
        expect(page.get_by_text(what, exact=True)).to_be_visible()


def when_the_family_is_finished_with(page: Page) -> None:
    page.get_by_label("Skriv i referatet").fill("Nora skal tilbake på skolen.")
    page.get_by_role("button", name="Skriv inn").click()
    expect(page.get_by_text("Nora skal tilbake på skolen.")).to_be_visible()
    page.get_by_role("button", name="Ferdig med saken").click()
    expect(page.get_by_text("Tiltak pågår")).to_be_visible()


def when_all_three_are_done(page: Page) -> None:
    for left in (2, 1, 0):
        done = page.get_by_role("button", name=re.compile("^Gjort"))
        done.first.click()
        expect(done).to_have_count(left)


def then_the_family_is_followed_up(page: Page) -> None:
    expect(page.get_by_text("Fulgt opp")).to_be_visible()
    page.get_by_role("button", name="Avslutt saken").click()
    expect(page.get_by_text("Avsluttet")).to_be_visible()


def when_somebody_writes_the_childs_name(page: Page) -> None:
    page.get_by_label("Skriv i referatet").fill("Nora må på skolen.")
    page.get_by_role("button", name="Skriv inn").click()
    expect(page.get_by_text("Familien drøftes uten navn. Ta ut: Nora.")).to_be_visible()


def when_it_is_written_without_names(page: Page) -> None:
    page.get_by_label("Skriv i referatet").fill("NAV spør om samtykke igjen.")
    page.get_by_role("button", name="Skriv inn").click()
    expect(page.get_by_text("NAV spør om samtykke igjen.")).to_be_visible()


def what_is_downloaded(page: Page, role: str, name: str) -> Iterable[str]:
    """The name of the file, and its text."""
    with page.expect_download() as waiting:
        page.get_by_role(role, name=name).click()  # type: ignore[arg-type]
    content = Path(waiting.value.path()).read_bytes()
    yield waiting.value.suggested_filename
    if content.startswith(b"%PDF"):
        yield " ".join(row.extract_text() for row in pypdf.PdfReader(io.BytesIO(content)).pages)
    else:
        yield content.decode()


def then_no_name_is_told(*texts: str) -> None:
    assert texts
    assert [name for text in texts for name in NAMES if name in text] == []
