"""The one table from role to permissions, and the engine that weighs rules."""

from __future__ import annotations

import pytest

from accounts.policy import (
    LEADS,
    NO_BASIS,
    OF_PARTY,
    RECORDS,
    ROLE_PERMISSIONS,
    Permission,
    Role,
    Rule,
    Verdict,
    decide,
    permissions_of,
)

P = Permission
OF_PERSONS = {
    P.SEE_HOUSEHOLDS,
    P.SEE_BENEFITS,
    P.REVEAL_NATIONAL_ID,
    P.REVEAL_ANY_NATIONAL_ID,
    P.OPEN_FIGURES,
    P.OF_OFFICE,
    P.OF_SHARE,
    P.OF_OSK,
    P.BREAK_GLASS,
    P.ASSIGN_CASES,
}
CORE = [Rule[set[str]]("closed", lambda facts: "closed" in facts)]
BASES = [
    Rule[set[str]]("office", lambda facts: "office" in facts),
    Rule[set[str]]("share", lambda facts: "share" in facts),
]


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_governs_or_controls_never_sees_a_person(role: Role) -> None:
    assert not permissions_of(role) & OF_PERSONS


@pytest.mark.parametrize(
    "role", [Role.BFT_ADVISER, Role.BFT_LEADER, Role.HV_ADVISER, Role.HV_LEADER]
)
def test_the_other_parties_never_see_benefits(role: Role) -> None:
    assert P.SEE_BENEFITS not in permissions_of(role)


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.BFT_LEADER, Role.HV_LEADER])
def test_whoever_leads_has_what_leaders_have_and_works_on_no_case(role: Role) -> None:
    held = permissions_of(role)
    assert held >= OF_PARTY | LEADS
    of_cases = RECORDS | {P.HANDLE_ASSISTANCE, P.HANDLE_HOUSING, P.LET_HOMES, P.MAP_CHILD}
    assert not held & (of_cases | {P.OBSERVE_CHILD, P.DECIDE, P.DECIDE_HOUSING})


def test_only_the_leader_of_hv_decides_a_move_between_classes() -> None:
    assert [role for role in Role if P.MOVE_BETWEEN_CLASSES in permissions_of(role)] == [
        Role.HV_LEADER
    ]


def test_every_role_stands_in_the_table_and_every_permission_is_somebodys() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_a_role_without_a_line_may_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROLE_PERMISSIONS, Role.CASEWORKER)
    assert permissions_of(Role.CASEWORKER) == frozenset()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (set(), Verdict(allow=False, rule=NO_BASIS)),
        ({"office"}, Verdict(allow=True, rule="office")),
        ({"share", "office"}, Verdict(allow=True, rule="office")),
        ({"share"}, Verdict(allow=True, rule="share")),
        ({"closed", "office", "share"}, Verdict(allow=False, rule="closed")),
        ({"closed"}, Verdict(allow=False, rule="closed")),
    ],
)
def test_a_core_rule_is_overridden_by_no_basis(facts: set[str], expected: Verdict) -> None:
    assert decide(facts, CORE, BASES) == expected


def test_a_rule_that_raises_is_never_a_yes() -> None:
    def broken(facts: set[str]) -> bool:
        raise LookupError

    with pytest.raises(LookupError):
        decide({"office"}, [Rule("broken", broken)], BASES)
    with pytest.raises(LookupError):
        decide({"share"}, CORE, [Rule("broken", broken), *BASES])
