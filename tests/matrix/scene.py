"""The fixture every cell of the matrix is asked of: the actors, and a household in each context."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.policy import Role
from households.models import Household
from tests.accounts.logging_in import with_app
from tests.conftest import confirmed, logged_in, unit
from tests.factories import UserFactory, ask, share
from tests.matrix import (
    archive,
    assistance,
    counselling,
    decided,
    homes,
    kept_homes,
    led,
    mapped,
    measured,
    met,
    planned,
    programmes,
    records,
    staffing,
    things,
)
from tests.matrix.cells import Page

SEATS: dict[str, tuple[Role, str | None]] = {
    "VEI": (Role.CASEWORKER, "nav"),
    "LED": (Role.TEAM_LEADER, "nav"),
    "BFT": (Role.BFT_ADVISER, "bft"),
    "BFL": (Role.BFT_LEADER, "bft"),
    "HV": (Role.HV_ADVISER, "hv"),
    "HVL": (Role.HV_LEADER, "hv"),
    "OSK": (Role.OSK_LEAD, "nav"),
    "GJE": (Role.DEBT_COUNSELLOR, None),
    "BOL": (Role.HOUSING_ADVISER, "hv"),
    "OKO": (Role.PAYMENT_CLERK, None),
    "RAD": (Role.EXECUTIVE, None),
    "ADM": (Role.ADMINISTRATOR, None),
    "REV": (Role.AUDITOR, None),
    "SEN": (Role.CENTRE_STAFF, None),
}
PARTIES = {code: party for code, (_, party) in SEATS.items() if party}


@dataclass
class Scene:
    """The actors in Midtbyen, their households, and the other things that addresses name."""

    users: dict[str, User]
    clients: dict[str, Client]
    homes: dict[str, dict[str, Household]]
    things: dict[str, Any] = field(init=False)
    """By the name an address gives it: what makes it, given the app's name."""
    _made: dict[tuple[str, str], Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.things = things.of(self.users, self.homes["own"]["*"])
        self.things |= mapped.things(self.users) | met.things(self.homes["shared"]["*"], self.users)
        self.things |= counselling.things(self.homes["assigned"]["*"], self.users)

    def anew(self) -> Scene:
        """As it was built, for another test on the same rows; everybody has just confirmed."""
        users, homes = deepcopy((self.users, self.homes))
        clients = {code: Client() for code in self.clients}
        for code, client in clients.items():
            client.cookies = deepcopy(self.clients[code].cookies)
            if code in users:
                confirmed(client)
        return Scene(users, clients, homes)

    def household(self, actor: str, context: str) -> Household:
        homes = self.homes.get(context, self.homes["own"])
        return homes.get(actor) or homes["*"]

    def address(self, page: Page, actor: str, context: str) -> str:
        takes = {name: self._taken(name, page, actor, context) for name in page.takes}
        home, by = self.household(actor, context), self.users["VEI"]
        party = self._mapping_party(actor, context)
        if page.takes & {"child_id", "mapping_id"}:
            takes |= mapped.named_in(page, home, actor, party)
        if "transition_id" in takes:
            takes |= mapped.transition_in(page, home, actor, party)
        if page.name.startswith("plans:") and "household_id" in takes:
            takes |= planned.named_in(page, home, actor, self.users["STR"])
        if "decision_id" in takes:
            takes |= decided.named_in(page, home, by, PARTIES.get(actor, "nav"))
        if "demand_id" in takes:
            takes["demand_id"] = assistance.demand_in(takes["application_id"], by)
        takes |= self._made_for(page, home)
        if page.name == "tables:app_list":
            takes["app_label"] = "accounts"
        return reverse(page.name, kwargs=takes)

    def _made_for(self, page: Page, home: Household) -> dict[str, int]:
        """A claim or a placement of the household, as far as the page is for."""
        by = self.users["VEI"]
        if "claim_id" in page.takes:
            return assistance.claim_for(page, home, by)
        return measured.placement_for(page, home, by) if "placement_id" in page.takes else {}

    def _taken(self, name: str, page: Page, actor: str, context: str) -> Any:
        """What stands in the address under this name; new each time where it is the household's."""
        if name in OF_HOUSEHOLD:
            return OF_HOUSEHOLD[name](self, self.household(actor, context))
        if name in OF_OFFICE:
            return OF_OFFICE[name](self, self.household(actor, "own"))
        if name in ("entry_id", "document_id"):
            party = PARTIES.get(actor, "nav")
            return records.made(name, self.household(actor, context), party, self.users["STR"])
        if name in ("consent_id", "share_id"):
            return self._of_register(name, actor, context)
        if name == "object_id":
            return staffing.row_of_table(page.name)
        if name in led.THINGS and actor in led.LEADERS:
            return led.THINGS[name](PARTIES[actor])
        return self._thing(name, page.name.partition(":")[0])

    def _mapping_party(self, actor: str, context: str) -> str:
        """Whose mapping the actor reads: the own party's, or that of the one that shares it."""
        if context == "shared":
            return "bft" if actor in ("VEI", "LED") else "nav"
        return "bft" if actor in ("BFT", "BFL") else "nav"

    def _of_register(self, name: str, actor: str, context: str) -> int:
        """A consent asked for, or a share by statute, of the actor's own party; new each time."""
        home, party = self.household(actor, context), PARTIES.get(actor, "nav")
        if name == "consent_id":
            by = self.users["VEI"]
            return ask(home, home.contact, by, from_party=party, to_parties=["osk"]).pk
        row = share(home, home.contact, unit("nav", "midtbyen"), "plan", audience="osk")
        row.from_party = party
        row.save()
        return row.pk

    def _thing(self, name: str, app: str) -> Any:
        """Something an address names, made when it is first asked for."""
        if (name, app) not in self._made:
            self._made[name, app] = self.things[name](app)
        return self._made[name, app]


LATER = (
    *("demand_id", "decision_id", "condition_id", "appeal_id", "claim_id", "settlement_id"),
    *("child_id", "mapping_id", "transition_id", "placement_id"),
    *("goal_id", "step_id", "plan_request_id", "osk_action_id"),
)
"""Found when what they are part of is, or when the page is known."""
OF_OFFICE: dict[str, Callable[[Scene, Household], Any]] = {
    **kept_homes.OF_OFFICE,
    "measure_number": lambda scene, home: measured.measure_by(scene.users["LED"]),
    **mapped.OF_OFFICE,
}
"""Of a household of the office, on pages whose address names no household."""
OF_HOUSEHOLD: dict[str, Callable[[Scene, Household], Any]] = {
    "household_id": lambda scene, home: home.pk,
    "person_id": lambda scene, home: home.contact_id,
    "request_id": lambda scene, home: archive.request_of(home),
    "application_id": lambda scene, home: assistance.application_in(home, scene.users["VEI"]).pk,
    "check_id": lambda scene, home: assistance.check_in(home, scene.users["VEI"]),
    "flag_id": lambda scene, home: things.flag_in(home),
    "offer_id": lambda scene, home: counselling.offer_in(home),
    "kvp_id": lambda scene, home: programmes.case_in(home, scene.users["VEI"]),
    "benefit_id": lambda scene, home: programmes.benefit_in(home, scene.users["VEI"]),
    "assessment_id": lambda scene, home: measured.assessment_in(home, scene.users["VEI"]),
    "payment_id": lambda scene, home: assistance.payment_in(home).pk,
    **kept_homes.OF_HOUSEHOLD,
    **dict.fromkeys(LATER, lambda scene, home: None),
}


def build() -> Scene:
    users = {
        code: UserFactory(role=role, unit=unit(party, "midtbyen") if party else None)
        for code, (role, party) in SEATS.items()
    }
    users["STR"] = UserFactory()
    clients = {code: confirmed(logged_in(user)) for code, user in users.items()}
    clients["ANON"] = Client()
    with_app(users["SEN"])
    RecoveryCodes.activate(users["SEN"])
    return Scene(users, clients, homes.of(users))
