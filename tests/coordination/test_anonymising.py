"""What is left of a household whose time is up: what the statistics count, and nobody's name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from benefits import anonymising as benefits
from benefits.models import Payment
from children import anonymising as children
from coordination.meetings import anonymising as meetings
from coordination.models import Flag, FlagChange
from coordination.plans import anonymising as plans
from decisions import anonymising as decisions
from households import anonymising as households
from households.models import Person, RetentionRule
from housing import anonymising as housing
from tests.coordination import citizen_cast as cast
from tests.test_access_lint import of_persons

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, settings: Any) -> None:
    settings.SUBJECT_FILE_DIR, settings.UPLOAD_DIR = tmp_path / "files", tmp_path / "uploads"
    settings.DOCUMENT_DIR = tmp_path / "documents"


def test_nothing_that_tells_who_it_was_is_left() -> None:
    household = cast.family()
    RetentionRule.objects.update(archive_duty=False)
    last = date(2037, 1, 1)
    run = cast.carried_out(last)
    assert sum(row["persons"] for row in run.done) == 3
    left = json.dumps(
        [list(model.objects.values()) for model in case_models()], default=str, ensure_ascii=False
    )
    gone = ["Amina", "Egennavn", "15839200169", "Egetspråk", "Egengata", "hus-ref", "400 00 101"]
    marks = [*cast.MARKS_OF_OTHERS[:10], *gone, "rad ref-ektefelle", "Avtalt med"]
    assert [mark for mark in marks if mark in left] == []
    person = Person.objects.get(pk=household.contact_id)
    assert (person.birth_date, person.search_name) == (date(1992, 3, 1), "")
    assert Payment.objects.count() == 6


MADE_BY_THE_PRODUCT = ["Document.name", "SubjectFile.name", "SubjectFile.sha256"]


def case_models() -> list[Any]:
    """What tells of persons on the floors that anonymising clears."""
    told = of_persons()
    apps_cleared = ("households", "decisions", "benefits", "children", "coordination")
    models_there = (m for app in apps_cleared for m in apps.get_app_config(app).get_models())
    return [model for model in models_there if model in told and model not in decisions.KEPT]


def test_every_free_text_of_a_person_or_household_is_cleared_or_named() -> None:
    cleared = households.CLEARED | decisions.CLEARED | benefits.CLEARED | children.CLEARED
    cleared = cleared | meetings.CLEARED | plans.CLEARED | housing.CLEARED
    where_given = benefits.WHERE_GIVEN | children.WHERE_GIVEN | housing.WHERE_GIVEN
    for model, texts in where_given.items():
        cleared[model] = cleared.get(model, {}) | dict.fromkeys(texts, "")
    made_of_others = {"search_name", "sort_name"}
    kept: list[str] = []
    for model in set(case_models()) - set(households.TAKEN_AWAY) - {Flag, FlagChange}:
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and field.name not in cleared.get(model, {}) | dict.fromkeys(made_of_others):
                kept.append(f"{model.__name__}.{field.name}")
    made_by_the_product = [
        *("Calculation.content_hash", "CalculationInput.kind"),
        *("CalculationLine.kind", "CalculationLine.source"),
        *("Document.name", "KvpBenefitLine.kind", "KvpBenefitLine.source", "KvpBenefitLine.text"),
        *("SubjectFile.name", "SubjectFile.sha256"),
    ]
    assert sorted(kept) == made_by_the_product
