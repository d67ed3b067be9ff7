"""Makes what tests of homes need: a family at HV, a place for the night, a dwelling, a tenancy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import District, User
from accounts.policy import Role
from households.models import Household, LodgingNeed, Membership, Responsibility
from housing.lodging import actions
from housing.models import (
    CareerPlan,
    Dwelling,
    LodgingPlace,
    LodgingStay,
    Purchase,
    Tenancy,
    TenancyRisk,
    TenancySupport,
)
from housing.tenancies.actions import Contract, sign
from tests.conftest import unit
from tests.factories import LONG_AGO, HouseholdFactory, PersonFactory, UserFactory, add_member

TODAY = timezone.localdate()


def day(days: int = 0, of: date | None = None) -> date:
    return (of or TODAY) + timedelta(days=days)


def typed(days: int = 0) -> str:
    """A day as it is written in a form."""
    return f"{day(days):%d.%m.%Y}"


def adviser(district: str = "midtbyen") -> User:
    """An adviser of HV."""
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", district))


def home_at_hv(district: str = "midtbyen", *, children: int = 0, by: User | None = None) -> Any:
    """A household that NAV and HV of the district have, with so many children of seven."""
    home = HouseholdFactory(district=district)
    responsible(home, by, district)
    for _ in range(children):
        child = PersonFactory(birth_date=TODAY - timedelta(days=7 * 365 + 40))
        add_member(home, child, Membership.Role.CHILD)
    return home


def responsible(home: Household, by: User | None, district: str = "midtbyen") -> None:
    """Let HV of the district have the household."""
    there = unit("hv", district)
    Responsibility.objects.create(
        household=home, party="hv", unit=there, caseworker=by, valid_from=LONG_AGO
    )


def place(name: str = "Gjestehuset", **values: Any) -> LodgingPlace:
    given: dict[str, Any] = {"provider": "Byens gjestehus", "kind": "hotel", "address": "Gata 1"}
    given |= {"price": 900, "suits_children": True, "valid_from": LONG_AGO}
    return LodgingPlace.objects.create(name=name, **given | values)


def asked(home: Household, by: User, *, on: date = TODAY, at: str = "hv") -> LodgingNeed:
    """Somebody stands before the desk of HV, or NAV, and has nowhere to sleep."""
    there = unit(at, "midtbyen")
    return actions.ask(household=home, on=on, by=by, unit=there, reason="Kastet ut hjemmefra")


def lodged(
    home: Household,
    by: User,
    *,
    at: LodgingPlace | None = None,
    nights: int = 3,
    until: int = 2,
) -> LodgingStay:
    """The household has slept there so many nights, and it is booked for some more."""
    need = asked(home, by, on=day(-nights))
    LodgingNeed.objects.filter(pk=need.pk).update(requested_on=day(-nights))
    need.refresh_from_db()
    stay = actions.offer(
        need=need,
        version=need.version,
        place=at or LodgingPlace.objects.first() or place(),
        unsuited_text="Det eneste ledige",
        on=day(-nights),
        by=by,
        party="hv",
    )
    actions.move_in(
        stay=stay,
        version=need.version,
        from_on=day(-nights),
        until_on=day(until),
        by=by,
        party="hv",
    )
    stay.refresh_from_db()
    return stay


def dwelling(address: str = "Nedre gate 1", **values: Any) -> Dwelling:
    given: dict[str, Any] = {"rooms": 3, "area": 70, "rent": 9_000, "ownership": "section"}
    given["district"] = District.objects.get(code="midtbyen")
    return Dwelling.objects.create(address=address, **given | values)


def rented(
    home: Household,
    by: User,
    *,
    of: Dwelling | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    open_ended: bool = False,
) -> Tenancy:
    """A contract of three years that began a year ago, or an open-ended one."""
    starts = starts_on or day(-365)
    kind = "open_ended" if open_ended else "fixed"
    return sign(
        household=home,
        dwelling=of or dwelling(),
        contract=Contract(kind, starts, ends_on),
        outside_text="Leide boligen fra før",
        by=by,
    )


def filled(home: Household, by: User, text: str = "Avtalt") -> None:
    """A row of everything about lodging and tenancies, each text field written in."""
    need = LodgingNeed.objects.create(
        household=home,
        requested_on=TODAY,
        requested_by=by,
        decided_on=TODAY,
        onward=text,
        onward_on=TODAY,
        reason_text=text,
        seen_on=TODAY,
        seen_by=by,
        seen_text=text,
        ended_on=TODAY,
        ended_by=by,
        outcome="private",
        undecided_text=text,
    )
    told: dict[str, Any] = {"place": place(f"Sted {home.pk}"), "price": 900, "offered_by": by}
    told |= {"offered_on": TODAY, "unsuited_text": text}
    need.stays.create(**told, declined_on=TODAY, declined_text=text)
    judged = {"quality": "lacks", "quality_text": text, "checked_on": TODAY, "checked_by": by}
    need.stays.create(**told, **judged, from_on=TODAY, until_on=day(1), left_on=TODAY)
    over = {"ended_on": TODAY, "ended_by": by}
    tenancy = Tenancy.objects.create(
        household=home,
        dwelling=dwelling(f"Gate {home.pk}"),
        kind="fixed",
        starts_on=TODAY,
        ends_on=day(30),
        short_ground="special",
        short_text=text,
        outside_text=text,
        review="end",
        reviewed_on=TODAY,
        reviewed_by=by,
        review_text=text,
        registered_by=by,
        end_reason="own_home",
        **over,
    )
    risk: dict[str, Any] = {"household": home, "opened_on": TODAY, "opened_by": by, "text": text}
    TenancyRisk.objects.create(**risk, landlord=text, state="settled", ended_text=text, **over)
    contact = {"contact_on": TODAY, "contact_by": by, "contact_text": text}
    TenancyRisk.objects.create(
        **risk, tenancy=tenancy, state="averted", petition_on=TODAY, **contact, **over
    )
    TenancySupport.objects.create(
        household=home, kind="visit", held_on=TODAY, text=text, held_by=by
    )
    CareerPlan.objects.create(
        household=home,
        tenancy=tenancy,
        aim="other",
        steps=text,
        next_on=TODAY,
        made_on=TODAY,
        made_by=by,
        ended_text=text,
        **over,
    )
    Purchase.objects.create(
        household=home,
        tenancy=tenancy,
        bought_on=TODAY,
        child_family=True,
        price=2_000_000,
        registered_by=by,
    )
