"""What is done with an application, each act with its line in the history.

An act names the `version` it was decided on; when somebody else has changed the application since,
ApplicationConflictError is raised and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import Unit, User
from benefits.applications import rules
from benefits.models import (
    ApplicationChange,
    ApplicationMatter,
    ApplicationState,
    AssistanceApplication,
    DocumentDemand,
    InterimReply,
)
from households.intakes import Asked, record_intake
from households.lodging import request_lodging
from households.models import Household, Intake, Person

TOPICS: dict[str, str] = {
    "subsistence": Intake.Topic.SUBSISTENCE,
    "rent": Intake.Topic.HOUSING,
    "power": Intake.Topic.SUBSISTENCE,
    "one_off": Intake.Topic.SUBSISTENCE,
    "emergency": Intake.Topic.EMERGENCY,
    "lodging": Intake.Topic.HOUSING,
    "other": Intake.Topic.OTHER,
}
"""What an application asks for, as the topics of its intake."""


class ApplicationConflictError(Exception):
    """Somebody else has changed the application; `current` is how it stands now."""

    def __init__(self, current: AssistanceApplication) -> None:
        super().__init__("Søknaden er endret av en annen.")
        self.current = current


class TransitionError(Exception):
    """An application in its state cannot go to the one that was asked for."""


@dataclass(frozen=True)
class AskedMatter:
    """One thing that is asked for; `amount` in whole kroner, None where none is stated."""

    kind: str
    text: str = ""
    amount: int | None = None


@dataclass(frozen=True)
class AskedHelp:
    """An application as it came; one `form_token` is one application, however often it comes."""

    received_on: date
    channel: str
    matters: Sequence[AskedMatter]
    text: str
    form_token: UUID


@transaction.atomic
def register_application(
    *,
    household: Household,
    applicant: Person,
    co_applicant: Person | None,
    unit: Unit,
    caseworker: User | None,
    asked: AskedHelp,
    by: User,
    renews: AssistanceApplication | None = None,
) -> AssistanceApplication:
    """Write an application down, with the intake that it is (measures 3a and 4b hang on it)."""
    intake = record_intake(
        household=household,
        person=applicant,
        unit=unit,
        asked=Asked(
            received_on=asked.received_on,
            channel=asked.channel,
            topics=sorted({TOPICS[matter.kind] for matter in asked.matters}),
            text=asked.text,
            form_token=asked.form_token,
        ),
        by=by,
    )
    known = AssistanceApplication.objects.filter(intake=intake).first()
    if known is not None:
        return known
    application = AssistanceApplication.objects.create(
        household=household,
        applicant=applicant,
        co_applicant=co_applicant,
        intake=intake,
        unit=unit,
        caseworker=caseworker,
        received_on=asked.received_on,
        is_emergency=any(matter.kind in rules.URGENT for matter in asked.matters),
        text=asked.text,
        renews=renews,
        registered_by=by,
    )
    ApplicationMatter.objects.bulk_create(
        ApplicationMatter(
            application=application, kind=matter.kind, text=matter.text, amount=matter.amount
        )
        for matter in asked.matters
    )
    _ask_for_lodging(application, asked, by)
    _note(application, "state", by, to_state=ApplicationState.RECEIVED)
    return application


def _ask_for_lodging(application: AssistanceApplication, asked: AskedHelp, by: User) -> None:
    """Whoever finds the place is told at once: it is assessed the same day (§ 27)."""
    if any(matter.kind == ApplicationMatter.Kind.LODGING for matter in asked.matters):
        request_lodging(household=application.household, on=asked.received_on, by=by)


@transaction.atomic
def move(
    *,
    application: AssistanceApplication,
    to: str,
    version: int,
    on: date,
    by: User,
    reason: str = "",
) -> AssistanceApplication:
    """Let the application go to the state `to`; TransitionError where its life does not allow it.

    Withdrawn, misdirected and misregistered ones need a reason, and leave nothing asked for open.
    """
    if not rules.may_become(application.state, to):
        raise TransitionError(
            f"En søknad som er «{application.get_state_display()}», kan ikke bli "
            f"«{ApplicationState(to).label}»."
        )
    if to in rules.NEEDS_REASON and not reason.strip():
        raise TransitionError("Skriv hvorfor.")
    before = application.state
    changed = _change(application, version, state=to, on_hold_until=None, hold_reason="")
    if to in rules.NEEDS_REASON:
        _cancel_demands(changed, by, on)
    _note(changed, "state", by, from_state=before, to_state=to, reason=reason.strip())
    return changed


@transaction.atomic
def take(*, application: AssistanceApplication, version: int, by: User) -> AssistanceApplication:
    """Make `by` the one who handles it, also when somebody else did (overta)."""
    changed = _change(application, version, caseworker=by)
    _note(changed, "taken", by)
    return changed


@transaction.atomic
def give_to(
    *, application: AssistanceApplication, version: int, to: User, by: User
) -> AssistanceApplication:
    """Give it to a colleague, as the office's leader does."""
    changed = _change(application, version, caseworker=to)
    _note(changed, "given", by, reason=f"Til {to}")
    return changed


@transaction.atomic
def give_back(
    *, application: AssistanceApplication, version: int, by: User
) -> AssistanceApplication:
    """Put it back among the office's unassigned ones."""
    changed = _change(application, version, caseworker=None)
    _note(changed, "returned", by)
    return changed


@transaction.atomic
def hold(
    *, application: AssistanceApplication, version: int, until: date, reason: str, by: User
) -> AssistanceApplication:
    """Put it on hold until a day, with a reason; the law's time limit goes on."""
    changed = _change(application, version, on_hold_until=until, hold_reason=reason.strip())
    _note(changed, "held", by, reason=reason.strip())
    return changed


@transaction.atomic
def resume(*, application: AssistanceApplication, version: int, by: User) -> AssistanceApplication:
    changed = _change(application, version, on_hold_until=None, hold_reason="")
    _note(changed, "resumed", by)
    return changed


@transaction.atomic
def ask_for_documents(
    *,
    application: AssistanceApplication,
    version: int,
    wanted: Sequence[str],
    on: date,
    due_on: date,
    by: User,
) -> AssistanceApplication:
    """Ask for documentation; the application then waits for it."""
    to = ApplicationState.AWAITING_DOCUMENTS
    changed = application
    if application.state == ApplicationState.RECEIVED:
        changed = move(
            application=application, to=ApplicationState.IN_PROGRESS, version=version, on=on, by=by
        )
        version = changed.version
    if changed.state == to:
        changed = _change(changed, version)
    else:
        changed = move(application=changed, to=to, version=version, on=on, by=by)
    DocumentDemand.objects.bulk_create(
        DocumentDemand(application=changed, what=what, asked_on=on, asked_by=by, due_on=due_on)
        for what in wanted
    )
    return changed


@transaction.atomic
def settle_demand(*, demand: DocumentDemand, state: str, on: date, by: User) -> bool:
    """Tell how it went with something asked for; False if it was settled already.

    When the last one is settled the application is taken up again.
    """
    waiting = DocumentDemand.objects.filter(pk=demand.pk, state=DocumentDemand.State.OPEN)
    if not waiting.update(state=state, settled_on=on, settled_by=by):
        return False
    application = demand.application
    others = application.demands.filter(state=DocumentDemand.State.OPEN)
    if application.state == ApplicationState.AWAITING_DOCUMENTS and not others.exists():
        move(
            application=application,
            to=ApplicationState.IN_PROGRESS,
            version=application.version,
            on=on,
            by=by,
        )
    return True


@transaction.atomic
def reply_meanwhile(
    *,
    application: AssistanceApplication,
    version: int,
    reason: str,
    expected_on: date,
    on: date,
    by: User,
) -> InterimReply:
    """Send an interim reply (fvl § 11 a): why it takes time, and when the answer is expected."""
    changed = _change(application, version)
    return InterimReply.objects.create(
        application=changed, sent_on=on, reason=reason.strip(), expected_on=expected_on, sent_by=by
    )


def _change(
    application: AssistanceApplication, version: int, **values: Any
) -> AssistanceApplication:
    """Write `values` if the application still is at `version`; how it stands then."""
    rows = AssistanceApplication.objects.filter(pk=application.pk, version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise ApplicationConflictError(AssistanceApplication.objects.get(pk=application.pk))
    return AssistanceApplication.objects.get(pk=application.pk)


def _cancel_demands(application: AssistanceApplication, by: User, on: date) -> None:
    open_ones = application.demands.filter(state=DocumentDemand.State.OPEN)
    open_ones.update(state=DocumentDemand.State.CANCELLED, settled_on=on, settled_by=by)


def _note(application: AssistanceApplication, what: str, by: User, **values: str) -> None:
    ApplicationChange.objects.create(application=application, what=what, by=by, **values)
