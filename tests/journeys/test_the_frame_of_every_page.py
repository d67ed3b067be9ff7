"""The frame in Chromium: no findings, no breach of policy, and the small scripts at work.

Pages are rendered here and handed to the browser at a made-up address, so that neither server nor
database takes part.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from accounts.views import DemoUser
from tests.config import frames
from tests.config.form_pack_forms import EveryKind
from tests.journeys.conftest import axe_findings

ADDRESS = "http://osk.test/"
POLICY = "; ".join(
    f"{name} {' '.join(sources)}"
    for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)

pytestmark = pytest.mark.journey


def framed(body: str, **context: object) -> str:
    frame = frames.signed_in() | {"is_demo": True}
    source = '{% extends "base.html" %}{% load crispy_forms_tags %}{% block main %}'
    return engines["django"].from_string(source + body + "{% endblock %}").render(frame | context)


def login_page() -> str:
    users = [DemoUser("raadmann", "Eva Prøve", "Kommunedirektør")]
    context = frames.visitor() | {
        "is_demo": True,
        "form": None,
        "redirect_field": "",
        "demo_users": users,
        "demo_password": "demo",
    }
    return render_to_string("account/login.html", context)


FORM = '<h1>Skjema</h1><form class="stack" method="post" action="/">{{ form|crispy }}</form>'
BUTTONS = (
    '<h1>Knapper</h1><button class="ds-button" hx-get="/503/">Feiler</button>'
    '<button class="ds-button" hx-get="/fragment/" hx-target="#her">Virker</button>'
    '<p id="her"></p>'
)
PAGES = {
    "login": login_page,
    "failure": lambda: render_to_string("500.html"),
    "form": lambda: framed(FORM, form=EveryKind()),
    "form with errors": lambda: framed(FORM, form=EveryKind({})),
}


def opened(browser: Browser, html: str, *, width: int = 1440, scheme: str = "light") -> Page:
    """The page at ADDRESS; /503/ fails and /fragment/ answers; breaches are noted on the page."""

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith(settings.STATIC_URL):
            route.fulfill(path=finders.find(path.removeprefix(settings.STATIC_URL)))
        elif path == "/503/":
            route.fulfill(status=503, body="")
        elif path == "/fragment/":
            route.fulfill(body="Hentet", content_type="text/html; charset=utf-8")
        else:
            headers = {
                "Content-Security-Policy": POLICY,
                "Content-Type": "text/html; charset=utf-8",
            }
            route.fulfill(body=html, headers=headers)

    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nb-NO"
    )
    page.add_init_script(
        "window.breaches = [];"
        "addEventListener('securitypolicyviolation', (e) => breaches.push(e.violatedDirective));"
    )
    page.route("**/*", serve)
    page.goto(ADDRESS)
    page.wait_for_function("customElements.get('ds-field') !== undefined")
    return page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_page_has_no_findings_and_keeps_the_policy(browser, name, scheme, width):
    page = opened(browser, PAGES[name](), width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("breaches") == []
    findings = axe_findings(page)
    page.close()
    assert findings == []


def test_the_policy_stops_what_stands_in_the_page(browser):
    page = opened(browser, framed('<h1 style="color: red">Nei</h1>'))
    page.wait_for_function("breaches.length > 0")
    assert page.evaluate("breaches")[0].startswith("style-src")
    page.close()


def scheme_of(page: Page) -> str:
    return page.evaluate("document.documentElement.dataset.colorScheme")


def test_the_chosen_theme_is_kept_but_paper_is_light(browser):
    page = opened(browser, framed(BUTTONS))
    assert scheme_of(page) == "auto"
    page.click(".user-button")
    page.click("text=Mørkt")
    assert scheme_of(page) == "dark"
    page.reload()
    assert scheme_of(page) == "dark"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert scheme_of(page) == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert scheme_of(page) == "dark"
    page.close()


def test_a_slash_finds_the_search_but_is_typed_in_a_field(browser):
    page = opened(browser, framed(BUTTONS))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("a/b?")
    assert page.input_value("#find") == "a/b?"
    page.close()


def test_keys_without_alt_can_be_switched_off_for_good(browser):
    page = opened(browser, framed(BUTTONS + '<a href="#her" data-shortcut="Alt+O">Oversikt</a>'))
    page.keyboard.press("?")
    panel = page.locator("#shortcuts")
    expect(panel.locator("dt")).to_have_text(["/", "?", "Alt+O"])
    panel.locator("#single-keys").click()
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "find"
    page.keyboard.press("Alt+o")
    page.wait_for_url("**#her")
    page.close()


def test_a_failed_request_is_told_in_words_until_the_next_that_works(browser):
    page = opened(browser, framed(BUTTONS))
    page.click("text=Feiler")
    page.wait_for_selector("#problem .ds-alert")
    assert "Prøv igjen om litt" in page.inner_text("#problem")
    page.click("text=Virker")
    page.wait_for_selector("#her:has-text('Hentet')")
    assert page.inner_text("#problem") == ""
    page.close()


def test_a_demo_users_name_fills_in_the_form(browser):
    page = opened(browser, login_page())
    page.click("text=raadmann")
    assert page.input_value("#id_login") == "raadmann"
    assert page.input_value("#id_password") == "demo"
    page.close()


def test_the_error_summary_takes_focus_and_leads_to_the_field(browser):
    page = opened(browser, framed(FORM, form=EveryKind({})))
    page.wait_for_function("document.activeElement.tagName === 'DS-ERROR-SUMMARY'")
    page.click("ds-error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_text"
    assert page.get_attribute("#id_text", "aria-describedby") == "id_text_helptext id_text_error"
    page.close()
