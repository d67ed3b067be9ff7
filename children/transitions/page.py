"""The steps of a transition as its page shows them, and which of them is the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from children.codes import TransitionState as S
from children.models import Transition
from children.transitions import forms

FORMS: dict[str, type[forms.StepForm]] = {
    "receiver": forms.ReceiverForm,
    "meeting": forms.MeetingForm,
    "plan": forms.PlanForm,
    "ask": forms.AskForm,
    "answer": forms.AnswerForm,
    "aftercare": forms.AftercareForm,
    "end": forms.EndForm,
}
NEXT = {S.OPEN: "receiver", S.RECEIVER: "meeting", S.MET: "plan", S.PLAN: "ask"}
"""What is to be done in each state; what comes after has no order."""
TO_DO = {
    "receiver": "Velg mottaker",
    "meeting": "Noter møtet",
    "plan": "Skriv planen",
    "ask": "Spør mottakeren",
    "answer": "Svar",
    "aftercare": "Bestem ettervern",
}


@dataclass(frozen=True)
class Step:
    """One step: what is noted of it, and the form to note it with, if it is the user's."""

    key: str
    title: str
    is_done: bool
    told: tuple[tuple[str, str], ...]
    form: Any
    button: str
    url: str
    is_next: bool
    otherwise: str = ""

    @property
    def open_form(self) -> str:
        """What the way to a folded form says."""
        return "Endre" if self.is_done else TO_DO[self.key]


@dataclass(frozen=True)
class Rights:
    """What the user may do: work with the transition, and answer for the receiver."""

    works: bool
    answers: bool


def steps_of(
    row: Transition, rights: Rights, today: date, typed: dict[str, forms.StepForm]
) -> list[Step]:
    """In the order they are done; `typed` are forms that were not taken, in their place."""
    ended = row.ended_on is not None
    coming = "answer" if row.waits_for_answer else "" if ended else NEXT.get(row.state, "")
    may = _open_to(row, rights) if not ended else set()
    steps = []
    for key, title, button, is_done, told, otherwise in _rows(row):
        form = typed.get(key)
        if form is None and key in may:
            form = FORMS[key](transition=row, today=today, name=key)
        url = reverse(f"transitions:{key}", args=[row.household_id, row.pk])
        is_next = key == coming and form is not None
        steps.append(Step(key, title, is_done, told, form, button, url, is_next, otherwise))
    return steps


def _open_to(row: Transition, rights: Rights) -> set[str]:
    """The steps that the user may note now."""
    found = set()
    if rights.works:
        found |= {"plan", "aftercare", "end"}
        if not row.is_received:
            found |= {"receiver"}
            found |= {"meeting"} if row.facts.has_receiver else set()
            found |= {"ask"} if row.state == S.PLAN else set()
    if rights.answers:
        found.add("answer")
    return found


def _rows(row: Transition) -> list[tuple[str, str, str, bool, tuple[tuple[str, str], ...], str]]:
    """(key, title, button, whether it is done, what is noted, what stands where nothing is)."""
    contact = ((row.receiver, f"Kontakt: {row.receiver_contact}"),) if row.receiver else ()
    met = ((f"Holdt {row.met_on:%d.%m.%Y}", ""),) if row.met_on else ()
    plan = ((row.plan, f"Den unge selv: «{row.own_words}»"),) if row.plan else ()
    asked = ((f"Spurt {row.asked_on:%d.%m.%Y}", f"Av {row.asked_by}"),) if row.asked_on else ()
    care: tuple[tuple[str, str], ...] = ()
    if row.aftercare_until:
        care = ((f"Til og med {row.aftercare_until:%d.%m.%Y}", row.aftercare_text),)
    return [
        (
            "receiver",
            "Mottaker",
            "Lagre mottakeren",
            bool(contact),
            contact,
            "Ingen er valgt ennå.",
        ),
        ("meeting", "Møte", "Lagre møtet", bool(met), met, "Ikke holdt ennå."),
        ("plan", "Plan", "Lagre planen", bool(plan), plan, "Ikke skrevet ennå."),
        ("ask", "Spør mottakeren", "Spør", bool(asked), asked, "Ikke spurt ennå."),
        ("answer", "Svar", "Lagre svaret", bool(row.answer), _answer(row), "Ikke besvart ennå."),
        ("aftercare", "Ettervern", "Lagre ettervernet", bool(care), care, "Ikke bestemt."),
    ]


def _answer(row: Transition) -> tuple[tuple[str, str], ...]:
    if not row.answered_on:
        return ()
    said = "Mottatt" if row.is_received else "Ikke mottatt"
    more = [f"Kontakt: {row.answered_name}"]
    if str(row.answered_by) != row.answered_name:
        more.append(f"Notert av {row.answered_by}")
    more += [row.answer_text] if row.answer_text else []
    return ((f"{said} {row.answered_on:%d.%m.%Y}", ". ".join(more)),)
