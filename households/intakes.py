"""Taking down that somebody turned to a party (henvendelse), and taking it on.

Registering always succeeds, and does the same whether or not the person was known: a person held
elsewhere becomes an intake in the inbox of the unit that has the household (security.md 3.5b).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import Unit, User
from households import closing
from households.mapping import create_duties
from households.members.actions import add_stated
from households.members.stated import Newcomer
from households.models import Household, Intake, Membership, Person, Residence, Responsibility

TRIES = 3


@dataclass(frozen=True)
class Stated:
    """Who somebody says that they are."""

    first_name: str
    last_name: str
    birth_date: date | None
    national_id: str | None


@dataclass(frozen=True)
class Asked:
    """What was asked for, when and how; one `form_token` is one intake, however often it comes.

    `children` is an Intake.Children, or empty where nobody was asked; `members` who else was said
    to live in the household.
    """

    received_on: date
    channel: str
    topics: Sequence[str]
    text: str
    form_token: UUID
    children: str = ""
    members: Sequence[Newcomer] = ()


@dataclass(frozen=True)
class Place:
    """Whose household an intake hangs on, and whose inbox it comes to."""

    household_id: int
    person_id: int
    unit_id: int


def register_intake(*, stated: Stated, asked: Asked, unit: Unit, by: User) -> Intake:
    """Take down what was asked for at `unit`; the same form twice is one intake."""
    for remaining in reversed(range(TRIES)):
        same = Intake.objects.filter(registered_by=by, form_token=asked.form_token).first()
        if same is not None:
            return same
        try:
            return _register(stated, asked, unit, by)
        except IntegrityError:  # somebody registered the same person, or form, at the same time
            if not remaining:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _register(stated: Stated, asked: Asked, unit: Unit, by: User) -> Intake:
    found = _place_of(stated.national_id, unit)
    place = _new_household(stated, asked.members, unit, found, by)
    made = Intake.objects.create(
        household_id=place.household_id,
        person_id=place.person_id,
        party=unit.party,
        unit_id=place.unit_id,
        received_on=asked.received_on,
        channel=asked.channel,
        topics=list(asked.topics),
        text=asked.text,
        stated_first_name=stated.first_name,
        stated_last_name=stated.last_name,
        stated_birth_date=stated.birth_date,
        stated_number=stated.national_id is not None,
        children=asked.children,
        stated_members=[_told(new) for new in asked.members],
        registered_unit=unit,
        registered_by=by,
        form_token=asked.form_token,
    )
    create_duties(intake=made)
    return made


@transaction.atomic
def record_intake(
    *, household: Household, person: Person, unit: Unit, asked: Asked, by: User
) -> Intake:
    """Take down what a known member of the unit's own household asks for; taken on at once.

    Who takes it down gets the household, if nobody has it. The same form twice is one intake.
    """
    now = timezone.now()
    intake, is_new = Intake.objects.get_or_create(
        registered_by=by,
        form_token=asked.form_token,
        defaults={
            "household": household,
            "person": person,
            "party": unit.party,
            "unit": unit,
            "received_on": asked.received_on,
            "channel": asked.channel,
            "topics": list(asked.topics),
            "text": asked.text,
            "stated_first_name": person.first_name,
            "stated_last_name": person.last_name,
            "stated_birth_date": person.birth_date,
            "stated_number": person.national_id is not None,
            "registered_unit": unit,
            "taken_by": by,
            "taken_at": now,
        },
    )
    if is_new:
        create_duties(intake=intake)
        _assign(intake, by)
    return intake


@transaction.atomic
def pass_on(
    *, household: Household, party: str, asked: Asked, unit: Unit, by: User
) -> Intake | None:
    """What was asked at `unit` of another party, in the inbox of its unit of the district.

    None, and nothing passed on, where that party has the household already, or has no unit.
    """
    today = timezone.localdate()
    has = Responsibility.objects.valid_on(today).filter(household=household, party=party)
    if has.exists():
        return None
    homes = Residence.objects.valid_on(today).filter(household=household)
    district = homes.order_by("-valid_from").values_list("district", flat=True).first()
    offices = Unit.objects.valid_on(today).filter(
        party=party, district=district or unit.district_id
    )
    office = offices.order_by("pk").first()
    if office is None:
        return None
    person = household.contact
    made = Intake.objects.create(
        household=household,
        person=person,
        party=party,
        unit=office,
        received_on=asked.received_on,
        channel=asked.channel,
        topics=list(asked.topics),
        text=asked.text,
        stated_first_name=person.first_name,
        stated_last_name=person.last_name,
        stated_birth_date=person.birth_date,
        stated_number=person.national_id is not None,
        registered_unit=unit,
        registered_by=by,
        form_token=asked.form_token,
    )
    create_duties(intake=made)
    return made


def _place_of(national_id: str | None, unit: Unit) -> Place | None:
    """Where the person with the number is held; None for one in no household.

    Of the households lived in today the one that `unit` has, else one that another unit of the
    party has, else one that is known to other parties alone: it comes to the party's unit of the
    district.
    """
    if national_id is None:
        return None
    today = timezone.localdate()
    has = Responsibility.objects.valid_on(today).filter(
        household=OuterRef("household"), party=unit.party
    )
    homes = Residence.objects.valid_on(today).filter(household=OuterRef("household"))
    rows: list[Any] = list(
        Membership.objects.filter(person__national_id=national_id).annotate(
            unit_id=Subquery(has.values("unit")[:1]),
            district_id=Subquery(homes.order_by("-valid_from").values("district")[:1]),
        )
    )
    of_party = Unit.objects.valid_on(today).filter(party=unit.party).order_by("-pk")
    offices = {office.district_id: office.pk for office in of_party}
    if not rows:
        return None

    def nearness(row: Any) -> tuple[bool, bool, bool, date, int]:
        is_present = row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)
        return is_present, row.unit_id == unit.pk, bool(row.unit_id), row.valid_from, row.pk

    row = max(rows, key=nearness)
    office = row.unit_id or offices.get(row.district_id) or unit.pk
    return Place(row.household_id, row.person_id, office)


def _told(new: Newcomer) -> dict[str, Any]:
    """Who was stated, as the intake keeps it: without the number itself."""
    return {
        "first_name": new.first_name,
        "last_name": new.last_name,
        "birth_date": new.birth_date.isoformat() if new.birth_date else None,
        "role": new.role,
        "shared_residence": new.shared_residence,
        "has_number": new.national_id is not None,
    }


def _new_household(
    stated: Stated, members: Sequence[Newcomer], unit: Unit, found: Place | None, by: User
) -> Place:
    """A household of the person and the members that were stated, which `unit` has.

    When the person was `found` the same work is done and taken back, so that the time it takes
    does not tell.
    """
    today = timezone.localdate()
    with transaction.atomic():
        person = _person(stated, known=found is not None)
        household = Household.objects.create(contact=person)
        Membership.objects.create(
            household=household,
            person=person,
            role=Membership.Role.APPLICANT,
            valid_from=today,
            registered_on=today,
        )
        add_stated(household=household, members=members, since=today, unit=unit, by=by)
        Residence.objects.create(household=household, district=unit.district, valid_from=today)
        Responsibility.objects.create(
            household=household, party=unit.party, unit=unit, valid_from=today
        )
        if found is not None:
            transaction.set_rollback(True)
    return found or Place(household.pk, person.pk, unit.pk)


def _person(stated: Stated, known: bool) -> Person:
    """A new person; one who is registered without any household is taken as they are."""
    number = token_hex(5) if known else stated.national_id  # nobody's; never stored
    alone = Person.objects.filter(national_id__isnull=False, memberships__isnull=True)
    return alone.filter(national_id=number).first() or Person.objects.create(
        national_id=number,
        first_name=stated.first_name,
        last_name=stated.last_name,
        birth_date=stated.birth_date,
    )


@transaction.atomic
def take_intake(*, intake: Intake, by: User) -> bool:
    """Take the intake on, and the household if nobody has it; False if another was first."""
    waiting = Intake.objects.filter(pk=intake.pk, taken_at__isnull=True)
    if not waiting.update(taken_by=by, taken_at=timezone.now()):
        return False
    _assign(intake, by)
    return True


def _assign(intake: Intake, caseworker: User) -> None:
    """Make `caseworker` the party's caseworker, as a new row, unless somebody is it already."""
    today = timezone.localdate()
    of_party = Responsibility.objects.filter(household=intake.household_id, party=intake.party)
    row = of_party.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today)).filter(
        valid_from__lte=today
    )
    present, unit_id, until = row.first(), intake.unit_id, None
    if present is not None and present.closed_at is not None:
        closing.reopen(responsibility=present, caseworker=caseworker, by=caseworker)
        return
    if present is None:
        coming = of_party.filter(valid_from__gt=today).order_by("valid_from").first()
        until = coming.valid_from - timedelta(days=1) if coming else None
    elif present.caseworker_id is not None:
        return
    elif present.valid_from == today:
        present.caseworker = caseworker
        present.save(update_fields=["caseworker"])
        return
    else:
        unit_id, until = present.unit_id, present.valid_to
        present.valid_to = today - timedelta(days=1)
        present.save(update_fields=["valid_to"])
    Responsibility.objects.create(
        household_id=intake.household_id,
        party=intake.party,
        unit_id=unit_id,
        caseworker=caseworker,
        valid_from=today,
        valid_to=until,
    )
