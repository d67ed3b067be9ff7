"""What is known of a household that applies, and where grounds of priority speak against it.

Grounds are the municipality's own data, so what one is about is read from its words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_CHILDREN = re.compile(r"\bbarn", re.IGNORECASE)
_LODGING = re.compile(r"\bmidlertidig (botilbud|bolig)", re.IGNORECASE)
_HOMELESS = re.compile(r"\buten bolig\b", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """Children under 18 in the household, and how it lives: lodged for now, or a tenant of ours."""

    children: int
    is_lodged: bool
    is_tenant: bool


def contradictions(chosen: Collection[str], offered: Collection[str], known: Known) -> list[str]:
    """Where the grounds that are chosen (wordings) speak against what is known, in sentences.

    `offered` are all that could have been chosen.
    """
    found = []
    for ground in chosen:
        if _CHILDREN.search(ground) and not known.children:
            found.append(f"«{ground}» er valgt, men husstanden har ingen barn under 18 år.")
        if _LODGING.search(ground) and not known.is_lodged:
            found.append(f"«{ground}» er valgt, men husstanden bor ikke i midlertidig botilbud nå.")
        if _HOMELESS.search(ground) and known.is_tenant:
            found.append(f"«{ground}» er valgt, men husstanden leier en kommunal bolig.")
    covers = any(_LODGING.search(one) or _HOMELESS.search(one) for one in chosen)
    fits = [one for one in offered if _LODGING.search(one) and _may_fit(one, known)]
    if known.is_lodged and fits and not covers:
        text = f"Husstanden bor i midlertidig botilbud, men «{fits[0]}» er ikke valgt."
        found.append(text)
    return found


def _may_fit(ground: str, known: Known) -> bool:
    return bool(known.children) or not _CHILDREN.search(ground)
