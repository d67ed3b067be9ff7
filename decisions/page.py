"""What the pages of one decision are made of, and what the user may do on them now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from decisions import actions, appeals, forms, letters, queries, rules
from decisions.codes import Kind, State
from decisions.companions import companions_of, outcomes_of, warnings_of
from decisions.draft import Draft
from decisions.models import Appeal, Condition, Decision, Letter
from decisions.permits import may_approve, may_write, permission_for
from decisions.texts.queries import texts_for, used_in
from households.models import Household

EDITABLE = (State.DRAFT, State.RETURNED)
STEPS = ("Utkast", "Til beslutning", "Vedtatt", "Brev sendt")
APPEAL_STEPS = ("Mottatt", "Vurdert på nytt", "Oversendt", "Avgjort", "Fulgt opp")
REVERSED_STEPS = ("Mottatt", "Omgjort av kontoret", "Fulgt opp")


@dataclass(frozen=True)
class Step:
    """A step of the line on top: done, current or to come."""

    label: str
    state: str


@dataclass(frozen=True)
class Decider:
    """Who will decide when the draft is sent off; None when the user may not send it."""

    at_once: bool | None
    text: str


@dataclass(frozen=True)
class FollowUp:
    """A condition, and the form of the next thing that may be done about it."""

    condition: Condition
    step: str
    title: str
    button: str
    form: Any


def case_line(labels: tuple[str, ...], at: int) -> list[Step]:
    return [
        Step(label, "done" if number < at else "current" if number == at else "coming")
        for number, label in enumerate(labels)
    ]


def steps_of(decision: Decision) -> list[Step]:
    if decision.state == State.WITHDRAWN:
        return [Step("Utkast", "done"), Step("Trukket", "current")]
    at = {State.PROPOSED: 1, State.APPROVED: 2}.get(State(decision.state), 0)
    letter = queries.letter_of(decision)
    return case_line(STEPS, at + bool(letter and letter.sent_on))


def decider_of(decision: Decision, user: User, today: date) -> Decider:
    """What is told before the button is pressed: whether it stands at once, or goes on."""
    limit = queries.limit_of(user, permission_for(decision), decision, today)
    if limit is None:
        return Decider(None, "Rollen din gir ikke rett til å sende vedtak ved dette kontoret.")
    told = f"Fullmakten din går til {letters.kroner(limit)}."
    total = letters.kroner(decision.total)
    if rules.needs_attest(decision.total, limit):
        return Decider(False, f"Vedtaket på {total} går til en leder. {told}")
    is_a_place = decision.kind in (Kind.KVP, Kind.HOUSING)
    without = "Vedtaket" if is_a_place else "Vedtaket gir ingen penger. Det"
    amount = f"Vedtaket på {total}" if decision.total else without
    text = f"{amount} er innenfor fullmakten din og gjelder straks."
    if decision.kind != Kind.HOUSING:
        text = f"{text} {told}"
    return Decider(True, text)


def draft_of(decision: Decision, household: Household, today: date, **given: Any) -> Draft:
    """The forms of the draft; `given` is what is posted, or only typed."""
    return Draft(
        decision,
        facts=queries.facts_of(decision, today),
        people=queries.names_of(household, today),
        texts=texts_for(decision.kind, today),
        **given,
    )


def draft_page(decision: Decision, draft: Draft, user: User, today: date) -> dict[str, Any]:
    """Where the decision is written, with what it lacks on top."""
    facts = rules.as_begun(queries.facts_of(decision, today))
    return {
        "decision": decision,
        "draft": draft,
        "steps": steps_of(decision),
        "decider": decider_of(decision, user, today),
        "missing": draft.told(rules.missing(facts)),
        "warnings": draft.told([*warnings_of(decision), *rules.warnings(facts)]),
        "used_texts": used_in(decision),
        "changes": decision.changes.select_related("by"),
        "withdraw": forms.WithdrawForm(auto_id="withdraw_%s"),
    }


def read_page(decision: Decision, household: Household, user: User, today: date) -> dict[str, Any]:
    """The decision as its letter tells it; forms only for who may use them."""
    writes = may_write(user, household, decision)
    letter = queries.letter_of(decision)
    context = {
        "decision": decision,
        "words": letters.words_of(decision),
        "steps": steps_of(decision),
        "changes": decision.changes.select_related("by"),
        "used_texts": used_in(decision),
        "letter": letter,
        "writes": writes,
        "corrections": decision.corrections.exclude(state=State.WITHDRAWN),
        "follow_ups": [],
        "appeals": queries.appeals_of(decision),
        "deadline": None,
        "may_approve": False,
        **dict.fromkeys(("refusal", "approve", "return_form", "withdraw", "send")),
        **dict.fromkeys(("companions", "children", "warnings", "outcomes"), ()),
    }
    if decision.state == State.PROPOSED:
        context |= _to_approve(decision, user, today)
        context["withdraw"] = forms.WithdrawForm(auto_id="withdraw_%s") if writes else None
    if decision.state == State.APPROVED:
        context |= _approved(decision, letter, today, writes=writes)
    return context


def _to_approve(decision: Decision, user: User, today: date) -> dict[str, Any]:
    if not may_approve(user, decision):
        return {}
    refusal = _why_not(decision, user, today)
    facts = queries.facts_of(decision, today)
    return {
        "may_approve": True,
        "companions": companions_of(decision),
        "children": facts.children,
        "warnings": [*warnings_of(decision), *rules.warnings(facts)],
        "refusal": refusal,
        "approve": forms.ApproveForm(initial={"content_hash": decision.content_hash}),
        "return_form": forms.ReturnForm(auto_id="return_%s"),
    }


def _why_not(decision: Decision, user: User, today: date) -> str:
    """Why this leader may not approve it; empty when nothing is in the way."""
    try:
        limit = actions.check_may_approve(decision, today, user)
    except actions.RefusedError as error:
        return error.text
    return actions.above_limit(decision, limit)


def _approved(
    decision: Decision, letter: Letter | None, today: date, *, writes: bool
) -> dict[str, Any]:
    notified = appeals.notified_on(decision)
    unsent = writes and letter is not None and letter.sent_on is None
    hidden = letters.lives_hidden(decision)
    return {
        "outcomes": outcomes_of(decision),
        "deadline": rules.appeal_deadline(notified) if notified else None,
        "send": _send_form(decision, today, hidden=hidden) if unsent else None,
        "follow_ups": [
            follow_up(row, today, writes=writes) for row in queries.conditions_of(decision)
        ],
    }


def _send_form(decision: Decision, today: date, *, hidden: bool) -> forms.SendForm:
    usual = queries.usual_channel(decision)
    return forms.SendForm(hidden=hidden, today=today, usual=usual, auto_id="send_%s")


def follow_up(row: Condition, today: date, *, writes: bool) -> FollowUp:
    """The next step for a condition: met or not; when not: told, heard, and only then reduced."""
    auto_id = f"condition-{row.pk}_%s"
    if not writes or row.state == Condition.State.CANCELLED or row.reduced_on:
        return FollowUp(row, "", "", "", None)
    if row.state != Condition.State.NOT_MET:
        form: Any = forms.ConditionStateForm(condition=row, auto_id=auto_id)
        return FollowUp(row, "state", "Følg opp", "Lagre status", form)
    if row.notified_on is None:
        form = forms.DayForm(today=today, auto_id=auto_id)
        return FollowUp(row, "notify", "Registrer varsel", "Personen er varslet", form)
    if row.heard_on is None:
        form = forms.HearForm(today=today, auto_id=auto_id)
        return FollowUp(row, "hear", "Registrer hva personen sier", "Personen er hørt", form)
    form = forms.ReduceForm(auto_id=auto_id)
    return FollowUp(row, "reduce", "Reduser stønaden for en måned", "Reduser", form)


def appeal_page(appeal: Appeal, today: date, *, writes: bool) -> dict[str, Any]:
    """An appeal with its line of steps, its deadline, and the form of the next step."""
    step, button, form = _next_of(appeal, today) if writes else ("", "", None)
    return {
        "decision": appeal.decision,
        "appeal": appeal,
        "steps": _appeal_steps(appeal),
        "due": rules.appeal_due_on(appeal.received_on),
        "is_late": appeal.implemented_on is None
        and today > rules.appeal_due_on(appeal.received_on),
        "step": step,
        "button": button,
        "form": form,
        "writes": writes,
        "corrections": appeal.decision.corrections.exclude(state=State.WITHDRAWN),
    }


def _appeal_steps(appeal: Appeal) -> list[Step]:
    if not appeal.is_taken_up:
        return [Step("Mottatt", "done"), Step("Avvist", "current")]
    days = (appeal.reconsidered_on, appeal.forwarded_on, appeal.result_on, appeal.implemented_on)
    if appeal.is_reversed:
        return case_line(REVERSED_STEPS, 1 + bool(appeal.implemented_on))
    return case_line(APPEAL_STEPS, sum(day is not None for day in days))


def _next_of(appeal: Appeal, today: date) -> tuple[str, str, Any]:
    """(the step's name in the address, what its button says, its form)."""
    if not appeal.is_taken_up or appeal.implemented_on:
        return "", "", None
    if appeal.reconsidered_on is None:
        return "reconsider", "Lagre vurderingen", forms.ReconsiderForm(today=today)
    if appeal.is_reversed or appeal.result:
        return "implement", "Klagen er fulgt opp", forms.DayForm(today=today)
    if appeal.forwarded_on is None:
        return "forward", "Klagen er oversendt", forms.DayForm(today=today)
    return "settle", "Lagre avgjørelsen", forms.SettleForm(today=today)
