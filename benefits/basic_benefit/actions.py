"""Raising the question of grunnstønad, and what came of it (measure 7b)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from benefits.models import BasicBenefitCheck
from households.models import Household, Person

WITHIN = timedelta(days=60)
"""How soon each has a result, or is overdue."""


def raise_check(
    *,
    household: Household,
    person: Person,
    unit: Unit,
    measure: str,
    at: datetime,
    by: User,
) -> BasicBenefitCheck | None:
    """A check with 60 days to its result; None when one is open for the person already."""
    try:
        with transaction.atomic():
            return BasicBenefitCheck.objects.create(
                household=household,
                person=person,
                unit=unit,
                measure=measure,
                raised_by=by,
                raised_at=at,
                due_on=timezone.localdate(at) + WITHIN,
            )
    except IntegrityError:
        return None


@transaction.atomic
def note_result(*, check: BasicBenefitCheck, result: str, on: date, by: User) -> bool:
    """What came of it; a later result replaces "søkt". False when it was settled before."""
    waiting = BasicBenefitCheck.objects.filter(
        pk=check.pk, result__in=("", BasicBenefitCheck.Result.APPLIED)
    )
    return bool(waiting.update(result=result, result_on=on, result_by=by))
