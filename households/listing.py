"""Lists of rows whose SQL is made once for a user and used in each query that asks for them.

Most of what a page costs is Django writing the same conditions of access anew for every list on it
and every request of the same user.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import DateTimeField, Expression, Field, Q, QuerySet
from django.utils import timezone

from accounts.access import live_roles
from accounts.models import User

MOST_KEPT = 2_000
"""Conditions kept in a process, of some kilobytes each; with more it begins anew."""

_kept: dict[tuple[Any, ...], Any] = {}
_is_listing: ContextVar[bool] = ContextVar("is_listing", default=False)
_NOW = object()
"""Stands in a listing's parameters for the moment at which it is asked."""


class Moment(Expression):
    """The moment at which the query is asked, also where its SQL was written long before."""

    def __init__(self) -> None:
        super().__init__(output_field=DateTimeField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (_NOW if _is_listing.get() else _now(connection),)


def _now(connection: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


class Listing(Expression):
    """The SQL of a query that refers to nothing outside itself, for the right side of an `in`."""

    def __init__(self, sql: str, params: tuple[Any, ...], output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.sql, self.params = sql, params
        self.tells_time = _NOW in params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.tells_time or _is_listing.get():
            return f"({self.sql})", self.params
        now = _now(connection)
        return f"({self.sql})", tuple(now if one is _NOW else one for one in self.params)


def listed(rows: QuerySet[Any], field: str) -> Listing | None:
    """What `rows` have in `field`, or None where it is plain that there are none."""
    values = rows.order_by().values(field)
    outer = _is_listing.set(True)
    try:
        sql, params = values.query.get_compiler(connection=connections[values.db]).as_sql()
    except EmptyResultSet:
        return None
    finally:
        _is_listing.reset(outer)
    return Listing(sql, tuple(params), rows.model._meta.get_field(field))


def among(listing: Listing | None, name: str = "pk") -> Q:
    """Whether what a row has under `name` is in the list."""
    return Q(**{f"{name}__in": [] if listing is None else listing})


def remembered(user: User, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What `make` returns, made once a day for the user with the roles that they hold.

    All that it may depend on besides: a condition on a moment asks for it by `Moment`, and what is
    known of households, clearances and conflicts is asked for in its SQL.
    """
    roles = frozenset(
        (one.permissions, one.unit_id, one.unit.party if one.unit else None)
        for one in live_roles(user)
    )
    whole = (user.pk, timezone.localdate(), roles, *key)
    found = _kept.get(whole, _kept)
    if found is _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[whole] = make()
    return found


def forget() -> None:
    """Begin anew, where something that conditions are made of is exchanged."""
    _kept.clear()
