"""What the offices have had to do with one person: asked for, opened in need, answered, locked."""

from __future__ import annotations

from households.models import (
    AccessRequest,
    BreakGlass,
    HouseholdLock,
    HousingCost,
    Intake,
    MappingDuty,
    MembershipChange,
    ProtectionChange,
)
from households.subject import Part, Row, Subject, unit_name


def intakes(subject: Subject) -> Part:
    columns = {
        "reference": "Nummer",
        "received_on": "Mottatt",
        "party": "Tjeneste",
        "unit": "Kontor",
        "channel": "Kom hvordan",
        "topics": "Gjelder",
        "children": "Barn",
        "text": "Med egne ord",
        "stated_name": "Oppgitt navn",
        "stated_birth_date": "Oppgitt fødselsdato",
        "registered_unit": "Registrert ved",
        "registered_at": "Registrert",
        "taken_at": "Tatt",
    }
    found = Intake.objects.filter(person=subject.person).select_related("unit", "registered_unit")
    rows: list[Row] = [
        {
            "reference": row.reference,
            "received_on": row.received_on,
            "party": row.get_party_display(),
            "unit": unit_name(row.unit, subject),
            "channel": row.get_channel_display(),
            "topics": ", ".join(row.topic_labels),
            "children": row.get_children_display(),
            "text": subject.masked(row.text),
            "stated_name": subject.masked(row.stated_name),
            "stated_birth_date": row.stated_birth_date,
            "registered_unit": unit_name(row.registered_unit, subject),
            "registered_at": row.registered_at,
            "taken_at": row.taken_at,
        }
        for row in found.order_by("received_on", "pk")
    ]
    return Part("intakes", "Henvendelser", columns, rows)


def member_changes(subject: Subject) -> Part:
    columns = {
        "household": "Husstand",
        "at": "Når",
        "act": "Hva",
        "cause": "Hvorfor",
        "note": "Hva som ble endret",
    }
    found = MembershipChange.objects.filter(person=subject.person).select_related("household")
    rows: list[Row] = [
        {
            "household": row.household.number,
            "at": row.at,
            "act": row.get_act_display(),
            "cause": row.get_cause_display(),
            "note": subject.masked(row.note),
        }
        for row in found
    ]
    return Part("member_changes", "Endringer av at du bor i husstanden", columns, rows)


def mapping_duties(subject: Subject) -> Part:
    columns = {
        "due_on": "Frist",
        "fulfilled_on": "Kartlagt",
        "exception": "Unntak",
        "exception_grounds": "Begrunnelse for unntak",
        "excepted_at": "Unntatt",
        "paragraph": "Avsnitt til vedtaket",
    }
    rows: list[Row] = [
        {
            "due_on": row.due_on,
            "fulfilled_on": row.fulfilled_on,
            "exception": row.get_exception_display(),
            "exception_grounds": subject.masked(row.exception_grounds),
            "excepted_at": row.excepted_at,
            "paragraph": subject.masked(row.paragraph),
        }
        for row in MappingDuty.objects.filter(child=subject.person).order_by("due_on", "pk")
    ]
    return Part("mapping_duties", "Kartlegging av deg som barn", columns, rows)


def break_glasses(subject: Subject) -> Part:
    columns = {
        "opened_at": "Åpnet",
        "ended_at": "Avsluttet",
        "expires_at": "Utløp",
        "unit": "Kontor med ansvar",
        "category": "Gjelder",
        "reason": "Begrunnelse",
        "reviewed_at": "Gjennomgått",
        "conclusion": "Konklusjon",
        "review_note": "Merknad",
    }
    rows: list[Row] = [
        {
            "opened_at": row.opened_at,
            "ended_at": row.ended_at,
            "expires_at": row.expires_at,
            "unit": unit_name(row.unit, subject),
            "category": row.get_category_display(),
            "reason": subject.masked(row.reason),
            "reviewed_at": row.reviewed_at,
            "conclusion": row.get_conclusion_display(),
            "review_note": subject.masked(row.review_note),
        }
        for row in BreakGlass.objects.filter(person=subject.person)
        .select_related("unit")
        .order_by("opened_at")
    ]
    return Part("emergency_access", "Nødtilgang til opplysninger om deg", columns, rows)


def access_requests(subject: Subject) -> Part:
    columns = {
        "received_on": "Mottatt",
        "channel": "Mottatt hvordan",
        "recorded_at": "Registrert",
        "due_on": "Frist",
        "prepared_at": "Laget",
        "approved_at": "Godkjent",
        "handed_over_on": "Utlevert",
    }
    rows: list[Row] = [
        {
            "received_on": row.received_on,
            "channel": row.get_channel_display(),
            "recorded_at": row.recorded_at,
            "due_on": row.due_on,
            "prepared_at": row.prepared_at,
            "approved_at": row.approved_at,
            "handed_over_on": row.handed_over_on,
        }
        for row in AccessRequest.objects.filter(person=subject.person)
    ]
    return Part("access_requests", "Krav om innsyn", columns, rows)


def locks(subject: Subject) -> Part:
    columns = {
        "household": "Husstand",
        "locked_on": "Låst",
        "opened_at": "Åpnet",
        "reason": "Begrunnelse",
    }
    rows: list[Row] = [
        {
            "household": row.household.number,
            "locked_on": row.locked_on,
            "opened_at": row.opened_at,
            "reason": subject.masked(row.reason),
        }
        for row in HouseholdLock.objects.filter(household__in=subject.household_ids)
        .select_related("household")
        .order_by("locked_on", "pk")
    ]
    return Part("locks", "Låsing av mappen", columns, rows)


def protection_changes(subject: Subject) -> Part:
    columns = {
        "from_grade": "Fra",
        "to_grade": "Til",
        "reason": "Grunn",
        "grounds": "Begrunnelse",
        "proposed_at": "Foreslått",
        "decided_at": "Avgjort",
        "outcome": "Utfall",
    }
    rows: list[Row] = [
        {
            "from_grade": row.get_from_grade_display(),
            "to_grade": row.get_to_grade_display(),
            "reason": row.get_reason_display(),
            "grounds": subject.masked(row.grounds),
            "proposed_at": row.proposed_at,
            "decided_at": row.decided_at,
            "outcome": row.get_outcome_display(),
        }
        for row in ProtectionChange.objects.filter(person=subject.person).order_by("proposed_at")
    ]
    return Part("protection_changes", "Endringer av adressebeskyttelse", columns, rows)


def housing_costs(subject: Subject) -> Part:
    """What the home has cost while the person belonged to the household; never what was undone."""
    columns = {
        "household": "Husstand",
        "kind": "Utgift",
        "claimed": "Oppgitt, kr",
        "accepted": "Godkjent, kr",
        "arrears": "Restanse, kr",
        "valid_from": "Fra",
        "valid_to": "Til",
    }
    kept = HousingCost.objects.filter(household__in=subject.household_ids, undone_at__isnull=True)
    rows: list[Row] = [
        {
            "household": row.household.number,
            "kind": row.get_kind_display(),
            "claimed": row.claimed,
            "accepted": row.accepted,
            "arrears": row.arrears,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }
        for row in kept.select_related("household")
        if subject.was_in(row.household_id, row.valid_from, row.valid_to)
    ]
    return Part("housing_costs", "Boutgifter", columns, rows)
