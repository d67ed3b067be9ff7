"""Fault F15: with an access log that cannot be written, no page shows a person (security.md 2.3).

On PostgreSQL the right to add to the log is revoked from the role the program runs as; on SQLite a
trigger refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import log_guard
from accounts.models import AccessEvent, User
from households.models import Person
from tests.accounts.log_rows import execute
from tests.matrix import cells
from tests.matrix.cells import Page
from tests.matrix.posts import post_for
from tests.matrix.scene import Scene, build

pytestmark = [pytest.mark.matrix, pytest.mark.django_db(transaction=True)]

WITHOUT_PERSONS = (
    "health",
    "robots",
    "front_page",
    "account_",
    "mfa_",
    "socialaccount_",
    "administration:",
    "tables:",
    "reports:latest",
    "reports:list",
    "reports:progress",
    "reports:assess",
    "reports:try_again",
    "benefits:",
    "rights:",
    "texts:",
    "offers:",
    "plan_actions:",
    "measures:catalogue",
    "measures:measure",
    "measures:new_measure",
    "measures:note_learning",
    "measures:change_measure",
    "housing:figures",
    "lodging:use",
    "lodging:places",
    "lodging:new_place",
    "lodging:change_place",
    "tenancies:figures",
    "homes:new",
    "homes:change",
)
"""Pages that name nobody, and so may answer; a new page stands outside until it is shown that it
does not."""


FORMS_AND_COUNTS = {
    "closeness:own_person",
    "coordination:emergency",
    "coordination:new_intake",
    "meetings:call",
    "meetings:invitation",
    "archive:open_locked",
    "archive:propose",
    "archive:rules",
    "archive:run",
    "archive:runs",
    "staffing:change_unit",
    "staffing:close_unit",
    "staffing:distribute",
    "staffing:give_up_role",
    "staffing:leave",
    "staffing:move",
    "staffing:substitute",
}
"""An empty form, numbers of households, or members of staff: no citizen either."""

TO_THE_LIST = ("coordination:search", "GET")
"""Leads to the list, which does not answer."""


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> Scene:
    settings.REPORT_DIR = settings.UPLOAD_DIR = tmp_path
    return build()


@pytest.fixture
def allowed(scene: Scene) -> list[tuple[Page, str, str, str]]:
    """Whatever the matrix opens to somebody: page, method, actor, context; all it names is made."""
    found = [
        (page, method, actor, context)
        for page in cells.pages()
        for row in cells.rows_of(page)
        for method in row.methods
        for actor in row.actors[:1]
        for context in row.contexts[:1]
    ]
    for page, _, actor, context in found:
        scene.address(page, actor, context)
    return found


@pytest.fixture
def unwritable(allowed: object) -> Iterator[None]:
    """The log refuses new lines, after everything else has been laid down."""
    if connection.vendor == "postgresql":
        yield from _revoked(f"{connection.settings_dict['NAME']}_f15")
        return
    execute(
        "CREATE TRIGGER full BEFORE INSERT ON accounts_accessevent"
        " BEGIN SELECT RAISE(ABORT, 'no more lines'); END"
    )
    yield
    execute("DROP TRIGGER full")


def _revoked(role: str) -> Iterator[None]:
    execute(f"DROP ROLE IF EXISTS {role}")
    execute(f"CREATE ROLE {role} ROLE CURRENT_USER")
    log_guard.protect(role)
    execute(f"REVOKE INSERT ON accounts_accessevent FROM {role}")
    execute(f"SET ROLE {role}")
    yield
    execute("RESET ROLE")
    for table in log_guard.GUARDED:
        execute(f'DROP TRIGGER {log_guard.TRIGGER} ON "{table}"')
    execute(f"DROP FUNCTION {log_guard.FUNCTION}()")
    execute(f"DROP OWNED BY {role}")
    execute(f"DROP ROLE {role}")


def test_every_page_with_persons_answers_503_and_shows_nobody(
    scene: Scene, allowed: list[tuple[Page, str, str, str]], unwritable: None
) -> None:
    names = set(Person.objects.values_list("last_name", flat=True))
    before = AccessEvent.objects.count()
    wrong = []
    for page, method, actor, context in allowed:
        client = scene.clients[actor]
        client.raise_request_exception = False
        address = scene.address(page, actor, context)
        posted = post_for(page.name, scene, actor, context)
        answer = client.post(address, posted) if method == "POST" else client.get(address)
        text = b"".join(answer).decode("utf-8", "replace")
        is_open = page.name.startswith(WITHOUT_PERSONS) or page.name in FORMS_AND_COUNTS
        is_open |= (page.name, method) == TO_THE_LIST
        if any(name in text for name in names) or (answer.status_code != 503 and not is_open):
            wrong.append(f"{method} {page.name} {actor}: {answer.status_code}")
    assert wrong == []
    assert AccessEvent.objects.count() == before


def test_the_login_page_is_still_up(scene: Scene, unwritable: None) -> None:
    answer = Client().get("/konto/logg-inn/")
    assert answer.status_code == 200
    assert "Logg inn" in answer.content.decode()


def test_the_log_works_again_when_it_can_be_written(scene: Scene) -> None:
    assert User.objects.exists()
    assert scene.clients["VEI"].get("/husstander/").status_code == 200
