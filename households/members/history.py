"""What the actions on members share: their refusal, their history, and a row that is split."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from households.models import Household, Membership, MembershipChange, Person, Responsibility

DAY = timedelta(days=1)


class MemberRefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change."""

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self.text, self.field = text, field


def note_change(
    household: Household,
    person: Person,
    act: str,
    by: User,
    *,
    cause: str = "",
    note: str = "",
    party: str | None = None,
) -> None:
    MembershipChange.objects.create(
        household=household,
        person=person,
        act=act,
        cause=cause,
        note=note,
        party=_party_of(household, by) if party is None else party,
        by=by,
        at=timezone.now(),
    )


def split(row: Membership, since: date, *, role: str, shared_residence: bool) -> None:
    last = row.valid_to
    row.valid_to = since - DAY
    row.save(update_fields=["valid_to"])
    Membership.objects.create(
        household_id=row.household_id,
        person_id=row.person_id,
        role=role,
        shared_residence=shared_residence,
        valid_from=since,
        valid_to=last,
        registered_on=timezone.localdate(),
    )


def _party_of(household: Household, by: User) -> str:
    """The party for which `by` keeps the household's members; empty without any."""
    has = Responsibility.objects.valid_on(timezone.localdate()).filter(household=household)
    own = has.filter(unit__in=units_with(by, Permission.KEEP_MEMBERS)).order_by("pk")
    return own.values_list("party", flat=True).first() or ""
