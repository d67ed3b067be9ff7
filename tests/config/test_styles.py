"""Rules about our own style sheets: one layer, the design system's properties, no ids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLES = Path(settings.BASE_DIR) / "static" / "css"
DESIGN_SYSTEM = Path(settings.NODE_MODULES) / "@digdir/designsystemet-css/dist/src/index.css"
THEME = STYLES / "theme.css"
GENERATED = {"theme.css", "fonts.css"}
OVER_DJANGOS = "tables.css"
"""Colours of Django's own pages, whose style sheets are in no layer."""

OWN = sorted(path.name for path in STYLES.glob("*.css") if path.name not in GENERATED)

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
USED = re.compile(r"var\((--dsc?-[\w-]+)")
DEFINED = re.compile(r"(--dsc?-[\w-]+)\s*:")


def rules(name: str) -> str:
    return COMMENT.sub("", (STYLES / name).read_text())


def selectors(css: str) -> list[str]:
    return [
        part.strip() for part in re.findall(r"([^{};]+){", css) if not part.strip().startswith("@")
    ]


@pytest.mark.parametrize("name", [name for name in OWN if name != OVER_DJANGOS])
def test_a_style_sheet_stands_in_the_layer_of_the_app(name):
    outside = re.sub(r"@page\s*{[^}]*}", "", rules(name)).strip()
    assert outside.startswith(("@layer app {", "@media print {\n@layer app {"))


@pytest.mark.parametrize("name", OWN)
def test_a_style_sheet_takes_its_colours_from_the_theme(name):
    assert COLOUR.findall(rules(name)) == []


@pytest.mark.parametrize("name", OWN)
def test_a_style_sheet_selects_nothing_by_id(name):
    assert [selector for selector in selectors(rules(name)) if "#" in selector] == []


@pytest.mark.parametrize("name", OWN)
def test_a_style_sheet_loads_nothing_further(name):
    assert re.findall(r"@import|url\(", rules(name)) == []


@pytest.mark.parametrize("name", OWN)
def test_a_style_sheet_uses_only_properties_that_exist(name):
    if not DESIGN_SYSTEM.exists():
        pytest.skip("the front-end packages are not installed (npm ci)")
    own = rules(name)
    known = set(DEFINED.findall(THEME.read_text() + DESIGN_SYSTEM.read_text() + own))
    assert known
    assert set(USED.findall(own)) - known == set()


def test_the_theme_calls_no_third_party():
    assert re.findall(r"@import|url\(|https?:", THEME.read_text()) == []


def test_the_fonts_are_our_own():
    addresses = re.findall(r"url\(([^)]+)\)", (STYLES / "fonts.css").read_text())
    assert addresses
    assert all(address.strip("\"'").startswith("../vendor/inter/") for address in addresses)
