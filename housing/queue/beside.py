"""What whoever assesses an application has to see of the household, beside the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from households.models import Household
from households.person_bar import is_child, is_present
from households.rules import age_on
from housing.lodging import queries as lodging
from housing.models import HousingApplication, Tenancy
from housing.queue.facts import Known, contradictions
from housing.queue.queries import grounds_on
from housing.tenancies import queries as tenancies

NOTHING = "Ikke i midlertidig botilbud eller kommunal bolig, og ingen fare for utkastelse."


@dataclass(frozen=True)
class Beside:
    """The applicant's own words, who lives in the household, and how it lives now, in words."""

    situation: str
    reference: str
    received_on: date
    members: list[str]
    lives: list[str]
    warnings: list[str]


def beside(household: Household, user: User, today: date) -> Beside | None:
    row = household.housing_applications.filter(state__in=("received", "assessed")).first()
    if row is None:
        return None
    return Beside(
        situation=row.situation,
        reference=row.reference,
        received_on=row.received_on,
        members=_members(household, today),
        lives=_lives(household, user, today),
        warnings=warnings_of(row, household, user, today),
    )


def warnings_of(
    row: HousingApplication, household: Household, user: User, today: date
) -> list[str]:
    """Where the grounds of an assessed application speak against what is known; else empty."""
    if row.assessed_on is None or not row.fulfils:
        return []
    chosen = [one.wording for one in row.grounds.all()]
    offered = list(grounds_on(today).values_list("wording", flat=True))
    return contradictions(chosen, offered, _known(household, user, today))


def _known(household: Household, user: User, today: date) -> Known:
    lines = lodging.needs_of(user, household, today)
    return Known(
        children=lodging.children_on(today).filter(household=household.pk).count(),
        is_lodged=any(line.need.ended_on is None and line.in_use for line in lines),
        is_tenant=Tenancy.objects.visible_to(user).live().filter(household=household).exists(),
    )


def _members(household: Household, today: date) -> list[str]:
    """Those whom the user may know of, with their age; adults first."""
    rows = [
        row
        for row in household.all_memberships
        if is_present(row, today) and household.access.knows(row.person_id)
    ]
    rows.sort(key=lambda row: is_child(row, today))
    return [
        f"{row.person.name}, {'barn' if is_child(row, today) else 'voksen'}"
        f"{_age(row.person.birth_date, today)}"
        for row in rows
    ]


def _age(born: date | None, today: date) -> str:
    return "" if born is None else f", {age_on(born, today)} år"


def _lives(household: Household, user: User, today: date) -> list[str]:
    found = []
    for line in lodging.needs_of(user, household, today):
        if line.need.ended_on is None:
            state = "Uten sted i natt" if line.is_without else str(line.state.label)
            day = f"{line.need.requested_on:%d.%m.%Y}"
            found.append(f"Midlertidig botilbud, bedt om {day}: {state.lower()}.")
    known: Any = tenancies.tenancies(user, today)
    for row in known.live().filter(household=household):
        found.append(f"Leier kommunal bolig siden {row.starts_on:%d.%m.%Y}.")
        if row.owed:
            found.append(f"Skylder {row.owed} kr i husleie.")
    found += [
        f"Fare for utkastelse: {str(risk.get_state_display()).lower()}."
        for risk in tenancies.risks_of(user, household)
        if risk.ended_on is None
    ]
    return found or [NOTHING]
