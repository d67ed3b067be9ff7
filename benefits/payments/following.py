"""What a decision gives is planned in the moment it is approved.

`plan_for_decision` is told of every act on a decision (settings.DECISION_FOLLOWERS), in the act's
own transaction.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from benefits.applications.rules import URGENT
from benefits.models import ApplicationMatter, AssistanceApplication, AssistanceDecision, Payment
from benefits.payments.actions import plan_payments
from decisions.codes import Act, Kind, Section
from decisions.models import Decision

PAID_KINDS = (Kind.ASSISTANCE, Kind.EMERGENCY, Kind.LODGING)
C = Payment.Category
OF_MATTER: dict[str, str] = {
    ApplicationMatter.Kind.SUBSISTENCE: C.SUBSISTENCE,
    ApplicationMatter.Kind.RENT: C.HOUSING,
    ApplicationMatter.Kind.POWER: C.POWER,
    ApplicationMatter.Kind.ONE_OFF: C.ONE_OFF,
    ApplicationMatter.Kind.EMERGENCY: C.EMERGENCY,
    ApplicationMatter.Kind.LODGING: C.HOUSING,
}
OF_SECTION: dict[str, str] = {Section.SUBSISTENCE: C.SUBSISTENCE, Section.SPECIAL: C.ONE_OFF}
"""Where the decision answers no application: by the section it rests on."""


def plan_for_decision(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    if act != Act.APPROVE or decision.kind not in PAID_KINDS:
        return
    application = _answered(decision)
    plan_payments(
        decision=decision,
        categories=_categories(decision, application),
        co_applicant=application.co_applicant if application else None,
        on=timezone.localdate(at),
        by=by,
    )


def _answered(decision: Decision) -> AssistanceApplication | None:
    """The application that the decision answers."""
    joined = AssistanceDecision.objects.filter(decision=decision).select_related("application")
    row = joined.first()
    return row.application if row is not None else None


def _categories(decision: Decision, application: AssistanceApplication | None) -> dict[int, str]:
    """The purpose of each matter: of what was asked for, in the order it was, else by section."""
    by_section = {
        row.number: OF_SECTION.get(row.section, C.OTHER) for row in decision.matters.all()
    }
    if application is None:
        return by_section
    is_urgent = decision.kind == Kind.EMERGENCY
    asked = [row for row in application.matters.all() if (row.kind in URGENT) == is_urgent]
    named = {number: OF_MATTER.get(row.kind, C.OTHER) for number, row in enumerate(asked, 1)}
    return by_section | {number: named[number] for number in named if number in by_section}
