"""The queue of look-ups to review, and one of them with its conclusion."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access_log
from accounts.access import found_or_404, may, requires
from accounts.models import AccessEvent, AccessReview, User
from accounts.policy import Permission
from accounts.reviews import AlreadyReviewedError, reviews_for
from coordination.lookups import actions, queries
from coordination.lookups.forms import ReviewForm
from households.door import reads_only
from households.models import BreakGlass
from households.queries import reviewable_emergencies

PER_PAGE = 50


@requires(Permission.REVIEW_ACCESS)
@require_safe
@reads_only
def reviews(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first; or those that are done, the latest first."""
    user, today = cast(User, request.user), timezone.localdate()
    done = "ferdige" in request.GET
    rows = reviews_for(user).select_related("user", "unit", "reviewed_by")
    shown = rows.filter(reviewed_at__isnull=False).order_by("-reviewed_at") if done else None
    paginator = Paginator(shown if shown is not None else rows.waiting(), PER_PAGE)
    page = paginator.get_page(request.GET.get("side"))
    access_log.record(request, AccessEvent.Action.LIST, object_type="access_review")
    context = {
        "page": page,
        "rows": queries.review_lines(page, today),
        "done": done,
        "overdue": rows.overdue_on(today).count(),
        "today": today,
        "late_units": queries.overdue_by_unit(today) if _sees_all(user) else [],
    }
    return render(request, "coordination/lookups/reviews.html", context)


@requires(Permission.REVIEW_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
@reads_only
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """What was done, line by line, and the conclusion; what is concluded stays."""
    user, today = cast(User, request.user), timezone.localdate()
    rows = reviews_for(user).select_related("user", "unit", "reviewed_by")
    row = found_or_404(request, rows, review_id, object_type="access_review")
    access_log.record(
        request, AccessEvent.Action.READ, object_type="access_review", object_id=row.pk
    )
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if row.reviewed_at is None and form.is_valid():
        return _conclude(request, row, form)
    [line] = queries.review_lines([row], today)
    events = queries.events_under_review(row)[:PER_PAGE]
    lines = queries.log_lines(events, tells_why=queries.tells_why(user))
    context = {
        "row": line,
        "lines": lines,
        "form": form,
        "most": PER_PAGE,
        "emergency": _emergency_behind(row, user),
    }
    return render(request, "coordination/lookups/review.html", context)


def _emergency_behind(row: AccessReview, user: User) -> BreakGlass | None:
    """The emergency access that the review is about, if it is the user's to look at."""
    if AccessReview.Kind.BREAK_GLASS not in row.kinds:
        return None
    openings = reviewable_emergencies(user)
    return openings.filter(user=row.user, household=row.household_id, on=row.on).first()


def _conclude(request: HttpRequest, row: AccessReview, form: ReviewForm) -> HttpResponse:
    try:
        actions.conclude_review(
            review=row,
            conclusion=form.cleaned_data["conclusion"],
            note=form.cleaned_data["note"],
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except AlreadyReviewedError:
        messages.info(request, "En annen har allerede gått gjennom dette oppslaget.")
    else:
        messages.success(request, "Etterkontrollen er lagret.")
    return redirect("lookups:reviews")


def _sees_all(user: User) -> bool:
    return may(user, Permission.SEE_ACCESS_LOG)
