"""What the page of one application is made of: its steps, and the forms of what may be done now."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from benefits.applications import answering, queries, rules
from benefits.applications.forms import DemandForm, EndForm, HoldForm, ReplyForm, StepForm
from benefits.calculating.renewal import may_carry_on
from benefits.counselling.queries import offer_state
from benefits.models import (
    ApplicationMatter,
    ApplicationState,
    AssistanceApplication,
    DocumentDemand,
)
from benefits.rights.forms import StayForm
from benefits.rights.queries import is_asked, stay_of
from decisions.codes import Kind
from decisions.permits import may_decide
from households.models import Household, LodgingNeed
from households.permits import stands_in_for, unit_for_assistance


def page_of(
    application: AssistanceApplication, household: Household, user: User, today: date
) -> dict[str, Any]:
    """The application with its steps and deadline; forms only for who may use them."""
    in_unit = unit_for_assistance(user, household) is not None
    handles = in_unit and stands_in_for(user, application.caseworker_id)
    decides = may_decide(user, household.responsible_today)
    answers = may_answer(user, household, application)
    context = {
        "application": application,
        "steps": queries.steps_of(application),
        "deadline": queries.deadline_of(application, application.expected_on, today),
        "handles": handles and application.is_open,
        "may_take": in_unit and not handles and application.is_open,
        "may_renew": in_unit and may_carry_on(application),
        "calculations": application.calculations.prefetch_related("months").order_by("-edition"),
        "edition_to_calculate": answering.edition_to_calculate(application) if decides else None,
        "step_form": StepForm(application=application),
        "settled_as": [row for row in DocumentDemand.State.choices if row[0] != "open"],
        "next_steps": _next_steps(application),
        "decisions": answering.live_decisions(application),
        "may_write_decision": answers and answering.next_kind(application) is not None,
        "may_fetch": decides and answering.open_draft(application) is not None,
        "advice": offer_state(application),
        "lodging_need": _lodging_need(application),
        **_stay(application, today, may_choose=in_unit),
        "today": today,
        "demand": None,
        "reply": None,
        "hold": None,
        "end": None,
    }
    return context | (_forms(application, today) if context["handles"] else {})


def _lodging_need(application: AssistanceApplication) -> LodgingNeed | None:
    """The household's open need of a place to sleep, where the application asks for one (§ 27)."""
    asked = [matter.kind for matter in application.matters.all()]
    if ApplicationMatter.Kind.LODGING not in asked:
        return None
    return LodgingNeed.objects.open().filter(household=application.household_id).first()


def _stay(application: AssistanceApplication, today: date, *, may_choose: bool) -> dict[str, Any]:
    """The ground of the applicant's stay, and the form to choose it for who may."""
    stay = stay_of(application, today)
    began = {"category": stay.known_from_before}
    return {
        "stay": stay,
        "stay_is_asked": is_asked(application, stay),
        "stay_form": StayForm(initial=began, auto_id="stay_%s") if may_choose else None,
    }


def may_answer(user: User, household: Household, application: AssistanceApplication) -> bool:
    """Who decides about the household; on what cannot wait, whoever handles the application."""
    if may_decide(user, household.responsible_today):
        return True
    handles = unit_for_assistance(user, household) is not None and stands_in_for(
        user, application.caseworker_id
    )
    return handles and answering.next_kind(application) == Kind.EMERGENCY


def _forms(application: AssistanceApplication, today: date) -> dict[str, Any]:
    given: dict[str, Any] = {"application": application}
    can = rules.TRANSITIONS[application.state] | {application.state}
    waits = ApplicationState.AWAITING_DOCUMENTS in can or application.state == "received"
    ends = queries.ways_to_end(application)
    return {
        "demand": DemandForm(today=today, within=rules.DOCUMENTS_WITHIN, **given)
        if waits
        else None,
        "reply": ReplyForm(today=today, **given),
        "hold": HoldForm(today=today, **given),
        "end": EndForm(choices=ends, **given) if ends else None,
    }


def _next_steps(application: AssistanceApplication) -> list[tuple[str, str]]:
    """(step in the address, what the button says), the usual one first."""
    can = rules.TRANSITIONS[application.state]
    steps = []
    if ApplicationState.ASSESSED in can:
        steps.append(("vurdert", "Ferdig vurdert"))
    if ApplicationState.IN_PROGRESS in can:
        again = application.state != ApplicationState.RECEIVED
        steps.append(("start", "Ta opp igjen" if again else "Start behandling"))
    return steps
