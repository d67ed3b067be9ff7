"""Opening advice, each step of it, and its end."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from households.models import Household
from households.touching import touch
from housing.codes import AdviceCause
from housing.models import AdviceCase


@transaction.atomic
def open_case(
    household: Household, *, cause: AdviceCause, on: date, by: User | None = None
) -> AdviceCase:
    """The household's open advice case, opened now where there is none (measure 5a)."""
    case, is_new = AdviceCase.objects.get_or_create(
        household=household,
        closed_on=None,
        defaults={"cause": cause, "opened_on": on, "opened_by": by},
    )
    if is_new:
        touch([household.pk])
    return case
