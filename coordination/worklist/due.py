"""A thing that is due: what it is, whose, by when, and how late; and for whom a list is made.

What is late by law or by the plan is red, what somebody only reminds themselves of is grey
(ui/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery

from accounts.access import units_with
from accounts.models import Substitution, User
from accounts.policy import Permission
from households.models import Household, Responsibility

LAW, PLAN, OWN = "law", "plan", "own"
"""By what something is late."""


@dataclass(frozen=True)
class Scope:
    """For whom the list is: the user with those stood in for today, and their offices."""

    user: User
    today: date
    stands_for: frozenset[int]
    units: frozenset[int]

    @cached_property
    def known(self) -> Any:
        """The households that the user knows by their office: asked in each query, built once."""
        return Household.objects.visible_to(self.user, Permission.OF_OFFICE).values("pk")

    def holder(self, *parties: str, household: str = "household") -> Subquery:
        """The caseworker (id) who has a row's household today at one of the parties, if any."""
        has = Responsibility.objects.valid_on(self.today).filter(
            household=OuterRef(household), party__in=parties
        )
        return Subquery(has.values("caseworker")[:1])


@dataclass(frozen=True)
class Due:
    """One thing in the work list. `key` names it in the form; `takes` are the acts it takes.

    `is_sent` tells that it waits for a leader to decide.
    """

    key: str
    household_id: int
    household: str
    what: str
    url: str
    registered: date
    kind: str
    status: str
    due: date
    why: str
    late: str
    urgent: bool
    caseworker_id: int | None
    caseworker: str
    is_sent: bool = False
    on_hold_until: date | None = None
    takes: tuple[str, ...] = ()
    subject_id: int | None = None


Kind = Callable[[Scope], Iterable[Due]]


def scope_of(user: User, today: date) -> Scope:
    absent = Substitution.objects.valid_on(today).filter(substitute=user)
    return Scope(
        user=user,
        today=today,
        stands_for=frozenset({user.pk, *absent.values_list("absent", flat=True)}),
        units=frozenset(units_with(user, Permission.OF_OFFICE)),
    )


def named(caseworker: User | None, scope: Scope) -> str:
    if caseworker is None:
        return "Ingen"
    return "Meg" if caseworker.pk == scope.user.pk else str(caseworker)


def in_days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dager"
