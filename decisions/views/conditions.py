"""Following up a condition, a step at a time, from the page of its decision."""

from __future__ import annotations

from dataclasses import replace

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import LARGEST_ID, requires
from accounts.policy import Permission
from decisions import conditions as actions
from decisions import page
from decisions.forms import ConditionStateForm, DayForm, HearForm, ReduceForm
from decisions.models import Condition
from decisions.queries import conditions_of
from decisions.views.acting import Do, step, to_decision
from decisions.views.pages import found_in, own, show
from households.door import household_view
from households.models import Household


@requires(Permission.DECIDE)
@require_POST
@household_view
def set_state(
    request: HttpRequest, household: Household, decision_id: int, condition_id: int
) -> HttpResponse:
    """Met, not met, cancelled, or relevant again."""
    row = _row(request, household, decision_id, condition_id)
    form = ConditionStateForm(request.POST, condition=row, auto_id=_auto_id(row))
    return _step(
        request,
        household,
        row,
        form,
        lambda values, at, by: actions.set_condition(
            condition=row, state=values["state"], at=at, by=by
        ),
    )


@requires(Permission.DECIDE)
@require_POST
@household_view
def notify(
    request: HttpRequest, household: Household, decision_id: int, condition_id: int
) -> HttpResponse:
    """The person has been told of the breach."""
    row = _row(request, household, decision_id, condition_id)
    form = DayForm(request.POST, today=timezone.localdate(), auto_id=_auto_id(row))
    return _step(
        request,
        household,
        row,
        form,
        lambda values, at, by: actions.notify_breach(condition=row, on=values["on"], at=at, by=by),
    )


@requires(Permission.DECIDE)
@require_POST
@household_view
def hear(
    request: HttpRequest, household: Household, decision_id: int, condition_id: int
) -> HttpResponse:
    """The person has been heard."""
    row = _row(request, household, decision_id, condition_id)
    form = HearForm(request.POST, today=timezone.localdate(), auto_id=_auto_id(row))
    return _step(
        request,
        household,
        row,
        form,
        lambda values, at, by: actions.hear_breach(
            condition=row, statement=values["statement"], on=values["on"], at=at, by=by
        ),
    )


@requires(Permission.DECIDE)
@require_POST
@household_view
def reduce(
    request: HttpRequest, household: Household, decision_id: int, condition_id: int
) -> HttpResponse:
    """One month's support is reduced, with the children weighed."""
    row = _row(request, household, decision_id, condition_id)
    form = ReduceForm(request.POST, auto_id=_auto_id(row))
    return _step(
        request,
        household,
        row,
        form,
        lambda values, at, by: actions.reduce_support(condition=row, **values, at=at, by=by),
    )


def _auto_id(row: Condition) -> str:
    return f"condition-{row.pk}_%s"


def _row(
    request: HttpRequest, household: Household, decision_id: int, condition_id: int
) -> Condition:
    found = own(request, household, decision_id)
    rows = found.conditions.filter(pk=min(condition_id, LARGEST_ID))
    row: Condition | None = rows.select_related("decision", "person").first()
    if row is None:
        raise Http404
    return row


def _step(
    request: HttpRequest, household: Household, row: Condition, form: Form, do: Do
) -> HttpResponse:
    answer = step(
        request,
        household,
        row.decision,
        form,
        do,
        lambda form: _again(request, household, row, form),
    )
    return answer or to_decision(row.decision)


def _again(request: HttpRequest, household: Household, row: Condition, form: Form) -> HttpResponse:
    """The decision's page, with the form that was not taken at its condition."""
    found, today = found_in(request, household, row.decision_id), timezone.localdate()
    told = [page.follow_up(one, today, writes=True) for one in conditions_of(found)]
    kept = [
        replace(one, form=form) if one.condition.pk == row.pk and one.form else one for one in told
    ]
    return show(request, household, found, {"follow_ups": kept})
