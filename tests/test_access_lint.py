"""Nothing goes round the access rules: what a screen may ask of models that lead to persons.

`Model.objects` in a view, form, task, table, filter or template library may only be followed by
`.visible_to(` (or `.none()`); whatever else is needed is a question in queries.py or an act in
actions.py, where the caller's rights are an argument (security.md 3.3).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Model

from households.models import Household, Person
from tests.test_architecture import FLOOR, ROOT, project_models

SCREENS = {"views", "forms", "tasks", "tables", "filters", "templatetags", "admin", "navigation"}
ROUND_WITH_REASON: dict[str, str] = {}
"""path:Model -> why it may be asked for everything."""


def of_persons() -> set[type[Model]]:
    """Person and Household, and every model from which a foreign key leads to one of them."""
    found: set[type[Model]] = {Person, Household}
    while True:
        more = {
            model
            for model in project_models() - found
            for field in model._meta.get_fields()
            if field.is_relation and field.concrete and field.related_model in found
        }
        if not more:
            return found
        found |= more


def screens() -> list[Path]:
    return [
        path
        for app in (*FLOOR, "config")
        for path in (ROOT / app).rglob("*.py")
        if SCREENS & set(path.relative_to(ROOT).with_suffix("").parts)
    ]


def asked_of_all(tree: ast.AST, names: set[str]) -> Iterator[tuple[int, str]]:
    """Line and model of each `Model.objects` that is not followed by `.visible_to`."""
    guarded = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("visible_to", "none")
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in ("objects", "_default_manager"):
            continue
        if isinstance(node.value, ast.Name) and node.value.id in names and id(node) not in guarded:
            yield node.lineno, node.value.id


def test_no_screen_asks_for_persons_or_households_round_the_access_rules() -> None:
    names = {model.__name__ for model in of_persons()}
    paths = screens()
    assert {"Payment", "Share", "Membership"} <= names
    assert len(paths) > 10
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in paths
        for line, name in asked_of_all(ast.parse(path.read_text("utf-8")), names)
        if f"{path.relative_to(ROOT)}:{name}" not in ROUND_WITH_REASON
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Household.objects.visible_to(user)", []),
        ("Household.objects.filter(pk=1)", ["Household"]),
        ("get_object_or_404(Household.objects, pk=1)", ["Household"]),
        ("Unit.objects.all()", []),
    ],
)
def test_the_lint_finds_what_it_is_for(code: str, found: list[str]) -> None:
    assert [name for _, name in asked_of_all(ast.parse(code), {"Household"})] == found


def test_only_the_policy_and_the_facts_name_roles() -> None:
    """A screen asks for a permission, never for a role; administration gives roles out."""
    names_roles = [
        str(path.relative_to(ROOT))
        for path in screens()
        if "administration" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Role"
    ]
    assert names_roles == []
