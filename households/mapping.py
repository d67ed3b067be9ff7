"""The duty to map children when their parents ask for help (kartleggingsplikt, measure 3a).

An intake makes it, a mapping fulfils it, and an exception lets a decision through without one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from households.models import (
    Household,
    Intake,
    MappingDuty,
    MappingDutyChange,
    Membership,
    Person,
    Responsibility,
)
from households.person_bar import is_child
from households.touching import touch

ASKED_WITHIN = timedelta(days=365)
"""How long what a parent has asked for goes on making a duty for a child who comes later."""
ASKS_FOR_HELP = frozenset(
    {
        Intake.Topic.SUBSISTENCE,
        Intake.Topic.HOUSING,
        Intake.Topic.EMERGENCY,
        Intake.Topic.CHILDREN,
        Intake.Topic.DEBT,
    }
)
"""Topics with which somebody asks for help; with another one nobody need be mapped."""
Act = MappingDutyChange.Act


class MappingRefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


@transaction.atomic
def create_duties(*, intake: Intake) -> list[MappingDuty]:
    """A duty for each child whom the one that asked supports and whom the party has none for.

    Whichever party is asked (3a): the duty is that party's, so that nobody is told by it that
    another was asked too. Who and when stand on the intake. Without children the same is done and
    taken back, so that the time it takes tells the one who registers nothing (security.md 3.5b).
    """
    touch([intake.household_id])
    if not ASKS_FOR_HELP & set(intake.topics):
        return []
    children = _supported_children(intake)
    waiting = MappingDuty.objects.open().filter(
        household=intake.household_id, party=intake.party, child__in=children or [0]
    )
    has_one = set(waiting.values_list("child", flat=True))
    due_on = intake.received_on + timedelta(days=settings.MAPPING_DUE_DAYS)
    of = {"household_id": intake.household_id, "intake": intake, "party": intake.party}
    of |= {"due_on": due_on}
    new = [MappingDuty(child_id=pk, **of) for pk in children if pk not in has_one]
    with transaction.atomic():
        done = {"fulfilled_on": intake.received_on, "fulfilled_by": intake.registered_by}
        MappingDuty.objects.bulk_create(
            new or [MappingDuty(child_id=intake.person_id, **of, **done)]
        )
        if not new:
            transaction.set_rollback(True)
    return new


@transaction.atomic
def create_duties_for_newcomer(*, household: Household, child: Person, on: date) -> None:
    """A duty for a child who has come to live where help has been asked for, at each party asked.

    While the party has the household, and for a year after the last time one who supports the
    child asked it for help. The time to map counts from `on`, when the party could know.
    """
    duties = MappingDuty.objects.filter(household=household, child=child)
    has_one = set(duties.open().values_list("party", flat=True))
    has = Responsibility.objects.valid_on(on).filter(household=household, closed_at__isnull=True)
    parties = set(has.values_list("party", flat=True)) - has_one
    members = Membership.objects.valid_on(on).filter(household=household)
    supporters = members.filter(role__in=Membership.SUPPORTING).values("person")
    asked = Intake.objects.filter(
        household=household,
        person__in=supporters,
        party__in=parties,
        received_on__gt=on - ASKED_WITHIN,
    )
    last: dict[str, Intake] = {}
    for intake in asked.order_by("received_on", "pk"):
        if ASKS_FOR_HELP & set(intake.topics):
            last[intake.party] = intake
    due_on = on + timedelta(days=settings.MAPPING_DUE_DAYS)
    MappingDuty.objects.bulk_create(
        MappingDuty(household=household, child=child, intake=intake, party=party, due_on=due_on)
        for party, intake in sorted(last.items())
    )


@transaction.atomic
def fulfil_mapping(*, duty: MappingDuty, paragraph: str, on: date, at: datetime, by: User) -> None:
    """The child has been mapped; `paragraph` is what the decision says about the child."""
    waiting = MappingDuty.objects.open().filter(pk=duty.pk)
    if not waiting.update(fulfilled_on=on, fulfilled_by=by, paragraph=paragraph):
        raise MappingRefusedError("Barnet er allerede kartlagt.")
    MappingDutyChange.objects.create(duty=duty, act=Act.FULFILLED, by=by, at=at)
    touch([duty.household_id])


@transaction.atomic
def except_mapping(*, duty: MappingDuty, reason: str, grounds: str, at: datetime, by: User) -> None:
    """Let a decision through although the child is not mapped; the duty stays open."""
    if reason not in MappingDuty.Reason.values:
        raise MappingRefusedError("Velg hvorfor barnet ikke er kartlagt.", "exception")
    if not grounds.strip():
        raise MappingRefusedError("Skriv en begrunnelse for unntaket.", "exception_grounds")
    waiting = MappingDuty.objects.open().filter(pk=duty.pk)
    if not waiting.update(
        exception=reason, exception_grounds=grounds, excepted_at=at, excepted_by=by
    ):
        raise MappingRefusedError("Barnet er allerede kartlagt.")
    MappingDutyChange.objects.create(
        duty=duty, act=Act.EXCEPTED, exception=reason, note=grounds, by=by, at=at
    )


def _supported_children(intake: Intake) -> Collection[int]:
    """Children under 18 (ids) of the household, if the person who asked supports them."""
    today = timezone.localdate()
    members = Membership.objects.valid_on(today).filter(household=intake.household_id)
    rows = list(members.select_related("person"))
    asks = any(row.person_id == intake.person_id and row.supports_children for row in rows)
    return [row.person_id for row in rows if asks and is_child(row, today)]
