"""The decision that somebody no longer meets the conditions for a home, who is out of the queue.

It begins as a draft when they leave for that cause, and can be appealed like any other. What the
place rested on stands: the application was approved.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts.models import User
from decisions import actions as decision_actions
from decisions.actions import RefusedError
from decisions.codes import Act, Kind, Outcome, Section, State
from decisions.contents import MatterContent, content_of
from decisions.models import Decision, Matter
from decisions.rules import gives
from housing.codes import ExitCause
from housing.history import HousingError, Part, note
from housing.models import QueueEntry

ASKED = "å beholde plassen i køen for kommunal bolig"
LAW = (
    "Kommunal bolig er for den som ikke har en egnet bolig, ikke klarer å skaffe en selv, og har "
    "økonomiske, sosiale eller helsemessige grunner. Leien er ment å vare en tid. Den som ikke "
    "fyller vilkårene lenger, mister plassen i køen."
)
OTHERWISE = "Du har fortsatt tilbud om boligrådgivning: hjelp til å leie eller eie privat."
NOT_GIVEN = (
    "Vedtaket gjelder at vilkårene ikke er oppfylt lenger. Er de oppfylt, trekk utkastet og sett "
    "husstanden i kø igjen."
)
UNDER_WAY = (
    "Et vedtak om at vilkårene ikke er oppfylt lenger, er begynt. Trekk utkastet før husstanden "
    "settes i kø igjen."
)
DECIDED = (
    "Det er vedtatt at vilkårene ikke er oppfylt lenger. Ta imot en ny søknad, eller gjør om "
    "vedtaket."
)


def begin_decision(entry: QueueEntry, *, at: datetime, by: User) -> Decision:
    """Begin the decision with the grounds of the exit; inside the caller's transaction."""
    if entry.exit_cause != ExitCause.NOT_ENTITLED:
        raise HousingError("Plassen er ikke avsluttet fordi vilkårene ikke er oppfylt.")
    if entry.exit_decision_id is not None:
        raise HousingError("Vedtaket er allerede begynt.")
    try:
        decision = decision_actions.draft_decision(
            kind=Kind.HOUSING,
            household=entry.household,
            applicant=entry.applicant,
            unit=entry.unit,
            at=at,
            by=by,
        )
        matter = MatterContent(
            asked=ASKED,
            outcome=Outcome.REFUSED,
            section=Section.HOUSING,
            facts=f"Du fikk plass i køen {entry.approved_on:%d.%m.%Y}.",
            law=LAW,
            discretion=f"{entry.exit_text}\n{OTHERWISE}",
            form=Matter.Form.SERVICE,
            recurs=Matter.Recurs.ONCE,
        )
        content = replace(content_of(decision), outcome=Outcome.REFUSED, matters=(matter,))
        decision = decision_actions.change(
            decision=decision, version=decision.version, content=content, at=at, by=by
        )
    except RefusedError as error:
        raise HousingError(error.text) from error
    entry.exit_decision = decision
    entry.save(update_fields=["exit_decision"])
    told = f"Vedtak begynt: fyller ikke vilkårene lenger, {decision.reference}"
    note(entry.household_id, Part.QUEUE, told, at=at, by=by)
    return decision


def hindrance(entry: QueueEntry) -> str:
    """Why they may not go back into the queue on the same application; empty when they may."""
    decision = entry.exit_decision
    if decision is None:
        return ""
    if decision.state != State.APPROVED:
        return DECIDED if decision.corrects_id else UNDER_WAY
    return "" if gives(decision.outcome) else DECIDED


def follow_decision(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    """Told of each act on a decision (settings.DECISION_FOLLOWERS), in the act's transaction."""
    if decision.kind != Kind.HOUSING:
        return
    rows = QueueEntry.objects
    if act == Act.DRAFT and decision.corrects_id:
        rows.filter(exit_decision=decision.corrects_id).update(exit_decision=decision)
    elif act == Act.WITHDRAW:
        rows.filter(exit_decision=decision).update(exit_decision=decision.corrects_id)
    elif act in (Act.PROPOSE, Act.APPROVE):
        entry = rows.filter(exit_decision=decision).first()
        if entry is None:
            return
        if gives(decision.outcome) and not decision.corrects_id:
            raise RefusedError(NOT_GIVEN, "outcome")
        if act == Act.APPROVE:
            _tell(entry, decision, at, by)


def _tell(entry: QueueEntry, decision: Decision, at: datetime, by: User) -> None:
    told = f"Vedtak om at vilkårene ikke er oppfylt lenger, {decision.reference}"
    if gives(decision.outcome):
        told = f"Vedtaket om at vilkårene ikke er oppfylt, er gjort om, {decision.reference}"
    note(entry.household_id, Part.QUEUE, told, at=at, by=by)
