"""Each act on the tab Bolig has a receipt, and one that comes too late is told so."""

from __future__ import annotations

import uuid

import pytest

from accounts.models import User
from households.models import Household
from housing.acts import ACTS
from housing.models import AdviceCase
from tests.conftest import logged_in
from tests.housing.filled import advised, applied, offered, queued
from tests.housing.test_pages import day, page, tab


def done(user: User, home: Household, act: str, **form: object) -> str:
    return logged_in(user).post(tab(home, f"{act}/"), form, follow=True).content.decode()


@pytest.mark.parametrize(
    ("act", "form", "told"),
    [
        ("samtale", {"on": day(), "text": "Snakket"}, "Samtalen er lagret."),
        ("maal", {"aim": "own_home"}, "Målet er lagret."),
        (
            "steg",
            {"tool": "savings", "text": "Spare", "owner": "household"},
            "Steget er lagt til i planen.",
        ),
        ("pause", {"on": day(), "reason": "Syk"}, "Plassen er på pause."),
        ("forny", {"on": day()}, "Søknaden er fornyet."),
        ("radtilbud", {"on": day()}, "Tilbudet om råd er registrert."),
        ("ut", {"on": day(), "cause": "withdrawn"}, "Husstanden er tatt ut av køen."),
    ],
)
def test_an_act_has_a_receipt(
    hv: User, home: Household, act: str, form: dict[str, str], told: str
) -> None:
    queued(home, hv)
    advised(home, hv)
    assert told in done(hv, home, act, token=uuid.uuid4(), **form)


def test_a_move_tells_whether_it_holds_or_waits(hv: User, home: Household) -> None:
    queued(home, hv)
    form = {"token": uuid.uuid4(), "grounds": "Endret"}
    assert "Flytting til klasse C er foreslått" in done(hv, home, "grunner", **form)


def test_every_act_has_its_words(db: None) -> None:
    assert [name for name, act in ACTS.items() if not act.done] == []


def test_what_is_too_late_is_told_and_is_no_missing_page(hv: User, home: Household) -> None:
    advised(home, hv)
    end = {"on": day(), "outcome": "no_contact"}
    assert "Rådgivningen er avsluttet." in done(hv, home, "radslutt", **end)
    told = "Avslutt rådgivningen: det er ikke noe å gjøre dette med lenger."
    assert told in done(hv, home, "radslutt", **end)
    again = logged_in(hv).get(tab(home, "radslutt/"), follow=True)
    assert again.status_code == 200
    assert told in again.content.decode()
    assert AdviceCase.objects.filter(outcome="no_contact").count() == 1


def test_the_tab_has_one_button_that_stands_out(hv: User, bol: User, home: Household) -> None:
    offered(queued(home, hv), bol)
    advised(home, hv)
    text = page(bol, tab(home))
    assert text.count('class="ds-button" href=') == 1
    assert "Registrer svaret" in text


def test_the_aim_is_changed_once_it_is_chosen_and_noes_are_told_of_all(
    hv: User, bol: User, home: Household
) -> None:
    entry = queued(home, hv)
    for _ in range(2):
        offered(
            entry, bol, answer="declined", reason="health", answered_on=entry.queued_on,
            answered_by=bol,
        )  # fmt: skip
    advised(home, hv)
    text = page(hv, tab(home))
    assert "2 ganger, ingen teller" in text
    assert "Velg mål" in text
    AdviceCase.objects.going_on().update(aim="own_home")
    assert "Endre mål" in page(hv, tab(home))


def test_a_new_application_has_its_number_in_the_receipt(hv: User, home: Household) -> None:
    applied(home, hv).delete()
    form = {
        "token": uuid.uuid4(),
        "applicant": home.contact_id,
        "received_on": day(),
        "situation": "Bor trangt",
        "rooms": 2,
    }
    text = logged_in(hv).post(tab(home, "soknad/ny/"), form, follow=True).content.decode()
    assert "Søknaden er registrert som BS-" in text
