"""What the pages of applications show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from benefits.applications import rules
from benefits.models import (
    ApplicationChange,
    ApplicationState,
    AssistanceApplication,
    DocumentDemand,
    InterimReply,
)
from households.models import Household, Membership, Person
from households.person_bar import is_child, is_present

STEPS = (
    (ApplicationState.RECEIVED, "Mottatt"),
    (ApplicationState.IN_PROGRESS, "Under behandling"),
    (ApplicationState.ASSESSED, "Vurdert"),
    (ApplicationState.DECIDED, "Vedtak"),
    (ApplicationState.CLOSED, "Ferdig"),
)
ADULTS = (*Membership.SUPPORTING, Membership.Role.OTHER_ADULT)
TOGETHER = (Membership.Role.APPLICANT, Membership.Role.SPOUSE, Membership.Role.PARTNER)
"""Roles of those who may apply together: cohabitants apply each for themselves."""


@dataclass(frozen=True)
class Step:
    """A step of the line on top of an application's page: done, current or to come."""

    label: str
    state: str


@dataclass(frozen=True)
class Deadline:
    """When an answer is due, and what is said of it; `late` is late by law."""

    due: date
    text: str
    late: bool


@dataclass(frozen=True)
class ApplicationLine:
    """A row in the list of a household's applications."""

    application: AssistanceApplication
    matters: str
    deadline: Deadline | None


def applications_of(household: Household, today: date) -> list[ApplicationLine]:
    """All applications of a household, the latest first."""
    rows = (
        AssistanceApplication.objects.filter(household=household)
        .with_last_reply()
        .select_related("applicant", "caseworker")
    )
    return [
        ApplicationLine(
            row,
            ", ".join(str(matter) for matter in row.matters.all()),
            deadline_of(row, row.expected_on, today),
        )
        for row in rows.prefetch_related("matters")
    ]


def application_of(household: Household, application_id: int) -> AssistanceApplication | None:
    """One application of the household with all that its page shows; None without it."""
    rows: Any = (
        AssistanceApplication.objects.filter(household=household)
        .with_last_reply()
        .select_related(
            "applicant", "co_applicant", "caseworker", "unit", "intake", "renews", "registered_by"
        )
    )
    return (
        rows.prefetch_related(
            "matters",
            Prefetch("demands", DocumentDemand.objects.select_related("asked_by", "settled_by")),
            Prefetch("replies", InterimReply.objects.select_related("sent_by")),
            Prefetch("changes", ApplicationChange.objects.select_related("by")),
        )
        .filter(pk=application_id)
        .first()
    )


def _of(household: Household) -> Any:
    return AssistanceApplication.objects.filter(household=household).with_last_reply()


def deadline_of(
    application: AssistanceApplication, expected_on: date | None, today: date
) -> Deadline | None:
    """What is said of the time for an answer; None when nobody waits any longer."""
    if not application.is_open:
        return None
    due = rules.answer_due(
        application.received_on, is_emergency=application.is_emergency, expected_on=expected_on
    )
    late = rules.is_late(due, today)
    return Deadline(due, _told(due, today, application.is_emergency), late)


def _told(due: date, today: date, is_emergency: bool) -> str:
    days = (due - today).days
    if days < 0:
        count = "1 dag" if days == -1 else f"{-days} dager"
        return f"{count} over lovfristen"
    if is_emergency:
        return "skal vurderes i dag"
    return "svar innen i dag" if days == 0 else f"svar innen {due:%d.%m.%Y}"


def steps_of(application: AssistanceApplication) -> list[Step]:
    """The line of steps; one that waits for documents is being handled."""
    state = application.state
    if state == ApplicationState.AWAITING_DOCUMENTS:
        state = ApplicationState.IN_PROGRESS
    order: list[str] = [value for value, _ in STEPS]
    at = order.index(state) if state in order else None
    if at is None:
        return [Step("Mottatt", "done"), Step(application.get_state_display(), "current")]
    return [
        Step(label, "done" if number < at else "current" if number == at else "coming")
        for number, (_, label) in enumerate(STEPS)
    ]


def possible_applicants(household: Household, today: date) -> list[Person]:
    """Adults in the household whom the user may know of, its contact first."""
    rows = [
        row
        for row in household.all_memberships
        if row.role in ADULTS
        and is_present(row, today)
        and not is_child(row, today)
        and household.access.knows(row.person_id)
    ]
    people = list({row.person_id: row.person for row in rows}.values())
    return sorted(people, key=lambda person: person.pk != household.contact_id)


def possible_co_applicants(household: Household, today: date) -> list[Person]:
    """Those who may apply together with another: spouses, not cohabitants."""
    together = {row.person_id for row in household.all_memberships if row.role in TOGETHER}
    return [person for person in possible_applicants(household, today) if person.pk in together]


def ways_to_end(application: AssistanceApplication) -> list[tuple[str, str]]:
    """How an application may end without a decision, as choices."""
    can = rules.TRANSITIONS[application.state] & rules.NEEDS_REASON
    words = {
        "withdrawn": "Søkeren trekker søknaden",
        "not_processed": "Kom til feil sted, sendes videre",
        "misregistered": "Registrert ved en feil",
    }
    return [(state, text) for state, text in words.items() if state in can]
