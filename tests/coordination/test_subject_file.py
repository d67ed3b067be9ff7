"""The citizen's own file: complete on the person, and not a mark of anybody else (test 42)."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from benefits import subject_file as benefits
from benefits.models import Payment
from children import subject_file as children
from coordination import subject_file
from coordination.citizen import pdf, sightings, words
from coordination.plans import subject_file as plans
from decisions import subject_file as decisions
from households import subject_file as households
from households.models import Household, Membership, Person
from households.months import parse_month
from housing import subject_file as housing
from tests.conftest import unit
from tests.coordination import citizen_cast as cast
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, pay
from tests.test_architecture import FLOOR

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db
NOT_IN_THE_FILE = {
    "reports.CountedPerson": "counted from the payments in the file, on a floor above",
}
"""Models that point at a person and are in no source, each with a reason."""


def file_of(household: Household, by: User | None = None) -> dict[str, Any]:
    request = cast.ask(household, by or UserFactory())
    return subject_file.contents(request, made_at=timezone.now(), made_by="Teamleder NAV")


@pytest.fixture
def household() -> Household:
    return cast.family()


def models_of_persons() -> set[type[Model]]:
    """Models of ours with a foreign key to Person."""
    return {
        model
        for label in FLOOR
        for model in apps.get_app_config(label).get_models()
        if any(
            field.related_model is Person and field.concrete for field in model._meta.get_fields()
        )
        if not model._meta.auto_created
    }


def test_every_model_that_points_at_a_person_is_told_of_or_left_out_for_a_reason() -> None:
    covered = households.COVERS | decisions.COVERS | benefits.COVERS | children.COVERS
    covered = covered | plans.COVERS | housing.COVERS
    found = models_of_persons()
    assert len(found) > 8
    missing = {model._meta.label for model in found - covered}
    assert missing == NOT_IN_THE_FILE.keys()


def test_every_field_of_the_person_is_in_the_file(household: Household) -> None:
    row = file_of(household)["parts"]["person"]["rows"][0]
    of_machine = {"id", "search_name", "sort_name", "stated_id"}  # told as the number
    assert {field.name for field in Person._meta.concrete_fields} - of_machine <= row.keys()
    assert row["national_id"] == "15839200169"
    assert row["birth_date"] == "1992-03-15"
    assert row["is_staff"] is True


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("person", ["Amina", "Egennavn", "160000000001", "ref-amina", "Egetspråk", "400 00 101"]),
        ("households", ["Søker", "hus-ref", "2005-01-01"]),
        ("other_members", ["ektefelle", "barn (født 2014)", "2015-02-03"]),
        ("residences", ["Midtbyen", "Egengata 1"]),
        ("responsibilities", ["NAV Midtbyen"]),
        ("situations", ["2024-02-05", "Gift", "Sosialhjelp"]),
        ("intro_periods", ["2013-03-04", "2013-08-09"]),
        ("protection_changes", ["Fortrolig adresse (kode 7)", "Grunnlaget er falt bort"]),
        ("intakes", ["2025-08-08", "NAV Midtbyen", "Avtalt med [fjernet]"]),
        ("notes", ["2025-08-08", "NAV Midtbyen", "Avtalt med [fjernet]", "deg selv", "barn (født"]),
        ("documents", ["Avtalt med [fjernet]", "Brev", "7001", "deg selv", "husstanden"]),
        ("consents", ["deg selv", "barn (født 2014)", "2025-02-03", "Muntlig"]),
        ("shares", ["BFT Midtbyen", "Husstand og medlemmer"]),
        ("emergency_access", ["Nødhjelp eller akutt behov", "Var nødvendig"]),
        ("access_requests", ["2026-11-02", "2026-12-02", "Brev"]),
        ("decisions", ["Økonomisk sosialhjelp", "Innvilget", "2025-02-01", "8123", "[fjernet]"]),
        ("matters", ["Sosialtjenesteloven § 18", "Avtalt med [fjernet]", "8123"]),
        ("conditions", ["opplæring", "Ikke oppfylt", "[fjernet]"]),
        ("appeals", ["Statsforvalteren", "Avtalt med [fjernet]"]),
        ("housing_costs", ["Husleie", "9100", "9000", "2024-03-01"]),
        ("calculations", ["mars 2024", "ektefelle 1\xa0001 kr", "barn (født 2014)", "5555"]),
        ("payments", ["8111", "8222", "8444", "ektefelle", "Livsopphold"]),
        ("kvp", ["2025-01-07", "2025-09-30"]),
        ("kvp_cases", ["Q-4", "Aktiv start", "NAV Midtbyen", "Avtalt med [fjernet]", "Fullført"]),
        ("advice_offers", ["I brevet", "Ja takk", "NAV Midtbyen"]),
        ("counselling", ["R-3", "Avsluttet", "Husleie eller boliglån: 9\xa0100 kr", "Avtalt med"]),
        ("counselling_sessions", ["Avtalt med [fjernet]", "midlertidige"]),
        ("osk_meetings", ["2025-08-08", "Anonymt", "Avtalt med [fjernet]", "NAV Midtbyen"]),
        ("plans", ["Samordnet plan", "NAV Midtbyen", "Avtalt med [fjernet]", "på vei"]),
        ("family_facts", ["2025-08-08", "Avtalt med [fjernet]"]),
        ("debts", ["41000", "18.50", "Inkasso"]),
    ],
)
def test_the_file_tells_what_is_held_on_the_person(
    household: Household, part: str, told: list[str]
) -> None:
    text = json.dumps(file_of(household)["parts"][part]["rows"], ensure_ascii=False)
    assert [mark for mark in told if mark not in text] == []


def test_no_mark_of_anybody_else_is_in_the_file(household: Household) -> None:
    text = json.dumps(file_of(household), ensure_ascii=False)
    assert [mark for mark in cast.MARKS_OF_OTHERS if mark.casefold() in text.casefold()] == []
    assert "999 00 022" not in text
    assert text.count("[fjernet]") > 5


def test_what_is_only_the_spouses_is_left_out(household: Household) -> None:
    parts = file_of(household)["parts"]
    text = json.dumps(parts, ensure_ascii=False)
    assert not [mark for mark in ("8333", "2021-04-05", "2019-11-12") if mark in text]
    shared = [row for row in parts["payments"]["rows"] if row["amount"] == 8_222]
    assert [(row["paid_to"], row["applied_with"]) for row in shared] == [("ektefelle", "ektefelle")]
    assert shared[0]["main_income"] == ""
    assert len(parts["consents"]["rows"]) == 2


@pytest.mark.parametrize("grade", ["code_6", "code_7", "code_6_abroad", "unknown"])
def test_where_a_protected_co_member_lives_never_appears(grade: str) -> None:
    contents = file_of(cast.family(spouse_protection=grade))
    text = json.dumps(contents, ensure_ascii=False)
    assert not [mark for mark in ("Midtbyen", "Egengata") if mark in text]
    assert contents["about"]["left_out"]
    assert contents["parts"]["responsibilities"]["rows"][0]["unit"] == "NAV"


def test_what_happened_after_the_person_left_is_left_out(household: Household) -> None:
    person = household.contact
    Membership.objects.filter(person=person).update(valid_to=date(2014, 12, 31))
    household.residences.update(valid_to=date(2014, 12, 31))
    household.residences.create(address="Nyegata 2", valid_from=date(2015, 1, 1))
    parts = file_of(household)["parts"]
    assert [row["relation"] for row in parts["other_members"]["rows"]] == ["barn (født 2014)"]
    assert [row["address"] for row in parts["residences"]["rows"]] == ["Egengata 1"]


@pytest.mark.parametrize("district", ["midtbyen", "heimdal"])
def test_who_has_seen_it_is_told_by_role_and_unit(household: Household, district: str) -> None:
    user = UserFactory(last_name="Kikkersen")
    cast.seen(household.contact, user, at=unit("nav", district), denied=district == "heimdal")
    (row,) = file_of(household)["parts"]["seen_by"]["rows"]
    assert row["role"] == "NAV-saksbehandler"
    assert row["unit"] == str(unit("nav", district))
    assert row["permitted"] == (district == "midtbyen")
    assert "name" not in row


def test_staff_are_named_only_where_the_municipality_wants_it(
    household: Household, settings: Any
) -> None:
    settings.SUBJECT_FILE_NAMES_STAFF = True
    cast.seen(household.contact, UserFactory(last_name="Kikkersen"))
    (row,) = file_of(household)["parts"]["seen_by"]["rows"]
    assert "Kikkersen" in row["name"]


def test_only_lines_about_the_person_count_as_seen() -> None:
    one, eleven = PersonFactory(), PersonFactory()
    for subjects in ([one.pk], [eleven.pk * 10 + 1], [one.pk, eleven.pk], [eleven.pk], []):
        cast.AccessEvent.objects.create(action="read", subject_ids=subjects)
    assert len(sightings.sightings(one.pk)) == 2


def test_the_json_is_utf8_and_each_key_is_documented(household: Household) -> None:
    contents = file_of(household)
    assert json.loads(subject_file.as_json(contents).decode("utf-8")) == contents
    guide = (ROOT / "docs/subject-file.md").read_text("utf-8")
    documented = set(re.findall(r"`(\w+)`", guide))
    keys = {"format", "about", "parts", "title", "columns", "rows", *contents["about"]}
    for name, part in contents["parts"].items():
        keys |= {name, *part["columns"]}
        assert all(row.keys() == part["columns"].keys() for row in part["rows"])
    assert keys - documented == set()


def test_the_pdf_is_tagged_and_holds_the_watermark(household: Household, tmp_path: Path) -> None:
    contents = file_of(household)
    made = pdf.write(contents)
    assert made.startswith(b"%PDF")
    assert b"/MarkInfo" in made
    assert b"pdfuaid:part" in made
    assert made == pdf.write(contents)
    contents["parts"]["person"]["rows"][0]["first_name"] = "\U0001f9ff"
    assert pdf.write(contents).startswith(b"%PDF")


def test_a_column_that_is_empty_throughout_is_not_shown(household: Household) -> None:
    tables = {table.key: table for table in words.tables(file_of(household))}
    assert "Avslått" not in tables["consents"].labels
    assert "Søkt sammen med" in tables["payments"].labels
    assert all(len(row) == len(t.labels) for t in tables.values() for row in t.rows)


def test_twenty_years_of_payments_take_no_more_queries_than_one_month() -> None:
    household = HouseholdFactory(district="midtbyen")
    for number in range(12):
        add_member(household, PersonFactory(first_name=f"Barn{number}"), Membership.Role.CHILD)
    pay(household.contact, parse_month("2005-12"), parse_month("2005-12"))
    asked = cast.ask(household, UserFactory())

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            pdf.write(subject_file.contents(asked, made_at=timezone.now(), made_by="Teamleder"))
        return len(counted)

    few = queries()
    pay(household.contact, parse_month("2006-01"), parse_month("2026-10"))
    assert Payment.objects.count() == 251
    assert queries() == few


def test_relations_are_seen_from_the_person() -> None:
    household = cast.family()
    young = household.members.get(first_name="Barnenavn")
    request = cast.ask(household, UserFactory())
    request.person = young
    rows = subject_file.contents(request, made_at=timezone.now(), made_by="")["parts"]
    relations = [row["relation"] for row in rows["other_members"]["rows"]]
    assert sorted(relations) == ["forsørger", "forsørger"]
    assert [row["about"] for row in rows["children_weighed"]["rows"]] == ["deg selv"]
    assert len(rows["mapping_duties"]["rows"]) == 1
    assert rows["decisions"]["rows"] == []
