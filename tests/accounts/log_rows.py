"""Lines of the access log for tests, and ways to change it behind the program's back."""

from __future__ import annotations

from typing import Any

from django.db import connection

from accounts.models import AccessEvent


def events_written(count: int, **kwargs: Any) -> list[int]:
    values: dict[str, Any] = {"action": "read", "object_type": "household", "object_id": 7} | kwargs
    return [AccessEvent.objects.create(**values).pk for _ in range(count)]


def execute(sql: str, *params: object) -> None:
    """As whoever has the database's password does it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
