"""Rules about the whole repository: the floors, and the one door to a household."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [
    {"accounts"},
    {"households"},
    {"decisions"},
    {"benefits", "children", "housing"},
    {"coordination"},
    {"reports"},
]
FLOOR = {app: number for number, names in enumerate(FLOORS) for app in names}


def imported_apps(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names & (FLOOR.keys() | {"config", "tests"})


def project_models() -> set[type[Model]]:
    return {model for model in apps.get_models() if model._meta.app_label in FLOOR}


@pytest.mark.parametrize("app", sorted(FLOOR))
def test_an_app_imports_only_from_floors_below(app: str) -> None:
    files = list((ROOT / app).rglob("*.py"))
    assert files
    upward = [
        f"{path.relative_to(ROOT)} imports {other}"
        for path in files
        for other in imported_apps(path) - {app, "config"}
        if other == "tests" or FLOOR[other] >= FLOOR[app]
    ]
    assert upward == []


def test_config_imports_no_app() -> None:
    paths = list((ROOT / "config").rglob("*.py"))
    assert paths
    assert [path.name for path in paths if imported_apps(path) - {"config"}] == []


def test_no_app_imports_inside_a_function() -> None:
    inner = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in FLOOR
        for path in (ROOT / app).rglob("*.py")
        for outer in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(outer, ast.FunctionDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def test_models_point_only_downwards() -> None:
    models = project_models()
    assert models
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in models
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in models
        if field.related_model._meta.app_label != model._meta.app_label
        if FLOOR[field.related_model._meta.app_label] >= FLOOR[model._meta.app_label]
    ]
    assert upward == []


def test_every_app_of_the_repository_stands_on_a_floor() -> None:
    found = {path.parent.name for path in ROOT.glob("*/apps.py")} - {"config"}
    assert found == set(FLOOR)


def leaves(
    resolver: URLResolver, above: dict[str, object]
) -> Iterator[tuple[URLPattern, set[str]]]:
    for pattern in resolver.url_patterns:
        converters = above | pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern, converters)
        else:
            yield pattern, set(converters)


def test_every_url_with_a_household_checks_access() -> None:
    views = [leaf for leaf, names in leaves(get_resolver(), {}) if "household_id" in names]
    assert views
    unchecked = [leaf.name for leaf in views if not getattr(leaf.callback, "checks_access", False)]
    assert unchecked == []
