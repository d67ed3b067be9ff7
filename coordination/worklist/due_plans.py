"""What is due in plans, and families without one, in the work list.

A row stands on the list of the service it is for; a review also on NAV's, and on that of each other
service in the plan, where the plan is open to it (measure 2c).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

from accounts.access import parties_with
from accounts.models import Party, User
from accounts.policy import Permission
from coordination.models import CoordinatedPlan, Flag
from coordination.plans.due import PlanDue, dues_in, something_due, with_due
from coordination.plans.queries import relevant_households
from coordination.worklist.due import OWN, Due, Scope, named
from coordination.worklist.due_flags import LOOK_WITHIN
from households.models import Responsibility
from households.queries import named_households


def plan_dues(scope: Scope) -> Iterable[Due]:
    """Reviews, steps to do or to judge, offers and requests without an answer."""
    mine = parties_with(scope.user, Permission.SEE_PLANS) & {*PARTIES}
    if not mine:
        return
    plans = something_due(CoordinatedPlan.objects.visible_to(scope.user).standing(), scope.today)
    rows: Any = with_due(plans, scope.today).select_related("coordinator", "household__contact")
    found = list(rows.prefetch_related("parties__contact").order_by("pk"))
    in_name = named_households(scope.user, {plan.household_id for plan in found})
    holders = _caseworkers(scope, {plan.household_id for plan in found}, mine)
    for plan in found:
        for row in dues_in(plan, scope.today):
            party = next((p for p in _for_whom(plan, row) if p in mine), "")
            if party:
                who = row.who if party == row.party else _contact(plan, party)
                who = who or holders.get((plan.household_id, party))
                yield _due(plan, row, who, in_name, scope, is_ours=party == row.party)


PARTIES = (Party.NAV, Party.BFT, Party.HV)


def _for_whom(plan: CoordinatedPlan, row: PlanDue) -> list[str]:
    """The services on whose list it stands, the one it is for first."""
    if not row.key.startswith("plan-gjennomgang"):
        return [row.party]
    return [row.party, Party.NAV, *(one.party for one in plan.parties.all())]


def _contact(plan: CoordinatedPlan, party: str) -> User | None:
    return next((one.contact for one in plan.parties.all() if one.party == party), None)


def _due(
    plan: CoordinatedPlan,
    row: PlanDue,
    who: User | None,
    in_name: Collection[int],
    scope: Scope,
    *,
    is_ours: bool,
) -> Due:
    known = plan.household_id in in_name
    return Due(
        key=row.key,
        household_id=plan.household_id,
        household=str(plan.household) if known else plan.household.number,
        what=row.what,
        url=reverse("plans:plan", args=[plan.household_id]),
        registered=row.registered,
        kind=row.kind,
        status=row.status,
        due=row.due,
        why=row.why if is_ours else f"{row.why}, {plan.get_party_display()} leder",
        late=row.late if is_ours or not row.late else OWN,
        urgent=False,
        caseworker_id=who.pk if who else None,
        caseworker=named(who, scope),
        subject_id=plan.household.contact_id if known else None,
    )


def _caseworkers(
    scope: Scope, ids: Collection[int], parties: Collection[str]
) -> dict[tuple[int, str], User]:
    """Who has each household for these services today."""
    if not ids:
        return {}
    rows = Responsibility.objects.valid_on(scope.today).filter(
        household__in=ids, party__in=parties, caseworker__isnull=False
    )
    return {
        (row.household_id, row.party): row.caseworker
        for row in rows.select_related("caseworker")
        if row.caseworker is not None
    }


def missing_plans(scope: Scope) -> Iterable[Due]:
    """Long-term families without a plan that is followed, on the list of BFT and HV too (2c).

    Only where the service has a case of its own or the plan is shared with it: NAV finds the same
    among its flags. How long they have had assistance is not told.
    """
    makes = parties_with(scope.user, Permission.MAKE_PLAN)
    mine = (makes | parties_with(scope.user, Permission.ASSIGN_CASES)) & {Party.BFT, Party.HV}
    if not mine:
        return
    rows = Flag.objects.open().filter(
        rule=Flag.Rule.FOLLOW_UP,
        data__plan="",
        household__in=relevant_households(scope.user, scope.today, mine),
    )
    found = list(rows.select_related("household__contact").order_by("raised_on", "pk"))
    in_name = named_households(scope.user, {row.household_id for row in found})
    holders = _caseworkers(scope, {row.household_id for row in found}, mine)
    for row in found:
        due = row.raised_on + LOOK_WITHIN
        who = next(
            (holders[key] for party in mine if (key := (row.household_id, party)) in holders), None
        )
        known = row.household_id in in_name
        yield Due(
            key=f"plan-mangler-{row.pk}",
            household_id=row.household_id,
            household=str(row.household) if known else row.household.number,
            what="Husstanden har ingen plan som følges",
            url=reverse("plans:plan", args=[row.household_id]),
            registered=row.raised_on,
            kind="Plan",
            status="Mangler",
            due=due,
            why="avtal med NAV hvem som lager den",
            late=OWN if due < scope.today else "",
            urgent=False,
            caseworker_id=who.pk if who else None,
            caseworker=named(who, scope),
            subject_id=row.household.contact_id if known else None,
        )
