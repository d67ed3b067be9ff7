"""The parts of the household's tab "Bolig", in the order that they stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from households.models import Household
from housing.lodging.section import told as lodging_told
from housing.tenancies.section import told as tenancies_told


@dataclass(frozen=True)
class Section:
    """A part of the tab: its template, and what the template shows as `section`."""

    template: str
    shows: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[Household, User, date], Section]
"""Makes a section of a household whose housing is open to the user, on a day."""


def lodging_section(household: Household, user: User, today: date) -> Section:
    return Section("housing/lodging/_section.html", lodging_told(household, user, today))


def tenancies_section(household: Household, user: User, today: date) -> Section:
    return Section("housing/tenancies/_section.html", tenancies_told(household, user, today))


SECTIONS: tuple[Maker, ...] = (tenancies_section, lodging_section)
