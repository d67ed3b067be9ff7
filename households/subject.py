"""Whom a citizen's own file is about, and how it tells of others without telling who they are.

Others in the household appear as what they are to the person, and their names and numbers are taken
out of free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from accounts.models import Party, Unit
from households.access import PLACE_HIDDEN
from households.models import Consent, Membership, Person

Cell = str | int | bool | date | datetime | None
Row = dict[str, Cell]
REMOVED = "[fjernet]"


@dataclass(frozen=True)
class Part:
    """One kind of information: rows of named values, with a Norwegian label for each name."""

    key: str
    title: str
    columns: dict[str, str]
    rows: list[Row]


class Subject:
    """The person a file is about, those who must not be told of in it, and what hides the place."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def memberships(self) -> list[Membership]:
        """The person's own, oldest first."""
        rows = self.person.memberships.filter(undone_at__isnull=True).select_related("household")
        return list(rows.order_by("valid_from", "pk"))

    @cached_property
    def household_ids(self) -> list[int]:
        return sorted({row.household_id for row in self.memberships})

    @cached_property
    def beside(self) -> list[Membership]:
        """The memberships of everybody else in the person's households, whenever."""
        rows = Membership.objects.filter(household__in=self.household_ids)
        rows = rows.exclude(person=self.person).select_related("person", "household")
        return list(rows.order_by("valid_from", "pk"))

    @cached_property
    def others(self) -> list[Person]:
        """Everybody whose name has no place in the file, as far as this floor knows them."""
        about = Consent.objects.filter(given_by=self.person).values("subject")
        by = Consent.objects.filter(subject=self.person, given_by__isnull=False).values("given_by")
        named = Person.objects.filter(Q(pk__in=about) | Q(pk__in=by)).exclude(pk=self.person.pk)
        return [*(row.person for row in self.beside), *named]

    @cached_property
    def hides_place(self) -> bool:
        """Whether the person, or somebody in a household of theirs, has a hidden place."""
        everybody = [self.person, *(row.person for row in self.beside)]
        return any(person.protection in PLACE_HIDDEN for person in everybody)

    def called(self, person_id: int | None) -> str:
        """What another person is called in the file: never by name."""
        if person_id is None:
            return ""
        if person_id == self.person.pk:
            return "deg selv"
        for row in self.beside:
            if row.person_id == person_id:
                return self.relation(row)
        return "en annen person"

    def relation(self, other: Membership) -> str:
        """What the other member is to the person; the birth year of a child alone."""
        own = next(row for row in self.memberships if row.household_id == other.household_id)
        if other.role == Membership.Role.CHILD:
            born = other.person.birth_date
            word = "søsken eller annet barn" if own.role == Membership.Role.CHILD else "barn"
            return f"{word} (født {born.year})" if born else word
        if own.role == Membership.Role.CHILD:
            return "forsørger" if other.supports_children else "annen voksen"
        for role, word in ((Membership.Role.SPOUSE, "ektefelle"), (COHABITANT, "samboer")):
            if role in (own.role, other.role) and own.supports_children == other.supports_children:
                return word
        return "forsørger" if other.supports_children else "annen voksen"

    def was_in(self, household_id: int, first: date, last: date | None) -> bool:
        """Whether the person belonged to the household on some day of the period."""
        return any(
            own.household_id == household_id
            and (own.valid_to is None or first <= own.valid_to)
            and (last is None or own.valid_from <= last)
            for own in self.memberships
        )

    def masked(self, text: str) -> str:
        """`text` without the names and numbers of others; the person's own names stay."""
        return self._of_others.sub(REMOVED, text) if self._of_others else text

    @cached_property
    def _of_others(self) -> re.Pattern[str] | None:
        own = set(_words(self.person))
        words = {word for person in self.others for word in _words(person)} - own
        if not words:
            return None
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        either = "|".join(map(_pattern, longest_first))
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


COHABITANT = Membership.Role.COHABITANT


def _pattern(word: str) -> str:
    """A name as it is; a number however it is spaced."""
    return r"\s?".join(word) if word.isdigit() else re.escape(word)


def _words(person: Person) -> Iterator[str]:
    """What would tell who the person is: each name, and each number without spaces."""
    for name in (person.first_name, person.last_name):
        yield from (word for word in re.split(r"[\s\-]+", name) if len(word) > 1)
    numbers = (person.number, person.duf_number, person.phone, person.source_ref)
    yield from ("".join(number.split()) for number in numbers if number)


def unit_name(unit: Unit, subject: Subject) -> str:
    """A unit by name; by its party where the name would tell the district of a hidden place."""
    return Party(unit.party).label if subject.hides_place else str(unit)
