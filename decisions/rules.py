"""What law and plan ask of a decision: what may be proposed, by whom, and what comes after.

Pure functions of plain values. Sources: forvaltningsloven (fvl) §§ 23-27, 29-31 and 35;
sosialtjenesteloven (STL) §§ 17-27; measures 2a and 3a of the plan; domain.md parts 4.4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from decisions.codes import Act, Kind, Outcome, State, given_title
from decisions.texts.rules import is_only_standard, places
from decisions.working_days import prolonged
from households.months import first_day, last_day, month_of

APPEAL_WITHIN = timedelta(weeks=3)
"""From the day the notice has come (fvl § 29)."""
POST_TAKES = timedelta(days=3)
"""Days that a letter by post is taken to be on its way: our own choice, in the citizen's favour."""
APPEAL_MONTHS = 3
"""Within which 90 % of the appeals are to be settled (the state's target)."""
APPEALS_IN_TIME = 90
"""Per cent."""
ACTIVITY, ACTIVITY_UNDER = "20a", 30
"""The section on activity, and the age it ends at (STL § 20 a)."""

WEIGHED_ANEW, LONGEST = (Kind.ASSISTANCE, Kind.EMERGENCY, Kind.LODGING), 12
"""What is for at most so many months at a time: ours, so that nobody's case is left unseen."""

TRANSITIONS: dict[tuple[State, Act], State] = {
    (State.DRAFT, Act.CHANGE): State.DRAFT,
    (State.DRAFT, Act.PROPOSE): State.PROPOSED,
    (State.DRAFT, Act.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Act.CHANGE): State.RETURNED,
    (State.RETURNED, Act.PROPOSE): State.PROPOSED,
    (State.RETURNED, Act.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Act.CHANGE): State.DRAFT,
    (State.PROPOSED, Act.RETURN): State.RETURNED,
    (State.PROPOSED, Act.APPROVE): State.APPROVED,
    (State.PROPOSED, Act.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Act.CORRECT): State.APPROVED,
}
"""What may be done in which state, and what comes of it; what is not here is refused.

A change of what is proposed voids the proposal. What is approved never changes.
"""


def state_after(state: str, act: Act) -> State | None:
    """The state that `act` leads to; None where it may not be done."""
    return TRANSITIONS.get((State(state), act))


@dataclass(frozen=True)
class MatterFacts:
    """One matter as the rules weigh it; `amount` in kroner, None for what is not of money."""

    asked: str
    outcome: str
    section: str
    facts: str
    law: str
    discretion: str
    amount: int | None = None


@dataclass(frozen=True)
class ChildFacts:
    """A child under 18 of the household: what was weighed, and whether a mapping is owed.

    `mapped` is the paragraph that the mapping gave, which a draft begins with.
    """

    child_id: int
    name: str
    text: str
    cap_text: str = ""
    mapped: str = ""
    owes_mapping: bool = False
    is_excepted: bool = False


@dataclass(frozen=True)
class ConditionFacts:
    """A condition or an exemption: the section, the age of the one it is for, and what it says."""

    basis: str
    age: int | None
    is_applicants: bool
    text: str = ""


@dataclass(frozen=True)
class DecisionFacts:
    """A decision as the rules weigh it; `standards` are the standard texts there are or were.

    `reassessed` is what one that renews another says was weighed anew, `reassessed_before` what the
    other said; both None for one that renews nothing. `reversal` is why a refusal is turned of the
    office's own accord; None where that is not what is done.
    """

    kind: str
    outcome: str
    has_period: bool
    matters: Sequence[MatterFacts]
    children: Sequence[ChildFacts] = ()
    cap_reduction: int = 0
    applicant_age: int | None = None
    conditions: Sequence[ConditionFacts] = ()
    reassessed: str | None = None
    reassessed_before: str = ""
    reversal: str | None = None
    payment: str = ""
    standards: Sequence[str] = ()
    months: int = 1


@dataclass(frozen=True)
class Finding:
    """What is missing, or worth a second look: the field, and a Norwegian sentence."""

    field: str
    text: str


def as_begun(decision: DecisionFacts) -> DecisionFacts:
    """The draft as its form begins: a child of whom nothing is written has the mapping's words."""
    children = [
        child if child.text.strip() else replace(child, text=child.mapped)
        for child in decision.children
    ]
    return replace(decision, children=children)


def is_gated(kind: str, outcome: str) -> bool:
    """Whether an unmapped child stops the decision (3a).

    Never emergency aid, and never one that dismisses: nothing is decided about the family then.
    """
    return kind != Kind.EMERGENCY and outcome != Outcome.DISMISSED


def needs_period(kind: str, outcome: str) -> bool:
    """Whether it must say from and to which month: what gives something over time."""
    return kind not in (Kind.ADVICE, Kind.EMERGENCY) and gives(outcome)


GIVES = (Outcome.GRANTED, Outcome.PARTLY)


def gives(outcome: str) -> bool:
    return outcome in GIVES


def missing(decision: DecisionFacts) -> list[Finding]:
    """What must be written before the decision may be proposed (fvl §§ 24 and 25, 3a)."""
    found = _missing_in_whole(decision)
    for number, matter in enumerate(decision.matters, 1):
        found += _missing_in(matter, number)
    found += _missing_money(decision.matters)
    for child in decision.children:
        found += _missing_for(child, decision)
    for number, condition in enumerate(decision.conditions, 1):
        if condition.basis == ACTIVITY and not _is_young(condition.age):
            text = f"Vilkår {number}: § 20 a gjelder bare den som er under {ACTIVITY_UNDER} år."
            found.append(Finding(f"conditions.{number}.basis", text))
    return found + _unfilled(decision)


def _unfilled(decision: DecisionFacts) -> list[Finding]:
    """Places that a standard text left to be filled in, and nobody has; each stops the decision."""
    texts = [("payment", given_title(decision.kind), decision.payment)]
    for number, matter in enumerate(decision.matters, 1):
        texts += [
            (f"matters.{number}.{name}", f"Forhold {number}", getattr(matter, name))
            for name in ("asked", "facts", "law", "discretion")
        ]
    for child in decision.children:
        texts += [
            (f"children.{child.child_id}.{name}", child.name, getattr(child, name))
            for name in ("text", "cap_text")
        ]
    for number, condition in enumerate(decision.conditions, 1):
        texts.append((f"conditions.{number}.text", f"Vilkår {number}", condition.text))
    return [
        Finding(field, f"{of}: fyll ut {' og '.join(left)}, eller ta det bort.")
        for field, of, text in texts
        if (left := places(text))
    ]


def _missing_in_whole(decision: DecisionFacts) -> list[Finding]:
    found = []
    if not decision.outcome:
        found.append(Finding("outcome", "Velg utfall."))
    if needs_period(decision.kind, decision.outcome) and not decision.has_period:
        found.append(Finding("first_month", "Skriv hvilke måneder vedtaket gjelder."))
    if decision.kind in WEIGHED_ANEW and decision.months > LONGEST:
        found.append(Finding("last_month", f"Stønad vurderes på nytt innen {LONGEST} måneder."))
    if not decision.matters:
        found.append(Finding("matters", "Skriv hva det er søkt om."))
    if decision.reassessed is not None and not decision.reassessed.strip():
        found.append(Finding("reassessed", "Skriv hva som er vurdert siden forrige vedtak."))
    if decision.reversal is not None and gives(decision.outcome) and not decision.reversal.strip():
        found.append(Finding("reassessed", "Skriv hvorfor avslaget gjøres om."))
    if decision.outcome and not _fits(decision.outcome, [m.outcome for m in decision.matters]):
        found.append(Finding("outcome", "Utfallet stemmer ikke med utfallet av hvert forhold."))
    return found


def _missing_money(matters: Sequence[MatterFacts]) -> list[Finding]:
    """What grants money must say how much; one matter may hold the sum of several."""
    granted = [
        (number, matter.amount)
        for number, matter in enumerate(matters, 1)
        if gives(matter.outcome) and matter.amount is not None
    ]
    if not granted or any(amount for _, amount in granted):
        return []
    number = granted[0][0]
    return [Finding(f"matters.{number}.amount", f"Forhold {number}: skriv hvor mye som innvilges.")]


def _is_young(age: int | None) -> bool:
    return age is None or age < ACTIVITY_UNDER


MATTER_FIELDS = (
    ("asked", "skriv hva det er søkt om"),
    ("outcome", "velg utfall"),
    ("section", "velg hjemmel"),
    ("facts", "skriv hva som er lagt til grunn"),
    ("law", "skriv hvilke regler som gjelder"),
    ("discretion", "skriv hovedhensynene i vurderingen"),
)


def _missing_in(matter: MatterFacts, number: int) -> list[Finding]:
    return [
        Finding(f"matters.{number}.{name}", f"Forhold {number}: {text}.")
        for name, text in MATTER_FIELDS
        if not str(getattr(matter, name)).strip()
    ]


def _fits(outcome: str, of_matters: Iterable[str]) -> bool:
    """Whether the whole can have ended so when its matters ended as they did."""
    parts = {part for part in of_matters if part}
    if not parts:
        return True
    if len(parts) == 1:
        return parts == {outcome}
    return outcome == (Outcome.PARTLY if any(map(gives, parts)) else Outcome.REFUSED)


def _missing_for(child: ChildFacts, decision: DecisionFacts) -> list[Finding]:
    """Best interests of each child by name, the cap answered there too, and the mapping (3a)."""
    found: list[Finding] = []
    if decision.outcome == Outcome.DISMISSED:
        return found
    place = f"children.{child.child_id}"
    if not child.text.strip():
        found.append(Finding(f"{place}.text", f"Skriv hva som er best for {child.name}."))
    if decision.cap_reduction and not child.cap_text.strip():
        text = f"Stønadstaket reduserer stønaden. Skriv hva det betyr for {child.name}."
        found.append(Finding(f"{place}.cap_text", text))
    gated = is_gated(decision.kind, decision.outcome)
    if gated and child.owes_mapping and not child.is_excepted:
        text = f"{child.name} er ikke kartlagt. Kartlegg barnet, eller registrer et unntak."
        found.append(Finding(f"{place}.mapping", text))
    return found


def warnings(decision: DecisionFacts) -> list[Finding]:
    """What may be proposed all the same, but is worth a second look.

    Grounds of standard text alone, or a child of whom nothing is weighed beyond the mapping, are no
    assessment; and activity shall be required of the young unless weighty reasons speak against it
    (STL § 20 a).
    """
    found = _standard_texts(decision)
    if is_only_standard(decision.reassessed or "", (decision.reassessed_before,)):
        text = "Det står det samme som i forrige vedtak. Skriv hva som er vurdert denne gangen."
        found.append(Finding("reassessed", text))
    found += [
        Finding(
            f"children.{child.child_id}.text",
            f"Teksten om {child.name} er bare fra kartleggingen. Skriv hva den betyr for vedtaket.",
        )
        for child in decision.children
        if is_only_standard(child.text, (child.mapped,))
    ]
    is_asked = decision.kind == Kind.ASSISTANCE and gives(decision.outcome)
    is_known_young = decision.applicant_age is not None and _is_young(decision.applicant_age)
    settled = any(row.basis == ACTIVITY and row.is_applicants for row in decision.conditions)
    if is_asked and is_known_young and not settled:
        text = (
            f"Søkeren er under {ACTIVITY_UNDER} år. Sett vilkår om aktivitet, eller skriv unntaket."
        )
        found.append(Finding("conditions", text))
    return found


def _standard_texts(decision: DecisionFacts) -> list[Finding]:
    texts = [
        (f"matters.{number}.{name}", f"Forhold {number}", getattr(matter, name))
        for number, matter in enumerate(decision.matters, 1)
        for name in ("facts", "discretion")
    ]
    texts += [
        (f"conditions.{number}.text", f"Vilkår {number}", condition.text)
        for number, condition in enumerate(decision.conditions, 1)
    ]
    return [
        Finding(field, f"{of}: teksten er bare standardtekst. Skriv noe om akkurat denne saken.")
        for field, of, text in texts
        if is_only_standard(text, decision.standards)
    ]


def needs_attest(total: int, limit: int) -> bool:
    """Whether a second person must approve: what is above the proposer's own delegation limit.

    Within it a decision stands at once, emergency aid too (security.md 3.10).
    """
    return total > limit


def notified_on(sent_on: date, *, by_post: bool) -> date:
    """The day the notice is taken to have come."""
    return sent_on + POST_TAKES if by_post else sent_on


def appeal_deadline(notified: date) -> date:
    """The last day of the three weeks (fvl § 29), or the next working day (fvl § 30)."""
    return prolonged(notified + APPEAL_WITHIN)


def last_appeal_day(made: date) -> date:
    """After this day no reason opens an appeal: one year from the decision (fvl §§ 30 and 31)."""
    year = month_of(made) + 12
    return prolonged(min(last_day(year), first_day(year) + (made - made.replace(day=1))))


@dataclass(frozen=True)
class Appellant:
    """Who complains, seen from the one whose case it is."""

    is_applicant: bool
    is_spouse: bool
    is_adult: bool


def may_appeal(who: Appellant) -> bool:
    """The party: the applicant, and a spouse, since the married apply together (domain.md 4.5).

    A cohabitant is no party, and a child never is in the parents' case; in its own it is.
    """
    return who.is_applicant or (who.is_spouse and who.is_adult)


def appeal_due_on(received: date) -> date:
    """The last day of the three months within which an appeal should be settled."""
    month = month_of(received) + APPEAL_MONTHS
    return min(last_day(month), first_day(month) + (received - received.replace(day=1)))


def settled_in_time(periods: Iterable[tuple[date, date | None]], until: date) -> int | None:
    """Per cent of the appeals (received, settled) settled within three months, rounded down.

    One that still waits counts when its time is up, and not before; None when none counts.
    """
    counted = [(r, s) for r, s in periods if s is not None or appeal_due_on(r) < until]
    in_time = [r for r, s in counted if s is not None and s <= appeal_due_on(r)]
    return len(in_time) * 100 // len(counted) if counted else None


@dataclass(frozen=True)
class Difference:
    """A field that two versions of a decision give different values."""

    field: str
    given: Any
    stored: Any


def differences(given: Mapping[str, Any], stored: Mapping[str, Any]) -> list[Difference]:
    """Field by field what one wrote and what another has stored meanwhile (security.md 3.12)."""
    return [
        Difference(name, given.get(name), stored.get(name))
        for name in sorted({*given, *stored})
        if given.get(name) != stored.get(name)
    ]
