"""Every change of who may do what. Each leaves an AccessChange; what is powerful waits for two.

`RefusedError` says in Norwegian why a change is not made; forms refuse the same things earlier.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.administration.rules import fits_party, go_together, is_powerful
from accounts.models import AccessChange, Clearance, RoleAssignment, Substitution, Unit, User
from accounts.policy import Role

What, State = AccessChange.What, AccessChange.State


class RefusedError(Exception):
    """The change is not made; the message says why."""


def make_account(
    *, username: str, first_name: str, last_name: str, caseworker_number: str = "", by: User | None
) -> User:
    """A user who may do nothing yet and has no password: the one-time link gives the first."""
    with transaction.atomic():
        user = User(
            username=username,
            first_name=first_name,
            last_name=last_name,
            caseworker_number=caseworker_number,
        )
        user.set_unusable_password()
        user.save()
        AccessChange.objects.create(user=user, what=What.ACCOUNT_MADE, requested_by=by)
    return user


@transaction.atomic
def make_first_administrator(*, username: str, today: date) -> User:
    """What only the command line does: an administrator whom nobody agreed to, until there are two.

    An account that exists keeps its other roles only if they go together with this one.
    """
    live = RoleAssignment.objects.valid_on(today).filter(
        role=Role.ADMINISTRATOR.value, user__is_active=True
    )
    if live.values("user").distinct().count() >= 2:
        raise RefusedError("Det er to administratorer allerede. De gir rollen på siden Brukere.")
    if live.filter(user__username=username).exists():
        raise RefusedError("Brukeren er administrator allerede.")
    user = User.objects.filter(username=username).first()
    if user is None:
        user = make_account(username=username, first_name="", last_name="", by=None)
    elif not user.is_active:
        raise RefusedError("Kontoen er stengt.")
    _may_stand_beside_the_others(user, Role.ADMINISTRATOR, today, None)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    change = AccessChange.objects.create(
        user=user, what=What.ROLE_GIVEN, role=Role.ADMINISTRATOR.value, valid_from=today
    )
    _carry_out(change, today)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    unit: Unit | None,
    valid_from: date,
    valid_to: date | None,
    by: User,
    reason: str = "",
) -> AccessChange:
    """The role at once, or a wish for it that a second administrator must agree to."""
    _not_own(user, by)
    if not fits_party(role, unit.party if unit else None):
        raise RefusedError("Rollen hører ikke til i denne enheten.")
    _may_stand_beside_the_others(user, role, valid_from, valid_to)
    if _waiting(user).filter(what=What.ROLE_GIVEN, role=role.value, unit=unit).exists():
        raise RefusedError("Rollen venter allerede på godkjenning.")
    held = RoleAssignment.objects.filter(user=user, role=role.value, unit=unit)
    if held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).exists():
        raise RefusedError("Brukeren har allerede rollen i den perioden.")
    return _ask(
        AccessChange(
            user=user,
            what=What.ROLE_GIVEN,
            role=role.value,
            unit=unit,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=reason,
            needs_second=is_powerful(role),
            requested_by=by,
        )
    )


@transaction.atomic
def give_clearance(
    *, user: User, kind: str, valid_from: date, valid_to: date | None, by: User, reason: str
) -> AccessChange:
    """A wish for a clearance: a second administrator must always agree to it."""
    _not_own(user, by)
    if _waiting(user).filter(what=What.CLEARANCE_GIVEN, clearance=kind).exists():
        raise RefusedError("Klareringen venter allerede på godkjenning.")
    held = Clearance.objects.filter(user=user, kind=kind)
    if held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).exists():
        raise RefusedError("Brukeren har allerede klareringen i den perioden.")
    return _ask(
        AccessChange(
            user=user,
            what=What.CLEARANCE_GIVEN,
            clearance=kind,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=reason,
            needs_second=True,
            requested_by=by,
        )
    )


@transaction.atomic
def make_link(*, user: User, by: User, needs_second: bool, reason: str = "") -> AccessChange:
    """Take the user's password away so that a one-time link can give a new one.

    A second person must agree when the account is a powerful one: whoever has the link can become
    its user.
    """
    _not_own(user, by)
    if not user.is_active:
        raise RefusedError("Kontoen er stengt.")
    if _waiting(user).filter(what=What.LINK_MADE).exists():
        raise RefusedError("En lenke venter allerede på godkjenning.")
    return _ask(
        AccessChange(
            user=user,
            what=What.LINK_MADE,
            reason=reason,
            needs_second=needs_second,
            requested_by=by,
        )
    )


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, last_day: date, by: User, today: date, reason: str = ""
) -> None:
    """Let the role end after `last_day`; one that has not begun by then is taken back whole."""
    _not_own(assignment.user, by)
    _end(assignment, last_day, today)
    AccessChange.objects.create(
        user=assignment.user,
        what=What.ROLE_ENDED,
        role=assignment.role,
        unit=assignment.unit,
        valid_from=assignment.valid_from,
        valid_to=assignment.valid_to,
        reason=reason,
        requested_by=by,
    )


@transaction.atomic
def end_clearance(*, clearance: Clearance, last_day: date, by: User, today: date) -> None:
    _not_own(clearance.user, by)
    _end(clearance, last_day, today)
    AccessChange.objects.create(
        user=clearance.user,
        what=What.CLEARANCE_ENDED,
        clearance=clearance.kind,
        valid_from=clearance.valid_from,
        valid_to=clearance.valid_to,
        requested_by=by,
    )


@transaction.atomic
def approve(*, change: AccessChange, by: User, today: date) -> AccessChange:
    """Let what was asked for hold: from the day it asked for, but never from before today."""
    change = _decide(change, State.DONE, by)
    _carry_out(change, today)
    return change


@transaction.atomic
def refuse(*, change: AccessChange, by: User) -> None:
    _decide(change, State.REFUSED, by)


@transaction.atomic
def withdraw(*, change: AccessChange, by: User) -> None:
    """Take back what one asked for oneself."""
    if change.requested_by_id != by.pk:
        raise RefusedError("Bare den som ba om endringen, kan trekke den tilbake.")
    _decide(change, State.WITHDRAWN, by)


@transaction.atomic
def close_account(*, user: User, last_day: date, by: User, today: date, reason: str = "") -> None:
    """End every role and clearance after `last_day`; the account closes now if that is today.

    A later day is kept by the job `close_accounts`, which closes the account when it is over.
    """
    _not_own(user, by)
    for assignment in _not_over(user.role_assignments.all(), last_day):
        end_role(assignment=assignment, last_day=last_day, by=by, today=today, reason=reason)
    for clearance in _not_over(user.clearances.all(), last_day):
        end_clearance(clearance=clearance, last_day=last_day, by=by, today=today)
    for change in _waiting(user):
        _settle(change, State.WITHDRAWN if change.requested_by_id == by.pk else State.REFUSED, by)
    for row in Substitution.objects.filter(Q(absent=user) | Q(substitute=user)):
        if row.valid_to > last_day:
            end_substitution(substitution=row, last_day=last_day, by=by)
    user.leaves_on = last_day
    user.save(update_fields=["leaves_on"])
    AccessChange.objects.create(
        user=user, what=What.ACCOUNT_CLOSED, valid_to=last_day, reason=reason, requested_by=by
    )
    if last_day <= today:
        _shut(user)


@transaction.atomic
def close_accounts(*, today: date) -> int:
    """Shut the accounts of those whose last day is over; how many they were."""
    leavers = list(User.objects.filter(is_active=True, leaves_on__lt=today))
    for user in leavers:
        _shut(user)
    return len(leavers)


@transaction.atomic
def reopen_account(*, user: User, by: User) -> None:
    """Let a closed account log in again; it has no role until one is given."""
    _not_own(user, by)
    user.leaves_on, user.is_active = None, True
    user.set_unusable_password()
    user.save(update_fields=["leaves_on", "is_active", "password"])
    AccessChange.objects.create(user=user, what=What.ACCOUNT_REOPENED, requested_by=by)


@transaction.atomic
def set_substitute(
    *, absent: User, substitute: User, valid_from: date, valid_to: date, by: User
) -> Substitution:
    """Let `substitute` stand in for `absent` between the dates."""
    _not_own(absent, by)
    _not_own(substitute, by)
    row = Substitution.objects.create(
        absent=absent,
        substitute=substitute,
        valid_from=valid_from,
        valid_to=valid_to,
        registered_by=by,
    )
    _note_substitution(row, What.SUBSTITUTE_GIVEN, by)
    return row


@transaction.atomic
def end_substitution(*, substitution: Substitution, last_day: date, by: User) -> None:
    _not_own(substitution.absent, by)
    _not_own(substitution.substitute, by)
    _note_substitution(substitution, What.SUBSTITUTE_ENDED, by)
    if substitution.valid_from > last_day:
        substitution.delete()
    elif substitution.valid_to > last_day:
        substitution.valid_to = last_day
        substitution.save(update_fields=["valid_to"])


def end_sessions(user: User) -> None:
    """Log the user out everywhere."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _ask(change: AccessChange) -> AccessChange:
    change.state = State.WAITING if change.needs_second else State.DONE
    change.save()
    if not change.needs_second:
        _carry_out(change, change.valid_from)
    return change


def _carry_out(change: AccessChange, earliest: date | None) -> None:
    """`earliest` is the day of an approval: nothing that waited for it has held before."""
    if change.what == What.LINK_MADE:
        change.user.set_unusable_password()
        change.user.save(update_fields=["password"])
        end_sessions(change.user)
        return
    if change.valid_from is None or earliest is None:
        raise RefusedError("Endringen mangler dato.")
    begins = max(change.valid_from, earliest)
    if change.valid_to is not None and change.valid_to < begins:
        raise RefusedError("Perioden er over. Avslå, og be om en ny.")
    period = {"valid_from": begins, "valid_to": change.valid_to}
    if change.what == What.ROLE_GIVEN:
        RoleAssignment.objects.create(
            user=change.user, role=change.role, unit=change.unit, **period
        )
    elif change.what == What.CLEARANCE_GIVEN:
        Clearance.objects.create(user=change.user, kind=change.clearance, **period)


def _decide(change: AccessChange, state: str, by: User) -> AccessChange:
    _not_own(change.user, by)
    if state != State.WITHDRAWN and change.requested_by_id == by.pk:
        raise RefusedError("Den som ba om endringen, kan ikke avgjøre den.")
    if not change.user.is_active:
        raise RefusedError("Kontoen er stengt.")
    return _settle(change, state, by)


def _settle(change: AccessChange, state: str, by: User) -> AccessChange:
    """Only one of two who decide at the same time gets through."""
    waiting = AccessChange.objects.filter(pk=change.pk, state=State.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=timezone.now()):
        raise RefusedError("Endringen er allerede avgjort.")
    return AccessChange.objects.select_related("user", "unit").get(pk=change.pk)


def _not_own(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise RefusedError("Du kan ikke endre dine egne tilganger. Be en annen administrator.")


def _may_stand_beside_the_others(
    user: User, role: Role, valid_from: date, valid_to: date | None
) -> None:
    """Roles of one person that overlap must go together, those that wait for approval too."""
    starts_in_time = Q(valid_from__lte=valid_to) if valid_to else Q()
    ends_late = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    held = RoleAssignment.objects.filter(starts_in_time, ends_late, user=user)
    wished = _waiting(user).filter(starts_in_time, ends_late, what=What.ROLE_GIVEN)
    others = {*held.values_list("role", flat=True), *wished.values_list("role", flat=True)}
    if not go_together(role, [Role(other) for other in others]):
        raise RefusedError(
            "Administrator, revisor og kommunedirektør kan ikke ha andre roller samtidig."
        )


def _waiting(user: User) -> QuerySet[AccessChange]:
    return AccessChange.objects.filter(user=user, state=State.WAITING)


def _not_over(rows: QuerySet[Any], last_day: date) -> list[Any]:
    return list(rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)))


def _end(row: RoleAssignment | Clearance, last_day: date, today: date) -> None:
    """A row that begins after `last_day` would end before it began: it holds for no day."""
    if row.valid_to is not None and row.valid_to < today:
        raise RefusedError("Den er allerede avsluttet.")
    if row.valid_from > last_day:
        row.delete()
        return
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])


def _shut(user: User) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


def _note_substitution(row: Substitution, what: str, by: User) -> None:
    for user in (row.absent, row.substitute):
        AccessChange.objects.create(
            user=user,
            what=what,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=f"{row.substitute} for {row.absent}",
            requested_by=by,
        )
