"""Writing a draft on its page: what is stored, told at the field, and met by another's change."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from decisions import actions
from decisions.models import Decision
from households.models import Household
from tests.decisions import case
from tests.decisions.posting import address, fields_of, filled, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(own_home: Household, caseworker: User) -> Decision:
    return case.written(own_home, caseworker)


def test_what_is_written_is_stored_and_shown_again(client: Client, decision: Decision) -> None:
    answer = write(
        client,
        decision,
        **{"outcome": "partly", "matters-0-facts": "Noe nytt om saken", "last_month": "3.2027"},
        **{"matters-0-amount": "9000"},
    )
    assert "Utkastet er lagret." in answer.text
    decision.refresh_from_db()
    assert (decision.outcome, decision.monthly_amount) == ("partly", 9_000)
    assert f"{decision.last_month:%Y-%m}" == "2027-03"
    assert decision.matters.get().facts == "Noe nytt om saken"
    assert len(decision.lines) == 2  # the calculation stays as it is
    assert "Noe nytt om saken" in answer.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_month": "13.2026"}, "Skriv måneden som mm.åååå, eller med navn."),
        ({"first_month": "12.1026"}, "Måneden er for langt unna."),
        ({"last_month": "01.2020"}, "Siste måned kan ikke være før første måned."),
        ({"last_month": ""}, "Skriv både første og siste måned."),
        ({"matters-0-amount": "12,5"}, "Skriv hele kroner, uten øre."),
        ({"matters-0-amount": "-1"}, "Beløpet kan ikke være under null."),
        (
            {"matters-0-amount": "12", "matters-0-outcome": "refused"},
            "Det som er avslått eller avvist",
        ),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_stored(
    client: Client, decision: Decision, changes: dict[str, Any], message: str
) -> None:
    answer = write(client, decision, **changes)
    assert answer.text.count(message) == 2  # on top, and at the field
    assert f'href="#id_{next(iter(changes))}"' in answer.text
    version = decision.version
    decision.refresh_from_db()
    assert decision.version == version


def test_a_draft_may_lack_anything_and_tells_what(
    client: Client, own_home: Household, caseworker: User
) -> None:
    empty = case.draft(own_home, caseworker)
    page = client.get(address("decision", empty)).text
    for words in ("Dette mangler", "Velg utfall.", "Skriv hva det er søkt om.", "best for Nora"):
        assert words in page
    assert "Utkastet er lagret." in write(client, empty, payment="Den 20.").text


def test_rows_are_added_and_taken_out_without_losing_what_is_typed(
    client: Client, decision: Decision
) -> None:
    answer = write(client, decision, "add:matters", **{"matters-0-asked": "Husleie i mars"})
    draft = answer.context["draft"]
    assert len(draft.matters.forms) == 2
    assert 'value="Husleie i mars"' in answer.text
    sent = fields_of(draft) | {"do": "save", "matters-1-asked": "Strøm"}
    client.post(address("write", decision), sent)
    assert [row.asked for row in decision.matters.all()] == ["Husleie i mars", "Strøm"]
    answer = write(client, decision, "remove:matters-0")
    assert [row["asked"].value() for row in answer.context["draft"].matters.forms] == ["Strøm"]
    assert decision.matters.count() == 2  # not before it is saved


def test_a_condition_or_an_exemption_is_chosen_from_one_list_without_debt_counselling(
    client: Client, decision: Decision
) -> None:
    answer = write(client, decision, "add:conditions")
    offered = str(answer.context["draft"].conditions.forms[0]["what"]).lower()
    assert "gjeldsråd" not in offered
    assert "økonomisk råd" not in offered
    sent = fields_of(answer.context["draft"]) | {
        "do": "save",
        "conditions-0-person": decision.applicant_id,
        "conditions-0-basis": "20a",
        "conditions-0-what": "u03",
        "conditions-0-due_on": "15.12.2026",
    }
    client.post(address("write", decision), sent)
    row = decision.conditions.get()
    assert (row.kind, row.exemption, f"{row.due_on:%d.%m.%Y}") == ("", "03", "15.12.2026")
    assert filled(client, decision)["conditions-0-what"] == "u03"
    wrong = write(client, decision, **{"conditions-0-basis": "20"})
    assert "Unntak gjelder bare aktivitet etter § 20 a." in wrong.text


def test_a_row_without_a_condition_is_refused(client: Client, decision: Decision) -> None:
    sent = fields_of(write(client, decision, "add:conditions").context["draft"])
    answer = client.post(address("write", decision), sent | {"do": "save"})
    assert "Velg et vilkår eller et unntak, eller ta bort raden." in answer.text
    assert not decision.conditions.exists()


def test_a_foreign_number_for_a_standard_text_is_no_standard_text(
    client: Client, decision: Decision
) -> None:
    write(client, decision, **{"matters-0-facts_block_id": "999"})
    assert decision.matters.get().facts_block is None


def test_two_who_write_at_once_see_both_versions_field_by_field(
    client: Client, decision: Decision, caseworker: User
) -> None:
    mine = filled(client, decision) | {"do": "save", "matters-0-facts": "Mitt"}
    actions.change(
        decision=decision,
        version=decision.version,
        content=case.content(decision, payment="Deres", outcome="partly"),
        at=case.NEXT,
        by=caseworker,
    )
    answer = client.post(address("write", decision), mine)
    assert answer.status_code == 409
    told = {row.label: (row.given, row.stored) for row in answer.context["rows"]}
    assert told["Forhold 1: faktum"] == ("Mitt", case.MATTER.facts)
    assert told["Utfall"] == ("Innvilget", "Delvis innvilget")
    assert told["Utbetaling og opplysninger"][1] == "Deres"
    kept = dict(answer.context["kept"]) | {"version": answer.context["decision"].version}
    client.post(address("write", decision), kept | {"do": "save"})
    assert decision.matters.get().facts == "Mitt"


def test_what_was_sent_off_meanwhile_is_not_written_on(
    client: Client, own_home: Household, decision: Decision, caseworker: User
) -> None:
    mine = filled(client, decision) | {"do": "save", "matters-0-facts": "Mitt"}
    actions.propose(decision=decision, version=decision.version, at=case.NEXT, by=caseworker)
    answer = client.post(address("write", decision), mine)
    assert answer.status_code == 409
    assert "Mitt" in answer.text
    assert "Lagre det jeg skrev" not in answer.text
