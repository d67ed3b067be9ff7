"""The person's debts, budget and powers of attorney in a counselling: what is shown and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from benefits.counselling import rules
from benefits.counselling.actions import AdviceError
from benefits.models import (
    BudgetLine,
    BudgetPost,
    Counselling,
    CreditorLetter,
    Debt,
    Mandate,
    ReferenceBudget,
)
from households.models import Membership
from households.rules import ADULT_AT, age_on

INCOME = "in_"
"""How the income posts of a budget begin."""


@dataclass(frozen=True)
class Debts:
    """What is owed: the rows, those settled last, and the sums of the open ones."""

    rows: list[Debt]
    total: int
    monthly: int
    in_collection: int


@dataclass(frozen=True)
class BudgetRow:
    """A post of the budget beside what it usually costs; None where that is not known."""

    label: str
    amount: int
    reference: int | None


@dataclass(frozen=True)
class Budget:
    """A month: income and expenses, and what is left; empty until somebody has filled it in."""

    income: list[BudgetRow]
    expenses: list[BudgetRow]
    income_total: int
    expense_total: int
    as_of: date | None

    @property
    def left(self) -> int:
        return self.income_total - self.expense_total


def debts_of(counselling: Counselling) -> Debts:
    rows = list(Debt.objects.filter(counselling=counselling))
    rows.sort(key=lambda row: row.settled_on is not None)
    still = [row for row in rows if row.settled_on is None]
    return Debts(
        rows=rows,
        total=sum(row.amount for row in still),
        monthly=sum(row.monthly_payment or 0 for row in still),
        in_collection=sum(row.collection != Debt.Collection.NONE for row in still),
    )


def budget_of(counselling: Counselling, today: date) -> Budget:
    """The lines that are filled in, in the order of the posts."""
    lines = {row.post: row for row in BudgetLine.objects.filter(counselling=counselling)}
    usual = references_of(counselling, today) if lines else {}
    rows = {
        post: BudgetRow(str(post.label), lines[post].amount, usual.get(post))
        for post in BudgetPost
        if post in lines
    }
    income = [row for post, row in rows.items() if post.startswith(INCOME)]
    expenses = [row for post, row in rows.items() if not post.startswith(INCOME)]
    return Budget(
        income=income,
        expenses=expenses,
        income_total=sum(row.amount for row in income),
        expense_total=sum(row.amount for row in expenses),
        as_of=max((row.as_of for row in lines.values()), default=None),
    )


def references_of(counselling: Counselling, today: date) -> dict[str, int]:
    """What each post usually costs the household a month, by the administrator's table."""
    by_post: dict[str, dict[str, int]] = {}
    for row in ReferenceBudget.objects.valid_on(today).order_by("valid_from"):
        by_post.setdefault(row.post, {})[row.group] = row.amount
    adults, ages = _members(counselling, today) if by_post else (0, [])
    found = {
        post: rules.reference_of(amounts, adults=adults, ages=ages)
        for post, amounts in by_post.items()
    }
    return {post: amount for post, amount in found.items() if amount is not None}


def _members(counselling: Counselling, today: date) -> tuple[int, list[int]]:
    """How many adults share the economy, and the ages of the children."""
    rows = Membership.objects.valid_on(today).filter(household=counselling.household_id)
    shares = rows.filter(role__in=(*Membership.SUPPORTING, Membership.Role.CHILD))
    children: list[int] = []
    adults = 0
    for row in shares.select_related("person"):
        born = row.person.birth_date
        age = age_on(born, today) if born else None
        if row.role == Membership.Role.CHILD and (age is None or age < ADULT_AT):
            children.append(age or 0)
        elif row.role != Membership.Role.CHILD:
            adults += 1
    return adults, children


@transaction.atomic
def set_budget(
    *, counselling: Counselling, amounts: Mapping[str, int | None], on: date, by: User
) -> None:
    """Let the budget say `amounts`; a post without one has no line."""
    given = {post: amount for post, amount in amounts.items() if amount is not None}
    BudgetLine.objects.filter(counselling=counselling).exclude(post__in=given).delete()
    for post, amount in given.items():
        values: dict[str, Any] = {"amount": amount, "as_of": on, "registered_by": by}
        BudgetLine.objects.update_or_create(counselling=counselling, post=post, defaults=values)


def valid_mandates(counselling: Counselling, on: date) -> list[Mandate]:
    rows = Mandate.objects.filter(counselling=counselling, signed_on__lte=on, ends_on__gte=on)
    return list(rows)


def creditors_of(counselling: Counselling, mandates: Iterable[Mandate], on: date) -> list[str]:
    """Those to whom a letter may be written on a day: covered by a power of attorney."""
    open_debts = Debt.objects.filter(counselling=counselling, settled_on=None)
    owed = list(open_debts.order_by("creditor").values_list("creditor", flat=True))
    given = list(mandates)
    named = [row.creditor for row in given if row.creditor]
    known = dict.fromkeys([*owed, *named])
    return [name for name in known if mandate_for(given, name, on) is not None]


def mandate_for(mandates: Iterable[Mandate], creditor: str, on: date) -> Mandate | None:
    """The power of attorney by which somebody may write to the creditor on a day."""
    return next((row for row in mandates if rules.covers(_facts(row), creditor, on)), None)


def _facts(row: Mandate) -> rules.MandateFacts:
    return rules.MandateFacts(row.creditor, row.signed_on, row.ends_on)


def end_mandate(*, mandate: Mandate, on: date) -> None:
    """Let it not hold from `on`; the day it was signed is the least it has held."""
    last = max(mandate.signed_on, on - timedelta(days=1))
    Mandate.objects.filter(pk=mandate.pk, ends_on__gt=last).update(ends_on=last)


@transaction.atomic
def write_letter(
    *, counselling: Counselling, creditor: str, text: str, on: date, at: datetime, by: User
) -> CreditorLetter:
    """Write to a creditor; AdviceError without a power of attorney that holds on the day."""
    mandate = mandate_for(valid_mandates(counselling, on), creditor, on)
    if mandate is None:
        raise AdviceError("Det er ingen gyldig fullmakt for denne kreditoren.")
    return CreditorLetter.objects.create(
        counselling=counselling,
        mandate=mandate,
        creditor=creditor,
        text=text.strip(),
        dated_on=on,
        made_by=by,
        made_at=at,
    )
