"""A valid POST for every page that takes one: what the actor would send from its own form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Clearance
from accounts.policy import Role
from households.access import Protection
from households.background.actions import fingerprint
from households.models import ProtectionChange
from households.protection.actions import settle_unknown
from tests.conftest import unit
from tests.factories import clear
from tests.matrix import (
    archive,
    assistance,
    counselling,
    decided,
    housed,
    kept_homes,
    led,
    mapped,
    measured,
    members,
    met,
    municipal,
    planned,
    programmes,
    records,
)
from tests.matrix.scene import Scene

Post = Callable[[Scene, str, str], dict[str, Any]]
"""(scene, actor, context) -> what is posted."""


def _upload(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    file = SimpleUploadedFile("persons.csv", b"person_ref\n", content_type="text/csv")
    return {"kind": "history", "upload": file}


def _intake(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    who = {"first_name": "Ny", "last_name": "Personsen", "birth_date": "01.02.1990"}
    return who | {
        "channel": "visit",
        "topics": ["other"],
        "children": "none",
        "token": str(uuid.uuid4()),
    }


def _background(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    person = scene.household(actor, context).contact
    person.refresh_from_db()
    return {"background": "refugee", "seen": fingerprint(person)}


def _hide_place(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    """Let the household have a hidden place, for which the actor is cleared."""
    if context not in ("protected", "unknown") and actor in scene.users:
        scene.household(actor, context).members.update(protection=Protection.CODE_7)
        clear(scene.users[actor], Clearance.Kind.CODE_7)
    return {}


def _move_proposal(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    """Let the proposal that the address names be about the household's contact."""
    household = scene.household(actor, context)
    ProtectionChange.objects.waiting().update(person=household.contact)
    return {"svar": "godkjenn"}


def _propose_none(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    settle_unknown(
        household=scene.household(actor, context),
        grade=Protection.NONE,
        reason="register",
        grounds="Slått opp",
        by=scene.users["STR"],
    )
    return {"svar": "godkjenn"}


def _request(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    person = scene.household(actor, context).contact_id
    return {"person": person, "received_on": "02.11.2026", "channel": "letter"}


def _proposal(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    archive.forgotten_household()
    return {"as_of": "01.11.2026"}


def _today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def _employee(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    name = {"first_name": "Ny", "last_name": "Ansatt", "username": "ny.ansatt"}
    return name | _role(scene, actor, context)


def _role(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    where = unit("hv", "heimdal").pk
    return {"role": Role.HV_ADVISER.value, "unit": where, "valid_from": _today()}


def _clearance(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    return {"kind": "staff", "valid_from": _today(), "reason": "Ny i gruppen"}


def _end(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    return {"ends_on": _today()}


def _new_unit(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    return {"party": "nav", "name": "NAV Byåsen", "valid_from": _today()}


def _limit(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    return {"role": Role.TEAM_LEADER.value, "amount": "1000", "valid_from": _today()}


def _substitute(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    return {
        "substitute": scene.users["VEI"].pk,
        "valid_from": _today(),
        "valid_to": _today(),
    }


def _colleague(scene: Scene, actor: str) -> int:
    """Somebody of the actor's own unit who works on cases."""
    return scene.users[led.LEADERS.get(actor, "VEI")].pk


def _distribute(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    return {"district": "", "unit": unit("nav", "heimdal").pk, "valid_from": _today()}


def _consent(scene: Scene, actor: str, context: str) -> dict[str, Any]:
    """What is asked for, answered or shared by law, about the household's contact."""
    contact = scene.household(actor, context).contact_id
    return {
        "subjects": [contact],
        "receivers": ["osk"],
        "scopes": ["plan"],
        "purpose": "Samordne hjelpen",
        "legal_basis": "Sosialtjenesteloven § 44",
        "given_by": contact,
        "channel": "oral",
        "unit_osk": unit("nav", "midtbyen").pk,
        **dict.fromkeys(CONSENT_DAYS, _today()),
    }


CONSENT_DAYS = ("requested_on", "given_on", "declined_on", "valid_from", "valid_to")
EMERGENCY = {"number": "01810150110", "category": "other", "reason": "Ti tegn eller flere"}
GRADE = {"grade": "code_6", "reason": "police"}
POSTS: dict[str, Post] = {
    **assistance.POSTS,
    **decided.POSTS,
    **records.POSTS,
    **counselling.POSTS,
    **mapped.POSTS,
    **members.POSTS,
    **met.POSTS,
    **planned.POSTS,
    **programmes.POSTS,
    **measured.POSTS,
    **municipal.POSTS,
    **housed.POSTS,
    **kept_homes.POSTS,
    "administration:new_employee": _employee,
    "administration:give_role": _role,
    "administration:give_clearance": _clearance,
    "administration:end_clearance": _end,
    "administration:end_substitution": _end,
    "administration:new_unit": _new_unit,
    "administration:new_limit": _limit,
    "administration:end_limit": _end,
    "staffing:move": lambda *_: {"unit": unit("nav", "heimdal").pk, "valid_from": _today()},
    "staffing:give_up_role": _end,
    "staffing:leave": lambda *_: {"last_day": _today()},
    "staffing:substitute": _substitute,
    "staffing:change_unit": lambda *_: {"name": "HV Sør", "valid_from": _today()},
    "staffing:close_unit": lambda *_: {"last_day": _today()},
    "staffing:distribute": _distribute,
    "staffing:assign": lambda scene, actor, _: {"source": "ingen", "to": _colleague(scene, actor)},
    "coordination:dismiss_flag": lambda *_: {"grounds": "Følges tett av kontoret"},
    "coordination:close_case": lambda *_: {"reason": "work"},
    "coordination:responsibility": lambda scene, actor, _: {"to": _colleague(scene, actor)},
    "account_login": lambda *_: {"login": "ingen", "password": "feil passord"},
    "mfa_edit_webauthn": lambda *_: {"name": "Grønn nøkkel"},
    "closeness:own_person": lambda *_: {"national_id": "15839200169"},
    "coordination:change_grade": lambda *_: GRADE | {"seen": "none"},
    "coordination:decide_grade": _move_proposal,
    "coordination:decide_settlement": _propose_none,
    "background:background": _background,
    "coordination:disqualify": lambda *_: {"reason": "friend"},
    "coordination:place": _hide_place,
    "coordination:settle_grade": lambda *_: GRADE | {"seen": "unknown"},
    "coordination:search": lambda *_: {"q": "Kontorsen"},
    **{
        f"coordination:{name}": _consent
        for name in ("new_consent", "give_consent", "decline_consent", "share_by_statute")
    },
    "lookups:export": lambda *_: {"grunn": "control"},
    "lookups:review": lambda *_: {"conclusion": "in_order"},
    "coordination:new_intake": _intake,
    "coordination:emergency": lambda *_: EMERGENCY,
    "coordination:emergency_review": lambda *_: {"conclusion": "justified"},
    "reports:list": lambda *_: {"year": 2025, "definition": "DEF-1", "as_of": "14.01.2026"},
    "reports:effects": lambda *_: {},
    "reports:backgrounds": lambda *_: {},
    "reports:assess": lambda *_: {"assessment": "partly", "assessment_text": "På vei."},
    "benefits:new_import": _upload,
    "coordination:access_requests": _request,
    "coordination:download_file": lambda *_: {"reason": "hand_over"},
    "coordination:hand_over": lambda *_: {"handed_over_on": f"{timezone.localdate():%d.%m.%Y}"},
    "archive:propose": _proposal,
    "archive:note_delivery": lambda *_: {"on": "02.11.2026", "reference": "A-7"},
    "archive:open_locked": lambda *_: {"reason": "Brukeren har søkt på nytt"},
}


def post_for(name: str, scene: Scene, actor: str, context: str) -> dict[str, Any]:
    return POSTS[name](scene, actor, context) if name in POSTS else {}
