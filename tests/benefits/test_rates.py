"""Looking up the rates of a day: never extrapolated, the newest row holds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import IntegrityError
from pytest_django.fixtures import DjangoAssertNumQueries

from benefits import rates
from benefits.calculation.dated import (
    CapBasis,
    MissingRatesError,
    MissingSettingsError,
    Norms,
)
from benefits.models import DatedSetting, FamilyCap, OneOffGuide, Payment, RateTable
from benefits.queries import assistance_months
from households.models import Person
from households.months import first_day, parse_month
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

DAY = date(2013, 6, 1)


def test_the_rates_of_a_day_are_one_value_from_three_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(3):
        found = rates.rates_on(DAY)
    assert found.state == Norms(5_500, 9_100, 4_550, 2_100, 2_800, 3_500, "Rundskriv A-2/2012")
    assert found.municipality == Norms(0, 0, 0, 250, 250, 250, "Formannskapet, sak 24/12")
    assert found.cap is not None
    assert (found.cap.amount, found.cap.basis) == (24_000, CapBasis.NEED)
    assert found.youth_factor is not None
    assert found.youth_factor.value == Fraction("0.666667")
    assert found.short_term_factor is None


# from and to, single, couple, shared, child 0-5, 6-10, 11-17: the table of domain.md 4.1
VERIFIED = [
    ("2012-01-01", "2012-12-31", 5_373, 8_924, 4_462, 2_049, 2_724, 3_415),
    ("2013-01-01", "2013-12-31", 5_500, 9_100, 4_550, 2_100, 2_800, 3_500),
    ("2014-01-01", "2014-12-31", 5_600, 9_300, 4_650, 2_150, 2_850, 3_600),
    ("2018-01-01", "2018-12-31", 6_050, 10_100, 5_050, 2_350, 3_050, 3_950),
    ("2019-01-01", "2019-12-31", 6_150, 10_250, 5_150, 2_400, 3_100, 4_000),
    ("2020-09-01", "2020-12-31", 6_250, 10_450, 5_250, 2_750, 3_150, 4_100),
    ("2021-01-01", "2021-08-31", 6_450, 10_800, 5_400, 2_850, 3_250, 4_250),
    ("2021-09-01", "2021-12-31", 6_450, 10_800, 5_400, 3_150, 3_250, 4_250),
    ("2022-01-01", "2022-06-30", 6_550, 10_950, 5_450, 3_200, 3_300, 4_300),
    ("2022-07-01", "2022-12-31", 6_650, 11_150, 5_600, 3_250, 3_350, 4_400),
    ("2023-07-01", "2023-12-31", 7_550, 12_600, 6_350, 3_700, 3_800, 4_950),
    ("2024-01-01", "2024-12-31", 7_850, 13_100, 6_600, 3_850, 3_950, 5_150),
]


@pytest.mark.parametrize("row", VERIFIED, ids=lambda row: row[0])
def test_the_verified_rates_hold_on_their_first_and_last_day(row: tuple[object, ...]) -> None:
    for day in row[:2]:
        state = rates.rates_on(date.fromisoformat(str(day))).state
        assert (state.single, state.couple, state.shared) == row[2:5]
        assert (state.child_0_5, state.child_6_10, state.child_11_17) == row[5:]


@pytest.mark.parametrize(
    "day", ["2011-12-31", "2015-01-01", "2017-12-31", "2020-08-31", "2023-06-30", "2025-01-01"]
)
def test_a_day_without_rates_is_refused_by_its_date(day: str) -> None:
    refused = date.fromisoformat(day)
    with pytest.raises(
        MissingRatesError, match=f"satser fra staten som gjelder {refused:%d.%m.%Y}"
    ):
        rates.rates_on(refused)


def test_the_municipalitys_rates_alone_are_not_enough() -> None:
    RateTable.objects.filter(issuer="state").delete()
    with pytest.raises(MissingRatesError):
        rates.rates_on(DAY)


@pytest.mark.parametrize(
    ("day", "there"),
    [("2012-12-31", False), ("2013-01-01", True), ("2017-12-31", True), ("2018-01-01", False)],
)
def test_the_cap_holds_while_its_row_does(day: str, there: bool) -> None:
    assert (rates.cap_on(date.fromisoformat(day)) is not None) == there


def test_of_two_rows_on_one_day_the_one_that_began_last_holds() -> None:
    state = RateTable.objects.valid_on(DAY).get(issuer="state")
    state.pk, state.valid_from, state.single = None, DAY, 5_600
    state.save()
    FamilyCap.objects.create(valid_from=DAY, amount=25_000, basis="payout", source="Bystyret")
    DatedSetting.objects.create(key="youth_rate_age", valid_from=DAY, value=26, source="Bystyret")
    found = rates.rates_on(DAY)
    assert found.state.single == 5_600
    assert found.youth_age is not None
    assert found.youth_age.value == 26
    assert found.cap is not None
    assert (found.cap.amount, found.cap.basis) == (25_000, CapBasis.PAYOUT)


def test_the_special_scheme_says_which_settings_are_missing() -> None:
    with pytest.raises(MissingSettingsError) as refused:
        rates.special_rates_on(DAY)
    text = str(refused.value)
    assert "01.06.2013" in text
    missing = set(rates.SPECIAL_KEYS) - {DatedSetting.Key.SPECIAL_FROM_AGE}
    assert all(key.label in text for key in missing)
    assert DatedSetting.Key.SPECIAL_FROM_AGE.label not in text


def test_the_special_scheme_has_its_rates_when_all_are_entered() -> None:
    for key, value in zip(rates.SPECIAL_KEYS, ("9000", "5000", "0.5", "20", "30"), strict=True):
        if key != DatedSetting.Key.SPECIAL_FROM_AGE:
            DatedSetting.objects.create(key=key, valid_from=DAY, value=value, source="Bystyret")
    found = rates.special_rates_on(DAY)
    figures = (found.amount, found.disregard, found.share, found.from_age, found.until_age)
    assert [figure.value for figure in figures] == [9_000, 5_000, Fraction(1, 2), 20, 30]
    with pytest.raises(MissingSettingsError):
        rates.special_rates_on(date(2013, 5, 31))


@pytest.mark.parametrize(("day", "months"), [("2013-06-01", 6), ("2019-01-01", 4)])
def test_the_gap_of_a_new_recipient_is_a_setting_or_the_known_rule(day: str, months: int) -> None:
    DatedSetting.objects.filter(key="new_recipient_gap").update(value=4)
    assert rates.new_recipient_gap(date.fromisoformat(day)) == months


def test_guides_are_those_of_the_day_by_event_and_group() -> None:
    for start, amount in (("2013-01-01", 1_000), ("2013-06-01", 1_100), ("2013-07-01", 1_200)):
        OneOffGuide.objects.create(
            event="christmas", group="single", valid_from=start, amount=amount, source="Bystyret"
        )
    guides = rates.guides_on(DAY)
    assert {key: guide.amount for key, guide in guides.items()} == {("christmas", "single"): 1_100}
    assert str(guides["christmas", "single"]) == "Jul, Enslig: 1\N{NO-BREAK SPACE}100 kr"


@pytest.mark.parametrize("change", [{"valid_to": "2012-12-31"}, {}])
def test_a_guide_ends_after_it_begins_and_has_one_amount_per_start(change: dict[str, str]) -> None:
    given = {"event": "christmas", "group": "single", "valid_from": DAY, "amount": 1}
    OneOffGuide.objects.create(**given, source="Bystyret")
    with pytest.raises(IntegrityError):
        OneOffGuide.objects.create(**given | {"source": "Bystyret"} | change)


def test_no_guide_is_invented_by_the_migrations() -> None:
    assert not OneOffGuide.objects.exists()


def test_months_on_assistance_are_those_of_both_in_a_couple_and_only_paid_ones() -> None:
    one, other, stranger = PersonFactory.create_batch(3)
    _pay(one, "2013-01")
    _pay(one, "2013-02", status="planned")
    _pay(one, "2013-06")
    _pay(stranger, "2013-03", co_applicant=other)
    _pay(stranger, "2013-04")
    _pay(other, "2013-05", scheme="kvp")
    months = assistance_months([one.pk, other.pk], parse_month("2013-06"))
    assert months == {parse_month("2013-01"), parse_month("2013-03")}


def _pay(person: Person, text: str, **others: object) -> None:
    day = first_day(parse_month(text))
    given = {"category": "livsopphold", "kind": "grant", "status": "paid", "amount": 1_000}
    Payment.objects.create(person=person, paid_on=day, registered_on=day, **given | others)
