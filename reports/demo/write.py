"""Lays a plan down as rows, in bulk and in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import DemoMark, District
from benefits.imports.bulk import insert_rows
from benefits.models import DatedSetting, KvpEnrolment, Payment, RateTable
from households.models import (
    Consent,
    Household,
    IntroPeriod,
    Membership,
    Person,
    Residence,
    Responsibility,
    Share,
    Situation,
)
from households.months import Month, first_day, last_day
from reports.demo import (
    applications,
    backgrounds,
    children,
    contacts,
    counselling,
    dated,
    decisions,
    dialogues,
    ended_placements,
    homes,
    housing,
    kvp_applicants,
    kvp_benefits,
    kvp_cases,
    lodging,
    measures,
    meetings,
    money_back,
    municipal,
    offers,
    plans,
    plans_before,
    rates,
    relet,
    showcase,
    tenancies,
    transitions,
)
from reports.demo.cases import Case
from reports.demo.consents import Sharing
from reports.demo.money import Cashier, Norms, Row
from reports.demo.people import Human, Numbers, People, everyone
from reports.demo.plan import plan
from reports.demo.rates import Rate
from reports.demo.rows import Registrar, contact_months
from reports.demo.targets import Span
from reports.demo.users import Staff, hire

CHUNK = 5_000
ROWS_IN_ONE = 390_000
"""About how many rows one copy of the municipality has: the length of the progress bar."""

PAYMENT_FIELDS = (
    "person",
    "co_applicant",
    "paid_on",
    "month",
    "for_month",
    "scheme",
    "kind",
    "category",
    "amount",
    "status",
    "main_income",
    "registered_on",
)

Progress = Callable[[int], object]
Values = tuple[Any, ...]


@transaction.atomic
def build(span: Span, scale: int, progress: Progress) -> None:
    """Make a demo municipality `scale` times the plan's size; `progress(n)` after n rows more.

    Nothing is left behind if it fails.
    """
    DemoMark.objects.create(year=span.year)
    staff = hire()
    norms = lay_down_rates(span)
    numbers = Numbers()
    for copy in range(scale):
        _Copy(span, copy, staff, norms, numbers, progress).write()
    _count_rows()
    contacts.lay_down(staff, span.year)
    applications.lay_down(staff, span.year)
    decisions.lay_down(staff, span.year)
    counselling.lay_down(staff, span.year)
    money_back.lay_down(staff, span.year)
    children.lay_down(staff, span.year)
    transitions.lay_down(staff, span.year)
    offers.lay_down(staff, span.year)
    dialogues.hold(by=staff.users["senter"], today=timezone.localdate())
    measures.lay_down(staff, span.year)
    children.lay_down_year(staff, span.year)
    meetings.lay_down_year(staff, span.year)
    plans_before.lay_down(staff, span.year)
    plans.lay_down(staff, span.year)
    _count_rows()
    tenancies.lay_down(staff, span.year)
    lodging.lay_down(staff, span.year)
    meetings.lay_down(staff, span.year)
    plans.take_over_some()
    kvp_cases.lay_down(staff, span.year)
    kvp_applicants.lay_down(staff, span.year)
    kvp_benefits.lay_down(staff)
    ended_placements.lay_down(staff, span.year)
    municipal.lay_down(staff, span.year)
    housing.lay_down(staff, span.year)
    relet.lay_down()


def _count_rows() -> None:
    """Let PostgreSQL plan by what there is: by itself it counts only what has been committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def lay_down_rates(span: Span) -> Norms:
    """Fill the table of rates for the demo's months with rows marked as made up."""
    verified = [
        Rate(**{name: getattr(row, name) for name in Rate.__dataclass_fields__})
        for row in RateTable.objects.filter(
            issuer=RateTable.Issuer.STATE, valid_to__isnull=False
        ).order_by("valid_from")
    ]
    first, last = first_day(span.first), last_day(span.planned_months[-1])
    made = rates.missing_rates(verified, first, last)
    RateTable.objects.bulk_create(
        RateTable(issuer=RateTable.Issuer.STATE, source=rates.SOURCE, **_values(rate))
        for rate in made
    )
    settings = DatedSetting.objects.filter(key=DatedSetting.Key.BASE_AMOUNT).order_by("valid_from")
    known = sorted([*verified, *made], key=lambda rate: rate.valid_from)
    dated.lay_down(known, first, last)
    return Norms(
        rates=known,
        base_amounts=[(row.valid_from, int(row.value)) for row in settings],
    )


def _values(rate: Rate) -> dict[str, Any]:
    return {name: getattr(rate, name) for name in Rate.__dataclass_fields__}


class _Copy:
    """One municipality of the plan's size, written table by table."""

    def __init__(
        self,
        span: Span,
        copy: int,
        staff: Staff,
        norms: Norms,
        numbers: Numbers,
        progress: Progress,
    ) -> None:
        self.span, self.progress = span, progress

        def rng(part: str) -> Random:
            return Random(f"{span.year}/{copy}/{part}")

        self.cases = plan(span, copy)
        homes.settle(rng("homes"), span, self.cases)
        showcase.choose(rng("showcase"), span, self.cases)
        self.people = People(rng("people"), numbers, span.last)
        self.cashier = Cashier(rng("money"), span, norms)
        districts = {district.code: district for district in District.objects.all()}
        self.registrar = Registrar(rng("rows"), span, self.people, self.cases, staff, districts)
        self.sharing = Sharing(rng("consents"), span, staff, timezone.localdate())

    def write(self) -> None:
        registrar = self.registrar
        registrar.persons = self._write_persons()
        registrar.households = self._write_households()
        for model, rows_of in (
            (Membership, registrar.memberships),
            (Residence, registrar.residences),
            (Responsibility, registrar.responsibilities),
            (IntroPeriod, registrar.intros),
            (KvpEnrolment, registrar.enrolments),
        ):
            self._write(model, (row for case in self.cases for row in rows_of(case)))
        payments = (values for case in self.cases for values in self._payments(case))
        insert_rows(Payment, PAYMENT_FIELDS, self._counted(payments))
        self._write(Situation, (row for case in self.cases for row in self._situations(case)))
        self.sharing.make(registrar.households)
        self._write(Consent, self.sharing.consents)
        self._write(Share, self.sharing.shares)

    def _counted(self, rows: Iterable[Values]) -> Iterator[Values]:
        """The same rows, told to the progress bar as they pass."""
        for number, row in enumerate(rows, 1):
            if number % CHUNK == 0:
                self.progress(CHUNK)
            yield row

    def _write_persons(self) -> dict[object, Person]:
        humans = everyone(self.people, self.cases)
        persons = [_person(human) for human in humans]
        self._write(Person, persons)
        return dict(zip(humans, persons, strict=True))

    def _write_households(self) -> dict[Case, Household]:
        registrar = self.registrar
        own = [case for case in self.cases if registrar.has_own_household(case)]
        contacts = (registrar.persons[self.people.applicant(case)] for case in own)
        households = [Household(contact=contact) for contact in contacts]
        self._write(Household, households)
        return dict(zip(own, households, strict=True))

    def _payments(self, case: Case) -> Iterator[Values]:
        applicant = self.registrar.persons[self.people.applicant(case)].pk
        spouse = None
        if case.partner is not None:
            spouse = self.registrar.persons[self.people.partner(case)].pk
        for row in self.cashier.rows(case):
            yield _payment(row, applicant, spouse, self.span.last)

    def _situations(self, case: Case) -> Iterator[Situation]:
        incomes = {
            month: self.cashier.main_income(case, month)
            for month in contact_months(case, self.span)
        }
        return self.registrar.situations(case, incomes)

    def _write(self, model: type[Model], rows: Iterable[Any]) -> None:
        waiting = iter(rows)
        while chunk := list(islice(waiting, CHUNK)):
            model._default_manager.bulk_create(chunk)
            self.progress(len(chunk))


def _person(human: Human) -> Person:
    person = Person(
        national_id=human.national_id,
        duf_number=human.duf_number,
        first_name=human.first_name,
        last_name=human.last_name,
        birth_date=human.birth_date,
        sex=human.sex,
        protection=human.protection,
        language=human.origin.language,
        needs_interpreter=human.needs_interpreter,
        **backgrounds.told_of(human),
        phone=human.phone,
        died_on=human.died_on,
        moved_away_on=human.moved_away_on,
    )
    person.set_name_keys()
    return person


def _payment(row: Row, applicant: int, spouse: int | None, last: Month) -> Values:
    """The values of PAYMENT_FIELDS."""
    terms = row.terms
    person, other = applicant, spouse
    if terms.by_partner and spouse is not None:
        person, other = spouse, applicant
    return (
        person,
        other if terms.with_spouse else None,
        row.paid_on,
        terms.month,
        first_day(terms.month),
        terms.scheme,
        row.kind,
        row.category,
        row.amount,
        terms.status,
        terms.main_income,
        last_day(min(terms.month, last)),
    )
