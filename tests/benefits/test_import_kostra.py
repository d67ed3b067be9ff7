"""What loading KOSTRA files writes, again and again, and beside what is already here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benefits.imports.actions import load_history, load_kostra, preview_kostra
from benefits.imports.outcome import Outcome, Result
from benefits.models import KvpEnrolment, Payment
from households.models import Membership, Person, Situation
from households.months import parse_month
from households.national_id import synthetic_national_id
from tests.benefits.history_files import ON, good, write_tables
from tests.benefits.kostra_files import Participant, Recipient, assistance_file, programme_file
from tests.benefits.test_import_history import row_counts
from tests.factories import PersonFactory, enrol, pay

pytestmark = pytest.mark.django_db

AMINA = Recipient({1: (9_000, None), 2: (8_000, 1_000)}, "OSK00001", date(1990, 5, 17), children=2)
NAMELESS = Recipient({3: (5_000, None)}, "OSK00002", date(1980, 1, 1), number="01018000200")
DUF = "200816832910"
REFUGEE = Recipient(
    {4: (None, 700)}, "OSK00003", date(1985, 2, 2), number="02028500100", duf=DUF, sex="1"
)
OLA = Participant(date(2023, 9, 1), journal="KVP00001", birth_date=date(1995, 6, 1), children=1)
NUMBER = synthetic_national_id(AMINA.birth_date)

Load = Callable[..., Outcome]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load files (name and content) after those of before have been taken away."""

    def give(accept: bool = False, **files: bytes) -> Outcome:
        paths = []
        for name, content in files.items():
            paths.append(tmp_path / name)
            paths[-1].write_bytes(content)
        return load_kostra(paths, on=ON, accept_changes=accept)

    return give


def assistance(*people: Recipient, year: int = 2024) -> bytes:
    return assistance_file(people, year)


def programme(*people: Participant, year: int = 2024) -> bytes:
    return programme_file(people, year)


def differences(outcome: Outcome) -> dict[tuple[str, str], int]:
    return {(one.file, one.kind.value): one.count for one in outcome.differences}


def test_files_are_loaded_and_named_by_form_and_year(load: Load) -> None:
    outcome = load(a=assistance(AMINA, NAMELESS, REFUGEE), b=programme(OLA))
    assert outcome.result is Result.LOADED
    assert {count.file: count.rows for count in outcome.files} == {"11F 2024": 3, "11CF 2024": 1}


def test_a_person_is_kept_by_number_duf_or_reference(load: Load) -> None:
    load(a=assistance(AMINA, NAMELESS, REFUGEE))
    assert list(Person.objects.order_by("birth_date").values_list("birth_date", "sex")) == [
        (date(1980, 1, 1), "f"),
        (date(1985, 2, 2), "m"),
        (date(1990, 5, 17), "f"),
    ]
    by_birth = Person.objects.order_by("birth_date")
    kept = [(one.national_id, one.duf_number, one.source_ref) for one in by_birth]
    assert kept == [
        (None, None, "kostra:journal:OSK00002/1980-01-01/f"),
        (None, DUF, None),
        (NUMBER, None, None),
    ]


def test_each_recipient_has_a_household_alone_without_district(load: Load) -> None:
    outcome = load(a=assistance(AMINA, NAMELESS), b=programme(OLA))
    members = Membership.objects.order_by("valid_from").values_list("valid_from", "role", "source")
    assert list(members) == [
        (date(2023, 9, 1), "applicant", "kostra"),
        (date(2024, 1, 1), "applicant", "kostra"),
        (date(2024, 3, 1), "applicant", "kostra"),
    ]
    assert {notice.rule for notice in outcome.notices} >= {"uten-bydel"}


def test_grant_and_loan_of_a_month_are_two_payments(load: Load) -> None:
    load(a=assistance(AMINA))
    paid = Payment.objects.order_by("paid_on", "kind").values_list(
        "paid_on", "month", "kind", "amount", "status", "main_income", "registered_on", "source"
    )
    february = (date(2024, 2, 1), parse_month("2024-02"))
    known = ("paid", "5", date(2024, 2, 29), "kostra")
    assert list(paid)[1:] == [
        (*february, "grant", 8_000, *known),
        (*february, "loan", 1_000, *known),
    ]


def test_the_situation_is_that_of_the_years_last_day(load: Load) -> None:
    load(a=assistance(AMINA), b=programme(OLA))
    situations = Situation.objects.order_by("person__birth_date").values_list(
        "on", "registered_on", "marital_status", "main_income", "number_of_children"
    )
    last_day = date(2024, 12, 31)
    assert list(situations) == [
        (last_day, last_day, "1", "5", 2),
        (last_day, last_day, "1", "", 1),
    ]


def test_a_programme_goes_on_over_the_years(load: Load) -> None:
    ended = Participant(OLA.started, range(1, 7), "3", date(2025, 6, 30), birth_date=OLA.birth_date)
    load(a=programme(OLA), b=programme(ended, year=2025))
    row = KvpEnrolment.objects.get()
    assert (row.valid_from, row.valid_to) == (OLA.started, date(2025, 6, 30))
    assert (row.status, row.exit_code, row.source) == ("3", "01", "kostra")
    assert (row.applied_on, row.decided_on) == (OLA.started, OLA.started)


def test_the_same_files_twice_change_nothing(load: Load) -> None:
    files = {"a": assistance(AMINA, NAMELESS, REFUGEE), "b": programme(OLA)}
    load(**files)
    before = row_counts()
    assert load(accept=True, **files).result is Result.UNCHANGED
    assert row_counts() == before


def test_a_wrong_line_refuses_all_files(load: Load, tmp_path: Path) -> None:
    before = row_counts()
    wrong = Recipient({1: (9_000, None)}, fields={"KJONN": "3"})
    outcome = load(a=assistance(AMINA), b=assistance(wrong, year=2025))
    assert (outcome.result, row_counts()) == (Result.REFUSED, before)
    found = {(error.file, error.line, error.column, error.rule) for error in outcome.errors}
    assert ("11F 2025", 1, "KJONN", "08") in found
    assert NUMBER not in str(outcome.to_json())


def test_the_next_year_is_a_difference(load: Load) -> None:
    load(a=assistance(AMINA))
    before = row_counts()
    later = assistance(Recipient({1: (9_000, None)}, birth_date=AMINA.birth_date), year=2025)
    refused = load(a=later)
    assert (refused.result, row_counts()) == (Result.NEEDS_ANSWER, before)
    assert differences(refused) == {("11F 2025", "nye"): 1}
    assert load(accept=True, a=later).result is Result.LOADED
    assert Payment.objects.count() == 4


def test_a_corrected_file_changes_and_cancels(load: Load) -> None:
    load(a=assistance(AMINA, NAMELESS))
    corrected = Recipient({1: (9_500, None), 2: (8_000, 1_000)}, birth_date=AMINA.birth_date)
    found = load(accept=True, a=assistance(corrected))
    assert differences(found) == {("11F 2024", "endrede"): 1, ("11F 2024", "borte"): 1}
    left = Payment.objects.exclude(status="cancelled")
    assert sorted(left.values_list("amount", flat=True)) == [1_000, 8_000, 9_500]
    assert Situation.objects.get(person__national_id=NUMBER).number_of_children == 0


def test_an_older_file_adds_its_year_and_changes_nothing_newer(load: Load) -> None:
    ended = Participant(OLA.started, range(1, 7), "3", date(2024, 6, 30), birth_date=OLA.birth_date)
    load(a=programme(ended), b=assistance(AMINA))
    earlier = Recipient({11: (100, None)}, birth_date=AMINA.birth_date)
    older = {"a": programme(OLA, year=2023), "b": assistance(earlier, year=2023)}
    load(accept=True, **older)
    assert KvpEnrolment.objects.get().valid_to == date(2024, 6, 30)
    assert Membership.objects.get(person__national_id=NUMBER).valid_from == date(2023, 11, 1)
    assert load(**older).result is Result.UNCHANGED


def test_someone_known_by_duf_who_gets_a_number_stays_one_person(load: Load) -> None:
    born = REFUGEE.birth_date
    numbered = Recipient({1: (1, None)}, "OSK00009", born, duf=DUF, sex="1")
    load(a=assistance(REFUGEE), b=assistance(numbered, year=2025))
    one = Person.objects.get()
    assert (one.national_id, one.duf_number) == (synthetic_national_id(born), DUF)
    assert load(a=assistance(REFUGEE)).result is Result.UNCHANGED


def test_what_another_source_knows_of_a_year_is_kept(load: Load) -> None:
    amina = PersonFactory(national_id=NUMBER)
    pay(amina, parse_month("2024-05"))
    ola = PersonFactory(national_id=synthetic_national_id(OLA.birth_date))
    enrol(ola, date(2023, 10, 1))
    outcome = load(accept=True, a=assistance(AMINA), b=programme(OLA))
    assert {notice.rule for notice in outcome.notices} >= {"kjent-fra-før", "periode-kjent"}
    assert (Payment.objects.count(), KvpEnrolment.objects.count()) == (1, 1)


def test_a_later_csv_history_replaces_what_kostra_told(load: Load, tmp_path: Path) -> None:
    born = date(1985, 5, 17)
    load(a=assistance(Recipient({1: (9_000, None)}, birth_date=born, children=3), year=2026))
    paths = write_tables(tmp_path / "csv", good())
    assert load_history(paths, on=ON).result is Result.NEEDS_ANSWER
    assert load_history(paths, on=ON, accept_changes=True).result is Result.LOADED
    assert load_history(paths, on=ON).result is Result.UNCHANGED
    amina = Person.objects.get(birth_date=born)
    assert (amina.first_name, amina.source_ref) == ("Amina", "refmerke-1")
    assert amina.memberships.get().household.source_ref == "refmerke-A"
    in_january = amina.payments.filter(month=parse_month("2026-01")).exclude(status="cancelled")
    assert in_january.get().source == "history"


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    before = row_counts()
    (tmp_path / "a").write_bytes(assistance(AMINA))
    assert preview_kostra([tmp_path / "a"], on=ON).result is Result.READY
    assert row_counts() == before
