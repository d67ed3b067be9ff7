"""What the environment decides, from a bare machine to production."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent
READ = (
    "ALLOWED_HOSTS",
    "MFA_REQUIRED",
    "OIDC_PROVIDERS",
    "SECRET_KEY",
    "DEBUG",
    "DATABASE_URL",
    "CELERY_BROKER_URL",
    "LOG_LEVEL",
)
PRODUCTION = {"ALLOWED_HOSTS": "osk.example", "SECRET_KEY": "k" * 60}

Load = Callable[..., dict[str, Any]]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Load:
    """Read config/settings.py anew, with only the given variables set."""

    def load(**variables: str) -> dict[str, Any]:
        for name in READ:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"VAR_DIR": str(tmp_path)} | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config/settings.py"))

    return load


def test_nothing_set_means_sqlite_on_loopback(load: Load, tmp_path: Path) -> None:
    found = load()
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert (found["PRODUCTION"], found["DEBUG"]) == (False, False)
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "osk.sqlite3")
    assert found["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_off_production_the_key_is_made_once_and_kept_private(load: Load, tmp_path: Path) -> None:
    first, second = load(), load()
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) > 50
    assert os.stat(tmp_path / "secret_key").st_mode & 0o777 == 0o600


@pytest.mark.parametrize("hosts", ["osk.example", "127.0.0.1,osk.example", "*", ".osk.example"])
def test_a_public_host_without_a_key_refuses_to_start(load: Load, hosts: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set"):
        load(ALLOWED_HOSTS=hosts)


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        (PRODUCTION | {"DEBUG": "on"}, "DEBUG cannot be on"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
        (PRODUCTION | {"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        (PRODUCTION | {"MFA_REQUIRED": "off"}, "MFA_REQUIRED cannot be off"),
        (PRODUCTION | {"OIDC_PROVIDERS": "[{}]"}, "OIDC_PROVIDERS: missing"),
    ],
)
def test_dangerous_combinations_refuse_to_start(
    load: Load, variables: dict[str, str], reason: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=reason):
        load(**variables)


def test_production_is_strict(load: Load, tmp_path: Path) -> None:
    found = load(**PRODUCTION)
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert not (tmp_path / "secret_key").exists()


def test_off_production_no_proxy_is_trusted(load: Load) -> None:
    found = load()
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert found["SECURE_PROXY_SSL_HEADER"] is None


def test_postgresql_connections_are_kept_and_checked(load: Load) -> None:
    database = load(DATABASE_URL="postgres://osk:p%40ss@db:5432/osk")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PASSWORD"]) == ("db", "p@ss")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
    assert database["OPTIONS"]["connect_timeout"] <= 3


def test_the_queue_in_files_makes_its_own_folders(load: Load, tmp_path: Path) -> None:
    options = load()["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert Path(options["data_folder_in"]).is_dir()
    assert Path(options["control_folder"]).is_dir()
    assert options["data_folder_in"] == options["data_folder_out"]


def test_a_job_is_stopped_before_redis_hands_it_out_again(load: Load, tmp_path: Path) -> None:
    found = load(CELERY_BROKER_URL="redis://redis:6379/0")
    limits = (found["CELERY_TASK_SOFT_TIME_LIMIT"], found["CELERY_TASK_TIME_LIMIT"])
    assert sorted(limits) == list(limits)
    assert limits[-1] < found["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"]
    assert not (tmp_path / "queue").exists()


def test_pages_may_load_nothing_from_elsewhere(load: Load) -> None:
    directives = load()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert [name for name in directives if "data:" in directives[name]] == ["img-src"]


def test_no_middleware_or_app_chooses_language_or_wraps_requests(load: Load) -> None:
    found = load()
    assert "django.middleware.locale.LocaleMiddleware" not in found["MIDDLEWARE"]
    assert found["LANGUAGE_CODE"] == "nb"
    assert not found["DATABASES"]["default"].get("ATOMIC_REQUESTS")
    assert "USE_THOUSAND_SEPARATOR" not in found


def test_every_job_of_the_clock_is_one_that_the_worker_knows(load: Load) -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in load()["CELERY_BEAT_SCHEDULE"].values()}
    assert scheduled
    assert scheduled <= app.tasks.keys()


def test_a_second_factor_is_demanded_and_no_provider_asked_unless_told(load: Load) -> None:
    found = load()
    assert (found["MFA_REQUIRED"], found["OIDC_PROVIDERS"]) == (True, [])
    assert found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"] == ["'self'"]
    assert load(MFA_REQUIRED="off")["MFA_REQUIRED"] is False


def test_the_days_of_the_plans_are_days_within_a_year(load: Load) -> None:
    assert load()["PLANS"]["family_days"] == 90
    assert load(PLAN_OTHER_DAYS="366")["PLANS"]["other_days"] == 366
    for wrong in ("0", "367"):
        with pytest.raises(ImproperlyConfigured, match="PLAN_FAMILY_DAYS"):
            load(PLAN_FAMILY_DAYS=wrong)


def test_the_reminder_of_a_deadline_is_days_within_a_year(load: Load) -> None:
    assert load()["PLAN_REMINDER_DAYS"] == 30
    for wrong in ("0", "367"):
        with pytest.raises(ImproperlyConfigured, match="PLAN_REMINDER_DAYS"):
            load(PLAN_REMINDER_DAYS=wrong)


def test_the_months_of_the_assessments_fit_each_other(load: Load) -> None:
    assert load()["MEASURES"]["assess_months"] == (3, 6)
    for wrong in ({"MEASURE_ASSESS_MONTHS": "7"}, {"MEASURE_ASSESSED_MONTHS": "25"}):
        with pytest.raises(ImproperlyConfigured, match="MEASURE_ASSESS_MONTHS"):
            load(**wrong)
