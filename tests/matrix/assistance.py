"""An application in each household of the scene, worked out, and what is posted about it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.calculating.actions import start_calculation
from benefits.calculating.sheet import ROWS
from benefits.models import (
    AssistanceApplication,
    BasicBenefitCheck,
    Claim,
    DocumentDemand,
    Payment,
    RateTable,
)
from benefits.payments.actions import make_run, plan_payments
from households.models import Household
from households.months import month_of
from tests.benefits.payments.conftest import approved
from tests.casework import claim_in
from tests.conftest import unit
from tests.factories import UserFactory, intake, pay
from tests.matrix.cells import Page
from tests.matrix.decided import decision_in


def application_in(household: Household, caseworker: User) -> AssistanceApplication:
    """A new application of the household's contact, handled by `caseworker`."""
    there, today = unit("nav", "midtbyen"), timezone.localdate()
    application = AssistanceApplication.objects.create(
        household=household,
        applicant=household.contact,
        intake=intake(household, there, caseworker),
        unit=there,
        caseworker=caseworker,
        received_on=today,
        registered_by=caseworker,
    )
    rates_from(today.replace(month=1, day=1))
    month = month_of(today)
    start_calculation(application=application, first_month=month, last_month=month, by=caseworker)
    return application


def rates_from(day: date) -> None:
    """The state's rates, from a day on which nobody has verified any."""
    amounts = {"single": 8_000, "couple": 13_000, "shared": 6_500}
    children = {"child_0_5": 3_000, "child_6_10": 4_000, "child_11_17": 5_000}
    RateTable.objects.get_or_create(
        issuer="state", valid_from=day, defaults={"source": "Prøve", **amounts, **children}
    )


def demand_in(application_id: int, asked_by: User) -> int:
    today = timezone.localdate()
    return DocumentDemand.objects.create(
        application_id=application_id,
        what="Husleiekontrakt",
        asked_on=today,
        asked_by=asked_by,
        due_on=today,
    ).pk


def _later() -> str:
    return f"{timezone.localdate() + timedelta(days=7):%d.%m.%Y}"


def _new(scene: Any, actor: str, context: str) -> dict[str, Any]:
    contact = scene.household(actor, context).contact_id
    token = str(uuid.uuid4())
    return {"person": contact, "kinds": ["rent"], "channel": "visit", "token": token}


def check_in(household: Household, by: User) -> int:
    """Grunnstønad that is being looked into, for the household's contact."""
    row, _ = BasicBenefitCheck.objects.get_or_create(
        person=household.contact,
        defaults={
            "household": household,
            "unit": unit("nav", "midtbyen"),
            "measure": "Briller",
            "raised_by": by,
            "due_on": timezone.localdate(),
        },
    )
    return row.pk


def payment_in(household: Household) -> Payment:
    """A planned payment of an approved decision about the household."""
    by, leader = UserFactory(), UserFactory()
    decision = approved(household, by, leader)
    return plan_payments(
        decision=decision, categories={}, co_applicant=None, on=timezone.localdate(), by=by
    )[0]


def claim_for(page: Page, household: Household, by: User) -> dict[str, int]:
    """A claim to have money back, as far as the page is about: deducted, or partly settled."""
    claim = claim_in(household, by)
    if page.name == "claims:stop":
        Claim.objects.filter(pk=claim.pk).update(
            kind="deduction",
            payer="",
            decision=decision_in(household, by, "approved"),
            deduct_monthly=100,
            deduct_from=timezone.localdate().replace(day=1),
        )
    found = {"claim_id": claim.pk}
    if "settlement_id" in page.takes:
        found["settlement_id"] = claim.settlements.get().pk
    return found


def _new_claim(scene: Any, actor: str, context: str) -> dict[str, Any]:
    """A refund of one krone of what is paid this month."""
    contact, today = scene.household(actor, context).contact, timezone.localdate()
    pay(contact, month_of(today))
    month = f"{today:%m.%Y}"
    who = {"kind": "benefits", "person": contact.pk, "payer": "NAV", "amount": "1"}
    return who | {"first_month": month, "last_month": month}


def run_in(household: Household, clerk: User) -> int:
    """A run that pays it, made by the clerk."""
    payment_in(household)
    now = timezone.now()
    return make_run(until=timezone.localdate(now), token=uuid.uuid4(), at=now, by=clerk).pk


def _run(scene: Any, actor: str, context: str) -> dict[str, Any]:
    payment_in(scene.homes["own"]["*"])
    return {"until": f"{timezone.localdate():%d.%m.%Y}", "token": str(uuid.uuid4())}


def _confirm(scene: Any, actor: str, context: str) -> dict[str, Any]:
    """Of one who has had nothing, so that the page answers by going back."""
    return {"person": scene.household(actor, context).contact_id, "purpose": "sfo"}


def _sheet(*_: Any) -> dict[str, Any]:
    """The form of a calculation with nothing in its rows but a rent and an income of nothing."""
    month = month_of(timezone.localdate())
    rows = {f"{name}-TOTAL_FORMS": 1 for name in ROWS} | {
        f"{name}-INITIAL_FORMS": 0 for name in ROWS
    }
    return rows | {"version": 1, "first_month": month, "last_month": month, "claimed_rent": 7_000}


STEP = {"version": 1}
POSTS: dict[str, Any] = {
    "applications:new": _new,
    "worklist:act": lambda *_: {"do": "ta", "id": ["soknad-1"]},
    "payments:make_run": _run,
    "confirmation:confirm": _confirm,
    "basic_benefit:raise": lambda scene, actor, context: {
        "person": scene.household(actor, context).contact_id,
        "measure": "Briller",
    },
    "basic_benefit:result": lambda *_: {"result": "applied"},
    "claims:new": _new_claim,
    "claims:settle": lambda *_: {
        "how": "refunded",
        "amount": "1",
        "on": f"{timezone.localdate():%d.%m.%Y}",
    },
    "claims:undo_settlement": lambda *_: {"reason": "Registrert to ganger"},
    "claims:waive": lambda *_: {"reason": "Urimelig"},
    "payments:confirm": lambda *_: {"on": f"{timezone.localdate():%d.%m.%Y}"},
    "payments:change_status": lambda *_: {"to": "stopped", "reason": "Har fått arbeid"},
    "applications:calculation": _sheet,
    "applications:preview_calculation": _sheet,
    **{f"applications:{name}": lambda *_: STEP for name in ("take", "give_back", "move", "resume")},
    "applications:end": lambda *_: STEP | {"to": "withdrawn", "reason": "Har fått jobb"},
    "applications:ask_for_documents": lambda *_: (
        STEP | {"wanted": "Kvittering", "due_on": _later()}
    ),
    "applications:settle_demand": lambda *_: {"state": "met"},
    "applications:reply_meanwhile": lambda *_: STEP | {"reason": "Venter", "expected_on": _later()},
    "applications:choose_stay": lambda *_: {"category": "lawful"},
    "applications:hold": lambda *_: STEP | {"reason": "Venter", "until": _later()},
}
