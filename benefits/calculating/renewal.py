"""Carrying an application on for the next months (viderefør): little burden, still individual.

What is the same is not typed again, but income, housing and household are each confirmed.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Unit, User
from benefits.applications.actions import AskedHelp, AskedMatter, register_application
from benefits.calculating.actions import start_calculation
from benefits.calculating.prefill import last_calculation
from benefits.models import ApplicationMatter, AssistanceApplication, Calculation
from households.models import Household
from households.months import month_of

ONCE = (
    ApplicationMatter.Kind.ONE_OFF,
    ApplicationMatter.Kind.EMERGENCY,
    ApplicationMatter.Kind.LODGING,
)
"""What is asked for once, and never carried on."""
NEVER_CARRIED_ON = ("withdrawn", "not_processed", "misregistered")


class NothingToCarryOnError(Exception):
    """The application has no calculation, or was ended without a decision."""


def may_carry_on(application: AssistanceApplication) -> bool:
    """Whether it was not ended without an answer, and has been worked out."""
    if application.state in NEVER_CARRIED_ON:
        return False
    return application.calculations.to_go_on_from().exists()


def latest_to_carry_on(household: Household) -> AssistanceApplication | None:
    """The household's last application that can be carried on; None without one."""
    rows = to_carry_on().filter(household=household)
    return rows.order_by("-received_on", "-pk").first()


def to_carry_on() -> QuerySet[AssistanceApplication]:
    """Applications that have been worked out, and were not ended without an answer."""
    worked_out = AssistanceApplication.objects.filter(calculations__months__isnull=False)
    return worked_out.exclude(state__in=NEVER_CARRIED_ON)


@transaction.atomic
def carry_on(*, application: AssistanceApplication, unit: Unit, on: date, by: User) -> Calculation:
    """A new application for as many months after the last, with its calculation begun.

    Asked twice for the same months it is the same application.
    """
    last = application.calculations.to_go_on_from().first()
    if application.state in NEVER_CARRIED_ON or last is None:
        raise NothingToCarryOnError("Søknaden har ingen beregning å videreføre.")
    first_month = last.last_month + 1
    renewal = register_application(
        household=application.household,
        applicant=application.applicant,
        co_applicant=application.co_applicant,
        unit=unit,
        caseworker=by,
        asked=AskedHelp(
            received_on=on,
            channel=application.intake.channel,
            matters=_matters(application),
            text="",
            form_token=uuid.uuid5(TOKENS, f"{application.pk} {first_month}"),
        ),
        by=by,
        renews=application,
    )
    return start_calculation(
        application=renewal,
        first_month=first_month,
        last_month=first_month + last.last_month - last.first_month,
        follows=last,
        by=by,
    )


TOKENS = uuid.UUID("6a1d2a3f-7f0e-4f5e-9a43-0f4c5b8c2d11")


def _matters(application: AssistanceApplication) -> list[AskedMatter]:
    kept = [matter for matter in application.matters.all() if matter.kind not in ONCE]
    if not kept:
        return [AskedMatter(ApplicationMatter.Kind.SUBSISTENCE)]
    return [AskedMatter(matter.kind, matter.text, matter.amount) for matter in kept]


@transaction.atomic
def start_first(*, application: AssistanceApplication, by: User) -> Calculation:
    """The calculation of an application: for the month it came, on the last one where there is."""
    month = month_of(application.received_on)
    last = last_calculation(application)
    return start_calculation(
        application=application, first_month=month, last_month=month, follows=last, by=by
    )
