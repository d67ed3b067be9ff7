"""Hovedmål 2d: the executive downloads the yearly report; a leader opens the figure, not he."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from households.models import Membership
from households.months import month_from
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay
from tests.journeys.conftest import axe_findings

pytestmark = [
    pytest.mark.journey,
    pytest.mark.usefixtures("laid_down"),
]
PASSWORD = "en-lang-nok-setning"


class TestTheExecutiveDownloadsTheYearlyReport:
    def test_in_the_browser(
        self, page: Page, executive: User, tmp_path: Path, settings: Any
    ) -> None:
        settings.REPORT_DIR = tmp_path
        self.year = timezone.localdate().year - 1
        given_recipients_over_three_years(self.year, single=9, families=6)
        given_a_password(executive)
        when_logging_in(page, executive)
        when_ordering_the_report(page, self.year)
        then_the_report_shows(page, recipients=15, families=6)
        then_nothing_is_hard_to_use(page)
        then_the_files_say_the_same(page, recipients=15, families=6)
        then_no_household_can_be_opened(page)
        when_writing_the_assessment(page, "Fem færre enn i fjor.")
        then_the_assessment_is_frozen(page, "Fem færre enn i fjor.")


def given_recipients_over_three_years(year: int, *, single: int, families: int) -> None:
    december = month_from(year, 12)
    for number in range(single + families):
        home = HouseholdFactory(district=("heimdal", "ostbyen")[number % 2])
        pay(home.contact, december - 40, december)
        if number < families:
            child = PersonFactory(birth_date=home.contact.birth_date.replace(year=year - 8))
            add_member(home, child, Membership.Role.CHILD)


def given_a_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save()


def when_logging_in(page: Page, user: User) -> None:
    page.goto("/")
    page.get_by_label("Brukernavn").fill(user.username)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_visible()


def when_ordering_the_report(page: Page, year: int) -> None:
    expect(page.get_by_role("heading", name="Årsrapporter")).to_be_visible()
    page.get_by_label("År", exact=True).select_option(str(year))
    page.get_by_role("button", name="Bestill", exact=True).click()


def then_the_report_shows(page: Page, *, recipients: int, families: int) -> None:
    headline = page.get_by_role("region", name="Hovedtall")
    expect(headline.get_by_text(str(recipients), exact=True)).to_be_visible()
    expect(headline.get_by_text(str(families), exact=True)).to_be_visible()


def then_nothing_is_hard_to_use(page: Page) -> None:
    for scheme in ("light", "dark"):
        for width in (1440, 390):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 1000})
            assert axe_findings(page) == []
            overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(overflow) <= 0
    page.set_viewport_size({"width": 1440, "height": 1000})


def then_the_files_say_the_same(page: Page, *, recipients: int, families: int) -> None:
    assert downloaded(page, "PDF").startswith(b"%PDF-")
    assert downloaded(page, "DOCX").startswith(b"PK")
    sheets = openpyxl.load_workbook(io.BytesIO(downloaded(page, "XLSX")), read_only=True)
    cells = {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {recipients, families} <= cells
    text = downloaded(page, "CSV").decode("utf-8-sig")
    values = {row[-1] for row in csv.reader(io.StringIO(text), delimiter=";")}
    assert {str(recipients), str(families)} <= values


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    path = waiting.value.path()
    return path.read_bytes()


def then_no_household_can_be_opened(page: Page) -> None:
    expect(page.get_by_role("link", name="husstandene bak")).to_have_count(0)
    answer = page.request.get(page.url + "husstander/")
    assert answer.status == 403
    assert "H-1" not in answer.text()


def when_writing_the_assessment(page: Page, text: str) -> None:
    page.get_by_role("link", name="Skriv vurderingen").click()
    page.get_by_label("Delvis nådd").check()
    page.get_by_label("Vurdering", exact=True).fill(text)
    page.get_by_role("button", name="Lagre og frys").click()


def then_the_assessment_is_frozen(page: Page, text: str) -> None:
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_role("link", name="Skriv vurderingen")).to_have_count(0)
    assert text in json.dumps(downloaded(page, "CSV").decode("utf-8-sig"), ensure_ascii=False)
