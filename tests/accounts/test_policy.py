"""The one table from role to permissions; what does not stand there may not be done."""

from __future__ import annotations

import pytest

from accounts.policy import ROLE_PERMISSIONS, Permission, Role, permissions_of

P = Permission
OF_PERSONS = {
    P.SEE_HOUSEHOLDS,
    P.SEE_BENEFITS,
    P.REVEAL_NATIONAL_ID,
    P.REVEAL_ANY_NATIONAL_ID,
    P.OPEN_FIGURES,
}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CASEWORKER, {P.SEE_HOUSEHOLDS, P.REVEAL_NATIONAL_ID, P.SEE_BENEFITS}),
        (
            Role.TEAM_LEADER,
            {
                P.SEE_HOUSEHOLDS,
                P.REVEAL_ANY_NATIONAL_ID,
                P.SEE_BENEFITS,
                P.SEE_REPORTS,
                P.OPEN_FIGURES,
            },
        ),
        (Role.BFT_ADVISER, {P.SEE_HOUSEHOLDS, P.REVEAL_NATIONAL_ID}),
        (Role.HV_ADVISER, {P.SEE_HOUSEHOLDS, P.REVEAL_NATIONAL_ID}),
        (Role.EXECUTIVE, {P.SEE_REPORTS, P.ORDER_REPORT, P.ASSESS_REPORT}),
        (Role.ADMINISTRATOR, {P.IMPORT_DATA}),
    ],
)
def test_a_role_may_do_what_the_matrix_gives_it(role: Role, expected: set[Permission]) -> None:
    assert permissions_of(role) == expected


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_governs_or_controls_never_sees_a_person(role: Role) -> None:
    assert not permissions_of(role) & OF_PERSONS


@pytest.mark.parametrize("role", [Role.BFT_ADVISER, Role.HV_ADVISER])
def test_the_other_parties_never_see_benefits(role: Role) -> None:
    assert P.SEE_BENEFITS not in permissions_of(role)


def test_every_role_stands_in_the_table_and_every_permission_is_somebodys() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_a_role_without_a_line_may_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROLE_PERMISSIONS, Role.CASEWORKER)
    assert permissions_of(Role.CASEWORKER) == frozenset()
