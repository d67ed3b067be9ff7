"""Telling the floors above that a household has changed, in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from households.models import Membership, Touched


def touch(households: Iterable[int]) -> None:
    """Note that what is worked out about these households (ids) must be worked out again."""
    Touched.objects.bulk_create(Touched(household_id=pk) for pk in sorted(set(households)))


def households_of(persons: Collection[int], on: date) -> set[int]:
    """Ids of the households that these persons (ids) belong to on a day."""
    rows = Membership.objects.valid_on(on).filter(person__in=set(persons))
    return set(rows.values_list("household", flat=True))
