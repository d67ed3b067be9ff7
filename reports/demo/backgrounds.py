"""What the invented people have told of their background and Norwegian (1h).

Drawn for each person alone, so that nothing else in the demo changes with it.
"""

from __future__ import annotations

from random import Random
from typing import Any

from households.codes import Background, NorwegianLevel
from reports.demo.people import Human

B, N = Background, NorwegianLevel
GROUPS: dict[str, tuple[tuple[Background, int], ...]] = {
    "polsk": ((B.WORK, 8), (B.FAMILY, 2)),
    "vietnamesisk": ((B.FAMILY, 5), (B.OTHER, 2), (B.BORN_HERE, 3)),
}
OTHERS = ((B.REFUGEE, 6), (B.FAMILY, 3), (B.BORN_HERE, 1))
LEVELS = ((N.NONE, 1), (N.A1, 2), (N.A2, 4), (N.B1, 3), (N.B2, 2))
ASKED, ASKED_NORWEGIAN = 0.85, 0.6
"""The share that somebody has asked."""
LAST_ARRIVAL = 2024


def told_of(human: Human) -> dict[str, Any]:
    """Fields of a person; empty where nobody has asked."""
    key = (human.national_id, human.duf_number, human.first_name, human.last_name)
    rng = Random(f"background/{key}/{human.birth_date}")
    language = human.origin.language
    if rng.random() > (ASKED if language else ASKED_NORWEGIAN):
        return {}
    if not language:
        return {"background": B.NONE, "norwegian_level": N.NATIVE}
    group = _drawn(rng, GROUPS.get(language, OTHERS))
    if group == B.BORN_HERE:
        return {"background": group, "norwegian_level": N.B2}
    born = human.birth_date.year
    since = max(born, LAST_ARRIVAL - rng.randint(0, 20))
    level = N.A1 if human.needs_interpreter else _drawn(rng, LEVELS)
    return {"background": group, "resident_since": since, "norwegian_level": level}


def _drawn(rng: Random, weighted: Any) -> Any:
    values, weights = zip(*weighted, strict=True)
    return rng.choices(values, weights)[0]
