"""What each office is told of who waits and who is red, held against a plain count of the rows."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from accounts.policy import Permission
from benefits.measures import queries, youth
from households.models import Household
from reports.demo.users import DISTRICTS
from tests.reports.plain_measures import age_limit, town

FEWEST = 20
"""Lines that an office's list must have for the comparison to mean something."""


def told_otherwise(today: date) -> list[str]:
    """By office, what differs from the plain count; and a list that is too short."""
    plain, under, found, red_in_all = town(today), age_limit(today), [], 0
    for district in DISTRICTS:
        leader = User.objects.get(username=f"leder.{district}")
        known = Household.objects.visible_to(leader, Permission.SEE_BENEFITS)
        homes = set(known.values_list("pk", flat=True))
        lines = queries.lines(leader, today)
        told = {name: (one.base, one.waiting) for name, one in queries.coverage(lines)}
        red = {row.person.pk for row in youth.young_lines(leader, today) if row.is_red}
        red_in_all += len(red)
        same = {
            "list": {row.person.pk: row.is_waiting for row in lines} == plain.over_time(homes),
            "coverage": told == plain.coverage(homes),
            "red": red == plain.red(homes, under),
            "length": len(lines) >= FEWEST,
        }
        found += [f"{district}: {what}" for what, holds in same.items() if not holds]
    return found if red_in_all else [*found, "nobody is red"]
