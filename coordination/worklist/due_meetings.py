"""What the OSK meeting has given somebody of the office to do, and nobody has done yet."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.access import parties_with
from accounts.policy import Permission
from coordination.models import OskAction
from coordination.worklist.due import PLAN, Due, Scope, in_days, named


def meeting_actions(scope: Scope) -> Iterable[Due]:
    """Each open action of the user's own party about a household of the office.

    Red when its day is over. What has been taken into a plan is followed there.
    """
    parties = parties_with(scope.user, Permission.OF_OFFICE)
    rows = OskAction.objects.open().filter(
        item__household__in=scope.known, party__in=parties, plan_step__isnull=True
    )
    for row in rows.select_related("item__household__contact", "item__meeting", "responsible"):
        days = (scope.today - row.due_on).days
        late = days > 0
        yield Due(
            key=f"osk-{row.pk}",
            household_id=row.item.household_id,
            household=str(row.item.household),
            what=row.what,
            url=reverse("meetings:household", args=[row.item.household_id]),
            registered=row.item.held_on or row.due_on,
            kind="OSK-tiltak",
            status="Pågår",
            due=row.due_on,
            why=f"{in_days(days)} over fristen fra OSK-møtet" if late else "bestemt i OSK-møtet",
            late=PLAN if late else "",
            urgent=False,
            caseworker_id=row.responsible_id,
            caseworker=named(row.responsible, scope),
            subject_id=row.item.household.contact_id,
        )
