"""A home that is given, let and handed over in that order; a tenant is not offered another."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from households.models import Household
from housing.homes.actions import Answer, answer
from housing.models import Allocation
from housing.tenancies.actions import Contract, sign
from tests.conftest import logged_in
from tests.housing.filled import offered, queued
from tests.housing.kept import TODAY, dwelling, typed

pytestmark = pytest.mark.django_db


def test_the_key_is_handed_over_after_the_lease_is_signed(
    home: Household, hv: User, bol: User
) -> None:
    made = offered(queued(home, hv), bol, dwelling(available_from=TODAY))
    answer(offer=made, given=Answer("accepted", TODAY), at=timezone.now(), by=bol)
    sign(household=home, dwelling=made.dwelling, contract=Contract("fixed", TODAY), by=hv)
    client, tab = logged_in(bol), reverse("housing:household", args=[home.pk])
    key = reverse("housing:act", args=[home.pk, "nokkel"])
    shown = client.get(tab).text
    assert "Nøkkelen er ikke utlevert" in shown
    assert key in shown
    assert reverse("housing:act", args=[home.pk, "frigi"]) not in shown
    assert reverse("tenancies:new", args=[home.pk]) not in shown
    assert reverse("housing:new_application", args=[home.pk]) not in shown
    client.post(key, {"on": typed()})
    assert Allocation.objects.get().key_on == TODAY
    assert key not in client.get(tab).text
