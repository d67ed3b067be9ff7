"""The plan of a household on one page, offering one, going through it, its end, and its paper."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from coordination.flags.views import may_handle_flags
from coordination.models import CoordinatedPlan
from coordination.plans import actions, forms, page, permits, queries
from coordination.plans.actions import PlanError
from coordination.plans.paper import paper as made_paper
from coordination.plans.permits import Sight
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household

MAKE, SEE = Permission.MAKE_PLAN, Permission.SEE_PLANS


def sight_in(request: HttpRequest, household: Household) -> Sight:
    """How much of the household's plan is open to the user; 403 for nothing."""
    sight = permits.sight_of(household, timezone.localdate())
    if sight is None:
        refuse(request, household, "plan_not_shared")
    return sight


def plan_here(household: Household) -> CoordinatedPlan:
    """The plan that stands; 404 without one."""
    found = queries.standing_plan(household)
    if found is None:
        raise Http404
    return found


def led_plan(request: HttpRequest, household: Household) -> CoordinatedPlan:
    """The standing plan, for who leads it; 403 for others."""
    plan = plan_here(household)
    if not permits.leads(cast(User, request.user), household, plan):
        refuse(request, household, "lead_plan")
    return plan


def who(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "by": cast(User, request.user)}


def back(household: Household) -> HttpResponse:
    return redirect("plans:plan", household.pk)


@requires(SEE)
@require_safe
@household_view
def plan(request: HttpRequest, household: Household) -> HttpResponse:
    """The plan that stands, and those before it."""
    return show_plan(request, household, {})


def show_plan(request: HttpRequest, household: Household, given: dict[str, Form]) -> HttpResponse:
    """The page; `given` are forms that were not taken, by name."""
    sight, today, user = (
        sight_in(request, household),
        timezone.localdate(),
        cast(User, request.user),
    )
    frame, found = page_frame(request, household), queries.standing_plan(household)
    unit = permits.unit_to_plan_in(user, household)
    context: dict[str, Any] = {
        "shown": None,
        "earlier": queries.earlier_plans(household) if sight.common else [],
        "may_offer": unit is not None,
        "is_missing": found is None and page.is_missing(household),
        "today": today,
    }
    if found is not None:
        shown = page.plan_shown(household, found, user, sight, today)
        log(request, household, AccessEvent.Action.READ, shown.person_ids)
        context["shown"] = shown
        context |= _forms(household, shown, user, given, sight)
    return render(request, "coordination/plans/plan.html", frame | context)


def _forms(
    household: Household, shown: page.PlanShown, user: User, given: dict[str, Form], sight: Sight
) -> dict[str, Any]:
    """The folded forms of what the user may do with the plan."""
    today = timezone.localdate()
    units = permits.units_taking_part(user, household)
    waiting = [row for row in shown.requests if not row.answer and row.party in units]
    context: dict[str, Any] = {
        "replies": {
            row.pk: given.get(f"reply_{row.pk}")
            or forms.ReplyForm(
                people=queries.people_of(units[row.party], today), by=user, auto_id=_id(row.pk)
            )
            for row in waiting
        },
        "osk_actions": [],
    }
    if not shown.leads:
        return context
    people = writing_people(household, today)
    asked = [row.party for row in shown.requests if not row.answer]
    others = [p for p in queries.PARTY_ORDER if p not in (shown.plan.party, *asked)]
    is_office = may_handle_flags(user, household)
    context["osk_actions"] = page.takeovers(household, is_office=is_office)
    if not shown.is_active:
        context["answer"] = given.get("answer") or forms.AnswerForm(today=today)
        return context
    return context | {
        "goal": given.get("goal") or forms.GoalForm(people=people["all"], auto_id="goal_%s"),
        "step": given.get("step")
        or forms.StepForm(
            people=page.people_for(shown.plan, units, today), today=today, auto_id="step_%s"
        ),
        "direction": given.get("direction")
        or forms.DirectionForm(people=people["adults"], auto_id="way_%s"),
        "contact": given.get("contact")
        or forms.ContactForm(people=own_people(units, today), auto_id="contact_%s"),
        "ask": given.get("ask") or forms.RequestForm(parties=others, auto_id="ask_%s")
        if others
        else None,
    }


def _id(pk: int) -> str:
    return f"reply_{pk}_%s"


def writing_people(household: Household, today: Any) -> dict[str, list[Any]]:
    """Everybody present, for goals; the adults, for directions."""
    present = [row for row in household.all_memberships if permits.is_present(row, today)]
    return {
        "all": [row.person for row in present],
        "adults": [row.person for row in permits.adults_of(household, today)],
    }


def own_people(units: dict[str, Unit], today: Any) -> dict[str, list[User]]:
    return {party: list(queries.people_of(unit, today)) for party, unit in units.items()}


@requires(MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new(request: HttpRequest, household: Household) -> HttpResponse:
    """A plan is offered, by the caseworker of any of the services that have the household."""
    user, today = cast(User, request.user), timezone.localdate()
    unit = permits.unit_to_plan_in(user, household)
    if unit is None or unit.party not in {*queries.PARTY_ORDER}:
        refuse(request, household, "make_plan")
    is_family = permits.is_child_family(household, today)
    posted = request.POST if request.method == "POST" else None
    form = forms.OfferForm(posted, today=today, is_child_family=is_family)
    if form.is_valid():
        log(request, household, AccessEvent.Action.CREATE, [])
        told: dict[str, Any] = {"household": household, "unit": unit, "offer": form.offer}
        try:
            actions.offer_plan(**told, is_child_family=is_family, **who(request))
        except PlanError as error:
            form.add_error(error.field, error.text)
        else:
            messages.success(request, "Planen er lagret.")
            return back(household)
    context = page_frame(request, household) | {"form": form}
    return render(request, "coordination/plans/new.html", context)


@requires(MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def review(request: HttpRequest, household: Household) -> HttpResponse:
    """Going through the plan with the household: a result for each adult."""
    found, today = led_plan(request, household), timezone.localdate()
    is_family = permits.is_child_family(household, today)
    present = {row.person_id for row in permits.adults_of(household, today)}
    current = found.directions.filter(replaced_on__isnull=True).select_related("person")
    directions = [row for row in current if row.person_id in present]
    posted = request.POST if request.method == "POST" else None
    form = forms.ReviewForm(posted, directions=directions, today=today, is_child_family=is_family)
    keeps_seen = posted is not None and not form.is_valid()  # else what is new would pass untold
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, sorted(present))
        told: dict[str, Any] = {"plan": found, "held": form.held, "is_child_family": is_family}
        try:
            actions.hold_review(**told, **who(request))
        except PlanError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
        else:
            messages.success(request, "Gjennomgangen er lagret.")
            return back(household)
    shown = page.plan_shown(household, found, cast(User, request.user), Sight(is_whole=True), today)
    log(request, household, AccessEvent.Action.READ, shown.person_ids)
    latest = shown.reviews[0].row.pk if shown.reviews else None
    seen = form["seen"].value() if keeps_seen else latest
    context = page_frame(request, household) | {"form": form, "shown": shown, "seen": seen}
    return render(request, "coordination/plans/review.html", context)


@requires(MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def end(request: HttpRequest, household: Household) -> HttpResponse:
    """The plan is over."""
    found, today = led_plan(request, household), timezone.localdate()
    form = forms.EndForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [])
        told = form.cleaned_data
        try:
            actions.end_plan(
                plan=found,
                reason=told["reason"],
                text=told["text"],
                on=told["ended_on"],
                **who(request),
            )
        except PlanError as error:
            form.add_error(error.field, error.text)
        else:
            messages.success(request, "Planen er avsluttet.")
            return back(household)
    context = page_frame(request, household) | {"form": form, "plan": found}
    return render(request, "coordination/plans/end.html", context)


@requires(SEE)
@require_POST
@household_view
def paper(request: HttpRequest, household: Household) -> HttpResponse:
    """The plan in plain language on A4, as far as it is open to the user; printing it is logged."""
    sight, found, now = sight_in(request, household), plan_here(household), timezone.localtime()
    user = cast(User, request.user)
    shown = page.plan_shown(household, found, user, sight, timezone.localdate(now))
    log(request, household, AccessEvent.Action.PRINT, shown.person_ids)
    content = made_paper(shown, hides_place=bool(household.place_hidden), at=now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="plan.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
