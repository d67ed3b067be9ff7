"""The parts of the household's tab "KVP og tiltak", in the order that they stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from benefits.measures.section import told
from households.models import Household


@dataclass(frozen=True)
class Section:
    """A part of the tab: its template, and what the template shows as `section`."""

    template: str
    shows: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[Household, User, date], Section]
"""Makes a section of a household whose benefits are open to the user, on a day."""


def kvp_section(household: Household, user: User, today: date) -> Section:
    return Section("benefits/programmes/_kvp.html")


def measures_section(household: Household, user: User, today: date) -> Section:
    return Section("benefits/measures/_section.html", told(household, user, today))


SECTIONS: tuple[Maker, ...] = (kvp_section, measures_section)
