"""The rates and settings that hold on a day, looked up as one value for the calculation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db.models import Q

from benefits.calculation.dated import (
    Cap,
    CapBasis,
    MissingRatesError,
    MissingSettingsError,
    Norms,
    Rates,
    Setting,
    SpecialRates,
)
from benefits.kvp_benefit.values import Dated, RateBook
from benefits.models import DatedSetting, FamilyCap, OneOffGuide, RateTable
from benefits.rules import NEW_RECIPIENT_AFTER

Key = DatedSetting.Key

SPECIAL_KEYS = (
    Key.SPECIAL_AMOUNT,
    Key.SPECIAL_DISREGARD,
    Key.SPECIAL_SHARE,
    Key.SPECIAL_FROM_AGE,
    Key.SPECIAL_UNTIL_AGE,
)
KVP_KEYS = {
    "base_amount": Key.BASE_AMOUNT,
    "factor": Key.KVP_FACTOR,
    "youth_factor": Key.KVP_YOUTH_FACTOR,
    "youth_age": Key.KVP_YOUTH_AGE,
    "child_supplement": Key.KVP_CHILD_SUPPLEMENT,
}


def rates_on(day: date) -> Rates:
    """Everything the ordinary calculation needs on `day`; refuses a day without the state's rates.

    Where two rows hold on the same day, the one that began last does.
    """
    tables = {row.issuer: row for row in RateTable.objects.valid_on(day).order_by("valid_from")}
    state = tables.get(RateTable.Issuer.STATE)
    if state is None:
        raise MissingRatesError(day)
    municipality = tables.get(RateTable.Issuer.MUNICIPALITY)
    found = _settings_on(day)
    return Rates(
        on=day,
        state=_norms(state),
        municipality=_norms(municipality) if municipality else None,
        cap=cap_on(day),
        youth_factor=found.get(Key.YOUTH_RATE_FACTOR),
        youth_age=found.get(Key.YOUTH_RATE_AGE),
        short_term_factor=found.get(Key.SHORT_TERM_FACTOR),
        short_term_months=found.get(Key.SHORT_TERM_MONTHS),
        parents_home_norm=found.get(Key.PARENTS_HOME_NORM),
        parents_home_age=found.get(Key.PARENTS_HOME_AGE),
    )


def special_rates_on(day: date) -> SpecialRates:
    """The settings of measure 2b on `day`; says which are missing."""
    found = _settings_on(day)
    missing = [key.label for key in SPECIAL_KEYS if key not in found]
    if missing:
        raise MissingSettingsError(missing, day)
    amount, disregard, share, from_age, until_age = (found[key] for key in SPECIAL_KEYS)
    return SpecialRates(day, amount, disregard, share, from_age, until_age)


def cap_on(day: date) -> Cap | None:
    """The family cap, only while a row holds."""
    row = FamilyCap.objects.valid_on(day).order_by("-valid_from").first()
    return row and Cap(row.amount, CapBasis(row.basis), row.source)


def new_recipient_gap(day: date) -> int:
    """Months without assistance after which somebody is a new recipient again."""
    found = _settings_on(day).get(Key.NEW_RECIPIENT_GAP)
    return int(found.value) if found else NEW_RECIPIENT_AFTER


def kvp_rate_book(first: date, last: date) -> RateBook:
    """The settings of the benefit in KVP that hold on any day from `first` to `last`."""
    rows: dict[str, list[Dated]] = {name: [] for name in KVP_KEYS}
    names = {key.value: name for name, key in KVP_KEYS.items()}
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    for row in DatedSetting.objects.filter(held, key__in=names, valid_from__lte=last):
        setting = Setting(Fraction(row.value), row.source)
        rows[names[row.key]].append(Dated(row.valid_from, row.valid_to, setting))
    return RateBook({name: tuple(found) for name, found in rows.items()})


def guides_on(day: date) -> dict[tuple[str, str], OneOffGuide]:
    """The guiding amounts for one-offs by event and group of persons."""
    rows = OneOffGuide.objects.valid_on(day).order_by("valid_from")
    return {(row.event, row.group): row for row in rows}


def _settings_on(day: date) -> dict[str, Setting]:
    rows = DatedSetting.objects.valid_on(day).order_by("valid_from")
    return {row.key: Setting(Fraction(row.value), row.source) for row in rows}


def _norms(row: RateTable) -> Norms:
    return Norms(
        single=row.single,
        couple=row.couple,
        shared=row.shared,
        child_0_5=row.child_0_5,
        child_6_10=row.child_6_10,
        child_11_17=row.child_11_17,
        source=row.source,
    )
