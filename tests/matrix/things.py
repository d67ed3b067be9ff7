"""What the addresses of the product name besides households and persons, made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import AccessReview, User
from accounts.policy import Role
from benefits import actions as import_actions
from benefits.models import ImportRun
from coordination.models import Flag
from households.access import Protection
from households.models import Disqualification, Household, ProtectionChange
from households.months import month_from
from reports import actions
from tests.benefits.history_files import good, write_tables
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, break_glass, intake, pay
from tests.matrix import archive, assistance, decided, kept_homes, municipal, staffing

REPORTED = month_from(2025, 12)
ACT_NAMES = {"housing": "rad", **kept_homes.ACTS}


def of(users: dict[str, User], home: Household) -> dict[str, Callable[[str], Any]]:
    """By the name an address gives it: what makes it, given the app's name.

    `home` is a household that the actors' own offices have.
    """
    return {
        "run_id": lambda app: RUNS[app](users),
        "step": lambda app: "start",
        "act_name": lambda app: ACT_NAMES.get(app, "trekk"),
        "format": lambda app: "pdf" if app == "coordination" else "csv",
        "lock_id": lambda app: archive.lock(users["ADM"]),
        "pk": lambda app: _key(users["VEI"]),
        "provider_id": lambda app: "entra",
        "review_id": lambda app: _review(users["VEI"]),
        "intake_id": lambda app: intake(home, unit("nav", "midtbyen"), users["VEI"]).pk,
        "break_glass_id": lambda app: _opened_in_need(home),
        "change_id": lambda app: (
            staffing.wish() if app == "administration" else _proposal(users["STR"])
        ),
        "action_number": lambda app: municipal.action_by(users["LED"]),
        "block_id": lambda app: decided.standard_text(),
        "language": lambda app: "en",
        "conflict_id": lambda app: _conflict(),
        **staffing.things(),
    }


def flag_in(household: Household) -> int:
    flag, _ = Flag.objects.get_or_create(
        household=household, rule="cap", defaults={"raised_on": timezone.localdate()}
    )
    return flag.pk


def _opened_in_need(household: Household) -> int:
    """By somebody of another office."""
    outsider = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "heimdal"))
    return break_glass(outsider, household).pk


def _proposal(user: User) -> int:
    """A lowering that waits for another than `user`."""
    change = ProtectionChange.objects.create(
        person=PersonFactory(),
        from_grade=Protection.CODE_7,
        to_grade=Protection.NONE,
        is_lowering=True,
        reason="over",
        grounds="Bekreftet",
        proposed_by=user,
        proposed_at=timezone.now(),
        outcome="waiting",
    )
    return change.pk


def _conflict() -> int:
    """A conflict of interest that somebody at NAV Midtbyen has declared."""
    colleague = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"))
    declared = Disqualification.objects.create(
        user=colleague, household=HouseholdFactory(district="midtbyen"), reason="friend"
    )
    return declared.pk


RUNS: dict[str, Callable[[dict[str, User]], int]] = {
    "benefits": lambda users: _import_run(users["ADM"]),
    "payments": lambda users: assistance.run_in(HouseholdFactory(), users["OKO"]),
    "archive": lambda users: archive.retention_run(users["ADM"]),
    "reports": lambda users: _report_run(users["RAD"]),
}


def _report_run(user: User) -> int:
    """A finished report, made through the ordinary code."""
    for _ in range(2):
        pay(HouseholdFactory(district="midtbyen").contact, REPORTED - 40, REPORTED)
    run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=user)
    actions.make_report(run.pk)
    return run.pk


def _key(user: User) -> int:
    """A security key of the user's own."""
    key = Authenticator(user=user, type="webauthn", data={"name": "Blå nøkkel", "credential": {}})
    key.save()
    return key.pk


def _review(user: User) -> int:
    """A look-up of the caseworker's that the leader of the unit is to review."""
    day = timezone.localdate()
    row, _ = AccessReview.objects.get_or_create(
        user=user,
        unit=unit("nav", "midtbyen"),
        audience="leader",
        on=day,
        household_id=1,
        defaults={"made_on": day, "kinds": ["sample"], "openings": 1},
    )
    return row.pk


def _import_run(user: User) -> int:
    """Good files, checked and waiting for an answer."""
    with TemporaryDirectory() as folder:
        files = [
            SimpleUploadedFile(path.name, path.read_bytes())
            for path in write_tables(Path(folder) / "given", good())
        ]
    run = import_actions.order_import(kind=ImportRun.Kind.HISTORY, files=files, by=user)
    import_actions.check_import(run.pk, timezone.now)
    return run.pk
