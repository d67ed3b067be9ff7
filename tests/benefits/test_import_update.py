"""A later extract: what is different is named, and written only when it is accepted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benefits.imports.outcome import Outcome, Result
from benefits.models import KvpEnrolment, Payment
from households.models import IntroPeriod, Person, Responsibility, Source
from households.months import parse_month
from tests.benefits.history_files import Tables, good, member, payment, period, person
from tests.benefits.test_import_history import load, row_counts, someone

pytestmark = pytest.mark.django_db

PERSONS, MEMBERS, PAYMENTS, PERIODS = "persons.csv", "members.csv", "payments.csv", "kvp.csv"
NEXT = date(2026, 12, 15)


@pytest.fixture(autouse=True)
def _loaded(db: None, tmp_path: Path) -> None:
    load(tmp_path, good())


def differences(outcome: Outcome) -> dict[tuple[str, str], tuple[int, tuple[int, ...]]]:
    return {(one.file, one.kind.value): (one.count, one.lines) for one in outcome.differences}


def update(folder: Path, tables: Tables, on: date = NEXT) -> Outcome:
    """Load later tables, which must be refused at first and leave everything as it was."""
    before = row_counts()
    refused = load(folder, tables, on=on)
    assert refused.result is Result.NEEDS_ANSWER
    assert row_counts() == before
    accepted = load(folder, tables, on=on, accept=True)
    assert accepted.result is Result.LOADED
    assert accepted.differences == refused.differences
    assert load(folder, tables, on=on).result is Result.UNCHANGED
    return accepted


def test_a_new_month_is_a_difference(tmp_path: Path) -> None:
    tables = good()
    tables[PAYMENTS].append(payment("1", "2026-12", row_ref="refmerke-r4"))
    assert differences(update(tmp_path, tables)) == {(PAYMENTS, "nye"): (1, (10,))}
    assert Payment.objects.count() == 9


def test_a_month_alone_is_appended(tmp_path: Path) -> None:
    """The older system may send only what is new since the last time."""
    tables = {PERSONS: good()[PERSONS][:1], PAYMENTS: [payment("1", "2026-12")]}
    assert differences(update(tmp_path, tables)) == {(PAYMENTS, "nye"): (1, (2,))}
    assert Payment.objects.exclude(status="cancelled").count() == 9
    assert someone("1").memberships.get().household.source_ref == "refmerke-A"


def test_a_changed_row_is_found_by_its_reference(tmp_path: Path) -> None:
    tables = good()
    tables[PAYMENTS][0] |= {"month": "2025-12", "paid_on": "2025-12-20", "amount": "5"}
    assert differences(update(tmp_path, tables)) == {(PAYMENTS, "endrede"): (1, (2,))}
    changed = Payment.objects.get(source_ref="refmerke-r1")
    assert (changed.amount, changed.month) == (5, parse_month("2025-12"))
    assert changed.registered_on == date(2025, 12, 31)


def test_a_row_moved_out_of_the_months_covered_is_found_too(tmp_path: Path) -> None:
    tables = {PERSONS: good()[PERSONS], PAYMENTS: [good()[PAYMENTS][2] | {"month": "2026-11"}]}
    found = differences(update(tmp_path, tables))
    assert found == {(PAYMENTS, "endrede"): (1, (2,)), (PAYMENTS, "borte"): (1, ())}


def test_a_cancelled_row_no_longer_counts_but_is_kept(tmp_path: Path) -> None:
    tables = good()
    tables[PAYMENTS][1]["status"] = "cancelled"
    assert differences(update(tmp_path, tables)) == {(PAYMENTS, "annullerte"): (1, (3,))}
    assert Payment.objects.get(source_ref="refmerke-r2").status == "cancelled"


def test_a_row_that_is_gone_is_cancelled(tmp_path: Path) -> None:
    tables = good()
    del tables[PAYMENTS][1]
    assert differences(update(tmp_path, tables)) == {(PAYMENTS, "borte"): (1, ())}
    assert Payment.objects.get(source_ref="refmerke-r2").status == "cancelled"
    restored = load(tmp_path, good(), accept=True, on=NEXT)
    assert differences(restored) == {(PAYMENTS, "endrede"): (1, (3,))}


def test_rows_without_reference_are_a_set_of_person_and_month(tmp_path: Path) -> None:
    tables = good()
    rows = tables[PAYMENTS]
    rows[3], rows[4] = rows[4], rows[3]
    assert load(tmp_path, tables).result is Result.UNCHANGED
    rows[3]["amount"] = "1300"
    assert differences(update(tmp_path, tables)) == {(PAYMENTS, "endrede"): (1, (5,))}
    del rows[3]
    assert differences(update(tmp_path, tables)) == {(PAYMENTS, "borte"): (1, ())}
    left = Payment.objects.filter(month=parse_month("2024-05")).exclude(status="cancelled")
    assert left.get().amount == 9000


def test_what_was_typed_here_is_never_changed(tmp_path: Path) -> None:
    jonas = someone("3")
    typed = Payment.objects.create(
        person=jonas,
        paid_on=date(2026, 3, 1),
        category="annet",
        amount=1,
        registered_on=date(2026, 3, 1),
    )
    KvpEnrolment.objects.filter(person=someone("6")).update(
        source=Source.OSK, valid_from=date(2025, 1, 9)
    )
    outcome = load(tmp_path, good(), on=NEXT)
    assert outcome.result is Result.UNCHANGED
    assert "registrert-her" in {notice.rule for notice in outcome.notices}
    typed.refresh_from_db()
    assert typed.status == "planned"


def test_a_name_that_changed_is_named_by_line_only(tmp_path: Path) -> None:
    tables = good()
    tables[PERSONS][3]["last_name"] = "Nyttnavn"
    assert differences(update(tmp_path, tables)) == {(PERSONS, "endrede"): (1, (5,))}
    assert Person.objects.filter(search_name__contains="nyttnavn").exists()


def test_a_d_number_becomes_a_number_of_the_same_person(tmp_path: Path) -> None:
    tables = good()
    tables[PERSONS][4] |= {"national_id": tables[PERSONS][5]["national_id"], "birth_date": ""}
    tables[PERSONS][5] |= {"national_id": ""}
    outcome = load(tmp_path, tables, on=NEXT)
    assert (outcome.result, outcome.errors[0].rule) == (Result.REFUSED, "nummer-og-referanse")
    tables = good()
    tables[PERSONS][4] |= person("5", "Kari", "1999-12-31", "")
    assert differences(update(tmp_path, tables)) == {(PERSONS, "endrede"): (1, (6,))}
    tables[PERSONS][4] |= person("5", "Kari", "1999-12-30", "")
    outcome = load(tmp_path, tables, on=NEXT)
    assert outcome.errors[0].rule == "referanse-gjenbrukt"


def test_a_family_that_moves_changes_district_and_office_on_the_day(tmp_path: Path) -> None:
    tables = good()
    tables[PERSONS][0]["district"] = "Midtbyen"
    assert differences(update(tmp_path, tables)) == {(PERSONS, "endrede"): (1, (2,))}
    household = someone("1").memberships.get().household
    lived = household.residences.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(lived) == [(date(2020, 1, 15), date(2026, 12, 14)), (NEXT, None)]
    open_ones = Responsibility.objects.filter(household=household, valid_to=None)
    assert open_ones.get().unit.name == "NAV Midtbyen"


def test_an_office_chosen_by_hand_stays(tmp_path: Path) -> None:
    household = someone("1").memberships.get().household
    other = Responsibility.objects.get(household__source_ref="refmerke-C").unit
    Responsibility.objects.filter(household=household).update(unit=other)
    tables = good()
    tables[PERSONS][0]["district"] = "Midtbyen"
    update(tmp_path, tables)
    assert Responsibility.objects.get(household=household, valid_to=None).unit == other


def test_a_district_that_becomes_known_shows_the_household(tmp_path: Path) -> None:
    tables = good()
    tables[PERSONS][4]["district"] = "heimdal"
    update(tmp_path, tables)
    household = someone("5").memberships.get().household
    assert Responsibility.objects.get(household=household).valid_from == NEXT


def test_a_membership_ends_changes_role_and_goes(tmp_path: Path) -> None:
    tables = good()
    tables[MEMBERS][0]["to"] = "2026-10-31"
    tables[MEMBERS][5]["role"] = "adult"
    del tables[MEMBERS][2]
    found = differences(update(tmp_path, tables))
    assert found[MEMBERS, "endrede"] == (2, (2, 6))
    assert found[MEMBERS, "borte"] == (1, ())
    assert someone("2").memberships.get().valid_to == date(2026, 10, 31)
    before, since = someone("3").memberships.order_by("valid_from")
    assert (before.valid_to, before.role) == (date(2024, 4, 30), "child")
    assert (since.valid_from, since.role) == (date(2024, 5, 1), "applicant")
    assert since.household.source_ref is None


def test_somebody_alone_joins_a_household(tmp_path: Path) -> None:
    tables = good()
    tables[PERSONS][4]["district"] = "Heimdal"
    update(tmp_path, tables)
    left = someone("5").memberships.get().household
    assert Responsibility.objects.filter(household=left, valid_to=None).exists()
    tables[MEMBERS].append(member("A", "5", "other", "2025-08-01"))
    update(tmp_path, tables)
    assert someone("5").memberships.get().household.source_ref == "refmerke-A"
    assert not Responsibility.objects.filter(household=left, valid_to=None).exists()


def test_periods_end_move_and_go(tmp_path: Path) -> None:
    tables = good()
    tables[PERIODS] = [
        period("1", "2023-03-01", "2023-12-31"),
        period("6", "2025-01-10", "2026-06-30"),
    ]
    found = differences(update(tmp_path, tables))
    assert found == {(PERIODS, "endrede"): (2, (2, 3))}
    ended = KvpEnrolment.objects.get(person=someone("6"))
    assert (ended.valid_to, ended.status) == (date(2026, 6, 30), "3")
    assert IntroPeriod.objects.count() == 1, "it ended before the months covered"
    del tables[PERIODS][1]
    found = differences(update(tmp_path, tables))
    assert found == {(PERIODS, "borte"): (1, ())}
    assert not KvpEnrolment.objects.filter(person=someone("6")).exists()
