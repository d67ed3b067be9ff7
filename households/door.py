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
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts import access_log
from accounts.access import LARGEST_ID, AccessUndecidedError
from accounts.models import AccessEvent, User
from accounts.policy import Verdict
from households.access import lives_hidden, verdict_on
from households.basis import Access
from households.models import FormDraft, Household, Membership, Responsibility, Situation

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")


class WriteWhileReadingError(RuntimeError):
    """A view tried to change something during a request that only reads."""


def household_view(view: View) -> View:
    """Give `view` the household it names, with `responsible_today` and `all_memberships` loaded.

    `household.access` tells on what basis it is open, and what is shared of it.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, household_id: int, **kwargs: Any) -> HttpResponse:
        return guarded(request, _open(request, household_id), **kwargs)

    guarded = reads_only(view)
    wrapper.checks_access = True  # type: ignore[attr-defined]
    return wrapper


def unsettled_view(view: View) -> View:
    """Give `view` a household that is closed because a grade in it is unknown, to be settled.

    Nobody may see who it is, so the view must show its number alone.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, household_id: int, **kwargs: Any) -> HttpResponse:
        user = cast(User, request.user)
        found = Household.objects.with_unknown_grade(user).filter(pk=household_id).first()
        if found is None:
            _log_refusal(request, household_id, "unknown_grade")
            raise Http404
        access_log.record(
            request,
            AccessEvent.Action.READ,
            object_type="household",
            object_id=found.pk,
            rule="unknown_grade",
        )
        return guarded(request, found, **kwargs)

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
    user = cast(User, request.user)
    try:
        household = _with_facts(user, household_id)
        verdict = verdict_on(household) if household else Verdict(allow=False, rule="not_found")
    except Exception as error:
        _log_refusal(request, household_id, "rule_failed")
        undecided = AccessUndecidedError()
        undecided.is_logged = True
        raise undecided from error
    if household is None or not verdict.allow:
        _log_refusal(request, household_id, verdict.rule)
        raise Http404
    _load_members(household)
    household.access = Access(household, user, verdict.rule)
    access_log.record(
        request,
        AccessEvent.Action.READ,
        object_type="household",
        object_id=household.pk,
        subject_ids=sorted({row.person_id for row in household.all_memberships}),
        rule=verdict.rule,
    )
    return household


def _with_facts(user: User, household_id: int) -> Household | None:
    """The household with what the rules weigh; the same one question for one that is not there."""
    rows = Household.objects.with_facts(user).with_district(timezone.localdate())
    drafts = FormDraft.objects.filter(user=user, household=OuterRef("pk"))
    rows = rows.with_place_hidden().select_related("contact").annotate(has_drafts=Exists(drafts))
    return cast(Household | None, rows.filter(pk=household_id).first())


def _load_members(household: Household) -> None:
    """Who is and was a member, and which units have the household today."""
    today = timezone.localdate()
    responsible = Responsibility.objects.valid_on(today).select_related("unit", "caseworker")
    memberships = Membership.objects.select_related("person").annotate(
        last_situation=Situation.last_of(OuterRef("person")), lives_hidden=lives_hidden()
    )
    prefetch_related_objects(
        [household],
        Prefetch("responsibilities", responsible, to_attr="responsible_today"),
        Prefetch("memberships", memberships, to_attr="all_memberships"),
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
