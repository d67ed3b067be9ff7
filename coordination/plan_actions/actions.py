"""Writing a plan action, its review or application, its status and its yearly judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from coordination.models import (
    GrantApplication,
    MeasureReview,
    PlanAction,
    PlanActionChange,
    PlanJudgement,
    PlanMeasure,
)
from coordination.plan_actions.rules import Standing, standing_of_grant, standing_of_review

Act = PlanActionChange.Act


class ChangedMeanwhileError(Exception):
    """Somebody has written since the page was shown; they would lose what they wrote."""


class ThereAlreadyError(Exception):
    """There is a review of the measure, or a judgement, for that year."""


@dataclass(frozen=True)
class Duty:
    """Who does it for whom, and by when."""

    owner: User
    deadline: date
    party: str = ""
    district: Any = None


def _note(action: PlanAction, act: str, by: User, told: str = "") -> None:
    PlanActionChange.objects.create(action=action, act=act, told=told[:600], by=by)


def _locked(action: PlanAction, version: int) -> PlanAction:
    """The row for writing, its version counted up; ChangedMeanwhileError if another was first."""
    rows = PlanAction.objects.filter(pk=action.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise ChangedMeanwhileError
    return PlanAction.objects.select_related("owner", "district").get(pk=action.pk)


def _stand(action: PlanAction, standing: Standing, on: date) -> None:
    action.status, action.deadline = standing.status, standing.deadline
    action.over_on = on if standing.is_over else None
    if standing.is_over:
        action.evidence = standing.evidence


@transaction.atomic
def add(*, duty: Duty, by: User, **told: Any) -> PlanAction:
    """Register something to do under a measure of the plan; `told` is measure, title and more."""
    made = PlanAction.objects.create(
        owner=duty.owner,
        deadline=duty.deadline,
        party=duty.party,
        district=duty.district,
        made_by=by,
        **told,
    )
    _note(made, Act.MADE, by, f"Frist {made.deadline:%d.%m.%Y}, ansvarlig {made.owner}")
    return made


@transaction.atomic
def change(*, action: PlanAction, version: int, by: User, **told: Any) -> PlanAction:
    """Write other words, another owner or deadline. Raises ChangedMeanwhileError."""
    row = _locked(action, version)
    for name, value in told.items():
        setattr(row, name, value)
    row.save(update_fields=list(told))
    _note(row, Act.CHANGED, by, f"Frist {row.deadline:%d.%m.%Y}, ansvarlig {row.owner}")
    return row


@transaction.atomic
def move_on(
    *, action: PlanAction, version: int, status: str, evidence: str, on: date, by: User
) -> PlanAction:
    """Set how far it has come; what is over says what shows it. Raises ChangedMeanwhileError."""
    row = _locked(action, version)
    row.status, row.evidence = status, evidence
    row.over_on = on if row.is_over else None
    row.save(update_fields=["status", "evidence", "over_on"])
    told = f"{row.get_status_display()}. {evidence}" if evidence else row.get_status_display()
    _note(row, Act.MOVED_ON, by, told)
    return row


def judge(*, action: PlanAction, year: int, result: str, grounds: str, by: User) -> PlanJudgement:
    """Say how it stood that year; once. Raises ThereAlreadyError."""
    try:
        with transaction.atomic():
            made = PlanJudgement.objects.create(
                action=action, year=year, result=result, grounds=grounds, judged_by=by
            )
            _note(action, Act.JUDGED, by, f"{made}. {grounds}")
    except IntegrityError:
        raise ThereAlreadyError from None
    return made


def review(*, duty: Duty, by: User, on: date, **told: Any) -> MeasureReview:
    """Keep a year's review of a measure, and what follows from it (1f). Raises ThereAlreadyError.

    `told` is measure, year, the four scores and the decision.
    """
    try:
        with transaction.atomic():
            made = MeasureReview(**told)
            title = f"Gjennomgang {made.year}: {made.measure}"
            action = add(duty=duty, by=by, measure=PlanMeasure.REVIEW, title=title)
            _stand(action, standing_of_review(made.decision, duty.deadline), on)
            action.save()
            made.action = action
            made.save()
    except IntegrityError:
        raise ThereAlreadyError from None
    return made


@transaction.atomic
def apply_for_funds(*, duty: Duty, by: User, on: date, **told: Any) -> GrantApplication:
    """Register an application for state funds (1g); `duty.deadline` is the funder's deadline."""
    made = GrantApplication(apply_by=duty.deadline, **told)
    action = add(duty=duty, by=by, measure=PlanMeasure.FUNDS, title=f"Søke om {made.scheme}"[:160])
    _stand(action, standing_of_grant(made.state, made.apply_by, made.reporting_on), on)
    action.save()
    made.action = action
    made.save()
    return made


@transaction.atomic
def change_grant(
    *, grant: GrantApplication, version: int, duty: Duty, by: User, on: date, **told: Any
) -> None:
    """Write other words or the next state; what is due follows. Raises ChangedMeanwhileError."""
    row = _locked(grant.action, version)
    kept = GrantApplication.objects.get(pk=grant.pk)
    before = kept.state
    for name, value in told.items():
        setattr(kept, name, value)
    kept.apply_by = duty.deadline
    row.owner, row.party, row.district = duty.owner, duty.party, duty.district
    _stand(row, standing_of_grant(kept.state, kept.apply_by, kept.reporting_on), on)
    row.title = f"Søke om {kept.scheme}"[:160]
    row.save()
    kept.save()
    moved = kept.state != before
    told_of = kept.get_state_display() if moved else f"Søknadsfrist {kept.apply_by:%d.%m.%Y}"
    _note(row, Act.MOVED_ON if moved else Act.CHANGED, by, told_of)
