"""A child of a household of the scene, its mapping, and what is posted about them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from children.codes import SHORT
from children.models import ChildMapping, Transition
from households.models import Household, IntroPeriod, Membership, Person, Share
from households.rules import years_before
from tests.children.filled import (
    OFFER,
    OPEN,
    begun,
    family_facts,
    mapped,
    offer,
    talked,
    transition,
)
from tests.conftest import unit
from tests.factories import PersonFactory, UserFactory, add_member, share
from tests.matrix.cells import Page


def child_in(household: Household) -> Person:
    """The one child of the household; shared with whom the contact is shared with."""
    return _child_born(household, date(2017, 3, 1))


def youth_in(household: Household) -> Person:
    """The one of 17."""
    born = years_before(timezone.localdate(), 17) - timedelta(days=40)
    return _child_born(household, born)


def _child_born(household: Household, born: date) -> Person:
    rows = household.memberships.filter(role=Membership.Role.CHILD, person__birth_date=born)
    for row in rows:
        return row.person
    child = PersonFactory(birth_date=born)
    add_member(household, child, Membership.Role.CHILD)
    holders = {row.party for row in household.responsibilities.all()}
    if len(holders) > 1:  # all have it by their office
        return child
    for given in Share.objects.filter(household=household, subject=household.contact_id):
        row = share(household, child, given.to_unit, given.scope, given.audience)
        (row.from_party,) = holders
        row.save()
    return child


def named_in(page: Page, household: Household, actor: str, party: str) -> dict[str, Any]:
    """The child, or the mapping, that an address of the children names."""
    child, by = child_in(household), UserFactory()
    if page.name == "transitions:open":
        return {"child_id": youth_in(household).pk}
    if page.name in ("children:changed", "children:printout"):
        done = _mapped_by(household, child, by, party)
        return {"mapping_id": done.pk} if "mapping_id" in page.takes else {"child_id": child.pk}
    if "mapping_id" not in page.takes:
        return {"child_id": child.pk}
    is_bfts = actor == "BFT" and page.name in ("children:mapping", "children:finish")
    return {"mapping_id": _begun_by(household, child, by, "bft" if is_bfts else party).pk}


def transition_in(page: Page, household: Household, actor: str, party: str) -> dict[str, int]:
    """One of the young person's that has come as far as the page is for, always the first version.

    Whoever answers is of the unit that is asked, and somebody else has asked.
    """
    youth, by, today = youth_in(household), UserFactory(), timezone.localdate()
    Transition.objects.filter(child=youth, party=party).delete()
    told: dict[str, Any] = {"receiver_contact": "Kari", "met_on": today}
    told |= {"plan": "Bolig og skole", "own_words": "Jeg vil bo selv"}
    told["receiver_unit"] = unit(party, "midtbyen")
    if page.name == "transitions:answer":
        of_actor = {"VEI": "nav", "BFT": "bft", "HV": "hv"}.get(actor, "nav")
        told |= {"asked_on": today, "asked_by": by, "receiver_unit": unit(of_actor, "midtbyen")}
    row = transition(household, youth, by, at=unit(party, "midtbyen"), **told)
    return {"transition_id": row.pk}


def _mapped_by(household: Household, child: Person, by: User, party: str) -> ChildMapping:
    done = ChildMapping.objects.filter(household=household, child=child, party=party)
    at = unit(party, "midtbyen")
    return done.completed().first() or mapped(household, child, by, at=at)


def _begun_by(household: Household, child: Person, by: User, party: str) -> ChildMapping:
    """All is answered but the child's best interests."""
    rows = ChildMapping.objects.in_progress().filter(household=household, child=child, party=party)
    found = rows.first()
    if found is None:
        told = {"family": family_facts(household, by), "has_activity": False, "barrier": "price"}
        told |= {"voice": "direct", "voice_words": "Jeg vil spille fotball"}
        found = begun(household, child, by, at=unit(party, "midtbyen"), **told)
        for domain in SHORT:
            found.domains.create(domain=domain, level="0")
    return found


def things(users: dict[str, User]) -> dict[str, Any]:
    """By the name an address gives it: a published offer."""
    return {"offer_number": lambda app: offer(users["BFT"]).pk}


def _version(scene: Any, actor: str, context: str) -> int:
    rows = ChildMapping.objects.in_progress().filter(household=scene.household(actor, context))
    found = rows.order_by("-pk").first()
    return found.version if found else 1


def _answers(scene: Any, actor: str, context: str) -> dict[str, Any]:
    levels = {f"{domain}_level": "0" for domain in SHORT}
    return levels | {"version": _version(scene, actor, context), "has_activity": "no"}


def _finish(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"version": _version(scene, actor, context), "paragraph": "Har det bra."}


def _today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def _receiver(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"version": 1, "receiver": unit("hv", "midtbyen").pk, "contact": "Gro i HV"}


ANSWER = {"version": 1, "taken": "yes", "name": "Gro i HV"}
POSTS: dict[str, Any] = {
    "children:family": lambda *_: {"seen": 0, "elsewhere_asked": "none", "home": "Mor og barn"},
    "children:start": lambda *_: {"depth": "short"},
    "children:set_aside": lambda *_: {"state": "refused", "reason": "Foreldrene vil ikke"},
    "children:observe": lambda *_: {"seen_on": _today(), "text": "Sov i stolen"},
    "children:changed": lambda *_: {"changed": "no"},
    "children:mapping": _answers,
    "children:finish": _finish,
    "transitions:open": lambda *_: {"needs": "Trenger hjelp i hverdagen"},
    "transitions:receiver": _receiver,
    "transitions:meeting": lambda *_: {"version": 1, "met_on": _today()},
    "transitions:plan": lambda *_: {"version": 1, "plan": "Bolig", "own_words": "Vil bo selv"},
    "transitions:ask": lambda *_: {"version": 1, "asked_on": _today()},
    "transitions:answer": lambda *_: ANSWER | {"answered_on": _today()},
    "transitions:aftercare": lambda *_: {"version": 1, "aftercare_until": _today()},
    "transitions:end": lambda *_: {"version": 1, "reason": "not_needed", "text": "Er frisk"},
    "dialogues:register": lambda *_: {
        "held_on": _today(),
        "topics": ["school"],
        "interpreter": "none_needed",
        "token": str(uuid.uuid4()),
    },
    "offers:new": lambda *_: OFFER,
    "offers:change": lambda *_: OFFER,
    "offers:assess": lambda *_: OPEN,
}


def period_in(household: Household) -> int:
    """The contact's time in the introduction programme, begun a year ago."""
    began = timezone.localdate() - timedelta(days=365)
    period, _ = IntroPeriod.objects.get_or_create(
        person=household.contact, valid_from=began, defaults={"registered_on": began}
    )
    return period.pk


def dialogue_in(household: Household, by: User) -> int:
    """A family dialogue that `by` has held with the contact today."""
    period_in(household)
    made: int = talked(household, household.contact, by, timezone.localdate()).pk
    return made


OF_OFFICE: dict[str, Any] = {
    "period_id": lambda scene, home: period_in(home),
    "dialogue_id": lambda scene, home: dialogue_in(home, scene.users["SEN"]),
}
"""Of a household of the office, on pages whose address names no household."""
