"""The whole extract of an older system: its files read together and checked against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from accounts.models import District
from benefits.imports.files import (
    MEMBERS,
    PAYMENTS,
    PERIODS,
    PERSONS,
    Rows,
    Table,
    Tell,
    no_one,
    rows,
)
from benefits.imports.findings import Findings, Rule
from benefits.imports.members import MemberRow, read_members
from benefits.imports.payments import PaymentReader, PaymentRow
from benefits.imports.periods import PeriodRow, read_periods
from benefits.imports.persons import PersonReader, PersonRow
from benefits.imports.spans import Covered
from households.months import Month, month_of


@dataclass
class Extract:
    """The rows of the files; `members` and `periods` are None when their file was not given.

    `covered` are the first and last month of payment, if there are any: for those months, and
    only those, a row that is missing here is gone.
    """

    persons: list[PersonRow] = field(default_factory=list)
    members: list[MemberRow] | None = None
    payments: list[PaymentRow] = field(default_factory=list)
    periods: list[PeriodRow] | None = None

    @cached_property
    def covered(self) -> Covered:
        months = {row.when.month for row in self.payments}
        return [(min(months), max(months))] if months else []

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by file given."""
        counts = {PERSONS.name: len(self.persons), PAYMENTS.name: len(self.payments)}
        if self.members is not None:
            counts[MEMBERS.name] = len(self.members)
        if self.periods is not None:
            counts[PERIODS.name] = len(self.periods)
        return counts

    @cached_property
    def first_months(self) -> dict[int, Month]:
        """The first month that the extract knows anything of each person (place in persons)."""
        first: dict[int, Month] = {}
        for payment in self.payments:
            month = payment.when.month
            if first.get(payment.person, month) >= month:
                first[payment.person] = month
        for period in self.periods or ():
            month = month_of(period.first)
            first[period.person] = min(month, first.get(period.person, month))
        return first


def read_extract(
    files: Mapping[str, Path],
    *,
    on: date,
    synthetic_allowed: bool,
    findings: Findings,
    tell: Tell = no_one,
) -> Extract:
    """Read the files, given by the names of design.md 7; what is wrong stands in `findings`.

    `on` is the day of the extract: no paid month may lie after it. `tell` is told now and then
    how far a file has been read.
    """
    extract = Extract()
    for table in (PERSONS, PAYMENTS):
        if table.name not in files:
            findings.error(Rule.FILE_MISSING, table.name)
    if PERSONS.name not in files:
        return extract

    def lines_of(table: Table) -> Rows:
        return rows(files[table.name], table, findings, tell)

    people = PersonReader(on, _districts(), synthetic_allowed, findings)
    people.read(lines_of(PERSONS))
    extract.persons = people.persons
    if MEMBERS.name in files:
        extract.members = read_members(lines_of(MEMBERS), people.persons, people.places, findings)
    else:
        findings.notice(Rule.NO_MEMBERS, MEMBERS.name)
    if PAYMENTS.name in files:
        money = PaymentReader(on, people.places, findings)
        money.read(lines_of(PAYMENTS))
        extract.payments = money.payments
        _notice_assumed_income(extract.payments, findings)
    if PERIODS.name in files:
        extract.periods = read_periods(lines_of(PERIODS), people.places, findings)
    else:
        findings.notice(Rule.NO_PERIODS, PERIODS.name)
    return extract


def _districts() -> dict[str, int]:
    """Ids of the districts by casefolded name and by code."""
    rows = list(District.objects.values_list("pk", "code", "name"))
    return {word.casefold(): pk for pk, code, name in rows for word in (code, name)}


def _notice_assumed_income(payments: list[PaymentRow], findings: Findings) -> None:
    assumed = [row.line for row in payments if row.codes.main_income_assumed]
    if assumed:
        findings.notice(Rule.INCOME_ASSUMED, PAYMENTS.name, assumed[0], "main_income", len(assumed))
