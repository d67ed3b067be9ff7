"""What law and plan say of tenancies, of the way to an eviction, and of buying a home of one's own.

Pure; the numbers are settings (TENANCIES), whole kroner and days.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def main_rule_end(starts_on: date, years: int) -> date:
    """The last day of a contract of the main rule's length: three years (husleieloven § 9-3)."""
    return anniversary(starts_on, years) - timedelta(days=1)


def is_shorter_than_main_rule(starts_on: date, ends_on: date, years: int) -> bool:
    """Whether a fixed-term contract needs its legal ground (husleieloven § 11-1)."""
    return ends_on < main_rule_end(starts_on, years)


def start_refusal(starts_on: date, today: date, years: int, months: int) -> str:
    """Why a contract cannot begin that day: at most so many years back, or months ahead."""
    if starts_on < (first := anniversary(today, -years)):
        return f"Kontrakten kan ikke begynne før {first:%d.%m.%Y}."
    if starts_on > (last := months_before(today, -months)):
        return f"Kontrakten kan ikke begynne etter {last:%d.%m.%Y}."
    return ""


def end_refusal(starts_on: date, ends_on: date, today: date, years: int) -> str:
    """Why a fixed-term contract cannot expire that day, at most so many years ahead."""
    if ends_on <= starts_on:
        return "Kontrakten må utløpe etter at den begynner."
    last = anniversary(max(starts_on, today), years)
    return f"Kontrakten kan ikke vare lenger enn til {last:%d.%m.%Y}." if ends_on > last else ""


def notice_from(ends_on: date, months: int) -> date:
    """From when the tenant is to be told, and the renewal reviewed: so long before it expires."""
    return months_before(ends_on, months)


def notice_refusal(on: date, starts_on: date, ends_on: date, months: int) -> str:
    """Why a notice of expiry of that day cannot be taken: at most so many months before it."""
    first = max(months_before(ends_on, months), starts_on)
    return f"Varselet kan tidligst være fra {first:%d.%m.%Y}." if on < first else ""


def demand_by(ends_on: date, months: int) -> date:
    """The last day to demand in writing that a tenant whose contract has run out moves.

    One who stays on for more than three months without it rents open-ended (husleieloven § 9-2).
    """
    return months_before(ends_on, -months)


def turns_on(ends_on: date, months: int) -> date:
    """The first day on which the contract is open-ended by law, if nobody has demanded."""
    return demand_by(ends_on, months) + timedelta(days=1)


def turned_before(today: date, months: int) -> date:
    """Contracts that expired before this day have turned open-ended by `today`."""
    day = months_before(today, months)
    return day if demand_by(day, months) >= today else day + timedelta(days=1)


def last_rent_day(today: date, due_day: int) -> date:
    """The latest day on which rent was due: the 20th (TRD-LEIE)."""
    this_month = today.replace(day=due_day)
    return this_month if this_month <= today else months_before(this_month, 1)


def first_rent_day(starts_on: date, due_day: int) -> date:
    """The first day on which a tenant owes rent: the first due day of the tenancy."""
    this_month = starts_on.replace(day=due_day)
    return this_month if this_month >= starts_on else months_before(this_month, -1)


def arrears_refusal(arrears: int, rent: int, months: int) -> str:
    """Why so much (kroner) cannot be owed: more than so many months' rent."""
    if arrears <= rent * months:
        return ""
    return f"Det er mer enn {months} måneders husleie. Sjekk beløpet."


def later_refusal(day: date, today: date, years: int) -> str:
    """Why something is not agreed for that day: more than so many years from today."""
    last = anniversary(today, years)
    return f"Dagen kan ikke være etter {last:%d.%m.%Y}." if day > last else ""


class RiskState(enum.StrEnum):
    """How far a tenancy at risk has come (domain.md 5)."""

    ARREARS = "arrears"
    COMPLAINT = "complaint"
    WARNED = "warned"
    PETITION = "petition"
    EVICTION_SET = "eviction_set"
    SETTLED = "settled"
    AVERTED = "averted"
    CARRIED_OUT = "carried_out"
    LEFT = "left"
    STRUCK = "struck"

    @property
    def label(self) -> str:
        return LABELS[self]


R = RiskState
LABELS = {
    R.ARREARS: "Restanse",
    R.COMPLAINT: "Klage på leieforholdet",
    R.WARNED: "Varslet",
    R.PETITION: "Begjæring om utkastelse",
    R.EVICTION_SET: "Utkastelse berammet",
    R.SETTLED: "Ordnet opp",
    R.AVERTED: "Utkastelse avverget",
    R.CARRIED_OUT: "Utkastelse gjennomført",
    R.LEFT: "Leieforholdet er avsluttet",
    R.STRUCK: "Feilregistrert",
}
BEGINS = (R.ARREARS, R.COMPLAINT)
THREATENED = (R.PETITION, R.EVICTION_SET)
"""From here on the result is that an eviction was averted, or carried out."""
OVER = (R.SETTLED, R.AVERTED, R.CARRIED_OUT, R.LEFT, R.STRUCK)
NEXT: dict[RiskState, tuple[RiskState, ...]] = {
    R.ARREARS: (R.WARNED, R.PETITION, R.SETTLED, R.LEFT, R.STRUCK),
    R.COMPLAINT: (R.WARNED, R.PETITION, R.SETTLED, R.LEFT, R.STRUCK),
    R.WARNED: (R.PETITION, R.SETTLED, R.LEFT, R.STRUCK),
    R.PETITION: (R.EVICTION_SET, R.AVERTED, R.LEFT, R.STRUCK),
    R.EVICTION_SET: (R.AVERTED, R.CARRIED_OUT, R.LEFT, R.STRUCK),
    R.SETTLED: (),
    R.AVERTED: (),
    R.CARRIED_OUT: (),
    R.LEFT: (),
    R.STRUCK: (),
}
"""What may follow. A petition may come without a warning of which the office was told."""


def may_become(state: RiskState, to: RiskState) -> bool:
    return to in NEXT[state]


def contact_due(petition_on: date, days: int) -> date:
    """By when somebody has been in contact after a petition: within 7 days (measure 5c)."""
    return petition_on + timedelta(days=days)


def answers(petition_on: date, contact_on: date | None) -> bool:
    """Whether somebody has been in contact since the petition; one before it is no answer to it."""
    return contact_on is not None and contact_on >= petition_on


def is_in_time(petition_on: date, contact_on: date | None, days: int) -> bool:
    """Whether there was contact from the day of the petition to seven days after it."""
    if contact_on is None:
        return False
    return petition_on <= contact_on <= contact_due(petition_on, days)


@dataclass(frozen=True)
class Ended:
    """A case of risk as the figures see it; `children` is whether children lived there."""

    children: bool
    petition_on: date | None
    contact_on: date | None
    state: RiskState
    ended_on: date | None


@dataclass(frozen=True)
class Figures:
    """Petitions of a period and contacts within the limit; evictions averted and carried out."""

    petitions: int = 0
    in_time: int = 0
    averted: int = 0
    carried_out: int = 0


def figures(rows: Iterable[Ended], first: date, last: date, days: int) -> Figures:
    """Petitions count by the day they came, results by the day of the result.

    What was registered by mistake, and is struck, does not count.
    """
    petitions = in_time = averted = carried_out = 0
    for row in rows:
        if row.state == R.STRUCK:
            continue
        if row.petition_on is not None and first <= row.petition_on <= last:
            petitions += 1
            in_time += is_in_time(row.petition_on, row.contact_on, days)
        if row.ended_on is not None and first <= row.ended_on <= last:
            averted += row.state == R.AVERTED
            carried_out += row.state == R.CARRIED_OUT
    return Figures(petitions, in_time, averted, carried_out)
