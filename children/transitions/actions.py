"""Opening a transition, by itself or by hand, and each step of it until it is ended.

Of two who write on one transition at once, one is told: the version travels to the browser and
back. What was noted before stays in the history.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Unit, User
from children.actions import ConflictError, RefusedError
from children.codes import Taken
from children.models import ChildMapping, Transition, TransitionChange
from children.transitions import queries, rules
from households.models import Household, Person
from households.touching import touch

Act = TransitionChange.Act
TOLD = 300
NO_ANSWER: dict[str, Any] = {
    **dict.fromkeys(("asked_on", "asked_by", "answered_on", "answered_by")),
    **dict.fromkeys(("answer", "answered_name", "answer_text"), ""),
}
"""Nobody is asked yet."""


@dataclass(frozen=True)
class Receiver:
    """Who is to take over: a unit of the municipality, or a service outside it by name."""

    unit: Unit | None
    name: str
    contact: str

    def __str__(self) -> str:
        return f"{self.unit or self.name}, {self.contact}"


def open_due(*, today: date, at: datetime, households: Collection[int] | None = None) -> int:
    """Open what opens by itself at 17, in these households (all without a choice); how many.

    Done twice it opens nothing more: a child with one that is open is left alone, and so is one
    whose transition was ended after the mapping that says so.
    """
    found = 0
    for mapping, unit in queries.to_open(today, households):
        found += _open_for(mapping, unit, today, at)
    return found


def _open_for(mapping: ChildMapping, unit: Unit, today: date, at: datetime) -> bool:
    try:
        with transaction.atomic():
            made = Transition.objects.create(
                household_id=mapping.household_id,
                child_id=mapping.child_id,
                party=mapping.party,
                unit=unit,
                mapping=mapping,
                needs=mapping.lasting_needs_text,
                opened_on=today,
            )
            _note(made, Act.OPENED, made.needs, at, None)
    except IntegrityError:  # somebody else opened it at the same time
        return False
    return True


@transaction.atomic
def open_by_hand(
    *, household: Household, child: Person, unit: Unit, needs: str, at: datetime, by: User
) -> Transition:
    """From 16; the one that is open at the party where there is one."""
    on = timezone.localdate(at)
    if not rules.may_open_by_hand(child.birth_date, on):
        raise RefusedError("En overgang åpnes fra fylte 16 til fylte 23 år.")
    of_child = Transition.objects.going_on().filter(child=child, party=unit.party)
    if of_child.exists():
        raise RefusedError("En overgang for barnet er allerede åpen.")
    try:
        with transaction.atomic():
            made = Transition.objects.create(
                household=household,
                child=child,
                party=unit.party,
                unit=unit,
                needs=needs,
                opened_on=on,
                opened_by=by,
            )
    except IntegrityError:
        raise RefusedError("En overgang for barnet er allerede åpen.") from None
    _note(made, Act.OPENED, needs, at, by)
    touch([household.pk])
    return made


@transaction.atomic
def name_receiver(
    *, transition: Transition, version: int, receiver: Receiver, at: datetime, by: User
) -> Transition:
    """Who is to take over. Another one than before has not been met, asked or answered yet."""
    if transition.is_received:
        raise RefusedError("Overgangen er mottatt. Avslutt den, og åpne en ny for en ny mottaker.")
    values: dict[str, Any] = {
        "receiver_unit": receiver.unit,
        "receiver_name": receiver.name,
        "receiver_contact": receiver.contact,
    }
    if (transition.receiver_unit, transition.receiver_name) != (receiver.unit, receiver.name):
        values |= NO_ANSWER | {"met_on": None}
    return _step(transition, version, values, Act.RECEIVER, str(receiver), at, by)


@transaction.atomic
def hold_meeting(
    *, transition: Transition, version: int, met_on: date, at: datetime, by: User
) -> Transition:
    """The day the young person, the family and the receiver met."""
    if not transition.facts.has_receiver:
        raise RefusedError("Velg mottaker før møtet noteres.", "met_on")
    told = f"{met_on:%d.%m.%Y}"
    return _step(transition, version, {"met_on": met_on}, Act.MET, told, at, by)


@transaction.atomic
def write_plan(
    *, transition: Transition, version: int, plan: str, own_words: str, at: datetime, by: User
) -> Transition:
    """What is to happen, and what the young person says of it."""
    if not plan.strip():
        raise RefusedError("Skriv hva planen er.", "plan")
    if not own_words.strip():
        raise RefusedError("Skriv hva den unge selv sier.", "own_words")
    values = {"plan": plan.strip(), "own_words": own_words.strip()}
    return _step(transition, version, values, Act.PLAN, plan, at, by)


@transaction.atomic
def ask(
    *, transition: Transition, version: int, asked_on: date, at: datetime, by: User
) -> Transition:
    """Ask the receiver whether they take over; another office must be told of the child first."""
    if transition.is_received:
        raise RefusedError("Mottakeren har allerede tatt imot.")
    lacking = list(rules.lacks(transition.facts))
    if lacking:
        raise RefusedError(" ".join(row.text for row in lacking))
    if not queries.is_open_to_receiver(transition, timezone.localdate(at)):
        raise RefusedError(
            f"{transition.receiver} ser ikke barnet ennå. Be om samtykke til å dele barnet dit, "
            "og spør når det er gitt."
        )
    values = NO_ANSWER | {"asked_on": asked_on, "asked_by": by}
    told = f"{transition.receiver}, {asked_on:%d.%m.%Y}"
    return _step(transition, version, values, Act.ASKED, told, at, by)


@transaction.atomic
def answer(
    *,
    transition: Transition,
    version: int,
    taken: Taken,
    name: str,
    text: str,
    answered_on: date,
    at: datetime,
    by: User,
) -> Transition:
    """Whether the receiver takes over, who of them, and when; by another than the one who asks.

    The answer of a service outside the municipality is noted by whoever has the transition.
    """
    if not transition.waits_for_answer:
        raise RefusedError("Mottakeren er ikke spurt, eller har allerede svart.")
    if transition.receiver_unit_id and by.pk == transition.asked_by_id:
        raise RefusedError("Du har spurt, og kan ikke svare selv. En annen i enheten må svare.")
    if transition.asked_on and answered_on < transition.asked_on:
        raise RefusedError("Svaret kan ikke være før mottakeren ble spurt.", "answered_on")
    values: dict[str, Any] = {"answer": taken, "answered_name": name, "answer_text": text}
    values |= {"answered_on": answered_on, "answered_by": by}
    if taken == Taken.YES:
        values["receiver_contact"] = name
    act = Act.TAKEN if taken == Taken.YES else Act.DECLINED
    told = ". ".join(filter(None, (f"{transition.receiver}, {name}", text)))
    done = _step(transition, version, values, act, told, at, by)
    touch([done.household_id])
    return done


@transaction.atomic
def decide_aftercare(
    *, transition: Transition, version: int, until: date, text: str, at: datetime, by: User
) -> Transition:
    """Aftercare as far as it is decided; to the 25th birthday at the most."""
    last = rules.last_day_of_aftercare(transition.child.birth_date)
    if last is None or until > last:
        day = f" ({last:%d.%m.%Y})" if last else ""
        raise RefusedError(f"Ettervern varer til fylte 25 år{day}.", "aftercare_until")
    values = {"aftercare_until": until, "aftercare_text": text}
    told = f"til {until:%d.%m.%Y}. {text}".strip()
    return _step(transition, version, values, Act.AFTERCARE, told, at, by)


@transaction.atomic
def end(
    *, transition: Transition, version: int, reason: str, text: str, at: datetime, by: User
) -> Transition:
    """End it with a reason; "received" only when somebody has accepted."""
    if reason == Transition.Reason.RECEIVED and not transition.is_received:
        raise RefusedError("Ingen har tatt imot ennå. Velg hvorfor den avsluttes.", "reason")
    if reason != Transition.Reason.RECEIVED and not text.strip():
        raise RefusedError("Skriv hvorfor overgangen avsluttes.", "text")
    values = {"ended_on": timezone.localdate(at), "ended_by": by}
    values |= {"ended_reason": reason, "ended_text": text.strip()}
    told = ". ".join(filter(None, (str(Transition.Reason(reason).label), text.strip())))
    done = _step(transition, version, values, Act.ENDED, told, at, by)
    touch([done.household_id])
    return done


def _step(
    transition: Transition,
    version: int,
    values: dict[str, Any],
    act: Act,
    told: str,
    at: datetime,
    by: User,
) -> Transition:
    """Change the row that is open, if it is still the `version` that the writer saw; note it."""
    rows = Transition.objects.going_on().filter(pk=transition.pk, version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise ConflictError
    done = Transition.objects.with_all().get(pk=transition.pk)
    _note(done, act, told, at, by)
    return done


def _note(transition: Transition, act: Act, told: str, at: datetime, by: User | None) -> None:
    TransitionChange.objects.create(transition=transition, act=act, told=told[:TOLD], by=by, at=at)
