"""The flags of a household as they are shown, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass

from coordination.flags import rules
from coordination.models import Flag
from households.models import Household


@dataclass(frozen=True)
class Shown:
    """A flag with what it rests on in words."""

    flag: Flag
    said: str

    @property
    def to_osk(self) -> bool:
        return rules.is_to_osk(self.flag.rule)


def shown(flag: Flag) -> Shown:
    return Shown(flag, rules.said(flag.rule, flag.data))


def flags_of(household: Household) -> list[Shown]:
    """All whose cause is still there; those dismissed last."""
    standing = Flag.objects.standing().filter(household=household).select_related("dismissed_by")
    found = sorted(standing, key=lambda row: (bool(row.dismissed_at), rules.rank(row.rule)))
    return [shown(row) for row in found]


def flag_of(household: Household, flag_id: int) -> Flag | None:
    """One whose cause is still there."""
    return Flag.objects.standing().filter(household=household, pk=flag_id).first()
