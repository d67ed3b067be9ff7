"""A family with a mark in every field, to see what a citizen's own file tells and leaves out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import AccessEvent, Unit, User
from coordination.citizen import actions
from coordination.retention import actions as retention
from households.models import (
    AccessRequest,
    BreakGlass,
    Consent,
    Household,
    Membership,
    Person,
    ProtectionChange,
    Residence,
    RetentionRun,
    Share,
    StaffPerson,
    SubjectFile,
)
from households.months import parse_month
from tests.casework import owe
from tests.conftest import unit
from tests.coordination.citizen_records import write_application, write_call, write_records
from tests.decisions.filled import decide
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    enrol,
    introduce,
    pay,
    situate,
)

BORN = {"spouse": date(1988, 8, 2), "child": date(2014, 6, 3)}
MARKS_OF_OTHERS = [
    "Ektenavn", "Ektemann", "15839200088", "160000000002", "99900022", "ref-ektefelle",
    "Ektespråk", "Barnenavn", "Barnesen", "15831400099", "160000000003", "99900033",
    "ref-barn", "Barnespråk", "02.08.1988", "1988-08-02", "03.06.2014", "2014-06-03",
    "Ektesituasjon", "Saksbehandlernavn",
]  # fmt: skip
TEXT = "Avtalt med Ektenavn Ektemann, tlf 999 00 022, om Barnenavn (fnr 158314 00099)"


def subject(**kwargs: Any) -> Person:
    return PersonFactory(
        **{"first_name": "Amina", "last_name": "Egennavn"},
        birth_date=date(1992, 3, 15),
        national_id="15839200169",
        duf_number="160000000001",
        source_ref="ref-amina",
        language="Egetspråk",
        needs_interpreter=True,
        phone="400 00 101",
        moved_away_on=date(2026, 9, 9),
        died_on=date(2026, 10, 10),
        **kwargs,
    )


def spouse(**kwargs: Any) -> Person:
    return PersonFactory(
        first_name="Ektenavn",
        last_name="Ektemann",
        birth_date=BORN["spouse"],
        national_id="15839200088",
        duf_number="160000000002",
        source_ref="ref-ektefelle",
        language="Ektespråk",
        phone="999 00 022",
        **kwargs,
    )


def child(**kwargs: Any) -> Person:
    return PersonFactory(
        first_name="Barnenavn",
        last_name="Barnesen",
        birth_date=BORN["child"],
        national_id="15831400099",
        duf_number="160000000003",
        source_ref="ref-barn",
        language="Barnespråk",
        phone="999 00 033",
        **kwargs,
    )


def family(*, spouse_protection: str = "none") -> Household:
    """Amina with spouse and child at Midtbyen, and something of everything about each of them."""
    person = subject()
    household = HouseholdFactory(contact=person, district="midtbyen")
    Household.objects.filter(pk=household.pk).update(source_ref="hus-ref")
    Residence.objects.filter(household=household).update(address="Egengata 1")
    other, young = spouse(protection=spouse_protection), child()
    add_member(household, other, Membership.Role.SPOUSE, date(2015, 2, 3))
    add_member(household, young, Membership.Role.CHILD, date(2014, 6, 4))
    pay(person, parse_month("2024-01"), parse_month("2024-03"), co_applicant=other, amount=8_111)
    pay(other, parse_month("2024-05"), co_applicant=person, amount=8_222)
    pay(other, parse_month("2024-06"), amount=8_333)
    pay(person, parse_month("2024-07"), amount=8_444, source_ref="rad ref-ektefelle 7")
    enrol(person, date(2025, 1, 7), date(2025, 9, 30))
    enrol(other, date(2021, 4, 5), date(2021, 9, 29))
    introduce(person, date(2013, 3, 4), date(2013, 8, 9))
    person.intro_periods.update(outcome=TEXT)
    situate(person, date(2024, 2, 5), marital_status="2", main_income="5", number_of_children=1)
    situate(other, date(2019, 11, 12), main_income="1")
    _sharing(household, person, other, young)
    call = write_call(household, TEXT)
    write_application(household, person, call, TEXT)
    write_records(household, person, other, young, TEXT)
    owe(call, young, TEXT)
    StaffPerson.objects.create(user=UserFactory(), person=person)
    decide(household, young, UserFactory(), TEXT)
    return household


def _sharing(household: Household, person: Person, other: Person, young: Person) -> None:
    staff = UserFactory(last_name="Saksbehandlernavn")
    consents = [
        Consent.objects.create(
            household=household,
            subject=about,
            given_by=by,
            from_party="nav",
            to_parties=["bft"],
            scopes=["household", "children"],
            purpose=TEXT,
            requested_on=date(2025, 2, 2),
            given_on=date(2025, 2, 3),
            channel="oral",
            valid_from=date(2025, 2, 3),
            valid_to=date(2026, 2, 2),
            recorded_by=staff,
            answer_recorded_by=staff,
        )
        for about, by in ((person, person), (young, person), (other, other))
    ]
    for consent in (consents[0], consents[2]):
        Share.objects.create(
            household=household,
            subject=consent.subject,
            scope="household",
            from_party="nav",
            to_unit=unit("bft", "midtbyen"),
            basis="consent",
            consent=consent,
            legal_basis=TEXT,
            valid_from=date(2025, 2, 3),
            valid_to=date(2026, 2, 2),
            created_by=staff,
        )
    _opened(household, person, staff)


def _opened(household: Household, person: Person, staff: User) -> None:
    at = timezone.now() - timedelta(days=40)
    ProtectionChange.objects.create(
        person=person,
        from_grade="code_7",
        to_grade="none",
        is_lowering=True,
        reason="over",
        grounds=TEXT,
        proposed_by=staff,
        proposed_at=at,
        decided_by=UserFactory(),
        decided_at=at,
        outcome="made",
    )
    BreakGlass.objects.create(
        user=staff,
        household=household,
        person=person,
        unit=unit("nav", "midtbyen"),
        category="emergency",
        reason=TEXT,
        review_note=TEXT,
        on=timezone.localdate(at),
        opened_at=at,
        expires_at=at + timedelta(hours=24),
        reviewed_by=UserFactory(),
        reviewed_at=at,
        conclusion="justified",
    )


def seen(person: Person, user: User, *, at: Unit | None = None, denied: bool = False) -> None:
    """A line of the access log about the person, and one about somebody else beside it."""
    for subjects in ([person.pk, 999_999], [person.pk + 1_000_000]):
        AccessEvent.objects.create(
            user_id=user.pk,
            roles="caseworker",
            action=AccessEvent.Action.READ,
            verdict="deny" if denied else "permit",
            unit_id=at.pk if at else None,
            party=at.party if at else "",
            object_type="household",
            object_id=999_999,
            subject_ids=subjects,
        )


def ask(household: Household, by: User, received_on: date = date(2026, 11, 2)) -> AccessRequest:
    return AccessRequest.objects.create(
        household=household,
        person=household.contact,
        received_on=received_on,
        channel="letter",
        recorded_by=by,
    )


def address(found: AccessRequest, rest: str = "") -> str:
    return f"/husstander/{found.household_id}/innsynskrav/{found.pk}/{rest}"


def prepared(found: AccessRequest, by: User) -> AccessRequest:
    actions.prepare(request=found, by=by, at=timezone.now())
    found.refresh_from_db()
    return found


def approved(found: AccessRequest, by: User, other: User) -> AccessRequest:
    prepared(found, by)
    actions.approve(request=found, sha256=hash_of(found), by=other, at=timezone.now())
    found.refresh_from_db()
    return found


def hash_of(found: AccessRequest) -> str:
    return str(SubjectFile.objects.kept().get(request=found, format="json").sha256)


def carried_out(as_of: date) -> RetentionRun:
    run = retention.propose(as_of=as_of, by=UserFactory())
    retention.approve(run=run, by=UserFactory())
    retention.carry_out(run.pk)
    run.refresh_from_db()
    return run
