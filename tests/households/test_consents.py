"""Who may consent for whom, how long it lasts, and what a yes, a no and a withdrawal write."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from households.consents import (
    Answer,
    ConsentRefusedError,
    Content,
    Statute,
    decline_consent,
    give_consent,
    possible_givers,
    request_consents,
    revoke_shares,
    share_by_statute,
    unit_for,
    withdraw_consent,
)
from households.door import _load_members, _with_facts
from households.models import Consent, Household, Membership, Person, Share
from households.rules import latest_end
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, ask, share

TODAY = timezone.localdate()
WHAT = Content(["bft"], ["household"], "Samordne hjelpen")


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


def child(household: Household, age: int) -> Person:
    person = PersonFactory(birth_date=TODAY.replace(day=1) - timedelta(days=366 * age))
    add_member(household, person, Membership.Role.CHILD)
    return person


def yes(giver: Person, **kwargs: object) -> Answer:
    values = {"channel": "oral", "valid_from": TODAY, "valid_to": latest_end(TODAY)} | kwargs
    return Answer(given_by=giver, **values)  # type: ignore[arg-type]


def give(consent: Consent, giver: Person, by: User, **kwargs: object) -> list[Share]:
    units = {"bft": unit("bft", "midtbyen"), "osk": unit("nav", "midtbyen")}
    return give_consent(
        consent=consent, answer=yes(giver, **kwargs), to_units=units, on=TODAY, by=by
    )


def test_a_question_shares_nothing(household: Household, caseworker: User) -> None:
    request_consents(
        household=household,
        subjects=[household.contact],
        from_party="nav",
        content=WHAT,
        on=TODAY,
        by=caseworker,
    )
    consent = Consent.objects.get()
    assert consent.state_on(TODAY) == Consent.State.REQUESTED
    assert consent.recorded_by == caseworker
    assert not Share.objects.exists()


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (Content(["bft"], ["household"], "  "), "purpose"),
        (Content([], ["household"], "Plan"), "receivers"),
        (Content(["nav", "bft"], ["household"], "Plan"), "receivers"),
        (Content(["bft"], [], "Plan"), "scopes"),
    ],
)
def test_a_question_names_purpose_receivers_and_scopes(
    household: Household, caseworker: User, content: Content, field: str
) -> None:
    with pytest.raises(ConsentRefusedError) as refused:
        request_consents(
            household=household,
            subjects=[household.contact],
            from_party="nav",
            content=content,
            on=TODAY,
            by=caseworker,
        )
    assert refused.value.field == field


def test_a_yes_opens_each_scope_to_each_receiver(household: Household, caseworker: User) -> None:
    consent = ask(household, household.contact, caseworker, to_parties=["bft", "osk"])
    give(consent, household.contact, caseworker)
    rows = Share.objects.values_list("audience", "to_unit__name", "scope", "basis")
    assert sorted(rows) == [
        ("osk", "NAV Midtbyen", "children", "consent"),
        ("osk", "NAV Midtbyen", "household", "consent"),
        ("party", "BFT Midtbyen", "children", "consent"),
        ("party", "BFT Midtbyen", "household", "consent"),
    ]
    consent.refresh_from_db()
    assert (consent.given_by, consent.answer_recorded_by) == (household.contact, caseworker)
    assert {row.valid_to for row in Share.objects.all()} == {latest_end(TODAY)}


@pytest.mark.parametrize(
    ("until", "text"), [(0, "tolv måneder"), (-366, "Til-dato"), (400, "tolv måneder")]
)
def test_no_consent_lasts_longer_than_a_year_or_ends_before_it_begins(
    household: Household, caseworker: User, until: int, text: str
) -> None:
    consent = ask(household, household.contact, caseworker)
    last = latest_end(TODAY) + timedelta(days=until or 1)
    with pytest.raises(ConsentRefusedError, match=text):
        give(consent, household.contact, caseworker, valid_to=last)
    assert not Share.objects.exists()


def test_nobody_consents_for_another_adult(household: Household, caseworker: User) -> None:
    spouse = PersonFactory()
    add_member(household, spouse, Membership.Role.SPOUSE)
    consent = ask(household, spouse, caseworker)
    for giver in (household.contact, PersonFactory()):
        with pytest.raises(ConsentRefusedError) as refused:
            give(consent, giver, caseworker)
        assert refused.value.field == "given_by"
    assert len(give(consent, spouse, caseworker)) == 2


def test_a_guardian_consents_for_a_child_who_is_heard_from_fifteen(
    household: Household, caseworker: User
) -> None:
    lodger = PersonFactory()
    add_member(household, lodger, Membership.Role.OTHER_ADULT)
    small, big = child(household, 8), child(household, 16)
    guardian = household.contact
    assert possible_givers(household, small.memberships.get(), TODAY) == [guardian]
    assert possible_givers(household, big.memberships.get(), TODAY) == [big, guardian]
    assert give(ask(household, small, caseworker), guardian, caseworker)
    asked = ask(household, big, caseworker)
    with pytest.raises(ConsentRefusedError) as refused:
        give(asked, guardian, caseworker)
    assert refused.value.field == "child_heard_on"
    assert give(asked, guardian, caseworker, child_heard_on=TODAY)
    assert give(ask(household, big, caseworker), big, caseworker)


def test_an_answer_is_recorded_once(household: Household, caseworker: User) -> None:
    consent = ask(household, household.contact, caseworker)
    decline_consent(consent=consent, on=TODAY, by=caseworker)
    for again in (
        lambda: give(consent, household.contact, caseworker),
        lambda: decline_consent(consent=consent, on=TODAY, by=caseworker),
        lambda: withdraw_consent(consent=consent, at=timezone.now(), by=caseworker),
    ):
        with pytest.raises(ConsentRefusedError):
            again()
    assert Consent.objects.get().state_on(TODAY) == Consent.State.DECLINED
    assert not Share.objects.exists()


def test_a_withdrawal_closes_all_that_the_consent_opened_and_nothing_else(
    household: Household, caseworker: User
) -> None:
    consent = ask(household, household.contact, caseworker)
    give(consent, household.contact, caseworker)
    other = share(household, household.contact, unit("hv", "midtbyen"))
    withdraw_consent(consent=consent, at=timezone.now(), by=caseworker)
    assert list(Share.objects.live_on(TODAY)) == [other]
    consent.refresh_from_db()
    assert consent.state_on(TODAY) == Consent.State.WITHDRAWN
    assert {row.revoked_by for row in consent.shares.all()} == {caseworker}


def test_sharing_by_statute_has_its_section_and_ends_when_revoked(
    household: Household, caseworker: User
) -> None:
    def by_statute(text: str, last: date) -> list[Share]:
        return share_by_statute(
            household=household,
            subjects=[household.contact],
            from_party="nav",
            statute=Statute(["children"], text, TODAY, last),
            to_units={"osk": unit("nav", "midtbyen")},
            by=caseworker,
        )

    for text, last in ((" ", TODAY), ("STL § 44", latest_end(TODAY) + timedelta(days=1))):
        with pytest.raises(ConsentRefusedError):
            by_statute(text, last)
    rows = by_statute("STL § 44", TODAY)
    assert (rows[0].audience, rows[0].legal_basis) == ("osk", "STL § 44")
    assert revoke_shares(shares=rows, at=timezone.now(), by=caseworker) == 1
    assert not Share.objects.live_on(TODAY).exists()


def test_the_likely_unit_has_the_household_or_is_of_its_district(
    household: Household, caseworker: User
) -> None:
    def likely(receiver: str) -> str:
        home = _with_facts(caseworker, household.pk)
        assert home is not None
        _load_members(home)
        return str(unit_for(receiver, home, TODAY))

    assert [likely(to) for to in ("bft", "osk")] == ["BFT Midtbyen", "NAV Midtbyen"]
    household.responsibilities.create(
        party="bft", unit=unit("bft", "heimdal"), valid_from=date(2020, 1, 1)
    )
    assert likely("bft") == "BFT Heimdal"


def test_an_answer_without_anybody_who_recorded_it_is_refused(household: Household) -> None:
    with pytest.raises(IntegrityError):
        ask(household, household.contact, UserFactory(), declined_on=TODAY)
