"""What the journal of a household tells, and how often an interpreter was used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Window

from households.journal import rules
from households.models import Household, JournalEntry, Membership, Person
from households.person_bar import is_child, is_present


@dataclass(frozen=True)
class InterpreterUse:
    """Of the contacts with somebody who needs an interpreter: how many had one (measure 7c)."""

    used: int
    needed: int

    @property
    def share(self) -> int | None:
        """Per cent; None when nobody needed one."""
        return rules.share_in_percent(self.used, self.needed)


def interpreter_use(entries: QuerySet[JournalEntry]) -> InterpreterUse:
    """Over `entries`; a note that has been corrected is counted as its correction."""
    needed = entries.filter(interpreter_needed=True, correction__isnull=True).order_by()
    used = Count("pk", filter=Q(interpreter__in=rules.USED))
    return InterpreterUse(**needed.aggregate(used=used, needed=Count("pk")))


def journal_of(household: Household) -> QuerySet[JournalEntry]:
    """The notes of the user's own parties in a household that came through the door."""
    rows = JournalEntry.objects.filter(
        household=household, party__in=household.access.own_parties
    ).select_related("unit", "spoken_with", "written_by", "corrects", "correction")
    named = Person.objects.only("first_name", "last_name", "birth_date")
    return rows.prefetch_related(Prefetch("children", named))


def matching(rows: QuerySet[JournalEntry], *, topic: str, child: int | None) -> Any:
    """Those about a topic, and a child; empty is all."""
    if topic:
        rows = rows.filter(topic=topic)
    return rows.filter(children=child) if child else rows


def latest_notes(household: Household, count: int) -> list[JournalEntry]:
    """The last notes that stand; each has `total`, how many notes there are."""
    rows = journal_of(household).filter(correction__isnull=True)
    return list(rows.annotate(total=Window(Count("pk")))[:count])


def people_to_speak_with(household: Household, today: date) -> list[Person]:
    """Present members."""
    return _people(row for row in household.all_memberships if is_present(row, today))


def children_to_mention(household: Household, today: date) -> list[Person]:
    """The household's children today."""
    rows = (row for row in household.all_memberships if is_present(row, today))
    return _people(row for row in rows if is_child(row, today))


def children_ever(household: Household) -> list[Person]:
    """Everybody who is or was a child of the household: older notes are about them too."""
    rows = household.all_memberships
    return _people(row for row in rows if row.role == Membership.Role.CHILD)


def _people(memberships: Iterable[Any]) -> list[Person]:
    return list({row.person_id: row.person for row in memberships}.values())
