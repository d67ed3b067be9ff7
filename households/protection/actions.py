"""Raising a grade at once, and lowering one by two persons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from households.access import Protection
from households.models import BreakGlass, Household, Person, ProtectionChange, Share
from households.protection.rules import is_lowering

Outcome = ProtectionChange.Outcome


class GradeChangedMeanwhileError(Exception):
    """The grade is another than the one that the user saw."""


class NotByTheSamePersonError(Exception):
    """A lowering is decided by somebody else than who proposed it."""


@transaction.atomic
def raise_protection(
    *, person_id: int, seen: str, grade: str, reason: str, grounds: str = "", by: User
) -> None:
    """Let a stricter grade bite at once: shares and emergency accesses to the person end."""
    person = _locked(person_id, seen)
    if is_lowering(seen, grade):
        raise GradeChangedMeanwhileError
    now = timezone.now()
    person.protection_changes.waiting().update(
        outcome=Outcome.LAPSED, decided_by=by, decided_at=now
    )
    ProtectionChange.objects.create(
        person=person,
        from_grade=seen,
        to_grade=grade,
        is_lowering=False,
        reason=reason,
        grounds=grounds,
        proposed_by=by,
        proposed_at=now,
        decided_by=by,
        decided_at=now,
        outcome=Outcome.MADE,
    )
    _set(person, grade)
    close_around(person.memberships.values_list("household", flat=True), now, by)


def close_around(households: Iterable[int], now: datetime, by: User) -> None:
    """End what opens the households (ids) to others: shares, and emergency accesses."""
    ids = list(households)
    Share.objects.filter(household__in=ids, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by=by
    )
    BreakGlass.objects.live_at(now).filter(household__in=ids).update(ended_at=now)


@transaction.atomic
def propose_lowering(
    *, person_id: int, seen: str, grade: str, reason: str, grounds: str, by: User
) -> None:
    """Ask another cleared colleague to open more than before; nothing changes until then."""
    person = _locked(person_id, seen)
    if not is_lowering(seen, grade) or person.protection_changes.waiting().exists():
        raise GradeChangedMeanwhileError
    ProtectionChange.objects.create(
        person=person,
        from_grade=seen,
        to_grade=grade,
        is_lowering=True,
        reason=reason,
        grounds=grounds,
        proposed_by=by,
        proposed_at=timezone.now(),
        outcome=Outcome.WAITING,
    )


@transaction.atomic
def decide_lowering(*, change: ProtectionChange, approve: bool, by: User) -> None:
    """Approve or refuse what another has proposed; shares that were revoked stay revoked."""
    if by.pk == change.proposed_by_id:
        raise NotByTheSamePersonError
    person = _locked(change.person_id, change.from_grade)
    decided = (
        ProtectionChange.objects.waiting()
        .filter(pk=change.pk)
        .update(
            outcome=Outcome.MADE if approve else Outcome.REFUSED,
            decided_by=by,
            decided_at=timezone.now(),
        )
    )
    if decided != 1:
        raise GradeChangedMeanwhileError
    if approve:
        _set(person, change.to_grade)


@transaction.atomic
def settle_unknown(
    *, household: Household, grade: str, reason: str, grounds: str, by: User
) -> None:
    """Give all in the household whose grade is unknown the grade that was found.

    "None" opens the household and so is only proposed, as any lowering.
    """
    members = Person.objects.filter(memberships__household=household).distinct()
    change = propose_lowering if grade == Protection.NONE else raise_protection
    for person in members.filter(protection=Protection.UNKNOWN).order_by("pk"):
        change(
            person_id=person.pk,
            seen=Protection.UNKNOWN,
            grade=grade,
            reason=reason,
            grounds=grounds,
            by=by,
        )


@transaction.atomic
def decide_settlement(*, household: Household, approve: bool, by: User) -> None:
    """Approve or refuse that those with unknown grade in the household have none."""
    waiting = ProtectionChange.objects.waiting().filter(
        person__memberships__household=household, from_grade=Protection.UNKNOWN
    )
    for change in waiting.distinct():
        decide_lowering(change=change, approve=approve, by=by)


def _locked(person_id: int, seen: str) -> Person:
    """The person, if the grade is still the one that was seen."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.protection != seen:
        raise GradeChangedMeanwhileError
    return person


def _set(person: Person, grade: str) -> None:
    person.protection = grade
    person.save(update_fields=["protection"])
