"""The life of a case in the qualification programme: from the enquiry to the start.

Each act leaves a line in the history and names the `version` it was decided on; when somebody else
has changed the case since, KvpError is raised and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Unit, User
from benefits.models import ENDED, KvpCase, KvpChange, KvpCondition, KvpEnrolment, KvpState
from benefits.programmes import rules
from decisions.codes import State as DecisionState
from households.models import Household, Person
from households.months import last_day, month_of
from households.touching import touch

State = KvpState
What = KvpChange.What
RUNS_ALREADY = "Personen har allerede en KVP-sak som ikke er avsluttet."
UNDER_WAY = (DecisionState.DRAFT, DecisionState.RETURNED, DecisionState.PROPOSED)
"""States of a decision that is begun and not made."""
CHANGED_MEANWHILE = "Noen har endret saken mens du hadde den oppe, så ingenting er lagret."


class KvpError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


@dataclass(frozen=True)
class Answer:
    """How an entry condition is answered, and why."""

    is_met: bool
    grounds: str


@dataclass(frozen=True)
class Assessed:
    """The work-ability assessment: each condition by kind, and what it comes to."""

    answers: Mapping[str, Answer]
    fulfils: bool
    conclusion: str


@transaction.atomic
def open_case(
    *,
    household: Household,
    person: Person,
    unit: Unit,
    origin: str,
    enquired_on: date,
    by: User,
    applied_on: date | None = None,
) -> KvpCase:
    """Note that somebody asks for the programme, and the application where it came at once."""
    if applied_on is not None and applied_on < enquired_on:
        raise KvpError("Søknaden kan ikke være før forespørselen.", "applied_on")
    times = KvpEnrolment.objects.filter(person=person)
    if times.filter(valid_to=None).exists():
        raise KvpError("Personen er allerede i KVP.", "person")
    if (before := times.filter(valid_to__gte=enquired_on).first()) is not None:
        last = f"{before.valid_to:%d.%m.%Y}"
        raise KvpError(f"Personen var i KVP til {last}. Velg en dag etter det.", "enquired_on")
    try:
        with transaction.atomic():
            case = KvpCase.objects.create(
                household=household,
                person=person,
                unit=unit,
                origin=origin,
                enquired_on=enquired_on,
            )
    except IntegrityError as error:
        raise KvpError(RUNS_ALREADY, "person") from error
    note(case, by, to_state=State.ENQUIRY)
    if applied_on is None:
        touch([household.pk])
        return case
    return apply_for(case=case, version=case.version, on=applied_on, by=by)


@transaction.atomic
def apply_for(*, case: KvpCase, version: int, on: date, by: User) -> KvpCase:
    if on < case.enquired_on:
        raise KvpError("Søknaden kan ikke være før forespørselen.", "on")
    return move(case, version, State.APPLIED, by, applied_on=on)


@transaction.atomic
def assess(*, case: KvpCase, version: int, on: date, assessed: Assessed, by: User) -> KvpCase:
    """Store the work-ability assessment with each condition answered; once more until proposed.

    Age is no matter of judgement: it is answered from the date of birth, where it is known.
    """
    if case.state not in (State.APPLIED, State.ASSESSMENT):
        raise KvpError("Arbeidsevnen vurderes etter søknaden og før vedtaket.")
    if case.applied_on is None or on < case.applied_on:
        raise KvpError("Vurderingen kan ikke være før søknaden.", "on")
    if case.decision is not None and case.decision.state == DecisionState.PROPOSED:
        raise KvpError("Vedtaket er sendt til beslutning. Ta det tilbake først.")
    _check_age(case.person, on, assessed)
    told = rules.Conditions(
        {kind: row.is_met for kind, row in assessed.answers.items()}, assessed.fulfils
    )
    if refusal := rules.conclusion_refusal(told):
        raise KvpError(refusal, "fulfils")
    values: dict[str, Any] = {
        "assessed_on": on,
        "assessed_by": by,
        "fulfils": assessed.fulfils,
        "conclusion": assessed.conclusion.strip(),
    }
    if case.state == State.APPLIED:
        changed = move(case, version, State.ASSESSMENT, by, **values)
    else:
        changed = change(case, version, **values)
    for kind, answer in assessed.answers.items():
        KvpCondition.objects.update_or_create(
            case=changed,
            kind=kind,
            defaults={"is_met": answer.is_met, "grounds": answer.grounds.strip()},
        )
    note(changed, by, what=What.ASSESSED)
    return changed


def _check_age(person: Person, on: date, assessed: Assessed) -> None:
    answer = assessed.answers[KvpCondition.Kind.AGE]
    if person.birth_date is None:
        return
    is_working = rules.is_working_age(person.birth_date, on)
    if answer.is_met != is_working:
        least = rules.youngest(on)
        held = "er" if is_working else "er ikke"
        text = f"Personen {held} fra {least} til og med {rules.OLDEST - 1} år den dagen."
        raise KvpError(text, "age_met")


@transaction.atomic
def withdraw(*, case: KvpCase, version: int, on: date, reason: str, by: User) -> KvpCase:
    """The person does not want it after all; a draft of the decision has to go first."""
    if on < case.enquired_on:
        raise KvpError("Dagen kan ikke være før forespørselen.", "on")
    if case.decision is not None and case.decision.state in UNDER_WAY:
        raise KvpError("Vedtaket er begynt. Trekk det først.")
    return move(case, version, State.WITHDRAWN, by, reason, closed_on=on)


@transaction.atomic
def start(*, case: KvpCase, version: int, on: date, planned_end: date, by: User) -> KvpCase:
    """The first day in the programme: from it on the person is enrolled (KOSTRA's status 1)."""
    if case.decided_on is None or case.state != State.DECIDED:
        raise KvpError("Programmet kan starte når det er innvilget.")
    if on < case.decided_on:
        raise KvpError("Programmet kan ikke starte før vedtaket.", "on")
    born = case.person.birth_date
    if born is not None and not rules.is_working_age(born, on):
        raise KvpError("Personen er ikke i yrkesaktiv alder denne dagen.", "on")
    if refusal := rules.first_end_refusal(on, planned_end):
        raise KvpError(refusal, "planned_end")
    _check_given(case, planned_end)
    _check_free(case.person, on)
    try:
        with transaction.atomic():
            enrolment = KvpEnrolment.objects.create(
                person=case.person,
                applied_on=case.applied_on,
                decided_on=case.decided_on,
                valid_from=on,
                registered_on=timezone.localdate(),
            )
    except IntegrityError as error:
        raise KvpError("Personen er allerede i KVP.", "on") from error
    values: dict[str, Any] = {"enrolment": enrolment, "planned_end": planned_end}
    return move(case, version, State.STARTED, by, **values)


def _check_given(case: KvpCase, planned_end: date) -> None:
    """No longer than the months of the decision, where it says them."""
    month = case.decision.last_month if case.decision else None
    if month is not None and planned_end > (last := last_day(month_of(month))):
        raise KvpError(f"Vedtaket gir programmet til og med {last:%d.%m.%Y}.", "planned_end")


def _check_free(person: Person, on: date) -> None:
    if KvpEnrolment.objects.valid_on(on).filter(person=person).exists():
        raise KvpError("Personen er allerede i KVP denne dagen.", "on")


@transaction.atomic
def end(
    *, case: KvpCase, version: int, on: date, status: str, exit_code: str, reason: str, by: User
) -> KvpCase:
    """The last day in the programme, how it ended (KOSTRA's status 3 to 7) and to what.

    One main outcome: what the person lives on right after (domain.md 1c).
    """
    enrolment = case.enrolment
    if enrolment is None or not case.is_running:
        raise KvpError("Programmet er ikke i gang.")
    if case.extensions.filter(decision__state__in=UNDER_WAY).exists():
        raise KvpError("Et vedtak om forlengelse er begynt. Gjør det ferdig eller trekk det først.")
    if status == KvpEnrolment.Status.STOPPED_ABSENCE and not reason.strip():
        raise KvpError("Skriv hvorfor programmet stanses.", "reason")
    refused = rules.end_refusal(
        start=enrolment.valid_from, on=on, status=status, exit_code=exit_code
    )
    if refused is not None:
        raise KvpError(refused[1], refused[0])
    KvpEnrolment.objects.filter(pk=enrolment.pk).update(
        valid_to=on, status=status, exit_code=exit_code
    )
    case.leaves.filter(back_on=None, valid_to__gt=on, valid_from__lte=on).update(valid_to=on)
    ahead = case.leaves.filter(back_on=None, struck_at=None, valid_from__gt=on)
    ahead.update(struck_by=by, struck_at=timezone.now())
    return move(case, version, rules.STATE_OF_STATUS[status], by, reason, closed_on=on)


def move(
    case: KvpCase, version: int, to: str, by: User, reason: str = "", **values: Any
) -> KvpCase:
    """Bring the case to another state, if it may go there, with a line in its history."""
    if not rules.may_become(case.state, to):
        raise KvpError(
            f"En sak som er «{case.get_state_display()}», kan ikke bli «{State(to).label}»."
        )
    changed = change(case, version, state=to, **values)
    note(changed, by, to_state=to, text=reason)
    touch([case.household_id])
    return changed


def change(case: KvpCase, version: int, **values: Any) -> KvpCase:
    """Write `values` if the case still is at `version`; how it stands then."""
    rows = KvpCase.objects.filter(pk=case.pk, version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise KvpError(CHANGED_MEANWHILE)
    return KvpCase.objects.select_related("person", "enrolment", "decision").get(pk=case.pk)


def note(
    case: KvpCase, by: User, *, what: str = What.STATE, to_state: str = "", text: str = ""
) -> None:
    KvpChange.objects.create(
        case=case, what=what, to_state=to_state, note=text.strip()[:500], by=by
    )


def is_over(case: KvpCase) -> bool:
    """Whether the person has been in the programme and is not any more."""
    return case.state in ENDED
