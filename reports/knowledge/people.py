"""Whether recipients with another background have other needs (1h): aggregates only, masked.

This is the one place where people are counted by background. Nothing here names anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from benefits.models import ActivityAssessment, KvpEnrolment, Placement
from benefits.rules import OFFICIAL
from households.codes import Background, NorwegianLevel
from households.journal import rules as journal_rules
from households.models import JournalEntry, Person
from households.months import month_from
from reports.counting import homes_at, over_three_years
from reports.knowledge.grid import Block, Column
from reports.snapshot import Snapshot, month_bit, take_snapshot, year_bits

UNKNOWN, NOT_FOR = "Ikke oppgitt", "Gjelder ikke"
BORN_HERE = (Background.NONE, Background.BORN_HERE)
"""Groups of those who have not come to the country."""
WORK = (KvpEnrolment.ExitCode.WORK, KvpEnrolment.ExitCode.WAGE_SUBSIDY)
YEARS = ((5, "Under 5 år"), (10, "5–9 år"), (200, "10 år eller mer"))


@dataclass(frozen=True)
class Recipient:
    """One with assistance paid in the year; months with it in the year, and what else holds."""

    background: str
    residence: str
    norwegian: str
    months: int
    over_three_years: bool
    in_kvp: bool
    to_work: bool
    placed: bool
    assessed: bool
    child_family: bool
    needs_interpreter: bool
    talked: bool
    interpreted: bool


COLUMNS: tuple[Column, ...] = (
    Column("over_three_years", "Sosialhjelp i mer enn tre år"),
    Column("in_kvp", "I KVP i året"),
    Column("to_work", "Avsluttet til arbeid"),
    Column("placed", "I aktivt tiltak i året"),
    Column("assessed", "Vurdert for tiltak i året"),
    Column("child_family", "Har barn under 18 hjemme"),
    Column("needs_interpreter", "Trenger tolk"),
    Column("talked", "Samtale der tolk trengtes"),
    Column("interpreted", "Tolk ble brukt", base="talked"),
)
SHOWN = tuple(column.key for column in COLUMNS if column.key != "talked")
LAST = (NOT_FOR, UNKNOWN)
GROUPS = (*(str(row.label) for row in Background), UNKNOWN)
STAYS = (*(label for _, label in YEARS), *LAST)
LEVELS = (*(str(row.label) for row in NorwegianLevel), *LAST)
BLOCKS: tuple[Block, ...] = (
    Block("background", "Bakgrunn", lambda one: one.background, order=GROUPS),
    Block("residence", "Tid i Norge", lambda one: one.residence, order=STAYS),
    Block("norwegian", "Norsknivå", lambda one: one.norwegian, order=LEVELS),
)


def flags(one: Recipient) -> Iterator[str]:
    """The columns that somebody is counted in."""
    return (column.key for column in COLUMNS if getattr(one, column.key))


def backgrounds_of(people: Collection[int]) -> dict[int, str]:
    """The group of each person (ids), in words; those who have not told are left out."""
    rows = Person.objects.filter(pk__in=people).exclude(background="")
    return {pk: str(Background(group).label) for pk, group in rows.values_list("pk", "background")}


def years_here(since: int | None, year: int) -> str:
    if since is None:
        return UNKNOWN
    return next(label for limit, label in YEARS if year - since < limit)


def recipients(year: int, as_of: date) -> list[Recipient]:
    """Everybody with assistance paid in the year, as the data stood on the day."""
    reference = month_from(year, 12)
    snapshot = take_snapshot(reference, as_of)
    in_year = year_bits(year)
    paid = {pk: row.months & in_year for pk, row in snapshot.paid.items() if row.months & in_year}
    long_term = over_three_years(snapshot, reference, OFFICIAL)
    kept = _kept(paid.keys(), year, as_of)
    told = _told(paid.keys(), year)
    return [
        Recipient(
            **told[pk],
            months=months.bit_count(),
            over_three_years=pk in long_term,
            in_kvp=bool(snapshot.kvp_touched.get(pk, 0) & in_year),
            child_family=_has_child(snapshot, pk),
            **_is_in(kept, pk),
        )
        for pk, months in sorted(paid.items())
    ]


def _is_in(kept: dict[str, set[int]], person: int) -> dict[str, Any]:
    return {name: person in people for name, people in kept.items()}


def _told(people: Collection[int], year: int) -> dict[int, dict[str, Any]]:
    """What each has told, in words."""
    fields = ("background", "resident_since", "norwegian_level", "needs_interpreter")
    rows = Person.objects.values_list("pk", *fields).iterator()
    return {
        pk: {
            "background": str(Background(group).label) if group else UNKNOWN,
            "residence": _stay(since, group, year),
            "norwegian": _level(level, group),
            "needs_interpreter": needs,
        }
        for pk, group, since, level, needs in rows
        if pk in people
    }


def _stay(since: int | None, group: str, year: int) -> str:
    return NOT_FOR if since is None and group in BORN_HERE else years_here(since, year)


def _level(level: str, group: str) -> str:
    """The level in words; those who have not come to the country need not tell one."""
    if level:
        return str(NorwegianLevel(level).label)
    return NOT_FOR if group in BORN_HERE else UNKNOWN


def _kept(people: Collection[int], year: int, as_of: date) -> dict[str, set[int]]:
    """Who was placed, assessed, went to work, and was talked with, in the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    running = Q(started_on__lte=last) & (Q(ended_on=None) | Q(ended_on__gte=first))
    placed = Placement.objects.filter(running)
    done = {"exit_code__in": WORK}
    to_work = [
        *Placement.objects.filter(ended_on__year=year, **done).values_list("person", flat=True),
        *KvpEnrolment.objects.filter(
            valid_to__year=year, registered_on__lte=as_of, **done
        ).values_list("person", flat=True),
    ]
    assessed = ActivityAssessment.objects.filter(assessed_on__year=year)
    talks = JournalEntry.objects.filter(
        contact_on__year=year, interpreter_needed=True, correction__isnull=True
    )
    found: dict[str, set[int]] = defaultdict(set)
    found["placed"].update(placed.values_list("person", flat=True))
    found["assessed"].update(assessed.values_list("person", flat=True))
    found["to_work"].update(to_work)
    for person, used in talks.values_list("spoken_with", "interpreter"):
        found["talked"].add(person)
        if used in journal_rules.USED:
            found["interpreted"].add(person)
    names = ("placed", "assessed", "to_work", "talked", "interpreted")
    return {name: found[name].intersection(people) for name in names}


def _has_child(snapshot: Snapshot, person: int) -> bool:
    """Whether they support a child under 18 in their home on the year's last day."""
    bit = month_bit(snapshot.reference)
    return any(
        snapshot.homes[home].child_months & snapshot.homes[home].supporters.get(person, 0) & bit
        for home in homes_at(snapshot, person, snapshot.reference)
    )
