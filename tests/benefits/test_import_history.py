"""What loading an extract of an older system writes, and that it is all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from benefits.imports.actions import load_history, preview_history
from benefits.imports.outcome import Outcome, Result
from benefits.models import KvpEnrolment, Payment
from households.models import (
    Household,
    IntroPeriod,
    Membership,
    Person,
    Residence,
    Responsibility,
)
from households.months import parse_month
from tests.benefits.history_files import ON, Tables, good, payment, person, write_tables

pytestmark = pytest.mark.django_db


def load(folder: Path, tables: Tables, *, accept: bool = False, on: date = ON) -> Outcome:
    for path in folder.glob("*.csv"):
        path.unlink()
    return load_history(write_tables(folder, tables), on=on, accept_changes=accept)


def row_counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "households", "benefits"}
    }


def someone(ref: str) -> Person:
    return Person.objects.get(source_ref=f"refmerke-{ref}")


def test_a_good_extract_is_loaded(tmp_path: Path) -> None:
    outcome = load(tmp_path, good())
    assert outcome.result is Result.LOADED
    assert {count.file: count.rows for count in outcome.files} == {
        "persons.csv": 6,
        "members.csv": 6,
        "payments.csv": 8,
        "kvp.csv": 3,
    }
    assert (Person.objects.count(), Payment.objects.count()) == (6, 8)


def test_a_person_is_stored_with_search_keys(tmp_path: Path) -> None:
    load(tmp_path, good())
    osten = someone("2")
    assert (osten.first_name, osten.last_name, osten.sex) == ("Østen", "Merkesen", "f")
    assert osten.birth_date == date(1983, 2, 1)
    kept = osten.search_name, osten.sort_name
    osten.set_name_keys()
    assert kept == (osten.search_name, osten.sort_name)


def test_the_adult_who_was_paid_is_the_applicant(tmp_path: Path) -> None:
    load(tmp_path, good())
    household = Household.objects.get(source_ref="refmerke-A")
    roles = dict(household.memberships.values_list("person__first_name", "role"))
    assert roles == {"Amina": "applicant", "Østen": "partner", "Jonas": "child"}
    assert household.contact == someone("1")


def test_another_adult_supports_nobody(tmp_path: Path) -> None:
    load(tmp_path, good())
    assert someone("6").memberships.get().role == Membership.Role.OTHER_ADULT


def test_a_person_in_no_household_gets_one_alone(tmp_path: Path) -> None:
    load(tmp_path, good())
    alone = someone("5").memberships.get()
    assert (alone.role, alone.valid_from) == ("applicant", date(2025, 8, 1))
    assert alone.household.memberships.count() == 1


def test_a_payment_is_stored_with_its_months(tmp_path: Path) -> None:
    load(tmp_path, good())
    second = Payment.objects.get(source_ref="refmerke-r2")
    assert (second.paid_on, second.for_month) == (date(2026, 2, 1), date(2026, 1, 1))
    assert (second.month, second.registered_on) == (parse_month("2026-02"), date(2026, 2, 28))
    assert (second.kind, second.category, second.status) == ("grant", "livsopphold", "paid")
    assert (second.amount, second.scheme, second.source) == (9000, "assistance", "history")


def test_a_main_income_that_is_not_given_is_marked_and_counted(tmp_path: Path) -> None:
    outcome = load(tmp_path, good())
    assumed = Payment.objects.get(main_income_assumed=True)
    assert (assumed.person, assumed.main_income) == (someone("5"), "5")
    notice = next(one for one in outcome.notices if one.rule == "inntektskilde-antatt")
    assert (notice.count, notice.line) == (1, 8)


def test_kvp_and_introduction_periods_are_kept_apart(tmp_path: Path) -> None:
    load(tmp_path, good())
    periods = KvpEnrolment.objects.order_by("valid_from").values_list(
        "valid_from", "valid_to", "status", "registered_on"
    )
    assert list(periods) == [
        (date(2023, 2, 1), date(2023, 12, 31), "3", date(2023, 2, 28)),
        (date(2025, 1, 10), None, "1", date(2025, 1, 31)),
    ]
    assert IntroPeriod.objects.get().person == someone("4")


def test_the_districts_nav_office_is_responsible_from_the_first_day(tmp_path: Path) -> None:
    load(tmp_path, good())
    household = Household.objects.get(source_ref="refmerke-A")
    residence = Residence.objects.get(household=household, district__code="heimdal")
    assert residence.valid_from == date(2020, 1, 15)
    responsible = Responsibility.objects.get(household=household)
    assert (responsible.unit.name, responsible.party) == ("NAV Heimdal", "nav")
    assert responsible.valid_from == date(2020, 1, 15)


def test_of_different_districts_the_applicants_counts(tmp_path: Path) -> None:
    tables = good()
    tables["persons.csv"][1]["district"] = "Midtbyen"
    outcome = load(tmp_path, tables)
    household = Household.objects.get(source_ref="refmerke-A")
    assert household.residences.filter(district__code="heimdal").exists()
    assert "flere-bydeler" in {notice.rule for notice in outcome.notices}


def test_a_refused_extract_leaves_every_table_as_it_was(tmp_path: Path) -> None:
    before = row_counts()
    tables = good()
    tables["payments.csv"][-1]["amount"] = "-5"
    outcome = load(tmp_path, tables)
    assert outcome.result is Result.REFUSED
    assert row_counts() == before


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    before = row_counts()
    outcome = preview_history(write_tables(tmp_path, good()), on=ON)
    assert outcome.result is Result.READY
    assert row_counts() == before


def test_the_same_files_twice_change_nothing(tmp_path: Path) -> None:
    load(tmp_path, good())
    before = row_counts()
    outcome = load(tmp_path, good(), accept=True)
    assert (outcome.result, outcome.differences) == (Result.UNCHANGED, ())
    assert row_counts() == before


def test_a_file_and_columns_that_may_be_missing(tmp_path: Path) -> None:
    tables = {"persons.csv": good()["persons.csv"], "payments.csv": []}
    for row in good()["payments.csv"]:
        kept = ("person_ref", "month", "kind", "category", "amount")
        tables["payments.csv"].append({name: row[name] for name in kept})
    outcome = load(tmp_path, tables)
    assert outcome.result is Result.LOADED
    rules = {notice.rule for notice in outcome.notices}
    assert {"uten-husstander", "uten-perioder", "inntektskilde-antatt"} <= rules
    assert Household.objects.count() == 6


def test_windows_line_ends_bom_and_empty_lines_are_read(tmp_path: Path) -> None:
    paths = write_tables(tmp_path, good())
    for path in paths:
        text = path.read_text("utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n,,,,\r\n")
    assert load_history(paths, on=ON).result is Result.LOADED


def test_a_person_with_a_number_is_found_by_it(tmp_path: Path) -> None:
    row = good()["persons.csv"][0]
    typed = Person.objects.create(national_id=row["national_id"], last_name="Typed")
    outcome = load(tmp_path, good())
    assert outcome.result is Result.NEEDS_ANSWER
    assert load(tmp_path, good(), accept=True).result is Result.LOADED
    typed.refresh_from_db()
    assert (typed.last_name, typed.source_ref) == ("Merkesen", "refmerke-1")


def test_a_birth_date_is_taken_from_the_number_when_it_is_not_given(tmp_path: Path) -> None:
    tables = good()
    tables["persons.csv"][2]["birth_date"] = ""
    load(tmp_path, tables)
    assert someone("3").birth_date == date(2015, 6, 30)


def test_a_person_without_anything_else_gets_a_household_too(tmp_path: Path) -> None:
    tables = good()
    tables["persons.csv"].append(person("7", "Ny", "1990-01-01", "Midtbyen"))
    load(tmp_path, tables)
    assert someone("7").memberships.get().household.residences.exists()


def test_cancelled_rows_are_kept_but_never_count(tmp_path: Path) -> None:
    tables = good()
    tables["payments.csv"].append(payment("5", "2025-09", status="cancelled"))
    load(tmp_path, tables)
    assert not Payment.objects.assistance_paid().filter(month=parse_month("2025-09")).exists()
    assert Payment.objects.filter(month=parse_month("2025-09")).exists()
