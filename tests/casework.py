"""Makes what belongs to a case in tests: an application, a limit, a duty to map, a claim."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import DelegationLimit, Unit, User
from accounts.policy import Role
from benefits.applications import actions as application_actions
from benefits.applications.actions import AskedHelp, AskedMatter
from benefits.models import AssistanceApplication, Claim, DatedSetting, FamilyCap, RateTable
from households.models import Household, Intake, MappingDuty, Person
from tests.conftest import unit as unit_of
from tests.factories import LONG_AGO, UserFactory


def apply_for_help(
    household: Household,
    caseworker: User,
    *,
    kinds: tuple[str, ...] = ("subsistence",),
    received_on: date | None = None,
) -> AssistanceApplication:
    """An oral application of the household's contact, at the NAV unit that has it."""
    return application_actions.register_application(
        household=household,
        applicant=household.contact,
        co_applicant=None,
        unit=household.responsibilities.filter(party="nav").latest("valid_from").unit,
        caseworker=caseworker,
        asked=AskedHelp(
            received_on=received_on or timezone.localdate(),
            channel="visit",
            matters=[
                AskedMatter(kind, "Vinterjakke" if kind == "one_off" else "") for kind in kinds
            ],
            text="Lønna strekker ikke til",
            form_token=uuid.uuid4(),
        ),
        by=caseworker,
    )


def limit(role: Role, amount: int, unit: Unit | None = None) -> DelegationLimit:
    """How much a role may decide alone, from long ago on."""
    return DelegationLimit.objects.create(
        role=role.value, amount=amount, unit=unit, valid_from=LONG_AGO, set_by=UserFactory()
    )


def owe(intake: Intake, child: Person, text: str = "Avtalt") -> MappingDuty:
    """A duty to map the child that an intake has made, excepted from for now."""
    return MappingDuty.objects.create(
        household=intake.household,
        child=child,
        intake=intake,
        party=intake.party,
        due_on=intake.received_on + timedelta(days=14),
        paragraph=text,
        exception=MappingDuty.Reason.URGENT,
        exception_grounds=text,
        excepted_at=timezone.now() - timedelta(days=40),
        excepted_by=UserFactory(),
    )


def rates_of_2013() -> None:
    """The rates, cap and settings of June 2013 for this year too, as if they had been adopted."""
    then, start = date(2013, 6, 1), timezone.localdate().replace(month=1, day=1)
    of: tuple[tuple[Any, str], ...] = (
        (RateTable, "issuer"),
        (FamilyCap, "basis"),
        (DatedSetting, "key"),
    )
    for model, which in of:
        known = set(model.objects.valid_on(start).values_list(which, flat=True))
        for row in model.objects.valid_on(then).exclude(**{f"{which}__in": known}):
            row.pk, row.valid_from, row.valid_to, row.source = None, start, None, "Prøvesatser"
            row.save(force_insert=True)


def claim_in(household: Household, by: User, text: str = "NAV") -> Claim:
    """A refund of 9 100 kr from the state for the household's contact, 700 kr of it received."""
    now = timezone.now()
    claim = Claim.objects.create(
        household=household,
        person=household.contact,
        unit=unit_of("nav", "midtbyen"),
        kind="benefits",
        section="26",
        payer=text,
        text=text,
        first_month=LONG_AGO.replace(day=1),
        last_month=LONG_AGO.replace(day=1),
        amount=9_100,
        registered_by=by,
        registered_at=now,
    )
    claim.settlements.create(how="refunded", amount=700, on=LONG_AGO, registered_by=by)
    return claim


def claim_given_up(household: Household, by: User, text: str) -> Claim:
    """The same, waived and its settlement undone, with `text` in all that somebody types."""
    claim, now = claim_in(household, by, text), timezone.now()
    claim.waived_by, claim.waived_at, claim.waived_reason = by, now, text
    claim.save()
    claim.settlements.update(undone_by=by, undone_at=now, undone_reason=text)
    return claim
