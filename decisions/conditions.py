"""Following up conditions: met or not, and a breach step by step (STL §§ 20 and 20 a)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from decisions import queries
from decisions.actions import RefusedError, note
from decisions.breach import BreachFacts, breach_refusal
from decisions.codes import Act, State
from decisions.models import Condition


@transaction.atomic
def set_condition(*, condition: Condition, state: str, at: datetime, by: User) -> Condition:
    """Note that a condition is met, not met, cancelled, or relevant again."""
    current = _current(condition)
    if state not in Condition.State.values:
        raise RefusedError("Velg status.", "state")
    if current.notified_on is not None and state != Condition.State.NOT_MET:
        raise RefusedError("Det er varslet om brudd på vilkåret.", "state")
    if current.exemption and state in (Condition.State.MET, Condition.State.NOT_MET):
        raise RefusedError("Et unntak kan ikke være oppfylt eller brutt.", "state")
    return _stored(current, Act.SET_CONDITION, at, by, state=state, state_by=by, state_at=at)


@transaction.atomic
def notify_breach(*, condition: Condition, on: date, at: datetime, by: User) -> Condition:
    """The person has been told that the condition is not met, and what may follow."""
    current = _current(condition)
    if current.state != Condition.State.NOT_MET or current.notified_on is not None:
        raise RefusedError("Vilkåret er ikke registrert som brutt, eller det er varslet før.")
    return _stored(current, Act.NOTIFY_BREACH, at, by, notified_on=on, notified_by=by)


@transaction.atomic
def hear_breach(
    *, condition: Condition, statement: str, on: date, at: datetime, by: User
) -> Condition:
    """The person has been heard; silence is a statement too, and must be written down."""
    current = _current(condition)
    if current.notified_on is None or current.heard_on is not None or on < current.notified_on:
        raise RefusedError("Personen skal varsles først, og høres én gang.")
    if not statement.strip():
        raise RefusedError("Skriv hva personen sa, eller at det ikke kom noe svar.", "statement")
    values = {"heard_on": on, "heard_by": by, "statement": statement}
    return _stored(current, Act.HEAR_BREACH, at, by, **values)


@transaction.atomic
def reduce_support(
    *,
    condition: Condition,
    month: date,
    amount: int,
    children_weighed: str,
    at: datetime,
    by: User,
) -> Condition:
    """Reduce one month's support for a breach, with special regard to the children.

    The floor above lowers the month's payment, and refuses a month that is paid.
    """
    current = _current(condition)
    on = timezone.localdate(at)
    refusal = breach_refusal(
        BreachFacts(
            is_not_met=current.state == Condition.State.NOT_MET,
            is_notified=current.notified_on is not None,
            is_heard=current.heard_on is not None,
            has_children=bool(queries.children_of(current.decision.household, on)),
            children_weighed=children_weighed,
            monthly_amount=current.decision.monthly_amount,
            reduction=amount,
        )
    )
    if refusal or current.reduced_on is not None:
        raise RefusedError(refusal or "Stønaden er allerede redusert for dette bruddet.")
    return _stored(
        current,
        Act.REDUCE,
        at,
        by,
        reduced_on=on,
        reduced_by=by,
        reduced_month=month.replace(day=1),
        reduced_amount=amount,
        children_weighed=children_weighed,
    )


def _current(condition: Condition) -> Condition:
    rows = Condition.objects.select_for_update(of=("self",)).select_related("decision__household")
    current: Condition = rows.get(pk=condition.pk)
    if current.decision.state != State.APPROVED:
        raise RefusedError("Vedtaket er ikke godkjent.")
    return current


def _stored(current: Condition, act: Act, at: datetime, by: User, **values: Any) -> Condition:
    for name, value in values.items():
        setattr(current, name, value)
    current.save(update_fields=list(values))
    note(current.decision, act, at=at, by=by, text=str(current), about=current)
    return current
