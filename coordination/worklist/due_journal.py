"""What notes in the journal have said should be done next."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.access import units_with
from accounts.policy import Permission
from coordination.worklist.due import OWN, Due, Scope, in_days, named
from households.models import JournalEntry


def agreed_steps(scope: Scope) -> Iterable[Due]:
    """The next step of the latest note that a party has on a household; a newer note replaces it.

    Our own reminders, so what slips is grey.
    """
    newer = JournalEntry.objects.filter(
        household=OuterRef("household"), party=OuterRef("party"), pk__gt=OuterRef("pk")
    )
    rows = JournalEntry.objects.filter(
        ~Exists(newer),
        next_step_on__isnull=False,
        unit__in=scope.units & units_with(scope.user, Permission.WRITE_JOURNAL),
        household__in=scope.known,
    )
    rows = rows.select_related("household__contact", "written_by")
    for row in rows.order_by("next_step_on", "pk"):
        days = (scope.today - row.next_step_on).days
        yield Due(
            key=f"notat-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what=row.next_step,
            url=reverse("journal:list", args=[row.household_id]),
            registered=row.contact_on,
            kind="Oppfølging",
            status="Avtalt",
            due=row.next_step_on,
            why=f"Egen påminnelse, {in_days(days)} gammel" if days > 0 else "Avtalt i et notat",
            late=OWN if days > 0 else "",
            urgent=False,
            caseworker_id=row.written_by_id,
            caseworker=named(row.written_by, scope),
            subject_id=row.household.contact_id,
        )
