"""Whose the notes are: those of the party that wrote them, read by its office and in need."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from households.models import Household, JournalEntry
from tests.conftest import logged_in, unit
from tests.factories import break_glass, give_role, share
from tests.households.journal.posting import address, write
from tests.record_factories import note

pytestmark = pytest.mark.django_db


def test_what_is_shared_opens_no_journal(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    note(household, caseworker, text="Navmerke")
    for scope in ("household", "children", "economy", "plan"):
        share(household, household.contact, unit("nav", "heimdal"), scope)
    client = logged_in(caseworker_other_office)
    overview = client.get(f"/husstander/{household.pk}/")
    assert overview.status_code == 200
    assert "Journal" not in overview.text
    assert "Navmerke" not in overview.text
    for rest in ("", "utskrift/"):
        assert client.get(address(household, rest)).status_code == 403
    assert write(client, household).status_code == 403


def test_another_partys_note_is_neither_shown_nor_corrected(
    household: Household, caseworker: User, bft_adviser: User
) -> None:
    entry = note(household, caseworker, text="Navmerke")
    client = logged_in(bft_adviser)
    assert "Navmerke" not in client.get(address(household)).text
    assert client.get(address(household, f"{entry.pk}/rett/")).status_code == 404
    assert write(client, household, "Bftmerke").status_code == 302
    assert JournalEntry.objects.latest("pk").party == "bft"
    assert "Bftmerke" not in logged_in(caseworker).get(address(household)).text


def test_the_leader_reads_and_writes_nothing(
    household: Household, caseworker: User, team_leader: User
) -> None:
    entry = note(household, caseworker, text="Navmerke")
    client = logged_in(team_leader)
    page = client.get(address(household)).text
    assert "Navmerke" in page
    assert "Lagre notat" not in page
    assert write(client, household).status_code == 403
    assert client.get(address(household, f"{entry.pk}/rett/")).status_code == 403


def test_in_need_the_journal_is_read_and_not_written(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    note(household, caseworker, text="Navmerke")
    break_glass(caseworker_other_office, household)
    client = logged_in(caseworker_other_office)
    assert "Navmerke" in client.get(address(household)).text
    assert write(client, household).status_code == 403


def test_who_works_for_two_offices_says_for_which(
    client: Client,
    household: Household,
    caseworker: User,
    bft_adviser: User,
    colleague_same_office: User,
) -> None:
    role = Role(bft_adviser.role_assignments.get().role)
    give_role(caseworker, role, unit("bft", "midtbyen"))
    assert "unit" in write(client, household).context["note_form"].errors
    write(client, household, "Forbft", unit=unit("bft", "midtbyen").pk)
    assert JournalEntry.objects.get().party == "bft"
    assert "Forbft" not in logged_in(colleague_same_office).get(address(household)).text
