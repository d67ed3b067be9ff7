"""What is done with an application, and the history that it leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from benefits.applications import actions
from benefits.models import (
    ApplicationMatter,
    ApplicationState,
    AssistanceApplication,
    DocumentDemand,
)
from households.models import Household, Intake, Responsibility
from tests.casework import apply_for_help
from tests.factories import HouseholdFactory

TODAY = timezone.localdate()
S = ApplicationState


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def application(household: Household, caseworker: User) -> AssistanceApplication:
    return apply_for_help(household, caseworker)


def moved(row: AssistanceApplication, to: str, by: User, reason: str = "") -> AssistanceApplication:
    return actions.move(application=row, to=to, version=row.version, on=TODAY, by=by, reason=reason)


def test_an_application_is_an_intake_that_is_taken(
    application: AssistanceApplication, caseworker: User
) -> None:
    intake = Intake.objects.get()
    assert application.intake == intake
    assert (intake.taken_by, intake.topics) == (caseworker, ["subsistence"])
    assert [change.to_state for change in application.changes.all()] == ["received"]


def test_who_takes_it_down_gets_a_household_that_nobody_has(
    household: Household, caseworker: User, colleague_same_office: User
) -> None:
    apply_for_help(household, caseworker)
    apply_for_help(household, colleague_same_office)
    today = timezone.localdate()
    [row] = Responsibility.objects.valid_on(today).filter(household=household, party="nav")
    assert row.caseworker == caseworker


def test_the_same_form_twice_is_one_application(household: Household, caseworker: User) -> None:
    first = apply_for_help(household, caseworker)
    again = actions.register_application(
        household=household,
        applicant=household.contact,
        co_applicant=None,
        unit=first.unit,
        caseworker=caseworker,
        asked=actions.AskedHelp(
            first.received_on, "visit", [actions.AskedMatter("rent")], "", first.intake.form_token
        ),
        by=caseworker,
    )
    assert again == first
    assert AssistanceApplication.objects.count() == ApplicationMatter.objects.count() == 1


@pytest.mark.parametrize(
    ("kinds", "urgent"),
    [(("emergency",), True), (("rent", "lodging"), True), (("rent", "power", "one_off"), False)],
)
def test_emergency_aid_and_lodging_make_it_urgent(
    household: Household, caseworker: User, kinds: tuple[str, ...], urgent: bool
) -> None:
    application = apply_for_help(household, caseworker, kinds=kinds)
    assert application.is_emergency is urgent
    assert application.matters.count() == len(kinds)


def test_each_step_is_a_line_of_history(
    application: AssistanceApplication, caseworker: User
) -> None:
    row = moved(application, S.IN_PROGRESS, caseworker)
    row = moved(row, S.ASSESSED, caseworker)
    steps = [(change.from_state, change.to_state) for change in row.changes.order_by("pk")]
    assert steps == [("", "received"), ("received", "in_progress"), ("in_progress", "assessed")]


def test_a_step_its_life_does_not_have_is_refused_in_words(
    application: AssistanceApplication, caseworker: User
) -> None:
    with pytest.raises(actions.TransitionError, match="«Mottatt», kan ikke bli «Vedtatt»"):
        moved(application, S.DECIDED, caseworker)
    application.refresh_from_db()
    assert application.state == S.RECEIVED


def test_an_end_without_decision_needs_a_reason_and_closes_what_was_asked_for(
    application: AssistanceApplication, caseworker: User
) -> None:
    row = actions.ask_for_documents(
        application=application,
        version=application.version,
        wanted=["Husleiekontrakt"],
        on=TODAY,
        due_on=TODAY + timedelta(days=14),
        by=caseworker,
    )
    with pytest.raises(actions.TransitionError, match="Skriv hvorfor"):
        moved(row, S.WITHDRAWN, caseworker, " ")
    row = moved(row, S.WITHDRAWN, caseworker, "Har fått jobb")
    demand = row.demands.get()
    assert (demand.state, demand.settled_by) == ("cancelled", caseworker)
    assert row.changes.first().reason == "Har fått jobb"  # type: ignore[union-attr]


def test_asking_for_documents_makes_it_wait_and_the_last_one_takes_it_up_again(
    application: AssistanceApplication, caseworker: User
) -> None:
    row = actions.ask_for_documents(
        application=application,
        version=application.version,
        wanted=["Husleiekontrakt", "Strømregning"],
        on=TODAY,
        due_on=TODAY,
        by=caseworker,
    )
    assert row.state == S.AWAITING_DOCUMENTS
    first, last = row.demands.all()
    settle = DocumentDemand.State.MET
    assert actions.settle_demand(demand=first, state=settle, on=TODAY, by=caseworker)
    row.refresh_from_db()
    assert row.state == S.AWAITING_DOCUMENTS
    assert actions.settle_demand(demand=last, state="not_met", on=TODAY, by=caseworker)
    row.refresh_from_db()
    assert row.state == S.IN_PROGRESS
    assert not actions.settle_demand(demand=last, state="met", on=TODAY, by=caseworker)
    last.refresh_from_db()
    assert last.state == "not_met"


def test_two_on_one_application_the_second_is_told(
    application: AssistanceApplication, caseworker: User, colleague_same_office: User
) -> None:
    seen = application.version
    actions.take(application=application, version=seen, by=colleague_same_office)
    with pytest.raises(actions.ApplicationConflictError) as refused:
        actions.hold(
            application=application,
            version=seen,
            until=TODAY + timedelta(days=3),
            reason="Venter på svar",
            by=caseworker,
        )
    assert refused.value.current.caseworker == colleague_same_office
    application.refresh_from_db()
    assert application.on_hold_until is None


def test_held_and_resumed(application: AssistanceApplication, caseworker: User) -> None:
    row = actions.hold(
        application=application,
        version=application.version,
        until=TODAY + timedelta(days=3),
        reason="Venter på skatteetaten",
        by=caseworker,
    )
    assert row.hold_reason == "Venter på skatteetaten"
    row = actions.resume(application=row, version=row.version, by=caseworker)
    assert (row.on_hold_until, row.hold_reason) == (None, "")
    assert [change.what for change in row.changes.order_by("pk")] == ["state", "held", "resumed"]


def test_what_was_asked_for_has_a_deadline_that_can_be_kept(
    application: AssistanceApplication, caseworker: User
) -> None:
    with pytest.raises(IntegrityError, match="benefits_demand_not_due_before_asked"):
        DocumentDemand.objects.create(
            application=application,
            what="Skattemelding",
            asked_on=TODAY,
            asked_by=caseworker,
            due_on=TODAY - timedelta(days=1),
        )


def test_a_reason_for_waiting_and_a_day_stand_together(
    application: AssistanceApplication,
) -> None:
    rows = AssistanceApplication.objects.filter(pk=application.pk)
    with pytest.raises(IntegrityError, match="held_until_and_why"), transaction.atomic():
        rows.update(on_hold_until=TODAY)
