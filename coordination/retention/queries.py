"""Which households' time is up as of a day, and what is then to be done with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from benefits import contact as benefits
from children import contact as children
from coordination.meetings import contact as meetings
from coordination.plans import contact as plans
from decisions import contact as decisions
from households import contact as households
from households.contact import Contact
from households.models import Household, HouseholdLock, Membership, Residence, RetentionRule
from households.rules import years_before
from housing import contact as housing

NO_DISTRICT, HIDDEN = "Uten bydel", "Sted skjult"
CHUNK = 500
Counts = list[dict[str, Any]]
OPENED_WITHIN = 1
"""Years for which a household that a leader has opened is left alone."""


class Act(StrEnum):
    LOCK = "lock"
    ANONYMISE = "anonymise"


@dataclass(frozen=True, order=True)
class Item:
    """One household whose time is up: of which class, in which district, and what is done."""

    household_id: int
    covers: str
    district: str
    act: Act


def contacts() -> list[Contact]:
    """Every floor's own."""
    floors = (households, decisions, benefits, children, housing, meetings, plans)
    return [contact for floor in floors for contact in floor.contacts()]


def last_contact(household: Household, today: date) -> date | None:
    """The latest contact with the household; one that still goes on is a contact today."""
    one, found = Household.objects.filter(pk=household.pk), []
    for contact in contacts():
        for name in contact.dates:
            known = contact.rows.filter(**{f"{name}__isnull": False}).order_by(f"-{name}")
            latest = Subquery(known.values(name)[:1])
            found.append(one.annotate(found=latest).values_list("found", flat=True)[0])
        if contact.lasts and one.filter(Exists(contact.rows.filter(valid_to=None))).exists():
            found.append(today)
    return max((day for day in found if day is not None), default=None)


def without_contact_after(day: date) -> QuerySet[Household]:
    """Households that have not been heard of since `day`, and are not anonymised already."""
    found = Household.objects.filter(anonymised_on__isnull=True)
    for contact in contacts():
        later = Q()
        for name in contact.dates:
            later |= Q(**{f"{name}__gt": day})
        if contact.lasts:
            later |= Q(valid_to__isnull=True)
        found = found.filter(~Exists(contact.rows.filter(later)))
    return found


def plan(as_of: date, among: Collection[int] | None = None) -> list[Item]:
    """What is to be done as of a day, in the order it is done; with `among`, for those alone."""
    rules = RetentionRule.objects.filter(covers__in=("client", "contact"))
    return sorted(item for rule in rules for item in _due(rule, as_of, among))


def _due(rule: RetentionRule, as_of: date, among: Collection[int] | None) -> Iterable[Item]:
    client = benefits.is_client() | decisions.is_client() | children.is_client()
    client |= housing.is_client()
    found = without_contact_after(years_before(as_of, rule.years or 0))
    found = found.filter(client if rule.covers == RetentionRule.Covers.CLIENT else ~client)
    if among is not None:
        found = found.filter(pk__in=among)
    locks = HouseholdLock.objects.filter(household=OuterRef("pk"))
    act = Act.ANONYMISE
    if rule.archive_duty:
        delivered = locks.filter(opened_at__isnull=True, run__delivered_on__isnull=False)
        yield from _items(found.filter(Exists(delivered)), rule, act)
        opened = locks.filter(opened_at__date__gt=years_before(as_of, OPENED_WITHIN))
        locked = locks.filter(opened_at__isnull=True)
        found, act = found.filter(~Exists(locked), ~Exists(opened)), Act.LOCK
    yield from _items(found, rule, act)


def _items(found: QuerySet[Any], rule: RetentionRule, act: Act) -> Iterable[Item]:
    homes = Residence.objects.filter(household=OuterRef("pk"))
    latest = homes.order_by("-valid_from", "-pk").values("district__name")[:1]
    placed: Any = found
    rows = placed.with_place_hidden().annotate(last_district=Subquery(latest))
    for pk, district, hidden in rows.values_list("pk", "last_district", "place_hidden"):
        yield Item(pk, rule.covers, HIDDEN if hidden else district or NO_DISTRICT, act)


def persons_cleared(items: Iterable[Item]) -> dict[int, int]:
    """The persons who become anonymous with the items, and the household with which each does.

    That is the last of the person's households; somebody with a household that is kept stays.
    """
    ids = [item.household_id for item in items if item.act == Act.ANONYMISE]
    found: dict[int, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Membership.objects.filter(household__in=ids[start : start + CHUNK])
        unnamed = rows.filter(person__anonymised_on__isnull=True)
        for person, household in unnamed.values_list("person", "household"):
            found[person] = max(household, found.get(person, 0))
    leaving, everyone = set(ids), list(found)
    for start in range(0, len(everyone), CHUNK):
        rows = Membership.objects.filter(person__in=everyone[start : start + CHUNK])
        kept = rows.filter(household__anonymised_on__isnull=True)
        for person, household in kept.values_list(F("person"), F("household")):
            if household not in leaving:
                found.pop(person, None)
    return found


def counts(items: Iterable[Item], persons: dict[int, int]) -> Counts:
    """How many households and persons, by class, district and act; never who."""
    cleared: dict[int, int] = {}
    for household in persons.values():
        cleared[household] = cleared.get(household, 0) + 1
    found: dict[tuple[str, str, str], list[int]] = {}
    for item in items:
        total = found.setdefault((item.covers, item.district, item.act), [0, 0])
        total[0] += 1
        total[1] += cleared.get(item.household_id, 0)
    return _as_counts(found)


def added(one: Counts, other: Counts) -> Counts:
    """Two sets of counts as one."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in (*one, *other):
        total = found.setdefault((row["covers"], row["district"], row["act"]), [0, 0])
        total[0] += row["households"]
        total[1] += row["persons"]
    return _as_counts(found)


def _as_counts(found: dict[tuple[str, str, str], list[int]]) -> Counts:
    return [
        {
            "covers": covers,
            "district": district,
            "act": str(act),
            "households": households_,
            "persons": persons,
        }
        for (covers, district, act), (households_, persons) in sorted(found.items())
    ]


def locks_to_open(user: User) -> QuerySet[HouseholdLock]:
    """The locks on households of the leader's own offices, which `user` may open."""
    households = Household.objects.locked_to(user)
    closed = HouseholdLock.objects.filter(household__in=households, opened_at__isnull=True)
    return closed.select_related("household")
