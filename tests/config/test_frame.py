"""The frame of every page, and the parts that pages share."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.models import User
from tests.config import frames


def page(template="base.html", **context) -> str:
    return render_to_string(template, frames.visitor() | context)


def signed_in(**context) -> str:
    return page(**frames.signed_in(), **context)


def part(name, **context) -> str:
    return " ".join(render_to_string(f"parts/{name}.html", context).split())


def test_the_frame_names_the_municipality_and_the_three_parties():
    assert "Trondheim<small>NAV · BFT · HV</small>" in page()


def test_a_demo_says_so_on_every_page():
    words = "Demodatabase: alle personer er oppdiktet"
    assert words in page(is_demo=True)
    assert words in page("account/login.html", is_demo=True, form=None, redirect_field="")
    assert words not in page()


def test_the_page_one_is_on_is_marked_in_the_menu():
    assert re.findall(r'href="/(\w+)/" aria-current="page"', signed_in()) == ["husstander"]


def test_a_search_is_posted_so_that_no_number_stands_in_an_address():
    assert '<form class="find" role="search" method="post" action="/sok/">' in signed_in()


def test_one_without_a_search_page_sees_no_search():
    assert 'role="search"' not in page(user=User(username="raadmann"), role_line="")


def test_the_user_menu_shows_who_and_as_what():
    frame = signed_in()
    assert "Nora Prøve" in frame
    assert "NAV-veileder, NAV Midtbyen" in frame
    assert 'data-initials="NP"' in frame


def test_logging_out_is_posted():
    assert re.search(r'<form method="post" action="/konto/logg-ut/"', signed_in())


def test_a_visitor_sees_neither_menu_nor_shortcuts():
    frame = page()
    assert "user-menu" not in frame
    assert 'id="shortcuts"' not in frame


def test_htmx_runs_no_code_from_attributes_and_keeps_no_pages():
    frame = page()
    for setting in ('"allowEval": false', '"selfRequestsOnly": true', '"historyCacheSize": 0'):
        assert setting in frame


def test_the_page_can_be_reached_past_the_menu():
    frame = signed_in()
    assert 'href="#innhold"' in frame
    assert '<main id="innhold"' in frame


@pytest.mark.parametrize(
    ("level", "colour"),
    [
        (constants.SUCCESS, "success"),
        (constants.INFO, "info"),
        (constants.WARNING, "warning"),
        (constants.ERROR, "danger"),
    ],
)
def test_a_message_has_the_colour_of_its_weight(level, colour):
    html = part("_messages", messages=[Message(level, "Lagret.")])
    assert (
        f'<div class="ds-alert" data-color="{colour}"><p class="ds-paragraph">Lagret.</p>' in html
    )


@pytest.mark.parametrize(
    ("status", "colour"),
    [
        ("ready", "success"),
        ("running", "info"),
        ("stopped", "warning"),
        ("failed", "danger"),
        ("queued", "neutral"),
    ],
)
def test_a_status_has_one_colour_everywhere(status, colour):
    html = part("_status", status=status, label="Ord")
    assert html == f'<span class="ds-tag" data-color="{colour}">Ord</span>'


def test_an_empty_place_says_what_would_fill_it():
    html = part("_empty", title="Ingen rapporter", fill="Bestill den første.")
    assert "Ingen rapporter" in html
    assert "Bestill den første." in html


def test_a_page_header_has_at_most_one_filled_button():
    assert "ds-button" not in part("_page_header", title="Husstander")
    html = part("_page_header", title="Husstander", action_url="/ny/", action_label="Ny")
    assert html.count("ds-button") == 1


def test_page_links_keep_the_filters_of_the_address(db):
    request = RequestFactory().get("/?bydel=heimdal&side=2")
    second = Paginator(range(30), 10).get_page(2)
    html = render_to_string("parts/_pagination.html", {"page": second}, request=request)
    assert "Side 2 av 3" in html
    assert 'href="?bydel=heimdal&amp;side=3"' in html


def test_a_single_page_has_no_page_links():
    assert part("_pagination", page=Paginator(range(3), 10).get_page(1)) == ""


def test_a_refusal_names_its_reason_and_a_way_back():
    html = page("403.html", reason="Rapporten er ikke ferdig.")
    assert "Rapporten er ikke ferdig." in html
    assert 'href="/">Til forsiden' in html


def test_a_refusal_without_a_reason_still_says_why():
    assert "Rollen din gir ikke tilgang" in page("403.html", reason="")
