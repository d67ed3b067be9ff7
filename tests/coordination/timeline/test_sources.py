"""Every model of a household is in the timeline or left out for a reason, in a few questions."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Any, cast

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benefits.models import Payment
from benefits.timeline import money
from coordination.timeline import queries
from coordination.timeline.views import PER_PAGE
from households.basis import Access
from households.door import _load_members, _with_facts
from households.models import Household, Person
from households.months import parse_month
from households.permits import may_see_benefits
from households.timeline import records
from households.timeline.entry import LONGEST, Kind, Source, Viewer, shortened
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY
from tests.coordination.timeline.conftest import address, lines
from tests.factories import pay
from tests.matrix.test_fuzz import OF_HOUSEHOLD
from tests.record_factories import note
from tests.test_architecture import project_models

pytestmark = pytest.mark.django_db
LEFT_OUT = {
    "benefits.CalculationInput": "part of an application's calculation, told with the decision",
    "benefits.CalculationLine": "part of an application's calculation, told with the decision",
    "benefits.CalculationMember": "part of an application's calculation, told with the decision",
    "children.FamilyDialogue": "held at the centre, which shares its list with leaders only",
    "coordination.PlanDirection": "part of a plan, read there",
    "coordination.PlanGoal": "part of a plan, read there",
    "decisions.ChildWeighed": "part of a decision, read there",
    "households.BreakGlass": "who opened the case is in the look-ups, which leaders see",
    "households.Disqualification": "about a member of staff, not about the household",
    "households.FormDraft": "unsaved words of one member of staff",
    "households.Household": "the whole itself; its contact is a member",
    "households.HouseholdLock": "a locked household has no page",
    "households.LodgingNeed": "told step by step in the history of the housing case",
    "households.StaffPerson": "tells who works here, which is no event",
    "households.Touched": "a mark for the night's work, with no meaning of its own",
    "housing.AdviceCase": "told step by step in the history of the housing case",
    "housing.Allocation": "told step by step in the history of the housing case",
    "housing.CareerPlan": "told step by step in the history of the housing case",
    "housing.HousingApplication": "told step by step in the history of the housing case",
    "housing.Offer": "told step by step in the history of the housing case",
    "housing.Purchase": "told step by step in the history of the housing case",
    "housing.QueueEntry": "told step by step in the history of the housing case",
    "housing.Tenancy": "told step by step in the history of the housing case",
    "housing.TenancyRisk": "told step by step in the history of the housing case",
    "housing.TenancySupport": "on the pages of the tenancy, with what was agreed",
    "reports.CountedFamily": "counted from what the timeline tells, on a floor above",
    "reports.CountedPerson": "counted from the payments in the timeline, on a floor above",
}
"""Models that point at a household or a person and give no entries, each with a reason."""
FOR_OTHERS = (records._shared, money._shared_months)
"""Sources that tell only those to whom something is shared."""
WITH_HV = ("_observations", "_housing")
"""What HV has seen, and does, is theirs until it is shared."""


def viewer_of(household: Household, user: User) -> Viewer:
    """Who the page makes when `user` has come through the door."""
    found = cast(Any, _with_facts(user, household.pk))
    _load_members(found)
    found.access = Access(found, user, "office")
    return Viewer(found, user, TODAY, may_see_benefits(user, found))


def of_households() -> set[type[Model]]:
    """Models of ours with a key that leads to a household or a person."""
    return {
        model
        for model in project_models()
        if not model._meta.auto_created
        if any(
            field.concrete and field.related_model in (Household, Person)
            for field in model._meta.get_fields()
        )
    }


def test_every_model_of_a_household_is_in_the_timeline_or_left_out_for_a_reason() -> None:
    told = {model for source in queries.SOURCES for model in source.models}
    found = of_households()
    assert set(OF_HOUSEHOLD) <= found
    assert {model._meta.label for model in found - told} == LEFT_OUT.keys()
    assert {label for label in LEFT_OUT if apps.get_model(label) in told} == set()


@pytest.mark.parametrize(
    "source", [source for source in queries.SOURCES if source.entries not in FOR_OTHERS]
)
def test_each_source_tells_of_the_family_that_has_something_of_everything(
    source: Source, told: Household, team_leader: User
) -> None:
    entries = list(source.entries(viewer_of(told, team_leader)))
    assert bool(entries) == (source.entries.__name__ not in WITH_HV)
    assert {entry.kind for entry in entries} <= set(source.kinds)


@pytest.mark.parametrize(
    ("length", "kept"), [(LONGEST, LONGEST), (LONGEST + 1, LONGEST), (4 * LONGEST, LONGEST)]
)
def test_a_text_is_shortened_to_a_line(length: int, kept: int) -> None:
    text = shortened("a" * length)
    assert len(text) == kept
    assert text.endswith("…") == (length > LONGEST)
    assert shortened("To  ord\n på\tto linjer") == "To ord på to linjer"


def test_the_kinds_are_the_whole_and_each_entry_is_of_one(
    told: Household, team_leader: User
) -> None:
    viewer = viewer_of(told, team_leader)
    everything = queries.entries_of(viewer)
    assert [entry.on for entry in everything] == sorted(
        (entry.on for entry in everything), reverse=True
    )
    by_kind = [queries.entries_of(viewer, kind=kind) for kind in Kind]
    assert sorted(chain.from_iterable(by_kind), key=repr) == sorted(everything, key=repr)
    person = told.contact_id
    about = queries.entries_of(viewer, person=person)
    assert about == [entry for entry in everything if person in entry.people]
    assert 0 < len(about) < len(everything)


def test_a_kind_asks_only_its_own_sources(told: Household, team_leader: User) -> None:
    viewer = viewer_of(told, team_leader)
    with CaptureQueriesContext(connection) as counted:
        queries.entries_of(viewer, kind=Kind.DOCUMENT)
    assert len(counted) == 1


def test_the_pages_hold_every_entry_once(told: Household, caseworker: User) -> None:
    pay(told.contact, parse_month("2010-01"), parse_month("2019-12"))
    client = logged_in(caseworker)
    whole = lines(client, told)
    count = -(-len(whole) // PER_PAGE)
    assert count > 2
    pages = [lines(client, told, f"?side={number}") for number in range(1, count + 1)]
    assert list(chain.from_iterable(pages)) == whole


def test_twenty_years_take_no_more_queries_than_a_month(told: Household, caseworker: User) -> None:
    client = logged_in(caseworker)

    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address(told)).status_code == 200
        return len(counted)

    asked()
    few = asked()
    pay(told.contact, parse_month("2006-01"), parse_month("2026-10"))
    for number in range(40):
        note(told, caseworker, text=f"Notat {number}")
    assert asked() == few


def test_a_month_is_one_line_with_its_sum_and_what_it_was_for(
    told: Household, caseworker: User
) -> None:
    Payment.objects.all().delete()
    month = parse_month("2026-10")
    pay(told.contact, month, amount=6_000)
    pay(told.contact, month, amount=3_500, category="bolig", kind="loan")
    pay(told.contact, month, amount=900, status=Payment.Status.STOPPED)
    pay(told.contact, month + 1, amount=6_000, status=Payment.Status.PLANNED)
    pay(told.contact, month + 2, amount=6_000)
    rows = [
        line.replace("\u00a0", " ")
        for line in lines(logged_in(caseworker), told, "?hva=utbetaling")
    ]
    assert rows == [
        "20.10.2026 Stanset 900 kr i økonomisk sosialhjelp Amina Egennavn "
        "oktober 2026: Livsopphold 900 kr Utbetalinger",
        "20.10.2026 Utbetalt 9 500 kr i økonomisk sosialhjelp Amina Egennavn "
        "oktober 2026: Livsopphold 6 000 kr · Bolig (lån) 3 500 kr Utbetalinger",
    ]


@pytest.mark.parametrize(("days", "ended"), [(0, True), (1, False)])
def test_a_stay_that_ends_later_has_not_ended(
    told: Household, caseworker: User, days: int, ended: bool
) -> None:
    last = date.fromordinal(TODAY.toordinal() + days)
    told.memberships.filter(person__first_name="Barnenavn").update(valid_to=last)
    rows = lines(logged_in(caseworker), told, "utskrift/?hva=medlem")
    assert any("Siste dag i husstanden" in row for row in rows) == ended
