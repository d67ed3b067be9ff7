"""The parts of the household's tab "KVP og tiltak", in the order that they stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from benefits.measures.section import told
from benefits.programmes import queries
from benefits.programmes.permits import unit_to_work_in
from households.models import Household


@dataclass(frozen=True)
class Section:
    """A part of the tab: its template, and what the template shows as `section`."""

    template: str
    shows: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[Household, User, date], Section]
"""Makes a section of a household whose benefits are open to the user, on a day."""


def kvp_section(household: Household, user: User, today: date) -> Section:
    """The cases in the qualification programme, and times in it that came by an import."""
    cases = [queries.shown(case, today) for case in queries.cases_of(household)]
    return Section(
        "benefits/programmes/_kvp.html",
        {
            "cases": cases,
            "earlier": queries.enrolments_without_case(household),
            "may_open": unit_to_work_in(user, household) is not None,
        },
    )


def measures_section(household: Household, user: User, today: date) -> Section:
    return Section("benefits/measures/_section.html", told(household, user, today))


SECTIONS: tuple[Maker, ...] = (kvp_section, measures_section)
