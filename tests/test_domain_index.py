"""docs/domain-index.md names tests that exist, and every number that the domain says there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INDEX = (ROOT / "docs" / "domain-index.md").read_text(encoding="utf-8")
DOMAIN = ROOT.parent / "shared" / "domain.md"
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", INDEX)
NUMBER = re.compile(r"\d{1,3}(?: \d{3})+|\d+")
NO_RULE = re.compile(
    r"\[[^\]]*\]|§§? ?\d+(?:[ -]\w\b)?(?:-\d+)?|CRC arts[^;.]*|\d+/\d+"
    r"|\d{4}(?:-\d\d){0,2}|formannskapet[^)]*|A-\d"
)
"""Sources, sections of acts and dates: what the rules rest on, not what they say."""


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_test_that_the_index_names_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_row_of_the_index_names_one_test() -> None:
    rows = [line for line in INDEX.splitlines() if line.startswith("| ") and "| What" not in line]
    assert len(rows) == len(NAMED) == len(set(NAMED))


def test_every_number_that_the_domain_says_of_money_and_kvp_stands_in_the_index() -> None:
    if not DOMAIN.exists():
        pytest.skip("the domain's text is not here")
    text = DOMAIN.read_text(encoding="utf-8")
    rates = text[text.index("### 4.1") : text.index("### 4.5")]
    lives = text[text.index("## 5. Life") : text.index("- **Housing application**")]
    said = "\n".join(line.partition(" ")[2] for line in f"{rates}\n{lives}".splitlines())
    assert numbers_in(said) - numbers_in(INDEX) == set()


def numbers_in(text: str) -> set[str]:
    return set(NUMBER.findall(NO_RULE.sub(" ", text)))
