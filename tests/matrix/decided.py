"""A decision in each household of the scene, as far as each page needs, and what is posted."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from benefits.models import Payment
from decisions.contents import seal_of
from decisions.models import Appeal, Condition, Decision, Letter, TextBlock
from households.models import Household
from tests.conftest import unit
from tests.matrix.cells import Page
from tests.record_factories import PDF

PROPOSED = ("decisions:approve", "decisions:return", "decisions:take_back")
DRAFT = ("decisions:write", "decisions:withdraw", "decisions:decision", "decisions:preview")
LETTER = PDF


def named_in(page: Page, home: Household, by: User, party: str = "nav") -> dict[str, int]:
    """Ids for the address: a decision that has come as far as the page is about, and its parts."""
    state = "proposed" if page.name in PROPOSED else "draft" if page.name in DRAFT else "approved"
    decision = decision_in(home, by, state, "hv" if party == "hv" else "nav")
    found = {"decision_id": decision.pk}
    if "condition_id" in page.takes:
        found["condition_id"] = _condition(decision, by, page.name).pk
    if "appeal_id" in page.takes:
        found["appeal_id"] = _appeal(decision, by, page.name).pk
    return found


def decision_in(home: Household, by: User, state: str, party: str = "nav") -> Decision:
    """One of the household's contact, laid down as rows: hundreds of cells ask for it."""
    now, decision = timezone.now(), _new(home, by, party)
    if state == "draft":
        return decision
    values: dict[str, Any] = {"state": state, "proposed_by": by, "proposed_at": now}
    values["content_hash"] = seal_of(decision)
    if state == "approved":
        values |= {"approved_by": by, "approved_at": now, "needs_attest": False}
        values["monthly_amount"] = 100  # so that there is something to reduce
    Decision.objects.filter(pk=decision.pk).update(**values)
    decision.refresh_from_db()
    if state == "approved":
        _letter(decision)
    return decision


def _new(home: Household, by: User, party: str) -> Decision:
    decision = Decision.objects.create(
        kind="housing" if party == "hv" else "assistance",
        household=home,
        applicant=home.contact,
        unit=unit(party, "midtbyen"),
        outcome="granted",
        made_by=by,
        made_at=timezone.now(),
    )
    decision.matters.create(
        number=1,
        asked="livsopphold",
        outcome="granted",
        section="18",
        amount=0,
        **dict.fromkeys(("facts", "law", "discretion"), "Avtalt"),
    )
    return decision


def _letter(decision: Decision) -> Letter:
    name = f"{decision.pk:032d}"
    settings.LETTER_DIR.mkdir(parents=True, exist_ok=True)
    (settings.LETTER_DIR / name).write_bytes(LETTER)
    sha256 = hashlib.sha256(LETTER).hexdigest()
    return Letter.objects.create(
        decision=decision, name=name, sha256=sha256, made_at=timezone.now()
    )


def _condition(decision: Decision, by: User, page: str) -> Condition:
    """As far as the step before the page's."""
    today, now = timezone.localdate(), timezone.now()
    values: dict[str, Any] = {}
    if page != "decisions:condition_state":
        values |= {"state": "not_met", "state_by": by, "state_at": now}
    if page in ("decisions:condition_hear", "decisions:condition_reduce"):
        values |= {"notified_by": by, "notified_on": today}
    if page == "decisions:condition_reduce":
        _payment(decision)
        values |= {"heard_by": by, "heard_on": today, "statement": "Jeg var syk"}
    return decision.conditions.create(
        number=1, person=decision.applicant, basis="20", kind="17", text="Kurs", **values
    )


def _payment(decision: Decision) -> None:
    """What the month that is posted has planned."""
    day = timezone.localdate() + timedelta(days=1)
    Payment.objects.create(
        person=decision.applicant,
        matter=decision.matters.get(),
        for_month=day.replace(day=1),
        paid_on=day,
        category="livsopphold",
        amount=100,
        registered_on=timezone.localdate(),
    )


def _appeal(decision: Decision, by: User, page: str) -> Appeal:
    today = timezone.localdate()
    values: dict[str, Any] = {}
    looked_at = (
        "decisions:appeal_forward",
        "decisions:appeal_settle",
        "decisions:appeal_implement",
    )
    if page in looked_at:
        values |= {"reconsidered_by": by, "reconsidered_on": today, "is_reversed": False}
    if page in looked_at[1:]:
        values |= {"forwarded_by": by, "forwarded_on": today}
    if page == looked_at[2]:
        values |= {"result": "upheld", "result_by": by, "result_on": today}
    return decision.appeals.create(
        appellant=decision.applicant,
        text="Jeg er uenig",
        received_on=today,
        registered_by=by,
        registered_at=timezone.now(),
        within_time=True,
        is_taken_up=True,
        body="Statsforvalteren",
        **values,
    )


def standard_text() -> int:
    today = timezone.localdate()
    return TextBlock.objects.create(
        key="proeve", part="law", title="Prøve", body="Du får svar.", valid_from=today
    ).pk


def _today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def _month() -> str:
    return f"{timezone.localdate() + timedelta(days=1):%m.%Y}"


def _approve(scene: Any, actor: str, context: str) -> dict[str, Any]:
    """The fingerprint that was on the screen."""
    home = scene.household(actor, context)
    waiting = Decision.objects.filter(household=home, state="proposed").order_by("pk").last()
    return {"content_hash": waiting.content_hash if waiting else "ingen"}


def _new_decision(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"kind": "advice", "applicant": scene.household(actor, context).contact_id}


def _new_appeal(scene: Any, actor: str, context: str) -> dict[str, Any]:
    contact = scene.household(actor, context).contact_id
    return {
        "appellant": contact,
        "received_on": _today(),
        "text": "Jeg er uenig",
        "is_taken_up": "on",
    }


WRITTEN = {
    "do": "save",
    "version": 1,
    "at_once": "1",
    "outcome": "granted",
    "matters-TOTAL_FORMS": 1,
    "matters-INITIAL_FORMS": 1,
    "matters-0-asked": "livsopphold",
    "matters-0-form": "grant",
    "matters-0-recurs": "monthly",
    "conditions-TOTAL_FORMS": 0,
    "conditions-INITIAL_FORMS": 0,
}
TEXT = {"kind": "", "part": "law", "title": "Svar", "body": "Du får brev.", "seen": "1"}
POSTS: dict[str, Any] = {
    "decisions:new": _new_decision,
    "decisions:write": lambda *_: WRITTEN,
    "decisions:withdraw": lambda *_: {"reason": "Har fått jobb"},
    "decisions:approve": _approve,
    "decisions:return": lambda *_: {"reason": "Si mer om barna"},
    "decisions:send": lambda *_: {"channel": "by_hand", "sent_on": _today()},
    "decisions:condition_state": lambda *_: {"state": "met"},
    "decisions:condition_notify": lambda *_: {"on": _today()},
    "decisions:condition_hear": lambda *_: {"on": _today(), "statement": "Jeg var syk"},
    "decisions:condition_reduce": lambda *_: {"month": _month(), "amount": "50"},
    "decisions:new_appeal": _new_appeal,
    "decisions:appeal_reconsider": lambda *_: {
        "on": _today(),
        "is_reversed": "nei",
        "text": "Vurdert på nytt",
    },
    "decisions:appeal_forward": lambda *_: {"on": _today()},
    "decisions:appeal_settle": lambda *_: {"on": _today(), "result": "upheld"},
    "decisions:appeal_implement": lambda *_: {"on": _today()},
    "texts:new": lambda *_: TEXT | {"valid_from": _today()},
    "texts:new_edition": lambda *_: TEXT | {"valid_from": _today()},
    "texts:end": lambda *_: {"last_day": _today()},
}
