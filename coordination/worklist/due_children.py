"""Children to map: the same list as that of the children (children/due.py), in the work list."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from children.due import due_rows
from coordination.worklist.due import PLAN, Due, Scope, named


def children_to_map(scope: Scope) -> Iterable[Due]:
    """A line for each child; red when the plan's fourteen days are over (3a)."""
    for row in due_rows(scope.user, scope.today):
        yield Due(
            key=f"barn-{row.duty.pk}",
            household_id=row.duty.household_id,
            household=row.household,
            what=f"Kartlegg {row.child}",
            url=reverse("children:child", args=[row.duty.household_id, row.child_id]),
            registered=row.duty.intake.received_on,
            kind="Kartlegging",
            status=row.state,
            due=row.duty.due_on,
            why=row.why if row.late else "innen 14 dager etter planen",
            late=PLAN if row.late else "",
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker=named(row.caseworker, scope),
            subject_id=row.child_id,
        )
