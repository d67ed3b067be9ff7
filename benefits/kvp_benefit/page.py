"""The months' benefit as the page of a case shows it: lines, status, and who may confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import User
from benefits.kvp_benefit.actions import Authority, is_changed, result_now
from benefits.models import KvpBenefit, KvpCase, Payment
from benefits.programmes.actions import KvpError
from households.months import month_name, month_of

OUT = (Payment.Status.SENT, Payment.Status.PAID)
LATEST = 3
"""Editions that are shown without being unfolded."""


@dataclass(frozen=True)
class Shown:
    """An edition of a month; `over` is kroner paid for the month beyond what it gives."""

    row: KvpBenefit
    out: int
    over: int
    may_confirm: bool = False
    hindrance: str = ""
    notices: tuple[str, ...] = ()

    @property
    def month(self) -> str:
        return month_name(month_of(self.row.for_month))

    @property
    def sources(self) -> list[str]:
        """Where the rates come from, each once."""
        told = (one for line in self.row.lines.all() for one in line.source.split("; ") if one)
        return list(dict.fromkeys(told))


def read(case: KvpCase) -> None:
    """Read the case's months with their lines and payments, in a few questions."""
    rows: Any = KvpBenefit.objects.select_related("payment", "prepared_by", "confirmed_by")
    prefetch_related_objects([case], Prefetch("benefits", rows.prefetch_related("lines")))


def benefits_of(case: KvpCase, user: User, today: date) -> dict[str, list[Shown]]:
    """The latest, and those before; of a case that `read` has read."""
    rows = list(case.benefits.all())
    found = []
    authority = None
    for row in rows:
        out = _out(row, rows)
        over = max(0, out - row.total) if row.state == KvpBenefit.State.CONFIRMED else 0
        if row.state == KvpBenefit.State.PREPARED:
            authority = authority or Authority.of(user, case, today)
            found.append(_prepared(case, row, out, authority))
        else:
            found.append(Shown(row, out, over))
    return {"latest": found[:LATEST], "before": found[LATEST:]}


def _out(row: KvpBenefit, rows: list[KvpBenefit]) -> int:
    """Kroner that are sent or paid for the month."""
    return sum(
        one.payment.amount
        for one in rows
        if one.for_month == row.for_month and one.payment and one.payment.status in OUT
    )


def _prepared(case: KvpCase, row: KvpBenefit, out: int, authority: Authority) -> Shown:
    try:
        if is_changed(case, row):
            text = "Grunnlaget er endret siden. Klargjør måneden på nytt."
            return Shown(row, out, 0, hindrance=text)
        notices = result_now(case, row).notices
    except KvpError as error:
        return Shown(row, out, 0, hindrance=error.text)
    if not authority.is_any:
        return Shown(row, out, 0, notices=notices)
    refusal = authority.refusal(row)
    return Shown(row, out, 0, may_confirm=not refusal, hindrance=refusal, notices=notices)
