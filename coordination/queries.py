"""Questions of the list and the search: which households, in what order, and what is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from accounts.access import units_with
from accounts.models import District, User
from accounts.policy import Permission
from benefits.models import KvpEnrolment
from coordination.clocks import THREE_YEARS
from coordination.standings import Standing, standings
from households.models import Household, Membership, Residence, Responsibility
from households.months import month_name
from households.names import sort_key
from households.rules import ADULT_AT, age_on

NOBODY, NOWHERE = "ingen", "ukjent"
"""Values of the filters for households without a caseworker, and without a known district."""


@dataclass(frozen=True)
class FilterChoices:
    """What can be chosen in the list's filters, (id, name) in Norwegian order."""

    districts: tuple[tuple[int, str], ...]
    caseworkers: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class HouseholdRow:
    """A line of the list, in words; what concerns benefits is empty where it may not be seen.

    `stated_children` is 0 where children are registered as members.
    """

    household_id: int
    contact_id: int
    name: str
    number: str
    district: str
    adults: int
    children: int
    stated_children: int
    caseworker: str
    in_kvp: bool
    months: str
    months_note: str
    last_paid: str


def filter_choices(user: User, today: date) -> FilterChoices:
    """All districts, and who has households of the user's units today; one query."""
    responsible = _own_responsibilities(user, today).filter(caseworker=OuterRef("pk"))
    people = User.objects.filter(Exists(responsible)).annotate(
        what=Value("caseworker"), label=_full_name("")
    )
    districts = District.objects.annotate(what=Value("district"), label=F("name")).order_by()
    rows = people.order_by().values_list("what", "pk", "label")
    found = sorted(
        rows.union(districts.values_list("what", "pk", "label")), key=lambda row: sort_key(row[2])
    )
    return FilterChoices(
        districts=tuple((pk, label) for what, pk, label in found if what == "district"),
        caseworkers=tuple((pk, label) for what, pk, label in found if what == "caseworker"),
    )


def listable(user: User, today: date) -> QuerySet[Any]:
    """The households that `user` may see, with what a line of the list tells of each."""
    own = _own_responsibilities(user, today).filter(household=OuterRef("pk"))
    households: QuerySet[Any] = (
        Household.objects.visible_to(user)
        .with_district(today)
        .select_related("contact")
        .annotate(
            caseworker_id=Subquery(own.values("caseworker")[:1]),
            caseworker_name=Subquery(own.values(name=_full_name("caseworker__"))[:1]),
            child_count=_count(_children(today)),
            member_count=_count(_members(today)),
            stated_children=Coalesce(Subquery(_stated(today)[:1]), 0),
            benefits_shown=_benefits_shown(user),
            in_kvp=Exists(_in_kvp(today)),
        )
    )
    return households


def with_children(households: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Those with a child under 18, as a member or only as a number stated at last contact."""
    return households.filter(Exists(_children(today)) | Q(stated_children__gt=0))


def living_in(households: QuerySet[Any], district: str, today: date) -> QuerySet[Any]:
    """Those in the district with this id, or NOWHERE."""
    homes = Residence.objects.valid_on(today).filter(household=OuterRef("pk"))
    if district == NOWHERE:
        return households.exclude(Exists(homes.filter(district__isnull=False)))
    return households.filter(Exists(homes.filter(district=int(district))))


def of_caseworker(
    households: QuerySet[Any], caseworker: str, user: User, today: date
) -> QuerySet[Any]:
    """Those that the caseworker with this id, or NOBODY, has in the units of `user`."""
    own = _own_responsibilities(user, today).filter(household=OuterRef("pk"))
    if caseworker == NOBODY:
        return households.exclude(Exists(own.filter(caseworker__isnull=False)))
    return households.filter(Exists(own.filter(caseworker=int(caseworker))))


def in_order_of(names: Sequence[tuple[int, str]], field: str) -> Case:
    """Sorts by a foreign key in the Norwegian order of the names it stands for; unknown last."""
    ranks = [When(**{field: pk}, then=Value(rank)) for rank, (pk, _) in enumerate(names)]
    return Case(*ranks, default=Value(len(names)), output_field=IntegerField())


def household_rows(
    households: Sequence[Any], user: User, today: date, known: dict[int, Standing] | None
) -> list[HouseholdRow]:
    """The lines of one page. `known` are standings already looked up; else one query finds them."""
    shown = [household.pk for household in households if household.benefits_shown]
    if known is None:
        known = standings(shown, today) if shown else {}
    return [_row(household, user, known) for household in households]


def _row(household: Any, user: User, known: dict[int, Standing]) -> HouseholdRow:
    contact = household.contact
    standing = known.get(household.pk, Standing()) if household.benefits_shown else Standing()
    months, months_note = months_in_words(standing)
    names = [name for name in (contact.last_name, contact.first_name) if name]
    caseworker = "Meg" if household.caseworker_id == user.pk else household.caseworker_name
    return HouseholdRow(
        household_id=household.pk,
        contact_id=contact.pk,
        name=", ".join(names) or "Uten navn",
        number=household.number,
        district=household.district_name or "Uten bydel",
        adults=household.member_count - household.child_count,
        children=household.child_count,
        stated_children=0 if household.child_count else household.stated_children,
        caseworker=caseworker if household.caseworker_id else "",
        in_kvp=household.in_kvp and household.benefits_shown,
        months=months,
        months_note=months_note,
        last_paid="" if standing.last_paid is None else month_name(standing.last_paid),
    )


def months_in_words(standing: Standing) -> tuple[str, str]:
    """The months of a live spell, and the sentence under them; nothing without one."""
    if not standing.length:
        return "", ""
    if standing.is_over:
        return str(standing.length), "Over tre år"
    months = f"{standing.length} av {THREE_YEARS}"
    if standing.passes is None or not standing.is_near:
        return months, ""
    return months, f"Passerer tre år i {month_name(standing.passes)}"


def households_with_number(user: User, number: str, today: date) -> list[Household]:
    """The visible households of the person with a national number, or a DUF number of 12 digits.

    Those where the person is a member today; else those that were left.
    """
    field = "national_id" if len(number) == 11 else "duf_number"
    memberships = Membership.objects.filter(
        **{f"person__{field}": number}, household__in=Household.objects.visible_to(user)
    ).select_related("household__contact")
    rows = list(memberships.order_by("household_id"))
    present = [row for row in rows if row.valid_to is None or row.valid_to >= today]
    return list({row.household_id: row.household for row in present or rows}.values())


def latest_adult_birth(today: date) -> date:
    """The latest birth date of those who are 18 on `today`, as households.rules.age_on has it."""
    year = today.year - ADULT_AT
    try:
        day = today.replace(year=year)
    except ValueError:  # 29 February
        day = date(year, 2, 28)
    following = day + timedelta(days=1)
    return following if age_on(following, today) >= ADULT_AT else day


def _own_responsibilities(user: User, today: date) -> QuerySet[Responsibility]:
    """What the user's units have today, where the user may see households."""
    units = units_with(user, Permission.SEE_HOUSEHOLDS)
    rows = Responsibility.objects.valid_on(today).filter(unit__in=units)
    return rows.order_by("valid_from", "pk")


def _benefits_shown(user: User) -> Exists | Value:
    """Whether the user sees benefits: alike for all they see, unless their roles differ by unit."""
    units, with_benefits = (
        units_with(user, permission)
        for permission in (Permission.SEE_HOUSEHOLDS, Permission.SEE_BENEFITS)
    )
    if units <= with_benefits or not units & with_benefits:
        return Value(units <= with_benefits, output_field=BooleanField())
    shown = Household.objects.visible_to(user, Permission.SEE_BENEFITS)
    return Exists(shown.filter(pk=OuterRef("pk")))


def _members(today: date) -> QuerySet[Membership]:
    return Membership.objects.valid_on(today).filter(household=OuterRef("pk"))


def _children(today: date) -> QuerySet[Membership]:
    adult_at = latest_adult_birth(today)
    is_adult = Q(person__birth_date__lte=adult_at)
    return _members(today).filter(role=Membership.Role.CHILD).exclude(is_adult)


def _in_kvp(today: date) -> QuerySet[Membership]:
    enrolled = KvpEnrolment.objects.valid_on(today).filter(person=OuterRef("person"))
    return _members(today).filter(Exists(enrolled))


def _stated(today: date) -> QuerySet[Any]:
    """Number of children as a supporting member last stated it."""
    members = Membership.objects.valid_on(today).filter(
        household=OuterRef("pk"),
        role__in=Membership.SUPPORTING,
        person__situations__number_of_children__isnull=False,
    )
    return members.order_by("-person__situations__on").values(
        "person__situations__number_of_children"
    )


def _count(rows: QuerySet[Membership]) -> Coalesce:
    """How many rows there are for each household, as a sub-query and not a join."""
    counted = rows.order_by().values("household").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _full_name(prefix: str) -> Concat:
    first, last = F(f"{prefix}first_name"), F(f"{prefix}last_name")
    return Concat(first, Value(" "), last, output_field=CharField())
