"""The pages of standard texts, and a draft that is written with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from decisions.models import Decision, TextBlock
from households.models import Household
from tests.conftest import logged_in
from tests.decisions import case
from tests.decisions.posting import address, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(team_leader: User) -> Client:
    return logged_in(team_leader)


@pytest.fixture
def decision(own_home: Household, caseworker: User) -> Decision:
    return case.written(own_home, caseworker)


def day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


def typed(**kwargs: Any) -> dict[str, Any]:
    values = {"kind": "kvp", "part": "law", "title": "Fravær", "body": "Si fra.", "seen": 1}
    return values | {"valid_from": day()} | kwargs


@pytest.mark.parametrize(
    ("where", "chosen", "part"),
    [
        ("matters-0-facts", "facts", "facts"),
        ("matters-0-law", "law", "law"),
        ("conditions-0-text", "conditions", "conditions"),
        ("payment", "information", "information"),
    ],
)
def test_a_standard_text_is_put_after_what_is_written(
    client: Client, decision: Decision, where: str, chosen: str, part: str
) -> None:
    block = case.standard_text(part=part, body="Du leier for [beløp] kroner.")
    write(client, decision, conditions__TOTAL_FORMS="0")
    sent = {f"{where}_choice": block.pk, where: "Fra før."}
    extra = {
        "conditions-TOTAL_FORMS": "1",
        "conditions-0-person": decision.applicant_id,
        "conditions-0-basis": "20",
        "conditions-0-what": "k17",
    }
    answer = write(client, decision, f"insert:{where}", **extra | sent)
    assert "Fra før.\n\nDu leier for [beløp] kroner." in answer.text
    assert 'data-place="[beløp]"' in answer.text
    assert f'name="{where}_block_id" value="{block.pk}"' in answer.text


def test_an_unfilled_place_stops_the_sending_at_its_field(
    client: Client, decision: Decision
) -> None:
    given = {"matters-0-discretion": "Vi gir [beløp] kroner fordi du er alene."}
    answer = write(client, decision, "propose", at_once="0", **given)
    assert "Forhold 1: fyll ut [beløp], eller ta det bort." in answer.text
    assert answer.context["draft"].matters.forms[0].errors["discretion"]
    decision.refresh_from_db()
    assert decision.state == "draft"


def test_a_decision_shows_the_edition_it_began_with(
    client: Client, decision: Decision, team_leader: User
) -> None:
    block = case.standard_text(valid_to=timezone.localdate() - timedelta(days=1))
    write(client, decision, **{"matters-0-facts_block_id": block.pk})
    page = client.get(address("decision", decision)).text
    assert f"{reverse('texts:text', args=[block.pk])}#utgave-1" in page
    assert "Du leier bolig." in client.get(reverse("texts:text", args=[block.pk])).text


def test_a_text_of_another_kind_is_not_offered(client: Client, decision: Decision) -> None:
    other = case.standard_text(kind="kvp", title="Bare for program")
    assert "Bare for program" not in client.get(address("decision", decision)).text
    sent = {"matters-0-facts_choice": other.pk}
    assert "Bare for program" not in write(client, decision, "insert:matters-0-facts", **sent).text


def test_a_leader_writes_a_text_and_its_next_edition(leader: Client) -> None:
    answer = leader.post(reverse("texts:new"), typed(), follow=True)
    block = TextBlock.objects.get(title="Fravær")
    assert "Teksten er lagret." in answer.text
    change = typed(body="Si fra samme dag.")
    answer = leader.post(reverse("texts:new_edition", args=[block.pk]), change, follow=True)
    assert "Utgave 2 er lagret." in answer.text
    assert "<ins>" in answer.text
    again = leader.post(reverse("texts:new_edition", args=[block.pk]), change, follow=True)
    assert "En annen har skrevet en ny utgave" in again.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"body": "Du får []."}, "Skriv hva som skal fylles ut"),
        ({"body": "Du får [beløp."}, "mangler sin make"),
        ({"body": "Du får [et [beløp]]."}, "mangler sin make"),
        ({"part": "x"}, "Velg"),
        ({"title": ""}, "Fyll ut «Tittel»."),
        ({"valid_from": day(-1)}, "kan ikke gjelde bakover i tid"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    leader: Client, change: dict[str, Any], told: str
) -> None:
    count = TextBlock.objects.count()
    answer = leader.post(reverse("texts:new"), typed(**change))
    assert answer.status_code == 200
    assert told in answer.text
    assert TextBlock.objects.count() == count


def test_a_leader_takes_a_text_out_of_use(leader: Client) -> None:
    block = case.standard_text()
    url = reverse("texts:end", args=[block.pk])
    assert "Siste dag kan ikke være" in leader.post(url, {"last_day": day(-9)}).text
    assert "tatt ut av bruk" in leader.post(url, {"last_day": day()}, follow=True).text
    assert "Ta teksten ut av bruk" not in leader.get(reverse("texts:text", args=[block.pk])).text


def test_a_caseworker_reads_and_does_not_write(client: Client) -> None:
    block = case.standard_text()
    assert "Ny tekst" not in client.get(reverse("texts:list")).text
    assert "Skriv ny utgave" not in client.get(reverse("texts:text", args=[block.pk])).text
    for name, args in (("new", []), ("new_edition", [block.pk]), ("end", [block.pk])):
        assert client.post(reverse(f"texts:{name}", args=args), typed()).status_code == 403


def test_the_list_is_narrowed_by_kind_and_part(leader: Client) -> None:
    case.standard_text(kind="kvp", part="law", title="Bare dette")
    case.standard_text(key="b", title="Ikke dette")
    page = leader.get(reverse("texts:list"), {"gjelder": "kvp", "brukes_i": "law"}).text
    assert "Bare dette" in page
    assert "Ikke dette" not in page
    assert "Ikke dette" in leader.get(reverse("texts:list"), {"gjelder": "tull"}).text
