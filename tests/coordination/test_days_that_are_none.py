"""A day that no calendar can count from is refused at its field, on every form."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Unit, User
from households.models import Consent, Household
from tests.conftest import confirmed, logged_in, unit

pytestmark = pytest.mark.django_db
DAYS = [("01.01.0001", "for lang tid siden"), ("31.12.9999", "for langt frem i tid")]


def refused(user: User, address: str, field: str, value: str, **sent: Any) -> str:
    answer = confirmed(logged_in(user)).post(address, sent | {field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    return str(answer.content.decode())


@pytest.mark.parametrize(("value", "words"), DAYS)
@pytest.mark.parametrize("field", ["valid_from", "valid_to", "given_on"])
def test_the_answer_to_a_consent(
    asked: Consent, family: Household, caseworker: User, field: str, value: str, words: str
) -> None:
    address = f"/husstander/{family.pk}/samtykke/{asked.pk}/gitt/"
    sent = dict.fromkeys(("valid_from", "valid_to", "given_on"), "23.11.2026")
    sent |= {"given_by": str(family.contact_id), "channel": "oral"}
    assert words in refused(caseworker, address, field, value, **sent)


@pytest.mark.parametrize(("value", "words"), DAYS)
def test_sharing_by_statute(family: Household, caseworker: User, value: str, words: str) -> None:
    address = f"/husstander/{family.pk}/samtykke/lov/"
    sent = {
        "legal_basis": "§ 44",
        "subjects": [family.contact_id],
        "scopes": ["plan"],
        "unit_bft": unit("bft", "midtbyen").pk,
        "valid_to": "31.12.9999",
    }
    assert words in refused(caseworker, address, "valid_from", value, **sent)


@pytest.mark.parametrize(("value", "words"), DAYS)
def test_leaving_and_closing_and_erasing(
    caseworker: User, administrator: User, value: str, words: str
) -> None:
    office: Unit = unit("hv", "heimdal")
    for address, field in (
        (f"/administrasjon/brukere/{caseworker.pk}/slutte/", "last_day"),
        (f"/administrasjon/enheter/{office.pk}/lukk/", "last_day"),
        ("/arkiv/sletting/forslag/", "as_of"),
        (f"/administrasjon/brukere/{caseworker.pk}/rolle/", "valid_from"),
    ):
        assert words in refused(administrator, address, field, value), address
    office.refresh_from_db()
    assert office.valid_to is None
