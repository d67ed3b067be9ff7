"""A month's benefit is prepared from what is registered, confirmed with its lines, and planned.

What is wrong with a confirmed one is put right by the next edition, which pays the difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission
from benefits.calculation.values import CalculationError
from benefits.kvp_benefit.gathering import Amounts, months_of, worked_out
from benefits.kvp_benefit.rules import Line, Part, Result
from benefits.kvp_benefit.values import StateBenefit
from benefits.models import KvpBenefit, KvpBenefitLine, KvpCase, Payment
from benefits.payments.monthly import plan_benefit
from benefits.programmes.actions import KvpError, What, note
from benefits.programmes.queries import with_parts
from config.templatetags import tall
from decisions.permits import may_decide
from decisions.queries import limit_in
from households.models import Responsibility
from households.months import Month, first_day, month_name, month_of

State = KvpBenefit.State
CHANGED = (
    "Grunnlaget er endret siden stønaden ble klargjort. Klargjør måneden på nytt og se over den."
)
PAID_BEFORE = "Stønaden for denne måneden er betalt fra et tidligere system."


@transaction.atomic
def prepare(*, case: KvpCase, month: Month, state: Amounts, by: User) -> KvpBenefit:
    """Work out the month's benefit and lay it before whoever confirms; done again it is redone."""
    current = _held(case.pk)
    if month not in months_of(current, timezone.localdate()):
        raise KvpError("Stønaden betales etterskuddsvis. Velg en måned som er over.", "month")
    _check_unpaid(current, month)
    result = _worked_out(current, month, state)
    latest = current.benefits.filter(for_month=first_day(month)).first()
    values = {"total": result.total, "prepared_by": by, "prepared_at": timezone.now()}
    if latest is not None and latest.state == State.PREPARED:
        KvpBenefit.objects.filter(pk=latest.pk).update(**values)
        latest.lines.all().delete()
        row = KvpBenefit.objects.get(pk=latest.pk)
    else:
        edition = latest.edition + 1 if latest else 1
        row = KvpBenefit.objects.create(
            case=current, for_month=first_day(month), edition=edition, **values
        )
    KvpBenefitLine.objects.bulk_create(_stored(row, result.lines))
    note(current, by, what=What.BENEFIT, text=f"Klargjort for {_told(row)}")
    return row


@transaction.atomic
def discard(*, case: KvpCase, benefit: KvpBenefit, by: User) -> None:
    """Take back what was prepared; it stays readable."""
    _held(case.pk)
    rows = KvpBenefit.objects.filter(pk=benefit.pk, state=State.PREPARED)
    if not rows.update(state=State.DISCARDED):
        raise KvpError("Stønaden er ikke lenger klargjort.")
    note(case, by, what=What.BENEFIT, text=f"Forkastet for {month_name(_month(benefit))}")


@transaction.atomic
def confirm(*, benefit: KvpBenefit, total: int, at: datetime, by: User) -> Payment | None:
    """Freeze the lines and plan the payment, or the difference to what is paid for the month.

    `total` is what `by` saw. KvpError where somebody has changed it, or it is beyond their limit.
    """
    case = _held(benefit.case_id)
    row = KvpBenefit.objects.get(pk=benefit.pk)
    if row.state != State.PREPARED or row.total != total:
        raise KvpError("Noen har endret stønaden mens du hadde den oppe. Se over den på nytt.")
    if refusal := Authority.of(by, case, timezone.localdate(at)).refusal(row):
        raise KvpError(refusal)
    _check_unpaid(case, _month(row))
    if is_changed(case, row):
        raise KvpError(CHANGED)
    earlier = KvpBenefit.objects.filter(case=case, for_month=row.for_month, state=State.CONFIRMED)
    earlier.update(state=State.REPLACED)
    row.state, row.confirmed_by, row.confirmed_at = State.CONFIRMED, by, at
    row.payment = plan_benefit(benefit=row, on=timezone.localdate(at), by=by)
    row.save(update_fields=["state", "confirmed_by", "confirmed_at", "payment"])
    note(case, by, what=What.BENEFIT, text=f"Bekreftet for {_told(row)}")
    return row.payment


@dataclass(frozen=True)
class Authority:
    """How much somebody may confirm alone (kroner), of the unit's own and of colleagues' work.

    As of decisions: the caseworker within the own limit, else a leader who has not prepared it.
    None for one without such a role in the office that has the household today.
    """

    user: int
    own: int | None
    others: int | None

    @classmethod
    def of(cls, user: User, case: KvpCase, on: date) -> Authority:
        has = Responsibility.objects.valid_on(on).filter(household=case.household_id)
        rows = list(has.filter(party=case.unit.party).select_related("unit", "caseworker"))
        if not rows:
            return cls(user.pk, None, None)
        unit = rows[0].unit
        own = limit_in(user, Permission.DECIDE, unit, on) if may_decide(user, rows) else None
        return cls(user.pk, own, limit_in(user, Permission.APPROVE_DECISION, unit, on))

    @property
    def is_any(self) -> bool:
        return self.own is not None or self.others is not None

    def refusal(self, benefit: KvpBenefit) -> str:
        """Why it may not be confirmed by this user; empty where it may."""
        others = None if benefit.prepared_by_id == self.user else self.others
        limits = [limit for limit in (self.own, others) if limit is not None]
        if not limits:
            return "Stønaden må bekreftes av en annen enn den som har klargjort den."
        if benefit.total <= max(limits):
            return ""
        return (
            f"Stønaden er på {tall(benefit.total)} kr. Fullmakten din går til "
            f"{tall(max(limits))} kr, så en leder må bekrefte den."
        )


def result_now(case: KvpCase, benefit: KvpBenefit) -> Result:
    """The month as it would come out now, with what was told of the state's benefits."""
    state = {
        StateBenefit(line.kind): line.stated or 0
        for line in benefit.lines.all()
        if line.part == Part.STATE.value
    }
    return _worked_out(case, _month(benefit), state)


def is_changed(case: KvpCase, benefit: KvpBenefit) -> bool:
    """Whether what is registered would give other lines than those that were prepared."""
    lines = [_values(line) for line in result_now(case, benefit).lines]
    return lines != [
        (line.part, line.kind, line.text, line.amount, line.stated, line.source)
        for line in benefit.lines.all()
    ]


def _worked_out(case: KvpCase, month: Month, state: Amounts) -> Result:
    try:
        return worked_out(case, month, state)
    except CalculationError as error:
        raise KvpError(str(error), "month") from error


def _check_unpaid(case: KvpCase, month: Month) -> None:
    """Nothing is paid twice: not what an earlier system has paid for the month."""
    rows = Payment.objects.filter(
        person=case.person_id,
        scheme=Payment.Scheme.KVP,
        for_month=first_day(month),
        kvp_benefit=None,
    )
    if rows.exclude(status=Payment.Status.CANCELLED).exists():
        raise KvpError(PAID_BEFORE, "month")


def _held(case_id: int) -> KvpCase:
    """The case with its parts, kept as it stands until the transaction ends."""
    KvpCase.objects.select_for_update(of=("self",)).get(pk=case_id)
    rows = with_parts(KvpCase.objects.select_related("household", "unit"))
    found: KvpCase = rows.get(pk=case_id)
    return found


def _stored(row: KvpBenefit, lines: Iterable[Line]) -> Iterable[KvpBenefitLine]:
    names = ("part", "kind", "text", "amount", "stated", "source")
    for number, line in enumerate(lines, 1):
        values = dict(zip(names, _values(line), strict=True))
        yield KvpBenefitLine(benefit=row, order=number, **values)


def _values(line: Line) -> tuple[str, str, str, int, int | None, str]:
    part, source = line.part.value, line.source[:250]
    return part, line.kind, line.text[:200], line.amount, line.stated, source


def _month(benefit: KvpBenefit) -> Month:
    return month_of(benefit.for_month)


def _told(benefit: KvpBenefit) -> str:
    edition = f", utgave {benefit.edition}" if benefit.edition > 1 else ""
    return f"{month_name(_month(benefit))}{edition}: {tall(benefit.total)} kr"
