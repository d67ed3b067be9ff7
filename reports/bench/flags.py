"""The flags of every household at night, and of one after a change."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from benefits.models import Payment
from coordination.flags.actions import recompute
from coordination.models import Flag
from households.models import Household, Membership
from households.months import last_day, month_of
from households.person_bar import is_child
from reports.bench.measure import Result, interleaved, median, peak_memory_mb
from reports.bench.seed import R

TODAY = last_day(R)
SECONDS_OF_A_NIGHT, MEGABYTES, SECONDS_OF_ONE = 60, 300, 0.05
"""Of 100 000 households, and of one after a change (performance.md 4)."""


def night() -> None:
    recompute(today=TODAY)


def differences() -> int:
    """Households on which the flag of 12 months in 18 and a count row by row disagree."""
    flagged = set(Flag.objects.open().filter(rule="family_12").values_list("household", flat=True))
    months: dict[int, set[int]] = defaultdict(set)
    paid = Payment.objects.filter(status="paid", scheme="assistance", amount__gt=0)
    for person, paid_on in paid.values_list("person", "paid_on").iterator():
        if 0 <= R - month_of(paid_on) < 18:
            months[person].add(month_of(paid_on))
    members: dict[int, list[Membership]] = defaultdict(list)
    for row in Membership.objects.valid_on(TODAY).select_related("person").iterator():
        members[row.household_id].append(row)
    counted = {home for home, rows in members.items() if _is_long(rows, months, TODAY)}
    return len(flagged ^ counted)


def _is_long(rows: list[Membership], months: dict[int, set[int]], today: date) -> bool:
    if not any(is_child(row, today) for row in rows):
        return False
    of_family = [months[row.person_id] for row in rows if row.supports_children]
    return len(set().union(*of_family)) >= 12


def run(repeat: int, households: int) -> list[Result]:
    one = Household.objects.order_by("pk").values_list("pk", flat=True)[households // 2]
    works = {
        "night": night,
        "one": lambda: recompute(today=TODAY, households=[one]),
    }
    times = interleaved(works, repeat)
    memory = peak_memory_mb("reports.bench.flags:night")
    name = f"flags of {households} households"
    return [
        Result(name, median(times["night"]), None, "s", repeat, SECONDS_OF_A_NIGHT),
        Result("  peak memory of the process", memory, None, "MB", 1, MEGABYTES),
        Result("flags of one household", median(times["one"]), None, "s", repeat, SECONDS_OF_ONE),
    ]
