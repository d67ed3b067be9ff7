"""The letter of an approved place: the place and what it asks, and nothing of money."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.utils import timezone

from accounts.models import User
from config.templatetags import tall
from decisions.letters import words_of
from decisions.models import Decision
from households.models import Household
from housing.queue import deciding
from housing.queue.rules import renew_by
from tests.conftest import logged_in, unit
from tests.housing.filled import assessed, ground

OF_MONEY = ("penger", "utbetal", "Utbetal", "kvalifisering", "kroner")


@pytest.fixture
def draft(home: Household, hv: User) -> Decision:
    row = assessed(home, hv, needs_adapted=True, most_rent=9_500)
    row.grounds.add(ground("B"))
    row.districts.add(unit("hv", "midtbyen").district)
    return deciding.begin_decision(application=row, version=row.version, at=timezone.now(), by=hv)


def told(decision: Decision) -> str:
    words = words_of(decision)
    return "\n".join(words.payment)


def test_the_letter_gives_a_place_and_never_a_home(draft: Decision) -> None:
    words = words_of(draft)
    (matter,) = words.matters
    assert (matter.title, matter.outcome) == ("Plass i køen for kommunal bolig", "Innvilget")
    assert matter.paragraphs[-1].text == "Plass i køen for kommunal bolig."
    assert words.payment_title == "Dette gjelder for plassen"


def test_it_says_class_and_why_size_renewal_and_what_a_no_leads_to(draft: Decision) -> None:
    day = renew_by(timezone.localdate(), None, 12)
    for part in (
        "klasse B fordi dette er oppfylt: mister boligen innen tre måneder",
        f"på 2 rom, uten trapp, i Midtbyen, med husleie til {tall(9_500)} kr i måneden",
        f"Plassen står til {day:%d.%m.%Y}",
        "Takker du nei to ganger uten en grunn som er godtatt",
        "helse: boligen passer ikke",
        "et vedtak som du kan klage på",
    ):
        assert part in told(draft), part
    assert "standard" not in told(draft)


def test_it_has_no_words_of_money(draft: Decision) -> None:
    whole = str(asdict(words_of(draft)))
    assert [word for word in OF_MONEY if word in whole.replace("økonomi", "")] == []


def test_the_district_is_left_out_where_the_place_is_hidden(home: Household, hv: User) -> None:
    type(home.contact).objects.filter(pk=home.contact_id).update(protection="code_6")
    row = assessed(home, hv)
    row.districts.add(unit("hv", "midtbyen").district)
    made = deciding.begin_decision(application=row, version=1, at=timezone.now(), by=hv)
    assert "Midtbyen" not in told(made)


def test_the_writing_page_asks_for_no_money_and_offers_no_other_law(
    draft: Decision, hv: User
) -> None:
    address = f"/husstander/{draft.household_id}/vedtak/{draft.pk}/"
    text = logged_in(hv).get(address).content.decode()
    for word in ("Stønadsform", "Kroner", "Utbetales til", "Hvor ofte", "Utbetaling og", "§ 29"):
        assert word not in text, word
    assert "Dette gjelder for plassen" in text


def test_what_is_stored_from_the_page_still_gives_no_money(draft: Decision, hv: User) -> None:
    matter = draft.matters.get()
    form = {
        "version": draft.version,
        "outcome": "granted",
        "first_month": f"{timezone.localdate():%m.%Y}",
        "last_month": f"{timezone.localdate():%m.%Y}",
        "payment": "Plassen står",
        "matters-TOTAL_FORMS": 1,
        "matters-INITIAL_FORMS": 0,
        "conditions-TOTAL_FORMS": 0,
        "conditions-INITIAL_FORMS": 0,
        "matters-0-asked": matter.asked,
        "matters-0-outcome": "granted",
        "matters-0-section": "bsl6",
        "matters-0-facts": "Bor trangt",
        "matters-0-law": "Loven",
        "matters-0-discretion": "Vurdert",
        "matters-0-amount": "5 000",
        "matters-0-form": "grant",
        "do": "save",
    }
    address = f"/husstander/{draft.household_id}/vedtak/{draft.pk}/skriv/"
    assert logged_in(hv).post(address, form).status_code == 302
    matter = draft.matters.get()
    assert (matter.facts, matter.amount, matter.form) == ("Bor trangt", 0, "service")
