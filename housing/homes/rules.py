"""Whether a vacant home fits somebody in the queue, and who is passed over; pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from config.templatetags import tall
from housing.codes import DeclineReason


class Fit(Enum):
    """How a home meets one part of a need; the value is the mark's css class."""

    OK = "ok"
    UNSURE = "unsure"
    NO = "no"

    @property
    def sign(self) -> str:
        return {"ok": "✓", "no": "✕", "unsure": "?"}[self.value]

    @property
    def aloud(self) -> str:
        """What the sign says to whoever does not see it."""
        return {"ok": "passer", "no": "passer ikke", "unsure": "uavklart"}[self.value]


@dataclass(frozen=True)
class Home:
    """A vacant home; `rent` is kroner a month."""

    rooms: int
    is_adapted: bool
    rent: int
    district: int
    district_name: str


@dataclass(frozen=True)
class Need:
    """What somebody in the queue needs; no districts and no rent were not asked about."""

    rooms: int
    needs_adapted: bool
    most_rent: int | None
    districts: Collection[int]
    place_hidden: bool = False


@dataclass(frozen=True)
class Check:
    text: str
    fit: Fit


def checks(home: Home, need: Need, rooms_over: int) -> list[Check]:
    """Each part of the need against the home."""
    found = [_rooms(home, need, rooms_over), *_access(home, need)]
    return [*found, _district(home, need), _rent(home, need)]


def _rooms(home: Home, need: Need, rooms_over: int) -> Check:
    if home.rooms < need.rooms:
        return Check(f"Trenger {need.rooms} rom", Fit.NO)
    if home.rooms > need.rooms + rooms_over:
        return Check(f"Trenger bare {need.rooms} rom", Fit.NO)
    return Check(f"{home.rooms} rom, trenger {need.rooms}", Fit.OK)


def _access(home: Home, need: Need) -> list[Check]:
    if not need.needs_adapted:
        return []
    fit = Fit.OK if home.is_adapted else Fit.NO
    return [Check("Trenger bolig uten trapp", fit)]


def _district(home: Home, need: Need) -> Check:
    if need.place_hidden:
        return Check("Ønsket bydel er skjermet", Fit.UNSURE)
    if not need.districts:
        return Check("Bydel er ikke oppgitt", Fit.UNSURE)
    if home.district in need.districts:
        return Check(f"{home.district_name} ønsket", Fit.OK)
    return Check(f"Ønsker ikke {home.district_name}", Fit.NO)


def _rent(home: Home, need: Need) -> Check:
    rent = f"Husleie {tall(home.rent)} kr"
    if need.most_rent is None:
        return Check(f"{rent}, grense ikke oppgitt", Fit.UNSURE)
    if home.rent > need.most_rent:
        return Check(f"{rent}, klarer {tall(need.most_rent)} kr", Fit.NO)
    return Check(rent, Fit.OK)


@dataclass(frozen=True)
class Withdrawn:
    """An offer of the same home that HV took back, and why."""

    on: date
    text: str


def withdrawn_check(before: Withdrawn | None) -> list[Check]:
    """A warning where HV has taken an offer of the home back: it may be offered all the same."""
    if before is None:
        return []
    why = before.text or "uten at det er skrevet hvorfor"
    return [Check(f"HV trakk et tilbud om boligen {before.on:%d.%m.%Y}: {why}", Fit.UNSURE)]


@dataclass(frozen=True)
class Candidate:
    """Somebody in the queue against a home; `obstacle` is why they get no offer now, if any."""

    entry_id: int
    checks: Sequence[Check]
    obstacle: str = ""

    @property
    def fits(self) -> bool:
        return not self.obstacle and all(check.fit != Fit.NO for check in self.checks)

    @property
    def is_unsure(self) -> bool:
        """Whether something of the need was never asked about."""
        return any(check.fit == Fit.UNSURE for check in self.checks)


def passed_over(candidates: Sequence[Candidate], chosen: int) -> list[int]:
    """Those (entries) who stand ahead of the chosen one, and whom the home fits.

    `candidates` stand in the order of the queue.
    """
    found = []
    for one in candidates:
        if one.entry_id == chosen:
            break
        if one.fits:
            found.append(one.entry_id)
    return found


def deadline_refusal(today: date, answer_by: date, most_days: int) -> str:
    """Why somebody may not be given until that day to answer; empty when they may."""
    last = today + timedelta(days=most_days)
    if answer_by < today:
        return "Svarfristen må være i dag eller senere."
    if answer_by > last:
        return f"Svarfristen kan være høyst {most_days} dager fram, til {last:%d.%m.%Y}."
    return ""


def counts(reason: str, that_count: Collection[str], *, is_wished: bool) -> bool:
    """Whether a no for this reason counts among those that end a place in the queue.

    A wish for another district counts only where wishes were asked for and the home `is_wished`.
    """
    return reason in that_count and (reason != DeclineReason.DISTRICT or is_wished)


def loses_place(noes: int, allowed: int) -> bool:
    """Whether so many noes that count end the place."""
    return noes >= allowed
