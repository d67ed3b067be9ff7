"""The plan on one page: who may read it, who may write in it, what is shown and what is stored."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from accounts.models import AccessEvent, User
from accounts.policy import Role
from coordination.models import CoordinatedPlan, PlanChange
from households.models import Household
from tests.conftest import logged_in, unit
from tests.coordination.plans.conftest import TODAY, has_case, text, typed, url
from tests.coordination.plans.making import plan_of, planned, step_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
OFFER = {"kind": "coordinated", "offered_on": typed(TODAY), "answer": "accepted"}


def offer(client: Any, home: Household, **kwargs: Any) -> Any:
    return client.post(url(home, "ny/"), OFFER | kwargs)


def test_the_caseworker_offers_a_plan_and_it_is_reviewed_within_90_days(
    home: Household, caseworker: User
) -> None:
    client = logged_in(caseworker)
    assert "Lag en plan" in text(client, url(home))
    assert offer(client, home).status_code == 302
    plan = CoordinatedPlan.objects.get()
    assert (plan.kind, plan.party, plan.coordinator) == ("coordinated", "nav", caseworker)
    assert plan.next_review_on == plan.first_review_on == TODAY + timedelta(days=90)
    assert list(PlanChange.objects.values_list("act", flat=True)) == ["offer", "accept"]
    page = text(client, url(home))
    assert "Samordnet plan Gjelder" in page
    assert "BFT ikke med ennå" in page


@pytest.mark.parametrize(("days", "taken"), [(90, True), (91, False), (0, False)])
def test_a_first_review_later_than_90_days_is_refused_for_a_family(
    home: Household, caseworker: User, days: int, taken: bool
) -> None:
    offer(logged_in(caseworker), home, next_review_on=typed(TODAY + timedelta(days=days)))
    assert CoordinatedPlan.objects.exists() is taken


def test_somebody_alone_may_wait_180_days(caseworker: User, home: Household) -> None:
    home.memberships.filter(role="child").delete()
    client = logged_in(caseworker)
    later = typed(TODAY + timedelta(days=180))
    assert offer(client, home, kind="follow_up", answer="", next_review_on=later).status_code == 302
    assert CoordinatedPlan.objects.active().get().next_review_on == TODAY + timedelta(days=180)


def test_an_individual_plan_is_offered_and_answered_later_or_declined(
    home: Household, caseworker: User
) -> None:
    client = logged_in(caseworker)
    offer(client, home, kind="individual", answer="")
    assert "Individuell plan (§ 28) Tilbudt" in text(client, url(home))
    assert CoordinatedPlan.objects.get().state == "offered"
    client.post(url(home, "svar/"), {"answer": "declined", "answered_on": typed(TODAY)})
    assert CoordinatedPlan.objects.get().state == "declined"
    page = text(client, url(home))
    assert "Ingen plan" in page
    assert "Individuell plan (§ 28) Takket nei" in page
    assert offer(client, home).status_code == 302  # another may be offered


def test_only_one_plan_stands_at_a_time(home: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    offer(client, home)
    answer = offer(client, home)
    assert "Husstanden har allerede en plan" in answer.content.decode()
    assert CoordinatedPlan.objects.count() == 1


def test_goals_steps_and_directions_are_written_and_settled(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    client, amina = logged_in(caseworker), home.contact
    client.post(url(home, "mal/"), {"person": amina.pk, "words": "Jeg vil ha jobb i barnehage"})
    due = TODAY + timedelta(days=9)
    who = f"nav:{caseworker.pk}"
    step = {"what": "Søke praksisplass", "who": who, "due_on": typed(due)}
    client.post(url(home, "tiltak/"), step | {"evaluate_on": typed(due + timedelta(days=30))})
    client.post(url(home, "retning/"), {"person": amina.pk, "direction": "measure"})
    page = text(client, url(home))
    assert "Jeg vil ha jobb i barnehage Amina Plansen" in page
    assert "Søke praksisplass Frist" in page
    assert "Amina Plansen : Aktivt tiltak" in page
    assert "Ola Plansen : ingen retning er satt" in page
    goal, row = plan.goals.get(), plan.steps.get()
    client.post(url(home, f"mal/{goal.pk}/"), {"state": "reached"})
    client.post(url(home, f"tiltak/{row.pk}/"), {"state": "done"})
    client.post(url(home, f"tiltak/{row.pk}/virkning/"), {"effect": "partly"})
    goal.refresh_from_db()
    row.refresh_from_db()
    assert (goal.state, row.state, row.effect) == ("reached", "done", "partly")
    assert (row.settled_by, row.evaluated_by) == (caseworker, caseworker)


def test_what_is_missing_stands_at_its_field_and_nothing_is_stored(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    client = logged_in(caseworker)
    assert "egne ord" in client.post(url(home, "mal/"), {"words": ""}).content.decode()
    early = {"due_on": typed(TODAY + timedelta(days=9)), "evaluate_on": typed(TODAY)}
    step = {"what": "Søke", "who": f"nav:{caseworker.pk}"} | early
    answer = client.post(url(home, "tiltak/"), step)
    assert "Evalueringen kan ikke være før fristen" in answer.content.decode()
    assert not plan.goals.exists()
    assert not plan.steps.exists()


def test_a_review_has_a_result_for_each_adult_and_may_turn_a_direction(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    CoordinatedPlan.objects.update(next_review_on=TODAY - timedelta(days=3))
    amina, ola = (row.person for row in home.memberships.exclude(role="child").order_by("pk"))
    for person in (amina, ola):
        plan.directions.create(person=person, direction="job", set_on=TODAY, set_by=caseworker)
    client, later = logged_in(caseworker), TODAY + timedelta(days=60)
    told = {"on": typed(TODAY), "next_on": typed(later), "text": "Alle var med"}
    told |= {f"result_{amina.pk}": "reached", f"direction_{amina.pk}": "job"}
    assert "Velg hvordan det går" in client.post(url(home, "gjennomgang/"), told).content.decode()
    assert not plan.reviews.exists()
    told |= {f"result_{ola.pk}": "still", f"direction_{ola.pk}": "clarify"}
    assert client.post(url(home, "gjennomgang/"), told).status_code == 302
    review = plan.reviews.get()
    assert sorted(review.results.values_list("result", flat=True)) == ["reached", "still"]
    plan.refresh_from_db()
    assert plan.next_review_on == later
    assert plan.directions.get(person=ola, replaced_on=None).direction == "clarify"
    assert "Ola Plansen, jobb: uendret" in text(client, url(home))


def test_a_plan_ends_with_a_reason_and_what_is_open_in_it_is_dropped(
    home: Household, caseworker: User
) -> None:
    plan = planned(home, caseworker)
    client = logged_in(caseworker)
    told = {"reason": "self_reliant", "ended_on": typed(TODAY), "text": "Helsestasjonen følger opp"}
    assert client.post(url(home, "avslutt/"), told).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.end_reason) == ("ended", "self_reliant")
    assert plan.steps.get().state == plan.goals.get().state == "dropped"
    page = text(client, url(home))
    assert "Tidligere planer" in page
    assert "klarer seg selv" in page


def test_a_colleague_and_the_leader_read_and_do_not_write(
    home: Household, plan: CoordinatedPlan, colleague_same_office: User, team_leader: User
) -> None:
    for user in (colleague_same_office, team_leader):
        client = logged_in(user)
        page = text(client, url(home))
        assert "Samordnet plan Gjelder" in page
        assert "Gå gjennom planen" not in page
        goal = {"person": home.contact_id, "words": "Noe"}
        assert client.post(url(home, "mal/"), goal).status_code == 403
        assert client.get(url(home, "avslutt/")).status_code == 403
    assert not plan.goals.exists()


def test_the_other_office_does_not_find_it(
    home: Household, plan: CoordinatedPlan, caseworker_other_office: User
) -> None:
    assert logged_in(caseworker_other_office).get(url(home)).status_code == 404


def test_another_households_rows_are_not_found_through_ones_own(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    other = planned(type(home).objects.create(contact=home.contact), caseworker)
    client = logged_in(caseworker)
    step = other.steps.get()
    assert client.post(url(home, f"tiltak/{step.pk}/"), {"state": "done"}).status_code == 404
    step.refresh_from_db()
    assert step.state == "open"


def test_who_is_made_coordinator_leads_it_too(
    home: Household, plan: CoordinatedPlan, caseworker: User, colleague_same_office: User
) -> None:
    told = {"contact": f"nav:{colleague_same_office.pk}"}
    assert logged_in(caseworker).post(url(home, "kontakt/"), told).status_code == 302
    plan.refresh_from_db()
    assert plan.coordinator == plan.parties.get().contact == colleague_same_office
    goal = {"person": home.contact_id, "words": "Egen bolig"}
    assert logged_in(colleague_same_office).post(url(home, "mal/"), goal).status_code == 302
    assert plan.goals.get().added_by == colleague_same_office


def test_bft_leads_a_plan_of_its_own(home: Household, bft_adviser: User) -> None:
    has_case(home, "bft", bft_adviser)
    client = logged_in(bft_adviser)
    assert offer(client, home).status_code == 302
    plan = CoordinatedPlan.objects.get()
    assert (plan.party, plan.unit, plan.coordinator) == (
        "bft",
        unit("bft", "midtbyen"),
        bft_adviser,
    )
    assert "NAV ikke med ennå" in text(client, url(home))


def test_the_paper_is_in_plain_words_and_its_printing_is_logged(
    home: Household, caseworker: User
) -> None:
    planned(home, caseworker, text="Jeg vil bo trygt")
    answer = logged_in(caseworker).post(url(home, "pdf/"))
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    told = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Planen deres" in told
    assert "Amina Plansen: «Jeg vil bo trygt»" in told
    assert "Amina Plansen er på vei til jobb." in told
    assert "coordinated" not in told
    line = AccessEvent.objects.filter(view_name="plans:paper", action="print").get()
    assert home.contact_id in line.subject_ids


def test_the_household_page_shows_the_plan_and_what_is_due_in_it(
    home: Household, caseworker: User
) -> None:
    client = logged_in(caseworker)
    assert "Husstanden har ingen plan" in text(client, f"/husstander/{home.pk}/")
    plan = plan_of(home, caseworker, TODAY - timedelta(days=93))
    step_in(plan, caseworker, "Ringe skolen", due_on=TODAY - timedelta(days=1))
    page = text(client, f"/husstander/{home.pk}/")
    assert "Gjennomgang av samordnet plan" in page
    assert "3 dager over avtalt dag" in page
    assert "Ringe skolen" in page


def test_those_without_a_seat_at_a_party_get_no_page(
    home: Household, plan: CoordinatedPlan
) -> None:
    for role in (Role.PAYMENT_CLERK, Role.EXECUTIVE, Role.ADMINISTRATOR):
        assert logged_in(UserFactory(role=role)).get(url(home)).status_code == 403
