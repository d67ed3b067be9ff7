"""Households of an extract: which are new, who belongs to them, and what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from benefits.imports.bulk import chunks
from benefits.imports.differences import Differences, Kind
from benefits.imports.extract import Extract
from benefits.imports.files import MEMBERS, PERSONS
from benefits.imports.findings import Findings, Rule
from benefits.imports.members import ADULT, CHILD, MemberRow
from benefits.imports.spans import Held, covers, overlap, pair
from households.models import Household, Membership, Source
from households.months import first_day

Key = tuple[int, int]
"""Ids of a household and a person; 0 for one that is not here yet."""
IMPORTED = frozenset({Source.HISTORY.value, Source.KOSTRA.value})
"""Sources whose rows an extract may change."""
CHILD_ROLE = Membership.Role.CHILD.value


@dataclass
class Home:
    """A household of the extract; `pk` is None until a new one has been written.

    `contact` is a place in the extract's persons, `first` the household's first day.
    """

    pk: int | None
    ref: str | None
    contact: int
    first: date


@dataclass(frozen=True)
class Place:
    """A membership to write: `person` is a place in the extract's persons."""

    home: Home
    person: int
    role: str
    first: date
    last: date | None
    line: int


@dataclass
class HomePlan:
    """New households and memberships, memberships that change (id: new values) or go away."""

    new: list[Home] = field(default_factory=list)
    members: list[Place] = field(default_factory=list)
    changes: dict[int, tuple[date, date | None, str]] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)


@dataclass
class HomePlanner:
    """Compares members.csv with the memberships here; `ids` are the persons' by place."""

    extract: Extract
    ids: Sequence[int | None]
    findings: Findings
    differences: Differences

    def __post_init__(self) -> None:
        self.plan, self.gone = HomePlan(), set[int]()
        self.rows: dict[str, list[MemberRow]] = defaultdict(list)
        for row in self.extract.members or ():
            self.rows[row.household].append(row)
        self.places = {pk: place for place, pk in enumerate(self.ids) if pk is not None}
        self.households = held_households(self.rows)
        self.held = held_memberships(self.places, [pk for pk, _ in self.households.values()])
        self.held_of: dict[int, list[Held]] = defaultdict(list)
        for held in self.held:
            self.held_of[held.person].append(held)
        self.alone = households_without_ref({held.owner for held in self.held})
        self.paid = {payment.person for payment in self.extract.payments}

    def make(self, on: date) -> HomePlan:
        """Plan what members.csv says, then a household for each person it does not mention."""
        given: dict[Key, list[Place]] = defaultdict(list)
        for ref, rows in self.rows.items():
            home = self._home(ref, rows)
            for row in rows:
                role = self._role(home, row)
                place = Place(home, row.person, role, row.first, row.last, row.line)
                given[home.pk or 0, self.ids[row.person] or 0].append(place)
        self._compare(given)
        self._place_the_others(on)
        return self.plan

    def _home(self, ref: str, rows: list[MemberRow]) -> Home:
        """The household with its contact person; an existing one keeps the one it has."""
        adults = [row for row in rows if row.role == ADULT]
        first = min(row.first for row in rows)
        pk, held_contact = self.households.get(ref, (None, None))
        contact = self.places.get(held_contact or 0)
        if pk is not None and any(row.person == contact for row in adults):
            return Home(pk, ref, contact or 0, first)
        if not adults:
            self.findings.notice(Rule.NO_ADULT, MEMBERS.name, rows[0].line)
        home = Home(pk, ref, min(adults or rows, key=self._rank).person, first)
        if pk is None:
            self.plan.new.append(home)
        return home

    def _rank(self, row: MemberRow) -> tuple[bool, date, int]:
        """Those who have been paid come first, then the one who has been there longest."""
        return row.person not in self.paid, row.first, row.line

    def _role(self, home: Home, row: MemberRow) -> str:
        if row.role == CHILD:
            return CHILD_ROLE
        if row.role != ADULT:
            return Membership.Role.OTHER_ADULT.value
        is_applicant = row.person == home.contact
        return (Membership.Role.APPLICANT if is_applicant else Membership.Role.PARTNER).value

    def _compare(self, given: dict[Key, list[Place]]) -> None:
        moved_on: dict[int, date] = {}
        for (_, pk), places in given.items():
            first = min(place.first for place in places)
            moved_on[pk] = min(first, moved_on.get(pk, first))
        for key, rows in self._held_by_key().items():
            pairs = pair(given.pop(key, []), rows)
            for place, other in pairs.same:
                self._change(place, other)
            given[key] = pairs.new
            for other in pairs.left:
                if other.owner not in self.alone or other.person in moved_on:
                    self._take_away(other, moved_on.get(other.person))
        for place in (place for places in given.values() for place in places):
            self._add(place)

    def _held_by_key(self) -> dict[Key, list[Held]]:
        held: dict[Key, list[Held]] = defaultdict(list)
        for row in self.held:
            held[row.owner, row.person].append(row)
        return held

    def _change(self, place: Place, held: Held) -> None:
        if (place.first, place.last, place.role) == (held.first, held.last, held.value):
            return
        if held.is_ours:
            self.plan.changes[held.pk] = place.first, place.last, place.role
            self.differences.add(MEMBERS.name, Kind.CHANGED, place.line)
        else:
            self.findings.notice(Rule.TYPED_HERE, MEMBERS.name, place.line)

    def _add(self, place: Place) -> None:
        self.plan.members.append(place)
        self.differences.add(MEMBERS.name, Kind.NEW, place.line)
        for held in self.held_of.get(self.ids[place.person] or 0, ()):
            both_adult = CHILD_ROLE not in (place.role, held.value)
            elsewhere = held.owner != place.home.pk and not held.is_ours
            if both_adult and elsewhere and overlap(place, held):
                self.findings.error(Rule.TWO_HOUSEHOLDS_HERE, MEMBERS.name, place.line, "from")

    def _take_away(self, held: Held, moved_on: date | None) -> None:
        """The extract no longer has `held`: it goes, or ends before the months covered.

        `moved_on` is the person's first day in any household of the extract.
        """
        covered = self.extract.covered
        if self.extract.members is None or not covers(covered, held):
            return
        self.differences.add_gone(MEMBERS.name)
        until = first_day(covered[0][0])
        if moved_on is not None:
            until = min(until, moved_on)
        if held.first < until:
            self.plan.changes[held.pk] = held.first, until - timedelta(days=1), held.value
        else:
            self.plan.gone.append(held.pk)
            self.gone.add(held.pk)

    def _place_the_others(self, on: date) -> None:
        """Those who stand in no household in the months covered, here or there, get one alone."""
        placed = {row.person for row in self.extract.members or ()}
        first_months, covered = self.extract.first_months, self.extract.covered
        covered_from = first_day(covered[0][0]) if covered else on
        for place, (row, pk) in enumerate(zip(self.extract.persons, self.ids, strict=True)):
            if place in placed:
                continue
            month = first_months.get(place)
            first = covered_from if month is None else first_day(month)
            ends = [self._end(held) for held in self.held_of.get(pk or 0, ())]
            if ends and max(ends) >= covered_from:
                self._begin_earlier(self.held_of[pk or 0], first, row.line)
                continue
            if ends:
                first = max(first, max(ends) + timedelta(days=1))
            home = Home(None, None, place, first)
            self.plan.new.append(home)
            role = Membership.Role.APPLICANT.value
            self.plan.members.append(Place(home, place, role, first, None, row.line))
            if self.extract.members is not None:
                self.findings.notice(Rule.ALONE, PERSONS.name, row.line)

    def _end(self, held: Held) -> date:
        """The last day of the membership once the plan has been written; date.min if it goes."""
        if held.pk in self.gone:
            return date.min
        last = self.plan.changes[held.pk][1] if held.pk in self.plan.changes else held.last
        return last or date.max

    def _begin_earlier(self, held: list[Held], first: date, line: int) -> None:
        """Somebody alone was known earlier than their household was."""
        only = held[0]
        is_alone = len(held) == 1 and only.is_ours and only.owner in self.alone
        if is_alone and first < only.first:
            self.plan.changes[only.pk] = first, only.last, only.value
            self.differences.add(PERSONS.name, Kind.CHANGED, line)


def held_households(refs: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Id and contact person of the households with a reference of the extract."""
    found: dict[str, tuple[int, int]] = {}
    for chunk in chunks(refs):
        rows = Household.objects.filter(source_ref__in=chunk)
        for ref, pk, contact in rows.values_list("source_ref", "pk", "contact_id"):
            found[ref or ""] = pk, contact
    return found


def households_without_ref(households: Iterable[int]) -> set[int]:
    """Those of the households that no older system has given a reference: one person's own."""
    return {
        pk
        for chunk in chunks(households)
        for pk in Household.objects.filter(pk__in=chunk, source_ref=None).values_list(
            "pk", flat=True
        )
    }


def held_memberships(
    persons: Iterable[int], households: Iterable[int], *, ours: Container[str] = IMPORTED
) -> list[Held]:
    """All memberships of these persons, and all in these households; `ours` are our sources."""
    found: dict[int, Held] = {}
    for lookup, ids in (("person_id__in", persons), ("household_id__in", households)):
        for chunk in chunks(ids):
            rows = Membership.objects.filter(**{lookup: chunk}).values_list(
                "pk", "household_id", "person_id", "valid_from", "valid_to", "source", "role"
            )
            for pk, household, person, first, last, source, role in rows:
                found[pk] = Held(pk, household, person, first, last, source in ours, role)
    return list(found.values())
