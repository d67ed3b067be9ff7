"""The list of households as a table: its columns, their sort links, and the pages.

The rows are sorted, counted and put into words by the query; the template writes them as they are.
"""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.core.paginator import Page
from django_tables2.data import TableListData

from coordination.queries import HouseholdRow

NUMBER = {"th": {"class": "num"}}
OF_BENEFITS = ("maneder", "kvp", "sist")
"""Columns for those who may see benefits."""


class SortedRows(TableListData):
    """Rows in the order that the query gave them."""

    def order_by(self, aliases: Any) -> None:
        """The header shows the order; the rows have it."""


class HouseholdTable(tables.Table):
    caption = "Husstander"

    navn = tables.Column("Husstand")
    nummer = tables.Column("Nummer")
    bydel = tables.Column("Bydel")
    voksne = tables.Column("Voksne", attrs=NUMBER)
    barn = tables.Column("Barn", attrs=NUMBER)
    maneder = tables.Column("Måneder på stønad")
    kvp = tables.Column("KVP")
    sist = tables.Column("Sist utbetalt")
    saksbehandler = tables.Column("Saksbehandler")

    class Meta:
        template_name = "coordination/_household_table.html"
        attrs = {"class": "ds-table table table-cards", "data-color": "neutral"}
        order_by_field = "sorter"
        page_field = "side"

    def __init__(
        self, lines: list[HouseholdRow], page: Page[Any], order: str, *, shows_benefits: bool
    ) -> None:
        """The `lines` of one `page`, with the column `order` ("-" before it: descending) marked."""
        hidden = () if shows_benefits else OF_BENEFITS
        super().__init__(SortedRows(lines), order_by=order, exclude=hidden)
        self.lines, self.shows_benefits = lines, shows_benefits
        self.page, self.paginator = page, page.paginator
