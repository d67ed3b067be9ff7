"""README, glossary, decisions and change log say what is true of the code beside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "households", "decisions", "benefits", "children", "coordination", "reports")
README = (ROOT / "README.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
SECTIONS = ["Status:", "## Context", "## Decision", "## Consequences"]


def rows(markdown: str) -> list[list[str]]:
    """The cells of every table row, without the lines of dashes."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if not set("".join(row)) <= {"-"}]


def glossary() -> list[list[str]]:
    return [row for row in rows(GLOSSARY) if row[0] != "Norwegian"]


def models() -> list[type[Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def source() -> str:
    folders = (*APPS, "config")
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return "\n".join(path.read_text("utf-8") for path in paths)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_why(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 30
    places = [text.find(section) for section in SECTIONS]
    assert -1 not in places
    assert places == sorted(places)
    assert text.startswith(f"# {int(path.name[:4])}. ")


def test_decisions_are_numbered_without_gaps() -> None:
    assert DECISIONS
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_glossary_has_one_english_word_for_each_norwegian() -> None:
    terms = glossary()
    assert len(terms) > 50
    for column in (0, 1):
        words = [row[column] for row in terms]
        assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_model_stands_in_the_glossary_under_its_norwegian_name(model: type[Model]) -> None:
    norwegian = {word.strip() for row in glossary() for word in row[0].split(",")}
    in_code = {name for row in glossary() for name in re.findall(r"`(\w+)", row[2])}
    assert model._meta.verbose_name in norwegian
    assert model.__name__ in in_code


def test_every_name_the_glossary_gives_is_in_the_code() -> None:
    code = source()
    names = {
        name
        for row in glossary()
        if len(row) == 4
        for path in re.findall(r"`([\w.]+)`", row[2])
        for name in path.split(".")
    }
    assert names
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", code)] == []


def test_the_readme_tells_of_every_setting() -> None:
    files = (ROOT / "config/settings.py", ROOT / "config/gunicorn.py")
    text = "\n".join(path.read_text("utf-8") for path in files)
    read = set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', text))
    assert len(read) > 10
    assert {name for name in read if f"`{name}`" not in README} == set()


def test_the_readme_tells_of_every_command() -> None:
    folders = [ROOT / app / "management/commands" for app in APPS]
    commands = {path.stem for folder in folders for path in folder.glob("[a-z]*.py")}
    assert commands
    assert {name for name in commands if f"`manage.py {name}" not in README} == set()


def test_the_readme_tells_of_every_target_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    targets = set(phony[1].split()) - {"help", "always"}
    assert {name for name in targets if f"`make {name}`" not in README} == set()


def test_the_readme_names_no_file_that_is_not_there() -> None:
    named = set(re.findall(r"\]\(([\w./-]+)\)", README))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_change_log_is_in_the_words_of_its_users() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"^## ", text, re.MULTILINE)
    code_names = {model.__name__ for model in models() if model.__name__ not in ("Person", "User")}
    assert [name for name in sorted(code_names) if re.search(rf"\b{name}\b", text)] == []
