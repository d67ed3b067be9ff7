"""Plans in a demo that stood at the end of the report's year, and have been ended since."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Party, Unit, User
from coordination.models import CoordinatedPlan, PlanChange, PlanParty
from households.models import Household
from households.months import month_from
from reports.demo.applications import on_assistance_in, on_desks
from reports.demo.meetings import THREE_YEARS, with_children
from reports.demo.users import DISTRICTS, Staff

IN_A_DISTRICT = 12
"""Families; half of them had then been on assistance for more than three years."""
LASTED = (120, 200)


def lay_down(staff: Staff, year: int) -> None:
    rng, month = Random(f"{year}/planned"), month_from(year, 12)
    long_term = set(on_assistance_in(month - THREE_YEARS).values_list("household", flat=True))
    for district in DISTRICTS:
        unit, one = staff.units[Party.NAV, district], staff.users[f"nav.{district}"]
        desks = on_desks(with_children(month), one, unit, rng)
        desks.sort(key=lambda desk: desk[0].pk not in long_term)
        few = IN_A_DISTRICT // 2
        for home, by in [*desks[:few], *desks[few:][-few:]]:
            _agree(home, by, unit, date(year, 11, 2) + timedelta(days=rng.randint(0, 50)), rng)


def _agree(home: Household, by: User, unit: Unit, on: date, rng: Random) -> None:
    """Agreed, to be gone through within 90 days, and ended before today."""
    review, lasted = on + timedelta(days=88), timedelta(days=rng.randint(*LASTED))
    ended = min(on + lasted, timezone.localdate())
    plan = CoordinatedPlan.objects.create(
        household=home,
        kind=CoordinatedPlan.Kind.COORDINATED,
        party=unit.party,
        unit=unit,
        coordinator=by,
        offered_on=on,
        answer=CoordinatedPlan.Answer.ACCEPTED,
        answered_on=on,
        started_on=on,
        first_review_on=review,
        next_review_on=review,
        ended_on=ended,
        end_reason=CoordinatedPlan.EndReason.SELF_RELIANT,
        made_by=by,
        made_at=_at(on),
    )
    PlanParty.objects.create(plan=plan, party=unit.party, contact=by)
    for act, day in (("offer", on), ("accept", on), ("end", ended)):
        PlanChange.objects.create(plan=plan, act=act, by=by, at=_at(day))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 15)))
