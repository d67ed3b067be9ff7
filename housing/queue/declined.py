"""The decision that a place in the queue is lost by too many noes, which can be appealed.

It begins as a draft in the act that ends the place. Whoever writes it weighs each no once more: the
draft has a place left for that, which stops it until it is filled in.
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
from housing.codes import ExitCause, OfferAnswer
from housing.history import HousingError, Part, note
from housing.models import Offer, QueueEntry

ASKED = "å beholde plassen i køen for kommunal bolig"
LAW = (
    "Plassen i køen faller bort når søkeren {times} har takket nei til en bolig som passer, uten "
    "en grunn som er godtatt."
)
WEIGHED = (
    "[Skriv hva søkeren sa om hvert nei, og hvorfor grunnen ikke er godtatt. Skriv også hva det "
    "betyr for barna.]"
)
OTHERWISE = (
    "Du har fortsatt tilbud om boligrådgivning: hjelp til å leie eller eie privat. Du kan søke om "
    "kommunal bolig på nytt."
)
STANDS = "Vedtaket gjelder at plassen i køen er falt bort. Skal den stå, trekk utkastet."
COUNTED = ("null", "én gang", "to ganger", "tre ganger", "fire ganger", "fem ganger")


def in_times(number: int) -> str:
    return COUNTED[number] if 0 < number < len(COUNTED) else f"{number} ganger"


def draft_end_of_place(entry: QueueEntry, *, at: datetime, by: User) -> Decision:
    """Begin the decision of an entry that ended so; inside the caller's transaction."""
    if entry.exit_cause != ExitCause.DECLINED:
        raise HousingError("Plassen er ikke falt bort fordi søkeren takket nei.")
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
        content = replace(
            content_of(decision), outcome=Outcome.REFUSED, matters=(_matter_of(entry),)
        )
        decision = decision_actions.change(
            decision=decision, version=decision.version, content=content, at=at, by=by
        )
    except RefusedError as error:
        raise HousingError(error.text) from error
    entry.exit_decision = decision
    entry.save(update_fields=["exit_decision"])
    told = f"Vedtak begynt: plassen i køen er falt bort, {decision.reference}"
    note(entry.household_id, Part.QUEUE, told, at=at, by=by)
    return decision


def _matter_of(entry: QueueEntry) -> MatterContent:
    """What the place rested on and each no that counts; nothing of where the homes are."""
    rows = Offer.objects.filter(entry=entry, answer=OfferAnswer.DECLINED, counts=True)
    noes = list(rows.select_related("dwelling").order_by("answered_on", "pk"))
    told = [
        f"{row.offered_on:%d.%m.%Y} fikk du tilbud om en bolig på {row.dwelling.rooms} rom. Du "
        f"takket nei {row.answered_on:%d.%m.%Y}: {row.get_reason_display().lower()}."
        for row in noes
    ]
    facts = [f"Du fikk plass i køen {entry.approved_on:%d.%m.%Y}.", *told]
    return MatterContent(
        asked=ASKED,
        outcome=Outcome.REFUSED,
        section=Section.HOUSING,
        facts="\n".join(facts),
        law=LAW.format(times=in_times(len(noes))),
        discretion=f"{WEIGHED}\n{OTHERWISE}",
        form=Matter.Form.SERVICE,
        recurs=Matter.Recurs.ONCE,
    )


def hindrance(entry: QueueEntry) -> str:
    """Why they may not go back on the same application while it is being decided; else empty."""
    decision = entry.exit_decision
    if entry.exit_cause != ExitCause.DECLINED or decision is None:
        return ""
    if decision.state != State.APPROVED:
        return "Et vedtak om at plassen er falt bort, er begynt. Gjør det ferdig eller trekk det."
    return ""


def follow_decision(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    """Told of each act on a decision (settings.DECISION_FOLLOWERS), in the act's transaction."""
    if decision.kind != Kind.HOUSING:
        return
    rows = QueueEntry.objects.filter(exit_cause=ExitCause.DECLINED)
    if act == Act.DRAFT and decision.corrects_id:
        rows.filter(exit_decision=decision.corrects_id).update(exit_decision=decision)
    elif act == Act.WITHDRAW:
        rows.filter(exit_decision=decision).update(exit_decision=decision.corrects_id)
    elif act in (Act.PROPOSE, Act.APPROVE):
        entry = rows.filter(exit_decision=decision).first()
        if entry is None:
            return
        if decision.outcome == Outcome.GRANTED and not decision.corrects_id:
            raise RefusedError(STANDS, "outcome")
        if act == Act.APPROVE:
            told = f"Vedtak om plassen i køen: {decision.get_outcome_display().lower()}"
            note(entry.household_id, Part.QUEUE, f"{told}, {decision.reference}", at=at, by=by)
