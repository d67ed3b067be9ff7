"""Noting what active measure fits somebody (measure 1a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from benefits.models import ActivityAssessment
from households.models import Household, Person
from households.rules import months_after
from households.touching import touch

NOT_NOW = ActivityAssessment.Conclusion.NOT_NOW
LONGEST = 12
"""Months until the question is asked again, at the most, where nothing is an option yet."""
SENT_BEFORE = (
    "Det du sendte først, er allerede lagret. Dette er noe annet og er ikke lagret: se over "
    "husstandens side, og begynn på nytt om det trengs."
)


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
    form_token: UUID
    next_review_on: date | None = None
    not_until: date | None = None


@transaction.atomic
def assess(
    *, household: Household, unit: Unit, judged: Judged, at: datetime, by: User
) -> ActivityAssessment:
    """Note it; the latest holds. "Not now" is asked again on the day it names, in a year at most.

    That takes the place of the day of the next review, which is `assessed_months` after the
    assessment where none is named, and never later: then the assessment holds no more.
    """
    sent = ActivityAssessment.objects.filter(form_token=judged.form_token).first()
    if sent is not None:
        return _same(sent, judged)
    lasts, today = settings.MEASURES["assessed_months"], timezone.localdate(at)
    _check_day(judged, today, lasts)
    again = _next_review(judged, today, lasts)
    made = ActivityAssessment.objects.create(
        **vars(judged) | {"next_review_on": again},
        household=household,
        unit=unit,
        assessed_by=by,
        registered_at=at,
    )
    touch([household.pk])
    return made


def _same(sent: ActivityAssessment, judged: Judged) -> ActivityAssessment:
    """What the form has stored already, if it is the same; never silently something else."""
    told = vars(judged) | {"person": judged.person.pk}
    kept = {name: getattr(sent, name) for name in told} | {"person": sent.person_id}
    if judged.next_review_on is None or judged.not_until is not None:
        del told["next_review_on"], kept["next_review_on"]
    if told != kept:
        raise MeasureError(SENT_BEFORE)
    return sent


def _check_day(judged: Judged, today: date, lasts: int) -> None:
    """Not ahead, not so long ago that it holds no more, and not before the one that holds."""
    on = judged.assessed_on
    if on > today:
        raise MeasureError("Datoen kan ikke være etter i dag.", "assessed_on")
    if on <= months_after(today, -lasts):
        text = f"En vurdering gjelder i {lasts} måneder, og denne er eldre. Vurder på nytt."
        raise MeasureError(text, "assessed_on")
    later = ActivityAssessment.objects.standing().filter(person=judged.person, assessed_on__gt=on)
    if (row := later.order_by("-assessed_on").first()) is not None:
        day = f"{row.assessed_on:%d.%m.%Y}"
        text = f"Personen er vurdert {day}. Stryk den vurderingen først hvis den er feil."
        raise MeasureError(text, "assessed_on")


def _next_review(judged: Judged, today: date, lasts: int) -> date:
    on, until = judged.assessed_on, judged.not_until
    if judged.conclusion == NOT_NOW and until is None:
        raise MeasureError("Skriv til hvilken dato det ikke er aktuelt.", "not_until")
    if judged.conclusion != NOT_NOW and until is not None:
        raise MeasureError("Datoen hører til «ikke aktuelt». La den stå tom.", "not_until")
    months = LONGEST if until else lasts
    again = until or judged.next_review_on or months_after(on, lasts)
    if not max(on, today) < again <= months_after(on, months):
        field = "not_until" if until else "next_review_on"
        text = f"Velg en dag etter i dag, innen {months} måneder etter vurderingen."
        raise MeasureError(text, field)
    return again


@transaction.atomic
def strike(*, assessment: ActivityAssessment, why: str, at: datetime, by: User) -> None:
    """Take out one with a mistake: it stays readable, struck with the reason; what was before it
    holds again."""
    if not why.strip():
        raise MeasureError("Skriv hvorfor.", "why")
    rows = ActivityAssessment.objects.standing().filter(pk=assessment.pk)
    if not rows.update(struck_by=by, struck_at=at, struck_why=why.strip()):
        raise MeasureError("Vurderingen er allerede strøket.")
    touch([assessment.household_id])
