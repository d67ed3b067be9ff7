"""The pages of counselling: who may, who may not, what is shown and what is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from benefits.models import AdviceOffer, BudgetLine, Counselling, Debt
from households.access import Protection
from households.models import Disqualification, Household, HouseholdLock, RetentionRun
from tests.benefits.counselling.filled import accepted, advice_decision, filled, offered, started
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/radgivning/"


def page(name: str, row: Counselling, *more: Any) -> str:
    return reverse(f"counselling:{name}", args=[row.pk, *more])


def post(client: Client, name: str, row: Counselling, *more: Any, **values: Any) -> Any:
    row.refresh_from_db()
    return client.post(page(name, row, *more), {"version": row.version} | values, follow=True)


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def given_to(row: Counselling, user: User) -> Counselling:
    Counselling.objects.filter(pk=row.pk).update(counsellor=user)
    row.refresh_from_db()
    return row


def test_one_click_on_the_application_offers_it_in_the_letter(
    client: Client, household: Household, caseworker: User
) -> None:
    application = apply_for_help(household, caseworker)
    where = reverse("applications:application", args=[household.pk, application.pk])
    assert "Tilbud gis i brevet" in client.get(where).text
    address = reverse("counselling:offer_with_application", args=[household.pk, application.pk])
    shown = client.post(address, follow=True)
    offer = AdviceOffer.objects.get()
    assert (offer.channel, offer.person, offer.application) == (
        "letter",
        household.contact,
        application,
    )
    assert "Tilbud gis i brevet" not in shown.text
    assert "Registrer svar" in shown.text


def test_a_yes_on_the_households_page_opens_the_counselling(
    client: Client, household: Household, caseworker: User
) -> None:
    offer = offered(household, caseworker)
    address = reverse("counselling:answer", args=[household.pk, offer.pk])
    answer = client.post(address, {"answer": "yes"}, follow=True)
    row = Counselling.objects.get()
    assert answer.redirect_chain == [(page("case", row), 302)]
    assert "når et vedtak etter sosialtjenesteloven § 17 er godkjent" in answer.text


def test_who_asks_without_an_application_is_offered_it_too(
    client: Client, household: Household
) -> None:
    address = reverse("counselling:new_offer", args=[household.pk])
    asked = {"person": household.contact_id, "channel": "talk", "answer": "yes"}
    assert "R-3" in client.post(address, asked, follow=True).text
    assert Counselling.objects.get().offer.application is None


def test_the_caseworker_takes_it_from_yes_to_the_end(
    client: Client, household: Household, caseworker: User
) -> None:
    row = accepted(household, caseworker)
    decision = advice_decision(household, caseworker)
    plan = {"planned_start": today(), "start_reason": "Haster", "form": "course", "level": "1"}
    assert decision.reference in client.get(page("case", row)).text
    post(client, "decide", row, decision=decision.pk, **plan)
    post(client, "start", row, on=today())
    post(client, "talk", row, on=today(), level="2", text="Ringte", mentions_children="on")
    shown = post(client, "end", row, on=today(), result="referred").text
    row.refresh_from_db()
    assert (row.state, row.decision, row.level, row.result) == (
        "ended",
        decision,
        "2",
        "referred",
    )
    assert "Barna er omtalt" in shown
    assert "Før en samtale" not in shown


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("talk", {"on": "01.01.2150", "level": "1", "text": "x"}, "kan ikke være etter i dag"),
        ("talk", {"on": today, "level": "1", "text": ""}, "Skriv hva som ble gjort."),
        ("talk", {"on": today, "level": "1", "text": "x", "next_step": "y"}, "både neste steg"),
        ("new_debt", {"creditor": "B", "amount": "mye"}, "Skriv hele kroner"),
        ("new_mandate", {"signed_on": today, "ends_on": "01.01.2020"}, "slutte før den er signert"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client: Client, household: Household, caseworker: User, name: str, values: Any, message: str
) -> None:
    row = started(household, caseworker)
    typed = {key: value() if callable(value) else value for key, value in values.items()}
    assert message in post(client, name, row, **typed).text
    assert not row.sessions.exists()
    assert not row.debts.exists()
    assert not row.mandates.exists()


def test_debts_and_budget_are_kept_beside_each_other(
    client: Client, household: Household, caseworker: User
) -> None:
    row = started(household, caseworker)
    debt = {"creditor": "Kraftlaget", "kind": "power", "collection": "none", "amount": "4100"}
    post(client, "new_debt", row, as_of=today(), **debt)
    found = Debt.objects.get()
    changed = debt | {"amount": "0", "as_of": today(), "settled_on": today()}
    assert "Gjort opp" in post(client, "debt", row, found.pk, **changed).text
    shown = post(client, "budget", row, in_wages="20000", rent="9500", food="0").text
    assert "10\xa0500" in shown
    post(client, "budget", row, rent="9000")
    assert [(line.post, line.amount) for line in BudgetLine.objects.all()] == [("rent", 9_000)]


def test_the_debt_counsellor_opens_on_their_own_cases_and_never_on_the_household(
    household: Household, caseworker: User, debt_counsellor: User
) -> None:
    row = given_to(filled(household, caseworker), debt_counsellor)
    client = logged_in(debt_counsellor)
    assert client.get("/").headers["Location"] == LIST
    assert household.contact.name in client.get(LIST).text
    shown = client.get(page("case", row)).text
    assert "Før en samtale" in shown
    assert "/husstander/" not in shown
    event = AccessEvent.objects.filter(object_type="counselling", action="read").latest("pk")
    assert (event.rule, event.subject_ids) == ("counsellor", [household.contact_id])
    for name in ("coordination:household", "applications:list", "counselling:household"):
        assert client.get(reverse(name, args=[household.pk])).status_code == 403


def test_a_debt_counsellor_sees_no_case_of_others(
    household: Household, caseworker: User, debt_counsellor: User
) -> None:
    row = filled(household, caseworker)
    client = logged_in(debt_counsellor)
    assert client.get(page("case", row)).status_code == 404
    assert household.contact.name not in client.get(LIST).text
    assert AccessEvent.objects.filter(object_type="counselling", verdict="deny").exists()


@pytest.mark.parametrize("closed_by", ["protection", "conflict", "lock"])
def test_every_core_rule_binds_the_debt_counsellor(
    household: Household, caseworker: User, debt_counsellor: User, closed_by: str
) -> None:
    row = given_to(filled(household, caseworker), debt_counsellor)
    client = logged_in(debt_counsellor)
    assert client.get(page("case", row)).status_code == 200
    if closed_by == "protection":
        household.members.update(protection=Protection.CODE_7)
    elif closed_by == "conflict":
        Disqualification.objects.create(user=debt_counsellor, household=household, reason="friend")
    else:
        run = RetentionRun.objects.create(
            as_of=timezone.localdate(), proposed_by=caseworker, ended_at=timezone.now()
        )
        HouseholdLock.objects.create(household=household, run=run, locked_on=timezone.localdate())
    letter = row.letters.get()
    for address in (page("case", row), page("letter", row, letter.pk), page("budget", row)):
        assert client.get(address).status_code == 404
    assert household.contact.name not in client.get(LIST).text


def test_leaders_read_and_colleagues_may_take_it_but_not_write_before(
    household: Household, caseworker: User, team_leader: User, colleague_same_office: User
) -> None:
    row = started(household, caseworker)
    for user in (team_leader, colleague_same_office):
        client = logged_in(user)
        assert "Før en samtale" not in client.get(page("case", row)).text
        assert post(client, "end", row, on=today(), result="other").status_code == 403
    assert post(logged_in(team_leader), "take", row).status_code == 403
    assert "Før en samtale" in post(logged_in(colleague_same_office), "take", row).text


@pytest.mark.parametrize("actor", ["caseworker_other_office", "bft_adviser", "executive"])
def test_nobody_else_finds_it(
    request: pytest.FixtureRequest, household: Household, caseworker: User, actor: str
) -> None:
    row = filled(household, caseworker)
    client = logged_in(request.getfixturevalue(actor))
    assert client.get(page("case", row)).status_code in (403, 404)


def test_somebody_else_has_changed_it_and_what_was_written_is_kept(
    client: Client, household: Household, caseworker: User
) -> None:
    row = started(household, caseworker)
    stale = {"version": row.version - 1, "on": today(), "level": "1", "text": "Lang tekst"}
    answer = client.post(page("talk", row), stale)
    assert answer.status_code == 409
    assert "Lang tekst" in answer.text
    assert "ingenting er lagret" in answer.text


def test_a_counselling_can_be_given_to_a_debt_counsellor(
    client: Client, household: Household, caseworker: User, debt_counsellor: User
) -> None:
    row = accepted(household, caseworker)
    other = UserFactory()
    assert post(client, "give", row, to=other.pk).context["counsellor"].errors
    post(client, "give", row, to=debt_counsellor.pk)
    row.refresh_from_db()
    assert row.counsellor == debt_counsellor
