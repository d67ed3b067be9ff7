"""Offers of counselling, and the counselling itself, as the person gets to see them."""

from __future__ import annotations

from collections.abc import Iterator

from benefits.models import AdviceOffer, BudgetPost, Counselling
from config.templatetags import tall
from households.subject import Part, Row, Subject, unit_name

OFFERS = {
    "offered_on": "Tilbudt",
    "channel": "Hvordan",
    "unit": "Kontor",
    "answer": "Svar",
    "answered_on": "Svarte",
}
CASES = {
    "reference": "Nummer",
    "unit": "Kontor",
    "state": "Status",
    "accepted_on": "Takket ja",
    "decision": "Vedtak",
    "planned_start": "Planlagt start",
    "start_reason": "Hvorfor starten er lagt dit",
    "form": "Individuelt eller kurs",
    "level": "Nivå",
    "started_on": "Startet",
    "ended_on": "Avsluttet",
    "result": "Resultat",
    "budget": "Budsjett per måned",
    "mandates": "Fullmakter",
    "letters": "Brev til kreditorer",
    "history": "Hva som har skjedd",
}
SESSIONS = {
    "reference": "Nummer",
    "on": "Dato",
    "level": "Nivå",
    "text": "Hva som ble gjort",
    "mentions_children": "Barna er omtalt",
    "next_step": "Neste steg",
    "next_on": "Dato for neste steg",
}
DEBTS = {
    "reference": "Nummer",
    "creditor": "Kreditor",
    "kind": "Hva slags gjeld",
    "amount": "Beløp, kr",
    "interest": "Rente, prosent per år",
    "monthly_payment": "Betaler per måned, kr",
    "is_secured": "Har sikkerhet",
    "collection": "Til inndriving",
    "as_of": "Beløpet gjaldt",
    "settled_on": "Gjort opp",
}


def parts(subject: Subject) -> Iterator[Part]:
    """The person's own; a spouse's counselling is theirs."""
    offers = AdviceOffer.objects.filter(person=subject.person).select_related("unit")
    rows = [_offer(row, subject) for row in offers.order_by("offered_on", "pk")]
    yield Part("advice_offers", "Tilbud om økonomisk rådgivning", OFFERS, rows)
    cases = list(
        Counselling.objects.filter(person=subject.person)
        .select_related("unit", "decision")
        .prefetch_related("sessions", "debts", "mandates", "letters", "budget", "changes")
        .order_by("accepted_on", "pk")
    )
    case_rows = [_case(row, subject) for row in cases]
    yield Part("counselling", "Økonomisk rådgivning", CASES, case_rows)
    sessions = [row for case in cases for row in _sessions(case, subject)]
    yield Part("counselling_sessions", "Samtaler om økonomien din", SESSIONS, sessions)
    debts = [row for case in cases for row in _debts(case, subject)]
    yield Part("debts", "Gjeld", DEBTS, debts)


def _offer(row: AdviceOffer, subject: Subject) -> Row:
    return {
        "offered_on": row.offered_on,
        "channel": row.get_channel_display(),
        "unit": unit_name(row.unit, subject),
        "answer": row.get_answer_display(),
        "answered_on": row.answered_on,
    }


def _case(row: Counselling, subject: Subject) -> Row:
    lines = [
        f"{BudgetPost(line.post).label}: {tall(line.amount)} kr (ført {line.as_of:%d.%m.%Y})"
        for line in row.budget.all()
    ]
    mandates = [
        f"{mandate}, {mandate.signed_on:%d.%m.%Y}-{mandate.ends_on:%d.%m.%Y}"
        for mandate in row.mandates.all()
    ]
    letters = [
        f"{letter.dated_on:%d.%m.%Y} {letter}: {letter.text}" for letter in row.letters.all()
    ]
    history = [
        f"{change.at:%d.%m.%Y} {change} {change.note if change.what == 'state' else ''}".strip()
        for change in row.changes.all()
    ]
    return {
        "reference": row.reference,
        "unit": unit_name(row.unit, subject),
        "state": row.get_state_display(),
        "accepted_on": row.accepted_on,
        "decision": row.decision.reference if row.decision else "",
        "planned_start": row.planned_start,
        "start_reason": subject.masked(row.start_reason),
        "form": row.get_form_display(),
        "level": row.get_level_display(),
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "result": row.get_result_display(),
        "budget": "; ".join(lines),
        "mandates": subject.masked("; ".join(mandates)),
        "letters": subject.masked("; ".join(letters)),
        "history": subject.masked("; ".join(history)),
    }


def _sessions(case: Counselling, subject: Subject) -> Iterator[Row]:
    for row in case.sessions.all():
        yield {
            "reference": case.reference,
            "on": row.on,
            "level": row.get_level_display(),
            "text": subject.masked(row.text),
            "mentions_children": row.mentions_children,
            "next_step": subject.masked(row.next_step),
            "next_on": row.next_on,
        }


def _debts(case: Counselling, subject: Subject) -> Iterator[Row]:
    for row in case.debts.all():
        yield {
            "reference": case.reference,
            "creditor": subject.masked(row.creditor),
            "kind": row.get_kind_display(),
            "amount": row.amount,
            "interest": str(row.interest) if row.interest is not None else "",
            "monthly_payment": row.monthly_payment,
            "is_secured": row.is_secured,
            "collection": row.get_collection_display(),
            "as_of": row.as_of,
            "settled_on": row.settled_on,
        }
