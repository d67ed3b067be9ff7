"""What law and plan ask of a decision, by table."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from decisions import rules
from decisions.codes import Act, ConditionKind, Exemption, Kind, Outcome, State
from decisions.rules import (
    ChildFacts,
    ConditionFacts,
    DecisionFacts,
    MatterFacts,
)

MATTER = MatterFacts("livsopphold", "granted", "18", "Faktum her.", "Regel her.", "Skjønn her.")
CHILD = ChildFacts(1, "Nora", "Trives.")
WHOLE = DecisionFacts("assistance", "granted", True, (MATTER,), (CHILD,))


def fields(decision: DecisionFacts) -> list[str]:
    return [finding.field for finding in rules.missing(decision)]


def test_a_decision_that_says_all_lacks_nothing() -> None:
    assert rules.missing(WHOLE) == []
    assert rules.warnings(WHOLE) == []


@pytest.mark.parametrize("name", ["asked", "outcome", "section", "facts", "law", "discretion"])
def test_each_matter_needs_each_part_of_its_grounds(name: str) -> None:
    lacking = replace(MATTER, **{name: "" if name == "outcome" else " "})
    assert fields(replace(WHOLE, matters=(MATTER, lacking))) == [f"matters.2.{name}"]


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"outcome": ""}, ["outcome"]),
        ({"has_period": False}, ["first_month"]),
        ({"has_period": False, "kind": "advice"}, []),
        ({"months": 12}, []),
        ({"months": 13}, ["last_month"]),
        ({"months": 24, "kind": "kvp"}, []),
        ({"has_period": False, "kind": "emergency"}, []),
        ({"conditions": (ConditionFacts("20a", 29, True),)}, []),
        ({"conditions": (ConditionFacts("20", 30, True),)}, []),
        (
            {"conditions": (ConditionFacts("20", 30, True), ConditionFacts("20a", 30, True))},
            ["conditions.2.basis"],
        ),
        ({"matters": ()}, ["matters"]),
        ({"children": (replace(CHILD, text=""),)}, ["children.1.text"]),
        ({"cap_reduction": 100}, ["children.1.cap_text"]),
        ({"children": ()}, []),
    ],
)
def test_what_the_whole_needs(change: dict[str, object], lacks: list[str]) -> None:
    assert fields(replace(WHOLE, **change)) == lacks


def test_a_refusal_needs_no_period() -> None:
    refused = replace(MATTER, outcome="refused")
    assert fields(replace(WHOLE, outcome="refused", has_period=False, matters=(refused,))) == []


@pytest.mark.parametrize(
    ("outcome", "parts", "fits"),
    [
        ("granted", ("granted", "granted"), True),
        ("granted", ("granted", "refused"), False),
        ("partly", ("granted", "refused"), True),
        ("partly", ("partly",), True),
        ("refused", ("refused", "dismissed"), True),
        ("dismissed", ("dismissed",), True),
        ("granted", ("refused",), False),
    ],
)
def test_the_whole_ends_as_its_matters_do(outcome: str, parts: tuple[str, ...], fits: bool) -> None:
    matters = tuple(replace(MATTER, outcome=part) for part in parts)
    lacks = fields(replace(WHOLE, outcome=outcome, matters=matters))
    assert ("outcome" not in lacks) == fits


@pytest.mark.parametrize(
    ("kind", "outcome", "excepted", "stops"),
    [
        ("assistance", "granted", False, True),
        ("assistance", "refused", False, True),
        ("kvp", "granted", False, True),
        ("assistance", "granted", True, False),
        ("emergency", "granted", False, False),
        ("assistance", "dismissed", False, False),
    ],
)
def test_an_unmapped_child_stops_what_is_gated(
    kind: str, outcome: str, excepted: bool, stops: bool
) -> None:
    child = replace(CHILD, child_id=2, owes_mapping=True, is_excepted=excepted)
    matter = replace(MATTER, outcome=outcome)
    found = rules.missing(DecisionFacts(kind, outcome, True, (matter,), (CHILD, child)))
    stopped = [finding for finding in found if finding.field == "children.2.mapping"]
    assert bool(stopped) == stops
    assert all("Nora er ikke kartlagt" in finding.text for finding in stopped)


@pytest.mark.parametrize("name", ["facts", "discretion"])
def test_grounds_of_standard_text_alone_are_a_warning(name: str) -> None:
    whole = replace(WHOLE, standards=("Du er alene. Vi mener at du trenger [beløp].",))
    standard = replace(MATTER, **{name: "Du er alene."})
    found = rules.warnings(replace(whole, matters=(MATTER, standard)))
    assert [finding.field for finding in found] == [f"matters.2.{name}"]
    own = replace(MATTER, **{name: "Du er alene. Barna er hos deg i helgene."})
    assert rules.warnings(replace(whole, matters=(own,))) == []


def test_a_condition_of_standard_text_alone_is_a_warning() -> None:
    condition = ConditionFacts("20", 40, True, "Du møter opp.")
    whole = replace(WHOLE, conditions=(condition,), standards=("Du møter opp.",))
    assert [finding.field for finding in rules.warnings(whole)] == ["conditions.1.text"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"matters": (MATTER, replace(MATTER, law="Etter [lov]."))}, "matters.2.law"),
        ({"matters": (replace(MATTER, discretion="Vi gir [beløp]"),)}, "matters.1.discretion"),
        ({"children": (replace(CHILD, text="Går på [skole]."),)}, "children.1.text"),
        ({"conditions": (ConditionFacts("20", 40, True, "Fra [dato]"),)}, "conditions.1.text"),
        ({"payment": "Pengene kommer [dag]."}, "payment"),
    ],
)
def test_what_is_not_filled_in_stops_the_decision(change: dict[str, object], field: str) -> None:
    found = rules.missing(replace(WHOLE, **change))
    assert [finding.field for finding in found] == [field]
    assert "fyll ut [" in found[0].text


def test_a_child_of_whom_only_the_mapping_is_told_is_a_warning() -> None:
    child = replace(CHILD, mapped="Trives.")
    assert [f.field for f in rules.warnings(replace(WHOLE, children=(child,)))] == [
        "children.1.text"
    ]
    weighed = replace(child, text="Trives. Derfor fortsetter fritidstilbudet.")
    assert rules.warnings(replace(WHOLE, children=(weighed,))) == []


@pytest.mark.parametrize(
    ("change", "warns"),
    [
        ({"applicant_age": 29}, True),
        ({"applicant_age": 30}, False),
        ({"applicant_age": None}, False),
        ({"applicant_age": 29, "kind": "emergency"}, False),
        ({"applicant_age": 29, "outcome": "refused"}, False),
        ({"applicant_age": 29, "conditions": (ConditionFacts("20a", 29, True),)}, False),
        ({"applicant_age": 29, "conditions": (ConditionFacts("20a", 25, False),)}, True),
        ({"applicant_age": 29, "conditions": (ConditionFacts("20", 29, True),)}, True),
    ],
)
def test_activity_is_asked_about_for_the_young(change: dict[str, object], warns: bool) -> None:
    found = [finding.field for finding in rules.warnings(replace(WHOLE, **change))]
    assert found == ["conditions"] * warns


@pytest.mark.parametrize(("total", "needs"), [(0, False), (10_000, False), (10_001, True)])
def test_what_is_above_the_limit_needs_another(total: int, needs: bool) -> None:
    assert rules.needs_attest(total, 10_000) == needs


def test_what_may_be_done_in_each_state_is_one_table() -> None:
    may = {(s, a) for s, a in product(State, Act) if rules.state_after(s, a)}
    assert may == set(rules.TRANSITIONS)
    assert {act for state, act in may if state == State.APPROVED} == {Act.CORRECT}
    assert not [act for state, act in may if state == State.WITHDRAWN]
    assert rules.state_after(State.PROPOSED, Act.CHANGE) == State.DRAFT
    assert {state for state, act in may if act == Act.APPROVE} == {State.PROPOSED}


def test_the_codes_are_kostras_and_none_is_debt_counselling() -> None:
    codes = {"16", "17", "04", "06", "07", "08", "10", "18", "14", "15", "19", "20"}
    assert set(ConditionKind.values) == codes
    assert set(Exemption.values) == {"01", "02", "03", "04"}
    assert not [label for label in ConditionKind.labels if "gjeldsr" in str(label).lower()]


def test_every_kind_and_outcome_has_an_answer() -> None:
    assert [rules.is_gated(*pair) for pair in product(Kind, Outcome)].count(False) == 9
    assert rules.needs_period("assistance", "") is False
