"""The list of households as a table; the rows are already sorted, counted and put into words."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html
from django_tables2.data import TableListData

from coordination.clocks import THREE_YEARS
from coordination.queries import HouseholdRow
from coordination.standings import Standing
from households.months import month_name

WITH_SUB = '<span>{}<span class="sub">{}</span></span>'
NEAR_MONTHS = 6
"""Three years are "near" when they are passed within so many months."""

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
ADULTS = {"th": {"class": "num"}, "td": {"class": "num not-on-card"}}
NOT_ON_CARD = {"td": {"class": "not-on-card"}}


class SortedRows(TableListData):
    """Rows in the order that the query gave them."""

    def order_by(self, aliases: Any) -> None:
        """The header shows the order; the rows have it."""


class HouseholdTable(tables.Table):
    row_header = "navn"
    caption = "Husstander"

    navn = tables.Column("Husstand", accessor="name")
    nummer = tables.Column(
        "Nummer", accessor="number", attrs={"td": {"class": "num-id not-on-card"}}
    )
    bydel = tables.Column("Bydel", accessor="district", attrs=NOT_ON_CARD)
    voksne = tables.Column("Voksne", accessor="adults", attrs=ADULTS)
    barn = tables.Column("Barn", accessor="children", attrs=NUMBER)
    maneder = tables.Column("Måneder på stønad", accessor="standing", empty_values=())
    kvp = tables.Column("KVP", accessor="in_kvp")
    sist = tables.Column("Sist utbetalt", accessor="last_paid", attrs=NOT_ON_CARD)
    saksbehandler = tables.Column("Saksbehandler", accessor="caseworker")

    class Meta:
        attrs = {"class": "ds-table table table-cards households", "data-color": "neutral"}
        order_by_field = "sorter"
        page_field = "side"
        default = ""

    def render_navn(self, record: HouseholdRow) -> str:
        address = reverse("coordination:household", args=[record.household_id])
        return format_html('<a class="ds-link" href="{}">{}</a>', address, record.name)

    def render_barn(self, record: HouseholdRow) -> str:
        if record.stated_children:
            return format_html(WITH_SUB, record.stated_children, "oppgitt")
        return str(record.children)

    def render_maneder(self, record: HouseholdRow) -> str:
        standing = record.standing
        if standing is None or not standing.length:
            return ""
        return format_html(WITH_SUB, *months_in_words(standing))

    def render_kvp(self, value: bool) -> str:
        return "I\u00a0KVP" if value else ""


def months_in_words(standing: Standing) -> tuple[str, str]:
    """The months of a live spell, and the sentence under them."""
    if standing.is_over:
        return str(standing.length), "Over tre år"
    months = f"{standing.length} av {THREE_YEARS}"
    if standing.left is None or standing.passes is None or standing.left > NEAR_MONTHS:
        return months, ""
    return months, f"Passerer tre år i {month_name(standing.passes)}"


def table_of(rows: list[HouseholdRow], page: Page[Any], order: str, hidden: list[str]) -> Any:
    """The table of one page, without the `hidden` columns."""
    table = HouseholdTable(SortedRows(rows), order_by=order, exclude=hidden)
    page.object_list = table.rows
    table.page, table.paginator = page, page.paginator
    return table
