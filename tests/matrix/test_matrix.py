"""Every address, every actor, every context: as the access matrix says, and denied else."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import partial

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

import config.urls
from tests.crawling import DENIED
from tests.matrix import cells
from tests.matrix.cells import ACTORS, Page
from tests.matrix.posts import post_for
from tests.matrix.scene import Scene

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]
PAGES = cells.pages()
LOGIN = "/konto/logg-inn/"


@pytest.fixture
def bare_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The status without its page, which the crawls read: thousands of cells are refused."""
    for status in DENIED:
        bare = partial(_without_a_page, status)
        monkeypatch.setattr(config.urls, f"handler{status}", bare)


def _without_a_page(status: int, request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=status)


def test_every_address_is_in_the_matrix_and_every_row_names_one() -> None:
    assert [page.name for page in PAGES if not cells.rows_of(page)] == []
    named = {row.url_name for row in cells.rows()}
    used = {row.url_name for page in PAGES for row in cells.rows_of(page)}
    assert named == used


def test_the_rows_use_known_words() -> None:
    for row in cells.rows():
        assert set(row.actors) <= set(ACTORS), row
        assert set(row.contexts) <= {*cells.CONTEXTS, "-"}, row
        assert set(row.methods) <= {"GET", "POST"}, row
        assert row.resource, row
        assert row.action, row


def test_at_least_two_thousand_cells_are_asserted() -> None:
    surely = sum(
        len(page.contexts) if may_at_all(page, method, actor) else 1
        for page in PAGES
        for method in methods(page)
        for actor in ACTORS
    )
    assert 2 * surely >= 2_000


def test_each_denial_has_an_allowed_twin() -> None:
    """For each address and method somebody is allowed, on the fixture others are denied on."""
    alone = [
        (page.name, method)
        for page in PAGES
        for method in methods(page)
        if not any(
            cells.expected(page, method, actor, context)
            for actor in ACTORS
            for context in page.contexts
        )
    ]
    assert alone == []


def methods(page: Page) -> list[str]:
    """What the matrix allows anybody to use on the address."""
    return sorted({method for row in cells.rows_of(page) for method in row.methods})


def asked(page: Page) -> list[tuple[str, str, str]]:
    return [
        (method, actor, context)
        for method in methods(page)
        for actor in ACTORS
        for context in page.contexts
    ]


def may_at_all(page: Page, method: str, actor: str) -> bool:
    return any(cells.expected(page, method, actor, context) for context in page.contexts)


@pytest.mark.parametrize("is_htmx", [False, pytest.param(True, marks=pytest.mark.crawl)])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_address_answers_whom_the_matrix_allows_and_nobody_else(
    page: Page, is_htmx: bool, scene: Scene, bare_refusals: None
) -> None:
    """As a plain request in every context on SQLite, which each machine has.

    By htmx, which changes how an answer is wrapped, and on another database, which gives the same
    answers by the same SQL: in one context that an actor is allowed in and one they are denied.
    """
    is_brief = is_htmx or connection.vendor != "sqlite"
    scene.address(page, "VEI", page.contexts[0])  # so that what it names outlives each cell
    wrong = [
        told
        for method in methods(page)
        for actor in ACTORS
        for told in problems(scene, page, (method, actor), is_htmx=is_htmx, is_brief=is_brief)
    ]
    assert wrong == []


def problems(
    scene: Scene, page: Page, asker: tuple[str, str], *, is_htmx: bool, is_brief: bool
) -> Iterator[str]:
    """What is wrong in each context that has to be asked for; in brief in one of each outcome.

    A role that is refused before any household is looked for (403, or sent to log in) is refused
    alike in all of them; for one that is allowed nowhere, the first context shows that.
    """
    method, actor = asker
    by_outcome = {cells.expected(page, method, actor, one) is None: one for one in page.contexts}
    for context in by_outcome.values() if is_brief else page.contexts:
        answer = ask(scene, page, (method, actor, context), is_htmx=is_htmx)
        allowed = cells.expected(page, method, actor, context)
        if told := problem(answer, actor, allowed, is_htmx=is_htmx):
            yield f"{method}{' HX' if is_htmx else ''} {page.name} {actor} {context}: {told}"
        if answer.status_code != 404 and not may_at_all(page, method, actor):
            return


def problem(answer: HttpResponse, actor: str, allowed: int | None, *, is_htmx: bool) -> str:
    """What is wrong with an answer; empty when it is as the matrix says."""
    if allowed is None:
        return "" if is_denied(answer, actor) else f"{answer.status_code}, should be denied"
    if answer.status_code == allowed and not to_login(answer):
        return ""
    if is_htmx and allowed == 302 and answer.status_code in (200, 204):
        return ""  # htmx is told where to go in a header
    return f"{answer.status_code}, should be {allowed}"


def ask(scene: Scene, page: Page, cell: tuple[str, str, str], *, is_htmx: bool) -> HttpResponse:
    method, actor, context = cell
    address = scene.address(page, actor, context)
    headers = {"HX-Request": "true"} if is_htmx else {}
    client = scene.clients[actor]
    client.raise_request_exception = False
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(address, headers=headers)
        else:
            posted = post_for(page.name, scene, actor, context)
            answer = client.post(address, posted, headers=headers)
        transaction.set_rollback(True)
    client.cookies = cookies  # one that was logged out is in again for the next cell
    return answer


def is_denied(answer: HttpResponse, actor: str) -> bool:
    if actor == "ANON" and answer.status_code == 302:
        return answer["Location"].startswith(LOGIN)
    return answer.status_code in DENIED


def to_login(answer: HttpResponse) -> bool:
    """Sent to log in first, and back afterwards."""
    return answer.status_code == 302 and answer["Location"].startswith(f"{LOGIN}?next=")
