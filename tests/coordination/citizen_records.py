"""What is asked for, written and handed in about the family of citizen_cast."""

from __future__ import annotations

import uuid
from datetime import date

from benefits.models import AssistanceApplication, BasicBenefitCheck, Payment, PaymentChange
from households.models import Document, Household, Intake, JournalEntry, Person
from tests.benefits.counselling import filled as counselling
from tests.benefits.measures.filled import measured
from tests.benefits.programmes import filled as programmes
from tests.casework import claim_given_up
from tests.children.filled import everything
from tests.conftest import unit
from tests.coordination.applied_cast import calculated
from tests.coordination.meetings.filled import discussed
from tests.coordination.plans.making import planned
from tests.factories import UserFactory, intake
from tests.housing.filled import housed
from tests.housing.kept import filled as kept_home


def write_call(household: Household, typed: str) -> Intake:
    at = unit("nav", "midtbyen")
    return intake(household, at, UserFactory(), text=typed, received_on=date(2025, 8, 8))


def write_application(household: Household, person: Person, call: Intake, typed: str) -> None:
    """An application and a payment, with the marks of others in all that was typed of them."""
    staff, on = UserFactory(last_name="Saksbehandlernavn"), date(2025, 8, 8)
    row = AssistanceApplication.objects.create(
        household=household,
        applicant=person,
        intake=call,
        unit=unit("nav", "midtbyen"),
        caseworker=staff,
        received_on=on,
        text=typed,
        on_hold_until=date(2025, 9, 1),
        hold_reason=typed,
        registered_by=staff,
    )
    BasicBenefitCheck.objects.create(
        household=household, person=person, unit=row.unit, measure=typed, raised_by=staff, due_on=on
    )
    row.matters.create(kind="one_off", text=typed, amount=900)
    row.demands.create(what=typed, asked_on=on, asked_by=staff, due_on=on)
    row.replies.create(sent_on=on, reason=typed, expected_on=date(2025, 10, 1), sent_by=staff)
    row.changes.create(what="held", reason=typed, by=staff)
    calculated(row, staff, typed)
    claim_given_up(household, staff, typed)
    measured(household, staff, on, typed)
    paid = Payment.objects.filter(person=person).earliest("pk")
    Payment.objects.filter(pk=paid.pk).update(payee=typed)
    PaymentChange.objects.create(payment=paid, to_status="paid", reason=typed, by=staff)
    _help(household, typed)


def _help(household: Household, typed: str) -> None:
    """Financial counselling and the qualification programme, both over."""
    for made in (counselling.filled_and_ended, programmes.filled_and_ended):
        made(household, UserFactory(), date(2025, 8, 8), typed)


def write_records(
    household: Household, person: Person, other: Person, young: Person, typed: str
) -> None:
    """Notes and documents: on each of them, and on nobody in particular."""
    staff, at, on = (
        UserFactory(last_name="Saksbehandlernavn"),
        unit("nav", "midtbyen"),
        date(2025, 8, 8),
    )
    for about, text in ((person, typed), (other, "Ektesituasjon"), (None, typed)):
        row = JournalEntry.objects.create(
            household=household,
            party="nav",
            unit=at,
            contact_on=on,
            spoken_with=about,
            spoken_with_other=typed,
            text=text,
            interpreter="not_used",
            interpreter_needed=True,
            interpreter_reason=typed,
            next_step=typed,
            written_by=staff,
            form_token=uuid.uuid4(),
        )
        row.children.set([young] if about else [])
        Document.objects.create(
            household=household,
            party="nav",
            unit=at,
            person=about,
            title=text,
            kind="letter",
            content_type="application/pdf",
            name=uuid.uuid4().hex,
            size=7_001,
            received_on=on,
            registered_by=staff,
            form_token=uuid.uuid4(),
        )
    everything(household, young, staff, on, typed)
    discussed(household, staff, on, typed)
    planned(household, staff, on, typed, person=person, other=other)
    housed(household, staff, typed)
    kept_home(household, staff, typed)
