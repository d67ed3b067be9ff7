"""Where the households live: of new ones from the start, of those here when it has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accounts.models import Party, Unit
from benefits.imports.bulk import chunks
from benefits.imports.differences import Differences, Kind
from benefits.imports.extract import Extract
from benefits.imports.files import MEMBERS, PERSONS
from benefits.imports.findings import Findings, Rule
from benefits.imports.home_plan import HomePlan
from benefits.imports.members import MemberRow
from households.models import Household, Residence, Responsibility


class Settled(NamedTuple):
    """An open residence, or NAV's open responsibility: its id, district and first day."""

    pk: int
    household: int
    district: int | None
    first: date


@dataclass(frozen=True)
class Move:
    """A household here that the extract has in another district than OSK-sak has."""

    household: int
    district: int
    residence: Settled | None
    responsibility: Settled | None


def districts_of_new(
    homes: HomePlan, extract: Extract, findings: Findings
) -> dict[int, int | None]:
    """District by place in `homes.new`: the contact person's, or else any member's.

    Only those who still live there are asked, if anybody does.
    """
    rows: dict[str, list[MemberRow]] = defaultdict(list)
    for row in extract.members or ():
        rows[row.household].append(row)
    found: dict[int, int | None] = {}
    for number, home in enumerate(homes.new):
        of_contact = extract.persons[home.contact].district
        members = rows[home.ref] if home.ref is not None else []
        present = [row for row in members if row.last is None] or members
        others = [extract.persons[row.person].district for row in present]
        named = [district for district in [of_contact, *others] if district is not None]
        if len(set(named)) > 1:
            findings.notice(Rule.DISTRICTS_DIFFER, MEMBERS.name, members[0].line)
        found[number] = named[0] if named else None
    return found


def plan_moves(extract: Extract, ids: Sequence[int | None], differences: Differences) -> list[Move]:
    """Households here whose contact person the extract has in another district."""
    places = {
        pk: place
        for place, pk in enumerate(ids)
        if pk is not None and extract.persons[place].district is not None
    }
    homes = _homes_of_contacts(places)
    residences, responsibilities = _residences(homes), _responsibilities(homes)
    moves = []
    for household, contact in homes.items():
        row = extract.persons[places[contact]]
        residence = residences.get(household)
        if row.district is None or (residence and residence.district == row.district):
            continue
        moves.append(Move(household, row.district, residence, responsibilities.get(household)))
        differences.add(PERSONS.name, Kind.CHANGED, row.line)
    return moves


def nav_units(on: date) -> dict[int, int]:
    """The NAV unit of each district on `on`, by the district's id; the newest if several."""
    units = Unit.objects.valid_on(on).filter(party=Party.NAV, district__isnull=False)
    rows = units.order_by("valid_from", "pk").values_list("district_id", "pk")
    return dict(rows)


def _homes_of_contacts(contacts: Iterable[int]) -> dict[int, int]:
    return dict(
        row
        for chunk in chunks(contacts)
        for row in Household.objects.filter(contact_id__in=chunk).values_list("pk", "contact_id")
    )


def _residences(households: Iterable[int]) -> dict[int, Settled]:
    open_ones = Residence.objects.filter(valid_to=None)
    return {
        row[1]: Settled(*row)
        for chunk in chunks(households)
        for row in open_ones.filter(household_id__in=chunk).values_list(
            "pk", "household_id", "district_id", "valid_from"
        )
    }


def _responsibilities(households: Iterable[int]) -> dict[int, Settled]:
    open_ones = Responsibility.objects.filter(valid_to=None, party=Party.NAV)
    return {
        row[1]: Settled(*row)
        for chunk in chunks(households)
        for row in open_ones.filter(household_id__in=chunk).values_list(
            "pk", "household_id", "unit__district_id", "valid_from"
        )
    }
