"""The description of production: what runs, how it is watched, and that it holds no secret."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from config import probe

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {"migrate", "web", "worker", "beat"}
LONG_RUNNING = SERVICES.keys() - {"migrate"}
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD")
SHOWN_PLAINLY = re.compile(r"\$\{[^}]*\}")


def test_production_is_web_worker_beat_postgresql_and_redis() -> None:
    assert SERVICES.keys() == OURS | {"postgres", "redis"}
    assert SERVICES["postgres"]["image"] == "postgres:15"
    assert SERVICES["redis"]["image"] == "redis:7"
    assert {SERVICES[name]["image"] for name in OURS} == {"osk-sak"}


def test_redis_writes_its_queue_to_disk() -> None:
    assert SERVICES["redis"]["command"] == ["redis-server", "--appendonly", "yes"]


@pytest.mark.parametrize("name", sorted(LONG_RUNNING))
def test_every_service_that_goes_on_has_a_health_check_and_comes_back(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout"} <= check.keys()
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_our_health_checks_are_probes_that_exist(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][1:] == ["python", "-m", "config.probe", name]
    assert callable(getattr(probe, name))


def test_the_database_is_ready_and_migrated_before_anything_uses_it() -> None:
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in OURS - {"migrate"}:
        condition = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


def test_the_commands_name_modules_that_exist() -> None:
    web = SERVICES["web"]["command"]
    assert web == ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
    assert importlib.import_module("config.gunicorn").bind
    assert SERVICES["worker"]["command"][:5] == ["celery", "-A", "config", "--quiet", "worker"]
    assert SERVICES["beat"]["command"] == ["celery", "-A", "config", "--quiet", "beat"]
    assert importlib.import_module("config").celery_app.main == "osk"


def test_a_worker_may_finish_its_job_before_it_is_killed() -> None:
    minutes = int(SERVICES["worker"]["stop_grace_period"].removesuffix("m"))
    assert minutes * 60 >= settings.CELERY_TASK_TIME_LIMIT


def test_data_lie_in_named_volumes_where_the_settings_look() -> None:
    mounted = {tuple(v.split(":")) for s in SERVICES.values() for v in s.get("volumes", ())}
    assert {name for name, _ in mounted} == COMPOSE["volumes"].keys()
    home = Path("/srv/osk")
    assert f"WORKDIR {home}" in DOCKERFILE
    for folder in ("reports", "uploads", "seals", "documents"):
        assert (folder, str(home / "var" / folder)) in mounted
    shared = {name: SERVICES[name]["volumes"] for name in ("web", "worker")}
    assert shared["web"] == shared["worker"]


def test_the_file_holds_no_secret() -> None:
    for service in SERVICES.values():
        environment = service.get("environment", {})
        for name in SECRETS:
            assert environment.get(name, "${").startswith("${")
        url = environment.get("DATABASE_URL", "")
        assert SHOWN_PLAINLY.sub("", url) in ("", "postgres://osk:@postgres:5432/osk")


@pytest.mark.parametrize("name", ["ALLOWED_HOSTS", "SECRET_KEY", "POSTGRES_PASSWORD"])
def test_what_must_be_given_is_demanded(name: str) -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    uses = re.findall(rf"\$\{{{name}\b(.)", text)
    assert uses
    assert set(uses) == {":"}


def test_every_variable_given_to_us_is_one_we_read() -> None:
    ours = (ROOT / "config/settings.py").read_text("utf-8")
    gunicorn = (ROOT / "config/gunicorn.py").read_text("utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', ours))
    read |= set(re.findall(r'environ\.get\("([A-Z_]+)"', gunicorn))
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert given
    assert given <= read


def test_only_the_web_server_is_reached_and_only_from_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_may_write_only_to_their_volumes(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_image_installs_by_hash_and_runs_as_nobody_special() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "--require-hashes" in DOCKERFILE
    assert "npm ci" in DOCKERFILE
    assert re.findall(r"^USER (\w+)$", last_stage, re.MULTILINE) == ["osk"]
    assert "SECRET_KEY" not in last_stage
    assert "ENV SECRET_KEY" not in DOCKERFILE


def test_the_image_gets_neither_data_nor_history() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {".*", "var", "node_modules"} <= set(ignored)
