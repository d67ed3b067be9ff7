"""A browser for the journeys: Debian's Chromium, driven against the live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import District
from benefits.models import RateTable

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LAID_DOWN: dict[str, Any] = {
    "accounts.migrations.0002_districts_and_units": District,
    "benefits.migrations.0002_rates_and_settings": RateTable,
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def laid_down(transactional_db: None) -> None:
    """What migrations lay down as data: a journey before this one has emptied every table."""
    for name, model in LAID_DOWN.items():
        if not model.objects.exists():
            import_module(name).lay_down(apps, None)


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """An empty page whose relative addresses lead to the live server; script errors fail."""
    context = browser.new_context(
        base_url=live_server.url, locale="nb-NO", viewport={"width": 1440, "height": 1000}
    )
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda message: _note_refusal(message, problems))
    yield tab
    context.close()
    assert problems == []


def _note_refusal(message: Any, problems: list[str]) -> None:
    """A breach of the content security policy is told on the console."""
    if "Content Security Policy" in message.text:
        problems.append(message.text)


def axe_findings(tab: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is shown now, a line each."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("() => axe.run()")
    return [
        f"{finding['id']}: {node['html'][:120]}"
        for finding in found["violations"]
        for node in finding["nodes"]
    ]
