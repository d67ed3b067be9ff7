"""Claims to have money back: a new one, and the page where one is settled, stopped or waived."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications.queries import possible_applicants
from benefits.claims import actions, queries
from benefits.claims.actions import ClaimError
from benefits.claims.forms import ClaimForm, SettleForm, WhyForm
from benefits.models import Claim, Settlement
from decisions.permits import may_decide, unit_to_decide_in
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits

PAGE = "benefits/claims/claim.html"


@requires(Permission.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_claim(request: HttpRequest, household: Household) -> HttpResponse:
    """A claim is registered by the household's caseworker, on a decision where one is demanded."""
    user, now = cast(User, request.user), timezone.now()
    unit = unit_to_decide_in(user, household)
    if unit is None:
        refuse(request, household, "decides_for_household")
    people = possible_applicants(household, timezone.localdate(now))
    form = ClaimForm(
        request.POST if request.method == "POST" else None,
        people=people,
        decisions=queries.decisions_to_claim_on(household, people),
    )
    if form.is_valid():
        claimed = form.claimed
        log(request, household, AccessEvent.Action.CREATE, [claimed.person.pk])
        try:
            made = actions.register_claim(
                household=household,
                unit=unit,
                claimed=claimed,
                at=now,
                by=user,
                token=form.cleaned_data["token"],
            )
        except ClaimError as error:
            form.add_error(error.field, error.text)
        else:
            messages.success(request, "Kravet er registrert.")
            return redirect("claims:claim", household.pk, made.pk)
    frame = page_frame(request, household)
    return render(request, "benefits/claims/new.html", frame | {"form": form})


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def claim(request: HttpRequest, household: Household, claim_id: int) -> HttpResponse:
    """What is claimed, what has settled it, and what is left."""
    if not may_see_benefits(cast(User, request.user), household):
        refuse(request, household, "benefits_of_unit")
    return _show(request, household, _found(household, claim_id))


@requires(Permission.DECIDE)
@require_POST
@household_view
def settle(request: HttpRequest, household: Household, claim_id: int) -> HttpResponse:
    found = _own(request, household, claim_id)
    form = SettleForm(request.POST, claim=found, today=timezone.localdate(), auto_id="settle_%s")
    return _act(
        request,
        household,
        found,
        form,
        "settle",
        lambda: actions.settle(claim=found, **form.cleaned_data, **_who(request)),
    )


@requires(Permission.DECIDE)
@require_POST
@household_view
def undo_settlement(
    request: HttpRequest, household: Household, claim_id: int, settlement_id: int
) -> HttpResponse:
    """What was noted by mistake is taken back, with a reason."""
    found = _own(request, household, claim_id)
    row = queries.settlements_of(found).filter(pk=min(settlement_id, LARGEST_ID)).first()
    if row is None:
        raise Http404
    form = WhyForm(request.POST, auto_id=_undo_id(row))
    return _act(
        request,
        household,
        found,
        form,
        f"undo-{row.pk}",
        lambda: actions.undo_settlement(
            settlement=row, reason=form.cleaned_data["reason"], **_who(request)
        ),
    )


@requires(Permission.DECIDE)
@require_POST
@household_view
def stop(request: HttpRequest, household: Household, claim_id: int) -> HttpResponse:
    """Nothing more is taken out of the person's payments."""
    found = _own(request, household, claim_id)
    return _act(
        request,
        household,
        found,
        Form(request.POST),
        "",
        lambda: actions.stop_deduction(claim=found, **_who(request)),
    )


@requires(Permission.DECIDE)
@require_POST
@household_view
def waive(request: HttpRequest, household: Household, claim_id: int) -> HttpResponse:
    found = _own(request, household, claim_id)
    form = WhyForm(request.POST, auto_id="waive_%s")
    return _act(
        request,
        household,
        found,
        form,
        "waive",
        lambda: actions.waive(claim=found, reason=form.cleaned_data["reason"], **_who(request)),
    )


def _found(household: Household, claim_id: int) -> Claim:
    found = queries.claim_of(household, min(claim_id, LARGEST_ID))
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, household: Household, claim_id: int) -> Claim:
    """The claim, if the user decides about the household; else 403."""
    if not may_decide(cast(User, request.user), household.responsible_today):
        refuse(request, household, "decides_for_household")
    return _found(household, claim_id)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "by": cast(User, request.user)}


def _undo_id(row: Settlement) -> str:
    return f"undo-{row.pk}_%s"


def _act(
    request: HttpRequest,
    household: Household,
    found: Claim,
    form: Form,
    name: str,
    act: Callable[[], object],
) -> HttpResponse:
    """Do it, or show the page again with what is in the way at the form called `name`."""
    if not form.is_valid():
        return _show(request, household, found, {name: form})
    log(request, household, AccessEvent.Action.UPDATE, [found.person_id])
    try:
        act()
    except ClaimError as error:
        if error.field not in form.fields:
            messages.error(request, error.text)
            return redirect("claims:claim", household.pk, found.pk)
        form.add_error(error.field, error.text)
        return _show(request, household, found, {name: form})
    return redirect("claims:claim", household.pk, found.pk)


def _show(
    request: HttpRequest,
    household: Household,
    found: Claim,
    given: dict[str, Form] | None = None,
) -> HttpResponse:
    """The claim's page; `given` are forms that were not taken, by name."""
    given = given or {}
    writes = may_decide(cast(User, request.user), household.responsible_today)
    context = {
        "line": queries.line_of(found),
        "claim": found,
        "settlements": [
            (row, given.get(f"undo-{row.pk}") or WhyForm(auto_id=_undo_id(row)))
            for row in queries.settlements_of(found)
        ],
        "planned": queries.planned_of(found),
        "writes": writes,
        "settle": None,
        "waive": None,
    }
    if writes and found.is_running:
        today = timezone.localdate()
        context |= {
            "settle": given.get("settle")
            or SettleForm(claim=found, today=today, auto_id="settle_%s"),
            "waive": given.get("waive") or WhyForm(auto_id="waive_%s"),
        }
    return render(request, PAGE, page_frame(request, household) | context)
