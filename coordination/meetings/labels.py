"""What a family is called in a meeting: by name where somebody consents, else by its number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from coordination.models import AgendaItem
from households.families import families_of
from households.models import Membership, Share, ShareScope
from households.person_bar import is_child
from households.rules import age_on


@dataclass(frozen=True)
class Known:
    """A member who may be named, and in which role; an unknown age is None."""

    person_id: int
    first_name: str
    last_name: str
    age: int | None
    is_child: bool

    @property
    def told(self) -> str:
        age = "" if self.age is None else f", {self.age} år"
        return f"{self.first_name or self.last_name or 'Uten navn'}{age}"


@dataclass(frozen=True)
class Label:
    """What a family is called, and a line of who it is; `known` is empty when it has no name."""

    name: str
    line: str
    is_named: bool
    known: tuple[Known, ...] = ()

    @property
    def person_ids(self) -> list[int]:
        return sorted(row.person_id for row in self.known)


def labels_of(items: Collection[AgendaItem], today: date) -> dict[int, Label]:
    """By the key of each item, which was read `with_basis`."""
    named = [item for item in items if item.is_named]
    units = {item.unit_id for item in named}
    members = _known_members({item.household_id for item in named}, units, today)
    found = {item.pk: _named(*members[item.household_id], today) for item in named}
    rest = [item for item in items if item.pk not in found]
    families = families_of({item.household_id for item in rest}, today)
    for item in rest:
        family = families[item.household_id]
        found[item.pk] = Label(family.name, family.line, is_named=False)
    return found


def _known_members(
    ids: set[int], units: set[int], today: date
) -> dict[int, tuple[list[Membership], int]]:
    """By household: the members today whom the meeting may name, and how many others there are."""
    shares = Share.objects.live_on(today).filter(
        household__in=ids,
        to_unit__in=units,
        audience=Share.Audience.OSK,
        scope=ShareScope.HOUSEHOLD,
    )
    told = set(shares.values_list("household", "subject"))
    rows = Membership.objects.valid_on(today).filter(household__in=ids)
    found: dict[int, tuple[list[Membership], int]] = {pk: ([], 0) for pk in ids}
    for row in rows.select_related("person", "household").order_by("person__birth_date", "pk"):
        members, others = found[row.household_id]
        if (row.household_id, row.person_id) in told:
            members.append(row)
        else:
            found[row.household_id] = (members, others + 1)
    return found


def _named(rows: list[Membership], others: int, today: date) -> Label:
    """By the contact's surname, else that of the first who may be named; the oldest first."""
    contact = next((row for row in rows if row.person_id == row.household.contact_id), rows[0])
    known = tuple(_known(row, today) for row in rows)
    line = " · ".join(row.told for row in known)
    more = f" · {others} til vises ikke" if others else ""
    surname = contact.person.last_name or contact.person.first_name or "uten navn"
    return Label(f"Familien {surname}", line + more, is_named=True, known=known)


def _known(row: Membership, today: date) -> Known:
    person = row.person
    age = None if person.birth_date is None else max(0, age_on(person.birth_date, today))
    return Known(person.pk, person.first_name, person.last_name, age, is_child(row, today))
