"""Four years of KOSTRA files in an empty database give the figures of a separate plain count."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from benefits.imports.actions import load_kostra
from benefits.imports.outcome import Result
from benefits.models import KvpEnrolment, Payment
from households.models import Membership, Situation
from households.months import month_from
from reports.figures import figures_of
from reports.snapshot import take_snapshot
from tests.reports.kostra_cases import LAST, Case, files_of, invented
from tests.reports.plain_count import end_of, half_up

pytestmark = pytest.mark.django_db

AS_OF = date(2026, 1, 14)


def counted(cases: list[Case]) -> dict[str, Any]:
    """The figures of December 2025, of the cases themselves."""
    over = [case for case in cases if case.plain.length(LAST) > 36]
    a_month = [sum((2025, month) in case.paid for case in cases) for month in range(1, 10)]
    families = [
        sum((2025, month) in case.paid and case.children[2025] > 0 for case in cases)
        for month in range(1, 10)
    ]
    in_programme = [
        sum(case.is_in_programme(end_of((2025, month))) for case in cases) for month in range(1, 10)
    ]
    sexes: dict[str, int] = defaultdict(int)
    for case in over:
        sexes[case.sex] += 1
    return {
        "recipients_over_three_years": len(over),
        "child_families_over_three_years": sum(case.children[2025] > 0 for case in over),
        "children_in_families_over_three_years": sum(case.children[2025] for case in over),
        "recipients_per_month": half_up(sum(a_month), 9),
        "child_families_per_month": half_up(sum(families), 9),
        "without_district": len(over),
        "women": sexes["2"],
        "men": sexes["1"],
        "kvp_per_month": half_up(sum(in_programme), 9),
    }


def reported() -> dict[str, Any]:
    """The same figures by the report's own code."""
    figures = figures_of(take_snapshot(month_from(*LAST), AS_OF), "DEF-1")
    key, by_sex = figures["key_figures"], {row["sex"]: row for row in figures["by_sex"]}
    return {
        "recipients_over_three_years": figures["recipients_over_three_years"],
        "child_families_over_three_years": figures["child_families_over_three_years"],
        "children_in_families_over_three_years": figures["children_in_families_over_three_years"],
        "recipients_per_month": key["recipients_per_month"],
        "child_families_per_month": key["child_families_per_month"],
        "women": by_sex["Kvinner"]["recipients"],
        "men": by_sex["Menn"]["recipients"],
        "without_district": {row["district"]: row["recipients"] for row in figures["by_district"]}[
            "Uten bydel"
        ],
        "kvp_per_month": key["kvp_per_month"],
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_four_years_of_files_give_the_figures_of_a_plain_count(tmp_path: Path, seed: int) -> None:
    cases = invented(random.Random(seed))
    outcome = load_kostra(files_of(cases, tmp_path), on=AS_OF)
    assert outcome.result is Result.LOADED, outcome.errors[:3]
    expected, found = counted(cases), reported()
    assert expected["recipients_over_three_years"] > 5
    assert found == expected


def facts() -> list[Any]:
    """What is here, without ids and cancelled payments."""
    paid = Payment.objects.exclude(status="cancelled")
    return [
        sorted(paid.values_list("person__birth_date", "paid_on", "kind", "amount")),
        sorted(Situation.objects.values_list("person__birth_date", "on", "number_of_children")),
        sorted(Membership.objects.values_list("person__birth_date", "valid_from", "role")),
        sorted(
            KvpEnrolment.objects.values_list(
                "person__birth_date", "valid_from", "status", "exit_code"
            ),
            key=str,
        ),
        sorted(KvpEnrolment.objects.values_list("person__birth_date", "valid_to"), key=str),
    ]


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_a_year_at_a_time_ends_where_all_at_once_does(tmp_path: Path, seed: int) -> None:
    cases = invented(random.Random(seed))
    paths = files_of(cases, tmp_path)
    sid = transaction.savepoint()
    load_kostra(paths, on=AS_OF)
    at_once = facts()
    transaction.savepoint_rollback(sid)
    for of_a_year in zip(paths[::2], paths[1::2], strict=True):
        outcome = load_kostra(of_a_year, on=AS_OF, accept_changes=True)
        assert outcome.result is Result.LOADED
    assert facts() == at_once
    assert load_kostra(paths, on=AS_OF).result is Result.UNCHANGED


def test_two_hundred_mutants_after_good_files_never_raise(tmp_path: Path) -> None:
    """Lines that change person, number or time meet rows that are here already."""
    choose = random.Random(7)
    paths = files_of(invented(choose)[:30], tmp_path)
    load_kostra(paths, on=AS_OF)
    results = set()
    for _ in range(200):
        given = choose.sample(paths, choose.randint(1, 3))
        whole = [path.read_bytes() for path in given]
        for path, content in zip(given, whole, strict=True):
            path.write_bytes(mutated(choose, content))
        sid = transaction.savepoint()
        results.add(load_kostra(given, on=AS_OF, accept_changes=True).result)
        transaction.savepoint_rollback(sid)
        for path, content in zip(given, whole, strict=True):
            path.write_bytes(content)
    assert {Result.REFUSED, Result.LOADED} <= results


def mutated(choose: random.Random, content: bytes) -> bytes:
    """A field from another line, a digit changed, or a line less."""
    lines = content.splitlines()
    kind = choose.randrange(3)
    place, other = choose.randrange(len(lines)), choose.choice(lines)
    line = lines[place]
    if kind == 0:
        start = choose.choice([8, 16, 24, 35])
        lines[place] = line[:start] + other[start : start + 12] + line[start + 12 :]
    elif kind == 1:
        at = choose.randrange(len(line))
        lines[place] = line[:at] + choose.choice(b"0123456789 ").to_bytes(1, "big") + line[at + 1 :]
    else:
        del lines[place]
    return b"\n".join(lines) + b"\n"
