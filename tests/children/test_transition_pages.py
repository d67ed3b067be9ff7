"""The page of a transition: who may see, do and answer, what is shown, and what is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, User
from accounts.policy import Role
from children.models import Transition
from households.models import Household, Person, Responsibility
from households.rules import years_before
from tests.children.filled import mapped, ready, transition
from tests.conftest import logged_in, unit
from tests.factories import LONG_AGO, UserFactory, share

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = f"{TODAY:%d.%m.%Y}"
NEEDS, PLAN, WORDS = "Trenger hjelp i hverdagen", "Bolig og skole", "Jeg vil bo selv"


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def at(row: Transition, rest: str = "") -> str:
    return f"/husstander/{row.household_id}/barn/overgang/{row.pk}/{rest}"


def read(client: Client, row: Transition, rest: str = "") -> str:
    answer = client.get(at(row, rest))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def open_to_hv(home: Household, child: Person) -> None:
    for scope in ("household", "children"):
        share(home, child, unit("hv", "midtbyen"), scope)


def test_it_is_opened_from_the_childs_page_and_walked_through(
    client: Client, home: Household, youth: Person, colleague_same_office: User
) -> None:
    page = client.get(f"/husstander/{home.pk}/barn/{youth.pk}/").content.decode()
    assert "Åpne en overgang" in page
    answer = client.post(f"/husstander/{home.pk}/barn/{youth.pk}/overgang/", {"needs": NEEDS})
    row = Transition.objects.get()
    assert answer["Location"] == at(row)
    assert "dager til 18" in read(client, row)
    office = unit("nav", "midtbyen").pk
    client.post(at(row, "mottaker/"), {"version": 1, "receiver": office, "contact": "Kari"})
    client.post(at(row, "mote/"), {"version": 2, "met_on": DAY})
    client.post(at(row, "plan/"), {"version": 3, "plan": PLAN, "own_words": WORDS})
    client.post(at(row, "spor/"), {"version": 4, "asked_on": DAY})
    assert client.post(at(row, "svar/"), {"version": 5}).status_code == 403
    told = {"version": 5, "taken": "yes", "name": "Per", "answered_on": DAY}
    assert logged_in(colleague_same_office).post(at(row, "svar/"), told).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_by, row.receiver_contact) == (
        "accepted",
        colleague_same_office,
        "Per",
    )
    page = read(client, row)
    assert "til 18" not in page
    for said in (NEEDS, PLAN, WORDS, "Mottatt", "Kari", "Per"):
        assert said in page


def test_a_service_outside_is_named_and_its_answer_noted(
    client: Client, home: Household, youth: Person, caseworker: User
) -> None:
    row = ready(home, youth, caseworker, receiver_unit=None, receiver_contact="", met_on=None)
    told = {"version": 1, "receiver": "outside", "name": "", "contact": "Vakt"}
    assert "Skriv hva tjenesten heter" in client.post(at(row, "mottaker/"), told).content.decode()
    client.post(at(row, "mottaker/"), told | {"name": "DPS Nidaros"})
    client.post(at(row, "mote/"), {"version": 2, "met_on": DAY})
    client.post(at(row, "spor/"), {"version": 3, "asked_on": DAY})
    said = {"version": 4, "taken": "yes", "name": "Lege Ås", "answered_on": DAY}
    client.post(at(row, "svar/"), said)
    row.refresh_from_db()
    assert (row.state, row.answered_name, row.receiver) == ("accepted", "Lege Ås", "DPS Nidaros")


def test_hv_is_asked_and_answers_in_one_line(
    home: Household, youth: Person, caseworker: User, hv_adviser: User
) -> None:
    row = ready(home, youth, caseworker, receiver_unit=unit("hv", "midtbyen"))
    hv = logged_in(hv_adviser)
    assert read(hv, row) == "404"
    open_to_hv(home, youth)
    assert PLAN not in read(hv, row)  # not asked yet: only how far it has come
    assert "Plan skrevet" in read(hv, row)
    Transition.objects.update(asked_on=TODAY, asked_by=caseworker)
    assert PLAN in read(hv, row)
    told = {"version": 1, "taken": "no", "name": "Gro", "answered_on": DAY, "text": "Feil bydel"}
    assert hv.post(at(row, "svar/"), told).status_code == 302
    assert hv.post(at(row, "plan/"), {"version": 2, "plan": "x"}).status_code == 403
    row.refresh_from_db()
    assert (row.answer, row.state, row.answered_by) == ("no", "plan", hv_adviser)
    assert "Feil bydel" in read(logged_in(caseworker), row)


def test_hv_that_is_not_the_receiver_learns_how_far_it_has_come_and_no_more(
    home: Household, youth: Person, caseworker: User, hv_adviser: User
) -> None:
    row = ready(home, youth, caseworker, receiver_contact="Siv Kontaktsen")
    open_to_hv(home, youth)
    page = read(logged_in(hv_adviser), row)
    assert "Plan skrevet" in page
    for secret in (NEEDS, PLAN, WORDS, "Kontaktsen"):
        assert secret not in page
    listed = logged_in(hv_adviser).get(f"/husstander/{home.pk}/barn/").content.decode()
    assert "Vises ikke for deg" in listed
    assert logged_in(hv_adviser).post(at(row, "svar/"), {"version": 1}).status_code == 403


def test_bft_sees_navs_only_with_consent(
    home: Household, youth: Person, caseworker: User, bft_adviser: User
) -> None:
    there = unit("bft", "midtbyen")
    Responsibility.objects.create(
        household=home, party="bft", unit=there, caseworker=bft_adviser, valid_from=LONG_AGO
    )
    row = ready(home, youth, caseworker)
    bft = logged_in(bft_adviser)
    assert read(bft, row) == "404"
    share(home, youth, there, "children")
    assert PLAN in read(bft, row)
    assert bft.post(at(row, "avslutt/"), {"version": 1}).status_code == 403


@pytest.mark.parametrize("role", [Role.DEBT_COUNSELLOR, Role.HOUSING_ADVISER, Role.EXECUTIVE])
def test_other_roles_have_nothing_of_it(
    home: Household, youth: Person, caseworker: User, role: Role
) -> None:
    row = ready(home, youth, caseworker)
    assert read(logged_in(UserFactory(role=role)), row) == "403"


def test_a_leader_and_a_colleague_read_and_do_not_write(
    home: Household, youth: Person, caseworker: User, team_leader: User, colleague_same_office: User
) -> None:
    row = ready(home, youth, caseworker)
    for user in (team_leader, colleague_same_office):
        client = logged_in(user)
        assert PLAN in read(client, row)
        assert "Avslutt overgangen" not in read(client, row)
        assert client.post(at(row, "plan/"), {"version": 1}).status_code == 403


def test_the_second_of_two_sees_both_versions_and_loses_nothing(
    client: Client, home: Household, youth: Person, caseworker: User
) -> None:
    row = transition(home, youth, caseworker)
    first = {"version": 1, "plan": "Først denne", "own_words": "Ja"}
    client.post(at(row, "plan/"), first)
    answer = client.post(at(row, "plan/"), first | {"plan": "Så denne"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for said in ("Noen andre har skrevet her imens", "Først denne", "Så denne"):
        assert said in page
    row.refresh_from_db()
    assert row.plan == "Først denne"
    client.post(at(row, "plan/"), first | {"plan": "Så denne", "version": 2})
    row.refresh_from_db()
    assert row.plan == "Så denne"
    Transition.objects.update(ended_on=TODAY, ended_by=caseworker, ended_reason="other")
    assert client.post(at(row, "plan/"), first | {"version": 3}).status_code == 409


def test_what_is_lacking_is_said_at_its_field(
    client: Client, home: Household, youth: Person, caseworker: User
) -> None:
    row = ready(home, youth, caseworker)
    tomorrow = f"{TODAY + timedelta(days=1):%d.%m.%Y}"
    for rest, told, said in (
        ("mote/", {"met_on": tomorrow}, "etter i dag"),
        ("mottaker/", {"receiver": "", "contact": ""}, "Velg mottaker."),
        ("plan/", {"plan": "x"}, "Skriv hva den unge selv sier."),
        ("ettervern/", {"aftercare_until": "01.01.2199"}, "fylte 25"),
        ("avslutt/", {"reason": "moved"}, "Skriv hvorfor overgangen avsluttes."),
        ("avslutt/", {}, "Velg hvorfor den avsluttes."),
    ):
        values: dict[str, Any] = {"version": 1, **told}
        page = client.post(at(row, rest), values).content.decode()
        assert said in page
        assert "<title>Feil: " in page


def test_one_who_has_turned_18_is_still_on_the_list_and_red(
    client: Client, home: Household, youth: Person, caseworker: User
) -> None:
    row = ready(home, youth, caseworker)
    youth.birth_date = years_before(TODAY, 18) - timedelta(days=3)
    youth.save()
    page = client.get(f"/husstander/{home.pk}/barn/").content.decode()
    assert "Fylte 18 for 3 dager siden" in page
    assert "Fylte 18 for 3 dager siden" in read(client, row)
    assert client.get(f"/husstander/{home.pk}/barn/{youth.pk}/").status_code == 404
    asked = client.post(at(row, "spor/"), {"version": 1, "asked_on": DAY})
    assert asked.status_code == 302


def test_needs_are_taken_from_the_mapping_and_every_step_is_logged(
    client: Client, home: Household, youth: Person, caseworker: User
) -> None:
    mapped(home, youth, caseworker, lasting_needs="yes", lasting_needs_text=NEEDS)
    assert NEEDS in client.get(f"/husstander/{home.pk}/barn/{youth.pk}/").content.decode()
    row = transition(home, youth, caseworker)
    client.post(at(row, "plan/"), {"version": 1, "plan": PLAN, "own_words": WORDS})
    event = AccessEvent.objects.filter(action="update").get()
    assert event.subject_ids == [youth.pk]
