"""What it takes to give somebody access: who must agree, where a role is held, what goes together.

Pure functions of roles; security.md 3.10 and domain.md part 7 (separation of duty).
"""

from __future__ import annotations

from collections.abc import Iterable

from accounts.policy import Role

LEADERS = (Role.TEAM_LEADER, Role.BFT_LEADER, Role.HV_LEADER)
"""Each leads a unit of one party."""

POWERFUL = (Role.ADMINISTRATOR, Role.AUDITOR, Role.EXECUTIVE, *LEADERS)
"""Roles that hold only when a second administrator has agreed; so does every clearance."""

ALONE = (Role.ADMINISTRATOR, Role.AUDITOR, Role.EXECUTIVE)
"""Who governs, controls or gives access holds no other role beside it."""

PARTIES_OF = {
    Role.CASEWORKER: ("nav",),
    Role.TEAM_LEADER: ("nav",),
    Role.BFT_ADVISER: ("bft",),
    Role.BFT_LEADER: ("bft",),
    Role.HV_ADVISER: ("hv",),
    Role.HV_LEADER: ("hv",),
    Role.HOUSING_ADVISER: ("hv",),
    Role.OSK_LEAD: ("nav", "bft", "hv"),
}
"""Roles held in a unit, and of which parties; the others are held in the whole municipality."""


def is_powerful(role: Role) -> bool:
    return role in POWERFUL


def needs_unit(role: Role) -> bool:
    return role in PARTIES_OF


def fits_party(role: Role, party: str | None) -> bool:
    """Whether `role` is held in a unit of `party`; None is the whole municipality."""
    return party in PARTIES_OF[role] if needs_unit(role) else party is None


def go_together(role: Role, held: Iterable[Role]) -> bool:
    """Whether one person may hold `role` beside those they hold already."""
    others = set(held) - {role}
    return not others or (role not in ALONE and not others & set(ALONE))
