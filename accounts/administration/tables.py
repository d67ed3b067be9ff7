"""The list of users as a table; the rows come sorted, and a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page
from django_tables2.data import TableListData

from accounts.administration.queries import UserRow, name_key
from accounts.models import User

NEVER = datetime(1, 1, 1, tzinfo=UTC)
SORTS: dict[str, Callable[[User], Any]] = {
    "navn": name_key,
    "brukernavn": lambda user: user.username,
    "sist": lambda user: user.last_login or NEVER,
}


class SortedRows(TableListData):
    def order_by(self, aliases: Any) -> None:
        """The header shows the order; the rows have it."""


class UserTable(tables.Table):
    caption = "Brukere"

    navn = tables.Column("Navn")
    brukernavn = tables.Column("Brukernavn")
    roller = tables.Column("Roller i dag", orderable=False)
    sist = tables.Column("Sist innlogget")
    status = tables.Column("Status", orderable=False)

    class Meta:
        template_name = "accounts/administration/_user_table.html"
        attrs = {"class": "ds-table table table-cards", "data-color": "neutral"}
        order_by_field = "sorter"
        page_field = "side"

    def __init__(self, lines: list[UserRow], page: Page[Any], order: str) -> None:
        """The `lines` of one `page`, with the column `order` ("-" before it: descending) marked."""
        super().__init__(SortedRows(lines), order_by=order)
        self.lines = lines
        self.page, self.paginator = page, page.paginator
