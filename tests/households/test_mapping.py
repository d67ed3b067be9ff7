"""The duty to map children when their parents ask for help (measure 3a)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from households.intakes import Asked, Stated, register_intake
from households.mapping import MappingRefusedError, except_mapping, fulfil_mapping
from households.models import (
    Household,
    Intake,
    MappingDuty,
    Membership,
    Person,
    Responsibility,
)
from tests.conftest import unit
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    add_member,
    break_glass,
    share,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()
NUMBER = "15839200169"


@pytest.fixture
def home() -> Household:
    """A parent with children of 3 and 17, one of unknown age, and a grown one."""
    household = HouseholdFactory(
        contact=PersonFactory(national_id=NUMBER, first_name="Mor"), district="midtbyen"
    )
    born = {"Tre": 3, "Sytten": 17, "Ukjent": None, "Voksen": 19}
    for name, years in born.items():
        day = None if years is None else date(TODAY.year - years, 1, 1)
        add_member(household, PersonFactory(first_name=name, birth_date=day), Membership.Role.CHILD)
    return household


def ask(by: User, *, party: str = "nav", topic: str = "subsistence") -> Intake:
    return register_intake(
        stated=Stated("Mor", "Oppgitt", None, NUMBER),
        asked=Asked(TODAY, "visit", [topic], "", uuid.uuid4()),
        unit=unit(party, "midtbyen"),
        by=by,
    )


def names() -> set[str]:
    return set(MappingDuty.objects.values_list("child__first_name", flat=True))


def test_an_intake_makes_a_duty_for_each_child_under_eighteen(
    home: Household, caseworker: User
) -> None:
    made = ask(caseworker)
    assert names() == {"Tre", "Sytten", "Ukjent"}
    rows = set(MappingDuty.objects.values_list("household", "intake", "due_on"))
    assert rows == {(home.pk, made.pk, TODAY + timedelta(days=14))}


def test_the_days_are_a_setting(home: Household, caseworker: User, settings: object) -> None:
    settings.MAPPING_DUE_DAYS = 3  # type: ignore[attr-defined]
    ask(caseworker)
    assert MappingDuty.objects.first().due_on == TODAY + timedelta(days=3)  # type: ignore[union-attr]


def test_only_the_child_without_an_open_duty_gets_one(home: Household, caseworker: User) -> None:
    ask(caseworker)
    duty = MappingDuty.objects.get(child__first_name="Tre")
    fulfil_mapping(duty=duty, paragraph="Trives", on=TODAY, at=NOW, by=caseworker)
    ask(caseworker)
    assert MappingDuty.objects.filter(child__first_name="Tre").count() == 2
    assert MappingDuty.objects.count() == 4


@pytest.mark.parametrize(("party", "topic"), [("bft", "children"), ("hv", "housing")])
def test_a_request_to_any_party_makes_a_duty_of_that_party(
    home: Household, caseworker: User, party: str, topic: str
) -> None:
    ask(caseworker)
    ask(caseworker, party=party, topic=topic)
    ask(caseworker, party=party, topic=topic)
    assert MappingDuty.objects.filter(party=party).count() == 3
    assert MappingDuty.objects.count() == 6


@pytest.mark.parametrize("party", ["nav", "bft", "hv"])
def test_what_is_no_request_for_help_makes_none(
    home: Household, caseworker: User, party: str
) -> None:
    ask(caseworker, party=party, topic="other")
    assert not MappingDuty.objects.exists()


@pytest.mark.parametrize("role", [Membership.Role.OTHER_ADULT, Membership.Role.CHILD])
def test_one_who_does_not_support_the_children_makes_none(
    home: Household, caseworker: User, role: Membership.Role
) -> None:
    home.memberships.filter(person=home.contact_id).update(role=role)
    ask(caseworker)
    assert not MappingDuty.objects.exists()


def test_one_alone_makes_none_and_leaves_no_trace(caseworker: User) -> None:
    ask(caseworker)
    assert (Intake.objects.count(), MappingDuty.objects.count()) == (1, 0)


def test_no_child_has_two_open_duties(home: Household, caseworker: User) -> None:
    made = ask(caseworker)
    child = Person.objects.get(first_name="Tre")
    with pytest.raises(IntegrityError), transaction.atomic():
        MappingDuty.objects.create(
            household=home, child=child, intake=made, party="nav", due_on=TODAY
        )


def test_a_duty_is_fulfilled_once_with_who_and_when(home: Household, caseworker: User) -> None:
    ask(caseworker)
    duty = MappingDuty.objects.get(child__first_name="Tre")
    fulfil_mapping(duty=duty, paragraph="Trives", on=TODAY, at=NOW, by=caseworker)
    duty.refresh_from_db()
    assert (duty.fulfilled_on, duty.fulfilled_by, duty.paragraph) == (TODAY, caseworker, "Trives")
    (change,) = duty.changes.all()
    assert (change.act, change.by, change.at) == ("fulfilled", caseworker, NOW)
    with pytest.raises(MappingRefusedError, match="allerede kartlagt"):
        fulfil_mapping(duty=duty, paragraph="", on=TODAY, at=NOW, by=caseworker)


def test_an_exception_has_a_reason_and_leaves_the_duty_open(
    home: Household, caseworker: User
) -> None:
    ask(caseworker)
    duty = MappingDuty.objects.get(child__first_name="Tre")
    grounds = "Står uten mat i dag"
    except_mapping(duty=duty, reason="urgent", grounds=grounds, at=NOW, by=caseworker)
    assert duty in MappingDuty.objects.open()
    change = duty.changes.get()
    assert (change.act, change.exception, change.note) == ("excepted", "urgent", grounds)


@pytest.mark.parametrize(
    ("reason", "grounds", "field"),
    [
        ("", "Haster", "exception"),
        ("annet", "x", "exception"),
        ("urgent", " ", "exception_grounds"),
    ],
)
def test_an_exception_without_reason_or_grounds_is_refused(
    home: Household, caseworker: User, reason: str, grounds: str, field: str
) -> None:
    ask(caseworker)
    duty = MappingDuty.objects.filter(household=home)[0]
    with pytest.raises(MappingRefusedError) as refused:
        except_mapping(duty=duty, reason=reason, grounds=grounds, at=NOW, by=caseworker)
    assert refused.value.field == field
    assert not duty.changes.exists()


def test_the_database_refuses_an_exception_without_grounds(
    home: Household, caseworker: User
) -> None:
    ask(caseworker)
    with pytest.raises(IntegrityError), transaction.atomic():
        MappingDuty.objects.update(exception="urgent")


def test_a_duty_is_known_to_nav_at_the_office_that_has_the_household(
    home: Household,
    caseworker: User,
    caseworker_other_office: User,
    bft_adviser: User,
    stranger: User,
) -> None:
    ask(caseworker)
    share(home, home.contact, unit("bft", "midtbyen"))
    Responsibility.objects.create(
        household=home, party="bft", unit=unit("bft", "midtbyen"), valid_from=LONG_AGO
    )
    seen = [
        MappingDuty.objects.visible_to(user).count()
        for user in (caseworker, caseworker_other_office, bft_adviser, stranger)
    ]
    assert seen == [3, 0, 0, 0]
    break_glass(caseworker_other_office, home)
    other = User.objects.get(pk=caseworker_other_office.pk)
    assert MappingDuty.objects.visible_to(other).count() == 3
