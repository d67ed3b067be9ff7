"""The table template: sort links, names of rows, cards when narrow, pages, and nothing found."""

from __future__ import annotations

import django_tables2 as tables
from django.test import RequestFactory
from django_tables2 import RequestConfig


class Households(tables.Table):
    caption = "Husstander"
    row_header = "name"
    name = tables.Column("Husstand")
    months = tables.Column("Måneder", attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    status = tables.Column("Status", orderable=False)

    class Meta:
        attrs = {"class": "ds-table table table-cards"}
        empty_text = "Ingen husstander passer med filteret."


ROWS = [{"name": f"Prøve {n}", "months": n, "status": "Løper"} for n in range(1, 31)]


def shown(rows, address="/husstander/") -> str:
    request = RequestFactory().get(address)
    table = Households(rows)
    RequestConfig(request, paginate={"per_page": 10}).configure(table)
    return table.as_html(request)


def test_a_heading_says_how_the_table_is_sorted():
    assert shown(ROWS).count('aria-sort="none"') == 2
    assert 'aria-sort="ascending"' in shown(ROWS, "/?sort=months")
    assert 'aria-sort="descending"' in shown(ROWS, "/?sort=-months")


def test_a_column_that_cannot_be_sorted_has_no_link():
    assert "sort=status" not in shown(ROWS)


def test_a_sort_link_keeps_the_filter_and_begins_at_the_first_page():
    page = shown(ROWS, "/?bydel=heimdal&page=3")
    assert "?bydel=heimdal&amp;page=1&amp;sort=months" in page


def test_a_row_is_named_by_its_heading_and_its_cells_by_their_columns():
    page = shown(ROWS)
    assert '<th scope="row"' in page
    assert 'data-label="Måneder" class="num"' in page


def test_the_table_is_named_for_those_who_cannot_see_it():
    page = shown(ROWS)
    assert 'aria-label="Husstander"' in page
    assert '<caption class="ds-sr-only">Husstander</caption>' in page


def test_pages_are_links_that_keep_the_sorting():
    page = shown(ROWS, "/?sort=-months&page=2")
    assert 'aria-current="true" href="?sort=-months&amp;page=2" aria-label="Side 2"' in page
    assert 'rel="prev" href="?sort=-months&amp;page=1"' in page
    assert 'rel="next" href="?sort=-months&amp;page=3"' in page


def test_a_single_page_has_no_page_links():
    assert "Bla i sider" not in shown(ROWS[:5])


def test_an_empty_table_says_what_is_missing():
    assert "Ingen husstander passer med filteret." in shown([])


def test_a_cell_is_escaped():
    assert "&lt;b&gt;" in shown([{"name": "<b>", "months": 1, "status": ""}])
