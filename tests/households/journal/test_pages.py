"""The journal's page: one field to write in, the notes under it, and its printout."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, User
from households.models import Household, JournalEntry, Person
from tests.conftest import logged_in
from tests.households.journal.posting import address, write
from tests.record_factories import note

pytestmark = pytest.mark.django_db


def test_a_note_is_written_with_one_field(
    client: Client, household: Household, caseworker: User
) -> None:
    assert write(client, household, "Amina ringte om svaret").status_code == 302
    entry = JournalEntry.objects.get()
    assert (entry.text, entry.written_by, entry.party) == (
        "Amina ringte om svaret",
        caseworker,
        "nav",
    )
    page = client.get(address(household)).text
    assert "Amina ringte om svaret" in page
    assert str(caseworker) in page


def test_everything_that_may_be_told_is_kept_and_shown(
    client: Client, household: Household, child: Person
) -> None:
    answer = write(
        client,
        household,
        contact_on="20.11.2026",
        topic="housing",
        spoken_with=household.contact_id,
        spoken_with_other="kontaktlærer",
        children=[child.pk],
        interpreter="not_used",
        interpreter_reason="Ingen ledig",
        next_step="Ringe utleier",
        next_step_on="01.12.2026",
    )
    assert answer.status_code == 302
    page = " ".join(client.get(address(household)).text.split())
    assert "20.11.2026" in page
    assert f"Snakket med {household.contact.name}, kontaktlærer" in page
    assert "Barn omtalt: Elias" in page
    assert "Tolk trengtes, men ble ikke brukt (Ingen ledig)" in page
    assert "Neste: Ringe utleier, innen 01.12.2026" in page
    assert "Tolk er brukt i 0 av 1 samtale med noen som trenger tolk (0 %)." in page


def test_children_are_asked_about_where_there_are_any(
    client: Client, household: Household, request: pytest.FixtureRequest
) -> None:
    assert "Barn som er omtalt" not in client.get(address(household)).text
    request.getfixturevalue("child")
    assert "Barn som er omtalt" in client.get(address(household)).text


def test_who_needs_an_interpreter_is_said_at_the_field(
    client: Client, household: Household, child: Person
) -> None:
    page = client.get(address(household)).text
    assert "Amina trenger tolk (tigrinja). Barn eller andre i familien skal ikke tolke" in page


def test_neither_child_nor_family_can_be_chosen_as_interpreter(
    client: Client, household: Household, child: Person
) -> None:
    form = client.get(address(household)).context["note_form"]
    choices = {value for value, _ in form.fields["interpreter"].choices}
    assert choices == {"", *JournalEntry.Interpreter.values}
    for member in (child, household.contact):
        for value in (member.pk, member.name):
            errors = write(client, household, interpreter=value).context["note_form"].errors
            assert set(errors) == {"interpreter"}
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"text": " "}, "text", "Skriv notatet."),
        ({"text": "a" * 20_001}, "text", "20"),
        ({"contact_on": "01.01.2199"}, "contact_on", "Kontakten kan ikke være etter i dag."),
        ({"contact_on": "i går"}, "contact_on", "Skriv datoen som dd.mm.åååå."),
        ({"interpreter": "not_used"}, "interpreter_reason", "Skriv hvorfor tolk ikke ble brukt."),
        ({"interpreter_reason": "Fant ingen"}, "interpreter", "når tolk ikke ble brukt"),
        ({"next_step_on": "01.12.2026"}, "next_step", "Skriv hva som er neste steg."),
        ({"children": ["1"]}, "children", "gyldig"),
        ({"spoken_with": "999999"}, "spoken_with", "gyldig"),
    ],
)
def test_something_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    client: Client,
    household: Household,
    child: Person,
    told: dict[str, Any],
    field: str,
    said: str,
) -> None:
    answer = write(client, household, **({"text": "Beholdtekst"} | told))
    assert said in str(answer.context["note_form"].errors[field])
    assert ('<details class="note-more" open>' in answer.text) == (field != "text")
    assert "text" in told or "Beholdtekst" in answer.text
    assert not JournalEntry.objects.exists()


def test_the_list_is_narrowed_by_topic_and_by_child(
    client: Client, household: Household, caseworker: User, child: Person
) -> None:
    note(household, caseworker, text="Boligmerke", topic="housing")
    note(household, caseworker, text="Barnemerke", topic="children", children=[child])
    for query, seen, hidden in (
        ("?tema=housing", "Boligmerke", "Barnemerke"),
        (f"?barn={child.pk}", "Barnemerke", "Boligmerke"),
    ):
        page = client.get(address(household, query)).text
        assert seen in page
        assert hidden not in page
    assert "Ingen notater i utvalget" in client.get(address(household, "?tema=debt")).text
    assert "Boligmerke" in client.get(address(household, "?tema=tull&barn=x")).text


def test_the_latest_contact_stands_first(
    client: Client, household: Household, caseworker: User
) -> None:
    today = timezone.localdate()
    note(household, caseworker, text="Nymerke", contact_on=today)
    note(household, caseworker, text="Gammelmerke", contact_on=today - timedelta(days=9))
    page = client.get(address(household)).text
    assert page.index("Nymerke") < page.index("Gammelmerke")


def test_a_mistake_is_corrected_by_a_new_note_and_the_old_one_is_struck(
    household: Household, caseworker: User, colleague_same_office: User, child: Person
) -> None:
    old = note(household, caseworker, text="Elias er syk", topic="health", children=[child])
    client = logged_in(colleague_same_office)
    form = client.get(address(household, f"{old.pk}/rett/"))
    assert "Elias er syk" in form.text
    assert form.context["form"].initial["children"] == [child.pk]
    values = {"text": "Elias er frisk", "token": str(uuid.uuid4()), "contact_on": ""}
    assert client.post(address(household, f"{old.pk}/rett/"), values).status_code == 302
    page = client.get(address(household)).text
    assert "<del><p>Elias er syk</p></del>" in page
    assert "Retter et notat fra" in page
    old.refresh_from_db()
    assert (old.text, old.written_by) == ("Elias er syk", caseworker)
    values["token"] = str(uuid.uuid4())
    answer = client.post(address(household, f"{old.pk}/rett/"), values, follow=True)
    assert "allerede rettet" in answer.text
    assert JournalEntry.objects.count() == 2


def test_no_address_changes_or_deletes_a_note(
    client: Client, household: Household, caseworker: User
) -> None:
    entry = note(household, caseworker)
    for rest in (f"{entry.pk}/", f"{entry.pk}/slett/", f"{entry.pk}/endre/"):
        assert client.post(address(household, rest)).status_code == 404
    for method in (client.put, client.patch, client.delete):
        assert method(address(household)).status_code == 405
    assert JournalEntry.objects.get() == entry


def test_on_the_overview_stand_the_three_last_and_a_box_to_write_in(
    client: Client, household: Household, caseworker: User
) -> None:
    for number in range(5):
        note(household, caseworker, text=f"Merke{number}q")
    overview = f"/husstander/{household.pk}/"
    page = client.get(overview).text
    assert [number for number in range(5) if f"Merke{number}q" in page] == [2, 3, 4]
    assert "Alle 5 notater" in page
    answer = write(client, household, "Fra oversikten", back=overview)
    assert answer["Location"] == overview
    assert "Fra oversikten" in client.get(overview).text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:x", ""])
def test_writing_never_leads_out_of_here(client: Client, household: Household, back: str) -> None:
    assert write(client, household, back=back)["Location"] == address(household)


def test_the_printout_has_every_note_and_is_logged_as_one(
    client: Client, household: Household, caseworker: User
) -> None:
    for number in range(60):
        note(household, caseworker, text=f"Merke{number}q")
    assert "Merke0q" not in client.get(address(household)).text
    page = client.get(address(household, "utskrift/")).text
    assert [number for number in range(60) if f"Merke{number}q" not in page] == []
    assert AccessEvent.objects.filter(action="print", object_id=household.pk).exists()


def test_writing_is_logged_with_whom_it_is_about(
    client: Client, household: Household, child: Person
) -> None:
    write(client, household, spoken_with=household.contact_id, children=[child.pk])
    line = AccessEvent.objects.get(action="create")
    assert line.subject_ids == sorted([household.contact_id, child.pk])


def test_the_page_costs_the_same_however_many_notes_there_are(
    client: Client,
    household: Household,
    caseworker: User,
    child: Person,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(40):
        note(household, caseworker, spoken_with=household.contact, children=[child])
    with django_assert_max_num_queries(15):
        client.get(address(household))
