"""What is done while somebody is in the programme, and after it: plan, evaluations, leave, absence.

The case's row is held while a part is written, so that nothing is added to one that has just ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from benefits.models import (
    IN_PROGRAMME,
    KvpAbsence,
    KvpActivity,
    KvpCase,
    KvpEnrolment,
    KvpEvaluation,
    KvpFollowUp,
    KvpLeave,
    KvpState,
)
from benefits.programmes import rules
from benefits.programmes.actions import KvpError, What, change, is_over, move, note
from benefits.programmes.deciding import end_of
from benefits.programmes.weeks import WORKING_DAYS
from households.months import last_day, month_of
from households.touching import touch

NOT_STARTED = "Programmet er ikke i gang."
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Doing:
    """An activity as it is planned; `hours` a week."""

    kind: str
    provider: str
    hours: Decimal
    valid_from: date
    valid_to: date


@transaction.atomic
def plan_activity(*, case: KvpCase, doing: Doing, by: User) -> KvpActivity:
    """Add to the plan: from the decision on, since a plan is made before the first day."""
    current = _held(case)
    if current.state not in (KvpState.DECIDED, *IN_PROGRAMME):
        raise KvpError("Planen lages når programmet er innvilget.")
    if doing.valid_to < doing.valid_from:
        raise KvpError("Siste dag kan ikke være før den første.", "valid_to")
    if current.decided_on is not None and doing.valid_to < current.decided_on:
        raise KvpError("Aktiviteten er over før programmet er innvilget.", "valid_to")
    if (last := _last_granted(current)) is not None and doing.valid_to > last:
        raise KvpError(f"Programmet varer til {last:%d.%m.%Y}. Forleng det først.", "valid_to")
    row = KvpActivity.objects.create(case=current, registered_by=by, **vars(doing))
    note(current, by, what=What.PLANNED, text=f"Lagt til: {row.get_kind_display().lower()}")
    return row


def _last_granted(case: KvpCase) -> date | None:
    """The last day that decisions give: of the programme, or before it has begun, the decision's.

    None where the decision says no months.
    """
    if case.planned_end is not None:
        return end_of(case)
    month = case.decision.last_month if case.decision else None
    return None if month is None else last_day(month_of(month))


@transaction.atomic
def end_activity(*, case: KvpCase, activity: KvpActivity, on: date, by: User) -> None:
    """Let an activity end another day than was planned, while the programme goes on."""
    current = _held(case)
    _going_on(current)
    if (last := _last_granted(current)) is not None and on > last:
        raise KvpError(f"Programmet varer til {last:%d.%m.%Y}. Forleng det først.", "on")
    if on < activity.valid_from:
        raise KvpError("Siste dag kan ikke være før den første.", "on")
    KvpActivity.objects.filter(pk=activity.pk, struck_at=None).update(valid_to=on)
    text = f"{activity.get_kind_display()} til {on:%d.%m.%Y}"
    note(case, by, what=What.PLANNED, text=text)


@transaction.atomic
def strike_activity(*, case: KvpCase, activity: KvpActivity, by: User) -> None:
    """Take out what was never meant; it stays readable, struck."""
    rows = KvpActivity.objects.filter(pk=activity.pk, struck_at=None)
    if not rows.update(struck_by=by, struck_at=timezone.now()):
        raise KvpError("Aktiviteten er allerede strøket.")
    text = f"Strøket: {activity.get_kind_display().lower()}"
    note(case, by, what=What.PLANNED, text=text)


@transaction.atomic
def plan_evaluation(*, case: KvpCase, on: date, by: User) -> KvpEvaluation:
    current = _held(case)
    if current.state not in (KvpState.DECIDED, *IN_PROGRAMME):
        raise KvpError("Evalueringer planlegges når programmet er innvilget.")
    if current.enrolment is not None and on < current.enrolment.valid_from:
        raise KvpError("Evalueringen kan ikke være før programmet begynte.", "on")
    if current.decided_on is not None and on < current.decided_on:
        raise KvpError("Evalueringen kan ikke være før programmet er innvilget.", "on")
    if current.planned_end is not None and on > (last := end_of(current)):
        raise KvpError(f"Programmet varer til {last:%d.%m.%Y}. Forleng det først.", "on")
    if current.evaluations.filter(planned_on=on, struck_at=None).exists():
        raise KvpError("Det er allerede planlagt en evaluering denne dagen.", "on")
    row: KvpEvaluation = KvpEvaluation.objects.create(case=current, planned_on=on)
    note(current, by, what=What.PLANNED, text=f"Evaluering {on:%d.%m.%Y}")
    return row


@transaction.atomic
def hold_evaluation(
    *, case: KvpCase, evaluation: KvpEvaluation, on: date, progress: str, text: str, by: User
) -> None:
    """Write down how it goes; done once for each evaluation."""
    enrolment = _going_on(_held(case))
    if on < enrolment.valid_from:
        raise KvpError("Evalueringen kan ikke være før programmet begynte.", "on")
    rows = KvpEvaluation.objects.filter(pk=evaluation.pk, held_on=None, struck_at=None)
    values = {"held_on": on, "progress": progress, "note": text.strip(), "held_by": by}
    if not rows.update(**values):
        raise KvpError("Evalueringen er allerede ført.")
    label = KvpEvaluation.Progress(progress).label
    note(case, by, what=What.EVALUATED, text=str(label))


@transaction.atomic
def strike_evaluation(*, case: KvpCase, evaluation: KvpEvaluation, why: str, by: User) -> None:
    """Take out what was planned or noted by mistake; it stays readable, struck, with the reason."""
    rows = KvpEvaluation.objects.filter(pk=evaluation.pk, struck_at=None)
    if not rows.update(struck_by=by, struck_at=timezone.now(), struck_why=why.strip()):
        raise KvpError("Evalueringen er allerede strøket.")
    text = f"Strøket: evaluering {evaluation.planned_on:%d.%m.%Y}. {why.strip()}"
    note(case, by, what=What.EVALUATED, text=text)
    touch([case.household_id])


@transaction.atomic
def take_leave(
    *,
    case: KvpCase,
    version: int,
    first: date,
    last: date,
    grounds: str,
    by: User,
    with_benefit: bool = False,
) -> KvpCase:
    """An agreed pause; KOSTRA's status 2 while it lasts. One that lies ahead begins on its day."""
    _check_leave(case, first, last)
    lies_ahead = first > timezone.localdate()
    if lies_ahead:
        changed = change(case, version)
        span = f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"
        note(changed, by, what=What.PLANNED, text=f"Permisjon avtalt {span}")
    else:
        changed = move(case, version, KvpState.LEAVE, by, grounds)
        KvpEnrolment.objects.filter(case=changed).update(status=KvpEnrolment.Status.ON_LEAVE)
    KvpLeave.objects.create(
        case=changed,
        valid_from=first,
        valid_to=last,
        grounds=grounds.strip(),
        with_benefit=with_benefit,
        registered_by=by,
    )
    return changed


def _check_leave(case: KvpCase, first: date, last: date) -> None:
    """Within the programme, and not beside another one."""
    if case.enrolment is None:
        raise KvpError(NOT_STARTED)
    if last < first:
        raise KvpError("Siste dag kan ikke være før den første.", "last")
    if first < case.enrolment.valid_from:
        raise KvpError("Permisjonen kan ikke begynne før programmet.", "first")
    end = end_of(case)
    if first <= end < last or end < first > timezone.localdate():
        field = "last" if first <= end else "first"
        raise KvpError(f"Programmet varer til {end:%d.%m.%Y}. Forleng det først.", field)
    standing = case.leaves.filter(struck_at=None)
    if standing.filter(back_on__gt=first).exists():
        raise KvpError("Deltakeren hadde allerede permisjon da.", "first")
    if standing.filter(back_on=None).exists():
        raise KvpError("Deltakeren har allerede avtalt en permisjon.", "first")


@transaction.atomic
def begin_leaves(today: date) -> int:
    """Let the leaves that were agreed ahead, and have come, begin; how many."""
    due = KvpLeave.objects.filter(
        back_on=None, struck_at=None, valid_from__lte=today, case__state=KvpState.STARTED
    ).select_related("case", "registered_by")
    rows = list(due.select_for_update(of=("self",)))
    for leave in rows:
        changed = move(
            leave.case, leave.case.version, KvpState.LEAVE, leave.registered_by, leave.grounds
        )
        KvpEnrolment.objects.filter(case=changed).update(status=KvpEnrolment.Status.ON_LEAVE)
    return len(rows)


@transaction.atomic
def call_off_leave(*, case: KvpCase, leave: KvpLeave, by: User) -> None:
    """Strike a leave that was agreed and has not begun; it counts no more."""
    _going_on(_held(case))
    ahead = KvpLeave.objects.filter(pk=leave.pk, back_on=None, struck_at=None)
    if case.state == KvpState.LEAVE or not ahead.exists():
        raise KvpError("Permisjonen har begynt. Registrer når deltakeren er tilbake.")
    ahead.update(struck_by=by, struck_at=timezone.now())
    span = f"{leave.valid_from:%d.%m.%Y} – {leave.valid_to:%d.%m.%Y}"
    note(case, by, what=What.PLANNED, text=f"Avlyst: permisjon {span}")


@transaction.atomic
def come_back(*, case: KvpCase, version: int, on: date, by: User) -> KvpCase:
    """The first day back in the programme."""
    leave = case.leaves.filter(back_on=None, struck_at=None).first()
    if leave is None:
        raise KvpError("Deltakeren har ikke permisjon.")
    if on <= leave.valid_from:
        after = f"{leave.valid_from:%d.%m.%Y}"
        raise KvpError(f"Første dag tilbake må være etter permisjonens første, {after}.", "on")
    changed = move(case, version, KvpState.STARTED, by)
    KvpLeave.objects.filter(pk=leave.pk).update(back_on=on, valid_to=on - ONE_DAY)
    KvpEnrolment.objects.filter(case=changed).update(status=KvpEnrolment.Status.IN_PROGRAMME)
    return changed


@transaction.atomic
def note_absence(
    *, case: KvpCase, day: date, hours: Decimal, kind: str, text: str, by: User
) -> KvpAbsence:
    """Hours away on one day of the programme, also after it has ended."""
    current = _held(case)
    enrolment = current.enrolment
    if enrolment is None:
        raise KvpError(NOT_STARTED)
    last = enrolment.valid_to
    if day < enrolment.valid_from or (last is not None and day > last):
        raise KvpError("Deltakeren var ikke i programmet denne dagen.", "day")
    if day.weekday() >= WORKING_DAYS:
        raise KvpError("Programmet går fra mandag til fredag. Velg en av de dagene.", "day")
    worked = kind == KvpAbsence.Kind.PAID_WORK
    noted = current.absences.filter(day=day, struck_at=None)
    if noted.filter(kind=KvpAbsence.Kind.PAID_WORK).exists() if worked else _away(noted).exists():
        what = "lønnet arbeid" if worked else "fravær"
        raise KvpError(f"Det er allerede ført {what} denne dagen.", "day")
    row: KvpAbsence = KvpAbsence.objects.create(
        case=current, day=day, hours=hours, kind=kind, note=text.strip(), registered_by=by
    )
    return row


def _away(rows: QuerySet[KvpAbsence]) -> QuerySet[KvpAbsence]:
    return rows.exclude(kind=KvpAbsence.Kind.PAID_WORK)


@transaction.atomic
def strike_absence(*, case: KvpCase, absence: KvpAbsence, by: User) -> None:
    """Take out what was noted by mistake; it stays readable, struck."""
    rows = KvpAbsence.objects.filter(pk=absence.pk, struck_at=None)
    if not rows.update(struck_by=by, struck_at=timezone.now()):
        raise KvpError("Fraværet er allerede strøket.")
    note(case, by, what=What.ABSENT, text=f"Strøket: {absence.day:%d.%m.%Y}")


@transaction.atomic
def follow_up(
    *, case: KvpCase, months: int, code: str, on: date, source: str, by: User
) -> KvpFollowUp:
    """What the former participant does 6 or 12 months after the last day (measure 1c)."""
    current = _held(case)
    if not is_over(current) or current.closed_on is None:
        raise KvpError("Programmet er ikke avsluttet.")
    if on < (earliest := rules.follow_up_days(current.closed_on)[months]):
        raise KvpError(f"Det er {months} måneder siden først {earliest:%d.%m.%Y}.", "on")
    if current.follow_ups.filter(months=months).exists():
        raise KvpError("Dette er allerede ført.", "months")
    row: KvpFollowUp = KvpFollowUp.objects.create(
        case=current, months=months, code=code, on=on, source=source, registered_by=by
    )
    text = f"{months} måneder: {row.get_code_display()}"
    note(current, by, what=What.FOLLOWED_UP, text=text)
    return row


def _held(case: KvpCase) -> KvpCase:
    """The case as it stands, kept so until the transaction ends."""
    rows = KvpCase.objects.select_for_update(of=("self",)).select_related("enrolment", "decision")
    found: KvpCase = rows.get(pk=case.pk)
    return found


def _going_on(case: KvpCase) -> KvpEnrolment:
    if case.enrolment is None or case.state not in IN_PROGRAMME:
        raise KvpError(NOT_STARTED)
    return case.enrolment
