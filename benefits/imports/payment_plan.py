"""Which payments of an extract are here already, which are new, changed, cancelled or gone.

Rows are matched by `row_ref`; without one, the rows of one person and month are one set.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from benefits.imports.bulk import chunks
from benefits.imports.differences import Differences, Kind
from benefits.imports.files import PAYMENTS
from benefits.imports.findings import Findings, Rule
from benefits.imports.payments import PaymentRow
from benefits.imports.spans import Covered
from benefits.models import Payment
from households.models import Source
from households.months import Month

CANCELLED = Payment.Status.CANCELLED.value


class Content(NamedTuple):
    """All that is compared, in the order of Payment's fields below."""

    person: int
    paid_on: date
    for_month: date | None
    kind: str
    category: str
    status: str
    main_income: str
    main_income_assumed: bool
    amount: int


def content_of(row: PaymentRow, ids: Sequence[int | None]) -> Content:
    """What `row` says, of a person with an id in `ids` (0 for one who is not here yet)."""
    pk = ids[row.person] or 0
    return Content(pk, row.when.paid_on, row.when.for_month, *row.codes, row.amount)


FIELDS = ("person_id", *Content._fields[1:])


class Held(NamedTuple):
    pk: int
    content: Content


@dataclass
class PaymentPlan:
    """`new` rows, rows to put in the place of the payment with an id, and ids to cancel."""

    new: Sequence[PaymentRow] = ()
    changes: dict[int, PaymentRow] = field(default_factory=dict)
    cancelled: list[int] = field(default_factory=list)


def plan_payments(
    rows: Sequence[PaymentRow],
    ids: Sequence[int | None],
    covered: Covered,
    findings: Findings,
    differences: Differences,
    *,
    file: str = PAYMENTS.name,
    sources: Sequence[str] = (Source.HISTORY, Source.KOSTRA),
) -> PaymentPlan:
    """Compare the rows of `file` with the payments here from `sources` in the months covered."""
    held = _HeldPayments(covered, sources)
    if not held.is_empty:
        return _Comparison(rows, ids, held, findings, differences, file).make()
    differences.add_all(file, Kind.NEW, [row.line for row in rows])
    return PaymentPlan(new=rows)


class _HeldPayments:
    """The imported payments of the months covered: with a reference, and in sets without."""

    def __init__(self, covered: Covered, sources: Sequence[str]) -> None:
        self.by_ref: dict[str, Held] = {}
        self.sets: dict[tuple[int, Month], list[Held]] = defaultdict(list)
        months = [Q(month__range=stretch) for stretch in covered]
        rows = Payment.objects.filter(reduce(or_, months, Q(pk=None)), source__in=sources)
        for pk, month, ref, *content in (
            rows.order_by("pk").values_list("pk", "month", "source_ref", *FIELDS).iterator()
        ):
            held = Held(pk, Content(*content))
            if ref is None:
                self.sets[held.content.person, month].append(held)
            else:
                self.by_ref[ref] = held
        self.is_empty = not self.by_ref and not self.sets and not _has_refs()


def _has_refs() -> bool:
    """Whether any payment at all has a reference that a row of the extract could repeat."""
    return Payment.objects.filter(source_ref__isnull=False).exists()


@dataclass
class _Comparison:
    rows: Sequence[PaymentRow]
    ids: Sequence[int | None]
    held: _HeldPayments
    findings: Findings
    differences: Differences
    file: str

    def make(self) -> PaymentPlan:
        self.plan, self.new = PaymentPlan(), list[PaymentRow]()
        unknown, sets = [], defaultdict[tuple[int, Month], list[PaymentRow]](list)
        for row in self.rows:
            pk = self.ids[row.person]
            if row.row_ref:
                held = self.held.by_ref.pop(row.row_ref, None)
                if held is None:
                    unknown.append(row)
                else:
                    self._compare(row, held)
            elif pk is None:
                self._add(row)
            else:
                sets[pk, row.when.month].append(row)
        self._look_elsewhere(unknown)
        for key, given in sets.items():
            self._compare_sets(given, self.held.sets.pop(key, []))
        self._cancel(self.held.by_ref.values())
        for left in self.held.sets.values():
            self._cancel(left)
        self.plan.new = self.new
        return self.plan

    def _add(self, row: PaymentRow) -> None:
        self.new.append(row)
        self.differences.add(self.file, Kind.NEW, row.line)

    def _compare(self, row: PaymentRow, held: Held) -> None:
        if content_of(row, self.ids) == held.content:
            return
        self.plan.changes[held.pk] = row
        now_cancelled = CANCELLED == row.codes.status != held.content.status
        kind = Kind.CANCELLED if now_cancelled else Kind.CHANGED
        self.differences.add(self.file, kind, row.line)

    def _look_elsewhere(self, rows: list[PaymentRow]) -> None:
        """Rows whose reference is not in the months covered: moved from another month, or new."""
        elsewhere = dict(_with_refs(row.row_ref for row in rows))
        for row in rows:
            held = elsewhere.get(row.row_ref)
            if held is None:
                self._add(row)
            elif held[1] == Source.OSK:
                self.findings.error(Rule.REF_ELSEWHERE, self.file, row.line, "row_ref")
            else:
                self._compare(row, held[0])

    def _compare_sets(self, given: list[PaymentRow], held: list[Held]) -> None:
        """Take away what is equal, then let what is left over change into each other."""
        contents = Counter(one.content for one in held)
        left_given = []
        for row in given:
            content = content_of(row, self.ids)
            if contents[content] > 0:
                contents[content] -= 1
            else:
                left_given.append(row)
        left_held = []
        for one in held:
            if contents[one.content] > 0:
                contents[one.content] -= 1
                if one.content.status != CANCELLED:
                    left_held.append(one)
        for row, one in zip(left_given, left_held, strict=False):
            self._compare(row, one)
        for row in left_given[len(left_held) :]:
            self._add(row)
        self._cancel(left_held[len(left_given) :])

    def _cancel(self, held: Iterable[Held]) -> None:
        gone = [one.pk for one in held if one.content.status != CANCELLED]
        self.plan.cancelled += gone
        self.differences.add_gone(self.file, len(gone))


def _with_refs(refs: Iterable[str]) -> Iterator[tuple[str, tuple[Held, str]]]:
    for chunk in chunks(refs):
        rows = Payment.objects.filter(source_ref__in=chunk)
        for pk, source, ref, *content in rows.values_list("pk", "source", "source_ref", *FIELDS):
            yield ref or "", (Held(pk, Content(*content)), source)
