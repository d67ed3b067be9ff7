"""The one door to a household: found or not found, logged before anything is shown.

`@household_view` turns `household_id` in the address into the household, or into 404 with the
body and the work of an id that does not exist. A view behind it that only reads cannot write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.db.models import OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts import access_log
from accounts.models import AccessEvent, User
from households.models import Household, Membership, Responsibility, Situation

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")
LARGEST_ID = 2**63 - 1


class AccessUndecidedError(OperationalError):
    """The access rules failed: the request is answered 503, never with data."""


class WriteWhileReadingError(RuntimeError):
    """A view tried to change something during a request that only reads."""


def household_view(view: View) -> View:
    """Give `view` the household it names, with `responsible_today` and `all_memberships` loaded."""

    @wraps(view)
    def wrapper(request: HttpRequest, household_id: int, **kwargs: Any) -> HttpResponse:
        return guarded(request, _open(request, household_id), **kwargs)

    guarded = reads_only(view)
    wrapper.checks_access = True  # type: ignore[attr-defined]
    return wrapper


def reads_only(view: View) -> View:
    """Let `view` write nothing but the frame's own tables when the request only reads."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in READING:
            return view(request, *args, **kwargs)
        with connection.execute_wrapper(_refuse_writes):
            return view(request, *args, **kwargs)

    return wrapper


def _open(request: HttpRequest, household_id: int) -> Household:
    """The household, the opening of it logged; Http404, the attempt logged, if it is not to be."""
    try:
        household = _visible(cast(User, request.user), household_id)
    except Exception as error:
        _log_refusal(request, household_id, "rule_failed")
        raise AccessUndecidedError from error
    if household is None:
        _log_refusal(request, household_id, "not_visible")
        raise Http404
    access_log.record(
        request,
        AccessEvent.Action.READ,
        object_type="household",
        object_id=household.pk,
        subject_ids=sorted({row.person_id for row in household.all_memberships}),
    )
    return household


def _visible(user: User, household_id: int) -> Household | None:
    today = timezone.localdate()
    responsible = Responsibility.objects.valid_on(today).select_related("unit", "caseworker")
    memberships = Membership.objects.select_related("person").annotate(
        last_situation=Situation.last_of(OuterRef("person"))
    )
    return cast(
        Household | None,
        Household.objects.visible_to(user)
        .with_district(today)
        .select_related("contact")
        .prefetch_related(
            Prefetch("responsibilities", responsible, to_attr="responsible_today"),
            Prefetch("memberships", memberships, to_attr="all_memberships"),
        )
        .filter(pk=household_id)
        .first(),
    )


def _log_refusal(request: HttpRequest, household_id: int, rule: str) -> None:
    access_log.record(
        request,
        AccessEvent.Action.READ,
        object_type="household",
        object_id=household_id if household_id <= LARGEST_ID else None,
        denied_by=rule,
    )


_BEFORE = r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*"
_VERBS = "INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|ALTER|DROP|TRUNCATE|COPY|GRANT|REVOKE"
_INNER = r"INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET"
_WRITES = re.compile(
    rf"(?:^|;){_BEFORE}(?:{_VERBS})\b|^{_BEFORE}WITH\b.*\b(?:{_INNER})\b", re.IGNORECASE | re.DOTALL
)
_TABLE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


def _may_be_written(table: str) -> bool:
    """Cache, session and access log, and django-allauth's own tables (account_…)."""
    kept_by_the_frame = {
        str(settings.CACHES["default"].get("LOCATION", "")),
        Session._meta.db_table,
        AccessEvent._meta.db_table,
    }
    return table in kept_by_the_frame or table.startswith("account_")


def _refuse_writes(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Let a statement through only if it reads, or writes a table of the frame."""
    text = str(sql)
    if _WRITES.search(text):
        table = _TABLE.match(text)
        if table is None or ";" in text or not _may_be_written(table.group(1)):
            raise WriteWhileReadingError(text.split("(")[0][:60])
    return execute(sql, params, many, context)
