"""The pages of coordination are read on one fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from accounts.models import User
from accounts.policy import Role
from households.models import AccessRequest, Consent, Household, Membership
from households.months import parse_month
from tests.conftest import unit
from tests.coordination import citizen_cast
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    ask,
    enrol,
    pay,
)

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def family(caseworker: User) -> Household:
    """A couple with two children at Midtbyen, 35 months into a spell (KVP kept out)."""
    contact = PersonFactory(
        first_name="Amina",
        last_name="Prøvesen",
        birth_date=date(1992, 3, 15),
        national_id="15839200169",
        phone="400 00 101",
    )
    spouse = PersonFactory(first_name="Jonas", last_name="Prøvesen", birth_date=date(1988, 8, 2))
    household = HouseholdFactory(contact=contact, district="midtbyen")
    household.responsibilities.update(caseworker=caseworker)
    add_member(household, spouse, Membership.Role.SPOUSE)
    for name, born in (("Elias", date(2012, 1, 11)), ("Mio", date(2025, 9, 24))):
        child = PersonFactory(first_name=name, last_name="Prøvesen", birth_date=born)
        add_member(household, child, Membership.Role.CHILD, born, shared_residence=name == "Mio")
    for first, last in (("2023-03", "2024-03"), ("2024-06", "2024-12"), ("2025-11", "2026-11")):
        pay(contact, parse_month(first), parse_month(last), co_applicant=spouse)
    for adult in (contact, spouse):
        enrol(adult, date(2025, 1, 6), date(2025, 10, 31))
    return household


@pytest.fixture
def second_leader(db: None) -> User:
    """Another leader of the office that has the household."""
    return UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen"))


@pytest.fixture
def subject_folder(tmp_path: Path, settings: Any) -> Path:
    """Where the citizen's files lie during a test."""
    settings.SUBJECT_FILE_DIR = tmp_path / "subject_files"
    return tmp_path / "subject_files"


@pytest.fixture
def found(team_leader: User, subject_folder: Path) -> AccessRequest:
    """A request for access by Amina of the marked family."""
    return citizen_cast.ask(citizen_cast.family(), team_leader)


def office(party: str = "nav", district: str = "midtbyen") -> dict[str, object]:
    return {"party": party, "unit": unit(party, district)}


@pytest.fixture
def asked(family: Household, caseworker: User) -> Consent:
    return ask(family, family.contact, caseworker)
