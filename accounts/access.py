"""What the user of a request may do today, and the marks that views carry.

Roles are read at each request, so that a change bites on the next one; within one request
they are read once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import Exists, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts import access_log
from accounts.models import AccessEvent, DemoMark, RoleAssignment, User
from accounts.policy import Permission

View = Callable[..., HttpResponse]
Row = TypeVar("Row", bound=Model)
LARGEST_ID = 2**63 - 1


class AccessUndecidedError(OperationalError):
    """A rule of access failed: the request is answered 503, never with data."""

    is_logged = False


def live_roles(user: User) -> list[RoleAssignment]:
    """The user's roles that hold today, in units that exist today; none for the inactive."""
    if not user.is_active:
        return []
    cached = getattr(user, "_live_roles", None)
    if cached is None:
        today = timezone.localdate()
        in_demo = Exists(DemoMark.objects.all())
        rows = RoleAssignment.objects.valid_on(today).filter(user=user).select_related("unit")
        rows = rows.annotate(in_demo=in_demo)
        cached = [r for r in rows if r.unit is None or _open(r.unit, today)]
        user._live_roles = cached  # type: ignore[attr-defined]
    return cast("list[RoleAssignment]", cached)


def _open(unit: Any, today: Any) -> bool:
    return unit.valid_from <= today and (unit.valid_to is None or unit.valid_to >= today)


def in_demo_database(user: User | None) -> bool:
    """Whether every person here is invented.

    Each page says so. Found with the roles of `user`, so that it costs a page no query of its own.
    """
    roles = live_roles(user) if user is not None else []
    if roles:
        return bool(getattr(roles[0], "in_demo", False))
    return DemoMark.objects.exists()


def may(user: User, permission: Permission) -> bool:
    return any(permission in role.permissions for role in live_roles(user))


def units_with(user: User, permission: Permission) -> set[int]:
    """Ids of the units in which the user holds `permission` today."""
    return {
        role.unit_id
        for role in live_roles(user)
        if role.unit_id is not None and permission in role.permissions
    }


def parties_with(user: User, permission: Permission) -> set[str]:
    """The parties in whose units the user holds `permission` today."""
    return {
        role.unit.party
        for role in live_roles(user)
        if role.unit is not None and permission in role.permissions
    }


def found_or_404(request: HttpRequest, rows: QuerySet[Row], pk: int, *, object_type: str) -> Row:
    """The row with the key `pk` among those the user may use; 404, and logged, without it."""
    key = min(pk, LARGEST_ID)
    found = rows.filter(pk=key).first()
    if found is None:
        access_log.record(
            request,
            AccessEvent.Action.READ,
            object_type=object_type,
            object_id=key,
            denied_by="not_found",
        )
        raise Http404
    return found


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let a view answer only who holds one of `permissions`; others get 403, and are logged."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = cast(User, request.user)
            if not any(may(user, permission) for permission in permissions):
                access_log.record(
                    request, AccessEvent.Action.READ, denied_by=f"requires:{permissions[0]}"
                )
                raise PermissionDenied("Rollen din gir ikke tilgang til denne siden.")
            return view(request, *args, **kwargs)

        wrapper.required_permissions = permissions  # type: ignore[attr-defined]
        return wrapper

    return decorate
