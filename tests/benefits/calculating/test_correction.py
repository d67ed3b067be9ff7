"""A corrected decision has a calculation of its own; the one before stays as it was frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.applications import answering
from benefits.calculating.actions import change_inputs, is_intact
from benefits.calculating.inputs import inputs_of
from benefits.calculating.renewal import carry_on, may_carry_on
from benefits.models import AssistanceApplication, Calculation, Payment
from decisions import actions, appeals
from decisions.models import Decision
from tests.benefits.calculating.conftest import address, begin, typed
from tests.benefits.calculating.test_in_a_decision import propose, told_whole
from tests.casework import limit
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
ANSWERS = {
    "income_answer": "unchanged",
    "housing_answer": "changed",
    "household_answer": "unchanged",
}


@pytest.fixture(autouse=True)
def _letters(tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path


@pytest.fixture
def decided(alone: AssistanceApplication, caseworker: User) -> Decision:
    """5 000 kr by discretion for June 2013, decided within the caseworker's limit."""
    limit(Role.CASEWORKER, 50_000)
    alone.household.responsibilities.filter(party="nav").update(caseworker=caseworker)
    first = begin(alone, caseworker)
    judged = replace(
        inputs_of(first), discretion_amount=5_000, discretion_grounds="Trenger mer til mat"
    )
    change_inputs(calculation=first, version=first.version, inputs=judged, by=caseworker)
    AssistanceApplication.objects.update(state="assessed")
    alone.refresh_from_db()
    draft = answering.draft_decision_for(application=alone, at=timezone.now(), by=caseworker)
    return propose(told_whole(draft, caseworker), caseworker)


def correct(decision: Decision, by: User) -> Decision:
    return actions.correct(decision=decision, at=timezone.now(), by=by)


def worked_out(client: Client, application: AssistanceApplication, **more: Any) -> Any:
    """The new edition's calculation begun and saved, each change confirmed."""
    client.post(address("start_calculation", application))
    values = typed(client, application) | ANSWERS | more
    return client.post(address("calculation", application), values, follow=True)


def test_the_new_edition_begins_with_all_that_the_old_rested_on(
    client: Client, alone: AssistanceApplication, decided: Decision, caseworker: User
) -> None:
    correct(decided, caseworker)
    for page in ("application", "calculation"):
        assert "Start beregning for utgave 2" in client.get(address(page, alone)).text
    client.post(address("start_calculation", alone))
    client.post(address("start_calculation", alone))
    first, second = Calculation.objects.order_by("edition")
    assert (second.edition, second.follows, second.state) == (2, first, "draft")
    assert inputs_of(second) == inputs_of(first)
    assert first.is_frozen


def test_what_differs_is_marked_and_each_must_be_confirmed(
    client: Client, alone: AssistanceApplication, decided: Decision, caseworker: User
) -> None:
    correct(decided, caseworker)
    page = worked_out(client, alone, claimed_rent="4000", accepted_rent="4000").text
    assert "Sammenlignet med utgave 1" in page
    assert "4\N{NO-BREAK SPACE}000 kr oppgitt" in page
    wrong = typed(client, alone, housing_answer="unchanged")
    assert "Dette er ikke som sist" in client.post(address("calculation", alone), wrong).text


def test_both_stand_on_the_applications_page_and_the_old_is_as_it_was(
    client: Client, alone: AssistanceApplication, decided: Decision, caseworker: User
) -> None:
    new = correct(decided, caseworker)
    worked_out(client, alone, discretion_amount="6500")
    page = client.get(address("application", alone)).text
    assert "?utgave=1" in page
    assert "?utgave=2" in page
    assert new.reference in page
    old = client.get(address("calculation", alone) + "?utgave=1")
    assert old.context["sheet"] is None
    assert "5\N{NO-BREAK SPACE}000 kr" in old.text
    assert client.get(address("calculation", alone) + "?utgave=3").status_code == 404
    assert all(is_intact(row) for row in Calculation.objects.filter(state="frozen"))


def test_it_is_fetched_frozen_at_its_own_approval_and_pays_the_difference(
    client: Client, alone: AssistanceApplication, decided: Decision, caseworker: User
) -> None:
    Payment.objects.update(status="paid")
    new = correct(decided, caseworker)
    worked_out(client, alone, discretion_amount="6500")
    client.post(address("fetch_calculation", alone))
    new.refresh_from_db()
    assert (new.monthly_amount, new.lines[-1]["text"]) == (6_500, "Skjønnsmessig endring")
    propose(new, caseworker)
    assert set(Calculation.objects.values_list("edition", "state")) == {
        (1, "frozen"), (2, "frozen"),
    }  # fmt: skip
    paid = Payment.objects.order_by("pk").values_list("amount", "status", "for_month")
    assert list(paid) == [
        (5_000, "paid", date(2013, 6, 1)),
        (1_500, "planned", date(2013, 6, 1)),
    ]


def test_writing_on_the_correction_opens_nothing_that_was_frozen(
    decided: Decision, caseworker: User
) -> None:
    new = correct(decided, caseworker)
    told_whole(new, caseworker)
    assert Calculation.objects.get().is_frozen
    new.refresh_from_db()
    assert propose(new, caseworker).state == "approved"


def test_a_withdrawn_correction_is_never_carried_on(
    client: Client, alone: AssistanceApplication, decided: Decision, caseworker: User
) -> None:
    new = correct(decided, caseworker)
    worked_out(client, alone, discretion_amount="6500")
    actions.withdraw(decision=new, reason="Feil", at=timezone.now(), by=caseworker)
    assert "Start beregning" not in client.get(address("application", alone)).text
    assert client.get(address("calculation", alone)).context["sheet"] is None
    assert may_carry_on(alone)
    unit = alone.unit
    renewed = carry_on(application=alone, unit=unit, on=timezone.localdate(), by=caseworker)
    assert renewed.follows is not None
    assert renewed.follows.edition == 1
    again = correct(decided, caseworker)
    assert again.edition == 2
    client.post(address("start_calculation", alone))
    assert Calculation.objects.filter(application=alone).count() == 2


def test_an_appeal_that_reverses_the_decision_goes_the_same_way(
    client: Client, alone: AssistanceApplication, decided: Decision, caseworker: User
) -> None:
    today, now = timezone.localdate(), timezone.now()
    appeal = appeals.register_appeal(
        decision=decided, appellant=decided.applicant, text="For lite", received_on=today,
        at=now, by=caseworker,
    )  # fmt: skip
    given = {"appeal": appeal, "on": today, "at": now, "by": caseworker}
    appeals.reconsider(is_reversed=True, text="Husleia var høyere", **given)
    assert (
        "Rett vedtaket" in client.get(f"/husstander/{alone.household_id}/vedtak/{decided.pk}/").text
    )
    correct(decided, caseworker)
    worked_out(client, alone, discretion_amount="7000")
    client.post(address("fetch_calculation", alone))
    new = Decision.objects.get(edition=2)
    propose(new, caseworker)
    appeals.implement(**given)
    assert Payment.objects.filter(status="planned").get().amount == 7_000


def test_only_who_decides_about_the_household_works_it_out(
    alone: AssistanceApplication, decided: Decision, caseworker: User, colleague_same_office: User
) -> None:
    correct(decided, caseworker)
    colleague = logged_in(colleague_same_office)
    assert colleague.post(address("start_calculation", alone)).status_code == 403
    assert "Start beregning" not in colleague.get(address("calculation", alone)).text
