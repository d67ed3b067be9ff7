"""Appeals, step by step: received, looked at again, forwarded, settled, carried out (fvl VI)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from decisions import queries, rules
from decisions.actions import RefusedError, note
from decisions.codes import Act, AppealResult, State
from decisions.models import Appeal, Decision, Letter
from households.models import Person


def notified_on(decision: Decision) -> date | None:
    """The day the notice of the decision is taken to have come; None before it is sent."""
    letter = Letter.objects.filter(decision=decision, sent_on__isnull=False).first()
    if letter is None:
        return None
    by_post = letter.channel in (Letter.Channel.POST, Letter.Channel.SHIELDED)
    return rules.notified_on(letter.sent_on, by_post=by_post)


@transaction.atomic
def register_appeal(
    *,
    decision: Decision,
    appellant: Person,
    text: str,
    received_on: date,
    at: datetime,
    by: User,
    late_reason: str = "",
    is_taken_up: bool = True,
) -> Appeal:
    """Take down an appeal; one that comes too late needs a reason, whether taken up or not."""
    current = Decision.objects.select_for_update().get(pk=decision.pk)
    if current.state != State.APPROVED or current.approved_at is None:
        raise RefusedError("Det er ikke noe vedtak å klage på ennå.")
    if not rules.may_appeal(queries.appellant_of(current, appellant, received_on)):
        raise RefusedError("Bare søkeren og ektefellen kan klage.", "appellant")
    notified = notified_on(current)
    within = notified is None or received_on <= rules.appeal_deadline(notified)
    if not within:
        _check_late(timezone.localdate(current.approved_at), received_on, late_reason, is_taken_up)
    if current.appeals.filter(
        appellant=appellant, is_taken_up=True, implemented_on__isnull=True
    ).exists():
        raise RefusedError("Personen har allerede en klage til behandling.", "appellant")
    made: Appeal = current.appeals.create(
        appellant=appellant,
        text=text,
        received_on=received_on,
        registered_by=by,
        registered_at=at,
        within_time=within,
        late_reason="" if within else late_reason,
        is_taken_up=within or is_taken_up,
        body=queries.appeal_body(current.kind),
    )
    note(current, Act.APPEAL, at=at, by=by)
    return made


def _check_late(made: date, received_on: date, reason: str, is_taken_up: bool) -> None:
    if not reason.strip():
        raise RefusedError(
            "Klagen er kommet etter fristen. Skriv hvorfor den tas opp, eller avvises.",
            "late_reason",
        )
    if is_taken_up and received_on > rules.last_appeal_day(made):
        raise RefusedError(
            "Det er gått mer enn ett år. Klagen kan ikke tas opp (forvaltningsloven § 31).",
            "is_taken_up",
        )


@transaction.atomic
def reconsider(
    *, appeal: Appeal, is_reversed: bool, text: str, on: date, at: datetime, by: User
) -> Appeal:
    """The office has looked at its decision again: it stands, or it is changed by a correction."""
    current = _current(appeal)
    _check(current.is_taken_up and current.reconsidered_on is None, on, current.received_on)
    if not text.strip():
        raise RefusedError("Skriv hvordan vedtaket er vurdert på nytt.", "text")
    return _stored(
        current,
        Act.RECONSIDER,
        at,
        by,
        reconsidered_on=on,
        reconsidered_by=by,
        is_reversed=is_reversed,
        reconsideration=text,
    )


@transaction.atomic
def forward(*, appeal: Appeal, on: date, at: datetime, by: User) -> Appeal:
    """The appeal has gone to the body of appeal."""
    current = _current(appeal)
    may = current.is_reversed is False and current.forwarded_on is None
    _check(may, on, current.reconsidered_on)
    return _stored(current, Act.FORWARD, at, by, forwarded_on=on, forwarded_by=by)


@transaction.atomic
def settle(*, appeal: Appeal, result: str, on: date, at: datetime, by: User) -> Appeal:
    """The body of appeal has come to a result."""
    current = _current(appeal)
    if result not in AppealResult.values:
        raise RefusedError("Velg hva klageinstansen kom til.", "result")
    _check(current.forwarded_on is not None and not current.result, on, current.forwarded_on)
    return _stored(current, Act.SETTLE, at, by, result=result, result_on=on, result_by=by)


@transaction.atomic
def implement(*, appeal: Appeal, on: date, at: datetime, by: User) -> Appeal:
    """What came of the appeal has been carried out; then it is over."""
    current = _current(appeal)
    settled = bool(current.result or current.is_reversed) and current.implemented_on is None
    _check(settled, on, current.result_on or current.reconsidered_on)
    return _stored(current, Act.IMPLEMENT, at, by, implemented_on=on, implemented_by=by)


def _current(appeal: Appeal) -> Appeal:
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("decision")
    current: Appeal = rows.get(pk=appeal.pk)
    return current


def _check(is_next: bool, on: date, after: date | None) -> None:
    if not is_next:
        raise RefusedError("Klagen er ikke kommet til dette steget, eller det er tatt før.")
    if after is not None and on < after:
        raise RefusedError("Datoen kan ikke være før forrige steg.", "on")


def _stored(current: Appeal, act: Act, at: datetime, by: User, **values: Any) -> Appeal:
    for name, value in values.items():
        setattr(current, name, value)
    current.save(update_fields=list(values))
    note(current.decision, act, at=at, by=by)
    return current
