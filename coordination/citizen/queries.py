"""The citizens' requests for access that a leader may answer."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import may, parties_with
from accounts.models import User
from accounts.policy import Permission
from benefits.models import Payment
from households.models import (
    AccessRequest,
    Household,
    Intake,
    Membership,
    Person,
    Responsibility,
)


def is_closed_to(user: User, person: Person) -> bool:
    """Whether a core rule closes to `user` any household that the person belongs or belonged to.

    The person's file tells of all of them.
    """
    households = Household.objects.filter(memberships__person=person)
    return households.exclude(pk__in=Household.objects.not_closed_to(user).values("pk")).exists()


def answered_by(user: User, persons: Collection[int]) -> set[int]:
    """Those of the persons (ids) whose requests `user` may answer, as far as the parties go.

    The file tells what every party holds. NAV's leader, who sees benefits, answers for the whole;
    another party's where no other party has, or has had, anything to do with the person.
    """
    if may(user, Permission.SEE_BENEFITS):
        return set(persons)
    own = parties_with(user, Permission.PREPARE_SUBJECT_FILE)
    homes = Membership.objects.filter(household=OuterRef("household"), person__in=persons)
    others: set[int] = set(
        Payment.objects.filter(person__in=persons).values_list("person", flat=True)
    )
    for model in (Responsibility, Intake):
        rows = model._default_manager.exclude(party__in=own).filter(Exists(homes))
        of_others = Membership.objects.filter(
            person__in=persons, household__in=rows.values("household")
        )
        others |= set(of_others.values_list("person", flat=True))
    return set(persons) - others


def open_requests(user: User) -> QuerySet[AccessRequest]:
    """Those that are not answered, of the households that `user` answers for; oldest first."""
    households = Household.objects.visible_to(user, Permission.PREPARE_SUBJECT_FILE)
    found = AccessRequest.objects.open().filter(household__in=households)
    return found.select_related("household__contact", "person")
