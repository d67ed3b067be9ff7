"""The tab Samtykke: who reads the register, who writes in it, and what is written and logged."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from accounts.models import AccessEvent, Substitution, User
from accounts.policy import Role
from households.models import Consent, Household, Person, Share
from tests.conftest import logged_in, unit
from tests.coordination.conftest import TODAY, office
from tests.coordination.consent_scene import NEW, address, text, yes
from tests.factories import UserFactory, ask, share

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("actor", "reads", "writes"),
    [
        ("caseworker", 200, 200),
        ("colleague_same_office", 200, 403),
        ("team_leader", 200, 200),
        ("caseworker_other_office", 404, 404),
        ("bft_adviser", 404, 404),
        ("executive", 403, 403),
        ("administrator", 403, 403),
        ("stranger", 403, 403),
    ],
)
def test_the_office_reads_the_register_and_the_assigned_or_the_leader_writes(
    request: pytest.FixtureRequest, asked: Consent, actor: str, reads: int, writes: int
) -> None:
    client, household = logged_in(request.getfixturevalue(actor)), asked.household
    register = client.get(address(household))
    assert register.status_code == reads
    assert ("Samordne hjelpen" in register.content.decode()) == (reads == 200)
    assert ("Nytt samtykke" in register.content.decode()) == (writes == 200)
    for rest in ("nytt/", "lov/", f"{asked.pk}/gitt/", f"{asked.pk}/avslag/", f"{asked.pk}/trekk/"):
        assert client.get(address(household, rest)).status_code == writes
    answer = client.post(address(household, f"{asked.pk}/gitt/"), yes(asked))
    assert answer.status_code == (302 if writes == 200 else writes)
    assert Share.objects.exists() == (writes == 200)


def test_a_substitute_records_what_the_absent_caseworker_may(
    asked: Consent, caseworker: User, colleague_same_office: User
) -> None:
    client = logged_in(colleague_same_office)
    assert client.get(address(asked.household, "nytt/")).status_code == 403
    Substitution.objects.create(
        absent=caseworker,
        substitute=colleague_same_office,
        valid_from=TODAY,
        valid_to=TODAY,
        registered_by=caseworker,
    )
    assert client.get(address(asked.household, "nytt/")).status_code == 200


def test_asking_stores_one_consent_for_each_person_and_shares_nothing(
    family: Household, caseworker: User
) -> None:
    children = Person.objects.filter(first_name__in=("Elias", "Mio"))
    subjects = [row.pk for row in children]
    answer = logged_in(caseworker).post(address(family, "nytt/"), NEW | {"subjects": subjects})
    assert answer["Location"] == address(family)
    rows = Consent.objects.order_by("subject")
    assert [row.subject_id for row in rows] == sorted(subjects)
    assert rows[0].to_parties == ["bft", "osk"]
    assert (rows[0].from_party, rows[0].recorded_by) == ("nav", caseworker)
    assert not Share.objects.exists()
    line = AccessEvent.objects.get(action="consent")
    assert (line.reason, sorted(line.subject_ids)) == ("request", sorted(subjects))


def test_the_whole_way_from_the_question_to_the_shares(family: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    first = client.post(
        address(family, "nytt/"), NEW | {"subjects": [family.contact_id], "answer": "1"}
    )
    consent = Consent.objects.get()
    assert first["Location"] == address(family, f"{consent.pk}/gitt/")
    page = text(client, first["Location"])
    assert "BFT Midtbyen" in page
    assert "Barnet er hørt" not in page
    client.post(first["Location"], yes(consent))
    assert Share.objects.count() == 4
    register = text(client, address(family))
    for told in (
        "Amina Prøvesen Gitt Deles med BFT, OSK-møtet",
        "OSK-møtet, NAV Midtbyen",
        "Omfatter Husstand og medlemmer, Bolig Formål Finne større bolig",
        "Gitt 23.11.2026 av Amina Prøvesen, muntlig",
        "Gjelder 23.11.2026 – 22.11.2027",
        f"Registrert av {caseworker}",
    ):
        assert told in register
    reasons = AccessEvent.objects.filter(action="consent").values_list("reason", flat=True)
    assert list(reasons) == ["request", "give"]


def test_no_and_withdrawn_stay_in_the_register_in_words(asked: Consent, caseworker: User) -> None:
    client, household = logged_in(caseworker), asked.household
    given = ask(household, household.contact, caseworker)
    client.post(address(household, f"{asked.pk}/avslag/"), {"declined_on": "23.11.2026"})
    client.post(address(household, f"{given.pk}/gitt/"), yes(given))
    client.post(address(household, f"{given.pk}/trekk/"))
    page = text(client, address(household))
    assert "Tidligere samtykker (2)" in page
    assert "Avslått 23.11.2026" in page
    assert "Trukket 23.11.2026 12:00" in page
    assert not Share.objects.live_on(TODAY).exists()


def test_a_renewal_asks_for_the_same_and_points_at_what_it_renews(
    asked: Consent, caseworker: User
) -> None:
    path = address(asked.household, f"nytt/?fornyer={asked.pk}")
    page = logged_in(caseworker).get(path).content.decode()
    form = re.sub(r"\s+", " ", page)
    assert 'value="Samordne hjelpen"' in form
    checked = re.findall(r'name="(?:receivers|scopes|subjects)" value="(\w+)"[^>]*checked', form)
    assert checked == [str(asked.subject_id), "bft", "household", "children"]
    logged_in(caseworker).post(path, NEW | {"subjects": [asked.subject_id]})
    assert Consent.objects.latest("pk").renews == asked


def test_statute_is_shared_with_its_text_and_revoked_as_one(
    family: Household, caseworker: User
) -> None:
    client = logged_in(caseworker)
    values = {
        "legal_basis": "Sosialtjenesteloven § 44",
        "subjects": [family.contact_id],
        "scopes": ["children", "plan"],
        "unit_osk": unit("nav", "midtbyen").pk,
        "valid_from": "23.11.2026",
        "valid_to": "22.05.2027",
    }
    nobody = client.post(address(family, "lov/"), values | {"unit_osk": ""})
    assert "Velg minst én enhet" in unescape(nobody.content.decode())
    assert client.post(address(family, "lov/"), values).status_code == 302
    page = text(client, address(family))
    assert "Hjemmel Sosialtjenesteloven § 44 Deles med OSK-møtet, NAV Midtbyen" in page
    first = Share.objects.earliest("pk")
    assert client.post(address(family, f"lov/{first.pk}/opphev/")).status_code == 302
    assert Share.objects.filter(revoked_by=caseworker).count() == 2
    assert "Opphevet 23.11.2026" in text(client, address(family))
    assert client.post(address(family, f"lov/{first.pk}/opphev/")).status_code == 404


def test_another_partys_consents_are_neither_read_nor_written(
    asked: Consent, caseworker: User
) -> None:
    household = asked.household
    adviser = UserFactory(role=Role.BFT_ADVISER, unit=unit("bft", "midtbyen"))
    household.responsibilities.create(
        caseworker=adviser, valid_from=date(2020, 1, 1), **office("bft")
    )
    client = logged_in(adviser)
    assert "Samordne hjelpen" not in client.get(address(household)).content.decode()
    for step in ("gitt", "avslag", "trekk"):
        assert client.post(address(household, f"{asked.pk}/{step}/")).status_code == 404
    own = ask(household, household.contact, adviser, from_party="bft", to_parties=["nav"])
    assert client.get(address(household, f"{own.pk}/gitt/")).status_code == 200
    assert logged_in(caseworker).get(address(household, f"{own.pk}/gitt/")).status_code == 404


def test_who_is_shared_with_reads_what_is_shared_and_no_register(
    asked: Consent, bft_adviser: User
) -> None:
    household = asked.household
    share(household, household.contact, unit("bft", "midtbyen"), scope="housing")
    client = logged_in(bft_adviser)
    page = text(client, address(household))
    until = timezone.localdate() + timedelta(days=300)
    assert "Delt med oss" in page
    assert (
        "En i husstanden Delt Bolig Fra NAV Grunnlag sosialtjenesteloven § 44 "
        f"Gjelder til og med {until:%d.%m.%Y}"
    ) in page
    for hidden in ("Samordne hjelpen", "Amina", "Prøvesen", "Nytt samtykke", "Spurt om"):
        assert hidden not in page
    assert client.get(address(household, "nytt/")).status_code == 403
    assert client.get(address(household, "skjema/")).status_code == 404
