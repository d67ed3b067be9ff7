"""Pictures of the main pages, from a running demo: `python docs/screenshots.py [ADDRESS]`.

Needs Chromium and the packages of the tests. Writes docs/screenshots/*.png: as wide as a desk and
as a telephone, light and dark.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

TARGET = Path(__file__).resolve().parent / "screenshots"
PASSWORD = os.environ.get("DEMO_PASSWORD", "demo")
DESK, TELEPHONE = (1440, 1000), (390, 844)
LOOKS = ((DESK, "light", ""), (DESK, "dark", "-dark"), (TELEPHONE, "light", "-narrow"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
"""Chromium refuses to run as root inside its own sandbox, as in a container."""


@dataclass(frozen=True)
class Shot:
    """A page to be pictured: who sees it, and what to press to get there from their first page.

    `press` are selectors, the first hit of each in turn; `whole` means down to the page's end, and
    `everywhere` also in the dark and on a telephone.
    """

    name: str
    user: str
    press: tuple[str, ...] = ()
    whole: bool = False
    everywhere: bool = False


WITH_CHILDREN = ("text=Bare med barn", "button:has-text('Vis')")
BY_MONTHS = "thead a:has-text('Måneder på stønad')"
LIST = (".main-nav a:has-text('Husstander')",)
TO_CALCULATION = (
    *(*LIST, *WITH_CHILDREN, "main tbody a", ".side-menu a:has-text('Søknader')"),
    *("a:has-text('Ny søknad')", "label:has-text('Livsopphold')", "label:has-text('Husleie')"),
    *("button:has-text('Registrer søknaden')", "button:has-text('Start behandling')"),
    *("a:has-text('Til beregningen')", "button:has-text('Start beregningen')"),
)
TO_HOUSEHOLD = (*LIST, *WITH_CHILDREN, BY_MONTHS, BY_MONTHS, "main tbody a")
SHARED = (".main-nav a:has-text('Samtykker')", "main tbody a")
SHOTS = (
    Shot("login", ""),
    Shot("report", "raadmann", whole=True, everywhere=True),
    Shot("reports", "raadmann", press=("main a:has-text('Rapporter')",)),
    Shot("worklist", "nav.heimdal", everywhere=True),
    Shot("calculation", "nav.heimdal", press=TO_CALCULATION, whole=True),
    Shot("households", "nav.heimdal", press=LIST),
    Shot("household", "nav.heimdal", press=TO_HOUSEHOLD, whole=True, everywhere=True),
    Shot("queue", "bolig", everywhere=True),
    Shot("consents", "nav.midtbyen", press=SHARED),
    Shot("consent-list", "nav.midtbyen", press=SHARED[:1]),
    Shot("intakes", "nav.midtbyen", press=(".main-nav a:has-text('Henvendelser')",)),
    Shot("access-log", "leder.midtbyen", press=(".main-nav a:has-text('Kontroll')",)),
    Shot("administration", "admin"),
    Shot("import", "admin", press=(".main-nav a:has-text('Import')",)),
)


@contextmanager
def opened(browser: Browser, address: str, size: tuple[int, int], scheme: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address,
        locale="nb-NO",
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    yield context.new_page()
    context.close()


def log_in(page: Page, user: str) -> None:
    page.goto("/konto/logg-inn/")
    if user:
        page.get_by_label("Brukernavn").fill(user)
        page.get_by_label("Passord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        page.wait_for_load_state("networkidle")


def take(page: Page, shot: Shot, name: str) -> None:
    log_in(page, shot.user)
    for selector in shot.press:
        # Pressed by script: a heading to sort by is not shown on a telephone.
        page.locator(selector).first.evaluate("element => element.click()")
        page.wait_for_timeout(500)  # until the next page, if there is one, has begun
        page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{name}.png", full_page=shot.whole)


def main(address: str) -> None:
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for shot in SHOTS:
            for size, scheme, ending in LOOKS if shot.everywhere else LOOKS[:1]:
                with opened(browser, address, size, scheme) as page:
                    take(page, shot, shot.name + ending)
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://127.0.0.1:8000"]))
