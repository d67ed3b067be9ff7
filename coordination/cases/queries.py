"""What has to be done before a case can be closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Party, User
from benefits.calculating.renewal import to_carry_on
from benefits.cases.queries import UNDER_WAY, state_told_by, with_facts
from benefits.cases.rules import CaseState
from benefits.claims.queries import line_of
from benefits.models import Claim, KvpEnrolment, Payment
from coordination.models import CoordinatedPlan, Flag
from coordination.worklist.due import Scope, scope_of
from coordination.worklist.due_measures import TO_ASSESS
from coordination.worklist.dues import everything
from decisions.codes import Kind
from decisions.models import Decision
from decisions.rules import GIVES
from households.models import Household, Responsibility
from households.months import first_day, month_name, month_of


@dataclass(frozen=True)
class Obstacle:
    """Something that has to be done, ended or paid first, and where."""

    text: str
    url: str


@dataclass(frozen=True)
class ScopeOfHousehold(Scope):
    """The user's work list for one household."""

    household: Household

    @cached_property
    def known(self) -> Any:
        """The household alone; the user came to it through the door."""
        return [self.household.pk]


def obstacles(household: Household, user: User, today: date) -> list[Obstacle]:
    """All that hinders closing: what runs, what is to be paid, and what the work list names."""
    return [
        *_awards(household, today),
        *_payments(household, today),
        *_claims(household),
        *_dues(household, user, today),
    ]


def _awards(household: Household, today: date) -> Iterator[Obstacle]:
    running: Any = Decision.objects.standing().filter(
        household=household,
        kind=Kind.ASSISTANCE,
        outcome__in=GIVES,
        last_month__gte=first_day(month_of(today)),
    )
    for row in running.order_by("pk"):
        yield Obstacle(
            f"{row.reference} løper til og med {month_name(month_of(row.last_month))}",
            reverse("decisions:decision", args=[household.pk, row.pk]),
        )


def _payments(household: Household, today: date) -> Iterator[Obstacle]:
    people = household.memberships.valid_on(today).values("person")
    rows = Payment.objects.filter(status__in=UNDER_WAY)
    if rows.filter(Q(person__in=people) | Q(co_applicant__in=people)).exists():
        url = reverse("coordination:economy", args=[household.pk])
        yield Obstacle("Det er utbetalinger som ikke er gått ut ennå", url)
    if KvpEnrolment.objects.valid_on(today).filter(person__in=people).exists():
        yield Obstacle("KVP løper", reverse("coordination:household", args=[household.pk]))


def _claims(household: Household) -> Iterator[Obstacle]:
    for row in Claim.objects.filter(household=household).running():
        yield Obstacle(
            f"{row.get_kind_display()}: {line_of(row).label.lower()}",
            reverse("claims:claim", args=[household.pk, row.pk]),
        )


def _dues(household: Household, user: User, today: date) -> Iterator[Obstacle]:
    """What waits; whoever needs no support any more needs no active measure either."""
    of_household = ScopeOfHousehold(**vars(scope_of(user, today)), household=household)
    for row in everything(of_household):
        if row.household_id == household.pk and row.kind != TO_ASSESS:
            yield Obstacle(f"{row.kind}: {row.what}", row.url)


@dataclass(frozen=True)
class Overview:
    """How the case at NAV stands, and whether there is a flag, a plan or something to renew."""

    state: CaseState
    has_flags: bool
    has_plan: bool
    may_renew: bool


def overview_of(household: Household, today: date) -> Overview:
    """One question instead of three."""
    here = {"household": OuterRef("pk")}
    row: Any = (
        with_facts(Household.objects.filter(pk=household.pk), today)
        .annotate(
            has_flags=Exists(Flag.objects.standing().filter(**here)),
            has_plan=Exists(CoordinatedPlan.objects.standing().filter(**here)),
            may_renew=Exists(to_carry_on().filter(**here)),
        )
        .get()
    )
    return Overview(state_told_by(row, today), row.has_flags, row.has_plan, row.may_renew)


def nav_case(household: Household) -> Responsibility | None:
    """What NAV has of the household today."""
    return next((row for row in household.responsible_today if row.party == Party.NAV), None)
