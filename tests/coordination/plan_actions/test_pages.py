"""The list of what the municipality must do: who may, what is red, what is stored, two at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import District, User
from coordination.models import PlanAction
from coordination.plan_actions import actions
from tests.conftest import logged_in
from tests.coordination.plan_actions.filled import day, to_do, typed, typed_day, typed_grant

pytestmark = pytest.mark.django_db
LIST = "/plantiltak/"


@pytest.fixture
def leader(team_leader: User) -> Client:
    return logged_in(team_leader)


def test_a_leader_registers_something_to_do_and_it_stands_in_the_list(
    leader: Client, team_leader: User
) -> None:
    heimdal = District.objects.get(code="heimdal")
    given = typed(team_leader, party="bft", district=heimdal.pk)
    page = leader.post(f"{LIST}nytt/", given, follow=True)
    assert "Kalle inn til forum" in page.text
    row = PlanAction.objects.get()
    assert (row.measure, row.party, row.district, row.owner) == ("8a", "bft", heimdal, team_leader)
    assert [str(line) for line in row.changes.all()] == ["Registrert"]
    listed = leader.get(LIST).text
    assert "8a Forum for brukerorganisasjoner" in listed
    assert "Heimdal" in listed


def test_bad_input_is_told_at_the_field_and_nothing_typed_is_lost(
    leader: Client, team_leader: User
) -> None:
    page = leader.post(f"{LIST}nytt/", typed(team_leader, deadline="snart", party="x"))
    assert "Skriv datoen som dd.mm.åååå." in page.text
    assert "Kalle inn til forum" in page.text
    assert not PlanAction.objects.exists()


def test_what_is_past_its_deadline_is_red_and_what_is_near_is_counted_down(
    leader: Client, team_leader: User
) -> None:
    to_do(team_leader, days=-1, title="For sent")
    to_do(team_leader, days=30, title="Snart")
    to_do(team_leader, days=31, title="Lenge til")
    page = leader.get(LIST).text
    assert page.count("Over fristen") == 1
    assert "30 dager igjen" in page
    assert "31 dager igjen" not in page
    assert "1 over fristen, 1 med frist innen 30 dager" in page
    only = leader.get(LIST, {"forsinket": "on"}).text
    assert "For sent" in only
    assert "Snart" not in only
    assert "1 med frist innen 30 dager" in leader.get("/arbeidsliste/").text


def test_filters_leave_what_they_say_and_nonsense_is_left_out(
    leader: Client, team_leader: User
) -> None:
    to_do(team_leader, title="Plan", party="nav")
    to_do(team_leader, title="Rutine", measure="4c")
    over = to_do(team_leader, title="Ferdig")
    done = {"status": "done", "evidence": "Vedtatt", "on": day(), "by": team_leader}
    actions.move_on(action=over, version=1, **done)
    titles = ("Plan", "Rutine", "Ferdig")
    for asked, shown in (
        ({}, "Plan Rutine"),
        ({"tiltak": "4c"}, "Rutine"),
        ({"part": "nav"}, "Plan"),
        ({"alle": "on"}, "Plan Rutine Ferdig"),
        ({"tiltak": "zz", "bydel": "x", "side": "x"}, "Plan Rutine"),
    ):
        page = leader.get(LIST, asked).text
        assert [title for title in titles if f">{title}</a>" in page] == shown.split()


def test_what_is_over_says_what_shows_it(leader: Client, team_leader: User) -> None:
    row = to_do(team_leader, days=-5)
    given = {"status": "done", "evidence": "", "version": 1}
    refused = leader.post(f"{LIST}{row.pk}/status/", given)
    assert "Skriv hva som viser at det er gjort" in refused.text
    leader.post(f"{LIST}{row.pk}/status/", given | {"evidence": "Vedtatt i ledermøtet"})
    row.refresh_from_db()
    assert (row.status, row.over_on, row.evidence) == ("done", day(), "Vedtatt i ledermøtet")
    assert not row.is_overdue(day())


def test_each_year_is_judged_once(leader: Client, team_leader: User) -> None:
    row = to_do(team_leader)
    given = {"year": day().year, "result": "partly", "grounds": "Tre av fire kontorer"}
    page = leader.post(f"{LIST}{row.pk}/vurdering/", given, follow=True)
    assert f"{day().year}: Delvis nådd" in page.text
    again = leader.post(f"{LIST}{row.pk}/vurdering/", given)
    assert "allerede vurdert for dette året" in again.text
    early = leader.post(f"{LIST}{row.pk}/vurdering/", given | {"year": day().year + 1})
    assert "Året har ikke begynt ennå" in early.text
    before = leader.post(f"{LIST}{row.pk}/vurdering/", given | {"year": day().year - 1})
    assert before.status_code == 302
    assert row.judgements.count() == 2


def test_who_writes_over_another_is_told(leader: Client, team_leader: User) -> None:
    row = to_do(team_leader)
    mine = typed(team_leader, title="Min tekst")
    theirs = typed(team_leader, title="Deres tekst", deadline=typed_day(50))
    assert leader.post(f"{LIST}{row.pk}/endre/", theirs).status_code == 302
    told = leader.post(f"{LIST}{row.pk}/endre/", mine)
    assert "En annen har endret plantiltaket" in told.text
    assert 'value="Min tekst"' in told.text
    status = {"status": "started", "version": 1}
    assert "En annen har endret" in leader.post(f"{LIST}{row.pk}/status/", status).text
    row.refresh_from_db()
    assert (row.title, row.status) == ("Deres tekst", "open")


def test_the_executive_reads_and_others_do_not(
    team_leader: User, executive: User, caseworker: User
) -> None:
    row = to_do(team_leader)
    reads = logged_in(executive)
    page = reads.get(f"{LIST}{row.pk}/")
    assert page.status_code == 200
    assert "Ny status" not in page.text
    assert "Nytt plantiltak" not in reads.get(LIST).text
    assert reads.post(f"{LIST}{row.pk}/vurdering/", {}).status_code == 403
    assert logged_in(caseworker).get(LIST).status_code == 403
    assert reads.get(f"{LIST}999999/").status_code == 404


def test_many_rows_ask_no_more_questions(
    leader: Client, team_leader: User, django_assert_max_num_queries: Any
) -> None:
    to_do(team_leader)
    leader.get(LIST)
    with django_assert_max_num_queries(40) as one:
        leader.get(LIST)
    count = len(one.captured_queries)
    for number in range(20):
        to_do(team_leader, title=f"Nr. {number}")
    with django_assert_max_num_queries(count):
        leader.get(LIST)


def test_a_deadline_lies_ahead_but_one_that_has_passed_may_stand(
    leader: Client, team_leader: User
) -> None:
    page = leader.post(f"{LIST}nytt/", typed(team_leader, deadline=typed_day(-1)))
    assert "Fristen kan ikke være før i dag." in page.text
    row = to_do(team_leader, days=-5)
    there = f"{LIST}{row.pk}/endre/"
    kept = typed(team_leader, title="Nye ord", deadline=typed_day(-5))
    assert "Nye ord" in leader.post(there, kept, follow=True).text
    moved = kept | {"deadline": typed_day(-4), "version": 2}
    assert "Fristen kan ikke være før i dag." in leader.post(there, moved).text
    grant = typed_grant(team_leader, amount="2 500 000 kr")
    assert "Lagret." in leader.post(f"{LIST}tilskudd/nytt/", grant, follow=True).text
    late = typed_grant(team_leader, deadline=typed_day(-9))
    assert "Fristen kan ikke" in leader.post(f"{LIST}tilskudd/nytt/", late).text
    sent = late | {"state": "sent"}
    assert "Lagret." in leader.post(f"{LIST}tilskudd/nytt/", sent, follow=True).text
