"""Something of everything about active measures, as rows, for tests of all apps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import ActivityAssessment
from households.models import Household, Person
from tests.conftest import unit


def assessed(
    household: Household,
    by: User,
    *,
    person: Person | None = None,
    on: date | None = None,
    text: str = "Har jobbet på lager før",
    **values: Any,
) -> ActivityAssessment:
    """That work training fits the contact, or another person, at NAV Midtbyen."""
    day = on or timezone.localdate()
    given: dict[str, Any] = {"conclusion": "work_training"}
    given |= {"next_review_on": day + timedelta(days=180), "grounds": text}
    return ActivityAssessment.objects.create(
        household=household,
        person=person or household.contact,
        unit=unit("nav", "midtbyen"),
        assessed_on=day,
        assessed_by=by,
        **given | values,
    )


def measured(household: Household, by: User, on: date | None = None, text: str = "Avtalt") -> None:
    """An assessment of the contact."""
    assessed(household, by, on=on, text=text)
