"""Another service sees the plan with consent, or with a case of its own; never otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from coordination.models import CoordinatedPlan
from coordination.plans.queries import open_units
from coordination.worklist.due import scope_of
from coordination.worklist.dues import everything
from households.access import Protection
from households.models import Household, Share
from tests.conftest import logged_in, unit
from tests.coordination.plans.conftest import TODAY, has_case, shared, text, url
from tests.coordination.plans.making import request_in, step_in
from tests.factories import UserFactory, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(home: Household, plan: CoordinatedPlan, caseworker: User) -> CoordinatedPlan:
    """Each parent has a goal and a direction; NAV has a step, and BFT is asked."""
    for name, words in (("Amina", "Aminas drøm"), ("Ola", "Olas drøm")):
        person = home.members.get(first_name=name)
        plan.goals.create(person=person, words=words, set_on=TODAY, added_by=caseworker)
        plan.directions.create(person=person, direction="job", set_on=TODAY, set_by=caseworker)
    step_in(plan, caseworker, "NAV søker KVP")
    request_in(plan, caseworker, "Kan BFT snakke med skolen?")
    return plan


def asked(user: User) -> list[Any]:
    return [row for row in everything(scope_of(user, TODAY)) if row.kind == "Spørsmål til part"]


def test_without_consent_or_a_case_of_its_own_bft_finds_nothing(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    assert logged_in(bft_adviser).get(url(home)).status_code == 404
    assert asked(bft_adviser) == []
    assert not CoordinatedPlan.objects.visible_to(bft_adviser).exists()


def test_a_share_of_something_else_does_not_open_the_plan(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    shared(home, "bft", "Amina", "Ola", "Nora", scopes=("household", "children"))
    client = logged_in(bft_adviser)
    assert client.get(f"/husstander/{home.pk}/").status_code == 200
    assert "/plan/" not in client.get(f"/husstander/{home.pk}/").content.decode()
    assert client.get(url(home)).status_code == 403
    assert client.post(url(home, "pdf/")).status_code == 403
    assert asked(bft_adviser) == []


def test_a_plan_shared_without_a_name_is_not_opened(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    shared(home, "bft", "Amina", scopes=("plan",))
    assert logged_in(bft_adviser).get(url(home)).status_code == 403
    assert not CoordinatedPlan.objects.visible_to(bft_adviser).exists()


def test_one_parents_consent_opens_what_is_hers_and_what_is_asked_of_the_service(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    shared(home, "bft", "Amina")
    page = text(logged_in(bft_adviser), url(home))
    assert "Aminas drøm" in page
    assert "Kan BFT snakke med skolen?" in page
    assert "Du ser det som er delt med deg" in page
    assert "Olas drøm" not in page
    assert "NAV søker KVP" not in page


def test_both_parents_consent_opens_what_is_common(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    shared(home, "bft", "Amina", "Ola")
    page = text(logged_in(bft_adviser), url(home))
    for words in ("Aminas drøm", "Olas drøm", "NAV søker KVP"):
        assert words in page
    assert "Du ser det som er delt med deg" not in page


def test_consent_taken_back_closes_the_plan_from_the_next_request_on(
    home: Household, filled: CoordinatedPlan, bft_adviser: User, caseworker: User
) -> None:
    shared(home, "bft", "Amina", "Ola")
    client, waiting = logged_in(bft_adviser), filled.requests.get()
    assert client.get(url(home)).status_code == 200
    assert [row.what for row in asked(bft_adviser)] == ["BFT er spurt: Kan BFT snakke med skolen?"]
    Share.objects.filter(scope="plan").update(revoked_at=timezone.now(), revoked_by=caseworker)
    assert client.get(url(home)).status_code == 403
    assert asked(bft_adviser) == []
    answer = {"answer": "taken", "contact": bft_adviser.pk}
    assert client.post(url(home, f"sporsmal/{waiting.pk}/"), answer).status_code == 403
    Share.objects.update(revoked_at=timezone.now(), revoked_by=caseworker)
    assert client.get(url(home)).status_code == 404
    assert "Aminas drøm" in text(logged_in(caseworker), url(home))


def test_a_case_of_its_own_opens_it_to_the_service(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    has_case(home, "bft", bft_adviser)
    assert "NAV søker KVP" in text(logged_in(bft_adviser), url(home))
    assert [row.caseworker for row in asked(bft_adviser)] == ["Meg"]


def test_the_meetings_lead_reads_a_plan_that_is_shared_with_the_meeting(
    home: Household, filled: CoordinatedPlan
) -> None:
    lead = UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))
    client = logged_in(lead)
    assert client.get(url(home)).status_code == 404
    for row in home.memberships.all():
        for scope in ("household", "plan"):
            share(home, row.person, unit("nav", "midtbyen"), scope, audience="osk")
    assert "NAV søker KVP" in text(client, url(home))
    step = filled.steps.get()
    assert client.post(url(home, f"tiltak/{step.pk}/"), {"state": "done"}).status_code == 403


def test_a_protected_family_stays_closed_whatever_is_shared(
    home: Household, filled: CoordinatedPlan, bft_adviser: User, caseworker: User
) -> None:
    shared(home, "bft", "Amina", "Ola", "Nora")
    home.members.update(protection=Protection.CODE_6)
    for user in (bft_adviser, caseworker):
        assert logged_in(user).get(url(home)).status_code == 404
        assert not CoordinatedPlan.objects.visible_to(user).exists()
        assert everything(scope_of(user, TODAY)) == []


def test_the_list_names_nobody_whose_name_is_not_shared(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    shared(home, "bft", "Ola")  # the household is called by its contact, Amina
    (row,) = asked(bft_adviser)
    assert row.household == home.number
    assert row.subject_id is None
    shared(home, "bft", "Amina")
    assert [row.household for row in asked(bft_adviser)] == [str(home)]


def test_a_service_is_asked_only_where_the_plan_is_open_to_it(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    client, told = logged_in(caseworker), {"party": "hv", "text": "Kan dere se på boligen?"}
    answer = client.post(url(home, "sporsmal/"), told)
    assert "Be om samtykke først" in answer.content.decode()
    assert not plan.requests.exists()
    assert set(open_units(home.pk, TODAY)) == {"nav"}
    for scope in ("household", "plan"):
        share(home, home.contact, unit("hv", "heimdal"), scope)
    assert set(open_units(home.pk, TODAY)) == {"nav", "hv"}
    assert client.post(url(home, "sporsmal/"), told).status_code == 302
    row = plan.requests.get()
    assert (row.party, row.unit, row.asked_by) == ("hv", unit("hv", "heimdal"), caseworker)


def test_it_is_answered_in_one_line_and_the_service_is_in_the_plan(
    home: Household, filled: CoordinatedPlan, bft_adviser: User, caseworker: User
) -> None:
    shared(home, "bft", "Amina", "Ola")
    client, row = logged_in(bft_adviser), filled.requests.get()
    path = url(home, f"sporsmal/{row.pk}/")
    assert "Velg om dere tar det" in client.post(path, {}).content.decode()
    answer = client.post(path, {"answer": "taken"})
    assert "Velg hvem som er kontaktperson" in answer.content.decode()
    told = {"answer": "taken", "contact": bft_adviser.pk, "line": "Ringer skolen mandag"}
    assert client.post(path, told).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.contact, row.line) == ("taken", bft_adviser, "Ringer skolen mandag")
    assert filled.parties.get(party="bft").contact == bft_adviser
    assert asked(bft_adviser) == []
    page = text(logged_in(caseworker), url(home))
    assert f"Tar det: {bft_adviser}. Ringer skolen mandag" in page


def test_another_service_does_not_answer_for_it(
    home: Household, filled: CoordinatedPlan, caseworker: User
) -> None:
    path = url(home, f"sporsmal/{filled.requests.get().pk}/")
    assert logged_in(caseworker).post(path, {"answer": "not_taken"}).status_code == 403
    assert filled.requests.get().answer == ""


def test_a_service_that_takes_part_settles_what_is_its_own(
    home: Household, filled: CoordinatedPlan, bft_adviser: User
) -> None:
    shared(home, "bft", "Amina", "Ola")
    own = step_in(filled, bft_adviser, "Ringe skolen", party="bft")
    navs = filled.steps.get(party="nav")
    client = logged_in(bft_adviser)
    assert client.post(url(home, f"tiltak/{own.pk}/"), {"state": "done"}).status_code == 302
    assert client.post(url(home, f"tiltak/{navs.pk}/"), {"state": "done"}).status_code == 403
    assert [filled.steps.get(pk=pk).state for pk in (own.pk, navs.pk)] == ["done", "open"]
