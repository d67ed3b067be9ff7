"""The door to one counselling: open to the office that has it and to its counsellor, and logged.

A debt counsellor has no office and never comes to the household's pages; here they meet the person
and the counselling, and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts import access_log
from accounts.access import LARGEST_ID
from accounts.models import AccessEvent, User
from benefits.counselling.permits import may_counsel
from benefits.models import Counselling
from households.door import reads_only

View = Callable[..., HttpResponse]


def counselling_view(view: View) -> View:
    """Give `view` the counselling it names, or 404 as if there were none; logged either way."""

    @wraps(view)
    def wrapper(request: HttpRequest, counselling_id: int, **kwargs: Any) -> HttpResponse:
        return guarded(request, _open(request, counselling_id), **kwargs)

    guarded = reads_only(view)
    wrapper.checks_access = True  # type: ignore[attr-defined]
    return wrapper


def written_view(view: View) -> View:
    """As counselling_view, for what only those may do who work with the counselling; else 403."""

    @wraps(view)
    def wrapper(request: HttpRequest, counselling: Counselling, **kwargs: Any) -> HttpResponse:
        if not may_counsel(cast(User, request.user), counselling):
            refuse(request, counselling, "works_with_counselling")
        return view(request, counselling, **kwargs)

    return counselling_view(wrapper)


def refuse(request: HttpRequest, counselling: Counselling, rule: str) -> NoReturn:
    """Log the refusal, then answer 403."""
    log(request, counselling, AccessEvent.Action.READ, denied_by=rule)
    raise PermissionDenied("Bare rådgiveren og saksbehandleren kan gjøre dette.")


def log(
    request: HttpRequest,
    counselling: Counselling,
    action: AccessEvent.Action,
    denied_by: str = "",
    rule: str = "",
) -> None:
    access_log.record(
        request,
        action,
        object_type="counselling",
        object_id=counselling.pk,
        subject_ids=[counselling.person_id],
        denied_by=denied_by,
        rule=rule,
    )


def _open(request: HttpRequest, counselling_id: int) -> Counselling:
    user, key = cast(User, request.user), min(counselling_id, LARGEST_ID)
    rows: Any = Counselling.objects.visible_to(user)
    rows = rows.select_related("person", "household", "unit", "counsellor", "decision", "offer")
    found: Counselling | None = rows.filter(pk=key).first()
    if found is None:
        access_log.record(
            request,
            AccessEvent.Action.READ,
            object_type="counselling",
            object_id=key,
            denied_by="not_found",
        )
        raise Http404
    rule = "counsellor" if found.counsellor_id == user.pk else "office"
    log(request, found, AccessEvent.Action.READ, rule=rule)
    return found
