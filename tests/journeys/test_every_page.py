"""Every page of the access matrix, as each actor who may open it, in Chromium.

Nothing breaks the content security policy or fails in a script, nothing is wider than a telephone,
and axe finds nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error
from playwright.sync_api import Page as Tab

from tests.accounts.identity_provider import switch_on
from tests.journeys.conftest import axe_findings
from tests.matrix import cells
from tests.matrix.scene import build

pytestmark = [
    pytest.mark.journey,
    pytest.mark.crawl,
    pytest.mark.usefixtures("laid_down", "surroundings"),
]
TELEPHONE = {"width": 390, "height": 844}
STRICT = {"Content-Security-Policy": "script-src 'unsafe-inline'; style-src 'self'"}
BROKEN = """<!doctype html><html><body style="color: red">
<script>throw Error("feil i skriptet")</script>
<p>Et langt ord</p></body></html>""".replace("langt", "langt" * 50)


@pytest.fixture
def surroundings(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Files in a folder of the test's own, a provider that does not answer, and a quiet log."""
    settings.REPORT_DIR = settings.UPLOAD_DIR = tmp_path
    settings.SUBJECT_FILE_DIR = tmp_path / "subject_files"
    settings.LETTER_DIR = tmp_path / "letters"
    settings.DOCUMENT_DIR = tmp_path / "documents"
    switch_on(settings, "http://localhost:1")
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@cache
def openable(actor: str) -> list[tuple[cells.Page, str]]:
    """The pages that the actor may open, each in the first context that allows it."""
    found = []
    for page in cells.pages():
        allowed = (c for c in page.contexts if cells.expected(page, "GET", actor, c) == 200)
        context = next(allowed, None)
        if context is not None:
            found.append((page, context))
    return found


@pytest.mark.parametrize("actor", cells.ACTORS)
def test_every_page_is_clean_in_a_browser(browser: Browser, live_server: Any, actor: str) -> None:
    scene = build()
    context = browser.new_context(base_url=live_server.url, locale="nb-NO", viewport=TELEPHONE)
    take_session(context, live_server.url, scene.clients[actor])
    look = Look(context.new_page())
    wrong = [
        f"{page.name}: {told}"
        for page, where in openable(actor)
        for told in look.at(scene.address(page, actor, where), axe=is_first(page, actor))
    ]
    context.close()
    assert "\n".join(wrong) == ""


def test_what_is_wrong_is_told(browser: Browser, live_server: Any) -> None:
    """The look itself: a page that breaks all of it is told of in every way."""
    look = Look(browser.new_page(viewport=TELEPHONE))
    look.tab.route(
        "**/*", lambda route: route.fulfill(body=BROKEN, headers=STRICT, content_type="text/html")
    )
    told = " ".join(look.at("http://osk.test/", axe=True))
    look.tab.close()
    for words in ("Content Security Policy", "feil i skriptet", "wider", "html-has-lang"):
        assert words in told


def take_session(context: BrowserContext, url: str, client: Client) -> None:
    kept = client.cookies.get(settings.SESSION_COOKIE_NAME)
    if kept is not None:
        context.add_cookies([{"name": kept.key, "value": kept.value, "url": url}])


def is_first(page: cells.Page, actor: str) -> bool:
    """axe looks at a page once: with the first of the actors who may open it."""
    may_open = (code for code in cells.ACTORS if page in dict(openable(code)))
    return next(may_open) == actor


class Look:
    """At one page after the other in the same tab, and what its console said."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.said: list[str] = []
        tab.on("pageerror", lambda error: self.said.append(str(error)))
        tab.on("console", self.note)

    def note(self, told: ConsoleMessage) -> None:
        """Chromium asks for a picture beside a page that is no HTML, and says so pages later."""
        if told.type == "error" and not told.location["url"].endswith("/favicon.ico"):
            self.said.append(told.text)

    def at(self, address: str, *, axe: bool) -> list[str]:
        """What is wrong with the page; a file, or a piece of a page, need but be there."""
        self.said.clear()
        try:
            answer = self.tab.goto(address)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            status = self.tab.request.get(address).status
            return [] if status == 200 else [f"status {status}"]
        if answer is None or answer.status != 200:
            return [f"status {answer and answer.status}"]
        if "text/html" not in answer.headers["content-type"] or "<html" not in answer.text():
            return []
        return self.shown(axe=axe)

    def shown(self, *, axe: bool) -> list[str]:
        told = list(self.said)
        if self.tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            told.append("wider than the screen")
        return told + (axe_findings(self.tab) if axe else [])
