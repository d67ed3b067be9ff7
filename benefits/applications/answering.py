"""The decision that answers an application: begun from it, and followed until its letter is sent.

`follow_decision` is told of every act on a decision (settings.DECISION_FOLLOWERS), in the act's own
transaction: the floor of decisions does not know applications.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from benefits.applications import rules
from benefits.applications.actions import move
from benefits.applications.calculated import (
    Calculated,
    calculated_for,
    freeze_for,
    thaw_for,
    with_calculation,
)
from benefits.claims.queries import told_of
from benefits.counselling.actions import offer_in_letter
from benefits.models import ApplicationMatter, AssistanceApplication, AssistanceDecision
from decisions import actions as decision_actions
from decisions.actions import RefusedError
from decisions.codes import Act, Kind, Section, State
from decisions.contents import Content, MatterContent, content_of
from decisions.models import Decision, Matter
from decisions.renewal import carry_words_on

SECTIONS: dict[str, Section] = {
    ApplicationMatter.Kind.SUBSISTENCE: Section.SUBSISTENCE,
    ApplicationMatter.Kind.RENT: Section.SUBSISTENCE,
    ApplicationMatter.Kind.POWER: Section.SUBSISTENCE,
    ApplicationMatter.Kind.ONE_OFF: Section.SPECIAL,
    ApplicationMatter.Kind.EMERGENCY: Section.SUBSISTENCE,
    ApplicationMatter.Kind.LODGING: Section.LODGING,
}
"""What the draft begins with; the writer may choose another. "Annet" has none."""
LAW: dict[str, str] = {
    Section.SUBSISTENCE: (
        "Den som ikke kan sørge for livsoppholdet sitt gjennom arbeid eller ved å bruke andre "
        "økonomiske rettigheter, har krav på økonomisk stønad. Stønaden skal gi et forsvarlig "
        "livsopphold."
    ),
    Section.SPECIAL: (
        "Kommunen kan i særlige tilfeller gi økonomisk hjelp til den som trenger det for å "
        "overvinne eller tilpasse seg en vanskelig livssituasjon."
    ),
    Section.LODGING: (
        "Kommunen har plikt til å finne et midlertidig botilbud for den som ikke klarer det selv."
    ),
}
MONTHLY = (
    ApplicationMatter.Kind.SUBSISTENCE,
    ApplicationMatter.Kind.RENT,
    ApplicationMatter.Kind.POWER,
)
FOLLOWED = (Act.APPROVE, Act.SEND, Act.PROPOSE, Act.RETURN, Act.CHANGE, Act.WITHDRAW)


def next_kind(application: AssistanceApplication) -> str | None:
    """Which decision may be begun now; None where none is needed, or not yet."""
    begun = [row.decision.kind for row in live_decisions(application)]
    for kind in needed_kinds(application):
        if kind not in begun and rules.may_write_decision(application.state, kind):
            return kind
    return None


def live_decisions(application: AssistanceApplication) -> list[AssistanceDecision]:
    """Those that have not been withdrawn."""
    rows = application.decisions.exclude(decision__state=State.WITHDRAWN)
    return list(rows.select_related("decision").order_by("pk"))


@transaction.atomic
def draft_decision_for(
    *,
    application: AssistanceApplication,
    at: datetime,
    by: User,
    calculated: Calculated | None = None,
) -> Decision:
    """Begin the decision that the application needs next, with a matter for each thing asked for.

    What is urgent has a decision of its own, so that emergency aid waits for nothing, and nothing
    else gets by the mapping of children with it.
    """
    current = AssistanceApplication.objects.select_for_update().get(pk=application.pk)
    kind = next_kind(current)
    if kind is None:
        raise RefusedError("Søknaden er ikke ferdig vurdert, eller vedtaket er allerede begynt.")
    decision = decision_actions.draft_decision(
        kind=kind,
        household=current.household,
        applicant=current.applicant,
        unit=current.unit,
        at=at,
        by=by,
    )
    AssistanceDecision.objects.create(application=current, decision=decision)
    asked = [
        _matter(matter)
        for matter in current.matters.all()
        if (matter.kind in rules.URGENT) == (kind == Kind.EMERGENCY)
    ]
    payment = "\n".join(told_of({current.applicant_id}))
    content = replace(content_of(decision), matters=tuple(asked), payment=payment)
    if calculated is None and bears_calculation(decision, current):
        calculated = calculated_for(current)
    if calculated:
        content = with_calculation(content, calculated)
    last = decision_before(current, kind)
    if last is not None:
        return carry_words_on(draft=decision, last=last, content=content, at=at, by=by)
    return _write(decision, content, at, by)


def decision_before(application: AssistanceApplication, kind: str) -> Decision | None:
    """The decision that answers the application this one carries on, while it stands."""
    of_last = Decision.objects.standing().filter(
        kind=kind, assistance__application=application.renews_id
    )
    return of_last.order_by("-pk").first() if application.renews_id else None


@transaction.atomic
def assess_and_draft(*, application: AssistanceApplication, at: datetime, by: User) -> Decision:
    """Tell that it is assessed, and begin the decision: one press where there is no more to do."""
    current = AssistanceApplication.objects.select_for_update().get(pk=application.pk)
    for state in rules.way_to_assessed(current.state):
        on = timezone.localdate(at)
        current = move(application=current, to=state, version=current.version, on=on, by=by)
    return draft_decision_for(application=current, at=at, by=by)


@transaction.atomic
def put_calculation(
    *, decision: Decision, calculated: Calculated, at: datetime, by: User
) -> Decision:
    """Let a draft show what has been calculated; its other words stay."""
    return _write(decision, with_calculation(content_of(decision), calculated), at, by)


def needed_kinds(application: AssistanceApplication) -> list[str]:
    return rules.decision_kinds([matter.kind for matter in application.matters.all()])


def bears_calculation(decision: Decision, application: AssistanceApplication) -> bool:
    """Whether it is this decision that the application's calculation is for: the last of them."""
    return decision.kind in needed_kinds(application)[-1:]


def may_begin(application: AssistanceApplication) -> bool:
    """Whether a decision is still to be begun, once the application is assessed."""
    on_its_way = rules.way_to_decided(application.state)
    begun = {row.decision.kind for row in live_decisions(application)}
    return bool(on_its_way) and not set(needed_kinds(application)) <= begun


def edition_to_calculate(application: AssistanceApplication) -> int | None:
    """The edition that a correction under way will be: it may have a calculation of its own."""
    draft = open_draft(application)
    return draft.edition if draft is not None and draft.corrects_id else None


def open_draft(application: AssistanceApplication) -> Decision | None:
    """The draft that shows the calculation, while it is written."""
    for row in live_decisions(application):
        is_open = row.decision.state in (State.DRAFT, State.RETURNED)
        if is_open and bears_calculation(row.decision, application):
            return row.decision
    return None


def _write(decision: Decision, content: Content, at: datetime, by: User) -> Decision:
    return decision_actions.change(
        decision=decision, version=decision.version, content=content, at=at, by=by
    )


def _matter(matter: ApplicationMatter) -> MatterContent:
    """What is asked for; of what cannot wait, the stated amount is what there is to begin with."""
    asked = str(matter)
    section = SECTIONS.get(matter.kind, "")
    return MatterContent(
        asked=asked[:1].lower() + asked[1:],
        section=section,
        law=LAW.get(section, ""),
        recurs=Matter.Recurs.MONTHLY if matter.kind in MONTHLY else Matter.Recurs.ONCE,
        amount=(matter.amount or 0) if matter.kind == ApplicationMatter.Kind.EMERGENCY else 0,
    )


def follow_decision(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    """Decided when all it needs is approved, closed when all those letters are sent.

    The calculation is frozen by a proposal, and opened by what undoes one. A correction answers
    what the decision it corrects did.
    """
    if act == Act.DRAFT and decision.corrects_id:
        _join(decision)
    if act not in FOLLOWED:
        return
    joined = AssistanceDecision.objects.filter(decision=decision).select_related("application")
    for row in joined:
        if act == Act.SEND:
            offer_in_letter(application=row.application, on=timezone.localdate(at), by=by)
        if act in (Act.APPROVE, Act.SEND):
            _settle(row.application, timezone.localdate(at), by)
        elif not bears_calculation(decision, row.application):
            continue
        elif act == Act.PROPOSE:
            freeze_for(decision, row.application, by)
        else:
            thaw_for(decision, row.application, by)


def _join(correction: Decision) -> None:
    answered = AssistanceDecision.objects.filter(decision=correction.corrects_id).first()
    if answered is not None:
        AssistanceDecision.objects.create(application=answered.application, decision=correction)


def _settle(application: AssistanceApplication, on: date, by: User) -> None:
    standing = Decision.objects.standing().filter(assistance__application=application)
    kinds = set(standing.values_list("kind", flat=True))
    if not set(needed_kinds(application)) <= kinds:
        return
    all_sent = not standing.exclude(letter__sent_on__isnull=False).exists()
    for state in rules.way_to_decided(application.state):
        application = move(
            application=application, to=state, version=application.version, on=on, by=by
        )
    if all_sent and rules.may_become(application.state, "closed"):
        move(application=application, to="closed", version=application.version, on=on, by=by)
