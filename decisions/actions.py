"""Writing a decision, proposing it, approving or returning it, correcting it, sending its letter.

Each act leaves a DecisionChange. The state is changed by `UPDATE ... WHERE version` (or state), so
that of two who act at once one is told; nothing here changes what has been approved.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Unit, User
from accounts.policy import Permission
from config.templatetags import tall
from decisions import letters, queries, rules
from decisions.codes import CLAIMS_BACK, Act, State
from decisions.contents import (
    ChildContent,
    Content,
    content_of,
    own_fields,
    plain,
    seal_of,
    write_parts,
)
from decisions.models import Condition, Decision, DecisionChange, Letter
from decisions.permits import permission_for
from households.models import Household, Person
from households.touching import touch

UNPROPOSED: dict[str, Any] = {
    "proposed_by": None,
    "proposed_at": None,
    "content_hash": "",
    "needs_attest": True,
}
REVERSED = "Omgjøring av avslag av eget tiltak"
WROTE = (Act.DRAFT, Act.CHANGE, Act.PROPOSE)


class RefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


class MissingError(Exception):
    """What must be written before the decision may be proposed."""

    def __init__(self, findings: list[rules.Finding]) -> None:
        super().__init__(" ".join(finding.text for finding in findings))
        self.findings = findings


class ConflictError(Exception):
    """Somebody else has changed the decision meanwhile: what was given, and what is stored."""

    def __init__(self, given: Content, stored: Content, version: int) -> None:
        super().__init__("Vedtaket er endret av en annen siden du åpnet det.")
        self.given, self.stored, self.version = given, stored, version

    @property
    def differences(self) -> list[rules.Difference]:
        return rules.differences(plain(self.given), plain(self.stored))


def note(
    decision: Decision,
    act: Act,
    *,
    at: datetime,
    by: User,
    text: str = "",
    about: Condition | None = None,
) -> None:
    """A line in the history of the decision, told to the floors above that follow it.

    They are named in the settings, since this floor does not know them; they take part in the act's
    transaction, so that a decision and what it answers never tell two stories. `about` is the
    condition that the act is on.
    """
    DecisionChange.objects.create(
        decision=decision, act=act, version=decision.version, note=text, by=by, at=at
    )
    touch([decision.household_id])
    for follower in settings.DECISION_FOLLOWERS:
        import_string(follower)(decision=decision, act=act, at=at, by=by, about=about)


@transaction.atomic
def draft_decision(
    *, kind: str, household: Household, applicant: Person, unit: Unit, at: datetime, by: User
) -> Decision:
    """An empty draft, with a place for each child whose best interests must be weighed.

    The place holds what the latest mapping gave the decision to say of the child.
    """
    on = timezone.localdate(at)
    if not household.memberships.valid_on(on).filter(person=applicant).exists():
        raise RefusedError("Søkeren er ikke medlem av husstanden.", "applicant")
    decision = Decision.objects.create(
        kind=kind, household=household, applicant=applicant, unit=unit, made_by=by, made_at=at
    )
    children = queries.children_of(household, on)
    mapped = queries.mapped_paragraphs(household, unit.party, children)
    for child in children:
        decision.children.create(child=child, text=mapped.get(child.pk, ""))
    note(decision, Act.DRAFT, at=at, by=by)
    return decision


@transaction.atomic
def change(
    *, decision: Decision, version: int, content: Content, at: datetime, by: User
) -> Decision:
    """Let the draft say `content`, if it is still the `version` that the writer saw.

    What was proposed is a draft again.
    """
    current = _current(decision)
    state = _state_after(current, Act.CHANGE)
    _check(current, content, timezone.localdate(at))
    values = own_fields(content) | UNPROPOSED | {"state": state}
    return _written(current, version, content, values, Act.CHANGE, at, by)


def _check(current: Decision, content: Content, on: date) -> None:
    """What no draft may say: a refusal with money, a period that runs backwards, other people."""
    if content.first_month and content.last_month and content.last_month < content.first_month:
        raise RefusedError("Siste måned kan ikke være før første måned.", "last_month")
    if bool(content.first_month) != bool(content.last_month):
        raise RefusedError("Skriv både første og siste måned.", "last_month")
    for number, matter in enumerate(content.matters, 1):
        if matter.amount and matter.outcome and not rules.gives(matter.outcome):
            text = "Det som er avslått eller avvist, kan ikke ha et beløp."
            raise RefusedError(text, f"matters.{number}.amount")
        if matter.amount and matter.section in CLAIMS_BACK:
            text = "Et krav om penger tilbake gir ingen penger. Skriv beløpet i begrunnelsen."
            raise RefusedError(text, f"matters.{number}.amount")
    children = {child.pk for child in queries.children_of(current.household, on)}
    children |= set(current.children.values_list("child", flat=True))
    if not {child.child_id for child in content.children} <= children:
        raise RefusedError("Barnet hører ikke til husstanden.", "children")
    members = queries.members_on(current.household, on)
    if not {condition.person_id for condition in content.conditions} <= members:
        raise RefusedError("Vilkår gjelder bare medlemmer av husstanden.", "conditions")


def _written(
    current: Decision,
    version: int,
    content: Content,
    values: dict[str, Any],
    act: Act,
    at: datetime,
    by: User,
) -> Decision:
    rows = Decision.objects.filter(pk=current.pk, version=version, state=current.state)
    if not rows.update(version=version + 1, **values):
        raise ConflictError(content, content_of(current), current.version)
    current.refresh_from_db()
    write_parts(current, content)
    note(current, act, at=at, by=by)
    return current


@transaction.atomic
def propose(*, decision: Decision, version: int, at: datetime, by: User) -> Decision:
    """Lay the decision before another; within the proposer's own limit it stands at once."""
    current = _current(decision)
    state = _state_after(current, Act.PROPOSE)
    if current.version != version:
        raise ConflictError(content_of(decision), content_of(current), current.version)
    limit = queries.limit_of(by, permission_for(current), current, timezone.localdate(at))
    if limit is None:
        raise RefusedError("Rollen din gir ikke rett til å foreslå vedtak ved dette kontoret.")
    if found := rules.missing(queries.facts_of(current, timezone.localdate(at))):
        raise MissingError(found)
    current.state, current.content_hash = state, seal_of(current)
    current.proposed_by, current.proposed_at = by, at
    current.needs_attest = rules.needs_attest(current.total, limit)
    current.return_reason = ""
    current.save()
    note(current, Act.PROPOSE, at=at, by=by)
    if not current.needs_attest:
        _approve(current, at, by)
    return current


@transaction.atomic
def take_back(*, decision: Decision, at: datetime, by: User) -> Decision:
    """Make what was proposed a draft again, saying the same; only its writer's office may."""
    current = _current(decision)
    if current.state != State.PROPOSED:
        raise RefusedError("Vedtaket er ikke sendt til beslutning.")
    content = content_of(current)
    return change(decision=current, version=current.version, content=content, at=at, by=by)


@transaction.atomic
def return_decision(*, decision: Decision, reason: str, at: datetime, by: User) -> Decision:
    """Give what was proposed back to its writer, with a reason."""
    current = _current(decision)
    state = _state_after(current, Act.RETURN)
    check_may_approve(current, timezone.localdate(at), by)
    if not reason.strip():
        raise RefusedError("Skriv hvorfor vedtaket returneres.", "reason")
    return _moved(current, Act.RETURN, at, by, text=reason, state=state, return_reason=reason)


@transaction.atomic
def withdraw(*, decision: Decision, reason: str, at: datetime, by: User) -> Decision:
    """End a draft because what was asked for has been taken back; nothing is decided."""
    current = _current(decision)
    state = _state_after(current, Act.WITHDRAW)
    if not reason.strip():
        raise RefusedError("Skriv hvorfor saken trekkes.", "reason")
    return _moved(current, Act.WITHDRAW, at, by, text=reason, state=state)


def _moved(
    current: Decision, act: Act, at: datetime, by: User, *, text: str, **values: Any
) -> Decision:
    Decision.objects.filter(pk=current.pk).update(
        version=current.version + 1, **(UNPROPOSED | values)
    )
    current.refresh_from_db()
    note(current, act, at=at, by=by, text=text)
    return current


@transaction.atomic
def approve(*, decision: Decision, content_hash: str, at: datetime, by: User) -> Decision:
    """Approve what another has proposed, exactly as the approver saw it (`content_hash`).

    From then on it never changes, and it has a letter.
    """
    current = _current(decision)
    _state_after(current, Act.APPROVE)
    limit = check_may_approve(current, timezone.localdate(at), by)
    if current.content_hash != content_hash or seal_of(current) != content_hash:
        raise RefusedError("Vedtaket er endret siden du åpnet det. Les det på nytt.")
    if refusal := above_limit(current, limit):
        raise RefusedError(refusal)
    _approve(current, at, by)
    return current


def check_may_approve(current: Decision, on: date, by: User) -> int:
    """The approver's limit; refused without the role, and to whoever has had a hand in it."""
    limit = queries.limit_of(by, Permission.APPROVE_DECISION, current, on)
    if limit is None:
        raise RefusedError("Rollen din gir ikke rett til å godkjenne vedtak ved dette kontoret.")
    wrote = current.changes.filter(act__in=WROTE).values_list("by", flat=True)
    if by.pk in {current.made_by_id, current.proposed_by_id, *wrote}:
        raise RefusedError("Den som har skrevet på vedtaket, kan ikke godkjenne det.")
    return limit


def above_limit(current: Decision, limit: int) -> str:
    """Why an approver with this limit may not approve it; empty within the limit."""
    if current.total <= limit:
        return ""
    return f"Vedtaket er på {tall(current.total)} kr. Fullmakten din går til {tall(limit)} kr."


def _approve(current: Decision, at: datetime, by: User) -> None:
    current.state, current.approved_by, current.approved_at = State.APPROVED, by, at
    current.save(update_fields=["state", "approved_by", "approved_at"])
    text = REVERSED if queries.is_reversal(current) else ""
    note(current, Act.APPROVE, at=at, by=by, text=text)
    letters.make_letter(current, at)


@transaction.atomic
def correct(*, decision: Decision, at: datetime, by: User) -> Decision:
    """A new version of an approved decision, as a draft that says the same to begin with."""
    current = _current(decision)
    _state_after(current, Act.CORRECT)
    if current.corrections.exclude(state=State.WITHDRAWN).exists():
        raise RefusedError("Vedtaket er allerede rettet, eller det er under retting.")
    content = content_of(current)
    new = Decision.objects.create(
        kind=current.kind,
        household=current.household,
        applicant=current.applicant,
        unit=current.unit,
        corrects=current,
        renews=current.renews,
        edition=current.edition + 1,
        made_by=by,
        made_at=at,
        **own_fields(content),
    )
    known = {child.child_id for child in content.children}
    children = queries.children_of(current.household, timezone.localdate(at))
    added = [ChildContent(child.pk) for child in children if child.pk not in known]
    write_parts(new, _with_children(content, added))
    note(current, Act.CORRECT, at=at, by=by)
    note(new, Act.DRAFT, at=at, by=by)
    return new


def _with_children(content: Content, added: list[ChildContent]) -> Content:
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return Content(**values | {"children": (*content.children, *added)})


@transaction.atomic
def register_sending(
    *, letter: Letter, channel: str, sent_on: date, at: datetime, by: User
) -> Letter:
    """Note how and when the letter was sent; once. One who lives hidden gets it shielded."""
    if channel not in Letter.Channel.values:
        raise RefusedError("Velg hvordan brevet er sendt.", "channel")
    if not timezone.localdate(letter.made_at) <= sent_on <= timezone.localdate(at):
        raise RefusedError(
            "Brevet kan ikke være sendt før det ble laget, eller i framtiden.", "sent_on"
        )
    shielded = (Letter.Channel.SHIELDED, Letter.Channel.BY_HAND)
    if letters.lives_hidden(letter.decision) and channel not in shielded:
        raise RefusedError("Mottakeren har skjermet adresse. Send brevet skjermet.", "channel")
    unsent = Letter.objects.filter(pk=letter.pk, sent_at__isnull=True)
    if not unsent.update(channel=channel, sent_on=sent_on, sent_at=at, sent_by=by):
        raise RefusedError("Sendingen er allerede registrert.")
    letter.refresh_from_db()
    note(letter.decision, Act.SEND, at=at, by=by)
    return letter


def _current(decision: Decision) -> Decision:
    """The decision as it is now, held until the act is done."""
    return Decision.objects.select_for_update().get(pk=decision.pk)


def _state_after(decision: Decision, act: Act) -> State:
    after = rules.state_after(decision.state, act)
    if after is None:
        state = decision.get_state_display().lower()
        raise RefusedError(f"Vedtaket er nå «{state}», og da kan dette ikke gjøres.")
    return after
