"""The pages of a mapping: what is asked, refused at its field, stored, and told afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Substitution, User
from children.codes import SHORT
from children.models import ChildMapping, FamilyFacts
from households.models import Household, MappingDuty, Person
from households.months import month_of
from tests.children.answering import owed
from tests.children.filled import mapped
from tests.conftest import logged_in
from tests.factories import UserFactory, pay

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def at(home: Household, rest: str = "") -> str:
    return f"/husstander/{home.pk}/barn/{rest}"


def begin(client: Client, home: Household, child: Person, depth: str = "short") -> str:
    """The address of the mapping, after the family's facts are written."""
    answer = client.post(at(home, f"{child.pk}/start/"), {"depth": depth})
    if "felles" in answer["Location"]:
        facts = {"seen": 0, "elsewhere_asked": "none", "housing": "Leier tre rom"}
        answer = client.post(answer["Location"], facts)
    return str(answer["Location"])


def answers(version: int = 1, **told: Any) -> dict[str, Any]:
    values = {f"{domain}_level": "0" for domain in SHORT}
    values |= {"version": version, "has_activity": "yes", "activities": "Kor"}
    return values | {"voice": "direct", "voice_words": "Jeg liker kor", "do": "next"} | told


def test_the_familys_facts_come_first_and_once(
    client: Client, home: Household, nora: Person, jonas: Person
) -> None:
    page = client.get(begin(client, home, nora)).content.decode()
    assert "Leier tre rom" in page
    assert "Annerledes for Nora" in page
    assert "Leier tre rom" in client.get(begin(client, home, jonas)).content.decode()
    assert FamilyFacts.objects.count() == 1


def test_a_short_mapping_takes_a_click_a_domain_and_a_look_at_the_paragraph(
    client: Client, home: Household, nora: Person, caseworker: User
) -> None:
    owed(home, caseworker)
    address = begin(client, home, nora)
    answer = client.post(address, answers())
    assert answer["Location"] == f"{address}barnets-beste/"
    page = client.get(answer["Location"]).content.decode()
    assert "Vi har kartlagt hvordan Nora har det." in page
    mapping = ChildMapping.objects.get()
    done = {"version": mapping.version, "paragraph": "Nora har det bra og synger i kor."}
    assert client.post(answer["Location"], done)["Location"] == at(home, f"{nora.pk}/")
    mapping.refresh_from_db()
    assert mapping.state == "completed"
    assert MappingDuty.objects.get(child=nora).paragraph == done["paragraph"]
    assert f"Gyldig til {mapping.valid_to:%d.%m.%Y}" in client.get(at(home)).content.decode()


def test_what_is_answered_so_far_is_kept_for_later(
    client: Client, home: Household, nora: Person
) -> None:
    address = begin(client, home, nora)
    client.post(
        address, {"version": 1, "school_level": "1", "school_facts": "Trives", "do": "save"}
    )
    page = client.get(address).content.decode()
    assert "Trives" in page
    assert "1 av 7 besvart" in page
    assert "Fritid: velg nivå." in page


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"leisure_level": ""}, "Fritid: velg nivå."),
        ({"leisure_level": "irrelevant"}, "Velg et gyldig valg"),
        ({"has_activity": ""}, "Fritid: er Nora med på noe nå?"),
        ({"health_level": "unknown"}, "må avklares"),
        ({"school_level": "1"}, "Skole og SFO: skriv fakta."),
        ({"school_level": "2", "school_facts": "x"}, "Skole og SFO: velg ansvarlig."),
        ({"school_level": "2", "school_due_on": "31.02.2026"}, "Skriv datoen som dd.mm.åååå."),
        ({"safety_level": "3", "safety_facts": "x"}, "Ta stilling til bekymringsmelding"),
        ({"voice": "not_asked"}, "Skriv hvorfor Nora ikke er spurt."),
        ({"activities": "x" * 301}, "1 tegn for lang"),
        ({"version": "tusen"}, "heltall"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(
    client: Client, home: Household, nora: Person, told: dict[str, str], error: str
) -> None:
    address = begin(client, home, nora)
    answer = client.post(address, answers(**told))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert error in page
    assert "ds-error-summary" in page
    assert not MappingDuty.objects.exclude(fulfilled_on=None).exists()


def test_the_decisions_paragraph_cannot_be_empty(
    client: Client, home: Household, nora: Person
) -> None:
    address = begin(client, home, nora)
    client.post(address, answers())
    answer = client.post(f"{address}barnets-beste/", {"version": 2, "paragraph": " "})
    assert "Skriv avsnittet som vedtaket skal ha om barnet." in answer.content.decode()
    assert ChildMapping.objects.get().state == "in_progress"


def test_best_interests_come_after_the_answers(
    client: Client, home: Household, nora: Person
) -> None:
    address = begin(client, home, nora)
    assert client.get(f"{address}barnets-beste/")["Location"] == address


def test_two_at_once_see_both_versions_and_choose(
    client: Client, home: Household, nora: Person
) -> None:
    address = begin(client, home, nora)
    client.post(address, {"version": 1, "activities": "Kor", "do": "save"})
    late = client.post(address, {"version": 1, "activities": "Turn", "do": "save"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Kor" in page
    assert "Turn" in page
    mine = {"version": 2, "activities": "Turn", "do": "save"}
    assert client.post(address, mine).status_code == 302
    assert ChildMapping.objects.get().activities == "Turn"


def test_the_ten_domains_open_by_choice_and_keep_what_is_written(
    client: Client, home: Household, nora: Person
) -> None:
    address = begin(client, home, nora)
    client.post(address, {"version": 1, "school_level": "1", "school_facts": "Ny", "do": "full"})
    page = client.get(address).content.decode()
    assert "Full kartlegging av Nora" in page
    assert "Tjenester rundt barnet" in page
    assert "Ny</textarea>" in page


@pytest.mark.parametrize(("months", "asks"), [(5, False), (6, True)])
def test_six_months_with_assistance_open_the_ten_domains(
    client: Client, home: Household, nora: Person, months: int, asks: bool
) -> None:
    this_month = month_of(TODAY)
    pay(home.contact, this_month - months + 1, this_month)
    page = client.get(at(home, f"{nora.pk}/")).content.decode()
    assert (f"{months} måneder med sosialhjelp" in page) == asks


def test_a_level_of_two_leaves_the_ten_domains_to_be_done(
    client: Client, home: Household, nora: Person, caseworker: User
) -> None:
    mapped(home, nora, caseworker, levels={"leisure": "2"})
    assert "De ti områdene står igjen" in client.get(at(home)).content.decode()
    mapped(home, nora, caseworker, levels={"leisure": "2"}, depth="full")
    assert "De ti områdene står igjen" not in client.get(at(home)).content.decode()


def test_nothing_changed_is_one_question(
    client: Client, home: Household, nora: Person, caseworker: User
) -> None:
    mapped(home, nora, caseworker, on=TODAY - timedelta(days=90), paragraph="Trives.")
    owed(home, caseworker)
    assert "Spør om noe er endret" in client.get(at(home)).content.decode()
    address = at(home, f"{nora.pk}/endret/")
    assert "Velg om noe er endret." in client.post(address, {}).content.decode()
    assert client.post(address, {"changed": "no"}).status_code == 302
    assert MappingDuty.objects.get(child=nora).paragraph.startswith("Trives. Det var ")


def test_measures_past_their_day_are_told_before_the_answer(
    client: Client, home: Household, nora: Person, caseworker: User
) -> None:
    last = mapped(home, nora, caseworker, on=TODAY - timedelta(days=60))
    past = {"level": "2", "action": "Søke fritidskort", "owner": "nav"}
    last.domains.filter(domain="school").update(due_on=TODAY - timedelta(days=1), **past)
    page = client.get(at(home, f"{nora.pk}/endret/")).text
    assert "Tiltak over fristen" in page
    assert "Søke fritidskort (NAV" in page


def test_something_changed_begins_a_new_one_with_the_old_answers(
    client: Client, home: Household, nora: Person, caseworker: User
) -> None:
    mapped(home, nora, caseworker, levels={"school": "1"}, text="Som før")
    address = at(home, f"{nora.pk}/endret/")
    answer = client.post(address, {"changed": "yes"})
    page = client.get(answer["Location"]).content.decode()
    assert "Som før school" in page
    assert "fylt ut med svarene fra sist" in page


def test_a_substitute_maps_for_the_one_who_is_away(
    home: Household, nora: Person, caseworker: User, colleague_same_office: User
) -> None:
    Substitution.objects.create(
        absent=caseworker,
        substitute=colleague_same_office,
        valid_from=TODAY,
        valid_to=TODAY,
        registered_by=UserFactory(),
    )
    client = logged_in(colleague_same_office)
    assert client.post(at(home, f"{nora.pk}/start/")).status_code == 302


@pytest.mark.parametrize("rest", ["", "start/", "endret/", "ikke-kartlagt/"])
def test_a_grown_up_or_somebody_elsewhere_is_no_child_here(
    client: Client, home: Household, rest: str
) -> None:
    address = at(home, f"{home.contact_id}/{rest}")
    answer = client.get(address) if rest in ("", "endret/") else client.post(address)
    assert answer.status_code == 404
