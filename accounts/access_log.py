"""Writing the access log: in autocommit, before anything is shown; if it fails, nothing is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest

from accounts.models import AccessEvent


class AccessLogUnavailableError(OperationalError):
    """The log cannot be written: the request is answered 503, never with data (fault F15)."""


def record(
    request: HttpRequest,
    action: AccessEvent.Action,
    *,
    object_type: str = "",
    object_id: int | None = None,
    subject_ids: Iterable[int] = (),
    denied_by: str = "",
    rule: str = "",
    reason: str = "",
) -> None:
    """Add one line about `request`.

    `denied_by` names the rule that refused; without it the line says permitted, and `rule` what
    opened it. `reason` is a code, never free text. Raises
    AccessLogUnavailableError if the row cannot be stored. Called outside transactions, so that a
    rollback cannot take the row with it.
    """
    user = getattr(request, "user", None)
    match = request.resolver_match
    try:
        AccessEvent.objects.create(
            user_id=getattr(user, "pk", None),
            roles=_roles(user),
            action=action,
            verdict=AccessEvent.Verdict.DENY if denied_by else AccessEvent.Verdict.PERMIT,
            rule=denied_by or rule,
            reason=reason,
            **_seat(user),
            view_name=match.view_name if match else "",
            object_type=object_type,
            object_id=object_id,
            subject_ids=list(subject_ids),
            request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
            address=_address(request),
        )
    except DatabaseError as error:
        raise AccessLogUnavailableError from error


def _address(request: HttpRequest) -> str | None:
    """Where the user sits: the address before the trusted proxies, as the login limits count it."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


def _seat(user: object) -> dict[str, Any]:
    """Party and unit of the user's first role today, as far as the request has read them."""
    for role in getattr(user, "_live_roles", None) or []:
        if role.unit is not None:
            return {"party": role.unit.party, "unit_id": role.unit_id}
    return {}


def _roles(user: object) -> str:
    from_cache = getattr(user, "_live_roles", None) or []
    return ",".join(sorted({role.role for role in from_cache}))[:120]


def record_job(
    name: str,
    action: AccessEvent.Action,
    *,
    user_id: int | None,
    object_type: str,
    object_id: int,
    subject_ids: Iterable[int] = (),
) -> None:
    """Add one line about a job, done on the word of the user who approved it."""
    try:
        AccessEvent.objects.create(
            user_id=user_id,
            action=action,
            rule="job",
            view_name=f"job:{name}",
            object_type=object_type,
            object_id=object_id,
            subject_ids=list(subject_ids),
        )
    except DatabaseError as error:
        raise AccessLogUnavailableError from error
