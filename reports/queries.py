"""The households behind a frozen figure, as far as a user may see them."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from households.models import Household
from reports.models import CountedPerson, ReportRun


def households_behind(
    run: ReportRun, user: User, *, only_families: bool
) -> QuerySet[CountedPerson]:
    """The persons that `run` counted, in households visible to `user`, longest spell first."""
    rows = CountedPerson.objects.filter(run=run, household__in=Household.objects.visible_to(user))
    if only_families:
        rows = rows.filter(in_child_family=True)
    return rows.select_related("person", "household__contact").order_by("-length", "person_id")
