"""Something of everything about active measures, as rows, for tests of all apps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import ActivityAssessment, Measure, Placement
from households.models import Household, Person
from tests.conftest import unit
from tests.factories import LONG_AGO


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


def measure(by: User, **values: Any) -> Measure:
    """A course with work at the same time, for twenty at once."""
    given: dict[str, Any] = {"name": "Jobb og kurs", "kind": "course", "provider": "Kommunen"}
    given |= {"target": "adults", "work_hours": 15, "training_hours": 10, "capacity": 20}
    return Measure.objects.create(**given | {"valid_from": LONG_AGO} | values, made_by=by)


def placed(
    household: Household,
    by: User,
    *,
    into: Measure | None = None,
    person: Person | None = None,
    on: date | None = None,
    hours: tuple[int, int, int] = (15, 10, 0),
    **values: Any,
) -> Placement:
    """The contact, or another, has a place from that day on; started unless it is said not."""
    day = on or timezone.localdate()
    into = into or Measure.objects.first() or measure(by)
    given: dict[str, Any] = {"asked_on": day, "placed_on": day, "planned_from": day}
    row = Placement.objects.create(
        household=household,
        person=person or household.contact,
        measure=into,
        unit=unit("nav", "midtbyen"),
        made_by=by,
        **given | {"started_on": day} | values,
    )
    work, training, language = hours
    row.hours.create(
        valid_from=day, work_hours=work, training_hours=training, language_hours=language
    )
    return row


def measured(household: Household, by: User, on: date | None = None, text: str = "Avtalt") -> None:
    """An assessment of the contact, and a placement that is over, with all that follows."""
    assessed(household, by, on=on, text=text)
    day = on or timezone.localdate()
    row = placed(
        household, by, on=day, ended_on=day, broken_off=True, exit_code="16", end_note=text
    )
    row.hours.update(valid_to=day)
    noted: dict[str, Any] = {"noted_by": by}
    row.attendance.create(
        period="month", first_day=day, agreed_hours=40, attended_hours=30, **noted
    )
    row.outcomes.create(months=6, code="01", **noted)
    row.changes.create(act="ended", told=text, by=by, at=timezone.now())
