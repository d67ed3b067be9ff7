"""Flags about a citizen's households, as the citizen gets to see them."""

from __future__ import annotations

from collections.abc import Iterator

from coordination.flags import rules
from coordination.models import Flag
from households.subject import Part, Subject


def parts(subject: Subject) -> Iterator[Part]:
    columns = {
        "rule": "Regel",
        "raised_on": "Reist",
        "rests_on": "Bygger på",
        "ended_on": "Bortfalt",
        "dismissed_at": "Avvist",
        "grounds": "Begrunnelse",
        "history": "Hva som har skjedd",
    }
    flags = Flag.objects.filter(household__in=subject.household_ids).prefetch_related("changes")
    yield Part(
        "flags",
        "Flagg om husstanden",
        columns,
        [
            {
                "rule": row.get_rule_display(),
                "raised_on": row.raised_on,
                "rests_on": rules.said(row.rule, row.data),
                "ended_on": row.ended_on,
                "dismissed_at": row.dismissed_at,
                "grounds": subject.masked(row.grounds),
                "history": subject.masked("; ".join(f"{change}" for change in row.changes.all())),
            }
            for row in flags
        ],
    )
