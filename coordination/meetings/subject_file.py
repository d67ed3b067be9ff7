"""The OSK meeting about a citizen's households, as the citizen gets to see it."""

from __future__ import annotations

from collections.abc import Iterator

from coordination.models import AgendaItem, OskAction
from households.subject import Part, Subject, unit_name


def parts(subject: Subject) -> Iterator[Part]:
    columns = {
        "unit": "Kontor",
        "came_on": "Kom på listen",
        "rule": "Regel",
        "request": "Meldt av en part",
        "held_on": "Møte",
        "mode": "Drøftet",
        "decisions": "Hva som ble bestemt",
        "actions": "Hvem gjør hva",
        "review_on": "Ny gjennomgang",
        "ended_on": "Avsluttet",
        "history": "Hva som har skjedd",
    }
    items = AgendaItem.objects.filter(household__in=subject.household_ids)
    items = items.select_related("unit", "meeting").order_by("came_on", "pk")
    yield Part(
        "osk_meetings",
        "OSK-møter om husstanden",
        columns,
        [
            {
                "unit": unit_name(row.unit, subject),
                "came_on": row.came_on,
                "rule": row.get_rule_display(),
                "request": _asked(row, subject),
                "held_on": row.held_on,
                "mode": row.get_mode_display() if row.mode else "",
                "decisions": subject.masked("; ".join(one.text for one in row.decisions.all())),
                "actions": subject.masked("; ".join(_told(one) for one in row.actions.all())),
                "review_on": row.review_on,
                "ended_on": row.closed_at,
                "history": "; ".join(f"{change}" for change in row.changes.all()),
            }
            for row in items.prefetch_related("decisions", "actions", "changes")
        ],
    )


def _asked(row: AgendaItem, subject: Subject) -> str:
    if not row.request:
        return ""
    return f"{row.get_asking_party_display()}: {subject.masked(row.request)}"


def _told(one: OskAction) -> str:
    what = f"{one.get_party_display()}: {one.what}"
    return f"{what} (frist {one.due_on:%d.%m.%Y}, {one.get_state_display().lower()})"
