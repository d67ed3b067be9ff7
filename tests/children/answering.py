"""Answers to a mapping, and a duty to answer, for the tests of this app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accounts.models import Unit, User
from children.codes import SHORT, Domain
from children.contents import Answers, DomainAnswer
from households.mapping import create_duties
from households.models import Household, MappingDuty
from tests.conftest import unit
from tests.factories import intake


def all_good(*, domains: Any = SHORT, **kwargs: Any) -> Answers:
    """One click a domain, a leisure activity, and the child's own words."""
    values: dict[str, Any] = {
        "domains": tuple(DomainAnswer(domain, "0") for domain in domains),
        "has_activity": True,
        "activities": "Håndball",
        "voice": "direct",
        "voice_words": "Jeg vil slå hjul",
    }
    return Answers(**values | kwargs)


def with_level(domain: Domain, level: str, **told: Any) -> Answers:
    """All good but one."""
    rows = {row.domain: row for row in all_good().domains}
    rows[domain] = DomainAnswer(domain, level, **told)
    return replace(all_good(), domains=tuple(rows.values()))


def owed(household: Household, by: User, at: Unit | None = None) -> list[MappingDuty]:
    """The duties that an intake of today makes, at NAV Midtbyen unless another office is given."""
    asked = intake(household, at or unit("nav", "midtbyen"), by)
    return create_duties(intake=asked)
