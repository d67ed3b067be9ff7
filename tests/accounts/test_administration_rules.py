"""What it takes to give a role: where it is held, what goes beside it, who must agree."""

from __future__ import annotations

import pytest

from accounts.administration.rules import fits_party, go_together, is_powerful, needs_unit
from accounts.policy import ROLE_PERMISSIONS, Permission, Role

OF_ACCESS = {Permission.MANAGE_USERS, Permission.APPROVE_ACCESS, Permission.MANAGE_UNITS}


@pytest.mark.parametrize("role", Role)
def test_two_must_agree_to_who_governs_controls_leads_or_gives_access(role: Role) -> None:
    named = {Role.ADMINISTRATOR, Role.AUDITOR, Role.EXECUTIVE}
    named |= {Role.TEAM_LEADER, Role.BFT_LEADER, Role.HV_LEADER}
    assert is_powerful(role) == (role in named)


@pytest.mark.parametrize("role", [role for role in Role if ROLE_PERMISSIONS[role] & OF_ACCESS])
def test_no_role_that_gives_access_is_given_by_one_person(role: Role) -> None:
    assert is_powerful(role)


@pytest.mark.parametrize(
    ("role", "party", "expected"),
    [
        (Role.CASEWORKER, "nav", True),
        (Role.CASEWORKER, "bft", False),
        (Role.CASEWORKER, None, False),
        (Role.TEAM_LEADER, "nav", True),
        (Role.TEAM_LEADER, None, False),
        (Role.BFT_LEADER, "bft", True),
        (Role.BFT_LEADER, "nav", False),
        (Role.HV_LEADER, "hv", True),
        (Role.HV_LEADER, "bft", False),
        (Role.HV_LEADER, None, False),
        (Role.BFT_ADVISER, "bft", True),
        (Role.BFT_ADVISER, "nav", False),
        (Role.HV_ADVISER, "hv", True),
        (Role.OSK_LEAD, "hv", True),
        (Role.EXECUTIVE, None, True),
        (Role.EXECUTIVE, "nav", False),
        (Role.ADMINISTRATOR, None, True),
    ],
)
def test_a_role_is_held_in_a_unit_of_its_party_or_in_the_whole_municipality(
    role: Role, party: str | None, expected: bool
) -> None:
    assert fits_party(role, party) == expected


def test_a_role_that_sees_households_always_has_a_unit() -> None:
    seeing = [role for role in Role if Permission.SEE_HOUSEHOLDS in ROLE_PERMISSIONS[role]]
    assert seeing
    assert [role for role in seeing if not needs_unit(role)] == []


@pytest.mark.parametrize(
    ("role", "held", "expected"),
    [
        (Role.CASEWORKER, [], True),
        (Role.CASEWORKER, [Role.TEAM_LEADER], True),
        (Role.CASEWORKER, [Role.ADMINISTRATOR], False),
        (Role.ADMINISTRATOR, [Role.CASEWORKER], False),
        (Role.AUDITOR, [Role.ADMINISTRATOR], False),
        (Role.EXECUTIVE, [Role.TEAM_LEADER], False),
        (Role.ADMINISTRATOR, [Role.ADMINISTRATOR], True),
    ],
)
def test_who_governs_controls_or_gives_access_has_no_other_role(
    role: Role, held: list[Role], expected: bool
) -> None:
    assert go_together(role, held) == expected
