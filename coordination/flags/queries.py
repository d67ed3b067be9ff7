"""The flags of a household as they are shown, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from coordination.flags import rules
from coordination.models import Flag
from households.models import Household

R = Flag.Rule
BY_TIME = (R.FAMILY_12, R.FAMILY_24, R.FAMILY_36)
ACTS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        (R.SERIOUS, R.WORRIES, R.UNMAPPED, R.UNRECEIVED), ("children:list", "Til barna")
    ),
    **dict.fromkeys((R.EMERGENCIES, R.ARREARS), ("counselling:household", "Til rådgivningen")),
    R.CAP: ("decisions:list", "Til vedtakene"),
    R.YOUNG: ("programmes:household", "Til tiltakene"),
    R.CONSENT: ("coordination:consents", "Til samtykkene"),
    R.FOLLOW_UP: ("plans:plan", "Til planen"),
    **dict.fromkeys(
        (R.FAMILY_12, R.FAMILY_24, R.FAMILY_36, R.LODGING, R.EVICTION, R.KVP_BROKEN),
        ("meetings:household", "Til OSK-møtet"),
    ),
}
"""Where something is done about the cause: the page, and what the way to it says."""


@dataclass(frozen=True)
class Shown:
    """A flag with what it rests on in words."""

    flag: Flag
    said: str

    @property
    def to_osk(self) -> bool:
        return rules.is_to_osk(self.flag.rule)

    @property
    def act(self) -> tuple[str, str]:
        """The address where something is done about it, and what it says."""
        name, label = ACTS[self.flag.rule]
        return reverse(name, args=[self.flag.household_id]), label


def shown(flag: Flag) -> Shown:
    return Shown(flag, rules.said(flag.rule, flag.data))


def flags_of(household: Household) -> list[Shown]:
    """All whose cause is still there; those dismissed last.

    Of the three of a family's time on assistance, which follow from each other, the longest is
    told; one that was dismissed stands.
    """
    standing = Flag.objects.standing().filter(household=household).select_related("dismissed_by")
    found = sorted(standing, key=lambda row: (bool(row.dismissed_at), rules.rank(row.rule)))
    shorter = [row for row in found if row.rule in BY_TIME and not row.dismissed_at][1:]
    return [shown(row) for row in found if row not in shorter]


def flag_of(household: Household, flag_id: int) -> Flag | None:
    """One whose cause is still there."""
    return Flag.objects.standing().filter(household=household, pk=flag_id).first()
