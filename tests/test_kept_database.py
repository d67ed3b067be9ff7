"""Where a test's database comes from, and that none is left emptied by another test."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Unit
from tests import kept_database
from tests.laid_down import LAID_DOWN
from tests.test_architecture import ROOT, imported_apps


def test_a_copy_is_taken_of_the_same_migrations_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "0001_initial.py", tmp_path / "0002_rates.py"
    first.write_text("rates = 1")
    second.write_text("")
    told = [kept_database.fingerprint([first, second])]
    told += [kept_database.fingerprint([second, first]), kept_database.fingerprint([first])]
    first.write_text("rates = 2")
    told.append(kept_database.fingerprint([first, second]))
    assert told[0] == told[1]
    assert len(set(told)) == 3


def test_a_migration_lays_down_what_stands_in_its_own_file() -> None:
    """What it read elsewhere could change without the fingerprint."""
    paths = [path for path in ROOT.glob("*/migrations/*.py") if "RunPython" in path.read_text()]
    assert len(paths) == len(LAID_DOWN)
    assert {path.name: imported_apps(path) for path in paths if imported_apps(path)} == {}


@pytest.mark.django_db
def test_no_migration_is_left_to_run() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models() -> None:
    """However old the copy is, each table has the columns of its model."""
    with connection.cursor() as cursor:
        for model in connection.introspection.get_migratable_models():
            told = connection.introspection.get_table_description(cursor, model._meta.db_table)
            columns = {field.column for field in model._meta.local_concrete_fields}
            assert {column.name for column in told} == columns


@pytest.mark.django_db(transaction=True)
def test_what_migrations_lay_down_is_there_after_a_test_that_emptied_every_table() -> None:
    Unit.objects.all().delete()
    call_command("flush", verbosity=0, interactive=False)
    assert [name for name, model in LAID_DOWN.items() if not model.objects.exists()] == []
