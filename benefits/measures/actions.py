"""Noting what active measure fits somebody (measure 1a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from benefits.models import ActivityAssessment
from households.models import Household, Person
from households.rules import months_after
from households.touching import touch

NOT_NOW = ActivityAssessment.Conclusion.NOT_NOW
LONGEST = 12
"""Months until the question is asked again, at the most."""


class MeasureError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


@dataclass(frozen=True)
class Judged:
    """An assessment as it is typed; one `form_token` is one, however often it comes."""

    person: Person
    assessed_on: date
    conclusion: str
    grounds: str
    next_review_on: date
    form_token: UUID
    not_until: date | None = None


@transaction.atomic
def assess(
    *, household: Household, unit: Unit, judged: Judged, at: datetime, by: User
) -> ActivityAssessment:
    """Note it; the latest holds. "Not now" is asked again on the day it names, in a year at most.

    It takes the place of the day of the next review.
    """
    on, until = judged.assessed_on, judged.not_until
    if on > timezone.localdate(at):
        raise MeasureError("Datoen kan ikke være etter i dag.", "assessed_on")
    if judged.conclusion == NOT_NOW and until is None:
        raise MeasureError("Skriv til hvilken dato det ikke er aktuelt.", "not_until")
    if judged.conclusion != NOT_NOW and until is not None:
        raise MeasureError("Datoen hører til «ikke aktuelt». La den stå tom.", "not_until")
    field, again = ("not_until", until) if until else ("next_review_on", judged.next_review_on)
    if not on < again <= months_after(on, LONGEST):
        raise MeasureError("Velg en dag etter vurderingen, innen tolv måneder.", field)
    made, _ = ActivityAssessment.objects.get_or_create(
        form_token=judged.form_token,
        defaults={
            **vars(judged),
            "next_review_on": again,
            "household": household,
            "unit": unit,
            "assessed_by": by,
            "registered_at": at,
        },
    )
    touch([household.pk])
    return made
