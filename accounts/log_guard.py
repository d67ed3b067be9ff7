"""The database's own guard of the access log on PostgreSQL: grants, and a trigger.

Installed by `manage.py audit_protect`, never by a migration, and again after each upgrade.
"""

from __future__ import annotations

from django.db import connection, transaction

from accounts.models import AccessEvent, AccessSeal, AccessSubject

GUARDED = tuple(model._meta.db_table for model in (AccessEvent, AccessSeal, AccessSubject))
FUNCTION = "accounts_refuse_change"
TRIGGER = "accounts_append_only"
REFUSE = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The access log is added to, never changed (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""


class UnknownRoleError(Exception):
    """There is no such role in the database."""


@transaction.atomic
def protect(role: str) -> None:
    """Let `role` use the program's tables, but only add to the log and read it; refuse changes.

    The trigger refuses them for every role, the owner of the tables too. Safe to run again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise UnknownRoleError(role)
        for statement in _grants(connection.ops.quote_name(role)):
            cursor.execute(statement)
        cursor.execute(REFUSE)
        for table in GUARDED:
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {TRIGGER} BEFORE UPDATE OR DELETE OR TRUNCATE"
                f' ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()'
            )


def _grants(role: str) -> list[str]:
    """What the program needs of its tables, and of the log's no more than INSERT and SELECT."""
    tables = ", ".join(f'"{table}"' for table in GUARDED)
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE ALL ON {tables} FROM {role}",
        f"GRANT SELECT, INSERT ON {tables} TO {role}",
    ]
