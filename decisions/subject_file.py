"""Decisions of one person, as the person gets to see them (GDPR art. 15)."""

from __future__ import annotations

from collections.abc import Iterator

from config.templatetags import tall
from decisions.models import Appeal, ChildWeighed, Condition, Decision, Letter, Matter
from households.subject import Part, Row, Subject, unit_name

COVERS = {Appeal, ChildWeighed, Condition, Decision}


def parts(subject: Subject) -> Iterator[Part]:
    yield _decisions(subject)
    yield _matters(subject)
    yield _children(subject)
    yield _conditions(subject)
    yield _appeals(subject)


def _decisions(subject: Subject) -> Part:
    """Those in the person's own case; drafts too, since they are held on the person."""
    columns = {
        "reference": "Vedtak",
        "kind": "Vedtakstype",
        "unit": "Kontor",
        "outcome": "Utfall",
        "state": "Status",
        "first_month": "Fra og med måned",
        "last_month": "Til og med måned",
        "monthly_amount": "Kroner per måned",
        "one_off_amount": "Engangsbeløp",
        "cap_reduction": "Avkortet av stønadstaket",
        "calculation": "Beregning",
        "payment": "Utbetaling og opplysninger",
        "reassessed": "Vurdert på nytt",
        "made_at": "Opprettet",
        "approved_at": "Godkjent",
        "sent_on": "Brev sendt",
    }
    found = Decision.objects.filter(applicant=subject.person).select_related("unit")
    sent = dict(Letter.objects.filter(decision__in=found).values_list("decision", "sent_on"))
    rows = [_decision(row, subject) | {"sent_on": sent.get(row.pk)} for row in found]
    return Part("decisions", "Vedtak i saken din", columns, rows)


def _decision(row: Decision, subject: Subject) -> Row:
    lines = "; ".join(f"{line['text']}: {tall(line['amount'])} kr" for line in row.lines)
    return {
        "reference": row.reference,
        "kind": row.get_kind_display(),
        "unit": unit_name(row.unit, subject),
        "outcome": row.get_outcome_display(),
        "state": row.get_state_display(),
        "first_month": row.first_month,
        "last_month": row.last_month,
        "monthly_amount": row.monthly_amount,
        "one_off_amount": row.one_off_amount,
        "cap_reduction": row.cap_reduction,
        "calculation": subject.masked(lines),
        "payment": subject.masked(row.payment),
        "reassessed": subject.masked(row.reassessed),
        "made_at": row.made_at,
        "approved_at": row.approved_at,
    }


def _matters(subject: Subject) -> Part:
    columns = {
        "reference": "Vedtak",
        "asked": "Søkt om",
        "outcome": "Utfall",
        "section": "Hjemmel",
        "facts": "Faktum",
        "law": "Rettsregler",
        "discretion": "Skjønn",
        "form": "Stønadsform",
        "recurs": "Hvor ofte",
        "amount": "Kroner",
        "third_party": "Utbetales til",
    }
    found = Matter.objects.filter(decision__applicant=subject.person).select_related("decision")
    rows: list[Row] = [
        {
            "reference": row.decision.reference,
            "asked": subject.masked(row.asked),
            "outcome": row.get_outcome_display(),
            "section": row.get_section_display(),
            "facts": subject.masked(row.facts),
            "law": subject.masked(row.law),
            "discretion": subject.masked(row.discretion),
            "form": row.get_form_display(),
            "recurs": row.get_recurs_display(),
            "amount": row.amount,
            "third_party": subject.masked(row.third_party),
        }
        for row in found.order_by("decision", "number")
    ]
    title = "Det du har søkt om, og hvorfor det ble som det ble"
    return Part("matters", title, columns, rows)


def _children(subject: Subject) -> Part:
    """What was weighed for the person as a child; what is about another child is that child's."""
    columns = {
        "reference": "Vedtak",
        "about": "Gjelder",
        "text": "Vurdering",
        "cap_text": "Hva avkortingen betyr",
    }
    rows: list[Row] = [
        {
            "reference": row.decision.reference,
            "about": subject.called(row.child_id),
            "text": subject.masked(row.text),
            "cap_text": subject.masked(row.cap_text),
        }
        for row in ChildWeighed.objects.filter(child=subject.person).select_related("decision")
    ]
    return Part("children_weighed", "Barnets beste", columns, rows)


def _conditions(subject: Subject) -> Part:
    columns = {
        "reference": "Vedtak",
        "basis": "Hjemmel",
        "kind": "Vilkår",
        "exemption": "Unntak",
        "text": "Hva som kreves",
        "due_on": "Frist",
        "state": "Status",
        "notified_on": "Varslet",
        "heard_on": "Hørt",
        "statement": "Hva du sa",
        "reduced_month": "Redusert for måned",
        "reduced_amount": "Redusert med kroner",
        "children_weighed": "Hensynet til barna",
    }
    rows: list[Row] = [
        {
            "reference": row.decision.reference,
            "basis": row.get_basis_display(),
            "kind": row.get_kind_display(),
            "exemption": row.get_exemption_display(),
            "text": subject.masked(row.text),
            "due_on": row.due_on,
            "state": row.get_state_display(),
            "notified_on": row.notified_on,
            "heard_on": row.heard_on,
            "statement": subject.masked(row.statement),
            "reduced_month": row.reduced_month,
            "reduced_amount": row.reduced_amount,
            "children_weighed": subject.masked(row.children_weighed),
        }
        for row in Condition.objects.filter(person=subject.person).select_related("decision")
    ]
    return Part("conditions", "Vilkår", columns, rows)


def _appeals(subject: Subject) -> Part:
    columns = {
        "reference": "Vedtak",
        "received_on": "Mottatt",
        "text": "Hva det klages på",
        "within_time": "Innen fristen",
        "late_reason": "Hvorfor den tas opp likevel, eller avvises",
        "is_taken_up": "Behandles",
        "reconsidered_on": "Vurdert på nytt",
        "is_reversed": "Omgjort av kontoret",
        "reconsideration": "Kontorets vurdering",
        "forwarded_on": "Oversendt",
        "body": "Klageinstans",
        "result": "Avgjørelse",
        "result_on": "Avgjort",
        "implemented_on": "Fulgt opp",
    }
    found = Appeal.objects.filter(appellant=subject.person).select_related("decision")
    rows: list[Row] = [
        {
            "reference": row.decision.reference,
            "received_on": row.received_on,
            "text": subject.masked(row.text),
            "within_time": row.within_time,
            "late_reason": subject.masked(row.late_reason),
            "is_taken_up": row.is_taken_up,
            "reconsidered_on": row.reconsidered_on,
            "is_reversed": row.is_reversed,
            "reconsideration": subject.masked(row.reconsideration),
            "forwarded_on": row.forwarded_on,
            "body": row.body,
            "result": row.get_result_display(),
            "result_on": row.result_on,
            "implemented_on": row.implemented_on,
        }
        for row in found.order_by("received_on", "pk")
    ]
    return Part("appeals", "Klager", columns, rows)
