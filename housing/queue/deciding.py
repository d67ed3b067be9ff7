"""The written decision on an application for a municipal home (boligsosialloven § 6).

`follow_decision` is told of every act on a decision (settings.DECISION_FOLLOWERS), in the act's own
transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from decisions.actions import RefusedError
from decisions.codes import Act, Kind, Outcome, Section
from decisions.contents import Content, MatterContent, content_of
from decisions.letters import lives_hidden
from decisions.models import Decision, Matter
from decisions.queries import is_reversal, turns_by_appeal
from decisions.rules import gives
from households.rules import months_after
from housing.advice.actions import open_case
from housing.codes import AdviceCause, ApplicationState
from housing.history import HousingError, Part, note
from housing.models import HousingApplication
from housing.queue.actions import held
from housing.queue.drafting import begin_draft
from housing.queue.given import given

State = ApplicationState
LAW = (
    "Kommunen skal gi individuelt tilpasset bistand til den som er vanskeligstilt på "
    "boligmarkedet. Kommunal bolig er for den som ikke har en egnet bolig, ikke klarer å skaffe en "
    "selv, og har økonomiske, sosiale eller helsemessige grunner. Leien er ment å vare en tid."
)
NOT_TAKEN_BACK = (
    "Et innvilget vedtak kan ikke rettes til avslag. Fyller søkeren ikke vilkårene lenger, ta "
    "husstanden ut av boligkøen med det som grunn. Da begynner et vedtak om det."
)
OTHERWISE = (
    "Du får tilbud om boligrådgivning selv om søknaden er avslått: hjelp til å leie eller eie "
    "privat, med startlån, bostøtte, depositumsgaranti eller sparing."
)


@transaction.atomic
def begin_decision(
    *, application: HousingApplication, version: int, at: datetime, by: User
) -> Decision:
    """Begin the decision with HV's assessment; the writer goes on with it among the decisions."""
    current = held(application, version)
    if current.state != State.ASSESSED:
        raise HousingError("Vurder søknaden først.")
    if current.decision_id is not None:
        raise HousingError("Vedtaket er allerede begynt.")
    decision = begin_draft(current, lambda draft: _content(draft, current, at), at=at, by=by)
    current.decision, current.version = decision, version + 1
    current.save(update_fields=["decision", "version"])
    told = f"Vedtak begynt på {current.reference}"
    note(current.household_id, Part.APPLICATION, told, at=at, by=by)
    return decision


def _content(decision: Decision, application: HousingApplication, at: datetime) -> Content:
    grants = bool(application.fulfils)
    outcome = Outcome.GRANTED if grants else Outcome.REFUSED
    discretion = application.assessment
    if application.conditions:
        discretion = f"{discretion}\nVilkår: {application.conditions}"
    matter = MatterContent(
        asked="plass i køen for kommunal bolig",
        outcome=outcome,
        section=Section.HOUSING,
        facts=application.situation,
        law=LAW,
        discretion=discretion if grants else f"{discretion}\n{OTHERWISE}",
        form=Matter.Form.SERVICE,
        recurs=Matter.Recurs.ONCE,
    )
    content = replace(content_of(decision), outcome=outcome, matters=(matter,))
    if not grants:
        return content
    today, limits = timezone.localdate(at), settings.HOUSING
    last = months_after(today, limits["renew_months"] - 1)
    told = given(application, today, hides_place=lives_hidden(decision))
    first_month, last_month = today.replace(day=1), last.replace(day=1)
    return replace(content, payment=told, first_month=first_month, last_month=last_month)


def follow_decision(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    """Approved or refused when it is approved; free again when the draft is withdrawn."""
    if decision.kind != Kind.HOUSING:
        return
    rows = HousingApplication.objects
    if act == Act.DRAFT and decision.corrects_id:
        rows.filter(decision=decision.corrects_id).update(decision=decision)
    elif act == Act.WITHDRAW and decision.corrects_id:
        rows.filter(decision=decision).update(decision=decision.corrects_id)
    elif act == Act.WITHDRAW:
        rows.filter(decision=decision).update(decision=None)
    elif act in (Act.PROPOSE, Act.APPROVE):
        found = rows.select_for_update(of=("self",)).filter(decision=decision).first()
        if found is None:
            return
        _refuse_other_than_assessed(found, decision)
        if act == Act.APPROVE:
            _settle(found, decision, at, by)


def _refuse_other_than_assessed(current: HousingApplication, decision: Decision) -> None:
    """A first decision says what the assessment came to; one that corrects is a new assessment.

    What was given is never turned into a refusal so: a reversal is in the applicant's favour.
    """
    before = decision.corrects
    if before is not None and gives(before.outcome) and not gives(decision.outcome):
        raise RefusedError(NOT_TAKEN_BACK, "outcome")
    if decision.corrects_id or gives(decision.outcome) == bool(current.fulfils):
        return
    fulfils = "fyller" if current.fulfils else "ikke fyller"
    raise RefusedError(
        f"Vurderingen sier at søkeren {fulfils} vilkårene, og vedtaket sier noe annet. "
        "Trekk utkastet og vurder søknaden på nytt først."
    )


def _settle(current: HousingApplication, decision: Decision, at: datetime, by: User) -> None:
    """What an approved decision does: a refusal opens advice, an approval opens the queue."""
    state = State.APPROVED if gives(decision.outcome) else State.REFUSED
    if current.state == state:
        return
    current.state, current.decided_on = state, timezone.localdate(at)
    current.version += 1
    if decision.corrects_id:
        _assess_anew(current, decision, by)
    current.save()
    how = _how(decision)
    told = f"{current.reference} {current.get_state_display().lower()}{how}, {decision.reference}"
    if is_reversal(decision):
        told = f"{told}: {decision.reassessed}"
    note(current.household_id, Part.APPLICATION, told, at=at, by=by)
    if state == State.REFUSED:
        open_case(current.household, cause=AdviceCause.REFUSAL, on=current.decided_on, by=by)


def _how(decision: Decision) -> str:
    """What turned the decision before: the office's own accord, or an appeal."""
    if is_reversal(decision):
        return " ved omgjøring av eget tiltak"
    return " etter klage" if turns_by_appeal(decision) else ""


def _assess_anew(current: HousingApplication, decision: Decision, by: User) -> None:
    """The assessment as the decision that corrects has it; the one before stands in that before."""
    current.fulfils = gives(decision.outcome)
    current.assessed_on, current.assessed_by = current.decided_on, by
    matter = decision.matters.first()
    if matter is not None and matter.discretion:
        current.assessment = matter.discretion
