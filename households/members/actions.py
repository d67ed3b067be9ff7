"""Adding a member and ending a membership, each with a row of its history.

Nothing is taken away: a membership ends on its last day, one by mistake is undone, and what a month
was counted from stays. Duties to map and marks for what is worked out follow in the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from households.access import Protection
from households.mapping import create_duties_for_newcomer
from households.members import rules
from households.members.history import DAY, MemberRefusedError, note_change, split
from households.members.queries import homes_beside, kept_by
from households.members.stated import Newcomer, person_of, with_number
from households.models import Household, Membership, MembershipChange, Person
from households.person_bar import is_child
from households.protection.actions import close_around
from households.touching import households_of, touch

Act, Cause = MembershipChange.Act, MembershipChange.Cause
Role = Membership.Role


@transaction.atomic
def add_member(
    *,
    household: Household,
    new: Newcomer,
    since: date,
    by: User,
    person: Person | None = None,
    has_moved: bool = False,
) -> Membership:
    """Let somebody belong to the household from `since` on; `person` for one who has before.

    `has_moved` ends what they have elsewhere the day before, in households where `by` writes.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    if person is None:
        _refuse_twice(household, new, since)
        person = _resolved(new, by)
    _refuse_wrong(household, person, new.role, since)
    beside = homes_beside(by, person, household, since)
    if has_moved:
        for row in kept_by(by, beside):
            _move_out(row, since, by)
    elif beside and new.role == Role.CHILD and not new.shared_residence:
        raise MemberRefusedError(
            "Barnet bor i en annen husstand også. Velg delt bosted, eller at barnet har flyttet.",
            "lives",
        )
    made = Membership.objects.create(
        household=household,
        person=person,
        role=new.role,
        valid_from=since,
        shared_residence=new.role == Role.CHILD and new.shared_residence,
        registered_on=timezone.localdate(),
    )
    note_change(household, person, Act.ADDED, by)
    _follow(household, made, by)
    return made


@transaction.atomic
def end_membership(
    *,
    membership: Membership,
    last: date,
    cause: str,
    by: User,
    contact: Person | None = None,
) -> None:
    """Let the membership end with the day `last`; by mistake, as if it had never been.

    `contact` takes over as the household's contact and applicant from the next day.
    """
    row = Membership.objects.select_for_update().select_related("person").get(pk=membership.pk)
    if row.undone_at is not None or row.valid_to is not None:
        raise MemberRefusedError("Medlemskapet er allerede avsluttet.", "cause")
    household = Household.objects.select_for_update().get(pk=row.household_id)
    wrong = rules.wrong_end(last, row.valid_from, timezone.localdate())
    if cause != Cause.MISTAKE and wrong:
        raise MemberRefusedError(wrong, "last")
    if row.person_id == household.contact_id:
        _hand_over(household, row, contact, cause, last, by)
    if cause == Cause.MISTAKE:
        row.valid_to, row.undone_at = row.valid_from, timezone.now()
    else:
        row.valid_to = last
    row.save(update_fields=["valid_to", "undone_at"])
    if cause == Cause.DEAD and row.person.died_on is None:
        _note_death(row.person, last)
    note_change(household, row.person, Act.ENDED, by, cause=cause)
    touch({household.pk} | households_of([row.person_id], timezone.localdate()))


def add_stated(
    *, household: Household, members: Iterable[Newcomer], since: date, unit: Unit, by: User
) -> None:
    """Let those who were stated with a new household belong to it; in the intake's transaction."""
    for new in members:
        person = person_of(new, by)
        Membership.objects.create(
            household=household,
            person=person,
            role=new.role,
            valid_from=since,
            shared_residence=new.role == Role.CHILD and new.shared_residence,
            registered_on=since,
        )
        note_change(household, person, Act.ADDED, by, party=unit.party)


def _resolved(new: Newcomer, by: User) -> Person:
    try:
        with transaction.atomic():
            return person_of(new, by)
    except IntegrityError:  # somebody registered the same number at the same time
        return person_of(new, by)


def _refuse_twice(household: Household, new: Newcomer, since: date) -> None:
    """Refuse whom the household has under the same number, or the same first name and birth."""
    number = new.national_id
    here = Membership.objects.valid_on(since).filter(household=household)
    if number is not None:
        numbered = Person.objects.filter(with_number(number)).values("pk")
        if here.filter(person__in=numbered).exists():
            raise MemberRefusedError("Personen er allerede medlem av husstanden.", "number")
    born = here.filter(person__birth_date=new.birth_date).select_related("person")
    if new.birth_date is not None and any(
        row.person.first_name.casefold() == new.first_name.casefold() for row in born
    ):
        raise MemberRefusedError(
            "Husstanden har allerede et medlem med dette fornavnet og denne fødselsdatoen.",
            "first_name",
        )


def _refuse_wrong(household: Household, person: Person, role: str, since: date) -> None:
    today = timezone.localdate()
    wrong = rules.wrong_start(since, person.birth_date, today)
    if wrong:
        raise MemberRefusedError(wrong, "since")
    if person.died_on is not None:
        raise MemberRefusedError("Personen er registrert som død.", "number")
    own = Membership.objects.filter(household=household, person=person, undone_at__isnull=True)
    if rules.is_twice([rules.Lived(row.valid_from, row.valid_to) for row in own], since):
        raise MemberRefusedError("Personen var medlem av husstanden på den dagen.", "since")
    others = Membership.objects.valid_on(today).filter(household=household).exclude(person=person)
    wrong = rules.wrong_role(role, person.birth_date, since, others.values_list("role", flat=True))
    if wrong:
        raise MemberRefusedError(wrong, "role")


def _hand_over(
    household: Household,
    row: Membership,
    contact: Person | None,
    cause: str,
    last: date,
    by: User,
) -> None:
    """Another adult as contact, and as applicant from the next day, when the contact leaves."""
    if cause == Cause.MISTAKE:
        raise MemberRefusedError(
            "Den som er kontaktperson, kan ikke være feilregistrert. Velg en annen grunn.", "cause"
        )
    here = Membership.objects.valid_on(timezone.localdate()).filter(household=household)
    left = list(here.exclude(person=row.person_id).select_related("person"))
    others = [one for one in left if not is_child(one, timezone.localdate())]
    if left and not others:
        raise MemberRefusedError(
            "Da blir det bare barn igjen. Legg til den voksne de bor hos, eller avslutt "
            "barnas medlemskap først.",
            "cause",
        )
    if not others:
        return
    heir = next((one for one in others if contact and one.person_id == contact.pk), None)
    if heir is None:
        raise MemberRefusedError("Velg hvem som blir kontaktperson.", "contact")
    household.contact = heir.person
    household.save(update_fields=["contact"])
    if heir.role == Role.APPLICANT:
        return
    if heir.valid_from <= last:
        split(heir, last + DAY, role=Role.APPLICANT, shared_residence=False)
    else:
        heir.role = Role.APPLICANT
        heir.save(update_fields=["role"])
    note_change(household, heir.person, Act.CORRECTED, by, note="Ny kontaktperson og søker")


def _move_out(row: Membership, since: date, by: User) -> None:
    """End what somebody has elsewhere the day before they move in here."""
    if row.person_id == row.household.contact_id and _has_others(row):
        raise MemberRefusedError(
            f"Personen er kontaktperson i {row.household.number}, der andre bor. "
            "Avslutt medlemskapet der først.",
            "lives",
        )
    row.valid_to = max(row.valid_from, since - DAY)
    row.save(update_fields=["valid_to"])
    note_change(row.household, row.person, Act.ENDED, by, cause=Cause.MOVED)
    touch([row.household_id])


def _has_others(row: Membership) -> bool:
    here = Membership.objects.valid_on(timezone.localdate()).filter(household=row.household_id)
    return here.exclude(person=row.person_id).exists()


def _note_death(person: Person, on: date) -> None:
    if person.birth_date is None or person.birth_date <= on:
        person.died_on = on
        person.save(update_fields=["died_on"])


def _follow(household: Household, made: Membership, by: User) -> None:
    """What a new member brings about: duties to map, a stricter grade, work to be done again."""
    today = timezone.localdate()
    if is_child(made, today):
        create_duties_for_newcomer(household=household, child=made.person, on=today)
    if made.person.protection != Protection.NONE:
        close_around([household.pk], timezone.now(), by)
    touch({household.pk} | households_of([made.person_id], today))
