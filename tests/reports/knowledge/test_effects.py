"""Which measures lead to work (1d): who is counted, that it repeats, and what stands beside it."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from accounts.models import AccessEvent, User
from benefits.models import LearningNote, MeasureType, Placement
from households.months import month_from
from reports.knowledge.actions import cells_of, make
from reports.knowledge.effects import ended_in, intro_code, programmes
from reports.models import KnowledgeTable
from tests.benefits.measures.filled import measure, placed
from tests.conftest import day, logged_in
from tests.factories import HouseholdFactory, introduce, pay
from tests.reports.exits.test_page import leave

pytestmark = pytest.mark.django_db
TODAY = day("2027-02-01")
ADDRESS = "/rapporter/tiltak/"


@pytest.fixture
def course(team_leader: User) -> Any:
    return measure(team_leader, name="Truckførerkurs", kind=MeasureType.COURSE, capacity=90)


def attend(into: Any, by: User, code: str, last: str = "2025-09-30", **after: str) -> Placement:
    row = placed(HouseholdFactory(), by, into=into)
    Placement.objects.filter(pk=row.pk).update(
        placed_on=day("2025-01-06"),
        started_on=day("2025-04-01"),
        ended_on=day(last),
        exit_code=code,
    )
    for months, told in ((6, after.get("six")), (12, after.get("twelve"))):
        if told:
            row.outcomes.create(months=months, code=told, noted_by=by)
    return row


def frozen(by: User, on: str = "2027-02-01") -> KnowledgeTable:
    return make(kind="effects", year=2025, as_of=day(on), by=by)


def test_an_exit_is_told_with_months_return_age_and_the_state_afterwards(
    course: Any, team_leader: User
) -> None:
    row = attend(course, team_leader, "01", six="01", twelve="16")
    pay(row.household.contact, month_from(2026, 3))
    attend(course, team_leader, "01", last="2026-01-01")
    (one,) = ended_in(2025, TODAY)
    assert (one.kind, one.measure, one.target) == (
        "Kurs og opplæring",
        "Truckførerkurs",
        "Voksne",
    )
    assert (one.months, one.returned, one.after_6, one.after_12) == (6, True, "01", "16")
    assert one.background == "Ikke oppgitt"
    (early,) = ended_in(2025, day("2026-02-01"))
    assert early.returned is None


def test_the_figures_are_identical_when_run_again_for_the_same_day(
    course: Any, team_leader: User, executive: User
) -> None:
    for number in range(30):
        attend(course, team_leader, "01" if number < 20 else "16")
    first = frozen(team_leader)
    for _ in range(7):
        attend(course, team_leader, "13")
    again = frozen(executive)
    assert (again.pk, again.figures, again.input_sha256) == (
        first.pk,
        first.figures,
        first.input_sha256,
    )
    later = frozen(team_leader, on="2027-02-02")
    assert later.input_sha256 != first.input_sha256
    assert cells_of(later.figures)["whole", "I alt", "count"] == 37
    first.refresh_from_db()
    assert cells_of(first.published)["whole", "I alt", "work"] == 20


def test_the_same_rows_give_the_same_hash_and_figures_without_any_earlier_table(
    course: Any, team_leader: User
) -> None:
    for _ in range(9):
        attend(course, team_leader, "01")
    first = frozen(team_leader)
    kept = (first.figures, first.published, first.input_sha256)
    KnowledgeTable.objects.all().delete()
    again = frozen(team_leader)
    assert (again.figures, again.published, again.input_sha256) == kept


def test_the_introduction_programme_stands_beside_kvp() -> None:
    for number in range(12):
        leave("01" if number < 6 else "16")
        period = introduce(HouseholdFactory().contact, day("2023-09-01"), day("2025-08-31"))
        period.outcome = "Arbeid" if number < 7 else "Utdanning"
        period.save()
    kvp, intro = programmes(2025, TODAY)
    assert (kvp.label, kvp.count, kvp.work) == ("Kvalifiseringsprogrammet", 12, 50)
    assert (intro.label, intro.count, intro.work, intro.school) == (
        "Introduksjonsprogrammet",
        12,
        58,
        42,
    )
    assert intro.months == 24
    assert intro_code("noe annet") == "17"


@time_machine.travel("2027-02-01", tick=False)
def test_the_page_freezes_the_table_lists_every_type_and_shows_the_notes(
    executive: User, caseworker: User, course: Any, team_leader: User
) -> None:
    other = measure(team_leader, name="Norsk på jobb", kind=MeasureType.LANGUAGE, capacity=90)
    few = measure(team_leader, name="Lite kurs", kind=MeasureType.PRACTICE, capacity=90)
    for into, number in ((course, 12), (other, 8), (few, 2)):
        for _ in range(number):
            attend(into, team_leader, "01", six="01")
    LearningNote.objects.create(measure=course, text="Praksis først", written_by=team_leader)
    client = logged_in(executive)
    assert "Ingen tabell for året ennå" in client.get(ADDRESS, {"ar": "2025"}).text
    page = client.post(ADDRESS, {"ar": "2025"}, follow=True).text
    for told in ("Kurs og opplæring", "Norskopplæring", "Truckførerkurs", "Praksis først"):
        assert told in page
    assert KnowledgeTable.objects.get().made_by == executive
    assert AccessEvent.objects.filter(object_type="report", object_id=2025).exists()
    client.post(ADDRESS, {"ar": "2025"})
    assert KnowledgeTable.objects.count() == 1
    assert client.get(ADDRESS, {"ar": "2025", "data": "nei"}).status_code == 200
    assert logged_in(caseworker).get(ADDRESS).status_code == 403
