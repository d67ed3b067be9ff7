"""A counselling in a household of the scene, and what is posted about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import AdviceOffer, Counselling
from households.models import Household
from tests.benefits.counselling.filled import advice_decision, filled
from tests.conftest import unit
from tests.factories import UserFactory


def offer_in(household: Household) -> int:
    """A new one to the contact, also where a counselling runs."""
    return AdviceOffer.objects.create(
        household=household,
        person=household.contact,
        unit=unit("nav", "midtbyen"),
        offered_on=timezone.localdate(),
        offered_by=UserFactory(),
    ).pk


def things(home: Household, users: dict[str, User]) -> dict[str, Callable[[str], Any]]:
    """By the name an address gives it: of a case the caseworker's household, with a counsellor."""
    made: list[Counselling] = []

    def case() -> Counselling:
        if not made:
            made.append(filled(home, users["GJE"]))
        return made[0]

    return {
        "counselling_id": lambda app: case().pk,
        "debt_id": lambda app: case().debts.get().pk,
        "mandate_id": lambda app: case().mandates.get().pk,
        "letter_id": lambda app: case().letters.get().pk,
    }


def _version(**values: Any) -> Callable[[Any, str, str], dict[str, Any]]:
    def post(scene: Any, actor: str, context: str) -> dict[str, Any]:
        return {"version": Counselling.objects.get().version} | values

    return post


def _back_to(state: str) -> Counselling:
    """The counselling of the scene as it was in an earlier state."""
    row = Counselling.objects.get()
    later: dict[str, Any] = {"started_on": None, "state": state}
    later |= {"decision": None, "planned_start": None, "start_reason": ""}
    if state == "decided":
        decision = advice_decision(row.household, UserFactory())
        later |= {"decision": decision, "planned_start": timezone.localdate()}
        later |= {"start_reason": "Første ledige time"}
    Counselling.objects.filter(pk=row.pk).update(**later)
    row.refresh_from_db()
    return row


def _decide(scene: Any, actor: str, context: str) -> dict[str, Any]:
    row = _back_to("accepted")
    decision = advice_decision(row.household, UserFactory())
    return {
        "version": row.version,
        "decision": decision.pk,
        "planned_start": _today(),
        "start_reason": "Første ledige time",
        "form": "individual",
        "level": "2",
    }


def _start(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"version": _back_to("decided").version, "on": _today()}


def _give(scene: Any, actor: str, context: str) -> dict[str, Any]:
    to = scene.users["VEI"].pk
    return {"version": Counselling.objects.get().version, "to": to}


def _letter(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"creditor": "Avtalt", "text": "Vi ber om betalingsutsettelse."}


def _today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def _debt(*_: Any) -> dict[str, Any]:
    kinds = {"creditor": "Kraftlaget", "kind": "power", "collection": "none"}
    return kinds | {"amount": "4100", "as_of": _today()}


POSTS: dict[str, Any] = {
    "counselling:new_offer": lambda scene, actor, context: {
        "person": scene.household(actor, context).contact_id,
        "channel": "talk",
    },
    "counselling:answer": lambda *_: {"answer": "no"},
    "counselling:take": _version(),
    "counselling:give": _give,
    "counselling:decide": _decide,
    "counselling:start": _start,
    "counselling:talk": lambda *a: _version(on=_today(), level="2", text="Ringte banken")(*a),
    "counselling:end": lambda *a: _version(on=_today(), result="in_control")(*a),
    "counselling:new_debt": _debt,
    "counselling:debt": _debt,
    "counselling:new_mandate": lambda *_: {"signed_on": _today(), "ends_on": _today()},
    "counselling:new_letter": _letter,
    "counselling:budget": lambda *_: {"rent": "9000"},
}
