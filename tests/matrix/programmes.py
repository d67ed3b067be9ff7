"""A case in the qualification programme in a household of the scene, and what is posted of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import KvpBenefit, KvpCase
from households.models import Household
from tests.benefits.programmes.filled import decided


def case_in(household: Household, by: User) -> int:
    """The contact's, granted and not begun; made where there is none."""
    found = KvpCase.objects.running().filter(household=household).first()
    return (found or decided(household, by)).pk


def benefit_in(household: Household, by: User) -> int:
    """A month of the contact's, prepared."""
    case = KvpCase.objects.get(pk=case_in(household, by))
    found = case.benefits.filter(state="prepared").first()
    values = {"for_month": date(2025, 11, 1), "total": 1_000, "prepared_by": by}
    row: KvpBenefit = found or case.benefits.create(**values)
    return row.pk


def _new(scene: Any, actor: str, context: str) -> dict[str, Any]:
    person = scene.household(actor, context).contact_id
    return {"person": person, "origin": "self", "enquired_on": _today()}


def _withdraw(scene: Any, actor: str, context: str) -> dict[str, Any]:
    household = scene.household(actor, context)
    case = KvpCase.objects.get(pk=case_in(household, scene.users["VEI"]))
    return {"version": case.version, "on": _today(), "reason": "Har fått arbeid"}


def _today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


POSTS: dict[str, Any] = {
    "programmes:new": _new,
    "programmes:act": _withdraw,
    "programmes:confirm_benefit": lambda *_: {"total": 1_000},
}
