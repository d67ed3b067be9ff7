"""Members of households in the scene: what an address names, and what is posted about them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from households.models import Household, Membership
from tests.factories import PersonFactory, add_member

NAME = {"first_name": "Ny", "last_name": "Personsen", "birth_date": "01.02.2019"}
CHILD = NAME | {"role": "child", "lives": "whole"}


def member_in(household: Household) -> int:
    """A child's membership that has not ended."""
    rows = Membership.objects.filter(household=household, role="child", valid_to=None)
    found = rows.first()
    if found is None:
        child = PersonFactory(birth_date=timezone.localdate().replace(year=2019, day=1))
        since = timezone.localdate().replace(year=2020, day=1)
        found = add_member(household, child, Membership.Role.CHILD, since)
    return found.pk


OF_HOUSEHOLD: dict[str, Any] = {"membership_id": lambda scene, home: member_in(home)}
POSTS: dict[str, Any] = {
    "coordination:new_member": lambda *_: CHILD,
    "coordination:end_member": lambda *_: {
        "cause": "moved",
        "last": f"{timezone.localdate():%d.%m.%Y}",
    },
    "coordination:correct_member": lambda *_: CHILD,
}
