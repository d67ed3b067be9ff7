"""Family dialogues at the qualification centre: most participants of this year, not all."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from children.models import FamilyDialogue
from households.models import IntroPeriod, Membership

TALKED, LAST_YEAR_TOO = 0.65, 0.6
AGREED = (
    "",
    "Melder barna på svømmekurs",
    "Møte med barnehagen sammen med tolk",
    "Tar kontakt med helsestasjonen",
    "Søker om redusert foreldrebetaling",
)


def hold(by: User, today: date) -> None:
    """Talks with those in the introduction programme today; drawn apart from all else."""
    dice = Random("familiesamtaler")
    homes = Membership.objects.valid_on(today).filter(person=OuterRef("person")).order_by("pk")
    periods = (
        IntroPeriod.objects.valid_on(today)
        .annotate(household_id=Subquery(homes.values("household")[:1]))
        .filter(household_id__isnull=False)
        .select_related("person")
    )
    held = []
    for period in periods.order_by("pk"):
        if dice.random() < TALKED:
            held.append(_talk(period, dice, today, by))
        last_year = date(today.year - 1, 11, dice.randint(1, 28))
        if period.valid_from < last_year and dice.random() < LAST_YEAR_TOO:
            held.append(_talk(period, dice, last_year, by))
    FamilyDialogue.objects.bulk_create(held, batch_size=500)


def _talk(period: IntroPeriod, dice: Random, latest: date, by: User) -> FamilyDialogue:
    first = max(period.valid_from, latest.replace(month=1, day=1))
    day = first + timedelta(days=dice.randint(0, max((latest - first).days, 0)))
    needs = period.person.needs_interpreter
    used = dice.choice(("in_person", "remote")) if needs else "none_needed"
    return FamilyDialogue(
        household_id=period.household_id,  # type: ignore[attr-defined]
        person=period.person,
        period=period,
        held_on=day,
        topics=sorted(dice.sample(FamilyDialogue.Topic.values, dice.randint(1, 4))),
        interpreter=used,
        interpreter_needed=needs,
        agreed=dice.choice(AGREED),
        held_by=by,
        registered_at=timezone.now(),
    )
