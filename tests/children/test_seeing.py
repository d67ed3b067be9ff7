"""Who sees what is mapped: own office, with consent, only done or not done, or nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, User
from accounts.policy import Role
from households.models import Household, Person, Responsibility, Share
from tests.children.answering import owed
from tests.children.filled import family_facts, mapped, seen
from tests.conftest import logged_in, unit
from tests.factories import LONG_AGO, UserFactory, share

pytestmark = pytest.mark.django_db
FACT, WORDS, VOICE = "Borte mye fra", "Sosialhjelp og inkasso", "Jeg savner pappa"


@pytest.fixture
def nora_mapped(home: Household, nora: Person, caseworker: User) -> Person:
    facts = family_facts(home, caseworker, WORDS)
    told = {"voice_words": VOICE, "family": facts, "text": FACT}
    mapped(home, nora, caseworker, levels={"school": "2", "leisure": "0"}, **told)
    return nora


def open_to(home: Household, child: Person, party: str, *scopes: str) -> None:
    for scope in scopes:
        share(home, child, unit(party, "midtbyen"), scope)


def has(home: Household, party: str, caseworker: User | None = None) -> None:
    Responsibility.objects.create(
        household=home,
        party=party,
        unit=unit(party, "midtbyen"),
        caseworker=caseworker,
        valid_from=LONG_AGO,
    )


def page(client: Client, home: Household, rest: str = "") -> str:
    answer = client.get(f"/husstander/{home.pk}/barn/{rest}")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def told(user: User, home: Household, child: Person) -> str:
    """All that the pages of the children tell a user."""
    client = logged_in(user)
    return page(client, home) + page(client, home, f"{child.pk}/")


@pytest.mark.parametrize("actor", ["caseworker", "colleague_same_office", "team_leader"])
def test_the_own_office_reads_all_of_it(
    request: pytest.FixtureRequest, home: Household, nora_mapped: Person, actor: str
) -> None:
    text = told(request.getfixturevalue(actor), home, nora_mapped)
    assert FACT in text
    assert VOICE in text
    assert WORDS in text


@pytest.mark.parametrize(
    ("actor", "status"),
    [("caseworker_other_office", "404"), ("bft_adviser", "404"), ("hv_adviser", "404")],
)
def test_others_do_not_find_the_household(
    request: pytest.FixtureRequest, home: Household, nora_mapped: Person, actor: str, status: str
) -> None:
    assert told(request.getfixturevalue(actor), home, nora_mapped) == status * 2


@pytest.mark.parametrize("role", [Role.DEBT_COUNSELLOR, Role.HOUSING_ADVISER, Role.EXECUTIVE])
def test_other_roles_have_nothing_of_it(home: Household, nora_mapped: Person, role: Role) -> None:
    assert told(UserFactory(role=role), home, nora_mapped) == "403403"


def test_bft_reads_of_a_child_what_nav_shares_and_not_the_familys_economy(
    home: Household, nora_mapped: Person, bft_adviser: User
) -> None:
    has(home, "bft", bft_adviser)
    before = told(bft_adviser, home, nora_mapped)
    assert FACT not in before
    assert "Ikke kartlagt" in before
    open_to(home, nora_mapped, "bft", "children")
    after = told(bft_adviser, home, nora_mapped)
    assert FACT in after
    assert WORDS not in after


def test_a_consent_withdrawn_closes_it_on_the_next_request(
    home: Household, nora_mapped: Person, bft_adviser: User
) -> None:
    open_to(home, nora_mapped, "bft", "household", "children")
    assert FACT in told(bft_adviser, home, nora_mapped)
    Share.objects.update(revoked_at=timezone.now(), revoked_by=bft_adviser)
    assert told(bft_adviser, home, nora_mapped) == "404404"


def test_a_child_shared_without_its_name_is_not_told_of(
    home: Household, nora_mapped: Person, bft_adviser: User
) -> None:
    open_to(home, nora_mapped, "bft", "children")
    text = told(bft_adviser, home, nora_mapped)
    assert FACT not in text
    assert "Nora" not in text


def test_hv_learns_that_a_child_is_mapped_and_no_more(
    home: Household, nora_mapped: Person, hv_adviser: User
) -> None:
    has(home, "hv")
    open_to(home, nora_mapped, "hv", "household", "children")
    text = told(hv_adviser, home, nora_mapped)
    assert "Gyldig til" in text
    for secret in (FACT, VOICE, WORDS, "children-level"):
        assert secret not in text
    mapping = nora_mapped.mappings.get()
    assert page(logged_in(hv_adviser), home, f"kartlegging/{mapping.pk}/") == "403"


def test_hv_adds_what_it_has_seen_and_those_who_map_read_it_when_it_is_shared(
    home: Household, nora: Person, hv_adviser: User, caseworker: User
) -> None:
    has(home, "hv")
    address = f"/husstander/{home.pk}/barn/{nora.pk}/observasjon/"
    day = f"{timezone.localdate():%d.%m.%Y}"
    answer = logged_in(hv_adviser).post(address, {"seen_on": day, "text": "Sov i stolen"})
    assert answer.status_code == 302
    assert "Sov i stolen" in told(hv_adviser, home, nora)
    assert "Sov i stolen" not in told(caseworker, home, nora)
    for scope in ("household", "children"):
        row = share(home, nora, unit("nav", "midtbyen"), scope)
        row.from_party = "hv"
        row.save()
    assert "Sov i stolen" in told(caseworker, home, nora)
    assert logged_in(caseworker).post(address, {"text": "x"}).status_code == 403


def test_the_meetings_lead_reads_of_a_family_that_is_shared_by_name(
    home: Household, nora_mapped: Person, osk_lead: User
) -> None:
    osk = {"audience": "osk"}
    share(home, nora_mapped, unit("nav", "midtbyen"), "children", **osk)
    assert told(osk_lead, home, nora_mapped) == "403403"
    share(home, nora_mapped, unit("nav", "midtbyen"), "household", **osk)
    assert FACT in told(osk_lead, home, nora_mapped)


def test_what_one_party_was_asked_for_is_not_told_to_another(
    home: Household, nora: Person, caseworker: User, hv_adviser: User
) -> None:
    has(home, "hv", hv_adviser)
    owed(home, hv_adviser, unit("hv", "midtbyen"))
    assert "frist" not in told(caseworker, home, nora).lower()
    assert "frist" in told(hv_adviser, home, nora).lower()


def test_a_leader_reads_and_does_not_write(
    home: Household, nora: Person, team_leader: User, colleague_same_office: User
) -> None:
    for user in (team_leader, colleague_same_office):
        assert "Kort kartlegging" not in told(user, home, nora)
        answer = logged_in(user).post(f"/husstander/{home.pk}/barn/{nora.pk}/start/")
        assert answer.status_code == 403
    assert not nora.mappings.exists()
    assert AccessEvent.objects.filter(rule="map_child", verdict="deny").count() == 1


def test_a_printout_is_logged_as_one(
    home: Household, nora_mapped: Person, caseworker: User
) -> None:
    mapping = nora_mapped.mappings.get()
    assert FACT in page(logged_in(caseworker), home, f"kartlegging/{mapping.pk}/utskrift/")
    line = AccessEvent.objects.get(action="print")
    assert line.subject_ids == [nora_mapped.pk]


def test_an_observation_of_another_child_is_not_beside_this_one(
    home: Household, nora: Person, jonas: Person, hv_adviser: User
) -> None:
    has(home, "hv")
    seen(home, jonas, hv_adviser, "Om Jonas")
    client = logged_in(hv_adviser)
    assert "Om Jonas" not in page(client, home, f"{nora.pk}/")
    assert "Om Jonas" in page(client, home, f"{jonas.pk}/")
