"""The command that makes the first administrators, and stops when there are two."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AccessChange, User
from accounts.policy import Role
from tests.conftest import logged_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def run(*names: str) -> str:
    out = StringIO()
    call_command("first_administrators", *names, stdout=out)
    return out.getvalue()


def test_two_are_made_each_with_a_link_that_opens() -> None:
    links = re.findall(r"^(\S+): (/konto/\S+)$", run("kari", "ola"), re.MULTILINE)
    assert [name for name, _ in links] == ["kari", "ola"]
    assert [Client().get(link).status_code for _, link in links] == [200, 200]
    assert logged_in(User.objects.get(username="kari")).get("/administrasjon/").status_code == 200
    changes = AccessChange.objects.filter(what=AccessChange.What.ROLE_GIVEN)
    assert [(row.role, row.requested_by) for row in changes] == [(Role.ADMINISTRATOR, None)] * 2


def test_a_third_is_refused_and_nothing_is_made() -> None:
    run("kari", "ola")
    with pytest.raises(CommandError, match="to administratorer allerede"):
        run("per")
    assert not User.objects.filter(username="per").exists()


def test_the_second_can_be_made_when_only_one_is_left(administrator: User) -> None:
    run("ola")
    with pytest.raises(CommandError, match="to administratorer"):
        run("per")


def test_one_who_sees_households_is_not_made_administrator(caseworker: User) -> None:
    with pytest.raises(CommandError, match="andre roller"):
        run(caseworker.username)


def test_a_closed_account_is_not_made_administrator() -> None:
    closed = UserFactory(is_active=False)
    with pytest.raises(CommandError, match="stengt"):
        run(closed.username)
