"""What the services have done for the families of a household, as the yearly report counts it.

Hovedmål 3: mapped, with a coordinated plan, and discussed in the OSK meeting within twelve months,
on the last day of the reference month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from children.models import ChildMapping
from children.rules import valid_to
from coordination.models import AgendaItem
from coordination.plans.queries import households_with_plan
from households.months import Month, last_day
from households.rules import years_before

LONGEST = timedelta(days=367)
"""No mapping made longer ago is valid."""


@dataclass(frozen=True)
class Followed:
    """(household, child) of each valid mapping; households with a plan, and those discussed."""

    mapped: frozenset[tuple[int, int]] = frozenset()
    planned: frozenset[int] = frozenset()
    discussed: frozenset[int] = frozenset()


def followed_at(reference: Month) -> Followed:
    """By whichever party, as it stood on the month's last day."""
    day = last_day(reference)
    return Followed(
        mapped=frozenset((home, child) for home, child, _ in mappings_valid_on(day)),
        planned=frozenset(households_with_plan(day)),
        discussed=frozenset(home for home, _ in discussed_before(day)),
    )


def mappings_valid_on(day: date) -> list[tuple[int, int, date]]:
    """(household, child, the day it was mapped), the last for each child."""
    rows = ChildMapping.objects.completed().filter(
        completed_on__lte=day, completed_on__gte=day - LONGEST
    )
    found = rows.order_by("completed_on").values_list("household", "child", "completed_on")
    last = {(home, child): on for home, child, on in found if on and valid_to(on) >= day}
    return [(home, child, on) for (home, child), on in last.items()]


def discussed_before(day: date) -> list[tuple[int, date]]:
    """(household, the last day it was discussed) within the twelve months up to `day`."""
    first = years_before(day, 1)
    rows = AgendaItem.objects.discussed().filter(discussed_at__date__range=(first, day))
    found = rows.order_by("discussed_at").values_list("household", "discussed_at")
    return list({home: timezone.localdate(at) for home, at in found if at}.items())
