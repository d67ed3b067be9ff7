"""What the log may hold: ids, places and reasons; never numbers, query strings or rows."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from celery.signals import setup_logging
from django.db import DataError, IntegrityError
from django.test import RequestFactory
from django.urls import resolve

from accounts import access_log
from accounts.models import AccessEvent, User
from config import logs
from config.celery import keep_own_logging
from households.models import Person
from tests.conftest import logged_in

NUMBER = "01918512345"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Any:
    """The log lines written by this process from now on, at level INFO, as they are stored."""
    root, stream = logging.getLogger(), io.StringIO()
    (configured,) = [
        handler
        for handler in root.handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(configured.formatter)
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"fant {NUMBER} to ganger: {NUMBER}", "fant *********** to ganger: ***********"),
        ("med mellomrom 019185 12345.", "med mellomrom ***********."),
        ("DUF 201012345678", "DUF ***********"),
        ("GET /husstander/?q=Åse%20Prøvesen&side=2 200", "GET /husstander/ 200"),
        ("1 404 mottakere, rapport 20251, kl. 12:30", "1 404 mottakere, rapport 20251, kl. 12:30"),
    ],
)
def test_numbers_and_query_strings_are_masked(text: str, masked: str) -> None:
    assert logs.mask(text) == masked


def test_a_line_of_the_standard_library_is_masked_json(lines: Lines) -> None:
    logging.getLogger("django.request").error("Not found: %s", f"/husstander/?fnr={NUMBER}")
    (line,) = lines()
    assert line["event"] == "Not found: /husstander/"
    assert (line["level"], line["logger"]) == ("error", "django.request")
    assert line["at"].endswith("Z")


def test_a_line_of_structlog_is_masked_json(lines: Lines) -> None:
    structlog.stdlib.get_logger("tests").warning("sought", number=NUMBER, who=[NUMBER], count=3)
    (line,) = lines()
    assert (line["event"], line["number"], line["count"]) == ("sought", "***********", 3)
    assert NUMBER not in json.dumps(line)


def test_a_traceback_names_places_but_no_values_of_variables(lines: Lines) -> None:
    names = ["Prøve" + "sen"]
    try:
        raise ValueError(f"{len(names)} ugyldig nummer {NUMBER}")
    except ValueError:
        logging.getLogger("tests").exception("stopped")
    (line,) = lines()
    assert "test_logs.py" in line["exception"]
    assert line["exception"].endswith("ValueError: 1 ugyldig nummer ***********")
    assert "Prøvesen" not in line["exception"]


def exception_line(error: Exception, lines: Lines) -> str:
    logging.getLogger("tests").error("stopped", exc_info=error)
    return str(lines()[-1]["exception"])


def test_a_broken_constraint_is_named_without_the_row(lines: Lines) -> None:
    words = (
        'null value in column "sex" violates not-null constraint\n'
        "DETAIL:  Failing row contains (1, Åse, Prøvesen)."
    )
    told = exception_line(IntegrityError(words), lines)
    assert "not-null constraint" in told
    assert "Prøvesen" not in told


def test_a_data_error_keeps_its_value_to_itself(lines: Lines) -> None:
    told = exception_line(DataError('invalid input syntax for type date: "Åse"'), lines)
    assert "DataError" in told
    assert "Åse" not in told


@pytest.mark.django_db
def test_a_real_refusal_by_the_database_tells_no_name(lines: Lines) -> None:
    person = Person(first_name="Åse", last_name="Prøvesen", national_id="")
    with pytest.raises(IntegrityError) as caught:
        person.save()
    told = exception_line(caught.value, lines)
    assert "households_person_no_number_is_null" in told
    assert "Prøvesen" not in told


def test_a_cause_is_told_before_what_it_led_to() -> None:
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise RuntimeError("second") from error
    except RuntimeError as error:
        told = logs.exception_text((type(error), error, error.__traceback__))
    assert told.index("KeyError: 'first'") < told.index("RuntimeError: second")


@pytest.mark.django_db
def test_a_request_is_logged_by_id_without_its_query(lines: Lines, stranger: User) -> None:
    logged_in(stranger).get("/konto/passord/", {"next": NUMBER})
    (finished,) = [line for line in lines() if line["event"] == "request_finished"]
    assert finished["request"] == "GET /konto/passord/"
    assert finished["user_id"] == stranger.pk
    assert len(finished["request_id"]) == 36
    assert not {"ip", "username"} & finished.keys()


@pytest.mark.django_db
def test_log_and_access_log_share_the_request_id(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.resolver_match = resolve("/")
    with structlog.contextvars.bound_contextvars(request_id="7c4f"):
        access_log.record(request, AccessEvent.Action.READ)
    assert AccessEvent.objects.get().request_id == "7c4f"


@pytest.mark.django_db
def test_the_access_log_names_the_address_before_the_trusted_proxies(
    rf: RequestFactory, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", headers={"x-forwarded-for": "203.0.113.9, 192.0.2.7"})
    request.resolver_match = resolve("/")
    access_log.record(request, AccessEvent.Action.READ)
    assert AccessEvent.objects.get().address == "192.0.2.7"


def test_the_worker_leaves_the_logging_to_us() -> None:
    listeners = [receiver() for _, receiver in setup_logging.receivers]
    assert keep_own_logging in listeners
