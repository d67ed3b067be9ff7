"""Which decision a claim demands, and what a month's payments can bear of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.claims.rules import (
    Basis,
    Deducting,
    Payable,
    Taken,
    decision_refusal,
    section_of,
    settlement_refusal,
    spread,
)
from benefits.models import ClaimKind

RECOVERY = Basis(frozenset({"18", "23"}))
LOAN = Basis(frozenset({"18"}), is_loan=True)
COLLECTION = Basis(frozenset({"24"}))
SUPPORT = Basis(frozenset({"18"}))


@pytest.mark.parametrize(
    ("kind", "basis", "deducts", "refused"),
    [
        ("maintenance", None, False, ""),
        ("benefits", None, False, ""),
        ("recovery", None, False, "Velg vedtaket"),
        ("recovery", SUPPORT, False, "§ 23"),
        ("recovery", RECOVERY, False, ""),
        ("recovery", RECOVERY, True, ""),
        ("loan", None, False, "Velg vedtaket"),
        ("loan", SUPPORT, False, "gitt lånet"),
        ("loan", LOAN, False, ""),
        ("loan", LOAN, True, "Trekk må være bestemt"),
        ("loan", COLLECTION, True, ""),
        ("deduction", None, True, "Velg vedtaket"),
        ("deduction", SUPPORT, True, "Trekk må være bestemt"),
        ("deduction", COLLECTION, True, ""),
    ],
)
def test_what_is_demanded_of_the_person_rests_on_a_decision(
    kind: str, basis: Basis | None, deducts: bool, refused: str
) -> None:
    told = decision_refusal(kind, basis, deducts=deducts)
    assert (refused in told) if refused else told == ""


def test_each_kind_has_a_section_and_a_deduction_that_of_its_decision() -> None:
    assert {section_of(kind, COLLECTION) for kind in ClaimKind} == {"23", "24", "25", "26"}
    assert section_of("deduction", RECOVERY) == "23"


@pytest.mark.parametrize(
    ("amount", "left", "refused"),
    [(1, 1, ""), (2, 1, "bare 1 kr igjen"), (1, 0, "ikke noe igjen")],
)
def test_no_more_is_settled_than_is_left(amount: int, left: int, refused: str) -> None:
    told = settlement_refusal(amount, left)
    assert (refused in told) if refused else told == ""


def taken(claims: list[Deducting], payables: list[Payable]) -> list[tuple[int, int, int]]:
    return [(one.claim, one.payment, one.amount) for one in spread(claims, payables)]


def test_a_month_gives_once_from_its_largest_payment_until_nothing_is_left() -> None:
    months = [Payable(1, 100, 300), Payable(2, 100, 800), Payable(3, 101, 900), Payable(4, 102, 9)]
    assert taken([Deducting(7, left=1_200, monthly=700, first=100)], months) == [
        (7, 2, 700), (7, 3, 500),
    ]  # fmt: skip


def test_what_a_month_cannot_bear_waits_and_what_is_done_is_not_done_again() -> None:
    months = [Payable(1, 100, 300), Payable(2, 101, 300), Payable(3, 102, 900)]
    first = Deducting(7, left=1_000, monthly=500, first=100, done={101})
    assert taken([first], months) == [(7, 1, 300), (7, 3, 500)]


CLAIMS = st.lists(
    st.builds(
        Deducting,
        claim=st.integers(1, 99),
        left=st.integers(0, 9_000),
        monthly=st.integers(1, 4_000),
        first=st.integers(100, 106),
        done=st.frozensets(st.integers(100, 106), max_size=3),
    ),
    unique_by=lambda one: one.claim,
    max_size=4,
)
PAYABLES = st.lists(
    st.builds(
        Payable,
        payment=st.integers(1, 99),
        month=st.integers(100, 106),
        amount=st.integers(1, 12_000),
    ),
    unique_by=lambda one: one.payment,
    max_size=9,
)


def total(rows: list[Taken], **of: int) -> int:
    return sum(row.amount for row in rows if all(getattr(row, name) == of[name] for name in of))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may have more to do
@given(CLAIMS, PAYABLES)
def test_never_below_zero_never_more_than_is_left_and_never_twice_for_a_month(
    claims: list[Deducting], payables: list[Payable]
) -> None:
    rows = list(spread(claims, payables))
    assert all(row.amount > 0 for row in rows)
    for one in payables:
        assert total(rows, payment=one.payment) <= one.amount
    for claim in claims:
        months = [row.month for row in rows if row.claim == claim.claim]
        assert total(rows, claim=claim.claim) <= claim.left
        assert len(months) == len(set(months))
        assert all(month >= claim.first and month not in claim.done for month in months)
