"""The page of a calculation: what it shows, what it refuses, and what it stores."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from benefits.models import AssistanceApplication, Calculation, FamilyCap, OneOffGuide
from config.templatetags import MINUS
from households.models import HousingCost
from households.months import month_from
from tests.benefits.calculating.conftest import (
    JUNE,
    address,
    person_named,
    save,
    typed,
)
from tests.conftest import logged_in, unit
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def month_of(row: AssistanceApplication) -> Any:
    return row.calculations.get().months.get(month=JUNE)


def rent(amount: int, **more: Any) -> dict[str, Any]:
    return {"claimed_rent": amount} | more


def income(row: AssistanceApplication, amount: int, kind: str = "wages") -> dict[str, Any]:
    return {
        "inntekt-0-person": row.applicant_id,
        "inntekt-0-kind": kind,
        "inntekt-0-amount": amount,
    }


def one_off(amount: int, **more: Any) -> dict[str, Any]:
    return {
        "engang-0-purpose": "other",
        "engang-0-text": "Vinterklær",
        "engang-0-amount": amount,
    } | {f"engang-0-{name}": value for name, value in more.items()}


def test_five_children_give_the_cap_with_the_reduction_shown(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    """domain.md 4.2 (a): 33 350 kr of need become 24 000 kr."""
    page = save(client, application, **rent(9_000)).text
    month = month_of(application)
    assert (month.norm, month.housing, month.cap, month.award) == (24_350, 9_000, 9_350, 24_000)
    assert "Stønadstak for barnefamilier 24\N{NO-BREAK SPACE}000 kr, av behovet" in page
    assert f"{MINUS}9\xa0350" in page
    assert "kommunens tillegg" in page
    save(client, application, **income(application, 8_000))
    assert month_of(application).award == 16_000
    page = save(client, application, **one_off(3_000)).text
    assert month_of(application).award == 19_000
    assert "utenfor stønadstaket" in page


def test_without_income_a_one_off_comes_on_top_of_the_cap(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    """Measure 2a: a one-off of 3 000 gives 27 000 in total."""
    save(client, application, **rent(9_000), **one_off(3_000))
    assert month_of(application).award == 27_000


def test_another_amount_needs_grounds_and_the_norm_stays_in_sight(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    answer = save(client, application, discretion_amount=26_000)
    assert "Skriv hvorfor beløpet er et annet enn normen." in answer.text
    assert month_of(application).award == 24_000
    answer = save(client, application, discretion_amount=26_000, discretion_grounds="Sykt barn")
    assert (month_of(application).norm_award, month_of(application).award) == (24_000, 26_000)
    assert "Fastsatt etter skjønn: Sykt barn" in answer.text
    assert "24\xa0000 kr" in answer.text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"claimed_rent": "5000", "accepted_rent": "6000"}, "godkjent er høyere enn oppgitt"),
        ({"claimed_rent": "mye"}, "Skriv hele kroner, uten øre."),
        ({"last_month": JUNE - 1}, "Siste måned kan ikke være før den første."),
        ({"inntekt-0-amount": "-5"}, "Beløpet kan ikke være under null."),
        ({"tillegg-0-amount": "500", "tillegg-0-text": "Reise"}, "Et tillegg til normen må"),
        ({"tillegg-0-text": "Reise"}, "Skriv beløpet."),
        ({"trekk-0-amount": "500", "trekk-0-section": "§ 20"}, "Skriv hva trekket gjelder."),
        ({"trekk-0-amount": "5", "trekk-0-text": "A", "trekk-0-section": "§ 1"}, "§ 1 er ikke"),
        ({"engang-0-amount": "500"}, "Velg hva stønaden er til."),
        ({"engang-0-amount": "500", "engang-0-purpose": "leisure"}, "må begrunnes etter § 19"),
        ({"scheme": "special"}, "Særordningen gjelder bare"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client: Client,
    application: AssistanceApplication,
    draft: Calculation,
    values: dict[str, Any],
    message: str,
) -> None:
    answer = save(client, application, **values)
    assert answer.status_code == 200
    assert message in answer.text
    draft.refresh_from_db()
    assert draft.version == 1


def test_months_without_rates_are_refused_in_words_at_the_field(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    """Nobody has verified rates for 2015, and they are never extrapolated."""
    AssistanceApplication.objects.update(received_on="2015-03-02")
    answer = save(client, application, first_month=month_from(2015, 3), last_month=24_182)
    assert "Det er ikke lagt inn veiledende satser" in str(
        answer.context["sheet"].form.errors["first_month"]
    )
    assert month_of(application).award == 24_000


def test_a_one_off_shows_the_guiding_amount_and_departing_from_it_needs_grounds(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    guide = OneOffGuide.objects.create(
        event="christmas", group="couple", valid_from="2013-01-01", amount=2_000, source="Prøve"
    )
    page = client.get(address("calculation", application)).text
    assert "Jul, par: veiledende 2\N{NO-BREAK SPACE}000 kr" in page
    chosen = {"engang-0-purpose": guide.pk, "engang-0-amount": 3_000}
    assert (
        "enn det veiledende (2\N{NO-BREAK SPACE}000 kr)" in save(client, application, **chosen).text
    )
    page = save(client, application, **chosen | {"engang-0-grounds": "Fem barn"}).text
    assert "veiledende 2\xa0000 kr; Fem barn" in page
    assert month_of(application).one_off == 3_000


def test_child_benefit_is_shown_and_counts_only_before_the_law_kept_it_out(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    FamilyCap.objects.update(valid_to=None)
    page = save(client, application, **income(application, 1_500, "child_benefit")).text
    assert month_of(application).income == 1_500
    assert "regnes ikke med" not in page
    AssistanceApplication.objects.update(received_on="2024-03-02")
    march = month_from(2024, 3)
    still = [person_named(application.household, name).pk for name in ("Barn0", "Barn1")]
    page = save(client, application, first_month=march, last_month=march, children=still).text
    assert "Barnetrygd (regnes ikke med)" in page
    assert application.calculations.get().months.get().income == 0


def test_what_the_home_costs_is_typed_once_for_the_household(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    save(client, application, **rent(9_000, accepted_rent=8_000, arrears_rent=4_000))
    cost = HousingCost.objects.get()
    assert (cost.claimed, cost.accepted, cost.arrears) == (9_000, 8_000, 4_000)
    assert month_of(application).housing == 8_000
    save(client, application)
    assert HousingCost.objects.count() == 1


def test_a_preview_shows_the_sum_and_saves_nothing(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    posted = typed(client, application, **rent(9_000))
    answer = client.post(address("preview_calculation", application), posted)
    assert f"{MINUS}9\xa0350" in answer.text
    assert "<form" not in answer.text
    spoilt = client.post(address("preview_calculation", application), posted | rent(-1))
    assert "Beløpet kan ikke være under null." in spoilt.text
    draft.refresh_from_db()
    assert draft.version == 1


def test_one_more_row_keeps_what_was_typed_and_saves_nothing(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    page = save(client, application, **income(application, 8_000), add="inntekt").text
    assert 'name="inntekt-1-amount"' in page
    assert 'value="8000"' in page
    assert not month_of(application).income


def test_a_second_saving_on_an_old_version_shows_both(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    old = typed(client, application, **rent(7_000))
    save(client, application, **rent(9_000))
    answer = client.post(address("calculation", application), old)
    assert answer.status_code == 409
    assert "9\xa0000 kr oppgitt, 9\xa0000 kr godkjent" in answer.text
    assert "7\xa0000 kr oppgitt, 7\xa0000 kr godkjent" in answer.text
    assert 'value="7000"' in answer.text
    assert month_of(application).housing == 9_000
    again = {**old, "version": answer.context["calculation"].version}
    client.post(address("calculation", application), again)
    assert month_of(application).housing == 7_000


def test_a_colleague_and_the_leader_read_it_and_only_who_handles_it_writes(
    client: Client,
    application: AssistanceApplication,
    draft: Calculation,
    colleague_same_office: User,
    team_leader: User,
) -> None:
    posted = typed(client, application)
    for user in (colleague_same_office, team_leader):
        reader = logged_in(user)
        page = reader.get(address("calculation", application)).text
        assert "Grunnlaget" in page
        assert "Lagre beregningen" not in page
        assert reader.post(address("calculation", application), posted).status_code == 403
    other = logged_in(UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen")))
    assert other.get(address("calculation", application)).status_code in (403, 404)


def test_the_page_is_begun_by_a_button_with_all_that_is_known(
    client: Client, application: AssistanceApplication
) -> None:
    assert "Start beregningen" in client.get(address("calculation", application)).text
    page = client.post(address("start_calculation", application), follow=True).text
    assert "Lagre beregningen" in page
    assert month_of(application).award == 24_000
    assert person_named(application.household, "Jonas").name in page
