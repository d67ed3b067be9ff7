"""What SSB's control program accepts must be readable here: a differential test, where it is."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from benefits.kostra.history import read_history
from benefits.kostra.layouts import FORMS, MONTHS, Field, Form, layout
from tests.benefits.kostra_files import changed
from tests.benefits.test_kostra_history import CONTROL_PROGRAM, assistance, programme

AMOUNTS = {"BIDRAG", "LAAN", "KVP_STONAD"} | {
    f"{kind}_{month}" for kind in ("BIDRAG", "LAAN") for month in MONTHS
}
DATES = ("31022025", "01012026", "01012020", "29022023", "31122025", "01012022")
NUMBERS = ("15039200100", "31029200200", "15039299999", "")


@pytest.fixture(scope="module")
def control_program() -> ModuleType:
    if not CONTROL_PROGRAM.exists():
        pytest.skip("the control program is not on this machine")
    return load(CONTROL_PROGRAM)


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("kostra_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def other_text(column: Field, chance: random.Random) -> str:
    """Something else that might stand in the field; an amount stays a number not below 0."""
    width = column.width
    texts = ["", "0" * width, "9" * width, str(chance.randrange(10)).rjust(width)]
    if column.name not in AMOUNTS:
        texts += ["X" * width, str(chance.randrange(10)), "-1"[:width]]
    if column.type == "date":
        texts += DATES
    if column.name == "PERSON_FODSELSNR":
        texts += NUMBERS
    codes = chance.sample(column.codes, min(6, len(column.codes)))
    return chance.choice([*texts, *codes, *codes])


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_the_control_program_accepts_is_read(
    form: Form, year: int, control_program: ModuleType
) -> None:
    chance = random.Random(f"{form} {year}")
    good = (assistance(year) if form == "11F" else programme(year)).decode("latin-1")
    context = control_program.make_context(form, year)
    accepted = 0
    for _ in range(300):
        lines = good.splitlines()[:2]
        for _ in range(chance.choice((1, 1, 2, 3))):
            column = chance.choice(layout(form, year).fields)
            place = chance.randrange(2)
            text = other_text(column, chance)
            lines[place] = changed(lines[place], form, year, **{column.name: text})
        verdict = control_program.check_text("\n".join(lines), context, True, waive_bydelsnr=True)
        if verdict.errors == 0:
            accepted += 1
            content = "\n".join(lines).encode("latin-1")
            history = read_history([("fil", content)], synthetic_allowed=True)
            assert history.errors == (), lines
            assert len(history.recipients or history.programmes) == 2
    assert 100 < accepted < 300
