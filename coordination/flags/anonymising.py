"""What of a flag could tell who somebody was: the words it was dismissed with."""

from __future__ import annotations

from collections.abc import Collection

from coordination.models import Flag, FlagChange

GONE = "slettet"


def anonymise_households(household_ids: Collection[int]) -> None:
    """Clear the grounds; rule, days and figures stay for the statistics."""
    flags = Flag.objects.filter(household__in=household_ids)
    FlagChange.objects.filter(flag__in=flags.values("pk")).update(grounds="")
    flags.filter(dismissed_at__isnull=False).update(grounds=GONE)
