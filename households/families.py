"""A family put before the OSK meeting without consent: no name, and nothing to find it by.

Its lead sees the office, and the number and ages of the children, nothing else (security.md 2.1).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac

from accounts.access import units_with
from accounts.models import Party, User
from accounts.policy import Permission
from config.words import listed
from households.access import OSK
from households.models import Household, Membership, Responsibility, Share, ShareScope
from households.person_bar import HIDDEN_PLACE, PersonBar, ResponsibleLine, is_child, is_present
from households.rules import age_on


def family_number(household_id: int) -> int:
    """Four digits by which a nameless family is known; the same always, and no way back to it.

    Keyed by the installation's secret: the household's own key stands in its address, and would
    lead whoever hears it in the meeting to the family.
    """
    digest = salted_hmac("households.family", f"{household_id}", algorithm="sha256").digest()
    return 1000 + int.from_bytes(digest[:8]) % 9000


@dataclass(frozen=True)
class Family:
    """What a nameless family is called, and what is told of it; an unknown age is None."""

    number: int
    office: str
    ages: tuple[int | None, ...]

    @property
    def name(self) -> str:
        return f"Familie {self.number}"

    @property
    def children(self) -> str:
        if not self.ages:
            return "ingen barn"
        known = [str(age) for age in self.ages if age is not None]
        ages = f"{listed(known)} år" if known else ""
        if len(known) < len(self.ages):
            ages = f"{ages} og ukjent alder" if known else "ukjent alder"
        return f"{len(self.ages)} barn ({ages})"

    @property
    def line(self) -> str:
        return f"{self.office} · {self.children}"


def family_label(household: Household, today: date) -> Family | None:
    """The label of a household that came through the door; None where somebody in it is known."""
    access = household.access
    if access.basis != OSK.name or any(
        access.knows(row.person_id) for row in household.all_memberships
    ):
        return None
    present = [row for row in household.all_memberships if is_present(row, today)]
    office = "" if household.place_hidden else _office(household.responsible_today)
    return _family(household.pk, office, present, today)


def nameless(bar: PersonBar, family: Family) -> PersonBar:
    """The person bar with the family's label in the place of all that could name it."""
    responsible = (ResponsibleLine(Party.NAV.label, family.office, ""),)
    return replace(
        bar, name=family.name, number="", district=family.line, responsible=responsible, unnamed=0
    )


def family_labels(households: Sequence[Any], user: User, today: date) -> dict[int, Family]:
    """Labels by id of those listed `households` of which the OSK lead may know nobody."""
    units = units_with(user, Permission.OF_OSK)
    asked = [row.pk for row in households if units and not row.is_whole and not row.contact_known]
    if not asked:
        return {}
    shares = Share.objects.live_on(today).filter(household__in=asked)
    to_osk = shares.filter(audience=Share.Audience.OSK, to_unit__in=units)
    scopes = list(to_osk.values_list("household", "scope"))
    ids = {pk for pk, _ in scopes} - {pk for pk, scope in scopes if scope == ShareScope.HOUSEHOLD}
    hidden = {row.pk for row in households if row.place_hidden}
    return families_of(ids, today, hidden=hidden)


def families_of(
    ids: Collection[int], today: date, *, hidden: Collection[int] = ()
) -> dict[int, Family]:
    """The labels of these households (ids), whoever asks; no office where the place is hidden."""
    memberships = Membership.objects.valid_on(today).filter(household__in=ids)
    members: dict[int, list[Membership]] = {pk: [] for pk in ids}
    for row in memberships.select_related("person"):
        members[row.household_id].append(row)
    offices: dict[int, list[Responsibility]] = {pk: [] for pk in ids}
    for responsible in (
        Responsibility.objects.valid_on(today).filter(household__in=ids).select_related("unit")
    ):
        offices[responsible.household_id].append(responsible)
    return {
        pk: _family(pk, "" if pk in hidden else _office(offices[pk]), members[pk], today)
        for pk in ids
    }


def _family(household_id: int, office: str, present: Iterable[Membership], today: date) -> Family:
    ages = [_age(row, today) for row in present if is_child(row, today)]
    known = sorted(age for age in ages if age is not None)
    unknown = [age for age in ages if age is None]
    return Family(family_number(household_id), office or HIDDEN_PLACE, (*known, *unknown))


def _age(membership: Membership, today: date) -> int | None:
    born = membership.person.birth_date
    return None if born is None else max(0, age_on(born, today))


def _office(responsible: Iterable[Responsibility]) -> str:
    """NAV's office; the OSK meeting is that of a NAV unit."""
    return next((str(row.unit) for row in responsible if row.party == Party.NAV), "")
