"""Rules about every template: it compiles, stays short, and keeps the content security policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PAGES = [name for name in NAMES if not name.startswith("designsystemet/")]  # its helper decides

FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "event attribute": re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "address of a third party": re.compile(
        r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
}
STATIC = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']\s*%}")
POST = re.compile(r"<form[^>]*method=\"post\"[^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)


def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


def test_there_are_templates_to_check():
    assert "base.html" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_at_most_120_lines(name):
    assert len(source(name).splitlines()) <= 120


@pytest.mark.parametrize("name", NAMES)
def test_a_template_keeps_the_content_security_policy(name):
    assert [rule for rule, pattern in FORBIDDEN.items() if pattern.search(source(name))] == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a hx-on:click="x()">',
        '<a href="javascript:x()">',
        "{{ value|safe }}",
        '<img src="//example.org/x.png">',
    ],
)
def test_the_policy_check_sees_what_it_should(markup):
    assert any(pattern.search(markup) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_template_names_only_static_files_that_exist(name):
    paths = [path for path in STATIC.findall(source(name)) if not path.startswith("vendor/")]
    assert [path for path in paths if finders.find(path) is None] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_form_that_posts_carries_its_token(name):
    assert [form for form in POST.findall(source(name)) if "{% csrf_token %}" not in form] == []


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_a_page_of_last_resort_needs_neither_context_nor_database(name):
    """No `db` fixture here: a query would fail the test."""
    page = render_to_string(name)
    assert "Prøv igjen" in page
    assert 'href="/"' in page
