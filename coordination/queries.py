"""Questions of the list and the search: which households, in what order, and what is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
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
from households.access import known_members, opened_whole, shares_with
from households.families import Family, family_labels
from households.models import (
    Household,
    Membership,
    Residence,
    Responsibility,
    Share,
    ShareScope,
)
from households.months import month_name
from households.names import sort_key
from households.person_bar import HIDDEN_PLACE
from households.rules import ADULT_AT, born_by

NOBODY, NOWHERE = "ingen", "ukjent"
"""Values of the filters for households without a caseworker, and without a known district."""
AFTER_ALL_NAMES = "zz"
"""Sorts after every households.names.sort_key."""


@dataclass(frozen=True)
class FilterChoices:
    """What can be chosen in the list's filters, (id, name) in Norwegian order.

    `has_shared`: something is shared with the user, so the list may have lines without a name.
    """

    districts: tuple[tuple[int, str], ...]
    caseworkers: tuple[tuple[int, str], ...]
    has_shared: bool


@dataclass(frozen=True)
class HouseholdRow:
    """A line of the list, in words; what concerns benefits is empty where it may not be seen.

    `stated_children` is 0 where children are registered as members. Of a household that is only
    shared, the numbers of adults and children are None. `note` tells the OSK lead of a family that
    has no name.
    """

    household_id: int
    contact_id: int
    name: str
    number: str
    district: str
    adults: int | None
    children: int | None
    stated_children: int
    caseworker: str
    in_kvp: bool
    months: str
    months_note: str
    last_paid: str
    note: str = ""


def filter_choices(user: User, today: date) -> FilterChoices:
    """All districts, and who has households of the user's units today; one query.

    The rows of what is shared with the user are alike, so that the union makes one of them.
    """
    responsible = _own_responsibilities(user, today).filter(caseworker=OuterRef("pk"))
    people = User.objects.filter(Exists(responsible)).annotate(
        what=Value("caseworker"), label=_full_name("")
    )
    districts = District.objects.annotate(what=Value("district"), label=F("name")).order_by()
    rows = people.order_by().values_list("what", "pk", "label")
    shares = shares_with(user).annotate(what=Value("shared"), none=Value(0), label=Value(""))
    united = rows.union(
        districts.values_list("what", "pk", "label"),
        shares.order_by().values_list("what", "none", "label"),
    )
    found = sorted(united, key=lambda row: sort_key(row[2]))
    return FilterChoices(
        districts=tuple((pk, label) for what, pk, label in found if what == "district"),
        caseworkers=tuple((pk, label) for what, pk, label in found if what == "caseworker"),
        has_shared=any(what == "shared" for what, _, _ in found),
    )


def listable(user: User, today: date, *, has_shared: bool = True) -> QuerySet[Any]:
    """The households that `user` may see, with what a line of the list tells of each.

    Without `has_shared` every one is open as a whole, so that nobody need be looked for in others.
    """
    whole = opened_whole(user, Permission.OF_OFFICE)
    known = whole
    if has_shared:
        known |= Q(_contact_known(user))
    own = _own_responsibilities(user, today).filter(household=OuterRef("pk"))
    households: QuerySet[Any] = (
        Household.objects.visible_to(user)
        .with_district(today)
        .with_place_hidden()
        .select_related("contact")
        .annotate(
            is_whole=_told(whole),
            contact_known=_told(known),
            place_told=_place_told(user),
            caseworker_id=Subquery(own.values("caseworker")[:1]),
            caseworker_name=Subquery(own.values(name=_full_name("caseworker__"))[:1]),
            child_count=_count(_children(today)),
            member_count=_count(_members(today)),
            stated_children=Coalesce(Subquery(_stated(today)[:1]), 0),
            benefits_shown=_told(opened_whole(user, Permission.SEE_BENEFITS)),
            in_kvp=Exists(_in_kvp(today)),
        )
    )
    return households


def with_children(households: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Those with a child under 18, as a member or only as a number stated at last contact.

    Of a household that is only shared, the list does not tell, so neither does this.
    """
    known = households.filter(is_whole=True)
    return known.filter(Exists(_children(today)) | Q(stated_children__gt=0))


def named(households: Any, text: str, user: User, today: date) -> QuerySet[Any]:
    """Those with a member of that name; where only something is shared, one who may be known."""
    shared = Household.objects.with_member_named(
        text, today, known=Q(pk__in=known_members(user).values("pk"))
    )
    found: QuerySet[Any] = households.with_member_named(text, today)
    return found.filter(Q(is_whole=True) | Q(pk__in=shared.values("pk")))


def name_order(choices: FilterChoices) -> Any:
    """Sorts by the name that the line shows; those without one last, in an order of their own."""
    if not choices.has_shared:
        return F("contact__sort_name")
    known = When(contact_known=True, then=F("contact__sort_name"))
    return Case(known, default=Value(AFTER_ALL_NAMES), output_field=CharField())


def told_where(fact: str, value: Any) -> Case:
    """Sorts by `value` where the line tells it, so that the order tells no more than the line."""
    return Case(When(**{fact: True}, then=value), default=None)


def living_in(households: QuerySet[Any], district: str, today: date) -> QuerySet[Any]:
    """Those in the district with this id, or NOWHERE; never one whose place is not told."""
    homes = Residence.objects.valid_on(today).filter(household=OuterRef("pk"))
    households = households.filter(place_hidden=False, place_told=True)
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


def in_order_of(names: Sequence[tuple[int, str]], field: str) -> Case | F:
    """Sorts by a foreign key in the Norwegian order of the names it stands for; unknown last."""
    if not names:
        return F(field)  # a bare number would be read as the place of a column
    ranks = [When(**{field: pk}, then=Value(rank)) for rank, (pk, _) in enumerate(names)]
    return Case(*ranks, default=Value(len(names)), output_field=IntegerField())


def in_order_of_place(districts: Sequence[tuple[int, str]]) -> Case:
    """Sorts by district; a place not told stands with the unknown ones: order tells none."""
    by_name = in_order_of(districts, "district_id")
    return Case(
        When(Q(place_hidden=True) | Q(place_told=False), then=Value(len(districts))),
        default=by_name,
        output_field=IntegerField(),
    )


def household_rows(
    households: Sequence[Any], user: User, today: date, known: dict[int, Standing] | None
) -> list[HouseholdRow]:
    """The lines of one page. `known` are standings already looked up; else one query finds them."""
    shown = [household.pk for household in households if household.benefits_shown]
    if known is None:
        known = standings(shown, today) if shown else {}
    nameless = family_labels(households, user, today)
    return [
        _family_row(household, nameless[household.pk])
        if household.pk in nameless
        else _row(household, user, known)
        for household in households
    ]


def _family_row(household: Any, family: Family) -> HouseholdRow:
    """The line of a family that was put before the OSK meeting without consent."""
    return HouseholdRow(
        household_id=household.pk,
        contact_id=household.contact_id,
        name=family.name,
        number="",
        district="",
        adults=None,
        children=len(family.ages),
        stated_children=0,
        caseworker="",
        in_kvp=False,
        months="",
        months_note="",
        last_paid="",
        note=family.line,
    )


def _row(household: Any, user: User, known: dict[int, Standing]) -> HouseholdRow:
    contact = household.contact
    standing = known.get(household.pk, Standing()) if household.benefits_shown else Standing()
    months, months_note = months_in_words(standing)
    names = [name for name in (contact.last_name, contact.first_name) if name]
    if not household.contact_known:
        names = [f"Husstanden {household.number}"]
    caseworker = "Meg" if household.caseworker_id == user.pk else household.caseworker_name
    return HouseholdRow(
        household_id=household.pk,
        contact_id=contact.pk,
        name=", ".join(names) or "Uten navn",
        number=household.number,
        district=_place(household),
        adults=household.member_count - household.child_count if household.is_whole else None,
        children=household.child_count if household.is_whole else None,
        stated_children=_children_stated(household),
        caseworker=caseworker if household.caseworker_id else "",
        in_kvp=household.in_kvp and household.benefits_shown,
        months=months,
        months_note=months_note,
        last_paid="" if standing.last_paid is None else month_name(standing.last_paid),
    )


def _place(household: Any) -> str:
    if household.place_hidden:
        return HIDDEN_PLACE
    return household.district_name or "Uten bydel"


def _children_stated(household: Any) -> int:
    if household.child_count or not household.benefits_shown:
        return 0
    return int(household.stated_children)


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
    memberships = known_members(user).filter(_of_number(number), undone_at__isnull=True)
    memberships = memberships.select_related("household__contact")
    rows = list(memberships.order_by("household_id"))
    present = [row for row in rows if row.valid_to is None or row.valid_to >= today]
    return list({row.household_id: row.household for row in present or rows}.values())


def _of_number(number: str) -> Q:
    if len(number) != 11:
        return Q(person__duf_number=number)
    return Q(person__national_id=number) | Q(person__stated_id=number)


def named_for(households: Sequence[Household], user: User) -> list[tuple[Household, str]]:
    """Each with its name, or its number where the user may not know whose household it is."""
    found = Household.objects.filter(_contact_known(user), pk__in=[row.pk for row in households])
    known = set(found.values_list("pk", flat=True))
    return [
        (row, str(row) if row.pk in known else f"Husstanden {row.number}") for row in households
    ]


def _place_told(user: User) -> ExpressionWrapper:
    """Whether the line tells where it lives: not that of a family without a name."""
    shares = shares_with(user).filter(household=OuterRef("pk"))
    named = Exists(shares.filter(scope=ShareScope.HOUSEHOLD))
    osk = Exists(shares.filter(audience=Share.Audience.OSK))
    told = Q(is_whole=True) | Q(named) | ~Q(osk)
    return ExpressionWrapper(told, BooleanField())


def _contact_known(user: User) -> Exists:
    """Whether the user may know, in this household, who its contact is."""
    contact = {"household": OuterRef("pk"), "person": OuterRef("contact")}
    return Exists(known_members(user).filter(**contact))


def _own_responsibilities(user: User, today: date) -> QuerySet[Responsibility]:
    """What the user's offices have today."""
    units = units_with(user, Permission.OF_OFFICE)
    rows = Responsibility.objects.valid_on(today).filter(unit__in=units)
    return rows.order_by("valid_from", "pk")


def _told(fact: Q) -> ExpressionWrapper:
    return ExpressionWrapper(fact, output_field=BooleanField())


def _members(today: date) -> QuerySet[Membership]:
    return Membership.objects.valid_on(today).filter(household=OuterRef("pk"))


def _children(today: date) -> QuerySet[Membership]:
    adult_at = born_by(today, ADULT_AT)
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
