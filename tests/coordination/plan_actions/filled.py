"""A plan action, a review and an application for funds, as rows and as what is typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import Measure
from coordination.models import GrantApplication, MeasureReview, PlanAction
from coordination.plan_actions import actions
from coordination.plan_actions.actions import Duty
from tests.benefits.measures.filled import measure


def day(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def typed_day(days: int = 0) -> str:
    return f"{day(days):%d.%m.%Y}"


def to_do(by: User, days: int = 60, party: str = "", **values: Any) -> PlanAction:
    given = {"measure": "4a", "title": "Kompetanseplan for kontoret"} | values
    return actions.add(duty=Duty(by, day(days), party), by=by, **given)


def youth_measure(by: User, name: str = "Ungdomsverkstedet", **values: Any) -> Measure:
    return measure(by, name=name, kind="youth", target="youth", **values)


def reviewed(by: User, of: Measure, year: int, **values: Any) -> MeasureReview:
    given: dict[str, Any] = {"target_group": 3, "content": 4, "results": 2, "user_view": 3}
    given |= {"decision": "change", "measure": of, "year": year} | values
    return actions.review(duty=Duty(by, day(30)), by=by, on=day(), **given)


def applied(by: User, days: int = 30, **values: Any) -> GrantApplication:
    given: dict[str, Any] = {"scheme": "Jobbsjansen", "funder": "IMDi", "amount": 1_500_000}
    return actions.apply_for_funds(duty=Duty(by, day(days)), by=by, on=day(), **given | values)


def typed(by: User, **values: Any) -> dict[str, Any]:
    given = {"measure": "8a", "title": "Kalle inn til forum", "owner": by.pk, "version": 1}
    return given | {"deadline": typed_day(40)} | values


def typed_grant(by: User, **values: Any) -> dict[str, Any]:
    given = {"scheme": "Jobbsjansen", "funder": "IMDi", "amount": 900_000, "owner": by.pk}
    return given | {"state": "planned", "deadline": typed_day(30), "version": 1} | values


def typed_review(by: User, of: Measure, **values: Any) -> dict[str, Any]:
    given = {"measure": of.pk, "year": day().year, "decision": "change", "owner": by.pk}
    given |= {"target_group": 3, "content": 4, "results": 2, "user_view": 3}
    return given | {"deadline": typed_day(90)} | values
