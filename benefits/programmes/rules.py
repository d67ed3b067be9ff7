"""How a case in the qualification programme goes on, and how long a programme may last.

STL §§ 29-40; domain.md 4.4 and 5. Which rules of length hold, the day the programme began decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from households.rules import age_on, months_after

ENDS = frozenset({"completed", "stopped_absence", "moved", "ended_after_break"})
TRANSITIONS: dict[str, frozenset[str]] = {
    "enquiry": frozenset({"applied", "withdrawn"}),
    "applied": frozenset({"assessment", "withdrawn"}),
    "assessment": frozenset({"decided", "refused", "withdrawn"}),
    "decided": frozenset({"started", "refused", "withdrawn"}),
    "started": frozenset({"leave"}) | ENDS,
    "leave": frozenset({"started"}) | ENDS,
    "refused": frozenset({"decided"}),
    "withdrawn": frozenset(),
} | dict.fromkeys(ENDS, frozenset())

NEW_RULES = date(2019, 1, 1)
OLDEST = 67
ONE_DAY = timedelta(days=1)

STATE_OF_STATUS = {
    "3": "completed",
    "4": "stopped_absence",
    "5": "moved",
    "6": "moved",
    "7": "ended_after_break",
}
"""KOSTRA's status of a programme that is over, and the state of its case."""
NEEDS_EXIT = ("3", "7")
"""KOSTRA's rules 38 and 39: then the situation right after must be told."""


def may_become(state: str, to: str) -> bool:
    """Whether a case in `state` may go to the state `to`; a refusal may be changed on appeal."""
    return to in TRANSITIONS[state]


def youngest(on: date) -> int:
    """Years: 18 from 2019-01-01, 19 before (domain.md 4.4)."""
    return 18 if on >= NEW_RULES else 19


def is_working_age(born: date, on: date) -> bool:
    return youngest(on) <= age_on(born, on) < OLDEST


def start_deadline(decided_on: date, days: int) -> date:
    """The last day to begin after the decision; `days` is the municipality's own aim."""
    return decided_on + timedelta(days=days)


def last_day_of(start: date, years: int) -> date:
    """The last of so many whole years from `start`."""
    return months_after(start, 12 * years) - ONE_DAY


def has_new_rules(start: date) -> bool:
    return start >= NEW_RULES


def first_end_refusal(start: date, end: date) -> str:
    """Why a first decision may not give the programme until `end`; "" where it may.

    Of a start until 2018-12-31 it gives one year at most, of one from 2019-01-01 two.
    """
    if end < start:
        return "Siste dag kan ikke være før programmet begynner."
    years = 2 if has_new_rules(start) else 1
    if end <= last_day_of(start, years):
        return ""
    latest = f"{last_day_of(start, years):%d.%m.%Y}"
    if has_new_rules(start):
        return f"Programmet kan vare i to år, til {latest}."
    return f"Programmet begynte før 2019. Ett vedtak gir ett år, til {latest}."


def extension_refusal(start: date, last: date, until: date, *, is_exception: bool) -> str:
    """Why a programme that lasts to `last` may not be extended to `until`; "" where it may.

    Of a start until 2018-12-31: one year and one more. Of one from 2019-01-01: two years in all,
    and one more as an exception, with grounds of its own.
    """
    if until <= last:
        return f"Programmet varer allerede til {last:%d.%m.%Y}."
    if not has_new_rules(start):
        return _old_refusal(start, last, until)
    two, three = last_day_of(start, 2), last_day_of(start, 3)
    if until > three:
        return f"Programmet kan ikke vare mer enn tre år, til {three:%d.%m.%Y}."
    if until > two and not is_exception:
        return (
            f"Programmet kan vare i to år, til {two:%d.%m.%Y}. Lenger kan det bare vare "
            "unntaksvis: kryss av for det og skriv hvorfor."
        )
    if until <= two and is_exception:
        return f"Det er innenfor to år, til {two:%d.%m.%Y}, og ikke et unntak."
    return ""


def _old_refusal(start: date, last: date, until: date) -> str:
    two = last_day_of(start, 2)
    if until > two:
        return f"Programmet begynte før 2019 og kan vare i ett år og ett til, til {two:%d.%m.%Y}."
    one_more = last_day_of(last + ONE_DAY, 1)
    if until > one_more:
        return f"Ett vedtak forlenger med ett år, til {one_more:%d.%m.%Y}."
    return ""


@dataclass(frozen=True)
class Conditions:
    """What the assessment came to: each condition by kind, and whether the whole is fulfilled."""

    met: dict[str, bool]
    fulfils: bool


def conclusion_refusal(told: Conditions) -> str:
    """Why the conclusion does not follow from the answers: KVP is a right when all are met."""
    all_met = all(told.met.values())
    if told.fulfils and not all_met:
        return "Alle vilkårene må være oppfylt for å få kvalifiseringsprogram."
    if all_met and not told.fulfils:
        return "Alle vilkårene er oppfylt. Da har personen rett til kvalifiseringsprogram."
    return ""


def end_refusal(*, start: date, on: date, status: str, exit_code: str) -> tuple[str, str] | None:
    """The field and why a programme may not be ended so; None where it may."""
    if on < start:
        return "on", "Siste dag kan ikke være før programmet begynte."
    if status in NEEDS_EXIT and not exit_code:
        return "exit_code", "Velg hva personen gikk til."
    return None


def follow_up_days(ended_on: date) -> dict[int, date]:
    """The day, by months, from which the state after the programme can be told (measure 1c)."""
    return {months: months_after(ended_on, months) for months in (6, 12)}


def current_end(planned_end: date, extended_to: Iterable[date]) -> date:
    """The last day that decisions give: the first decision's, or a later one of an extension."""
    return max([planned_end, *extended_to])
