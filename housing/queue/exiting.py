"""The decision that a place in the queue is lost: the conditions are not met, or too many noes.

It begins as a draft in the act that ends the place, and can be appealed like any other. What the
place rested on stands: the application was approved.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from decisions.actions import RefusedError
from decisions.codes import Act, Kind, Outcome, Section, State
from decisions.contents import MatterContent, content_of
from decisions.models import Decision, Matter
from decisions.rules import gives
from housing.codes import ExitCause
from housing.history import HousingError, Part, note
from housing.models import QueueEntry
from housing.queue import declined
from housing.queue.drafting import begin_draft

LAW = (
    "Kommunal bolig er for den som ikke har en egnet bolig, ikke klarer å skaffe en selv, og har "
    "økonomiske, sosiale eller helsemessige grunner. Leien er ment å vare en tid. Den som ikke "
    "fyller vilkårene lenger, mister plassen i køen."
)
OTHERWISE = "Du har fortsatt tilbud om boligrådgivning: hjelp til å leie eller eie privat."


class Words(NamedTuple):
    """What is said of an exit: what is decided, and why it cannot be so, or not yet undone."""

    decided: str
    not_given: str


LOST = {
    ExitCause.NOT_ENTITLED: Words(
        "vilkårene er ikke oppfylt lenger",
        "Vedtaket gjelder at vilkårene ikke er oppfylt lenger. Er de oppfylt, trekk utkastet og "
        "sett husstanden i kø igjen.",
    ),
    ExitCause.DECLINED: Words(
        "plassen i køen er falt bort",
        "Vedtaket gjelder at plassen i køen er falt bort. Skal den stå, trekk utkastet.",
    ),
}
UNDER_WAY = (
    "Et vedtak er begynt: {decided}. Gjør det ferdig, eller trekk utkastet før husstanden settes "
    "i kø igjen."
)
DECIDED = "Det er vedtatt: {decided}. Ta imot en ny søknad, eller gjør om vedtaket."


def begin_decision(entry: QueueEntry, *, at: datetime, by: User) -> Decision:
    """Begin the decision with the grounds of the exit; inside the caller's transaction."""
    if entry.exit_cause not in LOST:
        raise HousingError("Plassen er ikke avsluttet av en grunn som krever vedtak.")
    if entry.exit_decision_id is not None:
        raise HousingError("Vedtaket er allerede begynt.")
    is_declined = entry.exit_cause == ExitCause.DECLINED
    matter = declined.matter_of(entry) if is_declined else _matter_of(entry)
    decision = begin_draft(
        entry,
        lambda draft: replace(content_of(draft), outcome=Outcome.REFUSED, matters=(matter,)),
        at=at,
        by=by,
    )
    entry.exit_decision = decision
    entry.save(update_fields=["exit_decision"])
    told = f"Vedtak begynt: {LOST[ExitCause(entry.exit_cause)].decided}, {decision.reference}"
    note(entry.household_id, Part.QUEUE, told, at=at, by=by)
    return decision


def _matter_of(entry: QueueEntry) -> MatterContent:
    """That the conditions are not met, with the grounds that were written at the exit."""
    return MatterContent(
        asked=declined.ASKED,
        outcome=Outcome.REFUSED,
        section=Section.HOUSING,
        facts=f"Du fikk plass i køen {entry.approved_on:%d.%m.%Y}.",
        law=LAW,
        discretion=f"{entry.exit_text}\n{OTHERWISE}",
        form=Matter.Form.SERVICE,
        recurs=Matter.Recurs.ONCE,
    )


def hindrance(entry: QueueEntry) -> str:
    """Why they may not go back into the queue on the same application; empty when they may."""
    decision = entry.exit_decision
    if decision is None:
        return ""
    told = {"decided": LOST[ExitCause(entry.exit_cause)].decided}
    if decision.state != State.APPROVED:
        return (DECIDED if decision.corrects_id else UNDER_WAY).format(**told)
    return "" if gives(decision.outcome) or _may_come_back(entry) else DECIDED.format(**told)


def _may_come_back(entry: QueueEntry) -> bool:
    """Who lost the place by noes still meets the conditions, and may be queued anew by grounds."""
    return entry.exit_cause == ExitCause.DECLINED


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
            raise RefusedError(LOST[ExitCause(entry.exit_cause)].not_given, "outcome")
        if act == Act.APPROVE:
            _tell(entry, decision, at, by)


def _tell(entry: QueueEntry, decision: Decision, at: datetime, by: User) -> None:
    decided = LOST[ExitCause(entry.exit_cause)].decided
    told = f"Vedtak: {decided}, {decision.reference}"
    if gives(decision.outcome):
        told = f"Vedtaket er gjort om ({decided}), {decision.reference}"
    note(entry.household_id, Part.QUEUE, told, at=at, by=by)
