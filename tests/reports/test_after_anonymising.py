"""A report of an earlier year comes out the same after those it counted are made anonymous."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benefits.rules import DEFINITIONS
from coordination.retention import actions
from households.models import Membership, Person, RetentionRule, RetentionRun
from households.months import month_from, parse_month
from reports.figures import figures_of
from reports.snapshot import take_snapshot
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, enrol, pay

pytestmark = pytest.mark.django_db
YEARS = (2009, 2010, 2011)
COUNTED_ON = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, settings: Any) -> None:
    settings.SUBJECT_FILE_DIR, settings.UPLOAD_DIR = tmp_path / "files", tmp_path / "uploads"
    settings.DOCUMENT_DIR = tmp_path / "documents"


def families() -> None:
    """One for each month of birth: the child turns 18 in that month of 2010, the adult 21."""
    for number in range(1, 13):
        contact = PersonFactory(birth_date=date(1989, number, 27), sex="mf"[number % 2])
        household = HouseholdFactory(contact=contact, district="heimdal")
        child = PersonFactory(birth_date=date(1992, number, 28))
        add_member(household, child, Membership.Role.CHILD, date(1999, 1, 1))
        spouse = PersonFactory(birth_date=date(1950, number, 9))
        add_member(household, spouse, Membership.Role.SPOUSE, date(2006, 1, 1))
        pay(contact, parse_month("2006-02"), parse_month("2011-11"), co_applicant=spouse)
        enrol(spouse, date(2010, 2, 1), date(2010, 8, 31))


def figures() -> list[Any]:
    return [
        figures_of(take_snapshot(month_from(year, 12), COUNTED_ON), code)
        for year in YEARS
        for code in DEFINITIONS
    ]


def test_every_figure_of_earlier_years_is_the_same_before_and_after() -> None:
    families()
    RetentionRule.objects.update(archive_duty=False)
    before = figures()
    assert before[0]["key_figures"]["recipients_under_21"] >= 0
    assert before[5]["key_figures"]["children_in_child_families"] == 12
    run = actions.propose(as_of=COUNTED_ON, by=UserFactory())
    actions.approve(run=run, by=UserFactory())
    actions.carry_out(run.pk)
    assert RetentionRun.objects.get().state == RetentionRun.State.DONE
    assert Person.objects.filter(anonymised_on__isnull=False).count() == 36
    assert Person.objects.exclude(first_name="").count() == 0
    assert figures() == before
