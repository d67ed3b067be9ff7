"""Which transitions open by themselves, which a user may see, and who may be asked to receive."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import units_with
from accounts.models import Unit, User
from accounts.policy import Permission
from children.codes import Lasting
from children.models import ChildMapping, Transition, TransitionChange
from children.permits import unit_to_map_in
from children.transitions import rules
from households.models import Household, Membership, Person, Responsibility, Share, ShareScope
from households.person_bar import is_present
from households.rules import ADULT_AT, birthday, born_by, years_before

SCOPES = (ShareScope.HOUSEHOLD, ShareScope.CHILDREN)
"""What must be shared of a child before another office may know of its transition."""


def lasting(today: date, rows: Any) -> QuerySet[ChildMapping]:
    """The mappings among `rows` that say lasting needs of a child of 17: each party's latest."""
    same_day = Q(completed_on=OuterRef("completed_on"), pk__gt=OuterRef("pk"))
    newer = ChildMapping.objects.completed().filter(
        Q(completed_on__gt=OuterRef("completed_on")) | same_day,
        household=OuterRef("household"),
        child=OuterRef("child"),
        party=OuterRef("party"),
    )
    lives_there = Membership.objects.valid_on(today).filter(
        household=OuterRef("household"), person=OuterRef("child"), role=Membership.Role.CHILD
    )
    found: QuerySet[ChildMapping] = rows.filter(
        ~Exists(newer),
        Exists(lives_there),
        state="completed",
        completed_on__gte=years_before(today, 1),
        lasting_needs=Lasting.YES,
        child__birth_date__gt=born_by(today, ADULT_AT),
        child__birth_date__lte=born_by(today, rules.OPENS_AT),
        child__died_on__isnull=True,
    )
    return found


def settled() -> Any:
    """Transitions that ask for no receiver any more, of a mapping to be put in the outer query.

    Somebody has accepted, or it was ended with a reason after the child was mapped.
    """
    of_child = Transition.objects.filter(child=OuterRef("child"))
    ended = Q(party=OuterRef("party"), ended_on__gte=OuterRef("completed_on"))
    return of_child.filter(Q(answer="yes") | ended)


def to_open(today: date, households: Collection[int] | None) -> Iterator[tuple[ChildMapping, Unit]]:
    """The mapping each rests on, and the unit that gets it: who has the household today."""
    rows = ChildMapping.objects.all()
    if households is not None:
        rows = rows.filter(household__in=households)
    open_already = Transition.objects.going_on().filter(child=OuterRef("child"))
    found = lasting(today, rows).filter(~Exists(open_already), ~Exists(settled()))
    mappings = list(found.select_related("unit").order_by("-completed_on", "-pk"))
    has = Responsibility.objects.valid_on(today).filter(
        household__in={row.household_id for row in mappings}
    )
    units = {(row.household_id, row.party): row.unit for row in has.select_related("unit")}
    seen: set[int] = set()
    for row in mappings:
        if row.child_id not in seen:
            seen.add(row.child_id)
            yield row, units.get((row.household_id, row.party), row.unit)


def is_open_to_receiver(transition: Transition, today: date) -> bool:
    """Whether the receiver may know of the child: an office that has it, or that is shared with.

    A service outside the municipality is asked by the family, or by consent that they hold.
    """
    unit = transition.receiver_unit
    if unit is None:
        return True
    has = Responsibility.objects.valid_on(today).filter(household=transition.household_id)
    if unit.party == transition.party and has.filter(unit=unit).exists():
        return True
    live = Share.objects.live_on(today).filter(
        household=transition.household_id,
        subject=transition.child_id,
        audience=Share.Audience.PARTY,
        from_party=transition.party,
        to_unit=unit,
    )
    scopes = set(live.values_list("scope", flat=True))
    return ShareScope.CHILDREN in scopes and (
        ShareScope.HOUSEHOLD in scopes or has.filter(unit=unit).exists()
    )


@dataclass(frozen=True)
class Line:
    """A transition as the pages of the household's children tell of it."""

    transition: Transition
    clock: rules.Clock

    @property
    def is_readable(self) -> bool:
        """Whether what it says is for the user, not only how far it has come."""
        return bool(getattr(self.transition, "is_readable", False))

    @property
    def eighteen(self) -> date | None:
        born = self.transition.child.birth_date
        return birthday(born, ADULT_AT) if born else None


def line_of(transition: Transition, today: date) -> Line:
    settled = transition.is_received or transition.ended_on is not None
    return Line(transition, rules.clock(transition.child.birth_date, today, settled=settled))


def lines_of(household: Household, user: User, today: date) -> list[Line]:
    """The household's, as far as they are the user's to know: those that go on first."""
    rows = Transition.objects.told_to(user).filter(household=household).with_all()
    told = [row for row in rows if household.access.knows(row.child_id)]
    told.sort(key=lambda row: (row.ended_on is not None, row.child.birth_date or date.max, row.pk))
    return [line_of(row, today) for row in told]


def changes_of(transition: Transition) -> list[TransitionChange]:
    return list(transition.changes.select_related("by"))


def receiving_units(today: date) -> QuerySet[Unit]:
    """The offices that may be asked to receive: those that exist today."""
    return Unit.objects.valid_on(today).order_by("party", "name")


def person_of(household: Household, person_id: int, today: date) -> Person | None:
    """A member who is or was a child here, of any age, and whom the user may know of."""
    for row in household.all_memberships:
        is_child = row.role == Membership.Role.CHILD and is_present(row, today)
        if row.person_id == person_id and is_child:
            return row.person if household.access.knows(person_id) else None
    return None


def unit_to_open_in(
    user: User, household: Household, person: Person | None, lines: Sequence[Line], today: date
) -> Unit | None:
    """The unit in which the user may open one for the person; None where one is open already."""
    if person is None or not rules.may_open_by_hand(person.birth_date, today):
        return None
    for line in lines:
        if line.transition.child_id == person.pk and line.transition.ended_on is None:
            return None
    return unit_to_map_in(user, household, person.pk)


def works_with(user: User, household: Household, transition: Transition) -> bool:
    """Whether the user writes on it: who maps the child for the party that has the transition."""
    unit = unit_to_map_in(user, household, transition.child_id)
    return unit is not None and unit.party == transition.party


def speaks_for_receiver(user: User, household: Household, transition: Transition) -> bool:
    """Whether the user answers for the receiver: in its unit, and not the one who asked.

    The answer of a service outside the municipality is noted by whoever works with it.
    """
    if transition.receiver_unit_id is None:
        return works_with(user, household, transition)
    return (
        transition.receiver_unit_id in answering_units(user) and user.pk != transition.asked_by_id
    )


def answering_units(user: User) -> set[int]:
    """The units for which the user says whether they take somebody on."""
    return units_with(user, Permission.MAP_CHILD) | units_with(user, Permission.OBSERVE_CHILD)
