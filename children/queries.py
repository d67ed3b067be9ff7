"""Where each child of a household stands, and which children are to be mapped by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from accounts.access import may, units_with
from accounts.models import Unit, User
from accounts.policy import Permission
from children import rules
from children.codes import SHORT, Depth, MappingState
from children.models import ChildMapping, ChildObservation
from children.permits import mapping_parties, units_to_map_in
from households.access import shares_with
from households.models import Household, MappingDuty, Person, ShareScope
from households.person_bar import MemberLine, is_child, is_present

COLUMNS = tuple(
    zip(SHORT, ("Omsorg", "Skole", "Helse", "Fritid", "Økonomi", "Bekymring"), strict=True)
)
"""The domains that a page shows side by side, under names that fit above a figure."""


@dataclass(frozen=True)
class Standing:
    """How far it has come with a child: what it is called, why, and whether it is late."""

    code: str
    label: str
    detail: str = ""
    late: bool = False


@dataclass(frozen=True)
class Dues:
    """The duty that is open, and the day the last one was fulfilled, by whichever party."""

    owed: MappingDuty | None
    done_on: date | None


NOT_SHARED = Standing("not_shared", "Ikke delt med deg")


@dataclass(frozen=True)
class ChildCard:
    """A child of the household, and what the user may know and do about its mapping.

    `levels` are (what it is called, level) of the latest picture; empty where the content is not
    for the user. `asks_again`: a valid mapping waits for "noe endret siden sist?".
    """

    child: MemberLine
    standing: Standing
    duty: MappingDuty | None
    latest: ChildMapping | None
    going_on: ChildMapping | None
    earlier: tuple[ChildMapping, ...]
    levels: tuple[tuple[str, str], ...]
    unit: Unit | None
    reads: bool
    asks_again: bool
    opens_full: bool

    @property
    def may_map(self) -> bool:
        return self.unit is not None


def cards_of(
    household: Household, children: Sequence[MemberLine], user: User, today: date
) -> list[ChildCard]:
    """The children as the person bar has them, each with where it stands."""
    ids = [child.person_id for child in children]
    about = {"household": household, "child__in": ids}
    duties = MappingDuty.objects.visible_to(user).filter(**about).order_by("due_on")
    rows = list(ChildMapping.objects.told_to(user).filter(**about).with_all())
    units = units_to_map_in(user, household, ids)
    owed: dict[int, MappingDuty] = {}
    done: dict[int, date] = {}
    for duty in duties:
        if duty.fulfilled_on is None:
            owed.setdefault(duty.child_id, duty)
        else:
            done[duty.child_id] = max(duty.fulfilled_on, done.get(duty.child_id, date.min))
    known = household.access
    told = {pk for pk in ids if known.is_whole or known.covers(pk, ShareScope.CHILDREN)}
    return [
        _card(
            child,
            child.person_id in told,
            Dues(owed.get(child.person_id), done.get(child.person_id)),
            [row for row in rows if row.child_id == child.person_id],
            units.get(child.person_id),
            today,
        )
        for child in children
    ]


def told_cards(
    household: Household, children: Sequence[MemberLine], user: User, today: date
) -> list[ChildCard]:
    """Those of which the user is told whether they are mapped; none for other roles."""
    if not (may(user, Permission.SEE_MAPPINGS) or may(user, Permission.SEE_CHILDREN)):
        return []
    known = household.access
    told = [c for c in children if known.is_whole or known.covers(c.person_id, ShareScope.CHILDREN)]
    return cards_of(household, told, user, today) if told else []


def _card(
    child: MemberLine,
    is_told: bool,
    dues: Dues,
    rows: list[Any],
    unit: Unit | None,
    today: date,
) -> ChildCard:
    done = [row for row in rows if row.state == MappingState.COMPLETED]
    done.sort(key=lambda row: (row.completed_on or date.min, row.pk), reverse=True)
    latest = done[0] if done else None
    begun = (row for row in rows if row.state == MappingState.IN_PROGRESS)
    going_on = next((row for row in begun if unit is None or row.party == unit.party), None)
    told = [row for row in rows if row.is_readable]
    shown = next((row for row in (going_on, latest) if row and row in told and row.levels), None)
    is_valid = latest is not None and latest.is_valid_on(today)
    return ChildCard(
        child=child,
        standing=standing_of(dues, latest, going_on, rows, today) if is_told else NOT_SHARED,
        duty=dues.owed,
        latest=latest,
        going_on=going_on,
        earlier=tuple(row for row in told if row.state != MappingState.IN_PROGRESS),
        levels=tuple((name, shown.levels.get(code, "")) for code, name in COLUMNS) if shown else (),
        unit=unit,
        reads=bool(told) or unit is not None,
        asks_again=bool(dues.owed and is_valid and going_on is None and latest in told),
        opens_full=latest is not None and latest in told and _waits_for_full(latest),
    )


def _waits_for_full(latest: ChildMapping) -> bool:
    return latest.depth == Depth.SHORT and rules.opens_full(latest.levels.values())


def standing_of(
    dues: Dues,
    latest: ChildMapping | None,
    going_on: ChildMapping | None,
    rows: Sequence[ChildMapping],
    today: date,
) -> Standing:
    """One line on where a child stands; late only where the plan's time is over (3a)."""
    duty = dues.owed
    due, late = _due_words(duty, today)
    if duty is not None and duty.exception and duty.exception not in MappingDuty.LATER:
        return Standing("excepted", "Unntak", str(duty.get_exception_display()))
    if going_on is not None:
        return Standing("in_progress", "Påbegynt", due, late)
    valid = latest is not None and latest.is_valid_on(today)
    until = f"{latest.valid_to:%d.%m.%Y}" if latest is not None and latest.valid_to else ""
    if duty is not None:
        if valid:
            return Standing("ask_again", "Spør om noe er endret", due, late)
        label = f"Utløp {until}. Kartlegg på nytt" if until else "Ikke kartlagt"
        return Standing("due", label, due, late)
    if latest is not None:
        return Standing(
            "valid" if valid else "expired", f"{'Gyldig til' if valid else 'Utløp'} {until}"
        )
    if dues.done_on is not None:
        return Standing("valid", f"Kartlagt {dues.done_on:%d.%m.%Y}")
    aside = next((row for row in rows if row.reason), None)
    if aside is not None:
        return Standing("excepted", str(aside.get_state_display()))
    return Standing("none", "Ikke kartlagt")


def _due_words(duty: MappingDuty | None, today: date) -> tuple[str, bool]:
    if duty is None:
        return "", False
    return due_words(duty.due_on, today), duty.due_on < today


def due_words(due_on: date, today: date) -> str:
    """The plan's fourteen days, in words."""
    days = (due_on - today).days
    if days < 0:
        return f"{_days(-days)} over planens frist"
    return f"frist {due_on:%d.%m.%Y}, " + ("i dag" if days == 0 else f"om {_days(days)}")


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dager"


def due_for(user: User) -> QuerySet[MappingDuty]:
    """The duties that the user's own service has to do something with: the one list of them.

    A party's own; and BFT's also where a child is shared with one of its units.
    """
    units = units_with(user, Permission.MAP_SHARED_CHILD)
    units |= units_with(user, Permission.FOLLOW_MAPPING)
    known = MappingDuty.objects.due().visible_to(user)
    given = shares_with(user).filter(
        household=OuterRef("household"),
        subject=OuterRef("child"),
        scope=ShareScope.CHILDREN,
        to_unit__in=units,
    )
    own = Q(party__in=mapping_parties(user))
    found: QuerySet[MappingDuty] = known.filter(own | Q(Exists(given)))
    return found


def why_full(household: Household, on: date) -> str:
    """Why all ten domains should be asked for, as floors beside this one know; empty if not.

    They are named in the settings, since siblings do not know each other.
    """
    for asked in settings.FULL_MAPPING_REASONS:
        reason: str = import_string(asked)(household=household, on=on)
        if reason:
            return reason
    return ""


def observations_of(household: Household, child_id: int, user: User) -> list[ChildObservation]:
    """What HV has seen of the child, as far as it is the user's to know; the latest first."""
    rows = ChildObservation.objects.visible_to(user).filter(household=household, child=child_id)
    return list(rows.select_related("unit"))


def child_of(household: Household, child_id: int, today: date) -> Person | None:
    """A child under 18 that lives in the household today and that the user may know of."""
    for row in household.all_memberships:
        if row.person_id == child_id and is_present(row, today) and is_child(row, today):
            return row.person if household.access.knows(child_id) else None
    return None


def readable_mapping(household: Household, mapping_id: int, user: User) -> ChildMapping | None:
    rows = ChildMapping.objects.readable_by(user).filter(household=household)
    found: ChildMapping | None = rows.with_all().filter(pk=mapping_id).first()
    return found


def last_completed(household: Household, child_id: int, user: User) -> ChildMapping | None:
    """The latest mapping of the child whose content the user may read."""
    rows = ChildMapping.objects.readable_by(user).completed().with_all()
    of_child = rows.filter(household=household, child=child_id)
    found: ChildMapping | None = of_child.order_by("-completed_on", "-pk").first()
    return found
