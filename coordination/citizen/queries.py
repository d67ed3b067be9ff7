"""The citizens' requests for access that a leader may answer."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from accounts.policy import Permission
from households.models import AccessRequest, Household, Person


def is_closed_to(user: User, person: Person) -> bool:
    """Whether a core rule closes to `user` any household that the person belongs or belonged to.

    The person's file tells of all of them.
    """
    households = Household.objects.filter(memberships__person=person)
    return households.exclude(pk__in=Household.objects.not_closed_to(user).values("pk")).exists()


def open_requests(user: User) -> QuerySet[AccessRequest]:
    """Those that are not answered, of the households that `user` answers for; oldest first."""
    households = Household.objects.visible_to(user, Permission.PREPARE_SUBJECT_FILE)
    found = AccessRequest.objects.open().filter(household__in=households)
    return found.select_related("household__contact", "person")
