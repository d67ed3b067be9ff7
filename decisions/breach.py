"""When support may be reduced because a condition is not met (STL §§ 20 and 20 a).

Pure functions of plain values; domain.md 4.4.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BreachFacts:
    """How far a breach of a condition has come."""

    is_not_met: bool
    is_notified: bool = False
    is_heard: bool = False
    has_children: bool = False
    children_weighed: str = ""
    monthly_amount: int = 0
    reduction: int = 0


def breach_refusal(breach: BreachFacts) -> str:
    """Why support may not be reduced for a breach (§§ 20 and 20 a); empty where it may.

    Told first, then heard, and special regard to the children; never all of the support.
    """
    steps = (
        (breach.is_not_met, "Vilkåret er ikke registrert som ikke oppfylt."),
        (breach.is_notified, "Personen er ikke varslet."),
        (breach.is_heard, "Personen er ikke hørt."),
        (
            not breach.has_children or bool(breach.children_weighed.strip()),
            "Skriv hvordan hensynet til barna er vurdert.",
        ),
        (
            0 < breach.reduction < breach.monthly_amount,
            "Stønaden kan reduseres, men ikke falle bort.",
        ),
    )
    return next((text for holds, text in steps if not holds), "")
