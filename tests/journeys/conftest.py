"""A browser for the journeys: Debian's Chromium, driven against the live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async () => {
  const found = await axe.run({preload: false, resultTypes: ["violations"]});
  return found.violations.flatMap(
    (finding) => finding.nodes.map((node) => `${finding.id}: ${node.html.slice(0, 120)}`));
}"""
"""Only what is wrong comes back: all that axe has passed takes longer to tell than to find."""
PAGES_PASSED_BY = 3
PATIENCE = 60_000
"""Milliseconds. A page that comes late tells of the machine and what else it has to do."""
expect.set_options(timeout=PATIENCE)
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
    """A database that the server's threads share, with what migrations lay down as data."""


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """An empty page whose relative addresses lead to the live server; script errors fail."""
    context = browser.new_context(
        base_url=live_server.url, locale="nb-NO", viewport={"width": 1440, "height": 1000}
    )
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
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
    """What axe-core finds wrong with the page as it is shown now, a line each.

    A page that gives way to the next one while axe looks at it is looked at anew.
    """
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    for _ in range(PAGES_PASSED_BY):
        tab.wait_for_load_state()
        try:
            return _looked_at(tab)
        except Error:
            continue
    return _looked_at(tab)


def _looked_at(tab: Page) -> list[str]:
    if not tab.evaluate("() => 'axe' in window"):
        tab.evaluate(AXE.read_text("utf-8"))
    found: list[str] = tab.evaluate(LOOK)
    return found
