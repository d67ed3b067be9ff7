"""payments.csv: by far the longest file, so each combination of codes is read and checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from benefits.imports.cells import LATEST, Line
from benefits.imports.files import PAYMENTS, Cells, Rows
from benefits.imports.findings import Findings, Rule
from benefits.models import Payment
from households.codes import MainIncome
from households.months import Month, first_day, month_from, month_of, parse_month

EARLIEST = date(1970, 1, 1)
MOST_KRONER = 9_999_999
KINDS = {kind.value: kind.value for kind in Payment.Kind}
CATEGORIES = {category.value: category.value for category in Payment.Category}
STATUSES = {"": "paid"} | {
    status.value: status.value for status in Payment.Status if status != Payment.Status.SENT
}
INCOMES = {income.value: income.value for income in MainIncome}


class When(NamedTuple):
    """The month of payment, its day (the month's first when no day is given), and for what month.

    `for_month` is the first day of the month that the money is for, if that was given.
    """

    month: Month
    paid_on: date
    for_month: date | None


class Codes(NamedTuple):
    """What the money was, in fields of Payment; assumed tells that no main income was given."""

    kind: str
    category: str
    status: str
    main_income: str
    main_income_assumed: bool


class PaymentRow(NamedTuple):
    """A line of payments.csv; `person` is a place in the extract's persons, "" is no `row_ref`."""

    line: int
    person: int
    when: When
    codes: Codes
    amount: int
    row_ref: str


@dataclass
class PaymentReader:
    """Reads payments.csv into `payments`, in the order of the file.

    Values met before come out of a dictionary, which is why a line costs so little; only a line
    with something new or wrong in it goes through `_slowly`.
    """

    on: date
    places: Mapping[str, int]
    findings: Findings

    def __post_init__(self) -> None:
        self.payments: list[PaymentRow] = []
        self._whens: dict[tuple[str, str, str], When] = {}
        self._codes: dict[tuple[str, str, str, str], Codes] = {}
        self._amounts: dict[str, int] = {}
        self._refs: dict[str, int] = {}

    def read(self, rows: Rows) -> None:
        places, whens, codes, amounts = self.places, self._whens, self._codes, self._amounts
        refs, add, this_month = self._refs, self.payments.append, month_of(self.on)
        for line, cells in rows:
            person_ref, month, kind, category, amount, paid_on, for_month, status, income, ref = (
                cells
            )
            person = places.get(person_ref)
            when = whens.get((month, paid_on, for_month))
            code = codes.get((kind, category, status, income))
            kroner = amounts.get(amount)
            if person is None or when is None or code is None or kroner is None:
                row = self._slowly(Line(PAYMENTS.name, line, self.findings), cells)
                if row is None:
                    continue
            else:
                row = PaymentRow(line, person, when, code, kroner, ref)
            if row.when.month > this_month and row.codes.status == Payment.Status.PAID:
                self.findings.error(Rule.FUTURE_MONTH, PAYMENTS.name, line, "month")
            if ref:
                row = self._with_ref(row, refs)
            add(row)

    def _with_ref(self, row: PaymentRow, refs: dict[str, int]) -> PaymentRow:
        """`row` with its reference checked: it may stand once, and is stored without spaces."""
        line = Line(PAYMENTS.name, row.line, self.findings)
        ref = row.row_ref if row.row_ref.isalnum() else line.text("row_ref", row.row_ref, 100)
        if len(ref) > 100:
            line.error(Rule.TOO_LONG, "row_ref")
        first = refs.setdefault(ref, row.line) if ref else row.line
        if first != row.line:
            line.error(Rule.REF_TWICE, "row_ref", first)
        return row._replace(row_ref=ref)

    def _slowly(self, line: Line, cells: Cells) -> PaymentRow | None:
        """The row, its new values remembered; None and an error when it breaks a rule."""
        person_ref, month, kind, category, amount, paid_on, for_month, status, income, ref = cells
        person = self.places.get(line.ref("person_ref", person_ref))
        if person is None and line.is_good:
            line.error(Rule.UNKNOWN_PERSON, "person_ref")
        when = _when(line, month, paid_on, for_month)
        codes = _codes(line, kind, category, status, income)
        kroner = _kroner(line, amount)
        if person is None or when is None or codes is None or kroner is None or not line.is_good:
            return None
        self._whens[month, paid_on, for_month] = when
        self._codes[kind, category, status, income] = codes
        self._amounts[amount] = kroner
        return PaymentRow(line.number, person, when, codes, kroner, ref)


def _when(line: Line, month: str, paid_on: str, for_month: str) -> When | None:
    paid_month = _month(line, "month", month)
    if paid_month is None:
        if not month.strip():
            line.error(Rule.REQUIRED, "month")
        return None
    day = line.day("paid_on", paid_on, EARLIEST)
    if day and month_of(day) != paid_month:
        line.error(Rule.PAID_ON, "paid_on")
    meant = _month(line, "for_month", for_month)
    return When(
        month=paid_month,
        paid_on=day or first_day(paid_month),
        for_month=None if meant is None else first_day(meant),
    )


def _month(line: Line, column: str, cell: str) -> Month | None:
    text = cell.strip()
    if not text:
        return None
    try:
        month = parse_month(text)
    except ValueError:
        line.error(Rule.MONTH, column)
        return None
    if not month_of(EARLIEST) <= month <= month_from(LATEST.year, 12):
        line.error(Rule.MONTH_RANGE, column)
        return None
    return month


def _codes(line: Line, kind: str, category: str, status: str, income: str) -> Codes | None:
    codes = Codes(
        kind=line.choice("kind", kind, KINDS, Rule.KIND) or "",
        category=line.choice("category", category, CATEGORIES, Rule.CATEGORY) or "",
        status=line.choice("status", status, STATUSES, Rule.STATUS) or "",
        main_income=(
            line.choice("main_income", income, INCOMES, Rule.MAIN_INCOME) or ""
            if income.strip()
            else MainIncome.ASSISTANCE.value
        ),
        main_income_assumed=not income.strip(),
    )
    return codes if all(codes[:4]) else None


def _kroner(line: Line, cell: str) -> int | None:
    text = cell.strip()
    if not text:
        line.error(Rule.REQUIRED, "amount")
        return None
    if len(text) <= 12 and text.isascii() and text.isdigit() and 0 < int(text) <= MOST_KRONER:
        return int(text)
    line.error(Rule.AMOUNT, "amount")
    return None
