"""The agenda makes itself: the most pressing families up to the capacity, the others wait.

It follows flags, requests and agreed reviews until the first family of a meeting is discussed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Party, Unit
from coordination.flags import rules as flags
from coordination.meetings import rules
from coordination.meetings.rules import Cause
from coordination.models import AgendaItem, Flag, Meeting
from coordination.models.meetings import unprotected
from households.models import Household, HouseholdLock, Responsibility

CHUNK = 500


def fill_agendas(*, at: datetime, units: Iterable[int] | None = None) -> int:
    """Let the next agenda of each NAV unit (or of these) follow what has come up.

    Done twice it changes nothing; how many families came, moved or left.
    """
    rows = Unit.objects.valid_on(timezone.localdate(at)).filter(party=Party.NAV).order_by("pk")
    if units is not None:
        rows = rows.filter(pk__in=list(units))
    return sum(_fill(unit, at) for unit in rows)


def next_meeting(unit_id: int, today: date) -> Meeting | None:
    """The first one from `today` on whose minutes are not closed."""
    return Meeting.objects.planned().filter(unit=unit_id, on__gte=today).order_by("on").first()


def causes_of(unit: Unit, day: date, today: date) -> dict[int, Cause]:
    """By household: why it is to come before a meeting of `unit` held on `day`, if anything.

    Protected and locked households are left out; they are discussed nowhere.
    """
    locked = HouseholdLock.objects.filter(opened_at__isnull=True).values("household")
    open_ones = Household.objects.filter(unprotected(), anonymised_on__isnull=True)
    open_ones = open_ones.exclude(pk__in=locked)
    has = Responsibility.objects.valid_on(today).filter(unit=unit, party=Party.NAV)
    last = {row.household_id: row for row in _last_discussed(unit)}
    raised: dict[int, dict[str, date]] = defaultdict(dict)
    found = Flag.objects.open().filter(rule__in=flags.TO_OSK, household__in=has.values("household"))
    for pk, rule, on in found.values_list("household", "rule", "raised_on"):
        before = last.get(pk)
        if before is None or _comes_again(before, on, day):
            raised[pk][rule] = on
    asked = set(_asked(unit).values_list("household", flat=True))
    back = {pk for pk, row in last.items() if rules.is_back(row.review_on, day)}
    known = set(open_ones.filter(pk__in={*raised, *asked, *back}).values_list("pk", flat=True))
    return {
        pk: Cause(
            flags=frozenset(raised.get(pk, ())),
            first_on=min(raised[pk].values()) if pk in raised else None,
            is_asked=pk in asked,
            is_review=pk in back,
        )
        for pk in known
    }


def _comes_again(before: AgendaItem, raised_on: date, day: date) -> bool:
    """A flag counts again when it is new, or when the family is to be looked at again."""
    discussed_on = before.held_on or before.came_on
    return rules.is_new(raised_on, discussed_on) or rules.is_back(before.review_on, day)


def _last_discussed(unit: Unit) -> list[AgendaItem]:
    """The latest discussion of each household that has been before the unit's meeting."""
    before = AgendaItem.objects.discussed().filter(unit=unit, household=OuterRef("household"))
    latest = before.order_by("-discussed_at", "-pk").values("pk")[:1]
    rows = AgendaItem.objects.discussed().filter(unit=unit, pk=Subquery(latest))
    return list(rows.select_related("meeting"))


def _asked(unit: Unit) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.coming().filter(unit=unit, requested_at__isnull=False)


@transaction.atomic
def _fill(unit: Unit, at: datetime) -> int:
    today = timezone.localdate(at)
    meeting = next_meeting(unit.pk, today)
    begun = meeting is not None and meeting.items.discussed().exists()
    causes = causes_of(unit, meeting.on if meeting else today, today)
    coming = {
        row.household_id: row
        for row in AgendaItem.objects.coming().filter(unit=unit).select_for_update()
    }
    came = _let_come(unit, causes, coming, today)
    gone = [row for pk, row in coming.items() if pk not in causes]
    left = _let_go([row for row in gone if not (begun and row.meeting_id)], at)
    if begun:
        return came + left
    rows = AgendaItem.objects.coming().filter(unit=unit)
    return came + left + _place(list(rows), causes, meeting)


def _let_come(
    unit: Unit, causes: dict[int, Cause], coming: dict[int, AgendaItem], today: date
) -> int:
    new = [
        AgendaItem(unit=unit, household_id=pk, came_on=today, rule=cause.rule)
        for pk, cause in sorted(causes.items())
        if pk not in coming
    ]
    AgendaItem.objects.bulk_create(new, batch_size=CHUNK, ignore_conflicts=True)
    changed = []
    for pk, row in coming.items():
        if pk in causes and row.rule != causes[pk].rule:
            row.rule = causes[pk].rule
            changed.append(row)
    AgendaItem.objects.bulk_update(changed, ["rule"], batch_size=CHUNK)
    return len(new)


def _let_go(rows: list[AgendaItem], at: datetime) -> int:
    """Take away what nothing asks for any more; where somebody has acted on it, it is closed."""
    for start in range(0, len(rows), CHUNK):
        batch = AgendaItem.objects.filter(pk__in=[row.pk for row in rows[start : start + CHUNK]])
        batch.filter(changes__isnull=False).update(closed_at=at, meeting=None)
        batch.filter(changes__isnull=True).delete()
    return len(rows)


def _place(rows: list[AgendaItem], causes: dict[int, Cause], meeting: Meeting | None) -> int:
    """Give the most pressing a place, and let the others wait."""
    rows.sort(
        key=lambda row: rules.order_of(
            causes.get(row.household_id, Cause()),
            is_put_first=row.is_put_first,
            came_on=row.came_on,
            household_id=row.household_id,
        )
    )
    moved = []
    for number, row in enumerate(rows, 1):
        on_agenda = meeting is not None and number <= meeting.capacity
        placed = meeting.pk if on_agenda and meeting else None
        if (row.meeting_id, row.position) != (placed, number):
            row.meeting_id, row.position = placed, number
            moved.append(row)
    AgendaItem.objects.bulk_update(moved, ["meeting", "position"], batch_size=CHUNK)
    return len(moved)
