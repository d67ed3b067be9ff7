"""The written decisions of a case: on the programme (§ 29) and on a longer one, and what they do.

`follow_decision` is told of every act on a decision (settings.DECISION_FOLLOWERS), in the act's own
transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from benefits.models import BEFORE_START, KvpCase, KvpExtension, KvpState
from benefits.programmes import rules
from benefits.programmes.actions import UNDER_WAY, KvpError, What, change, move, note
from decisions import actions as decision_actions
from decisions.actions import RefusedError
from decisions.codes import Act, Kind, Outcome, Section, State
from decisions.contents import MatterContent, content_of
from decisions.models import Decision, Matter
from decisions.rules import GIVES, gives
from households.rules import months_after

LAW = (
    "Den som er i yrkesaktiv alder, har vesentlig nedsatt arbeids- og inntektsevne og ingen eller "
    "svært begrensede ytelser til livsopphold, har rett til kvalifiseringsprogram når tett "
    "oppfølging er nødvendig og hensiktsmessig, og arbeidsevnen er vurdert."
)
LAW_OF_LENGTH = (
    "Programmet kan vare så lenge vilkårene er oppfylt, i to år, og unntaksvis i ett år til."
)
OLD_LAW_OF_LENGTH = (
    "Et program som begynte før 2019, gis for inntil ett år om gangen og kan forlenges."
)
BENEFIT = "Kvalifiseringsstønaden betales etterskuddsvis, ut fra oppmøtet i programmet."
USUAL_MONTHS = 12
"""What a draft begins with; the writer may choose another time."""


@transaction.atomic
def draft_decision(*, case: KvpCase, version: int, at: datetime, by: User) -> Decision:
    """Begin the decision from the assessment: its conclusion and the grounds of each condition."""
    if case.state != KvpState.ASSESSMENT or case.fulfils is None:
        raise KvpError("Vurder arbeidsevnen først.")
    if case.decision is not None:
        raise KvpError("Vedtaket er allerede begynt.")
    facts = "\n".join(
        f"{row.get_kind_display()}: {'ja' if row.is_met else 'nei'}. {row.grounds}"
        for row in case.conditions.all()
    )
    outcome = Outcome.GRANTED if case.fulfils else Outcome.REFUSED
    matter = MatterContent(
        asked="å delta i kvalifiseringsprogrammet",
        outcome=outcome,
        section=Section.KVP,
        facts=facts,
        law=LAW,
        discretion=case.conclusion,
        form=Matter.Form.SERVICE,
        recurs=Matter.Recurs.ONCE,
    )
    today = timezone.localdate(at)
    year = (today, months_after(today, USUAL_MONTHS - 1)) if case.fulfils else None
    payment = BENEFIT if case.fulfils else ""
    decision = _begin(case, matter, at, by, payment=payment, months=year)
    note(change(case, version, decision=decision), by, what=What.DRAFTED)
    return decision


@transaction.atomic
def propose_extension(
    *,
    case: KvpCase,
    version: int,
    until: date,
    is_exception: bool,
    grounds: str,
    at: datetime,
    by: User,
) -> KvpExtension:
    """Begin a decision on a longer programme; it is in force when the decision is approved."""
    enrolment = case.enrolment
    if enrolment is None or not case.is_running or case.planned_end is None:
        raise KvpError("Bare et program som er i gang, kan forlenges.")
    if case.extensions.filter(decision__state__in=UNDER_WAY).exists():
        raise KvpError("Et vedtak om forlengelse er allerede begynt.", "until")
    first, last = enrolment.valid_from, end_of(case)
    refusal = rules.extension_refusal(first, last, until, is_exception=is_exception)
    if refusal:
        raise KvpError(refusal, "until")
    if not grounds.strip():
        raise KvpError("Skriv hvorfor programmet forlenges.", "grounds")
    matter = MatterContent(
        asked=f"forlengelse av kvalifiseringsprogrammet til {until:%d.%m.%Y}",
        outcome=Outcome.GRANTED,
        section=Section.KVP,
        facts=f"Programmet begynte {first:%d.%m.%Y} og er innvilget til {last:%d.%m.%Y}.",
        law=LAW_OF_LENGTH if rules.has_new_rules(first) else OLD_LAW_OF_LENGTH,
        discretion=grounds.strip(),
        form=Matter.Form.SERVICE,
        recurs=Matter.Recurs.ONCE,
    )
    decision = _begin(case, matter, at, by, payment=BENEFIT, months=(last, until))
    changed = change(case, version)
    note(changed, by, what=What.EXTENSION, text=f"Til {until:%d.%m.%Y}")
    return KvpExtension.objects.create(
        case=changed,
        decision=decision,
        until=until,
        is_exception=is_exception,
        grounds=grounds.strip(),
    )


def end_of(case: KvpCase) -> date:
    """The last day that approved decisions give; of a case that has started."""
    if case.planned_end is None:
        raise KvpError("Programmet er ikke startet.")
    rows = case.extensions.filter(decision__state=State.APPROVED, decision__outcome__in=GIVES)
    return rules.current_end(case.planned_end, rows.values_list("until", flat=True))


def _begin(
    case: KvpCase,
    matter: MatterContent,
    at: datetime,
    by: User,
    *,
    payment: str,
    months: tuple[date, date] | None = None,
) -> Decision:
    """A draft that holds the matter; the writer goes on with it among the decisions."""
    try:
        decision = decision_actions.draft_decision(
            kind=Kind.KVP,
            household=case.household,
            applicant=case.person,
            unit=case.unit,
            at=at,
            by=by,
        )
        content = replace(
            content_of(decision), outcome=matter.outcome, matters=(matter,), payment=payment
        )
        if months is not None:
            first, last = (day.replace(day=1) for day in months)
            content = replace(content, first_month=first, last_month=last)
        return decision_actions.change(
            decision=decision, version=decision.version, content=content, at=at, by=by
        )
    except RefusedError as error:
        raise KvpError(error.text) from error


def follow_decision(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    """Decided or refused when it is approved, longer when that is; free again when withdrawn."""
    if decision.kind != Kind.KVP:
        return
    if act == Act.DRAFT and decision.corrects_id:
        _hand_on(decision.corrects_id, decision.pk)
    elif act == Act.WITHDRAW and decision.corrects_id:
        _hand_on(decision.pk, decision.corrects_id)
    elif act == Act.WITHDRAW:
        KvpCase.objects.filter(decision=decision).update(decision=None)
    elif act == Act.APPROVE:
        _approved(decision, timezone.localdate(at), by)


def _hand_on(decision: int, to: int) -> None:
    """Let a case, or an extension, rest on another edition of its decision."""
    KvpCase.objects.filter(decision=decision).update(decision=to)
    KvpExtension.objects.filter(decision=decision).update(decision=to)


def _approved(decision: Decision, on: date, by: User) -> None:
    case = KvpCase.objects.filter(decision=decision).first()
    if case is not None:
        _settle(case, decision, on, by)
    for row in KvpExtension.objects.filter(decision=decision).select_related("case"):
        if gives(decision.outcome):
            if not row.case.is_running:
                raise RefusedError("Programmet er avsluttet og kan ikke forlenges.")
            note(row.case, by, what=What.EXTENDED, text=f"Til {row.until:%d.%m.%Y}")


def _settle(case: KvpCase, decision: Decision, on: date, by: User) -> None:
    """What the decision on the programme does; one that has begun goes on as it is."""
    granted = gives(decision.outcome)
    to = KvpState.DECIDED if granted else KvpState.REFUSED
    if case.state == to or case.state not in (*BEFORE_START, KvpState.REFUSED):
        return
    values = {"closed_on": None, "decided_on": on} if granted else {"closed_on": on}
    others = KvpCase.objects.running().filter(person=case.person_id).exclude(pk=case.pk)
    if granted and others.exists():
        raise RefusedError("Personen har en annen KVP-sak som ikke er avsluttet.")
    try:
        move(case, case.version, to, by, **values)
    except KvpError as error:
        raise RefusedError(error.text) from error
