"""An application for a municipal home, taken down, assessed and withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import District, Unit, User
from households.models import Household, Intake, Person
from households.rules import months_after
from housing.codes import ApplicationState
from housing.history import HousingError, Part, note
from housing.models import HousingApplication, PriorityGround

State = ApplicationState
LONGEST_WAIT = 12
"""Months from today: an answer that is expected later is a slip of the finger; ours."""
OTHER_FIRST = "En annen har endret søknaden siden du åpnet den. Se over og lagre på nytt."


@dataclass(frozen=True)
class Need:
    """What the home must be; `most_rent` is kroner a month, no districts are any of them."""

    rooms: int
    needs_adapted: bool
    most_rent: int | None
    districts: Collection[District]


@dataclass(frozen=True)
class Asked:
    """An application as it is typed; one `form_token` is one, however often it comes."""

    applicant: Person
    received_on: date
    situation: str
    need: Need
    form_token: UUID
    intake: Intake | None = None


@dataclass(frozen=True)
class Assessed:
    """HV's assessment, with the grounds of priority that are met."""

    need: Need
    fulfils: bool
    assessment: str
    conditions: str
    grounds: Collection[PriorityGround]


@transaction.atomic
def register(
    *, household: Household, unit: Unit, asked: Asked, at: datetime, by: User
) -> HousingApplication:
    """Take an application down, from an intake or by hand; the same form twice is one."""
    found = HousingApplication.objects.filter(form_token=asked.form_token).first()
    if found is not None:
        return found
    if asked.received_on > timezone.localdate(at):
        raise HousingError("Dagen kan ikke være etter i dag.", "received_on")
    if household.queue_entries.standing().exists():
        raise HousingError("Husstanden står allerede i boligkøen.")
    try:
        with transaction.atomic():
            made = HousingApplication.objects.create(
                household=household,
                applicant=asked.applicant,
                unit=unit,
                intake=asked.intake,
                received_on=asked.received_on,
                situation=asked.situation.strip(),
                rooms=asked.need.rooms,
                needs_adapted=asked.need.needs_adapted,
                most_rent=asked.need.most_rent,
                registered_by=by,
                registered_at=at,
                form_token=asked.form_token,
            )
    except IntegrityError:
        raise HousingError("Husstanden har allerede en søknad til behandling.") from None
    made.districts.set(asked.need.districts)
    told = f"Søknad {made.reference} mottatt {made.received_on:%d.%m.%Y}"
    note(household.pk, Part.APPLICATION, told, at=at, by=by)
    return made


@transaction.atomic
def assess(
    *,
    application: HousingApplication,
    version: int,
    assessed: Assessed,
    at: datetime,
    by: User,
) -> HousingApplication:
    """What HV comes to; may be written again until a decision is begun."""
    current = held(application, version)
    if current.state not in (State.RECEIVED, State.ASSESSED):
        raise HousingError("Søknaden er avgjort. Rett vedtaket, eller ta imot en ny søknad.")
    if current.decision_id is not None:
        raise HousingError("Et vedtak er begynt. Trekk utkastet før du vurderer på nytt.")
    if not assessed.assessment.strip():
        raise HousingError("Skriv hvorfor.", "assessment")
    current.state, current.version = State.ASSESSED, version + 1
    current.fulfils = assessed.fulfils
    current.assessment = assessed.assessment.strip()
    current.conditions = assessed.conditions.strip()
    current.assessed_on, current.assessed_by = timezone.localdate(at), by
    current.rooms, current.most_rent = assessed.need.rooms, assessed.need.most_rent
    current.needs_adapted = assessed.need.needs_adapted
    current.save()
    current.districts.set(assessed.need.districts)
    current.grounds.set(assessed.grounds)
    told = f"{current.reference} vurdert: fyller {'' if current.fulfils else 'ikke '}vilkårene"
    note(current.household_id, Part.APPLICATION, told, at=at, by=by)
    return current


@transaction.atomic
def reply_meanwhile(
    *,
    application: HousingApplication,
    version: int,
    on: date,
    reason: str,
    expected_on: date,
    at: datetime,
    by: User,
) -> HousingApplication:
    """A written word was sent that the answer takes more than a month (fvl § 11 a).

    The application is to be answered by the day that it gave.
    """
    current = held(application, version)
    if current.state not in (State.RECEIVED, State.ASSESSED):
        raise HousingError("Søknaden er avgjort.")
    today = timezone.localdate(at)
    if not current.received_on <= on <= today:
        raise HousingError("Dagen må være fra søknaden kom til i dag.", "on")
    if not reason.strip():
        raise HousingError("Skriv hvorfor det tar tid.", "reason")
    if not max(on, today) < expected_on <= months_after(today, LONGEST_WAIT):
        last = f"{months_after(today, LONGEST_WAIT):%d.%m.%Y}"
        raise HousingError(f"Dagen må være etter i dag, og ikke etter {last}.", "expected_on")
    current.interim_on, current.interim_by, current.expected_on = on, by, expected_on
    current.interim_reason, current.version = reason.strip(), version + 1
    current.save(
        update_fields=["interim_on", "interim_by", "expected_on", "interim_reason", "version"]
    )
    told = f"{current.reference}: foreløpig svar sendt, svar ventes {expected_on:%d.%m.%Y}"
    note(current.household_id, Part.APPLICATION, told, at=at, by=by)
    return current


@transaction.atomic
def withdraw(
    *, application: HousingApplication, version: int, on: date, at: datetime, by: User
) -> None:
    """The applicant no longer asks; nothing is decided."""
    current = held(application, version)
    if current.state not in (State.RECEIVED, State.ASSESSED):
        raise HousingError("Søknaden er avgjort og kan ikke trekkes.")
    if current.decision_id is not None:
        raise HousingError("Et vedtak er begynt. Trekk utkastet først.")
    if not current.received_on <= on <= timezone.localdate(at):
        raise HousingError("Dagen må være fra søknaden kom til i dag.", "on")
    current.state, current.withdrawn_on, current.version = State.WITHDRAWN, on, version + 1
    current.save(update_fields=["state", "withdrawn_on", "version"])
    note(current.household_id, Part.APPLICATION, f"{current.reference} trukket", at=at, by=by)


def held(application: HousingApplication, version: int) -> HousingApplication:
    """The application, held until the act is done; refused if another has changed it."""
    current = HousingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if current.version != version:
        raise HousingError(OTHER_FIRST)
    return current
