"""Households of every grade, with a mark of their own in each text field of each of their rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.apps import apps
from django.db.models import CharField, Field, Model, TextField
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.applications.actions import ask_for_documents, hold, reply_meanwhile
from benefits.models import PaymentChange
from benefits.rights.actions import assess_stay
from coordination.models import Flag
from households.access import Protection
from households.models import (
    Consent,
    Disqualification,
    FormDraft,
    Household,
    HouseholdLock,
    Membership,
    Person,
    ProtectionChange,
    Residence,
    Responsibility,
    RetentionRun,
    StaffPerson,
    SubjectFile,
)
from households.months import month_from
from tests.benefits.counselling.filled import filled
from tests.benefits.measures.filled import measured
from tests.benefits.programmes.filled import filled as in_programme
from tests.casework import apply_for_help, claim_given_up, owe
from tests.children.filled import everything
from tests.conftest import unit
from tests.coordination.applied_cast import calculated
from tests.coordination.meetings.filled import discussed
from tests.coordination.plans.making import planned
from tests.decisions.filled import decide
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    break_glass,
    enrol,
    intake,
    introduce,
    pay,
    share,
    situate,
)
from tests.housing.filled import housed
from tests.housing.kept import filled as kept_home
from tests.matrix.assistance import check_in
from tests.record_factories import document, note

GRADES = tuple(grade for grade in Protection if grade != Protection.NONE)
APPS = (
    *("accounts", "households", "decisions", "benefits"),
    *("children", "housing", "coordination", "reports"),
)
R = month_from(2025, 12)
NUMBERS = ("15839200169", "15839200240", "15839200320", "15839200401", "15839200592")


@dataclass(frozen=True)
class Marked:
    """A protected household: `mark` stands in all its texts, `place` where it tells a place."""

    household: Household
    grade: Protection
    mark: str
    place: str


def _apply(home: Household, staff: User) -> None:
    """An application that waits, with documentation asked for and an interim reply."""
    today = timezone.localdate()
    row = apply_for_help(home, staff, kinds=("subsistence", "one_off"))
    row = ask_for_documents(
        application=row, version=row.version, wanted=["Kontrakt"], on=today, due_on=today, by=staff
    )
    later = today + timedelta(days=9)
    reply_meanwhile(
        application=row, version=row.version, reason="Venter", expected_on=later, on=today, by=staff
    )
    row.refresh_from_db()
    hold(application=row, version=row.version, until=later, reason="Venter", by=staff)
    calculated(row, staff, "Vurdert")
    assess_stay(application=row, category="lawful", at=timezone.now(), by=staff)
    claim_given_up(home, staff, "Frafalt")


def marked_household(grade: Protection, number: int, staff: User) -> Marked:
    """One with a child, in everything that a household can be part of."""
    contact = PersonFactory(national_id=NUMBERS[number])
    child = PersonFactory(birth_date=timezone.localdate() - timedelta(days=2_000))
    home = HouseholdFactory(contact=contact, district="midtbyen")
    add_member(home, child, Membership.Role.CHILD)
    for party in ("bft", "hv"):
        there = unit(party, "midtbyen")
        Responsibility.objects.create(household=home, party=party, unit=there, valid_from=LONG_AGO)
    pay(contact, R - 40, R)
    enrol(contact, LONG_AGO, LONG_AGO)
    introduce(contact, LONG_AGO, LONG_AGO)
    home.membership_changes.create(person=child, act="corrected", by=staff, at=timezone.now())
    situate(contact, timezone.localdate(), number_of_children=1)
    share(home, contact, unit("bft", "heimdal"))
    share(home, child, unit("nav", "midtbyen"), audience="osk")
    break_glass(staff, home)
    asked = intake(home, unit("nav", "midtbyen"), staff)
    owe(asked, child).changes.create(act="excepted", by=staff, at=timezone.now())
    _apply(home, staff)
    decide(home, child, staff)
    everything(home, child, staff, timezone.localdate(), "Avtalt")
    check_in(home, staff)
    filled(home, staff)
    in_programme(home, staff)
    measured(home, staff)
    discussed(home, staff)
    planned(home, staff)
    housed(home, staff)
    kept_home(home, staff)
    flag = Flag.objects.create(household=home, rule="serious", raised_on=timezone.localdate())
    flag.changes.create(act="reopen", by=staff, at=timezone.now())
    paid = contact.payments.first()
    PaymentChange.objects.create(payment=paid, to_status="paid", by=staff)
    told = {"spoken_with": contact, "interpreter": "not_used", "interpreter_reason": "Ingen"}
    note(home, staff, children=[child], **told)
    document(home, staff, person=contact)
    FormDraft.objects.create(
        user=staff, household=home, form=f"/{home.pk}/", saved_at=timezone.now()
    )
    Consent.objects.create(
        household=home,
        subject=contact,
        from_party="nav",
        purpose="Samarbeid",
        requested_on=timezone.localdate(),
        recorded_by=staff,
    )
    near = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "lerkendal"))
    StaffPerson.objects.create(user=near, person=contact)
    Disqualification.objects.create(user=near, household=home, reason="friend")
    ProtectionChange.objects.create(
        person=contact,
        from_grade=Protection.NONE if grade != Protection.UNKNOWN else Protection.STAFF,
        to_grade=grade,
        is_lowering=False,
        reason="police",
        proposed_by=staff,
        proposed_at=timezone.now(),
        decided_by=staff,
        decided_at=timezone.now(),
        outcome="made",
    )
    run = RetentionRun.objects.create(
        as_of=timezone.localdate(),
        state=RetentionRun.State.WITHDRAWN,
        proposed_by=staff,
        ended_at=timezone.now(),
    )
    HouseholdLock.objects.create(
        household=home,
        run=run,
        locked_on=timezone.localdate(),
        opened_by=staff,
        opened_at=timezone.now(),
    )
    marked = Marked(home, grade, f"Merkesen{number}q", f"Skjulen{number}q")
    home.members.update(protection=grade)
    write_marks(marked)
    return marked


def write_marks(marked: Marked) -> None:
    """Write the mark into every free text of every row that belongs to the household."""
    for model in models_of_households():
        for row in rows_of(model, marked.household):
            told = {f.name: _text(marked, row, f) for f in free_texts(model)}
            if told:
                row.__dict__.update(told)
                row.save(update_fields=[*told, *_keys(row)])


def models_of_households() -> list[type[Model]]:
    """Persons, households, and each model with a key to one of them, or to a row that has one."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    typed = [model for model in models if model is not SubjectFile]  # the product's own names
    return [model for model in typed if model in (Person, Household) or _keys_to(model)]


def rows_of(model: type[Any], household: Household) -> Iterator[Any]:
    people = list(household.members.values_list("pk", flat=True))
    if model is Household:
        yield Household.objects.get(pk=household.pk)
    elif model is Person:
        yield from Person.objects.filter(pk__in=people)
    else:
        name, target = _keys_to(model)[0]
        ids = people if target is Person else [household.pk]
        yield from model._default_manager.filter(**{f"{name}__in": ids})


def _keys_to(model: type[Model], steps: int = 3) -> list[tuple[str, type[Model]]]:
    """Its ways to a household or person, over at most two rows between; to a household first."""
    keys = [
        (field.name, field.related_model)
        for field in model._meta.get_fields()
        if field.concrete and (field.many_to_one or field.one_to_one)
    ]
    found = [(name, to) for name, to in keys if to in (Person, Household)]
    if not found and steps > 1:
        found = [
            (f"{name}__{further}", target)
            for name, to in keys
            for further, target in _keys_to(cast("type[Model]", to), steps - 1)
        ]
    return sorted(found, key=lambda key: key[1] is Person)  # type: ignore[return-value]


def free_texts(model: type[Model]) -> list[Field[Any, Any]]:
    """Fields in which anything may be written; keys made from them are renewed by save()."""
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, CharField | TextField) and not field.choices and field.editable
        if field.name not in ("national_id", "stated_id", "duf_number")
    ]


def _text(marked: Marked, row: Model, field: Field[Any, Any]) -> str:
    is_place = isinstance(row, Residence) or field.name == "phone"
    text = marked.place if is_place else marked.mark
    return f"{text}{row.pk}" if field.unique else text


def _keys(row: Model) -> list[str]:
    return ["search_name", "sort_name"] if isinstance(row, Person) else []
