"""The two classes of flags of domain.md 6, in the order the OSK meeting weighs them.

Thresholds are settings (FLAGS): ours, no law names them. A rule is a query that finds households
with the figures it rests on (coordination/flags/causes.py); what is said of them is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.templatetags import tall
from coordination.models import Flag

R = Flag.Rule
TO_OSK: tuple[str, ...] = (
    R.SERIOUS,
    R.LODGING,
    R.EVICTION,
    R.ARREARS,
    R.FAMILY_36,
    R.WORRIES,
    R.UNRECEIVED,
    R.KVP_BROKEN,
    R.FAMILY_24,
    R.FAMILY_12,
)
"""Flags that put a family before the OSK meeting, the most pressing first."""
OWN_OFFICE: tuple[str, ...] = (R.UNMAPPED, R.EMERGENCIES, R.CAP, R.YOUNG, R.CONSENT, R.FOLLOW_UP)
"""Flags of the own office's work list only."""


@dataclass(frozen=True)
class Threshold:
    """So many benefit months within a window of so many calendar months."""

    months: int
    within: int


def rank(rule: str) -> int:
    """The place of a rule among all: smaller is more pressing."""
    order = (*TO_OSK, *OWN_OFFICE)
    return order.index(rule) if rule in order else len(order)


def is_to_osk(rule: str) -> bool:
    return rule in TO_OSK


SAID: Mapping[str, str] = {
    R.SERIOUS: "Nivå 3 for {children} barn i kartleggingen",
    R.WORRIES: "Nivå 2 eller 3 på minst to områder for {children} barn",
    R.FAMILY_12: "{months} stønadsmåneder av de siste {within}",
    R.FAMILY_24: "{months} stønadsmåneder av de siste {within}",
    R.FAMILY_36: "{months} stønadsmåneder av de siste {within}",
    R.LODGING: "Midlertidig botilbud siden {since}, {children} barn",
    R.EVICTION: "Begjæring om utkastelse {since}, {children} barn",
    R.ARREARS: "{owed} kr i restanse, husleien er {rent} kr",
    R.KVP_BROKEN: "KVP avsluttet {ended}",
    R.UNRECEIVED: "{children} barn på 17 med varige behov, fyller 18 {adult_on}",
    R.UNMAPPED: "{children} barn ikke kartlagt, henvendelse {since}",
    R.EMERGENCIES: "{grants} ganger nødhjelp de siste {within} månedene",
    R.CAP: "Stønadstaket tar {reduction} kr per måned",
    R.YOUNG: "{age} år, stønad uten tiltak, og ingen kontakt de siste {days} dagene",
    R.CONSENT: "Spurt {since}, ikke besvart",
    R.FOLLOW_UP: "{months} stønadsmåneder av de siste {within}, {lack}",
}


KRONER = ("owed", "rent", "reduction")
"""Names of what is whole kroner, written with the thousands apart."""


def said(rule: str, data: Mapping[str, Any]) -> str:
    """What the flag rests on, in words; empty where the figures are of an older kind."""
    try:
        amounts = {name: tall(data[name]) for name in KRONER if name in data}
        return SAID[rule].format_map({**data, **amounts})
    except KeyError:
        return ""
