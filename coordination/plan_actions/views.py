"""The list of plan actions, one of them, and the year's reviews: for leaders and the executive."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import LARGEST_ID, may, requires
from accounts.models import User
from accounts.policy import Permission
from coordination.models import PlanAction
from coordination.plan_actions import queries
from coordination.plan_actions.forms import (
    EARLIEST,
    FilterForm,
    JudgementForm,
    MoveOnForm,
)

PER_PAGE = 50
SEE, KEEP = Permission.SEE_PLAN_ACTIONS, Permission.KEEP_PLAN_ACTIONS


def keeps(request: HttpRequest) -> bool:
    return may(cast(User, request.user), KEEP)


@requires(SEE)
@require_safe
def plan_actions(request: HttpRequest) -> HttpResponse:
    """What is left to do, the nearest deadline first; what is over on demand."""
    today, form = timezone.localdate(), FilterForm(request.GET)
    page = Paginator(_found(form), PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "form": form,
        "page": page,
        "lines": queries.lines(page, today),
        "reminder": queries.reminder(today),
        "keeps": keeps(request),
    }
    return render(request, "coordination/plan_actions/list.html", context)


def _found(form: FilterForm) -> Any:
    rows: Any = queries.plan_actions()
    if measure := form.value("tiltak"):
        rows = rows.filter(measure=measure)
    if party := form.value("part"):
        rows = rows.filter(party=party)
    if district := form.value("bydel"):
        rows = rows.filter(district=district)
    if form.value("forsinket"):
        return rows.overdue(timezone.localdate())
    return rows if form.value("alle") else rows.open()


def one(number: int) -> PlanAction:
    found = queries.plan_action_of(min(number, LARGEST_ID))
    if found is None:
        raise Http404
    return found


@requires(SEE)
@require_safe
def plan_action(request: HttpRequest, action_number: int) -> HttpResponse:
    return show(request, one(action_number))


def show(request: HttpRequest, found: PlanAction, **forms: Any) -> HttpResponse:
    """The page of one, with what may be done; `forms` are those that came back with errors."""
    today = timezone.localdate()
    grant, review = (getattr(found, name, None) for name in ("grant", "review"))
    may_write = keeps(request)
    asked = {
        "move_on": None
        if grant
        else MoveOnForm(
            initial={
                "status": found.status,
                "version": found.version,
                "evidence": found.evidence,
            }
        ),
        "judge": JudgementForm(today=today, initial={"year": today.year}),
    }
    context = {
        "action": found,
        "line": queries.lines([found], today)[0],
        "grant": grant,
        "review": review,
        "scores": _scores(review),
        "participants": queries.participants(grant.measure) if grant and grant.measure else None,
        "forms": asked | forms if may_write else {},
        "keeps": may_write,
    }
    return render(request, "coordination/plan_actions/action.html", context)


def _scores(review: Any) -> list[tuple[str, str]]:
    if review is None:
        return []
    return [
        (review._meta.get_field(name).verbose_name, getattr(review, f"get_{name}_display")())
        for name in review.SCORES
    ]


@requires(SEE)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """A year's reviews of the measures for the young; missing ones first (1f)."""
    this_year = timezone.localdate().year
    asked = request.GET.get("ar", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
    year = year if EARLIEST <= year <= this_year else this_year
    rows = queries.years_reviews(year)
    context = {
        "year": year,
        "years": range(this_year, max(EARLIEST, this_year - 4) - 1, -1),
        "rows": rows,
        "missing": sum(row.review is None for row in rows),
        "keeps": keeps(request),
    }
    return render(request, "coordination/plan_actions/reviews.html", context)
