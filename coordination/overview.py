"""What the household page tells beside the person bar: what runs, months, payments, situation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from benefits.models import BasicBenefitCheck, KvpEnrolment, Payment
from config.templatetags import tall
from coordination.clocks import Clock, Months, clock
from households import codes
from households.basis import Access
from households.models import Household, HousingCost, IntroPeriod, ShareScope
from households.months import Month, month_name, month_of
from households.person_bar import MemberLine, PersonBar, is_present

LATEST = 12
"""Months of payments that the overview shows."""
PLANNED = 2
"""Months ahead of which it shows what is planned; all of it stands under Økonomi."""

UNNAMED = "En i husstanden"
"""A member of whom something is shared, but not who it is."""

KVP, INTRO = "KVP", "Introduksjonsprogram"


@dataclass(frozen=True)
class Fact:
    """Something that runs now: label, figure with its unit, and a line of why."""

    label: str
    value: str
    unit: str
    line: str


@dataclass(frozen=True)
class PersonClock:
    """A clock and whose it is: spouses who applied together share one."""

    names: str
    clock: Clock


@dataclass(frozen=True)
class PaymentLine:
    """Payments of one month that are alike; `amount` is their sum, in kroner."""

    words: str
    amount: int
    status: str


@dataclass(frozen=True)
class PaymentMonth:
    """A month of the latest payments; `total` is what was paid of assistance, in kroner."""

    name: str
    total: int
    lines: tuple[PaymentLine, ...]


@dataclass(frozen=True)
class Programme:
    """A time in KVP or the introduction programme; `weeks` since the start when it runs."""

    person_id: int
    name: str
    kind: str
    valid_from: date
    valid_to: date | None
    outcome: str
    weeks: int | None


@dataclass(frozen=True)
class Told:
    """One line of a situation: what is asked, and the answer in KOSTRA's words."""

    label: str
    answer: str


@dataclass(frozen=True)
class PersonSituation:
    name: str
    on: date
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Benefits:
    """What is told of assistance and programmes; of what is shared, only its type and time.

    `runs` tells whether a programme does, or whether assistance was paid this month or the last.
    """

    facts: tuple[Fact, ...]
    clocks: tuple[PersonClock, ...]
    months: tuple[PaymentMonth, ...]
    programmes: tuple[Programme, ...]
    is_shared: bool = False
    runs: bool = True


@dataclass(frozen=True)
class Sees:
    """What of NAV's knowledge a user may see of whom: `everything`, or what is shared."""

    access: Access
    everything: bool

    def of(self, person_id: int, scope: ShareScope) -> bool:
        return self.everything or self.access.covers(person_id, scope)


def payments_of(bar: PersonBar) -> QuerySet[Payment]:
    """The payments of those who are members today, made to them or to a spouse with them."""
    people = [member.person_id for member in bar.present]
    concerned = Q(person__in=people) | Q(co_applicant__in=people)
    return Payment.objects.filter(concerned).order_by("-paid_on", "-pk")


def basic_benefit_checks(household: Household) -> list[BasicBenefitCheck]:
    """Where grunnstønad has been looked into (7b), the latest first."""
    rows = BasicBenefitCheck.objects.filter(household=household)
    return list(rows.select_related("person", "raised_by"))


def costs_of(household: Household, today: date) -> list[HousingCost]:
    """What the home costs today, and what is owed: typed once, by NAV or HV, for both."""
    rows = HousingCost.objects.valid_on(today).filter(household=household)
    return sorted(rows, key=lambda row: HousingCost.Kind.values.index(row.kind))


def benefits_of(bar: PersonBar, today: date, sees: Sees) -> Benefits | None:
    """Two queries: the payments, and the times in a programme; None where nothing may be seen."""
    if not sees.everything:
        return _shared_benefits(bar, today, sees)
    payments = list(payments_of(bar))
    programmes = _programmes(bar.present, today)
    this_month = month_of(today)
    return Benefits(
        facts=tuple(_facts(payments, programmes, this_month)),
        clocks=tuple(_clocks(bar.adults, payments, programmes, this_month)),
        months=tuple(_latest(payments, this_month)),
        programmes=tuple(programmes),
        runs=_runs(payments, programmes, this_month),
    )


def _runs(payments: list[Payment], programmes: list[Programme], this_month: Month) -> bool:
    lately = (row.month for row in payments if _is_assistance_paid(row))
    in_programme = any(programme.weeks is not None for programme in programmes)
    return in_programme or any(this_month - 1 <= month <= this_month for month in lately)


def _shared_benefits(bar: PersonBar, today: date, sees: Sees) -> Benefits | None:
    """How long, without amounts, of those who share it (security.md 2.1: type and duration)."""
    adults = [row for row in bar.adults if sees.of(row.person_id, ShareScope.ECONOMY)]
    in_programmes = [row for row in bar.present if sees.of(row.person_id, ShareScope.KVP)]
    if not adults and not in_programmes:
        return None
    paid_to = [row.person_id for row in adults]
    concerned = Q(person__in=paid_to) | Q(co_applicant__in=paid_to)
    payments = list(Payment.objects.filter(concerned)) if adults else []
    programmes = _programmes([*adults, *(row for row in in_programmes if row not in adults)], today)
    told = [row for row in programmes if sees.of(row.person_id, ShareScope.KVP)]
    return Benefits(
        facts=(),
        clocks=tuple(_clocks(adults, payments, programmes, month_of(today))),
        months=(),
        programmes=tuple(told),
        is_shared=True,
    )


def _programmes(members: Sequence[MemberLine], today: date) -> list[Programme]:
    """The latest first."""
    names = {member.person_id: member.name for member in members}
    kvp = KvpEnrolment.objects.filter(person__in=names).annotate(what=Value(KVP))
    intro = IntroPeriod.objects.filter(person__in=names).annotate(what=Value(INTRO))
    columns = ("person_id", "what", "valid_from", "valid_to")
    rows = (
        kvp.order_by()
        .values_list(*columns, "status", "exit_code")
        .union(
            intro.annotate(status=Value("", CharField())).values_list(*columns, "status", "outcome")
        )
    )
    return sorted(
        (
            Programme(
                person_id=person_id,
                name=names[person_id],
                kind=kind,
                valid_from=valid_from,
                valid_to=valid_to,
                outcome=_outcome(kind, status, outcome),
                weeks=_weeks(valid_from, valid_to, today),
            )
            for person_id, kind, valid_from, valid_to, status, outcome in rows
        ),
        key=lambda row: (row.valid_from, row.person_id),
        reverse=True,
    )


def _weeks(valid_from: date, valid_to: date | None, today: date) -> int | None:
    """The week of a programme that runs today, from 1."""
    if valid_from > today or (valid_to is not None and valid_to < today):
        return None
    return (today - valid_from).days // 7 + 1


def _outcome(kind: str, status: str, outcome: str) -> str:
    if kind == INTRO:
        return outcome
    if outcome:
        return str(KvpEnrolment.ExitCode(outcome).label)
    return str(KvpEnrolment.Status(status).label)


def _facts(payments: list[Payment], programmes: list[Programme], this_month: Month) -> list[Fact]:
    """The latest month with assistance, and each programme that runs."""
    facts = []
    paid = [row for row in payments if _is_assistance_paid(row) and row.month <= this_month]
    if paid:
        month = paid[0].month
        rows = [row for row in paid if row.month == month]
        total = sum(row.amount for row in rows)
        last = f"Sist utbetalt {rows[0].paid_on:%d.%m.%Y}"
        facts.append(Fact(f"Sosialhjelp i {month_name(month)}", tall(total), "kr", last))
    for programme in programmes:
        if programme.weeks is not None:
            since = f"Siden {programme.valid_from:%d.%m.%Y}"
            if programme.valid_to is not None:
                since = f"{programme.valid_from:%d.%m.%Y} – {programme.valid_to:%d.%m.%Y}"
            label = f"{programme.kind} · {programme.name}"
            facts.append(Fact(label, f"Uke {programme.weeks}", "", since))
    return facts


def _is_assistance_paid(payment: Payment) -> bool:
    """As PaymentQuerySet.assistance_paid, of a row that is already here."""
    return payment.scheme == Payment.Scheme.ASSISTANCE and payment.status == Payment.Status.PAID


def _clocks(
    adults: Sequence[MemberLine],
    payments: list[Payment],
    programmes: list[Programme],
    this_month: Month,
) -> list[PersonClock]:
    """A clock for each adult with a history; equal ones are told once."""
    told: dict[Clock, list[str]] = {}
    for adult in adults:
        read = clock(_months(adult.person_id, payments, programmes, this_month), this_month)
        if read is not None:
            told.setdefault(read, []).append(adult.name)
    return [PersonClock(" og ".join(names), read) for read, names in told.items()]


def _months(
    person_id: int, payments: list[Payment], programmes: list[Programme], this_month: Month
) -> Months:
    paid = {
        row.month
        for row in payments
        if person_id in (row.person_id, row.co_applicant_id) and _is_assistance_paid(row)
    }
    touched: dict[str, set[Month]] = {KVP: set(), INTRO: set()}
    for row in programmes:
        if row.person_id == person_id:
            last = this_month if row.valid_to is None else month_of(row.valid_to)
            months = range(month_of(row.valid_from), min(last, this_month) + 1)
            touched[row.kind].update(months)
    counted = frozenset(month for month in paid if month <= this_month)
    return Months(counted, kvp=frozenset(touched[KVP]), intro=frozenset(touched[INTRO]))


def _latest(payments: list[Payment], this_month: Month) -> list[PaymentMonth]:
    """The payments of the latest twelve months, and those planned for the next two, by month."""
    by_month: dict[Month, list[Payment]] = {}
    for row in payments:
        if this_month - LATEST < row.month <= this_month + PLANNED:
            by_month.setdefault(row.month, []).append(row)
    return [
        PaymentMonth(
            name=month_name(month),
            total=sum(row.amount for row in rows if _is_assistance_paid(row)),
            lines=tuple(_lines(rows)),
        )
        for month, rows in by_month.items()
    ]


def _lines(rows: list[Payment]) -> list[PaymentLine]:
    """One line for each purpose, form and status; a status is named when it is not paid."""
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        is_paid = row.status == Payment.Status.PAID
        alike = payment_words(row), "" if is_paid else str(row.get_status_display())
        sums[alike] = sums.get(alike, 0) + row.amount
    lines = [PaymentLine(words, amount, status) for (words, status), amount in sums.items()]
    return sorted(lines, key=lambda line: (line.status, -line.amount))


def payment_words(payment: Payment) -> str:
    """What a payment was for; grants are the rule, so only a loan is named."""
    if payment.scheme == Payment.Scheme.KVP:
        return str(payment.get_scheme_display())
    is_loan = payment.kind == Payment.Kind.LOAN
    return f"{payment.get_category_display()}{' (lån)' if is_loan else ''}"


def situations(household: Household, today: date, sees: Sees) -> list[PersonSituation]:
    """The situation at last contact of each present member who has one, as far as `sees` goes."""
    found = []
    for row in household.all_memberships:
        if row.last_situation is not None and is_present(row, today):
            on = date.fromisoformat(row.last_situation["on"])
            told = tuple(_told(row, sees))
            if told:
                known = sees.access.knows(row.person_id)
                found.append(PersonSituation(row.person.name if known else UNNAMED, on, told))
    return found


def stated_children(household: Household, today: date, sees: Sees) -> int | None:
    """The number of children that the supporting member asked last has stated; None if nobody."""
    stated = [
        (row.last_situation["on"], row.last_situation["number_of_children"])
        for row in household.all_memberships
        if row.last_situation is not None and row.supports_children and is_present(row, today)
        if sees.of(row.person_id, ShareScope.CHILDREN)
    ]
    known = [(on, number) for on, number in stated if number is not None]
    return max(known)[1] if known else None


CODES: tuple[tuple[str, str, Any, ShareScope], ...] = (
    ("marital_status", "Sivilstand", codes.MaritalStatus, ShareScope.HOUSEHOLD),
    ("main_income", "Viktigste inntekt", codes.MainIncome, ShareScope.ECONOMY),
    ("benefit_situation", "Trygd", codes.BenefitSituation, ShareScope.ECONOMY),
    ("work_situation", "Arbeid", codes.WorkSituation, ShareScope.KVP),
    ("housing_situation", "Bolig", codes.HousingSituation, ShareScope.HOUSING),
)
"""Field, label, code list, and the scope that opens it to other parties."""


def _told(membership: Any, sees: Sees) -> list[Told]:
    fields: dict[str, Any] = membership.last_situation or {}
    person_id = membership.person_id
    told = [
        Told(label, str(dict(code_list.choices).get(fields[name], fields[name])))
        for name, label, code_list, scope in CODES
        if fields[name] and sees.of(person_id, scope)
    ]
    children = fields["number_of_children"]
    if children is not None and sees.of(person_id, ShareScope.CHILDREN):
        told.append(Told("Barn under 18 år", str(children)))
    return told
