"""The page on grades: who may change them, what they are told, and what the log keeps."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import AccessEvent, Clearance, User
from accounts.policy import Role
from households.access import Protection
from households.models import Household, Person, ProtectionChange
from tests.conftest import logged_in, unit
from tests.factories import UserFactory, break_glass, clear, share

pytestmark = pytest.mark.django_db


def page(household: Household, *more: object) -> str:
    return "/".join(["/husstander", str(household.pk), "beskyttelse", *map(str, more), ""])


def change(client: Client, household: Household, grade: str, **more: str) -> object:
    seen = Person.objects.get(pk=household.contact_id).protection
    told = {"seen": seen, "grade": grade, "reason": "police", "grounds": ""} | more
    return client.post(page(household, household.contact_id), told, follow=True)


def protect(household: Household, grade: Protection) -> None:
    Person.objects.filter(pk=household.contact_id).update(protection=grade)


def grade(household: Household) -> str:
    return Person.objects.get(pk=household.contact_id).protection


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("caseworker", 200),
        ("colleague_same_office", 200),
        ("team_leader", 200),
        ("caseworker_other_office", 404),
        ("bft_adviser", 404),
        ("executive", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_the_own_office_sees_who_has_which_grade_and_nobody_else(
    request: pytest.FixtureRequest, family: Household, actor: str, status: int
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    assert client.get(page(family)).status_code == status
    assert client.get(page(family, family.contact_id)).status_code == status


def test_what_is_only_shared_or_opened_in_need_cannot_be_graded(
    family: Household, bft_adviser: User, caseworker_other_office: User
) -> None:
    share(family, family.contact, unit("bft", "midtbyen"))
    break_glass(caseworker_other_office, family)
    for user in (bft_adviser, caseworker_other_office):
        client = logged_in(user)
        assert client.get(f"/husstander/{family.pk}/").status_code == 200
        assert client.get(page(family)).status_code == 403
        assert change(client, family, "code_6").status_code == 403  # type: ignore[attr-defined]
    assert grade(family) == Protection.NONE


def test_who_raises_without_clearance_is_told_and_lands_on_the_list(
    family: Household, caseworker: User
) -> None:
    client = logged_in(caseworker)
    assert "lukkes den også for deg" in client.get(page(family, family.contact_id)).content.decode()
    answer = change(client, family, "code_6")
    assert answer.redirect_chain[-1][0] == "/husstander/"  # type: ignore[attr-defined]
    words = answer.content.decode()  # type: ignore[attr-defined]
    assert f"Graderingen i {family.number} er hevet. Husstanden er lukket for deg" in words
    assert "Prøvesen" not in words
    assert grade(family) == Protection.CODE_6
    assert client.get(f"/husstander/{family.pk}/").status_code == 404
    event = AccessEvent.objects.get(action="update")
    assert (event.reason, event.subject_ids) == ("police", [family.contact_id])


def test_the_cleared_stay_on_the_page(family: Household, caseworker: User) -> None:
    clear(caseworker, Clearance.Kind.CODE_6)
    answer = change(logged_in(caseworker), family, "code_6")
    words = answer.content.decode()  # type: ignore[attr-defined]
    assert "Graderingen er hevet" in words
    assert "Melding fra politiet" in words
    assert str(caseworker) in words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"reason": ""}, "Velg en grunn."),
        ({"grade": "unknown"}, "Velg et gyldig valg"),
        ({"grade": "none"}, "Velg et gyldig valg"),
        ({"seen": "code_7"}, "Graderingen er endret siden du åpnet siden."),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_at_the_field(
    family: Household, caseworker: User, told: dict[str, str], words: str
) -> None:
    answer = change(logged_in(caseworker), family, **{"grade": "code_7"} | told)
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert grade(family) == Protection.NONE
    assert not ProtectionChange.objects.exists()


def test_somebody_who_is_no_member_is_not_found(family: Household, caseworker: User) -> None:
    assert logged_in(caseworker).get(page(family, 987_654)).status_code == 404


def test_lowering_takes_grounds_and_another_cleared_colleague(
    family: Household, caseworker: User, team_leader: User, colleague_same_office: User
) -> None:
    protect(family, Protection.CODE_7)
    for user in (caseworker, team_leader):
        clear(user, Clearance.Kind.CODE_7)
    mine, others = logged_in(caseworker), logged_in(team_leader)
    answer = change(mine, family, "none", reason="over")
    assert "Skriv hvorfor graderingen kan senkes." in answer.content.decode()  # type: ignore[attr-defined]
    change(mine, family, "none", reason="over", grounds="Bekreftet av politiet")
    assert grade(family) == Protection.CODE_7
    waiting = ProtectionChange.objects.get()
    decide = page(family, "forslag", waiting.pk)
    assert "Godkjenn senkningen" not in mine.get(page(family)).content.decode()
    assert mine.post(decide, {"svar": "godkjenn"}).status_code == 403
    assert AccessEvent.objects.filter(rule="second_person", verdict="deny").exists()
    assert logged_in(colleague_same_office).post(decide, {"svar": "godkjenn"}).status_code == 404
    assert "Godkjenn senkningen" in others.get(page(family)).content.decode()
    assert others.get(decide).status_code == 405
    others.post(decide, {"svar": "godkjenn"})
    assert grade(family) == Protection.NONE
    assert logged_in(colleague_same_office).get(page(family)).status_code == 200


def test_a_refusal_leaves_the_grade(family: Household, caseworker: User, team_leader: User) -> None:
    protect(family, Protection.CODE_7)
    for user in (caseworker, team_leader):
        clear(user, Clearance.Kind.CODE_7)
    change(logged_in(caseworker), family, "none", reason="over", grounds="Bekreftet")
    decide = page(family, "forslag", ProtectionChange.objects.get().pk)
    answer = logged_in(team_leader).post(decide, {"svar": "avslaa"}, follow=True)
    assert "Forslaget er avslått." in answer.content.decode()
    assert grade(family) == Protection.CODE_7
    assert logged_in(team_leader).post(decide, {"svar": "godkjenn"}).status_code == 404


def unknown(household: Household, who: User) -> Client:
    protect(household, Protection.UNKNOWN)
    clear(who, Clearance.Kind.CODE_6)
    return logged_in(who)


QUEUE = "/husstander/ukjent-gradering/"


def test_the_queue_of_unknown_grades_shows_a_number_and_nothing_else(
    family: Household, team_leader: User
) -> None:
    client = unknown(family, team_leader)
    assert client.get(f"/husstander/{family.pk}/").status_code == 404
    for address in (QUEUE, f"{QUEUE}{family.pk}/"):
        words = client.get(address).content.decode()
        assert family.number in words
        assert "Prøvesen" not in words
        assert "Amina" not in words


def test_the_queue_is_for_the_cleared_of_the_responsible_unit_who_are_not_close(
    family: Household, team_leader: User, caseworker_other_office: User
) -> None:
    uncleared = logged_in(team_leader)
    protect(family, Protection.UNKNOWN)
    other = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    clear(other, Clearance.Kind.CODE_6)
    told = {"seen": "unknown", "grade": "code_7", "reason": "register", "grounds": ""}
    for client in (uncleared, logged_in(other)):
        assert family.number not in client.get(QUEUE).content.decode()
        assert client.post(f"{QUEUE}{family.pk}/", told).status_code == 404
    clear(team_leader, Clearance.Kind.CODE_6)
    family.disqualifications.create(user=team_leader, reason="friend")
    assert uncleared.post(f"{QUEUE}{family.pk}/", told).status_code == 404
    assert grade(family) == Protection.UNKNOWN
    assert AccessEvent.objects.filter(rule="unknown_grade", verdict="deny").count() == 3


def test_a_leader_sets_the_grade_that_was_found(family: Household, team_leader: User) -> None:
    client = unknown(family, team_leader)
    told = {"seen": "unknown", "grade": "code_6", "reason": "register", "grounds": ""}
    client.post(f"{QUEUE}{family.pk}/", told)
    assert grade(family) == Protection.CODE_6
    assert client.get(f"/husstander/{family.pk}/").status_code == 200


def test_none_waits_for_a_second_cleared_colleague(
    family: Household, team_leader: User, caseworker: User
) -> None:
    client = unknown(family, team_leader)
    told = {"seen": "unknown", "grade": "none", "reason": "register", "grounds": "Slått opp"}
    client.post(f"{QUEUE}{family.pk}/", told)
    assert grade(family) == Protection.UNKNOWN
    decide = f"{QUEUE}{family.pk}/avgjor/"
    assert client.post(decide, {"svar": "godkjenn"}).status_code == 404
    second = logged_in(caseworker)
    assert second.post(decide, {"svar": "godkjenn"}).status_code == 404
    clear(caseworker, Clearance.Kind.CODE_6)
    assert "Godkjenn" in second.get(QUEUE).content.decode()
    second.post(decide, {"svar": "godkjenn"})
    assert grade(family) == Protection.NONE
