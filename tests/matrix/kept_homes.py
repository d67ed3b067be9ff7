"""Lodging and tenancies in the scene: what an address names, and what is posted about them."""

from __future__ import annotations

import uuid
from typing import Any

from households.models import Household, LodgingNeed
from housing.models import Dwelling, LodgingPlace, Tenancy, TenancyRisk
from tests.factories import UserFactory
from tests.housing.kept import TODAY, dwelling, place, rented, typed
from tests.matrix import housed, members


def need_in(household: Household) -> int:
    found = LodgingNeed.objects.open().filter(household=household).first()
    if found is None:
        by = UserFactory()
        found = LodgingNeed.objects.create(household=household, requested_on=TODAY, requested_by=by)
    return found.pk


def _flat() -> Dwelling:
    return dwelling(f"Prøvegata {uuid.uuid4()}")


def tenancy_in(household: Household) -> int:
    found = Tenancy.objects.live().filter(household=household).first()
    return (found or rented(household, UserFactory(), of=_flat())).pk


def risk_in(household: Household) -> int:
    found = TenancyRisk.objects.going_on().filter(household=household).first()
    if found is None:
        told = {"opened_on": TODAY, "opened_by": UserFactory(), "landlord": "Utleier"}
        found = TenancyRisk.objects.create(household=household, state="arrears", **told)
    return found.pk


def place_number() -> int:
    return (LodgingPlace.objects.first() or place()).pk


OF_HOUSEHOLD: dict[str, Any] = {
    "move_id": lambda scene, home: housed.move_in(home, scene.users["HV"]),
    "need_id": lambda scene, home: need_in(home),
    "tenancy_id": lambda scene, home: tenancy_in(home),
    "risk_id": lambda scene, home: risk_in(home),
    **members.OF_HOUSEHOLD,
}
OF_OFFICE: dict[str, Any] = {
    "place_number": lambda scene, home: place_number(),
    **housed.OF_OFFICE,
}
ACTS = {"lodging": "plan", "tenancies": "booppfolging"}
"""By app: an act that every page of it takes."""


def _plan(scene: Any, actor: str, context: str) -> dict[str, Any]:
    home = scene.household(actor, context)
    need = LodgingNeed.objects.filter(pk=need_in(home)).get()
    return {"version": need.version, "onward": "Leie privat", "onward_on": typed(7)}


def _support(*_: Any) -> dict[str, Any]:
    return {"version": 1, "kind": "visit", "on": typed(), "text": "Ryddet sammen"}


def _place(*_: Any) -> dict[str, Any]:
    given = {"name": f"Sted {uuid.uuid4()}", "provider": "Kommunen", "kind": "hostel"}
    return given | {"address": "Gata 1", "price": 500, "valid_from": typed()}


def _contract(scene: Any, actor: str, context: str) -> dict[str, Any]:
    """The household rents nothing before."""
    home, by = scene.household(actor, context), UserFactory()
    live = Tenancy.objects.live().filter(household=home)
    live.update(ended_on=TODAY, ended_by=by, end_reason="moved")
    given = {"dwelling": _flat().pk, "kind": "open_ended", "starts_on": typed()}
    return given | {"outside_text": "Leide fra før"}


def _risk(scene: Any, actor: str, context: str) -> dict[str, Any]:
    """Nothing threatens the home yet."""
    home, by = scene.household(actor, context), UserFactory()
    going_on = TenancyRisk.objects.going_on().filter(household=home)
    going_on.update(state="settled", ended_on=TODAY, ended_by=by)
    return {"state": "arrears", "landlord": "Utleier", "on": typed()}


POSTS: dict[str, Any] = {
    "lodging:new": lambda *_: {"reason": "Kastet ut hjemmefra", "is_sure": "on"},
    "lodging:new_place": _place,
    "lodging:change_place": _place,
    "lodging:act": _plan,
    "tenancies:new": _contract,
    "tenancies:act": _support,
    "tenancies:new_risk": _risk,
    "tenancies:act_risk": _support,
}
