"""audit_protect: PostgreSQL itself refuses to change the access log, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection
from django.utils import timezone

from accounts import seals
from accounts.log_guard import FUNCTION, GUARDED, TRIGGER
from accounts.models import AccessEvent, AccessSeal
from tests.accounts.log_rows import events_written, execute

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="grants and TRUNCATE are PostgreSQL's"
)
CHANGES = {
    "UPDATE": "UPDATE {} SET id = id",
    "DELETE": "DELETE FROM {}",
    "TRUNCATE": "TRUNCATE {}",
}


@pytest.fixture
def app_role(transactional_db: None) -> Iterator[str]:
    """A role like the one that the program logs in with, taken away again afterwards."""
    role = f"{connection.settings_dict['NAME']}_app"
    execute(f"DROP ROLE IF EXISTS {role}")
    execute(f"CREATE ROLE {role} ROLE CURRENT_USER")
    yield role
    execute("RESET ROLE")
    for table in GUARDED:
        execute(f'DROP TRIGGER IF EXISTS {TRIGGER} ON "{table}"')
    execute(f"DROP FUNCTION IF EXISTS {FUNCTION}()")
    execute(f"DROP OWNED BY {role}")
    execute(f"DROP ROLE {role}")


@pytest.fixture
def protected(app_role: str, settings: object, tmp_path: object) -> str:
    settings.AUDIT_HEADS = tmp_path / "osk.jsonl"  # type: ignore[attr-defined, operator]
    events_written(2, subject_ids=[3])
    seals.seal_new_events(timezone.now())
    call_command("audit_protect", role=app_role)
    return app_role


@on_postgresql
@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_of_the_tables_is_refused_by_the_trigger(
    protected: str, table: str, change: str
) -> None:
    with pytest.raises(ProgrammingError, match=f"added to, never changed .{change} on {table}"):
        execute(CHANGES[change].format(table))
    assert (AccessEvent.objects.count(), AccessSeal.objects.count()) == (2, 1)


@on_postgresql
@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("change", CHANGES)
def test_the_programs_role_is_refused_by_its_grants(
    protected: str, table: str, change: str
) -> None:
    execute(f'DROP TRIGGER {TRIGGER} ON "{table}"')
    execute(f"SET ROLE {protected}")
    with pytest.raises(ProgrammingError, match=f"permission denied for table {table}"):
        execute(CHANGES[change].format(table))


@on_postgresql
def test_the_programs_role_can_still_log_seal_and_do_its_work(protected: str) -> None:
    execute(f"SET ROLE {protected}")
    events_written(3)
    assert seals.seal_new_events(timezone.now()) == 1
    assert AccessSeal.objects.get(number=2).count == 3
    execute("UPDATE accounts_district SET name = name")
    execute("DELETE FROM django_session")


@on_postgresql
def test_protecting_again_changes_nothing(
    protected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit_protect", role=protected)
    said = f"Innsynsloggen er vernet; rollen {protected} kan bare legge til og lese.\n"
    assert capsys.readouterr().out == said
    with pytest.raises(ProgrammingError, match="never changed"):
        execute("DELETE FROM accounts_accessevent")


@on_postgresql
def test_a_role_that_does_not_exist_is_named(app_role: str) -> None:
    with pytest.raises(CommandError, match="Databasen har ingen rolle som heter nobody_at_all"):
        call_command("audit_protect", role="nobody_at_all")


@on_postgresql
def test_who_does_not_own_the_tables_is_told_why(app_role: str) -> None:
    execute(f"SET ROLE {app_role}")
    with pytest.raises(CommandError, match="Vernet ble ikke satt: "):
        call_command("audit_protect", role=app_role)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="on PostgreSQL it works")
def test_on_sqlite_the_command_says_that_it_is_for_postgresql() -> None:
    assert connection.vendor == "sqlite"
    with pytest.raises(CommandError, match=r"^audit_protect er for PostgreSQL"):
        call_command("audit_protect")
