"""Active measures of the scene, and what is posted about them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import ActivityAssessment, Measure
from households.models import Household
from tests.benefits.measures.filled import assessed, measure, placed
from tests.matrix.cells import Page


def measure_by(by: User) -> int:
    found = Measure.objects.first() or measure(by)
    return found.pk


def placement_for(page: Page, household: Household, by: User) -> dict[str, int]:
    """The contact's, as far as the page is for."""
    household.placements.all().delete()
    values: dict[str, Any] = {}
    on = timezone.localdate() - timedelta(days=10)
    if page.name == "measures:start":
        values = {"started_on": None}
    if page.name == "measures:note_outcome":
        on -= timedelta(days=400)
        values = {"ended_on": on, "exit_code": "01"}
    return {"placement_id": placed(household, by, on=on, **values).pk}


def assessment_in(household: Household, by: User) -> int:
    """The contact's that holds."""
    found = ActivityAssessment.objects.standing().filter(household=household).first()
    return (found or assessed(household, by)).pk


def _day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


def _assess(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {
        "person": scene.household(actor, context).contact_id,
        "assessed_on": _day(),
        "conclusion": "work_training",
        "grounds": "Har jobbet på lager før",
        "next_review_on": _day(90),
        "token": str(uuid.uuid4()),
    }


def _place(scene: Any, actor: str, context: str) -> dict[str, Any]:
    home = scene.household(actor, context)
    home.placements.all().delete()
    into = measure_by(scene.users["LED"])
    token = str(uuid.uuid4())
    return {"person": home.contact_id, "measure": into, "planned_from": _day(), "token": token}


def _measure(*_: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"name": f"Tiltak {uuid.uuid4()}", "kind": "course", "price": 0}
    given |= {"provider": "Kommunen", "target": "youth", "valid_from": _day()}
    return given | {"work_hours": 10, "training_hours": 5, "language_hours": 0, "capacity": 30}


POSTS: dict[str, Any] = {
    "measures:assess": _assess,
    "measures:strike": lambda *_: {"why": "Ført på feil person"},
    "measures:place": _place,
    "measures:new_measure": _measure,
    "measures:change_measure": _measure,
    "measures:note_learning": lambda *_: {"text": "Praksis før kurs gir flere i jobb"},
    "measures:start": lambda *_: {"on": _day()},
    "measures:change_hours": lambda *_: {"on": _day(), "work_hours": 20},
    "measures:attend": lambda *_: {
        "period": "week",
        "on": _day(),
        "agreed_hours": 25,
        "attended_hours": 20,
    },
    "measures:end": lambda *_: {"on": _day(), "exit_code": "01"},
    "measures:note_outcome": lambda *_: {"months": 6, "code": "01"},
}
