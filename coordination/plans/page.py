"""A plan as it is shown to one user: what is open to them, and what they may do with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Party, Unit, User
from coordination.models import (
    CoordinatedPlan,
    Flag,
    OskAction,
    PlanDirection,
    PlanGoal,
    PlanParty,
    PlanRequest,
    PlanResult,
    PlanReview,
    PlanStep,
)
from coordination.plans import permits, queries, rules
from coordination.plans.due import PlanDue, dues_in, with_due
from coordination.plans.permits import Sight
from households.models import Household, Person


@dataclass(frozen=True)
class Heading:
    """Where an adult is heading, and how far they had come at the last review."""

    row: PlanDirection
    result: PlanResult | None


@dataclass(frozen=True)
class Step:
    """A step, and whether the user may settle it."""

    row: PlanStep
    due: PlanDue | None
    may_settle: bool

    @property
    def may_evaluate(self) -> bool:
        return self.may_settle and self.row.state == PlanStep.State.DONE and not self.row.effect


@dataclass(frozen=True)
class Gone:
    """A review with what of its results is open to the user."""

    row: PlanReview
    text: str
    results: tuple[PlanResult, ...]


@dataclass(frozen=True)
class PlanShown:
    """Everything of a plan that is open to a user; `is_cut` when something is not."""

    plan: CoordinatedPlan
    dues: tuple[PlanDue, ...]
    goals: tuple[PlanGoal, ...]
    steps: tuple[Step, ...]
    headings: tuple[Heading, ...]
    adults_without: tuple[Person, ...]
    parties: tuple[PlanParty, ...]
    missing_parties: tuple[str, ...]
    requests: tuple[PlanRequest, ...]
    reviews: tuple[Gone, ...]
    is_cut: bool
    leads: bool
    acts_for: frozenset[str]

    @property
    def is_active(self) -> bool:
        return self.plan.state == CoordinatedPlan.State.ACTIVE

    @property
    def person_ids(self) -> list[int]:
        told = {row.person_id for row in self.goals}
        return sorted(told | {row.row.person_id for row in self.headings})


def plan_shown(
    household: Household, plan: CoordinatedPlan, user: User, sight: Sight, today: date
) -> PlanShown:
    """The plan as far as `sight` reaches; a few queries, whatever is in it."""
    whole: Any = queries.with_everything(plan)
    acts_for = frozenset(permits.units_taking_part(user, household))
    dues = _open_dues(with_due(_only(plan), today).get(), sight, acts_for, today)
    by_key = {row.key: row for row in dues}
    current = [row for row in whole.directions.all() if row.replaced_on is None]
    has = {row.person_id for row in current}
    adults = [row.person for row in permits.adults_of(household, today)]
    steps = [row for row in whole.steps.all() if sight.common or row.party in acts_for]
    named = {row.party for row in whole.parties.all()}
    relevant = _relevant(household, today)
    return PlanShown(
        plan=whole,
        dues=tuple(dues),
        goals=tuple(row for row in whole.goals.all() if sight.of(row.person_id)),
        steps=tuple(
            Step(row, by_key.get(f"plan-tiltak-{row.pk}"), row.party in acts_for) for row in steps
        ),
        headings=tuple(_headings(whole, current, sight)),
        adults_without=tuple(p for p in adults if p.pk not in has and sight.of(p.pk)),
        parties=tuple(whole.parties.all()),
        missing_parties=tuple(str(Party(party).label) for party in relevant if party not in named),
        requests=tuple(
            row for row in whole.requests.all() if sight.common or row.party in acts_for
        ),
        reviews=tuple(_gone(row, sight) for row in whole.reviews.all()),
        is_cut=not (sight.is_whole or sight.common),
        leads=permits.leads(user, household, whole),
        acts_for=acts_for,
    )


def _relevant(household: Household, today: date) -> tuple[str, ...]:
    """The services that should be in the plan: by need is who has the household already."""
    needed = {row.party for row in household.responsible_today} & {Party.HV.value}
    is_family = permits.is_child_family(household, today)
    return rules.relevant_parties(is_child_family=is_family, needed=needed)


def _headings(whole: Any, current: list[PlanDirection], sight: Sight) -> list[Heading]:
    last: dict[int, PlanResult] = {}
    for review in whole.reviews.all():  # the latest first
        for result in review.results.all():
            last.setdefault(result.direction_id, result)
    return [Heading(row, last.get(row.pk)) for row in current if sight.of(row.person_id)]


def _gone(row: Any, sight: Sight) -> Gone:
    results = tuple(one for one in row.results.all() if sight.of(one.direction.person_id))
    return Gone(row, row.text if sight.common else "", results)


def _only(plan: CoordinatedPlan) -> QuerySet[CoordinatedPlan]:
    return CoordinatedPlan.objects.filter(pk=plan.pk)


def _open_dues(
    plan: CoordinatedPlan, sight: Sight, acts_for: Collection[str], today: date
) -> list[PlanDue]:
    """What is due in a plan read `with_due`, of what is open: the same rows as in the work list."""
    found = dues_in(plan, today)
    return [row for row in found if sight.common or row.party in acts_for]


@dataclass(frozen=True)
class Card:
    """The plan on the household's own page: which, how far, and what is due in it."""

    plan: CoordinatedPlan | None
    dues: tuple[PlanDue, ...]
    is_missing: bool


def card_of(
    household: Household, user: User, today: date, *, flags: Iterable[Flag], may_be: bool = True
) -> Card | None:
    """None where nothing of a plan is for the user to see; `flags` are those shown beside it.

    `may_be` tells whether there can be a plan, where that is known already.
    """
    sight = permits.sight_of(household, today)
    if sight is None:
        return None
    rows = CoordinatedPlan.objects.standing().filter(household=household)
    plan = with_due(rows, today).first() if may_be else None
    if plan is None:
        return Card(None, (), any(row.rule == Flag.Rule.FOLLOW_UP for row in flags))
    acts_for = () if sight.common else permits.units_taking_part(user, household)
    return Card(plan, tuple(_open_dues(plan, sight, acts_for, today)), False)


def is_missing(household: Household) -> bool:
    """Whether its flag stands that it is long on assistance without a plan that is followed."""
    rows = Flag.objects.standing().filter(household=household, rule=Flag.Rule.FOLLOW_UP)
    return rows.exists()


def people_for(plan: CoordinatedPlan, units: dict[str, Unit], on: date) -> dict[str, list[User]]:
    """By service, who may be given something to do: one's own office, and the named persons."""
    found = {party: list(queries.people_of(unit, on)) for party, unit in units.items()}
    for row in plan.parties.all():
        people = found.setdefault(row.party, [])
        if row.contact not in people:
            people.append(row.contact)
    return {party: found[party] for party in queries.PARTY_ORDER if found.get(party)}


def takeovers(household: Household, *, is_office: bool) -> list[OskAction]:
    """What the OSK meeting has decided and no plan holds, for NAV's office that has its words."""
    return queries.to_take_over(household) if is_office else []
