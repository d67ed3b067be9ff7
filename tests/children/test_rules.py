"""What a mapping must tell, and what a decision may tell of it (domain.md part 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from children import rules
from children.codes import SHORT, Depth, Domain, Level, domain_label, domains_of
from children.rules import DomainFacts, MappingFacts

LEVELS = st.sampled_from(["", *Level.values])
GIVEN = st.sampled_from(["0", "1", "2", "3"])


def facts(depth: str = Depth.SHORT, levels: dict[str, str] | None = None) -> MappingFacts:
    """A child of whom all is said that must be; `levels` changes some of the zeros."""
    return MappingFacts(
        name="Nora",
        depth=depth,
        domains=[
            DomainFacts(
                domain,
                domain_label(domain, depth, 9),
                (levels or {}).get(domain, "0"),
                facts="FAKTUM",
                action="TILTAK",
                owner="bft",
                has_due=True,
            )
            for domain in domains_of(depth)
        ],
        has_activity=True,
        activities="Håndball",
        barrier="price",
        voice="direct",
        voice_words="ORDENE",
        report="not_needed",
        report_text="MELDT",
        knows_of_elsewhere=True,
    )


def fields(mapping: MappingFacts) -> set[str]:
    return {finding.field for finding in rules.missing(mapping)}


@pytest.mark.parametrize("depth", Depth.values)
def test_a_child_that_is_well_takes_one_click_a_domain(depth: str) -> None:
    bare = [DomainFacts(domain, "x", "0") for domain in domains_of(depth)]
    assert fields(replace(facts(depth), domains=bare, barrier="", report="")) == set()


@given(st.dictionaries(st.sampled_from(SHORT), LEVELS))
def test_a_mapping_with_something_unknown_or_unanswered_is_never_complete(
    levels: dict[str, str],
) -> None:
    found = fields(facts(levels=levels))
    open_ones = {f"{d}_level" for d, level in levels.items() if level in ("", "unknown")}
    assert open_ones <= found
    assert bool(found) == bool(open_ones or levels.get(Domain.LEISURE) == "irrelevant")


@given(st.dictionaries(st.sampled_from(list(Domain)), GIVEN))
def test_facts_are_asked_from_level_one_and_what_to_do_from_two(levels: dict[str, str]) -> None:
    whole = facts(Depth.FULL, levels)
    bare = [DomainFacts(row.domain, row.label, row.level) for row in whole.domains]
    asked = {f"{d}_facts" for d, level in levels.items() if level in ("1", "2", "3")}
    for name in ("action", "owner", "due_on"):
        asked |= {f"{d}_{name}" for d, level in levels.items() if level in ("2", "3")}
    assert fields(replace(whole, domains=bare)) == asked


def test_leisure_is_always_asked_for() -> None:
    assert fields(facts(levels={"leisure": "irrelevant"})) == {"leisure_level"}
    assert fields(replace(facts(), has_activity=None)) == {"has_activity"}
    assert fields(replace(facts(), activities=" ")) == {"activities"}
    assert fields(replace(facts(), has_activity=False, barrier="")) == {"barrier"}
    assert fields(replace(facts(levels={"leisure": "1"}), barrier="")) == {"barrier"}


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"voice": ""}, {"voice"}),
        ({"voice": "direct", "voice_words": ""}, {"voice_words"}),
        ({"voice": "parent", "voice_words": ""}, {"voice_words"}),
        ({"voice": "not_asked", "voice_words": ""}, {"voice_reason"}),
        ({"voice": "not_asked", "voice_words": "", "voice_reason": "Sover"}, set()),
    ],
)
def test_the_child_is_asked_or_it_is_said_why_not(told: dict[str, str], missing: set[str]) -> None:
    assert fields(replace(facts(), **told)) == missing  # type: ignore[arg-type]


def test_the_parents_are_asked_about_children_who_live_elsewhere() -> None:
    assert fields(replace(facts(), knows_of_elsewhere=False)) == {"family"}


@pytest.mark.parametrize(
    ("levels", "asks"),
    [
        ({"school": "2"}, False),
        ({"school": "3"}, True),
        ({"safety": "1"}, True),
        ({"safety": "0"}, False),
    ],
)
def test_a_report_to_child_welfare_is_considered_when_it_must_be(
    levels: dict[str, str], asks: bool
) -> None:
    assert rules.asks_for_report(levels) == asks
    silent = replace(facts(levels=levels), report="", report_text="")
    assert fields(silent) == ({"report"} if asks else set())
    sent = replace(silent, report="sent")
    assert fields(sent) == ({"report_text"} if asks else set())
    assert fields(replace(silent, report="known")) == set()


@pytest.mark.parametrize(("levels", "opens"), [(["0", "1"], False), (["2"], True), (["3"], True)])
def test_the_ten_domains_open_at_level_two(levels: list[str], opens: bool) -> None:
    assert rules.opens_full(levels) == opens


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_mapping_is_valid_for_twelve_months(day: date) -> None:
    last = rules.valid_to(day)
    assert last - day in (timedelta(days=365), timedelta(days=366))
    assert (last.month, last.day) == (day.month, day.day) or (day.month, day.day) == (2, 29)


@given(st.dictionaries(st.sampled_from(list(Domain)), GIVEN), st.sampled_from(Depth.values))
def test_the_paragraph_has_no_facts_no_words_of_the_child_and_no_dangerous_name(
    levels: dict[str, str], depth: str
) -> None:
    mapping = facts(depth, levels)
    text = rules.suggested_paragraph(mapping)
    assert "Nora" in text
    for secret in ("FAKTUM", "TILTAK", "ORDENE", "MELDT", "Håndball"):
        assert secret not in text
    worries = [r for r in mapping.domains if r.level != "0" and r.domain in rules.UNNAMED]
    for row in worries:
        assert row.label.lower() not in text
    assert ("Noe følges opp utenom dette vedtaket." in text) == bool(worries)


@pytest.mark.parametrize(
    ("depth", "level", "needed"),
    [("full", "1", True), ("full", "0", False), ("short", "3", False)],
)
def test_the_full_mapping_says_what_is_known_assessed_and_weighed(
    depth: str, level: str, needed: bool
) -> None:
    assert rules.needs_assessment(depth, ["0", level]) == needed


@pytest.mark.parametrize(("age", "word"), [(3, "Barnehage"), (9, "Skole og SFO"), (15, "Skole")])
def test_school_is_called_what_it_is_at_the_childs_age(age: int, word: str) -> None:
    assert domain_label(Domain.SCHOOL, Depth.SHORT, age) == word


@pytest.mark.parametrize(("age", "heard"), [(6, False), (7, True), (None, True)])
def test_a_child_is_heard_itself_from_seven(age: int | None, heard: bool) -> None:
    assert rules.is_heard_itself(age) == heard
