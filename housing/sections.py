"""The parts of the household's tab "Bolig", in the order that they stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from households.models import Household
from housing.advice.section import told as advice_told
from housing.homes.section import told as offers_told
from housing.lodging.section import told as lodging_told
from housing.permits import unit_to_work_in
from housing.queries import changes_of
from housing.queue.section import told as queue_told
from housing.tenancies.section import told as tenancies_told


@dataclass(frozen=True)
class Section:
    """A part of the tab: its template, and what the template shows as `section`."""

    template: str
    shows: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[Household, User, date], Section]
"""Makes a section of a household whose housing is open to the user, on a day."""


def queue_section(household: Household, user: User, today: date) -> Section:
    """The application, and the place in the queue with why."""
    return Section("housing/queue/_section.html", queue_told(household, user, today))


def offers_section(household: Household, user: User, today: date) -> Section:
    return Section("housing/homes/_section.html", offers_told(household, user, today))


def advice_section(household: Household, user: User, today: date) -> Section:
    return Section("housing/advice/_section.html", advice_told(household, user, today))


def history_section(household: Household, user: User, today: date) -> Section:
    """What was done, by whom; last on the tab."""
    works = unit_to_work_in(user, household) is not None
    return Section("housing/_history.html", {"changes": changes_of(household), "works": works})


def lodging_section(household: Household, user: User, today: date) -> Section:
    return Section("housing/lodging/_section.html", lodging_told(household, user, today))


def tenancies_section(household: Household, user: User, today: date) -> Section:
    return Section("housing/tenancies/_section.html", tenancies_told(household, user, today))


SECTIONS: tuple[Maker, ...] = (
    queue_section,
    offers_section,
    tenancies_section,
    lodging_section,
    advice_section,
    history_section,
)
