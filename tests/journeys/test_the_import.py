"""A municipality's own earlier data: errors shown, then loaded, then changed when accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from benefits.models import Payment
from tests.benefits.history_files import MARKED_NUMBERS, MARKS, Tables, good, write_tables
from tests.journeys.conftest import axe_findings
from tests.journeys.test_goal_2d_annual_report import given_a_password, when_logging_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.usefixtures("laid_down"),
]
NARROW, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1440, height=1000)


class TestTheAdministratorLoadsEarlierData:
    def test_in_the_browser(
        self, page: Page, administrator: User, tmp_path: Path, settings: Any
    ) -> None:
        settings.UPLOAD_DIR = tmp_path / "uploads"
        given_a_password(administrator)
        when_logging_in(page, administrator)
        when_uploading(page, tmp_path / "wrong", with_a_wrong_amount())
        then_the_page_says(page, "Filene er ikke lest inn", "Beløpet må være et helt tall")
        when_uploading(page, tmp_path / "good", good())
        then_the_page_says(page, "Filene er klare til innlesing", "payments.csv")
        when_answering(page)
        then_the_page_says(page, "Filene er lest inn", "payments.csv")
        when_uploading(page, tmp_path / "later", with_a_cancelled_row())
        then_the_page_says(page, "Filene er annerledes enn sist", "annullerte: linje 3")
        when_answering(page)
        then_the_page_says(page, "Filene er annerledes enn sist", "Kryss av for at endringene")
        page.get_by_label("Godta endringene").check()
        when_answering(page)
        then_the_page_says(page, "Filene er lest inn", "payments.csv")
        assert Payment.objects.filter(status="cancelled").count() == 1


def with_a_wrong_amount() -> Tables:
    tables = good()
    tables["payments.csv"][2]["amount"] = "-98765"
    return tables


def with_a_cancelled_row() -> Tables:
    tables = good()
    tables["payments.csv"][1]["status"] = "cancelled"
    return tables


def when_uploading(page: Page, folder: Path, tables: Tables) -> None:
    page.goto("/import/")
    page.get_by_role("link", name="Ny innlesing").first.click()
    expect(page.get_by_role("heading", name="Ny innlesing")).to_be_visible()
    nothing_is_hard_to_use(page)
    page.locator("input[type=file]").set_input_files(write_tables(folder, tables))
    page.get_by_role("button", name="Last opp og kontroller").click()


def when_answering(page: Page) -> None:
    page.get_by_role("button", name="Les inn", exact=True).click()


def then_the_page_says(page: Page, heading: str, words: str) -> None:
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(words)
    shown = page.content()
    assert [mark for mark in (*MARKS, *MARKED_NUMBERS) if mark in shown] == []
    nothing_is_hard_to_use(page)


def nothing_is_hard_to_use(page: Page) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
