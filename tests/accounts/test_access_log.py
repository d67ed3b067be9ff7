"""The access log: added to, never changed, and without it nothing is shown."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, OperationalError
from django.test import RequestFactory

from accounts import access_log
from accounts.access import live_roles
from accounts.access_log import AccessLogUnavailableError
from accounts.models import AccessEvent, AppendOnlyError, User
from tests.conftest import logged_in

Action = AccessEvent.Action


@pytest.fixture
def event(db: None) -> AccessEvent:
    return AccessEvent.objects.create(action=Action.READ, object_type="household", object_id=7)


def test_a_line_cannot_be_changed_or_taken_away(event: AccessEvent) -> None:
    event.rule = "endret"
    for change in (
        event.save,
        event.delete,
        AccessEvent.objects.all().delete,
        lambda: AccessEvent.objects.filter(pk=event.pk).update(rule="endret"),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    assert AccessEvent.objects.get().rule == ""


def test_a_line_outlives_what_it_tells_of() -> None:
    assert [field.name for field in AccessEvent._meta.fields if field.is_relation] == []


def test_a_line_tells_who_what_whom_and_whence(caseworker: User, rf: RequestFactory) -> None:
    request = rf.get("/husstander/7/", REMOTE_ADDR="10.1.2.3")
    request.user = caseworker
    live_roles(caseworker)
    access_log.record(
        request, Action.LIST, object_type="household", object_id=7, subject_ids=(3, 1)
    )
    line = AccessEvent.objects.get()
    assert (line.user_id, line.roles, line.action) == (caseworker.pk, "caseworker", "list")
    assert (line.object_type, line.object_id, line.subject_ids) == ("household", 7, [3, 1])
    assert (line.verdict, line.rule, line.address) == ("permit", "", "10.1.2.3")


def test_a_refusal_tells_which_rule_refused(caseworker: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = caseworker
    access_log.record(request, Action.READ, denied_by="not_visible")
    line = AccessEvent.objects.get()
    assert (line.verdict, line.rule) == ("deny", "not_visible")


def test_a_log_that_cannot_be_written_stops_the_request(
    caseworker: User, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: AccessEvent, *args: object, **kwargs: object) -> None:
        raise DatabaseError("permission denied for table accounts_accessevent")

    monkeypatch.setattr(AccessEvent, "save", full)
    request = rf.get("/")
    request.user = caseworker
    with pytest.raises(AccessLogUnavailableError):
        access_log.record(request, Action.READ)
    assert issubclass(AccessLogUnavailableError, OperationalError)  # answered 503


def test_with_a_log_that_cannot_be_written_pages_with_persons_answer_503(
    caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(caseworker)
    client.raise_request_exception = False

    def full(self: AccessEvent, *args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AccessEvent, "save", full)
    for answer in (client.get("/husstander/"), client.post("/husstander/sok/", {"q": "Berg"})):
        assert answer.status_code == 503
    client.cookies.clear()
    assert client.get("/konto/logg-inn/").status_code == 200
