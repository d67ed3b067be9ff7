"""What is done with a calculation: started, changed, frozen for a decision, opened again.

A change names the `version` it was made on; when somebody else has changed the calculation since,
CalculationConflictError is raised and nothing is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import User
from benefits.calculating.inputs import SCHOOL, Inputs, Member, inputs_of
from benefits.calculating.prefill import prefilled
from benefits.calculating.results import results_of, stored_results
from benefits.calculation.result import Part, Result
from benefits.calculation.values import CalculationError
from benefits.models import (
    ApplicationChange,
    AssistanceApplication,
    Calculation,
    CalculationInput,
    CalculationLine,
    CalculationMember,
    CalculationMonth,
)
from households.housing_costs import Cost, costs_on, record_costs
from households.months import Month, first_day

ANSWERS = ("income_answer", "housing_answer", "household_answer")
What = ApplicationChange.What


class CalculationConflictError(Exception):
    """Somebody else has changed the calculation; `current` is how it stands now."""

    def __init__(self, current: Calculation) -> None:
        super().__init__("Beregningen er endret av en annen.")
        self.current = current


class CalculationStateError(Exception):
    """The calculation cannot be frozen, or opened, as it stands; the text says why."""


@transaction.atomic
def start_calculation(
    *,
    application: AssistanceApplication,
    first_month: Month,
    last_month: Month,
    by: User,
    follows: Calculation | None = None,
) -> Calculation:
    """A draft with all that is known filled in; the present one where there is one already.

    Without rates for the months it stands without a result until somebody has entered them.
    """
    AssistanceApplication.objects.select_for_update().get(pk=application.pk)
    present = application.calculations.first()
    if present is not None:
        return present
    inputs = prefilled(application, first_month, last_month, follows)
    return _started(application, inputs, follows, 1, by)


@transaction.atomic
def start_correction(*, application: AssistanceApplication, edition: int, by: User) -> Calculation:
    """A draft for a new edition of the decision, on all that the calculation before rested on.

    That one stays frozen; one that never was is taken over. There must be one.
    """
    AssistanceApplication.objects.select_for_update().get(pk=application.pk)
    present = application.calculations.latest("pk")
    if present.edition == edition:
        return present
    if present.is_frozen:
        return _started(application, inputs_of(present), present, edition, by)
    return _change(present, present.version, by=by, edition=edition)


def _started(
    application: AssistanceApplication,
    inputs: Inputs,
    follows: Calculation | None,
    edition: int,
    by: User,
) -> Calculation:
    calculation = Calculation.objects.create(
        application=application,
        follows=follows,
        edition=edition,
        started_by=by,
        changed_by=by,
        **_columns(inputs),
    )
    try:
        results = results_of(inputs)
    except CalculationError:
        results = ()
    _write(calculation, inputs, results)
    _note(calculation, What.CALCULATED, by)
    return calculation


@transaction.atomic
def change_inputs(
    *,
    calculation: Calculation,
    version: int,
    inputs: Inputs,
    by: User,
    answers: Mapping[str, str] | None = None,
    arrears: Mapping[str, int] | None = None,
) -> Calculation:
    """Work it out on other facts, and let the household's housing costs be what is stated here.

    Raises CalculationError where it cannot be worked out.
    """
    results = results_of(inputs)
    answered = {name: value for name, value in (answers or {}).items() if name in ANSWERS}
    changed = _change(calculation, version, by=by, **_columns(inputs), **answered)
    changed.members.all().delete()
    changed.inputs.all().delete()
    changed.months.all().delete()
    _write(changed, inputs, results)
    household, day = changed.application.household, first_day(inputs.first_month)
    owed = {kind: cost.arrears for kind, cost in costs_on(household, day).items()}
    owed |= arrears or {}
    costs = {
        entry.kind: Cost(entry.kind, entry.amount, entry.accepted or 0, owed.get(entry.kind, 0))
        for entry in inputs.part(Part.HOUSING)
    }
    for kind, amount in owed.items():
        costs.setdefault(kind, Cost(kind, 0, 0, amount))
    record_costs(household=household, costs=costs.values(), on=day, by=by)
    _note(changed, What.CALCULATED, by)
    return changed


@transaction.atomic
def freeze(*, calculation: Calculation, version: int, by: User) -> Calculation:
    """Let it stand as it is for good: what a decision is proposed on (four eyes)."""
    unanswered = [name for name in ANSWERS if not getattr(calculation, name)]
    if calculation.follows_id and unanswered:
        raise CalculationStateError(
            "Bekreft inntekt, bolig og husstand før beregningen kan brukes i et vedtak."
        )
    if not calculation.months.exists():
        raise CalculationStateError("Beregningen har ikke noe resultat ennå.")
    if not sums_agree(calculation):
        raise CalculationStateError("Linjene stemmer ikke med summene.")
    frozen = _change(
        calculation,
        version,
        by=None,
        state=Calculation.State.FROZEN,
        frozen_by=by,
        frozen_at=timezone.now(),
        content_hash=content_hash(inputs_of(calculation), stored_results(calculation)),
    )
    _note(frozen, What.FROZEN, by)
    return frozen


@transaction.atomic
def thaw(*, calculation: Calculation, version: int, by: User) -> Calculation:
    """Open it for changes again: only when the decision proposed on it has been returned."""
    rows = Calculation.objects.filter(
        pk=calculation.pk, version=version, state=Calculation.State.FROZEN
    )
    if not rows.update(
        version=F("version") + 1,
        state=Calculation.State.DRAFT,
        frozen_by=None,
        frozen_at=None,
        content_hash="",
    ):
        raise CalculationConflictError(Calculation.objects.get(pk=calculation.pk))
    opened = Calculation.objects.get(pk=calculation.pk)
    _note(opened, What.THAWED, by)
    return opened


def content_hash(inputs: Inputs, results: Sequence[Result]) -> str:
    """Of the facts and every line, so that who approves can tell it is what was proposed."""
    facts = asdict(inputs)
    for member in facts["members"]:
        del member["birth_date"]  # may be corrected in the register; the lines tell the age band
    for entry in facts["entries"]:
        del entry["guide_amount"]
    told = {
        "inputs": facts,
        "months": [
            [result.month, result.award, [asdict(line) for line in result.lines]]
            for result in results
        ],
    }
    text = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(calculation: Calculation) -> bool:
    """Whether a frozen calculation still is what was frozen."""
    now = content_hash(inputs_of(calculation), stored_results(calculation))
    return calculation.content_hash == now


def sums_agree(calculation: Calculation) -> bool:
    """Whether the stored lines of each month add up to the month's stored sums."""
    lines = CalculationLine.objects.filter(month__calculation=calculation)
    summed = {
        (row["month"], row["part"]): row["total"]
        for row in lines.order_by().values("month", "part").annotate(total=Sum("amount"))
    }
    return all(
        getattr(month, part.value) == summed.get((month.pk, part.value), 0)
        for month in calculation.months.all()
        for part in Part
    )


def _columns(inputs: Inputs) -> dict[str, Any]:
    names = (
        "first_month",
        "last_month",
        "living",
        "scheme",
        "month_on_assistance",
        "discretion_amount",
        "discretion_grounds",
    )
    return {name: getattr(inputs, name) for name in names}


def _write(calculation: Calculation, inputs: Inputs, results: Sequence[Result]) -> None:
    CalculationMember.objects.bulk_create(_member(calculation, row) for row in inputs.members)
    CalculationInput.objects.bulk_create(
        CalculationInput(
            calculation=calculation,
            part=entry.part.value,
            kind=str(entry.kind),
            text=entry.text,
            amount=entry.amount,
            accepted=entry.accepted,
            person_id=entry.person,
            guide_id=entry.guide,
            grounds=entry.grounds,
        )
        for entry in inputs.entries
    )
    for result in results:
        _write_month(calculation, result)


def _member(calculation: Calculation, member: Member) -> CalculationMember:
    role = CalculationMember.Role.CHILD if member.is_child else CalculationMember.Role.ADULT
    return CalculationMember(
        calculation=calculation,
        person_id=member.person,
        role=role,
        supports_elsewhere=member.supports_elsewhere,
        lives_with_parents=member.lives_with_parents,
        **{name: getattr(member, name) for name in SCHOOL},
    )


def _write_month(calculation: Calculation, result: Result) -> None:
    month = CalculationMonth.objects.create(
        calculation=calculation,
        month=result.month,
        cap_amount=result.cap.amount if result.cap else None,
        ordinary=result.ordinary,
        norm_award=result.norm_award,
        award=result.award,
        grounds=result.discretion.grounds if result.discretion else "",
        **{part.value: result.total(part) for part in Part},
    )
    CalculationLine.objects.bulk_create(
        CalculationLine(
            month=month,
            order=number,
            part=line.part.value,
            kind=str(line.kind),
            text=line.text,
            amount=line.amount,
            person_id=line.person,
            stated=line.stated,
            guide=line.guide,
            grounds=line.grounds,
            source=line.source,
        )
        for number, line in enumerate(result.lines, 1)
    )


def _change(
    calculation: Calculation, version: int, *, by: User | None, **values: Any
) -> Calculation:
    """Write `values` if it still is a draft at `version`; how it stands then."""
    rows = Calculation.objects.filter(pk=calculation.pk, version=version)
    if by is not None:
        values |= {"changed_by": by, "changed_at": timezone.now()}
    if not rows.filter(state=Calculation.State.DRAFT).update(version=F("version") + 1, **values):
        raise CalculationConflictError(Calculation.objects.get(pk=calculation.pk))
    return Calculation.objects.select_related("application__household").get(pk=calculation.pk)


def _note(calculation: Calculation, what: str, by: User) -> None:
    ApplicationChange.objects.create(
        application_id=calculation.application_id, what=what, by=by, reason=str(calculation)
    )
