"""Who sees which entries of the timeline, what the address filters, and what is logged."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import AccessEvent, Clearance, User
from benefits.models import KvpEnrolment
from households.access import Protection
from households.models import Household, Person, Responsibility
from tests.conftest import logged_in, unit
from tests.coordination.timeline.conftest import address, kinds, lines, text
from tests.factories import UserFactory, clear, share
from tests.record_factories import note

pytestmark = pytest.mark.django_db
OF_BENEFITS = {"soknad", "vedtak", "vilkar", "klage", "utbetaling", "krav", "program"} | {
    "radgivning", "tiltak", "flagg", "situasjon",
}  # fmt: skip
OF_OFFICE = {"journal", "dokument", "henvendelse", "samtykke", "medlem", "bolig", "ansvar"}
OF_NAV = OF_BENEFITS | OF_OFFICE | {"plan", "kartlegging", "overgang", "osk", "gradering"}


@pytest.mark.parametrize(
    ("actor", "status", "told_of"),
    [
        ("caseworker", 200, OF_NAV),
        ("colleague_same_office", 200, OF_NAV),
        ("team_leader", 200, OF_NAV | {"innsyn"}),
        ("caseworker_other_office", 404, set()),
        ("bft_adviser", 404, set()),
        ("hv_adviser", 404, set()),
        ("osk_lead", 404, set()),
        ("executive", 403, set()),
        ("administrator", 403, set()),
        ("auditor", 403, set()),
        ("stranger", 403, set()),
    ],
)
@pytest.mark.parametrize("rest", ["", "utskrift/"])
def test_the_office_sees_its_own_and_nobody_else_the_page(
    request: pytest.FixtureRequest,
    told: Household,
    actor: str,
    status: int,
    told_of: set[str],
    rest: str,
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    assert client.get(address(told, rest)).status_code == status
    if status == 200 and rest:
        assert kinds(client, told) == told_of


def test_a_party_with_a_case_of_its_own_sees_that_and_no_more(
    told: Household, bft_adviser: User
) -> None:
    there = unit("bft", "midtbyen")
    Responsibility.objects.create(
        household=told, party="bft", unit=there, caseworker=bft_adviser, valid_from=date(2026, 1, 1)
    )
    note(told, bft_adviser, at=there, text="Snakket om barnehagen")
    client = logged_in(bft_adviser)
    assert kinds(client, told) == {"journal", "medlem", "bolig", "ansvar", "gradering", "plan"}
    page = text(client, address(told, "utskrift/"))
    assert "Snakket om barnehagen" in page
    assert "BFT Midtbyen har ansvaret" in page
    for secret in ("NAV Midtbyen", " kr ", "Avtalt med", "Ektesituasjon", "kartlagt", "Vedtak"):
        assert secret not in page.split("Tidslinje", 2)[-1]


def test_what_is_shared_about_a_child_opens_its_mapping_until_it_is_withdrawn(
    told: Household, bft_adviser: User
) -> None:
    child = told.members.get(first_name="Barnenavn")
    shares = [
        share(told, child, unit("bft", "midtbyen"), scope=scope)
        for scope in ("household", "children")
    ]
    client = logged_in(bft_adviser)
    assert kinds(client, told) == {"kartlegging", "overgang", "medlem", "samtykke"}
    rows = lines(client, told)
    assert any("Barnet kartlagt Barnenavn" in row for row in rows)
    assert any("NAV deler med deg Barnenavn" in row for row in rows)
    assert not [row for row in rows if "Amina" in row or "Ekte" in row]
    shares[1].revoked_at, shares[1].revoked_by = timezone.now(), bft_adviser
    shares[1].save()
    assert kinds(client, told) == {"medlem", "samtykke"}
    shares[0].revoked_at, shares[0].revoked_by = timezone.now(), bft_adviser
    shares[0].save()
    assert client.get(address(told)).status_code == 404


def test_what_hv_has_seen_is_told_to_hv_and_to_nobody_it_does_not_share_with(
    told: Household, hv_adviser: User, caseworker: User
) -> None:
    child = told.members.get(first_name="Barnenavn")
    for scope in ("household", "children"):
        share(told, child, unit("hv", "midtbyen"), scope=scope)
    assert "observasjon" in kinds(logged_in(hv_adviser), told)
    assert "observasjon" not in kinds(logged_in(caseworker), told)
    row = lines(logged_in(hv_adviser), told, "?hva=kartlegging")[0]
    assert "Barnet kartlagt" in row or "Unntak" in row


def test_economy_that_is_shared_tells_months_without_amounts(
    told: Household, hv_adviser: User
) -> None:
    share(told, told.contact, unit("hv", "midtbyen"), scope="economy")
    client = logged_in(hv_adviser)
    rows = lines(client, told, "utskrift/?hva=utbetaling")
    assert rows[0] == "20.07.2024 Fikk økonomisk sosialhjelp juli 2024 Utbetalinger"
    assert len(rows) == 5  # three together with the spouse, and two
    page = text(client, address(told, "utskrift/"))
    assert " kr" not in page
    assert "Egennavn" not in page
    assert kinds(client, told) == {"utbetaling", "samtykke"}


def test_kvp_that_is_shared_tells_of_that_person_alone(told: Household, hv_adviser: User) -> None:
    for scope in ("household", "kvp"):
        share(told, told.contact, unit("hv", "midtbyen"), scope=scope)
    rows = lines(logged_in(hv_adviser), told, "utskrift/?hva=program")
    assert len(rows) == 6
    assert KvpEnrolment.objects.count() == 3
    assert all("Amina Egennavn" in row for row in rows)


def test_only_people_who_may_be_known_can_be_chosen(told: Household, hv_adviser: User) -> None:
    share(told, told.contact, unit("hv", "midtbyen"))
    client = logged_in(hv_adviser)
    other = told.members.get(first_name="Ektenavn")
    page = client.get(address(told)).content.decode()
    assert f'<option value="{told.contact_id}"' in page
    assert f'<option value="{other.pk}"' not in page
    unread = lines(client, told, f"?hvem={other.pk}")
    assert unread == lines(client, told)  # what cannot be chosen is left out of the choice


def test_a_family_without_a_name_has_no_timeline(told: Household, osk_lead: User) -> None:
    share(told, told.contact, unit("nav", "midtbyen"), scope="plan", audience="osk")
    client = logged_in(osk_lead)
    assert client.get(f"/husstander/{told.pk}/").status_code == 200
    assert client.get(address(told)).status_code == 403
    assert "Tidslinje" not in client.get(f"/husstander/{told.pk}/").content.decode()
    share(told, told.contact, unit("nav", "midtbyen"), audience="osk")
    assert kinds(client, told) == {"medlem", "samtykke", "plan"}


@pytest.mark.parametrize("grade", [Protection.CODE_6, Protection.CODE_7])
def test_a_protected_family_tells_no_place_even_to_who_is_cleared(
    told: Household, caseworker: User, grade: Protection
) -> None:
    Person.objects.filter(first_name="Barnenavn").update(protection=grade)
    client = logged_in(caseworker)
    assert client.get(address(told)).status_code == 404
    clear(caseworker, Clearance.Kind.CODE_6)
    clear(caseworker, Clearance.Kind.CODE_7)
    page = text(client, address(told, "utskrift/"))
    assert "NAV har ansvaret" in page
    for place in ("Midtbyen har", "bydelen", "Egengata"):
        assert place not in page


def test_the_address_chooses_kind_and_person(told: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    child = told.members.get(first_name="Barnenavn")
    assert kinds(client, told, "?hva=vedtak") == {"vedtak"}
    about = lines(client, told, f"?hvem={child.pk}")
    assert about
    assert all("Barnenavn Barnesen" in line for line in about)
    both = lines(client, told, f"utskrift/?hva=journal&hvem={child.pk}")
    assert len(both) == 2
    whole = lines(client, told)
    for nonsense in ("?hva=tull", "?hvem=x", "?hvem=99999999999999999999"):
        assert lines(client, told, nonsense) == lines(client, told, "")
    assert len(whole) > 50
    assert "Ingen hendelser i utvalget" in text(client, address(told, "?hva=observasjon"))


def test_the_months_are_heads_and_lines_lead_to_their_pages(
    told: Household, caseworker: User
) -> None:
    page = logged_in(caseworker).get(address(told)).content.decode()
    heads = [head for head in ("November 2026", "Oktober 2026", "August 2025") if head in page]
    assert heads == ["November 2026", "Oktober 2026", "August 2025"]
    decision = told.decisions.exclude(kind="housing").first()
    assert decision is not None
    for where in (f"/vedtak/{decision.pk}/", "/samtykke/", "/okonomi/", "/journal/#notat-"):
        assert where in page


def test_the_reading_and_the_printing_are_logged(told: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    client.get(address(told))
    read = AccessEvent.objects.latest("pk")
    assert (read.action, read.view_name, read.object_id) == (
        "read", "coordination:timeline", told.pk,
    )  # fmt: skip
    client.get(address(told, "utskrift/"))
    printed = AccessEvent.objects.latest("pk")
    assert (printed.action, printed.view_name) == ("print", "coordination:timeline_print")
    assert set(printed.subject_ids) == set(told.members.values_list("pk", flat=True))


def test_a_refusal_is_logged(told: Household) -> None:
    stranger = UserFactory(role=None)
    assert logged_in(stranger).get(address(told)).status_code == 403
    assert AccessEvent.objects.latest("pk").verdict == "deny"
