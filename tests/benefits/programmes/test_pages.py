"""The pages of a case: who may, who may not, what is shown and what is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from benefits.models import KvpAbsence, KvpActivity, KvpCase, KvpCondition
from households.access import Protection
from households.models import Household
from tests.benefits.programmes.filled import (
    active,
    applied,
    assessed,
    days_ago,
    decided,
    ended,
    filled,
    started,
    working_day,
)
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db


def page(case: KvpCase) -> str:
    return reverse("programmes:kvp", args=[case.household_id, case.pk])


def post(client: Client, case: KvpCase, act: str, **values: Any) -> Any:
    case.refresh_from_db()
    address = reverse("programmes:act", args=[case.household_id, case.pk, act])
    return client.post(address, {"version": case.version} | values, follow=True)


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def ago(days: int) -> str:
    return f"{days_ago(days):%d.%m.%Y}"


def assessment(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"on": today(), "fulfils": "yes", "conclusion": "Kan bli klar på ett år"}
    for kind in KvpCondition.Kind.values:
        told |= {f"{kind}_met": "yes", f"{kind}_grounds": "Sett i samtale og papirer"}
    return told | changes


def test_an_enquiry_is_registered_and_its_page_tells_what_comes_next(
    client: Client, household: Household
) -> None:
    address = reverse("programmes:new", args=[household.pk])
    assert "Aktiv start" in client.get(address).text
    told = {"person": household.contact_id, "origin": "active_start", "enquired_on": today()}
    shown = client.post(address, told, follow=True)
    case = KvpCase.objects.get()
    assert (case.state, case.origin) == ("enquiry", "active_start")
    assert "Ta imot søknaden" in shown.text
    again = client.post(address, told)
    assert "allerede en KVP-sak" in again.text
    assert KvpCase.objects.count() == 1
    assert case.reference in client.get(reverse("programmes:household", args=[household.pk])).text


def test_the_assessment_is_written_and_becomes_the_draft_of_the_decision(
    client: Client, household: Household, caseworker: User
) -> None:
    case = applied(household, caseworker)
    assert "Skriv vedtak" not in client.get(page(case)).text
    wrong = post(client, case, "vurder", **assessment(follow_up_met="no"))
    assert "Alle vilkårene må være oppfylt" in wrong.text
    missing = post(client, case, "vurder", **assessment(age_grounds=""))
    assert "Skriv hvorfor." in missing.text
    shown = post(client, case, "vurder", **assessment())
    assert "Fyller vilkårene" in shown.text
    answer = post(client, case, "vedtak")
    case.refresh_from_db()
    decision = case.decision
    assert decision is not None
    where = reverse("decisions:decision", args=[household.pk, decision.pk])
    assert answer.redirect_chain == [(where, 302)]
    [matter] = decision.matters.all()
    assert (matter.section, matter.form, matter.outcome) == ("29", "service", "granted")
    assert "Sett i samtale" in matter.facts
    assert matter.discretion == "Kan bli klar på ett år"


def test_a_programme_is_started_planned_and_followed_on_one_page(
    client: Client, household: Household, caseworker: User
) -> None:
    case = decided(household, caseworker, days_ago(20))
    end = f"{days_ago(-300):%d.%m.%Y}"
    long = post(client, case, "start", on=ago(10), planned_end=f"{days_ago(-900):%d.%m.%Y}")
    assert "Programmet kan vare i to år" in long.text
    shown = post(client, case, "start", on=ago(10), planned_end=end)
    assert "Planen har ingen dato for evaluering." in shown.text
    doing = {"kind": "work", "provider": "Butikken", "valid_from": ago(10), "valid_to": end}
    assert "for eksempel 7,5" in post(client, case, "aktivitet", hours="mye", **doing).text
    shown = post(client, case, "aktivitet", hours="22,5", **doing)
    assert "Butikken" in shown.text
    assert ": 15 timer" in shown.text
    post(client, case, "evaluering", on=ago(1))
    row = case.evaluations.get()
    told = {"on": ago(1), "progress": "at_risk", "text": "Mye borte"}
    assert "Skriv hva dere kom til." in post(client, case, "evaluert", row=row.pk, on=ago(1)).text
    shown = post(client, case, "evaluert", row=row.pk, **told)
    assert "Står i fare for å bli brutt" in shown.text
    weekday = f"{working_day(2):%d.%m.%Y}"
    post(client, case, "fravaer", day=weekday, hours="7,5", kind="invalid")
    shown = post(client, case, "fravaer", day=weekday, hours="7,5", kind="invalid")
    assert "allerede ført fravær denne dagen" in shown.text
    absence = KvpAbsence.objects.get()
    assert "Ingen fravær" in post(client, case, "fravaer-stryk", row=absence.pk).text
    activity = KvpActivity.objects.get()
    post(client, case, "aktivitet-slutt", row=activity.pk, on=today())
    post(client, case, "aktivitet-stryk", row=activity.pk)
    activity.refresh_from_db()
    assert activity.struck_by == caseworker


def test_leave_and_the_end_are_registered_with_their_refusals_at_the_field(
    client: Client, household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(100))
    ahead = {"first": ago(-500), "last": ago(-509), "grounds": "Reise"}
    assert "Programmet varer til" in post(client, case, "permisjon", **ahead).text
    ahead |= {"first": ago(-5), "last": ago(-9)}
    assert "Avlys" in post(client, case, "permisjon", **ahead).text
    assert (
        "Avlyst: permisjon" in post(client, case, "permisjon-avlys", row=case.leaves.get().pk).text
    )
    shown = post(client, case, "permisjon", first=ago(3), last=today(), grounds="Syk i familien")
    assert "Ta imot etter permisjonen" in shown.text
    assert "Syk i familien" in post(client, case, "tilbake", on=today()).text
    without = post(client, case, "avslutt", on=today(), status="3")
    assert "Velg hva personen gikk til." in without.text
    shown = post(client, case, "avslutt", on=today(), status="3", exit_code="01")
    assert "Ordinært arbeid" in shown.text
    assert "Etter programmet" in shown.text


def test_nobody_is_asked_what_happened_afterwards_before_its_day(
    client: Client, household: Household, caseworker: User
) -> None:
    case = ended(household, caseworker, days_ago(500), days_ago(30))
    assert "Registrer situasjonen nå" not in client.get(page(case)).text
    told = {"months": 6, "code": "04", "on": today(), "source": "person"}
    post(client, case, "oppfolging", **told)
    assert not case.follow_ups.exists()


def test_what_happened_afterwards_is_noted(
    client: Client, household: Household, caseworker: User
) -> None:
    case = ended(household, caseworker, days_ago(500), days_ago(200))
    shown = client.get(page(case)).text
    assert "Situasjonen etter 6 måneder" in shown
    assert "12 måneder</option>" not in shown
    told = {"months": 6, "code": "04", "on": today(), "source": "person"}
    assert "Skole eller utdanning" in post(client, case, "oppfolging", **told).text


def test_a_leader_reads_everything_and_is_given_no_form(
    household: Household, caseworker: User, team_leader: User, colleague_same_office: User
) -> None:
    case = filled(household, caseworker, "Avtalt i møtet")
    for reader in (team_leader, colleague_same_office):
        shown = logged_in(reader).get(page(case))
        assert "Avtalt i møtet" in shown.text
        assert f"/kvp/{case.pk}/fravaer/" not in shown.text
    assert post(logged_in(team_leader), case, "tilbake", on=today()).status_code == 403
    assert post(logged_in(colleague_same_office), case, "tilbake", on=today()).status_code == 403
    assert KvpCase.objects.get().state == "leave"


def test_others_find_nothing_and_what_is_read_is_logged(
    client: Client,
    household: Household,
    caseworker: User,
    caseworker_other_office: User,
    bft_adviser: User,
) -> None:
    case = assessed(household, caseworker)
    assert logged_in(caseworker_other_office).get(page(case)).status_code == 404
    assert logged_in(bft_adviser).get(page(case)).status_code in (403, 404)
    assert client.get(page(case)).status_code == 200
    seen = AccessEvent.objects.filter(user_id=caseworker.pk, object_id=str(household.pk))
    assert seen.exists()
    elsewhere = HouseholdFactory(district="midtbyen")
    elsewhere.responsibilities.update(caseworker=caseworker)
    address = reverse("programmes:kvp", args=[elsewhere.pk, case.pk])
    assert client.get(address).status_code == 404
    unknown = reverse("programmes:act", args=[household.pk, case.pk, "slett"])
    assert client.post(unknown, {"version": case.version}).status_code == 404


def test_a_protected_person_is_closed_to_who_is_not_cleared(
    client: Client, household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(10))
    household.members.update(protection=Protection.CODE_6)
    assert client.get(page(case)).status_code == 404
    assert logged_in(UserFactory()).get(page(case)).status_code in (403, 404)


def test_a_page_with_much_in_it_asks_as_few_questions_as_one_with_little(
    client: Client, household: Household, caseworker: User
) -> None:
    case = filled(household, caseworker)
    case.evaluations.create(planned_on=days_ago(5))
    client.get(page(case))
    with CaptureQueriesContext(connection) as little:
        assert client.get(page(case)).status_code == 200
    for number in range(10, 20):
        active(case, caseworker, days_ago(number), days_ago(1))
        absence = {"hours": 2, "kind": "doctor", "registered_by": UserFactory()}
        case.absences.create(day=days_ago(number), **absence)
        case.evaluations.create(planned_on=days_ago(number))
    with CaptureQueriesContext(connection) as much:
        assert client.get(page(case)).status_code == 200
    assert len(much) == len(little)


def test_a_case_that_nobody_has_says_why_nothing_can_be_done(
    client: Client, household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(30))
    assert "saksbehandler har husstanden" not in client.get(page(case)).text
    household.responsibilities.update(caseworker=None)
    shown = client.get(page(case)).text
    assert "Ingen saksbehandler har husstanden, så ingenting kan registreres her." in shown
    other = UserFactory(first_name="Kari", last_name="Annen")
    household.responsibilities.update(caseworker=other)
    assert f"Saksbehandler er {other}." in client.get(page(case)).text
