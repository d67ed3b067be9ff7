"""The person bar (personlinje): who a page is about, on top of every page of a household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from accounts.models import Party
from households.access import OSK, Protection
from households.models import Household, Membership, Person
from households.national_id import formatted, masked
from households.rules import ADULT_AT, age_on

GRADES = (
    Protection.CODE_6_ABROAD,
    Protection.CODE_6,
    Protection.CODE_7,
    Protection.STAFF,
    Protection.UNKNOWN,
)
"""Protection, the strictest first."""

HIDDEN_PLACE = "Sted skjult"


@dataclass(frozen=True)
class Tag:
    """A mark beside a name; `kind` gives it its colour (households/_tag.html)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Number:
    """A national or DUF number as shown: `text` with the last digits hidden until `is_open`."""

    text: str
    is_duf: bool
    is_open: bool = False


@dataclass(frozen=True)
class MemberLine:
    """A present or former member as the pages of a household show them; `age` in full years."""

    person_id: int
    name: str
    first_name: str
    age: int | None
    role: str
    number: Number | None
    phone: str
    tags: tuple[Tag, ...]
    valid_from: date
    valid_to: date | None
    shared_residence: bool

    @property
    def telephone_address(self) -> str:
        """For a tel: link; eight digits are a Norwegian number."""
        digits = self.phone.replace(" ", "")
        return f"+47{digits}" if len(digits) == 8 and digits.isdigit() else digits


@dataclass(frozen=True)
class ResponsibleLine:
    party: str
    unit: str
    caseworker: str


@dataclass(frozen=True)
class PersonBar:
    """The household's name, place and people; children are members under 18 in that role.

    `unnamed` are present members whom the user may not know of; with `place_hidden` nothing tells
    where the household lives.
    """

    name: str
    number: str
    district: str
    protection: Tag | None
    adults: tuple[MemberLine, ...]
    children: tuple[MemberLine, ...]
    former: tuple[MemberLine, ...]
    unnamed: int
    responsible: tuple[ResponsibleLine, ...]
    may_reveal: bool
    place_hidden: bool

    @property
    def present(self) -> tuple[MemberLine, ...]:
        return self.adults + self.children


def person_bar(household: Household, today: date, *, may_reveal: bool) -> PersonBar:
    """The bar of a household that came through the door (households/door.py).

    Who the user may not know of is left out of it and only counted, in `unnamed`.
    """
    access = household.access
    known = [row for row in household.all_memberships if access.knows(row.person_id)]
    present = [row for row in known if is_present(row, today)]
    former = [row for row in known if not (row.undone_at or is_present(row, today))]
    everybody = [row for row in household.all_memberships if is_present(row, today)]
    children = [row for row in present if is_child(row, today)]
    adults = [row for row in present if row not in children]
    hides_phone = household.place_hidden or access.basis == OSK.name
    line = partial(member_line, today=today, hides_phone=hides_phone)
    return PersonBar(
        name=household_name(household),
        number=household.number,
        district=_place(household),
        protection=strictest([row.person for row in household.all_memberships]),
        adults=tuple(line(row) for row in sorted(adults, key=_by_role)),
        children=tuple(line(row) for row in sorted(children, key=_by_age)),
        former=tuple(line(row) for row in sorted(former, key=_latest_first)),
        unnamed=len(everybody) - len(present),
        responsible=tuple(responsible_lines(household)),
        may_reveal=may_reveal,
        place_hidden=household.place_hidden,
    )


def household_name(household: Household) -> str:
    """The household's name, or its number where the user may not know whose it is."""
    if household.access.knows(household.contact_id):
        return str(household)
    return f"Husstanden {household.number}"


def _place(household: Household) -> str:
    if household.place_hidden:
        return HIDDEN_PLACE
    return household.district_name or "Uten bydel"


def is_present(membership: Membership, on: date) -> bool:
    """Whether the membership holds on the day `on`."""
    if membership.undone_at is not None:
        return False
    ended = membership.valid_to is not None and membership.valid_to < on
    return membership.valid_from <= on and not ended


def is_child(membership: Membership, on: date) -> bool:
    """Whether the member is a child of the household under 18; an unknown age is under 18."""
    if membership.role != Membership.Role.CHILD:
        return False
    birth_date = membership.person.birth_date
    return birth_date is None or age_on(birth_date, on) < ADULT_AT


def member_line(membership: Any, today: date, *, hides_phone: bool = False) -> MemberLine:
    """`hides_phone`: a telephone tells where its owner is, so it goes with the hidden place.

    Also where the place is that of another household which the person belongs to.
    The lead of the OSK meeting does not get it either (security.md 2.1, geolocating fields).
    """
    person = membership.person
    return MemberLine(
        person_id=person.pk,
        name=person.name,
        first_name=person.first_name or person.name,
        age=_age(person, today),
        role=_role(membership, today),
        number=hidden_number(person),
        phone="" if hides_phone or membership.lives_hidden else person.phone,
        tags=tuple(_tags(membership, today)),
        valid_from=membership.valid_from,
        valid_to=membership.valid_to,
        shared_residence=membership.shared_residence,
    )


def hidden_number(person: Person) -> Number | None:
    """The person's number with the digits after the first six hidden; None without any."""
    number = person.number or person.duf_number
    return Number(masked(number), is_duf=not person.number) if number else None


def open_number(person: Person) -> Number | None:
    """The person's whole number, for who may see it and has asked."""
    number = person.number or person.duf_number
    if not number:
        return None
    return Number(formatted(number), is_duf=not person.number, is_open=True)


def strictest(persons: list[Person]) -> Tag | None:
    """The strictest protection among `persons`: the household's own."""
    grades = {person.protection for person in persons}
    grade = next((grade for grade in GRADES if grade in grades), None)
    return Tag("protection", grade.label) if grade else None


def responsible_lines(household: Household) -> list[ResponsibleLine]:
    """Who has the household today, in the order of the parties, as far as the user may know.

    That another party has a case is itself secret (STL § 44): it is told to the party's own units,
    and where something about the household is shared. A hidden place hides other offices.
    """
    order = list(Party.values)
    rows = sorted(household.responsible_today, key=lambda row: order.index(row.party))
    access = household.access
    own = [row for row in rows if row.party in access.own_parties]
    if len(own) < len(rows) and (household.place_hidden or not access.shared):
        rows = own
    return [
        ResponsibleLine(row.get_party_display(), row.unit.name, str(row.caseworker or ""))
        for row in rows
    ]


def _tags(membership: Membership, today: date) -> list[Tag]:
    person = membership.person
    age = _age(person, today)
    tags = []
    if protection := strictest([person]):
        tags.append(protection)
    if person.died_on:
        tags.append(Tag("dead", f"Død {person.died_on:%d.%m.%Y}"))
    if person.needs_interpreter:
        tags.append(Tag("interpreter", f"Tolk: {person.language}" if person.language else "Tolk"))
    if age is not None and age < ADULT_AT and membership.role != Membership.Role.CHILD:
        tags.append(Tag("under_18", "Under 18"))
    return tags


def _age(person: Person, today: date) -> int | None:
    """Full years today, or on the day of death."""
    if person.birth_date is None:
        return None
    return max(0, age_on(person.birth_date, person.died_on or today))


def _role(membership: Membership, today: date) -> str:
    if membership.role == Membership.Role.CHILD and not is_child(membership, today):
        return "Barn over 18 år"
    return Membership.Role(membership.role).label


def _by_role(membership: Membership) -> tuple[int, date, int]:
    roles = Membership.Role.values
    return roles.index(membership.role), membership.valid_from, membership.pk


def _by_age(membership: Membership) -> tuple[date, int]:
    return membership.person.birth_date or date.max, membership.pk


def _latest_first(membership: Membership) -> tuple[int, int]:
    return -(membership.valid_to or date.max).toordinal(), membership.pk
