"""What this floor holds about one person, as the person gets to see it (innsyn, GDPR art. 15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from households import subject_dealings as dealings
from households import subject_records as records
from households.models import (
    AccessRequest,
    BreakGlass,
    Consent,
    Document,
    Household,
    Intake,
    IntroPeriod,
    JournalEntry,
    MappingDuty,
    Membership,
    MembershipChange,
    ProtectionChange,
    Receiver,
    Residence,
    Responsibility,
    Share,
    ShareScope,
    Situation,
    StaffPerson,
)
from households.subject import Part, Row, Subject, unit_name

COVERS = {
    AccessRequest,
    BreakGlass,
    Consent,
    Document,
    Household,
    Intake,
    IntroPeriod,
    JournalEntry,
    MappingDuty,
    Membership,
    MembershipChange,
    ProtectionChange,
    Share,
    Situation,
    StaffPerson,
}
"""Models that point at a person and are told of here."""


def parts(subject: Subject) -> Iterator[Part]:
    yield _person(subject)
    yield _households(subject)
    yield _others(subject)
    yield dealings.member_changes(subject)
    yield _residences(subject)
    yield dealings.housing_costs(subject)
    yield _responsibilities(subject)
    yield _situations(subject)
    yield _intro_periods(subject)
    yield dealings.protection_changes(subject)
    yield dealings.intakes(subject)
    yield dealings.mapping_duties(subject)
    yield records.notes(subject)
    yield records.documents(subject)
    yield _consents(subject)
    yield _shares(subject)
    yield dealings.break_glasses(subject)
    yield dealings.access_requests(subject)
    yield dealings.locks(subject)


def _person(subject: Subject) -> Part:
    person = subject.person
    columns = {
        "first_name": "Fornavn",
        "last_name": "Etternavn",
        "national_id": "Fødselsnummer eller D-nummer",
        "duf_number": "DUF-nummer",
        "birth_date": "Fødselsdato",
        "sex": "Kjønn",
        "protection": "Adressebeskyttelse",
        "language": "Språk",
        "needs_interpreter": "Trenger tolk",
        "background": "Bakgrunn",
        "resident_since": "Bosatt i Norge siden",
        "norwegian_level": "Norsknivå",
        "phone": "Telefon",
        "died_on": "Død",
        "moved_away_on": "Flyttet fra kommunen",
        "source_ref": "Referanse i tidligere system",
        "anonymised_on": "Anonymisert",
        "is_staff": "Ansatt i kommunen",
    }
    row: Row = {name: getattr(person, name) for name in columns if name != "is_staff"}
    row["national_id"] = person.number
    row |= {"sex": person.get_sex_display(), "protection": person.get_protection_display()}
    row |= {
        "background": person.get_background_display(),
        "norwegian_level": person.get_norwegian_level_display(),
    }
    row["is_staff"] = StaffPerson.objects.filter(person=person).exists()
    return Part("person", "Om deg", columns, [row])


def _households(subject: Subject) -> Part:
    columns = {
        "household": "Husstand",
        "role": "Din rolle",
        "valid_from": "Fra",
        "valid_to": "Til",
        "shared_residence": "Delt bosted",
        "is_contact": "Kontaktperson",
        "registered_on": "Registrert",
        "source": "Kilde",
        "source_ref": "Husstandens referanse i tidligere system",
    }
    rows: list[Row] = [
        {
            "household": row.household.number,
            "role": row.get_role_display(),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "shared_residence": row.shared_residence,
            "is_contact": row.household.contact_id == subject.person.pk,
            "registered_on": row.registered_on,
            "source": row.get_source_display(),
            "source_ref": subject.masked(row.household.source_ref or ""),
        }
        for row in subject.memberships
    ]
    return Part("households", "Husstander du hører eller har hørt til", columns, rows)


def _others(subject: Subject) -> Part:
    columns = {"household": "Husstand", "relation": "Hvem", "valid_from": "Fra", "valid_to": "Til"}
    rows: list[Row] = [
        {
            "household": row.household.number,
            "relation": subject.relation(row),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }
        for row in subject.beside
        if subject.was_in(row.household_id, row.valid_from, row.valid_to)
    ]
    return Part("other_members", "Andre i husstanden, uten navn", columns, rows)


def _residences(subject: Subject) -> Part:
    """Where the person has lived; nothing at all when somebody's place is hidden."""
    columns = {
        "household": "Husstand",
        "district": "Bydel",
        "address": "Adresse",
        "valid_from": "Fra",
        "valid_to": "Til",
    }
    found = Residence.objects.filter(household__in=subject.household_ids).order_by("valid_from")
    rows: list[Row] = [
        {
            "household": row.household.number,
            "district": str(row),
            "address": subject.masked(row.address),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }
        for row in found.select_related("household", "district")
        if not subject.hides_place
        and subject.was_in(row.household_id, row.valid_from, row.valid_to)
    ]
    return Part("residences", "Bosteder", columns, rows)


def _responsibilities(subject: Subject) -> Part:
    columns = {
        "household": "Husstand",
        "party": "Tjeneste",
        "unit": "Kontor",
        "valid_from": "Fra",
        "valid_to": "Til",
        "closing": "Avsluttet fordi",
        "closing_text": "Mer om hvorfor",
    }
    found = Responsibility.objects.filter(household__in=subject.household_ids)
    rows: list[Row] = [
        {
            "household": row.household.number,
            "party": row.get_party_display(),
            "unit": unit_name(row.unit, subject),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "closing": row.get_closing_display(),
            "closing_text": row.closing_text,
        }
        for row in found.select_related("household", "unit").order_by("valid_from", "pk")
        if subject.was_in(row.household_id, row.valid_from, row.valid_to)
    ]
    return Part("responsibilities", "Kontorer med ansvar for husstanden", columns, rows)


def _situations(subject: Subject) -> Part:
    columns = {
        "on": "Dato",
        "registered_on": "Registrert",
        "marital_status": "Sivilstand",
        "main_income": "Viktigste kilde til livsopphold",
        "benefit_situation": "Trygdesituasjon",
        "work_situation": "Arbeidssituasjon",
        "housing_situation": "Bosituasjon",
        "number_of_children": "Antall barn under 18 år",
    }
    rows: list[Row] = [
        {
            "on": row.on,
            "registered_on": row.registered_on,
            "marital_status": row.get_marital_status_display(),
            "main_income": row.get_main_income_display(),
            "benefit_situation": row.get_benefit_situation_display(),
            "work_situation": row.get_work_situation_display(),
            "housing_situation": row.get_housing_situation_display(),
            "number_of_children": row.number_of_children,
        }
        for row in Situation.objects.filter(person=subject.person).order_by("on")
    ]
    return Part("situations", "Situasjon ved kontakt", columns, rows)


def _intro_periods(subject: Subject) -> Part:
    columns = {
        "valid_from": "Fra",
        "valid_to": "Til",
        "outcome": "Utfall",
        "registered_on": "Registrert",
        "source": "Kilde",
    }
    rows: list[Row] = [
        {
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "outcome": subject.masked(row.outcome),
            "registered_on": row.registered_on,
            "source": row.get_source_display(),
        }
        for row in IntroPeriod.objects.filter(person=subject.person).order_by("valid_from")
    ]
    return Part("intro_periods", "Introduksjonsprogram", columns, rows)


def _consents(subject: Subject) -> Part:
    """Those about the person, and those the person has given for a child."""
    columns = {
        "about": "Gjelder",
        "given_by": "Gitt av",
        "from_party": "Fra",
        "to_parties": "Deles med",
        "scopes": "Omfatter",
        "purpose": "Formål",
        "requested_on": "Spurt om",
        "given_on": "Gitt",
        "declined_on": "Avslått",
        "child_heard_on": "Barnet er hørt",
        "channel": "Gitt hvordan",
        "valid_from": "Gjelder fra",
        "valid_to": "Gjelder til",
        "withdrawn_at": "Trukket tilbake",
    }
    of_person = Q(subject=subject.person) | Q(given_by=subject.person)
    rows: list[Row] = [
        {
            "about": subject.called(row.subject_id),
            "given_by": subject.called(row.given_by_id),
            "from_party": row.get_from_party_display(),
            "to_parties": _listed(Receiver, row.to_parties),
            "scopes": _listed(ShareScope, row.scopes),
            "purpose": subject.masked(row.purpose),
            "requested_on": row.requested_on,
            "given_on": row.given_on,
            "declined_on": row.declined_on,
            "child_heard_on": row.child_heard_on,
            "channel": row.get_channel_display(),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "withdrawn_at": row.withdrawn_at,
        }
        for row in Consent.objects.filter(of_person).order_by("requested_on", "pk")
    ]
    return Part("consents", "Samtykker", columns, rows)


def _listed(choices: Any, values: list[str]) -> str:
    labels = dict(choices.choices)
    return ", ".join(str(labels.get(value, value)) for value in values)


def _shares(subject: Subject) -> Part:
    columns = {
        "scope": "Omfatter",
        "from_party": "Fra",
        "audience": "Til",
        "to_unit": "Kontor",
        "basis": "Grunnlag",
        "legal_basis": "Hjemmel",
        "valid_from": "Fra dato",
        "valid_to": "Til dato",
        "created_at": "Registrert",
        "revoked_at": "Opphevet",
    }
    rows: list[Row] = [
        {
            "scope": row.get_scope_display(),
            "from_party": row.get_from_party_display(),
            "audience": row.get_audience_display(),
            "to_unit": unit_name(row.to_unit, subject),
            "basis": row.get_basis_display(),
            "legal_basis": subject.masked(row.legal_basis),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "created_at": row.created_at,
            "revoked_at": row.revoked_at,
        }
        for row in Share.objects.filter(subject=subject.person)
        .select_related("to_unit")
        .order_by("valid_from", "pk")
    ]
    return Part("shares", "Det som er delt om deg mellom tjenestene", columns, rows)
