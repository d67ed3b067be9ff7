"""Which person a stated number or name is: security.md 3.5b, for members of a household.

Whoever adds a member learns nothing of a person whom they may not see. One they may see joins as
registered. One who is held elsewhere, or is protected, is written down as stated, as somebody new
is: `Person.stated_id` keeps the number apart from the one it belongs to, and no page tells the two
from each other. The same is done in both cases, so that the time it takes does not tell either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from households.access import Protection
from households.closeness.rules import number_hash
from households.models import Person, StaffPerson


@dataclass(frozen=True)
class Newcomer:
    """Who somebody says lives in the household; `birth_date` or `national_id` must be there."""

    first_name: str
    last_name: str
    birth_date: date | None
    national_id: str | None
    role: str
    shared_residence: bool = False


def with_number(number: str) -> Q:
    """The persons of whom the number is known, or stated."""
    return Q(national_id=number) | Q(stated_id=number)


def known_to(user: User, number: str) -> Person | None:
    """The person with the number, if the user may see them in some household."""
    rows = Person.objects.visible_to(user).filter(with_number(number))
    return rows.order_by("stated_id", "pk").first()


def is_own_number(user: User, number: str) -> bool:
    """Whether the user has registered the number as their own."""
    return StaffPerson.objects.filter(user=user, number_hash=number_hash(number)).exists()


def person_of(new: Newcomer, by: User) -> Person:
    """The person to add: one whom `by` may see, one in no household, or a new one as stated."""
    number = new.national_id
    if number is None:
        return _create(new)
    known = known_to(by, number)
    if known is not None:
        return known
    same = Person.objects.filter(national_id=number)
    alone = same.filter(memberships__isnull=True, protection=Protection.NONE).first()
    is_held = same.exists()
    if alone is not None:
        return alone
    return _create(new, **({"stated_id": number} if is_held else {"national_id": number}))


def _create(new: Newcomer, **number: str) -> Person:
    return Person.objects.create(
        first_name=new.first_name, last_name=new.last_name, birth_date=new.birth_date, **number
    )
