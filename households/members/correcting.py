"""Correcting what was written wrong of a member, with what stood before in the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from households.mapping import create_duties_for_newcomer
from households.members import rules
from households.members.history import MemberRefusedError, note_change, split
from households.members.stated import with_number
from households.models import Household, Membership, MembershipChange, Person
from households.person_bar import is_child
from households.touching import households_of, touch

Role = Membership.Role


@dataclass(frozen=True)
class Corrected:
    """What is so of a member: who they are, and what they are in the household from `since` on.

    Without `since` the role and the residence have been so all the time.
    """

    first_name: str
    last_name: str
    birth_date: date | None
    national_id: str | None
    role: str
    shared_residence: bool
    since: date | None = None


@transaction.atomic
def correct_member(*, membership: Membership, told: Corrected, by: User) -> bool:
    """Let these be the facts about a member; False if all of it was so already."""
    row = Membership.objects.select_for_update().select_related("person").get(pk=membership.pk)
    household = Household.objects.get(pk=row.household_id)
    person = row.person
    _refuse_wrong_facts(household, row, told)
    said = _corrected_person(person, told, by) + _corrected_membership(row, told)
    if not said:
        return False
    note_change(household, person, MembershipChange.Act.CORRECTED, by, note=". ".join(said)[:1_000])
    homes = {household.pk} | households_of([person.pk], timezone.localdate())
    touch(homes)
    if is_child(row, timezone.localdate()):
        create_duties_for_newcomer(household=household, child=person, on=timezone.localdate())
    return True


def _refuse_wrong_facts(household: Household, row: Membership, told: Corrected) -> None:
    today = timezone.localdate()
    if row.undone_at is not None or (row.valid_to is not None and row.valid_to < today):
        raise MemberRefusedError("Medlemskapet er avsluttet.", "first_name")
    if told.birth_date is not None and told.birth_date > row.valid_from:
        raise MemberRefusedError(
            f"Personen ble medlem {row.valid_from:%d.%m.%Y} og kan ikke være født senere.",
            "birth_date",
        )
    if told.since is not None and not row.valid_from < told.since <= today:
        raise MemberRefusedError(
            f"Datoen må være etter {row.valid_from:%d.%m.%Y} og ikke etter i dag.", "since"
        )
    if told.role == row.role:
        return
    here = Membership.objects.valid_on(today).filter(household=household)
    others = here.exclude(person=row.person_id).values_list("role", flat=True)
    wrong = rules.wrong_role(told.role, told.birth_date, told.since or row.valid_from, others)
    if wrong:
        raise MemberRefusedError(wrong, "role")


def _corrected_person(person: Person, told: Corrected, by: User) -> list[str]:
    """Save what is new of who the person is; what changed, in words without any number."""
    said = []
    if (person.first_name, person.last_name) != (told.first_name, told.last_name):
        before = person.name
        person.first_name, person.last_name = told.first_name, told.last_name
        said.append(f"Navn: {before} ble {person.name}")
    if person.birth_date != told.birth_date:
        before = f"{person.birth_date:%d.%m.%Y}" if person.birth_date else "ukjent"
        after = f"{told.birth_date:%d.%m.%Y}" if told.birth_date else "ukjent"
        said.append(f"Fødselsdato: {before} ble {after}")
        person.birth_date = told.birth_date
    if told.national_id is not None and person.number is None:
        _give_number(person, told.national_id, by)
        said.append("Fødselsnummer eller D-nummer lagt til")
    if said:
        person.save()
    return said


def _give_number(person: Person, number: str, by: User) -> None:
    """The number of one who had none: never that of somebody whom the user may see."""
    from_elsewhere = Person.objects.visible_to(by).filter(with_number(number))
    if from_elsewhere.exclude(pk=person.pk).exists():
        raise MemberRefusedError(
            "Nummeret hører til en person dere har fra før. Avslutt dette medlemskapet som "
            "feilregistrert, og legg til personen med nummeret.",
            "number",
        )
    if Person.objects.filter(national_id=number).exists():
        person.stated_id = number
    else:
        person.national_id = number


def _corrected_membership(row: Membership, told: Corrected) -> list[str]:
    """Save what is new of the membership, by a new row where it is so from a day on."""
    shared = told.role == Role.CHILD and told.shared_residence
    said = []
    if row.role != told.role:
        said.append(f"Rolle: {Role(row.role).label} ble {Role(told.role).label}".lower())
    if row.shared_residence != shared:
        said.append("delt bosted" if shared else "ikke delt bosted")
    if not said:
        return []
    if told.since is None:
        row.role, row.shared_residence = told.role, shared
        row.save(update_fields=["role", "shared_residence"])
    else:
        split(row, told.since, role=told.role, shared_residence=shared)
        said.append(f"fra {told.since:%d.%m.%Y}")
    words = ", ".join(said)
    return [words[:1].upper() + words[1:]]
