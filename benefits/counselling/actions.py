"""Offering counselling, taking the answer, and what is done in a counselling.

Each act leaves a line in the history. It names the `version` it was decided on; when somebody else
has changed the counselling since, AdviceError is raised and nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Unit, User
from benefits.counselling import rules
from benefits.counselling.queries import offer_state
from benefits.models import (
    AdviceOffer,
    AssistanceApplication,
    Counselling,
    CounsellingChange,
    CounsellingSession,
    CounsellingState,
)
from decisions.models import Decision
from households.models import Household, Person

State = CounsellingState
RUNS_ALREADY = "Personen får allerede økonomisk rådgivning."


class AdviceError(Exception):
    """Why it may not be done, in a Norwegian sentence."""


@dataclass(frozen=True)
class Plan:
    """What a decision says: when counselling starts and why then, its form and its level."""

    decision: Decision
    planned_start: date
    start_reason: str
    form: str
    level: str


@dataclass(frozen=True)
class Talk:
    """A session as it was held."""

    on: date
    level: str
    text: str
    mentions_children: bool = False
    next_step: str = ""
    next_on: date | None = None


@transaction.atomic
def offer_advice(
    *,
    household: Household,
    person: Person,
    unit: Unit,
    channel: str,
    on: date,
    by: User,
    application: AssistanceApplication | None = None,
) -> AdviceOffer:
    """Offer a person counselling; with one application it is done once, however often it comes."""
    if application is not None:
        given = AdviceOffer.objects.filter(application=application, person=person).first()
        if given is not None:
            return given
    if Counselling.objects.running().filter(person=person).exists():
        raise AdviceError(RUNS_ALREADY)
    return AdviceOffer.objects.create(
        household=household,
        person=person,
        application=application,
        unit=unit,
        channel=channel,
        offered_on=on,
        offered_by=by,
    )


@transaction.atomic
def offer_in_letter(*, application: AssistanceApplication, on: date, by: User) -> None:
    """Note the offer that the letter of a decision holds, where none stands (measure 4b)."""
    if offer_state(application).is_due:
        offer_advice(
            household=application.household,
            person=application.applicant,
            unit=application.unit,
            channel=AdviceOffer.Channel.LETTER,
            on=on,
            by=by,
            application=application,
        )


@transaction.atomic
def answer_offer(*, offer: AdviceOffer, answer: str, on: date, by: User) -> Counselling | None:
    """Take the answer; a yes begins a counselling, which `by` has until it is given on."""
    if on < offer.offered_on:
        raise AdviceError("Svaret kan ikke komme før tilbudet.")
    waiting = AdviceOffer.objects.filter(pk=offer.pk, answer__in=("", AdviceOffer.Answer.LATER))
    if not waiting.update(answer=answer, answered_on=on, answered_by=by):
        raise AdviceError("Tilbudet er allerede besvart.")
    offer.refresh_from_db()
    if answer != AdviceOffer.Answer.YES:
        return None
    row = _begin(offer, on, by)
    _note(row, by, to_state=State.ACCEPTED)
    return row


def _begin(offer: AdviceOffer, on: date, by: User) -> Counselling:
    try:
        with transaction.atomic():
            return Counselling.objects.create(
                household=offer.household,
                person=offer.person,
                unit=offer.unit,
                offer=offer,
                counsellor=by,
                accepted_on=on,
            )
    except IntegrityError as error:
        raise AdviceError(RUNS_ALREADY) from error


@transaction.atomic
def give_to(*, counselling: Counselling, version: int, to: User, by: User) -> Counselling:
    """Let somebody else be the counsellor; `by` takes it over by giving it to themselves.

    Not somebody to whom a core rule closes the household.
    """
    open_to = Household.objects.not_closed_to(to, unlocked=True)
    if not open_to.filter(pk=counselling.household_id).exists():
        raise AdviceError("Denne rådgiveren kan ikke ha saken. Velg en annen.")
    changed = _change(counselling, version, counsellor=to)
    _note(changed, by, what="given", note=f"Til {to}")
    return changed


@transaction.atomic
def decide(*, counselling: Counselling, version: int, plan: Plan, by: User) -> Counselling:
    """Join the written decision to the counselling, with what it says of the start."""
    if not plan.start_reason.strip():
        raise AdviceError("Skriv hvorfor starten er lagt til denne dagen.")
    return _move(
        counselling,
        version,
        State.DECIDED,
        by,
        decision=plan.decision,
        planned_start=plan.planned_start,
        start_reason=plan.start_reason.strip(),
        form=plan.form,
        level=plan.level,
    )


@transaction.atomic
def start(*, counselling: Counselling, version: int, on: date, by: User) -> Counselling:
    if on < counselling.accepted_on:
        raise AdviceError("Starten kan ikke være før personen takket ja.")
    return _move(counselling, version, State.STARTED, by, started_on=on)


@transaction.atomic
def register_session(
    *, counselling: Counselling, version: int, talk: Talk, by: User
) -> CounsellingSession:
    """Write a session down; the first one makes the counselling active, each sets its level."""
    if counselling.state == State.STARTED:
        changed = _move(counselling, version, State.ACTIVE, by, level=talk.level)
    elif counselling.state == State.ACTIVE:
        changed = _change(counselling, version, level=talk.level)
    else:
        raise AdviceError("Samtaler føres når rådgivningen er startet.")
    return CounsellingSession.objects.create(
        counselling=changed,
        on=talk.on,
        level=talk.level,
        text=talk.text.strip(),
        mentions_children=talk.mentions_children,
        next_step=talk.next_step.strip(),
        next_on=talk.next_on,
        held_by=by,
    )


@transaction.atomic
def end(
    *, counselling: Counselling, version: int, on: date, result: str, note: str, by: User
) -> Counselling:
    """End it with what came of it; powers of attorney end with it."""
    if on < (counselling.started_on or counselling.accepted_on):
        raise AdviceError("Slutten kan ikke være før starten.")
    ended = _move(counselling, version, State.ENDED, by, note, ended_on=on, result=result)
    ended.mandates.filter(signed_on__lte=on, ends_on__gt=on).update(ends_on=on)
    return ended


def _move(
    counselling: Counselling, version: int, to: str, by: User, note: str = "", **values: Any
) -> Counselling:
    if not rules.may_become(counselling.state, to):
        raise AdviceError(
            f"Rådgivning som er «{counselling.get_state_display()}», kan ikke bli "
            f"«{State(to).label}»."
        )
    changed = _change(counselling, version, state=to, **values)
    _note(changed, by, to_state=to, note=note.strip())
    return changed


def _change(counselling: Counselling, version: int, **values: Any) -> Counselling:
    """Write `values` if the counselling still is at `version`; how it stands then."""
    rows = Counselling.objects.filter(pk=counselling.pk, version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise AdviceError(
            "Noen har endret rådgivningen mens du hadde den oppe, så ingenting er lagret."
        )
    return Counselling.objects.get(pk=counselling.pk)


def _note(counselling: Counselling, by: User, *, what: str = "state", **values: str) -> None:
    CounsellingChange.objects.create(counselling=counselling, what=what, by=by, **values)
