"""A month's benefit from what is registered to the money: prepared, confirmed, paid, corrected."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from accounts.models import DelegationLimit, User
from accounts.policy import Role
from benefits.kvp_benefit import actions
from benefits.kvp_benefit.rules import Part
from benefits.models import KvpAbsence, KvpBenefit, KvpBenefitLine, KvpLeave, Payment
from benefits.payments.queries import ready
from benefits.programmes.actions import KvpError
from benefits.programmes.actions_inside import strike_absence
from benefits.queries import assistance_months, paid_months
from config.templatetags import tall
from households.models import Household, Membership
from households.months import month_of
from tests.benefits.kvp_benefit.months import (
    DAY,
    NOVEMBER,
    WHOLE,
    away,
    confirmed,
    paid,
    participant,
    prepared,
)
from tests.factories import PersonFactory, add_member

pytestmark = pytest.mark.django_db


def lines_of(row: KvpBenefit) -> list[tuple[str, int]]:
    return [(line.text, line.amount) for line in row.lines.all()]


def test_a_month_is_prepared_confirmed_sent_and_paid_as_kvp_and_is_no_assistance_month(
    household: Household, caseworker: User
) -> None:
    case = participant(household, caseworker)
    row, payment = confirmed(case, caseworker)
    assert lines_of(row) == [
        ("Kvalifiseringsstønad, 20 dager à 1\N{NO-BREAK SPACE}021,76 kr", WHOLE)
    ]
    assert row.lines.get().source.startswith("nav.no")
    assert payment is not None
    assert (payment.scheme, payment.status, payment.amount) == ("kvp", "planned", WHOLE)
    run = paid()
    payment.refresh_from_db()
    assert (payment.status, payment.run_id, payment.for_month) == ("paid", run.pk, row.for_month)
    today = timezone.localdate()
    this_month = month_of(today)
    assert assistance_months([case.person_id], this_month + 1) == frozenset()
    assert paid_months(this_month, today) == {}
    notes = list(case.changes.filter(what="benefit").values_list("note", flat=True))
    assert notes[0] == f"Bekreftet for november 2025: {tall(WHOLE)} kr"


def test_hours_leave_children_and_the_states_benefits_are_read_from_what_is_registered(
    household: Household, caseworker: User
) -> None:
    case = participant(household, caseworker)
    child = PersonFactory(birth_date=date(2020, 1, 1))
    add_member(household, child, Membership.Role.CHILD)
    away(case, caseworker, date(2025, 11, 3))
    away(case, caseworker, date(2025, 11, 4), kind="doctor")
    away(case, caseworker, date(2025, 11, 5), kind="paid_work", hours="3")
    away(case, caseworker, date(2025, 11, 5), hours="7.5")
    with pytest.raises(KvpError, match="mandag til fredag"):
        away(case, caseworker, date(2025, 11, 8))
    for first, last, given in ((20, 21, False), (24, 25, True)):
        KvpLeave.objects.create(
            case=case,
            valid_from=date(2025, 11, first),
            valid_to=date(2025, 11, last),
            back_on=date(2025, 11, last + 1),
            grounds="Avtalt",
            with_benefit=given,
            registered_by=caseworker,
        )
    row = prepared(case, caseworker, sickness=1_000)
    assert lines_of(row) == [
        ("Kvalifiseringsstønad, 18 dager à 1\N{NO-BREAK SPACE}021,76 kr", 18_392),
        ("Barnetillegg, 1 barn, 18 dager à 38 kr", 684),
        ("Ugyldig fravær, 15 timer", 2_120),
        ("Sykepenger", 1_000),
    ]
    assert row.total == 18_392 + 684 - 2_120 - 1_000


def test_an_open_leave_lasts_until_somebody_is_back_and_that_is_said(
    household: Household, caseworker: User
) -> None:
    case = participant(household, caseworker)
    days = {"valid_from": date(2025, 11, 24), "valid_to": date(2025, 11, 25)}
    KvpLeave.objects.create(case=case, grounds="Avtalt", registered_by=caseworker, **days)
    row = prepared(case, caseworker)
    assert lines_of(row) == [
        ("Kvalifiseringsstønad, 15 dager à 1\N{NO-BREAK SPACE}021,76 kr", 15_326)
    ]
    [notice] = actions.result_now(case, row).notices
    assert "25.11.2025" in notice


def test_what_is_registered_meanwhile_must_be_seen_before_it_is_confirmed(
    household: Household, caseworker: User
) -> None:
    case = participant(household, caseworker)
    row = prepared(case, caseworker)
    away(case, caseworker, date(2025, 11, 3))
    with pytest.raises(KvpError, match="Klargjør måneden på nytt"):
        actions.confirm(benefit=row, total=row.total, at=timezone.now(), by=caseworker)
    again = prepared(case, caseworker)
    assert (again.pk, again.total) == (row.pk, WHOLE - DAY)
    with pytest.raises(KvpError, match="Noen har endret"):
        actions.confirm(benefit=row, total=WHOLE, at=timezone.now(), by=caseworker)
    assert not Payment.objects.exists()
    actions.discard(case=case, benefit=again, by=caseworker)
    assert KvpBenefit.objects.get().state == "discarded"
    assert prepared(case, caseworker).edition == 2


def test_a_correction_takes_the_place_of_what_is_planned_and_pays_the_rest_of_what_is_out(
    household: Household, caseworker: User
) -> None:
    case = participant(household, caseworker)
    away(case, caseworker, date(2025, 11, 3))
    _, first = confirmed(case, caseworker)
    away(case, caseworker, date(2025, 11, 4))
    second, planned = confirmed(case, caseworker)
    assert first is not None
    assert planned is not None
    first.refresh_from_db()
    assert (first.status, planned.amount) == ("cancelled", second.total)
    paid()
    strike_absence(case=case, absence=KvpAbsence.objects.all()[0], by=caseworker)
    third, rest = confirmed(case, caseworker)
    assert rest is not None
    assert (third.edition, third.total, rest.amount) == (3, WHOLE - DAY, third.total - second.total)
    states = dict(KvpBenefit.objects.values_list("edition", "state"))
    assert states == {1: "replaced", 2: "replaced", 3: "confirmed"}


@pytest.mark.parametrize("seed", range(5))
def test_however_it_is_corrected_a_month_pays_the_most_that_was_right_when_money_went_out(
    seed: int, household: Household, caseworker: User
) -> None:
    rng, case, most_out = Random(seed), participant(household, caseworker), 0
    for _ in range(4):
        day = date(2025, 11, 3) + timedelta(days=rng.randrange(25))
        if day.weekday() > 4:
            continue
        if not case.absences.filter(day=day, struck_at=None).exists():
            away(case, caseworker, day)
        elif rng.random() < 0.5:
            strike_absence(case=case, absence=case.absences.get(day=day), by=caseworker)
        row, payment = confirmed(case, caseworker)
        if payment is not None and rng.random() < 0.6:
            paid()
            most_out = row.total
        live = Payment.objects.exclude(status="cancelled").values_list("amount", flat=True)
        assert sum(live) == max(row.total, most_out)
        gives = sum(-line.amount if line.takes else line.amount for line in row.lines.all())
        assert gives == row.total


def test_beyond_the_limit_a_leader_who_has_not_prepared_it_confirms(
    household: Household, caseworker: User, team_leader: User
) -> None:
    DelegationLimit.objects.filter(role=Role.CASEWORKER).update(amount=20_000)
    row = prepared(participant(household, caseworker), caseworker)
    given = {"benefit": row, "total": WHOLE, "at": timezone.now()}
    with pytest.raises(KvpError, match="Fullmakten din går til 20\u00a0000 kr"):
        actions.confirm(by=caseworker, **given)
    KvpBenefit.objects.update(prepared_by=team_leader)
    with pytest.raises(KvpError, match="en annen enn den"):
        actions.confirm(by=team_leader, **given)
    KvpBenefit.objects.update(prepared_by=caseworker)
    assert actions.confirm(by=team_leader, **given) is not None
    today = timezone.localdate()
    assert ready(today, team_leader).count() == 0
    assert ready(today, caseworker).count() == 0


def test_nothing_is_paid_ahead_outside_the_programme_or_twice(
    household: Household, caseworker: User
) -> None:
    case = participant(household, caseworker)
    for month in (NOVEMBER - 1, month_of(timezone.localdate())):
        with pytest.raises(KvpError, match="Velg en måned som er over"):
            prepared(case, caseworker, month)
    Payment.objects.create(
        person=case.person,
        paid_on=date(2025, 12, 1),
        for_month=date(2025, 11, 1),
        scheme="kvp",
        category="livsopphold",
        amount=WHOLE,
        status="paid",
        registered_on=date(2025, 12, 1),
    )
    with pytest.raises(KvpError, match="tidligere system"):
        prepared(case, caseworker)
    with pytest.raises(KvpError, match="Grunnbeløpet"):
        prepared(case, caseworker, NOVEMBER + 6)


def test_the_stored_parts_are_those_of_the_rules() -> None:
    assert KvpBenefitLine.Part.values == [part.value for part in Part]
