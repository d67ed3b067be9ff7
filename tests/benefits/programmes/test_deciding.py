"""The decisions on the programme and on a longer one, followed until they hold, fall or change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.models import KvpCase, Payment
from benefits.programmes import actions, deciding, rules
from benefits.programmes.actions import Assessed, KvpError
from benefits.programmes.deciding import draft_decision, propose_extension
from decisions import actions as decision_actions
from decisions.actions import RefusedError
from decisions.models import Decision
from households.models import Household
from tests.benefits.programmes.filled import answers, applied, assessed, days_ago, ended, started
from tests.casework import limit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(db: None) -> None:
    limit(Role.CASEWORKER, 50_000)


def drafted(case: KvpCase, by: User) -> Decision:
    return draft_decision(case=case, version=case.version, at=timezone.now(), by=by)


def approved(decision: Decision, by: User) -> Decision:
    """Within the writer's own limit it holds at once."""
    return decision_actions.propose(
        decision=decision, version=decision.version, at=timezone.now(), by=by
    )


def again(case: KvpCase) -> KvpCase:
    return KvpCase.objects.get(pk=case.pk)


def test_an_approved_decision_grants_the_programme_and_pays_nothing(
    household: Household, caseworker: User
) -> None:
    case = assessed(household, caseworker, days_ago(9))
    decision = approved(drafted(case, caseworker), caseworker)
    case = again(case)
    assert (case.state, case.decided_on) == ("decided", timezone.localdate())
    assert decision.state == "approved"
    assert decision.month_count == 12
    assert not Payment.objects.exists()
    steps = case.changes.order_by("pk").values_list("what", flat=True)
    assert list(steps)[-2:] == ["drafted", "state"]


def test_who_does_not_fulfil_the_conditions_is_refused_and_may_win_an_appeal(
    household: Household, caseworker: User
) -> None:
    case = applied(household, caseworker, days_ago(9))
    told = Assessed(answers(follow_up=False), fulfils=False, conclusion="Kan klare seg selv")
    case = actions.assess(
        case=case, version=case.version, on=days_ago(1), assessed=told, by=caseworker
    )
    decision = approved(drafted(case, caseworker), caseworker)
    case = again(case)
    assert (case.state, case.closed_on) == ("refused", timezone.localdate())
    correction = decision_actions.correct(decision=decision, at=timezone.now(), by=caseworker)
    assert again(case).decision == correction
    [matter] = correction.matters.all()
    matter.outcome = "granted"
    matter.save()
    month = timezone.localdate().replace(day=1)
    Decision.objects.filter(pk=correction.pk).update(
        outcome="granted", first_month=month, last_month=month
    )
    correction.refresh_from_db()
    approved(correction, caseworker)
    assert (again(case).state, again(case).closed_on) == ("decided", None)


def test_a_draft_that_is_withdrawn_leaves_the_case_free_for_another(
    household: Household, caseworker: User
) -> None:
    case = assessed(household, caseworker)
    decision = drafted(case, caseworker)
    with pytest.raises(KvpError, match="allerede begynt"):
        drafted(again(case), caseworker)
    with pytest.raises(KvpError, match="Trekk det først"):
        actions.withdraw(
            case=again(case),
            version=again(case).version,
            on=timezone.localdate(),
            reason="Flytter",
            by=caseworker,
        )
    decision_actions.withdraw(decision=decision, reason="Feil", at=timezone.now(), by=caseworker)
    assert again(case).decision is None
    assert drafted(again(case), caseworker).pk != decision.pk


def test_no_decision_is_begun_before_the_assessment(household: Household, caseworker: User) -> None:
    with pytest.raises(KvpError, match="Vurder arbeidsevnen først"):
        drafted(applied(household, caseworker), caseworker)


def extend(case: KvpCase, by: User, until: date, **kwargs: Any) -> Any:
    values: dict[str, Any] = {"is_exception": False, "grounds": "Trenger mer tid"} | kwargs
    return propose_extension(
        case=case, version=case.version, until=until, at=timezone.now(), by=by, **values
    )


def test_an_extension_is_in_force_when_its_decision_is_approved(
    household: Household, caseworker: User
) -> None:
    first = days_ago(300)
    case = started(household, caseworker, first)
    one, two = rules.last_day_of(first, 1), rules.last_day_of(first, 2)
    row = extend(case, caseworker, two)
    assert deciding.end_of(again(case)) == one
    with pytest.raises(KvpError, match="allerede begynt"):
        extend(again(case), caseworker, two)
    approved(row.decision, caseworker)
    assert deciding.end_of(again(case)) == two
    assert case.changes.filter(what="extended").count() == 1
    assert again(case).state == "started"


def test_a_programme_does_not_end_with_an_extension_half_decided(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(300))
    row = extend(case, caseworker, rules.last_day_of(days_ago(300), 2))
    given: dict[str, Any] = {"on": days_ago(0), "status": "3", "exit_code": "01", "reason": ""}
    with pytest.raises(KvpError, match="forlengelse er begynt"):
        actions.end(case=again(case), version=again(case).version, by=caseworker, **given)
    KvpCase.objects.filter(pk=case.pk).update(state="completed")
    with pytest.raises(RefusedError, match="kan ikke forlenges"):
        approved(row.decision, caseworker)


def test_an_extension_too_long_or_without_grounds_is_refused_at_its_field(
    household: Household, caseworker: User
) -> None:
    first = date(2017, 6, 1)
    case = started(household, caseworker, first)
    for until, grounds, field in (
        (date(2019, 6, 1), "Trenger det", "until"),
        (date(2019, 5, 31), " ", "grounds"),
    ):
        with pytest.raises(KvpError) as refused:
            extend(case, caseworker, until, grounds=grounds)
        assert refused.value.field == field
    assert extend(case, caseworker, date(2019, 5, 31)).decision.state == "draft"


def test_what_is_over_is_not_extended(household: Household, caseworker: User) -> None:
    case = ended(household, caseworker, days_ago(300), days_ago(1))
    with pytest.raises(KvpError, match="i gang"):
        extend(case, caseworker, days_ago(-100))
