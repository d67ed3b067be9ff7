"""What a new calculation begins with: what is known of the household, and the calculation before.

Nothing that is known is typed again (design.md 10); the rules decide what counts of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from benefits.calculating.inputs import Entry, Inputs, Member, inputs_of
from benefits.calculation.norm import month_on_assistance
from benefits.calculation.result import Part
from benefits.calculation.values import IncomeKind
from benefits.models import AssistanceApplication, Calculation, KvpEnrolment, Payment
from benefits.queries import assistance_months
from benefits.rates import new_recipient_gap
from households.housing_costs import costs_on
from households.models import Household, IntroPeriod, Membership, Person
from households.months import Month, first_day, last_day, month_of
from households.rules import is_child_in

MARRIED = (Membership.Role.APPLICANT, Membership.Role.SPOUSE)
LIVING = Calculation.Living
KVP_WITHIN = 2
"""Months back in which a payment of KVP is taken to go on."""


def members_in(household: Household, month: Month) -> list[Membership]:
    """The memberships that hold in `month`, the contact first and children by age."""
    rows = Membership.objects.filter(household=household, valid_from__lte=last_day(month))
    rows = rows.filter(undone_at__isnull=True)
    present = rows.exclude(valid_to__lt=first_day(month)).select_related("person")
    return sorted(
        {row.person_id: row for row in present.order_by("valid_from")}.values(),
        key=lambda row: (row.person.birth_date or date.min, row.person_id),
    )


def is_counted_child(row: Membership, month: Month) -> bool:
    born = row.person.birth_date
    is_child = row.role == Membership.Role.CHILD
    return is_child and born is not None and is_child_in(born, month)


def may_count_as_adult(row: Membership, month: Month) -> bool:
    born = row.person.birth_date
    return row.role != Membership.Role.CHILD or (
        born is not None and month > month_of(born) and not is_child_in(born, month)
    )


def last_calculation(application: AssistanceApplication) -> Calculation | None:
    """The household's latest calculation that is worked out: of this applicant."""
    rows = Calculation.objects.to_go_on_from().filter(
        application__household=application.household_id,
        application__applicant=application.applicant_id,
    )
    rows = rows.exclude(application__state="misregistered")
    return rows.exclude(application=application).order_by("-last_month", "-pk").first()


def prefilled(
    application: AssistanceApplication,
    first_month: Month,
    last_month: Month,
    follows: Calculation | None = None,
) -> Inputs:
    """Members by date, costs of the home by date, the rest from the calculation it follows."""
    rows = members_in(application.household, first_month)
    earlier = inputs_of(follows) if follows else None
    adults = list(_adults(application, rows, first_month, earlier))
    children = [
        Member(row.person_id, row.person.birth_date, is_child=True)
        for row in rows
        if is_counted_child(row, first_month)
    ]
    members = tuple(adults + children)
    persons = {member.person for member in members}
    entries = [*_housing(application.household, first_month)]
    known = _known_incomes(persons, first_month)
    entries += _without(_carried(earlier, persons), known) if earlier else ()
    entries += known.values()
    return Inputs(
        first_month=first_month,
        last_month=last_month,
        living=_living(application, rows, adults, earlier),
        members=members,
        entries=tuple(entries),
        scheme=earlier.scheme if earlier else Calculation.Scheme.ORDINARY,
        month_on_assistance=number_on_assistance(members, first_month),
    )


def number_on_assistance(members: tuple[Member, ...], month: Month) -> int:
    """Which month on assistance `month` is for the adults, 1 for new recipients."""
    adults = [member.person for member in members if not member.is_child]
    gap = new_recipient_gap(first_day(month))
    return month_on_assistance(assistance_months(adults, month), month, gap)


def _adults(
    application: AssistanceApplication,
    rows: list[Membership],
    month: Month,
    earlier: Inputs | None,
) -> Iterator[Member]:
    """The applicant, and the spouse: cohabitants are worked out each for themselves."""
    spouse = _spouse(application, rows, month)
    told = {member.person: member for member in earlier.adults} if earlier else {}
    for person in (application.applicant, spouse):
        if person is not None:
            known = told.get(person.pk, Member(person.pk, person.birth_date))
            yield replace(known, birth_date=person.birth_date)


def _spouse(
    application: AssistanceApplication, rows: list[Membership], month: Month
) -> Person | None:
    if application.co_applicant is not None:
        return application.co_applicant
    roles = {row.person_id: row.role for row in rows}
    if roles.get(application.applicant_id) not in MARRIED:
        return None
    married = [
        row
        for row in rows
        if row.role in MARRIED
        and row.role != roles[application.applicant_id]
        and row.person_id != application.applicant_id
    ]
    return married[0].person if married else None


def _living(
    application: AssistanceApplication,
    rows: list[Membership],
    adults: list[Member],
    earlier: Inputs | None,
) -> str:
    """A couple; with a cohabitant, or as told before, a shared house; else single."""
    if len(adults) > 1:
        return LIVING.COUPLE
    cohabitant = Membership.Role.COHABITANT
    pair = {row.person_id: row.role for row in rows if row.role in (*MARRIED, cohabitant)}
    if cohabitant in pair.values() and application.applicant_id in pair and len(pair) > 1:
        return LIVING.SHARED
    return LIVING.SHARED if earlier and earlier.living == LIVING.SHARED else LIVING.SINGLE


def _housing(household: Household, month: Month) -> Iterator[Entry]:
    for cost in costs_on(household, first_day(month)).values():
        if cost.claimed:
            yield Entry(Part.HOUSING, cost.kind, cost.claimed, accepted=cost.accepted)


def _carried(earlier: Inputs, persons: set[int]) -> list[Entry]:
    """Incomes, supplements and deductions; a one-off is given once, another amount judged anew."""
    monthly = (Part.INCOME, Part.SUPPLEMENT, Part.DEDUCTION)
    return [
        entry
        for entry in earlier.entries
        if entry.part in monthly and (entry.person is None or entry.person in persons)
    ]


def _known_incomes(persons: set[int], month: Month) -> dict[int, Entry]:
    """Qualification benefit that the system pays, by person: what the latest month of it gave.

    A correction counts with the month that it corrects. Nothing of a programme that is over, but
    for what is paid in `month` itself: the benefit comes in arrears.
    """
    rows = Payment.objects.filter(
        person__in=persons,
        scheme=Payment.Scheme.KVP,
        status__in=(Payment.Status.PAID, Payment.Status.SENT, Payment.Status.PLANNED),
        month__gte=month - KVP_WITHIN,
        month__lte=month,
    )
    times = KvpEnrolment.objects.filter(person__in=persons).values_list("person", "valid_to")
    going_on = {person for person, last in times if last is None or last >= first_day(month)}
    over = {person for person, _ in times} - going_on
    given: dict[int, dict[Month, int]] = {}
    for row in rows:
        if row.person_id in over and row.month < month:
            continue
        of = row.month if row.for_month is None else month_of(row.for_month)
        sums = given.setdefault(row.person_id, {})
        sums[of] = sums.get(of, 0) + row.amount
    return {
        person: Entry(Part.INCOME, IncomeKind.KVP.value, sums[max(sums)], person=person)
        for person, sums in sorted(given.items())
    }


def _without(entries: list[Entry], known: Collection[int]) -> list[Entry]:
    """All but the qualification benefit of those for whom it is known: it counts once."""
    return [
        entry
        for entry in entries
        if entry.part != Part.INCOME
        or entry.kind != IncomeKind.KVP.value
        or entry.person not in known
    ]


def missing_incomes(inputs: Inputs) -> list[tuple[int, str]]:
    """(person, what) of benefits the system knows that somebody has, but no amount is stated of."""
    stated = {(entry.kind, entry.person) for entry in inputs.part(Part.INCOME)}
    day, persons = first_day(inputs.first_month), inputs.persons
    sources = (
        (IncomeKind.KVP, KvpEnrolment, "kvalifiseringsprogrammet"),
        (IncomeKind.INTRO, IntroPeriod, "introduksjonsprogrammet"),
    )
    found: list[tuple[int, str]] = []
    for kind, model, text in sources:
        rows = model.objects.valid_on(day).filter(person__in=persons)
        having = sorted(set(rows.values_list("person", flat=True)))
        found += [(person, text) for person in having if (kind.value, person) not in stated]
    return found
