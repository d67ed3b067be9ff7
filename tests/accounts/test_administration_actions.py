"""Giving and taking access: at once or by two, never one's own, and always with its history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import live_roles
from accounts.administration import actions
from accounts.administration.actions import RefusedError
from accounts.models import AccessChange, Clearance, RoleAssignment, Substitution, User
from accounts.policy import Role
from tests.conftest import logged_in, unit
from tests.factories import UserFactory, clear, give_role

pytestmark = pytest.mark.django_db
TODAY, DAY = timezone.localdate(), timedelta(days=1)
What, State = AccessChange.What, AccessChange.State


@pytest.fixture
def second(db: None) -> User:
    return UserFactory(role=Role.ADMINISTRATOR)


def ask(user: User, role: Role, by: User, **kwargs: Any) -> AccessChange:
    where = unit("nav", "heimdal") if role in (Role.CASEWORKER, Role.TEAM_LEADER) else None
    given = {"unit": where, "valid_from": TODAY, "valid_to": None} | kwargs
    return actions.give_role(user=user, role=role, by=by, **given)


def roles_of(user: User) -> list[str]:
    return [row.role for row in live_roles(User.objects.get(pk=user.pk))]


def test_an_ordinary_role_holds_at_once_and_tells_who_gave_it(
    stranger: User, administrator: User
) -> None:
    change = ask(stranger, Role.CASEWORKER, administrator)
    assert roles_of(stranger) == [Role.CASEWORKER]
    assert (change.state, change.requested_by, change.decided_by) == (
        State.DONE,
        administrator,
        None,
    )


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.EXECUTIVE, Role.TEAM_LEADER]
)
def test_a_powerful_role_holds_only_when_a_second_person_has_agreed(
    stranger: User, administrator: User, second: User, role: Role
) -> None:
    change = ask(stranger, role, administrator)
    assert (change.state, roles_of(stranger)) == (State.WAITING, [])
    with pytest.raises(RefusedError, match="kan ikke avgjøre"):
        actions.approve(change=change, by=administrator, today=TODAY)
    assert roles_of(stranger) == []
    actions.approve(change=change, by=second, today=TODAY)
    assert roles_of(stranger) == [role]


def test_a_clearance_holds_only_when_a_second_person_has_agreed(
    caseworker: User, administrator: User, second: User
) -> None:
    change = actions.give_clearance(
        user=caseworker,
        kind=Clearance.Kind.CODE_6,
        valid_from=TODAY,
        valid_to=None,
        by=administrator,
        reason="Ny i gruppen",
    )
    assert not Clearance.objects.filter(user=caseworker).exists()
    actions.approve(change=change, by=second, today=TODAY)
    assert Clearance.objects.get(user=caseworker).kind == Clearance.Kind.CODE_6


def test_what_waited_has_not_held_before_it_was_approved(
    stranger: User, administrator: User, second: User
) -> None:
    change = ask(stranger, Role.EXECUTIVE, administrator, valid_from=TODAY - 9 * DAY)
    actions.approve(change=change, by=second, today=TODAY)
    assert RoleAssignment.objects.get(user=stranger).valid_from == TODAY


def test_what_is_refused_or_withdrawn_never_holds_and_is_decided_once(
    stranger: User, administrator: User, second: User
) -> None:
    refused = ask(stranger, Role.EXECUTIVE, administrator)
    actions.refuse(change=refused, by=second)
    with pytest.raises(RefusedError, match="allerede avgjort"):
        actions.approve(change=refused, by=second, today=TODAY)
    withdrawn = ask(stranger, Role.EXECUTIVE, administrator)
    with pytest.raises(RefusedError, match="Bare den som ba"):
        actions.withdraw(change=withdrawn, by=second)
    actions.withdraw(change=withdrawn, by=administrator)
    assert roles_of(stranger) == []
    states = AccessChange.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.REFUSED, State.WITHDRAWN]


def test_nobody_changes_their_own_access(administrator: User, second: User) -> None:
    role = RoleAssignment.objects.get(user=administrator)
    own: list[Any] = [
        lambda: ask(administrator, Role.AUDITOR, administrator),
        lambda: actions.end_role(assignment=role, last_day=TODAY, by=administrator, today=TODAY),
        lambda: actions.make_link(user=administrator, by=administrator, needs_second=True),
        lambda: actions.close_account(
            user=administrator, last_day=TODAY, by=administrator, today=TODAY
        ),
    ]
    for act in own:
        with pytest.raises(RefusedError, match="egne tilganger"):
            act()
    assert roles_of(administrator) == [Role.ADMINISTRATOR]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"requested_by": "user"}, "asked_by_somebody_else"),
        ({"needs_second": True, "decided_by": "user"}, "decided_by_somebody_else"),
        ({"needs_second": True, "decided_by": "asker"}, "agreed_by_a_second_person"),
        ({"role": Role.AUDITOR}, "powerful_role_by_two"),
        ({"what": What.CLEARANCE_GIVEN, "clearance": "code_6"}, "clearance_by_two"),
        ({"needs_second": True}, "state_follows_decision"),
        ({"needs_second": True, "state": State.REFUSED}, "state_follows_decision"),
    ],
)
def test_the_database_itself_refuses_what_one_person_may_not_do_alone(
    stranger: User, administrator: User, values: dict[str, Any], constraint: str
) -> None:
    people = {"user": stranger, "asker": administrator}
    given = {"what": What.ROLE_GIVEN, "role": Role.CASEWORKER, "requested_by": administrator}
    given |= {name: people.get(value, value) for name, value in values.items()}
    if "decided_by" in given:
        given["decided_at"] = timezone.now()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AccessChange.objects.create(user=stranger, **given)


def test_a_role_that_is_held_or_waits_or_does_not_go_with_the_others_is_refused(
    caseworker: User, administrator: User
) -> None:
    with pytest.raises(RefusedError, match="allerede rollen"):
        ask(caseworker, Role.CASEWORKER, administrator, unit=unit("nav", "midtbyen"))
    with pytest.raises(RefusedError, match="andre roller"):
        ask(caseworker, Role.ADMINISTRATOR, administrator)
    with pytest.raises(RefusedError, match="hører ikke til"):
        ask(caseworker, Role.BFT_ADVISER, administrator, unit=unit("nav", "heimdal"))
    ask(caseworker, Role.TEAM_LEADER, administrator)
    with pytest.raises(RefusedError, match="venter allerede"):
        ask(caseworker, Role.TEAM_LEADER, administrator)


def test_a_role_ends_with_its_last_day_and_one_not_begun_is_taken_back(
    caseworker: User, administrator: User
) -> None:
    now = RoleAssignment.objects.get(user=caseworker)
    later = give_role(caseworker, Role.CASEWORKER, unit("nav", "heimdal"))
    RoleAssignment.objects.filter(pk=later.pk).update(valid_from=TODAY + DAY)
    later.refresh_from_db()
    for row in (now, later):
        actions.end_role(assignment=row, last_day=TODAY - DAY, by=administrator, today=TODAY)
    assert list(RoleAssignment.objects.filter(user=caseworker)) == [now]
    assert roles_of(caseworker) == []
    assert AccessChange.objects.filter(user=caseworker, what=What.ROLE_ENDED).count() == 2


def test_who_leaves_today_is_logged_out_everywhere_and_keeps_nothing(
    caseworker: User, colleague_same_office: User, administrator: User
) -> None:
    clear(caseworker, Clearance.Kind.CODE_7)
    actions.set_substitute(
        absent=colleague_same_office,
        substitute=caseworker,
        valid_from=TODAY,
        valid_to=TODAY + DAY,
        by=administrator,
    )
    waiting = ask(caseworker, Role.TEAM_LEADER, administrator)
    client = logged_in(caseworker)
    assert client.get("/husstander/").status_code == 200
    actions.close_account(user=caseworker, last_day=TODAY, by=administrator, today=TODAY)
    assert client.get("/husstander/").status_code == 302
    assert not Session.objects.exists()
    waiting.refresh_from_db()
    assert waiting.state == State.WITHDRAWN
    assert Substitution.objects.get().valid_to == TODAY
    assert Clearance.objects.get().valid_to == TODAY


def test_who_leaves_later_is_closed_out_by_the_job_when_the_day_is_over(
    caseworker: User, administrator: User
) -> None:
    last = TODAY + 5 * DAY
    actions.close_account(user=caseworker, last_day=last, by=administrator, today=TODAY)
    assert roles_of(caseworker) == [Role.CASEWORKER]
    assert actions.close_accounts(today=last) == 0
    assert actions.close_accounts(today=last + DAY) == 1
    assert not User.objects.get(pk=caseworker.pk).is_active
    assert actions.close_accounts(today=last + DAY) == 0


def test_an_account_that_is_opened_again_may_do_nothing_yet(
    caseworker: User, administrator: User
) -> None:
    actions.close_account(user=caseworker, last_day=TODAY - DAY, by=administrator, today=TODAY)
    caseworker.refresh_from_db()
    actions.reopen_account(user=caseworker, by=administrator)
    reopened = User.objects.get(pk=caseworker.pk)
    assert (reopened.is_active, reopened.has_usable_password()) == (True, False)
    assert roles_of(caseworker) == []
