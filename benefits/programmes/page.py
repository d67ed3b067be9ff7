"""What the page of one case is made of, with forms only for who may use them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from benefits.models import KvpCase
from benefits.programmes import queries
from benefits.programmes.acts import ACTS, form_for


@dataclass(frozen=True)
class Line:
    """A row of the case with the forms about it; None for those that may not be used."""

    row: Any
    end: Any = None
    strike: Any = None
    hold: Any = None


def page_of(
    case: KvpCase, today: date, *, works: bool, given: dict[str, Any] | None = None
) -> dict[str, Any]:
    """`given` are forms that were not taken, by act, or by act and row: "evaluert-7"."""
    made = _Forms(case, today, works=works, given=given or {})
    return {
        "shown": queries.shown(case, today),
        "case": case,
        "changes": queries.changes_of(case),
        "forms": {name: made.whole(name) for name, act in ACTS.items() if not act.rows},
        "activities": [
            Line(row, end=made.of("aktivitet-slutt", row), strike=made.of("aktivitet-stryk", row))
            for row in case.activities.all()
        ],
        "evaluations": _evaluations(case, made),
        "absences": _absences(case.absences.all(), made),
        "leaves": _leaves(case, made),
        "works": works,
        "today": today,
    }


def _evaluations(case: KvpCase, made: _Forms) -> list[Line]:
    """The next one that waits is the one to be held."""
    rows = list(case.evaluations.all())
    waits = next((row for row in rows if row.held_on is None), None)
    return [
        Line(
            row,
            hold=made.of("evaluert", row) if row is waits else None,
            strike=made.of("evaluering-stryk", row),
        )
        for row in rows
    ]


def _leaves(case: KvpCase, made: _Forms) -> list[Line]:
    """One that was agreed and has not begun may be called off."""
    return [
        Line(row, strike=None if row.back_on else made.of("permisjon-avlys", row))
        for row in case.leaves.all()
    ]


def _absences(rows: Iterable[Any], made: _Forms) -> list[Line]:
    return [Line(row, strike=made.of("fravaer-stryk", row)) for row in rows]


@dataclass(frozen=True)
class _Forms:
    """Makes the forms of a case that may be used in its state."""

    case: KvpCase
    today: date
    works: bool
    given: dict[str, Any]

    def whole(self, name: str) -> Any:
        if not self._is_open(name):
            return None
        return self.given.get(name) or form_for(name, self.case, self.today)

    def of(self, name: str, row: Any) -> Any:
        if not self._is_open(name):
            return None
        posted = self.given.get(f"{name}-{row.pk}")
        return posted or form_for(name, self.case, self.today, row=row.pk)

    def _is_open(self, name: str) -> bool:
        return self.works and ACTS[name].is_open(self.case, self.today)
