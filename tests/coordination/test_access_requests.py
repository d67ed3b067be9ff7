"""Requests for access on the page: two leaders, a deadline, and a file that is gone after a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccessEvent, User
from accounts.policy import Role
from coordination.citizen import actions
from households.models import AccessRequest, Household, SubjectFile
from households.rules import one_month_after
from tests.conftest import confirmed, logged_in, unit
from tests.coordination import citizen_cast as cast
from tests.coordination.citizen_cast import address, approved, hash_of, prepared
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

REASON = {"reason": "hand_over"}


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 1, 30), date(2026, 2, 28)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 2, 28), date(2026, 3, 28)),
        (date(2026, 11, 2), date(2026, 12, 2)),
    ],
)
def test_the_deadline_is_the_same_date_in_the_next_month_or_its_last_day(
    day: date, due: date
) -> None:
    assert one_month_after(day) == due


def test_a_request_is_late_the_day_after_the_deadline_and_never_when_answered() -> None:
    asked = AccessRequest(received_on=date(2026, 1, 31))
    assert not asked.is_late_on(date(2026, 2, 28))
    assert asked.is_late_on(date(2026, 3, 1))
    asked.handed_over_on = date(2026, 3, 5)
    assert not asked.is_late_on(date(2026, 3, 6))


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("team_leader", 200),
        ("second_leader", 200),
        ("caseworker", 403),
        ("bft_adviser", 403),
        ("caseworker_other_office", 403),
        ("executive", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_only_a_leader_of_the_office_answers_requests(
    request: pytest.FixtureRequest, found: AccessRequest, actor: str, status: int
) -> None:
    client = confirmed(logged_in(request.getfixturevalue(actor)))
    assert client.get(address(found)).status_code == status
    assert client.get(f"/husstander/{found.household_id}/innsynskrav/").status_code == status
    assert client.get("/arkiv/innsynskrav/").status_code == status
    for rest in ("lag/", "godkjenn/", "utlevert/"):
        answer = client.post(address(found, rest)).status_code
        assert answer == (403 if status == 403 else answer)
        assert answer in ((403,) if status == 403 else (200, 302))


def test_a_leader_of_another_office_finds_nothing(found: AccessRequest) -> None:
    client = confirmed(logged_in(UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))))
    assert client.get(address(found)).status_code == 404
    assert client.post(address(found, "fil/pdf/"), REASON).status_code == 404
    page = client.get("/arkiv/innsynskrav/").content.decode()
    assert "Ingen åpne innsynskrav" in page


def test_a_leader_to_whom_the_household_is_only_shared_is_refused(found: AccessRequest) -> None:
    leader = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    cast_share(found.household)
    response = logged_in(leader).get(address(found))
    assert response.status_code == 403
    assert AccessEvent.objects.filter(rule="subject_file_of_unit", verdict="deny").exists()


def cast_share(household: Household) -> None:
    from_share = household.shares.first()
    assert from_share is not None
    from_share.pk, from_share.to_unit = None, unit("nav", "heimdal")
    from_share.valid_to = timezone.localdate() + timedelta(days=9)
    from_share.save()


def test_a_request_is_registered_for_a_member_with_its_deadline(
    family: Household, team_leader: User
) -> None:
    page = f"/husstander/{family.pk}/innsynskrav/"
    client = logged_in(team_leader)
    form = {"person": family.contact_id, "received_on": "31.10.2026", "channel": "letter"}
    response = client.post(page, form)
    made = AccessRequest.objects.get()
    assert response["Location"] == address(made)
    assert (made.due_on, made.recorded_by) == (date(2026, 11, 30), team_leader)
    assert "allerede et åpent innsynskrav" in client.post(page, form).content.decode()
    assert AccessRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("person", "0", "Velg et gyldig valg"),
        ("received_on", "24.11.2026", "Datoen kan ikke være frem i tid."),
        ("received_on", "i går", "Skriv datoen som dd.mm.åååå."),
        ("channel", "due", "Velg et gyldig valg"),
    ],
)
def test_what_cannot_be_registered_is_told_at_the_field(
    family: Household, team_leader: User, field: str, value: str, words: str
) -> None:
    form = {"person": family.contact_id, "received_on": "02.11.2026", "channel": "letter"}
    page = f"/husstander/{family.pk}/innsynskrav/"
    answer = logged_in(team_leader).post(page, form | {field: value}).content.decode()
    assert words in answer
    assert not AccessRequest.objects.exists()


def test_the_list_marks_only_what_is_late_by_law(family: Household, team_leader: User) -> None:
    cast.ask(family, team_leader, date(2026, 10, 23))
    client = logged_in(team_leader)
    assert 'class="late' not in client.get("/arkiv/innsynskrav/").content.decode()
    AccessRequest.objects.update(received_on=date(2026, 10, 22))
    page = client.get("/arkiv/innsynskrav/").content.decode()
    assert "22.11.2026, fristen er ute" in page
    line = AccessEvent.objects.filter(view_name="archive:requests").latest("pk")
    assert line.subject_ids == [family.contact_id]


def test_the_file_is_prepared_by_one_and_approved_by_another(
    found: AccessRequest, team_leader: User, second_leader: User
) -> None:
    one, two = confirmed(logged_in(team_leader)), confirmed(logged_in(second_leader))
    one.post(address(found, "lag/"))
    approval = {"sha256": hash_of(found)}
    assert "Godkjenn filen" not in one.get(address(found)).content.decode()
    one.post(address(found, "godkjenn/"), approval)
    found.refresh_from_db()
    assert found.approved_by is None
    assert "Godkjenn filen" in two.get(address(found)).content.decode()
    two.post(address(found, "godkjenn/"), {"sha256": "en annen"})
    found.refresh_from_db()
    assert found.approved_by is None
    two.post(address(found, "godkjenn/"), approval)
    found.refresh_from_db()
    assert (found.prepared_by, found.approved_by) == (team_leader, second_leader)


def test_the_database_refuses_approval_by_who_prepared(
    found: AccessRequest, team_leader: User
) -> None:
    now = timezone.now()
    own = {"prepared_by": team_leader, "prepared_at": now, "approved_by": team_leader}
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.update(approved_at=now, **own)


def test_a_file_made_anew_needs_a_new_approval(
    found: AccessRequest, team_leader: User, second_leader: User
) -> None:
    approved(found, team_leader, second_leader)
    prepared(found, second_leader)
    assert found.approved_by is None
    with pytest.raises(actions.RefusedError):
        actions.approve(request=found, sha256=hash_of(found), by=second_leader, at=timezone.now())
    assert SubjectFile.objects.kept().filter(request=found).count() == 2


def test_only_an_approved_file_is_handed_over_which_ends_the_request(
    found: AccessRequest, team_leader: User, second_leader: User
) -> None:
    client = logged_in(team_leader)
    day = {"handed_over_on": "20.11.2026"}
    client.post(address(found, "utlevert/"), day)
    found.refresh_from_db()
    assert found.handed_over_on is None
    approved(found, team_leader, second_leader)
    page = client.post(address(found, "utlevert/"), {"handed_over_on": "01.11.2026"})
    assert "Filen kan ikke være utlevert før kravet kom." in page.content.decode()
    client.post(address(found, "utlevert/"), day)
    found.refresh_from_db()
    assert found.handed_over_on == date(2026, 11, 20)
    with pytest.raises(actions.RefusedError):
        actions.prepare(request=found, by=team_leader, at=timezone.now())
    assert "Ingen åpne innsynskrav" in client.get("/arkiv/innsynskrav/").content.decode()


def test_the_page_shows_the_file_as_it_will_be_handed_over(
    found: AccessRequest, team_leader: User
) -> None:
    prepared(found, team_leader)
    page = logged_in(team_leader).get(address(found)).content.decode()
    file = page.split("Filen som utleveres")[1]
    assert "barn (født 2014)" in file
    assert "15.03.1992" in file
    assert "158392 •••••" in file
    assert "15839200169" not in page
    assert [mark for mark in cast.MARKS_OF_OTHERS if mark in file] == []
