"""Measure 2b on the page, what the system knows of incomes, and a calculation that is locked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benefits.calculating.actions import freeze
from benefits.models import AssistanceApplication, Calculation, DatedSetting, RateTable
from tests.benefits.calculating.conftest import JUNE, address, begin, save, typed
from tests.factories import enrol, introduce

pytestmark = pytest.mark.django_db
PUPIL = {
    "was_unaccompanied": "on",
    "attends_school": "on",
    "enrolled_on": "20.08.2012",
    "claimed_rent": 5_000,
    "inntekt-0-kind": "wages",
    "inntekt-0-amount": 3_000,
}


@pytest.fixture
def pupil(alone: AssistanceApplication, caseworker: User) -> dict[str, Any]:
    begin(alone, caseworker)
    return PUPIL | {"inntekt-0-person": alone.applicant_id}


def set_special() -> None:
    """A fixed amount of 9 000 kr, wages up to 5 000 kr disregarded."""
    amounts = {"amount": 9_000, "disregard": 5_000, "share": "0.5", "until_age": 30}
    for key, value in amounts.items():
        DatedSetting.objects.create(
            key=f"special_{key}", valid_from=date(2013, 1, 1), value=value, source="Demosats"
        )


def test_without_settings_it_says_which_are_missing(
    client: Client, alone: AssistanceApplication, pupil: dict[str, Any]
) -> None:
    page = save(client, alone, **pupil).text
    assert "Ordningen kan ikke beregnes: Innstillinger som mangler" in page


def test_wages_below_the_disregard_lower_only_what_the_ordinary_scheme_gives(
    client: Client, alone: AssistanceApplication, pupil: dict[str, Any]
) -> None:
    set_special()
    page = save(client, alone, **pupil)
    both = page.context["schemes"].both
    assert both.ordinary.norm_award == 3_667 + 5_000 - 3_000
    assert both.special.norm_award == 9_000
    assert "Særordningen gir +3\xa0333 kr i forskjell." in page.text
    assert "Demosats" in page.text
    save(client, alone, scheme="special")
    assert alone.calculations.get().months.get().award == 9_000


def test_what_stands_in_the_way_is_said(
    client: Client, alone: AssistanceApplication, pupil: dict[str, Any]
) -> None:
    set_special()
    page = save(client, alone, **pupil | {"attends_school": ""}).text
    assert "Oppmøtet er ikke bekreftet" in page
    answer = save(client, alone, scheme="special")
    assert "Særordningen kan ikke brukes: Oppmøtet er ikke bekreftet." in answer.text


def test_a_benefit_that_is_known_without_an_amount_is_asked_for(
    client: Client, alone: AssistanceApplication, pupil: dict[str, Any]
) -> None:
    enrol(alone.applicant, date(2013, 1, 1))
    introduce(alone.applicant, date(2013, 1, 1))
    page = client.get(address("calculation", alone)).text
    for programme in ("kvalifiseringsprogrammet", "introduksjonsprogrammet"):
        assert f"Ola er i {programme}, men beløpet er ikke kjent her." in page


def test_locked_it_is_read_and_what_is_typed_afterwards_is_refused(
    client: Client, application: AssistanceApplication, draft: Calculation, caseworker: User
) -> None:
    posted = typed(client, application)
    freeze(calculation=draft, version=1, by=caseworker)
    answer = client.post(address("calculation", application), posted, follow=True)
    assert "Beregningen er låst for et vedtak" in answer.text
    assert "linjene endres ikke mer" in answer.text
    assert "Lagre beregningen" not in answer.text


def test_a_wrong_row_is_named_in_the_summary_with_a_way_to_it(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    page = save(client, application, **{"trekk-0-amount": 5}).text
    assert 'href="#id_trekk-0-text">Hva – Skriv hva trekket gjelder.</a>' in page


def test_months_that_come_out_alike_are_shown_once(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    page = save(client, application, last_month=JUNE + 1).text
    assert "Juni 2013 – juli 2013" in page
    spouseless = save(client, application, first_month=JUNE, spouse="", last_month=JUNE)
    assert spouseless.context["months"][0].result.need_before_cap == 5_500 + 15_250


def test_without_a_calculation_there_is_nothing_to_save(
    client: Client, application: AssistanceApplication
) -> None:
    assert client.post(address("calculation", application), {}).status_code == 404


def test_begun_for_a_month_without_rates_it_says_so_and_stands_without_a_result(
    client: Client, application: AssistanceApplication
) -> None:
    AssistanceApplication.objects.update(received_on=date(2015, 3, 2))
    page = client.post(address("start_calculation", application), follow=True).text
    assert "Det er ikke lagt inn veiledende satser fra staten som gjelder 01.03.2015." in page
    assert not application.calculations.get().months.exists()


def test_rates_that_are_changed_after_the_saving_are_told_of(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    RateTable.objects.filter(issuer="state").update(couple=9_999)
    page = client.get(address("calculation", application)).text
    assert "Satser eller opplysninger er endret siden beregningen ble lagret." in page
    assert draft.months.get().norm == 24_350


def test_the_page_asks_the_database_no_more_for_more_children(
    client: Client,
    application: AssistanceApplication,
    draft: Calculation,
    alone: AssistanceApplication,
    caseworker: User,
) -> None:
    begin(alone, caseworker)
    counts = []
    for row in (application, alone):
        client.get(address("calculation", row))
        with CaptureQueriesContext(connection) as asked:
            client.get(address("calculation", row))
        counts.append(len(asked))
    assert counts[0] == counts[1] < 70
