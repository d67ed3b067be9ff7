"""A case in the qualification programme in any state, with something of everything, as rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import (
    KvpAbsence,
    KvpActivity,
    KvpBenefit,
    KvpCase,
    KvpCondition,
    KvpEvaluation,
    KvpExtension,
    KvpLeave,
)
from benefits.programmes import actions, actions_inside, rules
from benefits.programmes.actions import Answer, Assessed
from benefits.programmes.actions_inside import Doing
from decisions.models import Decision
from households.models import Household
from tests.conftest import unit
from tests.factories import UserFactory


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def working_day(number: int) -> date:
    """The last of Monday to Friday so many days ago, or before it."""
    day = days_ago(number)
    return day - timedelta(days=max(0, day.weekday() - 4))


def enquired(household: Household, by: User, on: date | None = None, **kwargs: Any) -> KvpCase:
    """An enquiry of the household's contact, or another `person`."""
    values = {"person": household.contact, "origin": "active_start"} | kwargs
    return actions.open_case(
        household=household,
        unit=unit("nav", "midtbyen"),
        enquired_on=on or timezone.localdate(),
        by=by,
        **values,
    )


def applied(household: Household, by: User, on: date | None = None) -> KvpCase:
    day = on or timezone.localdate()
    return enquired(household, by, day, applied_on=day)


def answers(text: str = "Vurdert", **met: bool) -> dict[str, Answer]:
    """All met but those that are named otherwise."""
    return {kind: Answer(met.get(kind, True), text) for kind in KvpCondition.Kind.values}


def assessed(
    household: Household, by: User, on: date | None = None, text: str = "Vurdert"
) -> KvpCase:
    case = applied(household, by, on)
    told = Assessed(answers(text), fulfils=True, conclusion=text)
    day = case.applied_on or timezone.localdate()
    return actions.assess(case=case, version=case.version, on=day, assessed=told, by=by)


def kvp_decision(household: Household, by: User, **kwargs: Any) -> Decision:
    """An approved decision on the programme for the household's contact."""
    at = timezone.now() - timedelta(minutes=5)
    values: dict[str, Any] = {"outcome": "granted", "state": "approved"} | kwargs
    decision = Decision.objects.create(
        kind="kvp",
        household=household,
        applicant=household.contact,
        unit=unit("nav", "midtbyen"),
        content_hash="avtrykk",
        made_by=by,
        made_at=at,
        proposed_by=by,
        proposed_at=at,
        approved_by=UserFactory(),
        approved_at=at,
        **values,
    )
    decision.matters.create(
        number=1, asked="KVP", outcome=values["outcome"], section="29", form="service"
    )
    return decision


def decided(
    household: Household, by: User, on: date | None = None, text: str = "Vurdert"
) -> KvpCase:
    """Granted on the day it was applied for."""
    case = assessed(household, by, on, text)
    decision = kvp_decision(household, by)
    return actions.move(
        case, case.version, "decided", by, decision=decision, decided_on=case.applied_on
    )


def started(
    household: Household,
    by: User,
    on: date | None = None,
    years: int = 1,
    text: str = "Vurdert",
) -> KvpCase:
    """Granted and begun on the same day."""
    day = on or timezone.localdate()
    case = decided(household, by, day, text)
    end = rules.last_day_of(day, years)
    return actions.start(case=case, version=case.version, on=day, planned_end=end, by=by)


def ended(
    household: Household, by: User, first: date, last: date, status: str = "3", code: str = "01"
) -> KvpCase:
    case = started(household, by, first)
    return actions.end(
        case=case,
        version=case.version,
        on=last,
        status=status,
        exit_code=code,
        reason="Avtalt",
        by=by,
    )


def active(case: KvpCase, by: User, first: date, last: date, **kwargs: Any) -> KvpActivity:
    values: dict[str, Any] = {"kind": "work", "provider": "Butikken", "hours": Decimal("37.5")}
    doing = Doing(valid_from=first, valid_to=last, **(values | kwargs))
    return actions_inside.plan_activity(case=case, doing=doing, by=by)


def filled(household: Household, by: User, text: str = "Avtalt") -> KvpCase:
    """On leave, with something of everything a case can hold while it goes on."""
    first = days_ago(200)
    case = started(household, by, first, text=text)
    today = timezone.localdate()
    active(case, by, first, rules.last_day_of(first, 1), provider=text[:120])
    row = actions_inside.plan_evaluation(case=case, on=days_ago(100), by=by)
    actions_inside.hold_evaluation(
        case=case, evaluation=row, on=days_ago(100), progress="on_track", text=text, by=by
    )
    struck = actions_inside.plan_evaluation(case=case, on=days_ago(90), by=by)
    actions_inside.hold_evaluation(
        case=case, evaluation=struck, on=days_ago(90), progress="adjust", text=text, by=by
    )
    actions_inside.strike_evaluation(case=case, evaluation=struck, why=text[:300], by=by)
    month = KvpBenefit.objects.create(
        case=case, for_month=days_ago(150).replace(day=1), total=12_000, prepared_by=by
    )
    month.lines.create(order=1, part="benefit", kind="full", text="Stønad", amount=12_000)
    actions_inside.note_absence(
        case=case, day=working_day(30), hours=Decimal("7.5"), kind="invalid", text=text[:300], by=by
    )
    extension = kvp_decision(household, by)
    KvpExtension.objects.create(
        case=case, decision=extension, until=rules.last_day_of(first, 2), grounds=text
    )
    case = actions_inside.take_leave(
        case=case, version=case.version, first=days_ago(3), last=today, grounds=text, by=by
    )
    case.changes.update(note=text[:500])
    return case


def filled_and_ended(household: Household, by: User, on: date, text: str) -> KvpCase:
    """Such a one of which all was over on a day long ago."""
    case = filled(household, by, text)
    KvpCase.objects.filter(pk=case.pk).update(
        state="completed",
        enquired_on=on,
        applied_on=on,
        assessed_on=on,
        decided_on=on,
        planned_end=on,
        closed_on=on,
    )
    case.follow_ups.create(months=6, code="01", on=on, source="person", registered_by=by)
    enrolment = case.enrolment
    assert enrolment is not None
    type(enrolment).objects.filter(pk=enrolment.pk).update(
        valid_from=on,
        valid_to=on,
        applied_on=on,
        decided_on=on,
        registered_on=on,
        status="3",
        exit_code="01",
    )
    KvpActivity.objects.filter(case=case).update(valid_from=on, valid_to=on)
    evaluations = KvpEvaluation.objects.filter(case=case)
    evaluations.filter(held_on=None).update(planned_on=on)
    evaluations.exclude(held_on=None).update(planned_on=on, held_on=on)
    KvpLeave.objects.filter(case=case).update(valid_from=on, valid_to=on)
    KvpAbsence.objects.filter(case=case).update(day=on)
    KvpBenefit.objects.filter(case=case).update(for_month=on.replace(day=1))
    KvpExtension.objects.filter(case=case).update(until=on)
    case.refresh_from_db()
    return case
