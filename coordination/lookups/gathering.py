"""What the reviews are drawn from: a day's look-ups, and the facts the rules ask for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from accounts.models import AccessEvent, RoleAssignment
from accounts.policy import Permission, Role, permissions_of
from benefits.models import KvpEnrolment, Payment
from coordination.lookups.queries import between
from coordination.lookups.rules import DAYS_OF_BREAK_GLASSES, Lookups
from households.models import (
    BreakGlass,
    Consent,
    IntroPeriod,
    Membership,
    Responsibility,
    Situation,
    StaffPerson,
)

Action = AccessEvent.Action
LOOKED = (Action.READ, Action.REVEAL, Action.PRINT, Action.EXPORT, Action.BREAK_GLASS)
BATCH = 500


@dataclass(frozen=True)
class HouseholdFacts:
    surnames: frozenset[str]
    has_staff: bool
    last_registered: date | None


def lookups_on(day: date) -> list[Lookups]:
    """Who opened which household on `day`, from which unit, how often and with which persons."""
    found = AccessEvent.objects.filter(
        object_type="household",
        object_id__isnull=False,
        user_id__isnull=False,
        unit_id__isnull=False,
        verdict=AccessEvent.Verdict.PERMIT,
        action__in=LOOKED,
    )
    openings: Counter[tuple[int, int, int]] = Counter()
    persons: defaultdict[tuple[int, int, int], set[int]] = defaultdict(set)
    rows = between(found, day, day).values_list("user_id", "unit_id", "object_id", "subject_ids")
    for user_id, unit_id, household_id, subject_ids in rows.iterator():
        key = (int(user_id or 0), int(unit_id or 0), int(household_id or 0))
        openings[key] += 1
        persons[key].update(subject_ids)
    return [
        Lookups(*key, openings=count, persons=frozenset(persons[key]))
        for key, count in sorted(openings.items())
    ]


def facts_of(household_ids: Collection[int], day: date) -> dict[int, HouseholdFacts]:
    """Surnames, staff and the last registration of each household, as they were on `day`."""
    ordered = sorted(household_ids)
    facts: dict[int, HouseholdFacts] = {}
    for start in range(0, len(ordered), BATCH):
        facts.update(_facts_of_batch(ordered[start : start + BATCH], day))
    return facts


def _facts_of_batch(ids: list[int], day: date) -> Iterator[tuple[int, HouseholdFacts]]:
    members: defaultdict[int, set[int]] = defaultdict(set)
    surnames: defaultdict[int, set[str]] = defaultdict(set)
    latest: defaultdict[int, list[date]] = defaultdict(list)
    rows = Membership.objects.filter(household__in=ids, registered_on__lte=day)
    for row in rows.select_related("person"):
        members[row.household_id].add(row.person_id)
        surnames[row.household_id].add(row.person.last_name)
        latest[row.household_id].append(row.registered_on)
    everybody = set().union(*members.values()) if members else set()
    staff = set(StaffPerson.objects.filter(person__in=everybody).values_list("person", flat=True))
    of_person = _last_of_persons(everybody, day)
    for household_id, last in _last_of_households(ids, day):
        latest[household_id].append(last)
    for household_id in ids:
        dates = latest[household_id] + [
            last for pk in members[household_id] for last in of_person.get(pk, ())
        ]
        yield (
            household_id,
            HouseholdFacts(
                surnames=frozenset(surnames[household_id]),
                has_staff=bool(staff & members[household_id]),
                last_registered=max(dates, default=None),
            ),
        )


def _last_of_persons(persons: set[int], day: date) -> dict[int, list[date]]:
    """When something was last registered about each person, table by table."""
    found: defaultdict[int, list[date]] = defaultdict(list)
    for model in (Situation, IntroPeriod, Payment, KvpEnrolment):
        rows = model._default_manager.filter(person__in=persons, registered_on__lte=day)
        for pk, last in rows.values_list("person").annotate(last=Max("registered_on")):
            found[pk].append(last)
    return found


def _last_of_households(ids: list[int], day: date) -> Iterator[tuple[int, date]]:
    """When each household last got a new unit or caseworker, or was asked for a consent."""
    moved = Responsibility.objects.filter(household__in=ids, valid_from__lte=day)
    yield from moved.values_list("household").annotate(last=Max("valid_from"))
    asked = Consent.objects.filter(household__in=ids, requested_on__lte=day)
    yield from asked.values_list("household").annotate(last=Max("requested_on"))


def leaders_on(day: date) -> dict[int, set[int]]:
    """Who may review look-ups, by unit."""
    roles = [role.value for role in Role if Permission.REVIEW_ACCESS in permissions_of(role)]
    rows = RoleAssignment.objects.valid_on(day).filter(role__in=roles, unit__isnull=False)
    leaders: defaultdict[int, set[int]] = defaultdict(set)
    for user_id, unit_id in rows.filter(user__is_active=True).values_list("user", "unit"):
        leaders[unit_id].add(user_id)
    return leaders


def break_glasses_on(day: date) -> list[BreakGlass]:
    return list(BreakGlass.objects.filter(on=day).select_related("user"))


def break_glasses_before(user_id: int, day: date) -> int:
    """How many the user has made in the thirty days through `day`."""
    since = day - timedelta(days=DAYS_OF_BREAK_GLASSES - 1)
    return BreakGlass.objects.filter(user=user_id, on__range=(since, day)).count()
