"""A request for access from the day it comes to the day it is answered; two leaders take part."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.access import live_roles
from accounts.models import User
from accounts.policy import Permission, Role
from coordination import subject_file
from coordination.citizen import pdf, storage
from households.models import AccessRequest, Household, Person, SubjectFile


class RefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence."""


def record_request(
    *, household: Household, person: Person, received_on: date, channel: str, by: User
) -> AccessRequest:
    """Register that a member of the household asks to see what is held about them."""
    try:
        with transaction.atomic():
            return AccessRequest.objects.create(
                household=household,
                person=person,
                received_on=received_on,
                channel=channel,
                recorded_by=by,
            )
    except IntegrityError as error:
        raise RefusedError("Personen har allerede et åpent innsynskrav.") from error


@transaction.atomic
def prepare(*, request: AccessRequest, by: User, at: datetime) -> None:
    """Make the files anew; an approval of earlier ones no longer holds.

    Raises OSError when they cannot be stored.
    """
    open_request = AccessRequest.objects.open().filter(pk=request.pk)
    if not open_request.update(prepared_by=by, prepared_at=at, approved_by=None, approved_at=None):
        raise RefusedError("Kravet er allerede besvart.")
    for old in SubjectFile.objects.kept().filter(request=request):
        storage.erase(old, at)
    contents = subject_file.contents(request, made_at=at, made_by=_seat(by))
    storage.store(request, SubjectFile.Format.JSON, subject_file.as_json(contents), at)
    storage.store(request, SubjectFile.Format.PDF, pdf.write(contents), at)


def _seat(by: User) -> str:
    """Who made the file: role and unit, never a name."""
    for role in live_roles(by):
        if Permission.PREPARE_SUBJECT_FILE in role.permissions and role.unit is not None:
            return f"{Role(role.role).label}, {role.unit}"
    return ""


@transaction.atomic
def approve(*, request: AccessRequest, sha256: str, by: User, at: datetime) -> None:
    """Approve the file with this hash; never by the one who made it."""
    if request.prepared_by_id == by.pk:
        raise RefusedError("Den som laget filen, kan ikke godkjenne den.")
    kept = SubjectFile.objects.kept().filter(request=request, format=SubjectFile.Format.JSON)
    if not kept.filter(sha256=sha256).exists():
        raise RefusedError("Filen er laget på nytt siden du så den. Se gjennom den igjen.")
    waiting = AccessRequest.objects.open().filter(pk=request.pk, approved_by__isnull=True)
    if (
        not waiting.exclude(prepared_by=by)
        .filter(prepared_by__isnull=False)
        .update(approved_by=by, approved_at=at)
    ):
        raise RefusedError("Filen er allerede godkjent.")


@transaction.atomic
def hand_over(*, request: AccessRequest, on: date) -> None:
    """Note that the person has got the file, which closes the request."""
    approved = AccessRequest.objects.open().filter(pk=request.pk, approved_by__isnull=False)
    if not approved.filter(received_on__lte=on).update(handed_over_on=on):
        raise RefusedError("Filen må være godkjent før den kan utleveres.")
