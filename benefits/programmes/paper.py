"""The participant's plan as PDF, in plain words: what to do, when to meet, and what to remember.

Of somebody whose place is hidden the office is left out, which would tell the district.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from benefits.models import KvpActivity, KvpCase
from benefits.programmes.queries import plan_of
from config.typesetting import FONTS, typeset
from households.access import PLACE_HIDDEN

TEMPLATE = Path(__file__).with_name("plan.typ")
RULES = (
    "Programmet er på full tid, 37,5 timer i uka.",
    "Si fra samme dag hvis du ikke kan komme. Er du syk, kan du bruke egenmelding eller sykmelding "
    "fra legen.",
    "Er du borte uten å si fra, blir stønaden mindre for de timene.",
    "Trenger du fri i en lengre tid, kan vi avtale permisjon. Da er du fortsatt i programmet.",
    "Passer ikke planen, kan du be om at vi endrer den.",
)


def words_of(case: KvpCase, by: User, at: datetime) -> dict[str, Any]:
    """All that stands on the paper; of a case that `queries.with_parts` has read."""
    members = case.household.members.filter(protection__in=PLACE_HIDDEN)
    hidden = case.person.protection in PLACE_HIDDEN or members.exists()
    return {
        "fonts": FONTS,
        "municipality": settings.MUNICIPALITY,
        "unit": "NAV" if hidden else str(case.unit),
        "title": "Planen din i kvalifiseringsprogrammet",
        "name": case.person.name,
        "date": _day(timezone.localdate(at)),
        "lead": _lead(case),
        "activities": [_activity(row) for row in case.activities.all()],
        "evaluations": [
            _day(row.planned_on) for row in case.evaluations.all() if row.held_on is None
        ],
        "rules": list(RULES),
        "by": str(by),
    }


def plan_paper(case: KvpCase, by: User, at: datetime) -> bytes:
    return typeset(TEMPLATE.read_bytes(), "told", words_of(case, by, at), at)


def _lead(case: KvpCase) -> list[str]:
    plan = plan_of(case)
    if plan is None:
        return ["Du har fått ja til programmet. Her er det vi har avtalt så langt."]
    return [f"Programmet ditt begynte {_day(plan.first)} og varer til {_day(plan.last)}."]


def _activity(row: KvpActivity) -> str:
    hours = f"{row.hours.normalize():f}".replace(".", ",")
    span = f"fra {_day(row.valid_from)} til {_day(row.valid_to)}"
    return f"{row.get_kind_display()}, {row.provider}: {hours} timer i uka, {span}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
