"""A citizen asks to see what is held about them: registered, prepared, approved, handed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import AccessEvent, User
from accounts.policy import Role
from households.models import AccessRequest, Household
from tests.conftest import unit
from tests.coordination import citizen_cast
from tests.factories import UserFactory
from tests.journeys.conftest import axe_findings
from tests.journeys.test_goal_2d_annual_report import given_a_password, when_logging_in
from tests.journeys.test_the_import import NARROW, WIDE

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]


class TestTheCitizenGetsTheirOwnFile:
    def test_in_the_browser(self, page: Page, tmp_path: Path, settings: Any) -> None:
        settings.SUBJECT_FILE_DIR = tmp_path / "subject_files"
        one, two = (
            UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen")) for _ in range(2)
        )
        household = citizen_cast.family()
        for leader in (one, two):
            given_a_password(leader)
        when_logging_in(page, one)
        when_registering_the_request(page, household)
        when_the_file_is_made(page)
        then_the_one_who_made_it_cannot_approve_it(page)
        when_another_takes_over(page, two)
        when_approving_the_file(page)
        then_the_file_is_downloaded_with_a_reason(page, tmp_path)
        when_handing_over(page)
        then_nothing_is_left_to_answer(page)


def when_registering_the_request(page: Page, household: Household) -> None:
    page.goto(f"/husstander/{household.pk}/")
    page.get_by_role("navigation", name="Husstandens sider").get_by_text("Innsynskrav").click()
    expect(page.get_by_role("heading", name="Registrer innsynskrav")).to_be_visible()
    nothing_is_hard_to_use(page)
    page.get_by_role("button", name="Registrer").click()
    expect(page.locator("#id_person_error")).to_be_visible()
    page.get_by_label("Hvem ber om innsyn?").select_option(label="Amina Egennavn")
    page.get_by_label("Brev").check()
    page.get_by_role("button", name="Registrer").click()


def when_the_file_is_made(page: Page) -> None:
    page.get_by_role("button", name="Lag filen").click()
    expect(page.get_by_role("heading", name="Filen som utleveres")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("barn (født 2014)")
    file = page.locator(".subject-file").inner_text()
    assert [mark for mark in citizen_cast.MARKS_OF_OTHERS if mark in file] == []
    nothing_is_hard_to_use(page)


def then_the_one_who_made_it_cannot_approve_it(page: Page) -> None:
    expect(page.get_by_role("button", name="Godkjenn filen")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("En annen leder ved kontoret må se gjennom")


def when_another_takes_over(page: Page, other: User) -> None:
    page.context.clear_cookies()
    when_logging_in(page, other)
    page.goto("/arkiv/innsynskrav/")
    expect(page.get_by_role("main")).to_contain_text("Venter på godkjenning")
    nothing_is_hard_to_use(page)
    page.get_by_role("link", name="Amina Egennavn").click()


def when_approving_the_file(page: Page) -> None:
    page.get_by_role("button", name="Godkjenn filen").click()
    expect(page.get_by_role("main")).to_contain_text("Klar til utlevering")
    nothing_is_hard_to_use(page)


def then_the_file_is_downloaded_with_a_reason(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Last ned JSON").click()
    expect(page.locator("#id_reason_error")).to_be_visible()
    for name, suffix in (("Last ned JSON", "json"), ("Last ned PDF", "pdf")):
        page.get_by_label("Hvorfor lastes filen ned?").select_option("hand_over")
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        download.value.save_as(folder / f"fil.{suffix}")
    told = json.loads((folder / "fil.json").read_text("utf-8"))
    assert told["parts"]["person"]["rows"][0]["first_name"] == "Amina"
    assert (folder / "fil.pdf").read_bytes().startswith(b"%PDF")
    reasons = AccessEvent.objects.filter(action="export").values_list("reason", flat=True)
    assert list(reasons) == ["hand_over", "hand_over"]


def when_handing_over(page: Page) -> None:
    page.get_by_role("button", name="Registrer utlevert").click()
    expect(page.get_by_text("Innsynskravet er besvart.")).to_be_visible()


def then_nothing_is_left_to_answer(page: Page) -> None:
    page.goto("/arkiv/innsynskrav/")
    expect(page.get_by_text("Ingen åpne innsynskrav")).to_be_visible()
    assert AccessRequest.objects.get().handed_over_on is not None


def nothing_is_hard_to_use(page: Page) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
