"""In a demo every month has rates, cap, settings and guides; what is made up says so."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

import pytest
from django.db.models import QuerySet

from benefits.calculation.award import calculate
from benefits.models import DatedSetting, FamilyCap, OneOffGuide, RateTable
from benefits.rates import guides_on, rates_on, special_rates_on
from households.months import first_day, last_day, month_from
from reports.demo.targets import Span, span_of
from reports.demo.write import lay_down_rates
from tests.benefits.calculation_cases import FIVE_CHILDREN, couple, facts

pytestmark = pytest.mark.django_db

NOVEMBER_2026 = month_from(2026, 11)


@pytest.fixture
def span() -> Span:
    laid = span_of(2025, NOVEMBER_2026)
    lay_down_rates(laid)
    return laid


def test_the_current_month_and_every_other_can_be_calculated(span: Span) -> None:
    for month in span.planned_months:
        day = first_day(month)
        found = rates_on(day)
        lower = (found.youth_factor, found.short_term_months, found.parents_home_norm)
        assert None not in (found.municipality, found.cap, *lower)
        assert special_rates_on(day).amount.value > 0
        assert guides_on(day)


def test_what_is_made_up_is_marked_and_what_is_verified_stays(span: Span) -> None:
    found = rates_on(date(2026, 11, 1))
    assert found.state.source == "Demosats"
    result = calculate(facts(couple(*FIVE_CHILDREN[:3]), 20_000, month="2026-11"), found)
    assert result.sources == ("Demosats",)
    assert result.reduction > 0
    verified = rates_on(date(2019, 6, 1))
    assert verified.state.source == "nav.no, satser 2019"
    assert verified.youth_age is not None
    assert verified.youth_age.source == "Trondheim, satser 2019"


@pytest.mark.parametrize("year", [2013, 2019, 2025])
def test_no_two_rows_hold_on_one_day_and_no_day_of_the_demo_is_left_out(year: int) -> None:
    span = span_of(year, NOVEMBER_2026)
    lay_down_rates(span)
    first, last = first_day(span.first), last_day(span.planned_months[-1])
    for rows in _series():
        periods = list(rows.order_by("valid_from").values_list("valid_from", "valid_to"))
        assert periods[0][0] <= first
        assert periods[-1][1] is None or periods[-1][1] >= last
        for (_, end), (start, _) in itertools.pairwise(periods):
            assert end is not None
            assert end < start
            in_the_demo = first < start <= last
            assert not in_the_demo or (start - end).days == 1


def _series() -> Iterator[QuerySet]:
    for issuer in RateTable.Issuer.values:
        yield RateTable.objects.filter(issuer=issuer)
    yield FamilyCap.objects.all()
    for key in DatedSetting.objects.filter(source="Demosats").values_list("key").distinct():
        yield DatedSetting.objects.filter(key=key[0])
    for event, group in OneOffGuide.objects.values_list("event", "group"):
        yield OneOffGuide.objects.filter(event=event, group=group)
