"""Lists of rows whose SQL is made once for a user and used in each query that asks for them.

Most of what a page costs is Django writing the same conditions of access anew for every list on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Field, Q, QuerySet
from django.utils import timezone

from accounts.models import User


class Listing(Expression):
    """The SQL of a query that refers to nothing outside itself, for the right side of an `in`."""

    def __init__(self, sql: str, params: tuple[Any, ...], output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"({self.sql})", self.params


def listed(rows: QuerySet[Any], field: str) -> Listing | None:
    """What `rows` have in `field`, or None where it is plain that there are none."""
    values = rows.order_by().values(field)
    try:
        sql, params = values.query.get_compiler(connection=connections[values.db]).as_sql()
    except EmptyResultSet:
        return None
    return Listing(sql, tuple(params), rows.model._meta.get_field(field))


def among(listing: Listing | None, name: str = "pk") -> Q:
    """Whether what a row has under `name` is in the list."""
    return Q(**{f"{name}__in": [] if listing is None else listing})


def remembered(user: User, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What `make` returns, made once for this object of the user, as their roles are read once.

    It knows what time it is, so it is made anew as soon as that is another minute.
    """
    minute = timezone.now().replace(second=0, microsecond=0)
    kept: dict[Any, Any] = user.__dict__.setdefault("_listings", {})
    if (minute, *key) not in kept:
        kept[minute, *key] = make()
    return kept[minute, *key]
