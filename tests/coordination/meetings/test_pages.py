"""The pages of the OSK meeting: who sees which family, under which name, and what is logged."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, Clearance, User
from coordination.models import AgendaItem, Meeting, OskAction
from households.access import Protection
from households.families import family_number
from households.models import Disqualification, Share
from tests.conftest import logged_in
from tests.coordination.meetings.conftest import consented, fill, flagged, item_of
from tests.factories import clear

pytestmark = pytest.mark.django_db
Make = Callable[..., AgendaItem]


def text(client: Client, path: str) -> str:
    page = unescape(client.get(path).content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page.split("</header>", 1)[-1]).split())


def screen(item: AgendaItem, do: str = "") -> str:
    return f"/moter/{item.meeting_id}/sak/{item.pk}/{do}"


def pdf_of(client: Client, meeting: Meeting) -> tuple[str, str]:
    answer = client.post(f"/moter/{meeting.pk}/pdf/")
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(page.extract_text() for page in pages), answer["Content-Disposition"]


def test_the_leads_first_page_is_the_next_meeting(on_agenda: Make, lead: User) -> None:
    item = on_agenda()
    client = logged_in(lead)
    assert client.get("/")["Location"] == "/moter/"
    page = text(client, "/moter/")
    assert "OSK-møte 3. desember 2026" in page
    assert "Familien Flaggesen" in page
    assert "Start møtet" in page
    line = AccessEvent.objects.filter(view_name="meetings:next").latest("pk")
    assert item.household.contact_id in line.subject_ids


def test_a_family_without_consent_has_no_name_on_any_page_print_or_file(
    on_agenda: Make, lead: User, caseworker: User
) -> None:
    item = on_agenda(consent=False)
    logged_in(lead).post(screen(item, "drofting/"), {"mode": "anonymous"})
    meeting = item.meeting
    assert meeting
    for user in (lead, caseworker):
        client = logged_in(user)
        for path in ("/moter/", f"/moter/{meeting.pk}/", screen(item), f"{screen(item)}?navn=1"):
            page = text(client, path)
            assert f"Familie {family_number(item.household_id)}" in page
            assert "NAV Midtbyen · 1 barn (8 år)" in page
            assert not re.search("Flaggesen|Nora|23.11.2026", page)
        paper, name = pdf_of(client, meeting)
        assert f"Familie {family_number(item.household_id)}" in paper
        assert not re.search("Flaggesen|Nora", paper + name)
        invitation = client.get(f"/moter/{meeting.pk}/invitasjon/")
        assert not re.search("Famili|Flagg|Nora", invitation.content.decode())


def test_a_family_without_consent_shows_a_week_and_no_figures(on_agenda: Make, lead: User) -> None:
    page = text(logged_in(lead), screen(on_agenda(consent=False)))
    assert "Reist uke 48" in page
    assert "Nivå 3 for" not in page
    assert page.count("Ingenting vises uten samtykke") == 3


def test_a_family_with_consent_shows_what_it_covers(on_agenda: Make, lead: User) -> None:
    page = text(logged_in(lead), screen(on_agenda()))
    assert "Nivå 3 for 1 barn i kartleggingen" in page
    assert "Nora, 8 år" in page
    assert "Ingen økonomisk sosialhjelp" in page
    assert "KVP og tiltak: utenfor samtykket" in page


def test_the_list_beside_the_family_names_the_others_only_when_asked(
    on_agenda: Make, lead: User
) -> None:
    first, _ = on_agenda(), on_agenda("family_12", name="Annensen")
    client = logged_in(lead)
    assert "Annensen" not in text(client, screen(first))
    assert "Sak 2" in text(client, screen(first))
    assert "Familien Annensen" in text(client, f"{screen(first)}?navn=1")


def test_bft_and_hv_see_the_families_with_consent_alone(
    on_agenda: Make, bft_adviser: User, hv_adviser: User
) -> None:
    named, nameless = on_agenda(), on_agenda("family_12", consent=False, name="Annensen")
    for user in (bft_adviser, hv_adviser):
        client = logged_in(user)
        page = text(client, f"/moter/{named.meeting_id}/")
        assert "Familien Flaggesen" in page
        assert f"Familie {family_number(nameless.household_id)}" not in page
        assert client.get(screen(named)).status_code == 200
        assert client.get(screen(nameless)).status_code == 404
        assert client.post(screen(named, "referat/"), {"text": "x"}).status_code == 403
    Share.objects.update(revoked_at=timezone.now(), revoked_by=bft_adviser)
    assert logged_in(bft_adviser).get(screen(named)).status_code == 404


def test_other_districts_and_roles_have_no_part_in_it(
    on_agenda: Make, caseworker_other_office: User, executive: User
) -> None:
    item = on_agenda()
    other = logged_in(caseworker_other_office)
    for path in (f"/moter/{item.meeting_id}/", screen(item)):
        assert other.get(path).status_code == 404
        assert logged_in(executive).get(path).status_code == 403
    assert other.post(f"/moter/{item.meeting_id}/pdf/").status_code == 404


@pytest.mark.parametrize("grade", [Protection.CODE_6, Protection.CODE_7, Protection.STAFF])
def test_a_protected_family_is_on_no_page_not_even_to_who_is_cleared(
    on_agenda: Make, lead: User, grade: Protection
) -> None:
    item = on_agenda()
    item.household.members.update(protection=grade)
    for kind in Clearance.Kind:
        clear(lead, kind)
    client = logged_in(lead)
    assert client.get(screen(item)).status_code == 404
    assert "Flaggesen" not in text(client, "/moter/")
    assert item.meeting
    assert "Flaggesen" not in pdf_of(client, item.meeting)[0]


def test_a_lead_who_is_too_close_does_not_see_the_family(on_agenda: Make, lead: User) -> None:
    item = on_agenda()
    Disqualification.objects.create(user=lead, household=item.household, reason="friend")
    assert logged_in(lead).get(screen(item)).status_code == 404


def test_minutes_are_written_while_it_goes_on(
    on_agenda: Make, lead: User, caseworker: User, bft_adviser: User
) -> None:
    item = on_agenda()
    client = logged_in(lead)
    client.post(screen(item, "referat/"), {"text": "Nora får friplass"})
    for user, party in ((caseworker, "nav"), (bft_adviser, "bft")):
        who = {"what": f"{party} ringer", "who": f"{party}:{user.pk}", "due_on": "20.12.2026"}
        assert client.post(screen(item, "tiltak/"), who).status_code == 302
    page = text(client, screen(item))
    assert "Nora får friplass" in page
    assert "bft ringer" in page
    client.post(
        screen(item, "ferdig/"), {"review_on": "03.03.2027", "baton": f"nav:{caseworker.pk}"}
    )
    found = item_of(item.household)
    assert (found.baton_next, found.discussed_by) == (caseworker, lead)
    mine = logged_in(bft_adviser)
    assert "bft ringer" in text(mine, "/moter/")
    action = OskAction.objects.get(party="bft")
    mine.post(f"/moter/tiltak/{action.pk}/", {"state": "done"})
    assert OskAction.objects.get(party="bft").state == "done"
    logged_in(caseworker).post(f"/moter/sak/{item.pk}/stafettpinne/")
    assert item_of(item.household).baton == caseworker


@pytest.mark.parametrize(
    ("do", "given", "told"),
    [
        ("referat/", {"text": " "}, "Skriv hva som er bestemt."),
        ("tiltak/", {"what": ""}, "Skriv hva som skal gjøres."),
        (
            "tiltak/",
            {"what": "x", "who": "nav:0", "due_on": "1.1.2020"},
            "Datoen kan ikke være før",
        ),
        ("ferdig/", {"review_on": "i morgen"}, "Skriv datoen som dd.mm.åååå."),
    ],
)
def test_what_is_in_the_way_is_told_at_the_field(
    on_agenda: Make, lead: User, do: str, given: dict[str, str], told: str
) -> None:
    answer = logged_in(lead).post(screen(on_agenda(), do), given)
    assert told in answer.text


def test_only_nav_may_be_given_a_task_for_a_family_without_a_name(
    on_agenda: Make, lead: User, bft_adviser: User
) -> None:
    item = on_agenda(consent=False)
    client = logged_in(lead)
    client.post(screen(item, "drofting/"), {"mode": "anonymous"})
    given = {"what": "Ringe", "who": f"bft:{bft_adviser.pk}", "due_on": "20.12.2026"}
    assert client.post(screen(item, "tiltak/"), given).status_code == 200
    assert not OskAction.objects.exists()


def test_a_meeting_is_called_and_its_day_is_checked(lead: User) -> None:
    client = logged_in(lead)
    late = {"on": "01.01.2020", "begins_at": "11:00", "ends_at": "9:00"}
    page = client.post("/moter/nytt/", late).text
    assert "Datoen kan ikke være før i dag." in page
    assert "Møtet kan ikke slutte før det begynner." in page
    flagged("serious")
    client.post("/moter/nytt/", {"on": "03.12.2026", "begins_at": "09:00", "ends_at": "11:00"})
    fill()
    assert Meeting.objects.get().items.count() == 1


def test_the_office_chooses_anonymous_and_a_party_asks_from_the_households_tab(
    meeting: Meeting, caseworker: User
) -> None:
    home = flagged("family_12")
    fill()
    client = logged_in(caseworker)
    assert "kan ikke drøftes før noen samtykker" in text(client, f"/husstander/{home.pk}/osk/")
    client.post(f"/husstander/{home.pk}/osk/", {"request": "Familien kan miste boligen"})
    client.post(f"/husstander/{home.pk}/osk/anonymt/")
    found = item_of(home)
    assert (found.asking_party, found.mode) == ("nav", "anonymous")
    consented(home)
    assert not item_of(home).is_named


def test_everybody_calls_a_family_by_the_same_number_and_none_is_missing(
    on_agenda: Make, lead: User, bft_adviser: User
) -> None:
    hidden = on_agenda("serious", name="Skjulsen")
    on_agenda("lodging", consent=False, name="Annensen")
    last = on_agenda("family_12")
    hidden.household.members.update(protection=Protection.CODE_7)
    for user in (lead, bft_adviser):
        page = logged_in(user).get(screen(item_of(last.household))).text
        assert "<title>Sak 2: Familien Flaggesen" in page
