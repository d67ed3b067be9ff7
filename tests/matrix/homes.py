"""The households of the scene: one in each context, protected and unknown ones among them."""

from __future__ import annotations

from datetime import date

from accounts.models import Clearance, User
from households.access import Protection
from households.models import Household, Responsibility, ShareScope
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, clear, share

SINCE = date(2015, 1, 1)


def of(users: dict[str, User]) -> dict[str, dict[str, Household]]:
    """By context and actor: the household that a cell is about; "*" is everybody else's."""
    protected = _home("Beskyttesen", "midtbyen", users)
    protected.contact.protection = Protection.CODE_7
    protected.contact.save()
    unknown = _home("Ukjentsen", "midtbyen", users)
    unknown.members.update(protection=Protection.UNKNOWN)
    for leader in ("LED", "BFL", "HVL"):
        clear(users[leader], Clearance.Kind.CODE_6)
    return {
        "assigned": {
            "*": _home("Tildelsen", "midtbyen", users, to="HV"),
            "BOL": _home("Bosettsen", "midtbyen", users, to="BOL"),
        },
        "own": {"*": _home("Kontorsen", "midtbyen", users)},
        "other": {"*": _home("Fjernsen", "heimdal", users)},
        "shared": {actor: _shared(actor) for actor in ("VEI", "BFT")}
        | {"*": _shared("BFT"), "LED": _shared("VEI")},
        "protected": {"*": protected},
        "unknown": {"*": unknown},
    }


def _home(name: str, district: str, users: dict[str, User], *, to: str = "") -> Household:
    """A household that all three parties of a district have; at HV assigned `to` somebody."""
    contact = PersonFactory(last_name=name, national_id=_number())
    household = HouseholdFactory(contact=contact, district=district)
    for party in ("bft", "hv"):
        Responsibility.objects.create(
            household=household, party=party, unit=unit(party, district), valid_from=SINCE
        )
    if to:
        for actor, party in (("VEI", "nav"), ("BFT", "bft"), (to, "hv")):
            household.responsibilities.filter(party=party).update(caseworker=users[actor])
    return household


def _shared(actor: str) -> Household:
    """A household of another party, all of it shared with the actor's unit and the OSK meeting."""
    holder = "bft" if actor == "VEI" else "nav"
    contact = PersonFactory(last_name=f"Delesen{actor.title()}", national_id=_number())
    household = HouseholdFactory(contact=contact)
    Responsibility.objects.create(
        household=household, party=holder, unit=unit(holder, "midtbyen"), valid_from=SINCE
    )
    for scope in ShareScope.values:
        for party in ("nav", "bft", "hv"):
            if party != holder:
                share(household, contact, unit(party, "midtbyen"), scope)
        share(household, contact, unit("nav", "midtbyen"), scope, audience="osk")
    return household


_numbers = iter(range(10**6))


def _number() -> str:
    """A placeholder no one has: distinct, and never shown whole."""
    return f"999{next(_numbers):08d}"
