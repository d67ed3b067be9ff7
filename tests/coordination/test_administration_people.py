"""Moving, giving up a role, leaving, being away: told in numbers first, then the cases follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessChange, AccessEvent, RoleAssignment, Substitution, Unit, User
from accounts.policy import Role
from households.models import Household, Responsibility
from tests.conftest import confirmed, logged_in, unit
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, UserFactory, give_role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin(administrator: User) -> Client:
    return confirmed(logged_in(administrator))


@pytest.fixture
def households(caseworker: User) -> list[Household]:
    made = [HouseholdFactory(district="midtbyen") for _ in range(3)]
    Responsibility.objects.update(caseworker=caseworker)
    return made


def path_of(name: str, user: User) -> str:
    if name in ("move", "give_up_role"):
        return reverse(f"staffing:{name}", args=[RoleAssignment.objects.get(user=user).pk])
    return reverse(f"staffing:{name}", args=[user.pk])


def text(day: object) -> str:
    return f"{day:%d.%m.%Y}"


def holders() -> set[User | None]:
    return {row.caseworker for row in Responsibility.objects.valid_on(TODAY)}


@pytest.mark.parametrize("name", ["move", "give_up_role", "leave", "substitute"])
def test_a_page_tells_how_many_households_are_concerned_and_names_none(
    admin: Client, caseworker: User, households: list[Household], name: str
) -> None:
    page = admin.get(path_of(name, caseworker)).content.decode()
    assert "3 husstander" in page
    assert not any(household.contact.last_name in page for household in households)
    assert not any(household.number in page for household in households)


@pytest.mark.parametrize("name", ["move", "give_up_role", "leave", "substitute"])
def test_only_the_administrator_has_the_page_and_only_with_a_fresh_proof(
    administrator: User, caseworker: User, team_leader: User, name: str
) -> None:
    path = path_of(name, caseworker)
    assert confirmed(logged_in(team_leader)).get(path).status_code == 403
    assert logged_in(administrator).get(path)["Location"].startswith("/konto/bekreft/")
    assert confirmed(logged_in(administrator)).get(path).status_code == 200


def test_who_moves_has_the_new_role_and_the_colleague_the_cases(
    admin: Client, caseworker: User, colleague_same_office: User, households: list[Household]
) -> None:
    client = logged_in(caseworker)
    assert client.get(f"/husstander/{households[0].pk}/").status_code == 200
    given = {
        "unit": unit("nav", "heimdal").pk,
        "valid_from": text(TODAY),
        "to": colleague_same_office.pk,
    }
    admin.post(path_of("move", caseworker), given)
    old, new = RoleAssignment.objects.filter(user=caseworker).order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.unit) == (
        TODAY - DAY,
        TODAY,
        unit("nav", "heimdal"),
    )
    assert holders() == {colleague_same_office}
    assert client.get(f"/husstander/{households[0].pk}/").status_code == 404
    acts = AccessEvent.objects.filter(action="admin", object_type="user", object_id=caseworker.pk)
    assert [row.reason for row in acts] == ["moved"]


def test_a_leader_who_moves_leads_the_new_unit_only_when_two_have_agreed(
    admin: Client, team_leader: User
) -> None:
    given = {
        "unit": unit("nav", "heimdal").pk,
        "valid_from": text(TODAY),
        "reason": "Ny stilling",
    }
    admin.post(path_of("move", team_leader), given)
    assert RoleAssignment.objects.get(user=team_leader).valid_to == TODAY - DAY
    waiting = AccessChange.objects.get(user=team_leader, state=AccessChange.State.WAITING)
    assert waiting.unit == unit("nav", "heimdal")


def test_a_move_is_refused_to_a_unit_of_another_party_or_to_a_colleague_elsewhere(
    admin: Client, caseworker: User, caseworker_other_office: User
) -> None:
    path = path_of("move", caseworker)
    given = {
        "unit": unit("bft", "heimdal").pk,
        "valid_from": text(TODAY),
        "to": caseworker_other_office.pk,
    }
    errors = admin.post(path, given).context["form"].errors
    assert {"unit", "to"} == set(errors)
    assert RoleAssignment.objects.get(user=caseworker).valid_to is None


def test_who_leaves_today_is_out_at_once_and_the_cases_are_nobodys(
    admin: Client, caseworker: User, households: list[Household]
) -> None:
    client = logged_in(caseworker)
    place = unit("nav", "midtbyen").pk
    answer = admin.post(
        path_of("leave", caseworker),
        {"last_day": text(TODAY), f"to_{place}": ""},
        follow=True,
    )
    assert "3 husstander står uten saksbehandler." in answer.content.decode()
    assert client.get("/husstander/")["Location"].startswith("/konto/logg-inn/")
    assert holders() == {None}


def test_who_leaves_later_keeps_the_cases_until_then(
    admin: Client, caseworker: User, colleague_same_office: User, households: list[Household]
) -> None:
    place, last = unit("nav", "midtbyen").pk, TODAY + 4 * DAY
    given = {"last_day": text(last), f"to_{place}": colleague_same_office.pk}
    admin.post(path_of("leave", caseworker), given)
    assert holders() == {caseworker}
    after = Responsibility.objects.valid_on(last + DAY)
    assert {row.caseworker for row in after} == {colleague_same_office}
    assert logged_in(caseworker).get("/husstander/").status_code == 200


def test_a_substitute_is_one_with_a_role_in_the_unit_and_the_cases_stay(
    admin: Client,
    caseworker: User,
    colleague_same_office: User,
    caseworker_other_office: User,
    households: list[Household],
) -> None:
    path = path_of("substitute", caseworker)
    given = {"valid_from": text(TODAY), "valid_to": text(TODAY + 14 * DAY)}
    refused = admin.post(path, given | {"substitute": caseworker_other_office.pk})
    assert "substitute" in refused.context["form"].errors
    admin.post(path, given | {"substitute": colleague_same_office.pk})
    row = Substitution.objects.get()
    assert (row.absent, row.substitute) == (caseworker, colleague_same_office)
    assert holders() == {caseworker}
    again = admin.post(path, given | {"substitute": colleague_same_office.pk})
    assert "allerede vikar" in again.content.decode()
    admin.post(reverse("administration:end_substitution", args=[row.pk]), {"ends_on": text(TODAY)})
    assert not Substitution.objects.valid_on(TODAY).exists()


def test_a_role_ends_from_the_next_page_that_is_opened(
    admin: Client, caseworker: User, households: list[Household]
) -> None:
    client = logged_in(caseworker)
    admin.post(path_of("give_up_role", caseworker), {"ends_on": text(TODAY), "to": ""})
    assert client.get("/husstander/").status_code == 403
    assert holders() == {None}


def test_a_unit_is_renamed_and_closed_with_its_households(
    admin: Client, caseworker: User, households: list[Household]
) -> None:
    office = unit("nav", "midtbyen")
    path = reverse("staffing:change_unit", args=[office.pk])
    assert "3 husstander" in admin.get(path).content.decode()
    given = {"name": "NAV Sentrum", "nav_number": "5701", "valid_from": text(TODAY)}
    admin.post(path, given)
    new = Unit.objects.get(name="NAV Sentrum")
    assert logged_in(caseworker).get(f"/husstander/{households[0].pk}/").status_code == 200
    close = reverse("staffing:close_unit", args=[new.pk])
    assert "to" in admin.post(close, {"last_day": text(TODAY)}).context["form"].errors
    admin.post(close, {"last_day": text(TODAY), "to": unit("nav", "heimdal").pk})
    tomorrow = Responsibility.objects.valid_on(TODAY + DAY)
    assert {row.unit for row in tomorrow} == {unit("nav", "heimdal")}


def test_an_auditor_reads_and_an_administrator_cannot_end_their_own_role(
    admin: Client, administrator: User
) -> None:
    path = path_of("give_up_role", administrator)
    assert "egne tilganger" in admin.post(path, {"ends_on": text(TODAY)}).content.decode()
    auditor = UserFactory()
    give_role(auditor, Role.AUDITOR)
    assert confirmed(logged_in(auditor)).get(path).status_code == 403
