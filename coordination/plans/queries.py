"""Questions about plans that pages, lists, flags and the yearly report ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Party, RoleAssignment, Unit, User
from accounts.policy import Permission, Role, permissions_of
from coordination.models import CoordinatedPlan, OskAction
from households.access import opened_whole, shares_with
from households.actions import batches
from households.models import Household, Membership, Responsibility, Share, ShareScope
from households.rules import ADULT_AT, years_before

PARTY_ORDER = (Party.NAV.value, Party.BFT.value, Party.HV.value)
MAKING = [role.value for role in Role if Permission.MAKE_PLAN in permissions_of(role)]


def households_with_plan(on: date, households: Collection[int] | None = None) -> set[int]:
    """Of these households (ids; all without a choice), those with a valid coordinated plan.

    Valid on a day is a coordinated or individual plan that was agreed by then and not ended, and
    whose review was not overdue: with that a plan counts no more than one that is missing (2c). A
    follow-up plan alone is no coordinated plan. One query for each few thousand households.
    """
    rows = CoordinatedPlan.objects.followed_on(on).filter(kind__in=CoordinatedPlan.ACROSS_SERVICES)
    rows = rows.order_by()
    if households is None:
        return set(rows.values_list("household", flat=True))
    return {
        pk
        for some in batches(sorted(households))
        for pk in rows.filter(household__in=some).values_list("household", flat=True)
    }


def standing_plan(household: Household) -> CoordinatedPlan | None:
    """The plan that is offered to, or holds for, a household that came through the door."""
    rows = CoordinatedPlan.objects.standing().filter(household=household)
    return rows.select_related("coordinator", "unit").first()


def earlier_plans(household: Household) -> list[CoordinatedPlan]:
    """Those ended or declined, the latest first."""
    rows = CoordinatedPlan.objects.filter(household=household)
    over = rows.filter(Q(ended_on__isnull=False) | Q(answer=CoordinatedPlan.Answer.DECLINED))
    return list(over.select_related("coordinator"))


def last_declined(household: Household) -> CoordinatedPlan | None:
    """The plan offered last, if the household said no to it."""
    last = CoordinatedPlan.objects.filter(household=household).order_by("pk").last()
    return last if last and last.answer == CoordinatedPlan.Answer.DECLINED else None


def with_everything(plan: CoordinatedPlan) -> CoordinatedPlan:
    """The same plan with all that stands in it loaded; a few queries, whatever its size."""
    rows = CoordinatedPlan.objects.filter(pk=plan.pk).select_related("coordinator", "unit")
    return rows.prefetch_related(
        "parties__contact",
        "goals__person",
        "steps__responsible",
        "directions__person",
        "reviews__results__direction",
        "reviews__held_by",
        "requests__asked_by",
        "requests__contact",
        "requests__unit",
        "changes__by",
    ).get()


def open_units(household_id: int, on: date) -> dict[str, Unit]:
    """By service, the office that may know of a plan: that has a case of its own, or a share of it.

    A plan is shared as that of somebody whose name is shared too.
    """
    has = Responsibility.objects.valid_on(on).filter(household=household_id)
    live = Share.objects.live_on(on).filter(
        household=household_id, audience=Share.Audience.PARTY, to_unit=OuterRef("to_unit")
    )
    named = live.filter(scope=ShareScope.HOUSEHOLD, subject=OuterRef("subject"))
    shared = Share.objects.live_on(on).filter(
        Exists(named),
        household=household_id,
        audience=Share.Audience.PARTY,
        scope=ShareScope.PLAN,
    )
    found = {row.to_unit.party: row.to_unit for row in shared.select_related("to_unit")}
    return found | {row.party: row.unit for row in has.select_related("unit")}


def people_of(unit: Unit | None, on: date) -> QuerySet[User]:
    """The colleagues of an office who work with plans, by name."""
    if unit is None:
        return User.objects.none()
    roles = RoleAssignment.objects.valid_on(on).filter(unit=unit, role__in=MAKING)
    known = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    return known.order_by("last_name", "first_name", "pk")


def to_take_over(household: Household) -> list[OskAction]:
    """What OSK meetings have decided about the household, that is open and in no plan."""
    rows = OskAction.objects.open().filter(item__household=household, plan_step__isnull=True)
    rows = rows.filter(item__discussed_at__isnull=False)
    return list(rows.select_related("responsible", "item__meeting"))


def part_of(rows: Any, pk: int) -> Any:
    """A row of a plan by its key, with the plan; None for another's."""
    return rows.filter(pk=pk).select_related("plan").first()


def relevant_households(user: User, on: date, parties: Collection[str]) -> QuerySet[Any]:
    """Households that concern these services of the user's: BFT those with children, HV any.

    They must have a case of their own with it, or its plan must be shared with them.
    """
    known = Household.objects.visible_to(user)
    live = shares_with(user).filter(household=OuterRef("pk"))
    named = shares_with(user).filter(
        household=OuterRef("household"), scope=ShareScope.HOUSEHOLD, subject=OuterRef("subject")
    )
    opened = opened_whole(user, Permission.MAKE_PLAN) | Q(
        Exists(live.filter(Exists(named), scope=ShareScope.PLAN))
    )
    rows = known.filter(opened)
    if Party.HV not in parties:
        born = Q(person__birth_date__gt=years_before(on, ADULT_AT)) | Q(person__birth_date=None)
        children = Membership.objects.valid_on(on).filter(
            born, role=Membership.Role.CHILD, household=OuterRef("pk")
        )
        rows = rows.filter(Exists(children))
    return rows.values("pk")
