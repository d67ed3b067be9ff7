"""Who has belonged to the household, where it lived, and how it stood with its members."""

from __future__ import annotations

from collections.abc import Iterator

from config.templatetags import tall
from households.caseloads import history_of
from households.models import (
    HousingCost,
    IntroPeriod,
    Membership,
    MembershipChange,
    ProtectionChange,
    Residence,
    Responsibility,
    ShareScope,
    Situation,
)
from households.permits import may_raise_protection
from households.protection.queries import history
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, day_of


def _memberships(viewer: Viewer) -> Iterator[TimelineEntry]:
    """Those whom the viewer may know; the rows are loaded with the household."""
    for row in viewer.household.all_memberships:
        if row.undone_at is not None or not viewer.access.knows(row.person_id):
            continue
        role, who = row.get_role_display(), (row.person_id,)
        home = "Delt bosted" if row.shared_residence else ""
        if row.valid_from <= viewer.today:
            yield TimelineEntry(
                row.valid_from, Kind.MEMBER, f"Medlem av husstanden: {role.lower()}", who, home
            )
        if row.valid_to is not None and row.valid_to <= viewer.today:
            yield TimelineEntry(row.valid_to, Kind.MEMBER, "Siste dag i husstanden", who, role)


def _member_changes(viewer: Viewer) -> Iterator[TimelineEntry]:
    """Why somebody left, and what was corrected, to who has the household; never an addition."""
    if not viewer.access.is_whole:
        return
    rows = MembershipChange.objects.filter(household=viewer.household)
    for row in rows.exclude(act=MembershipChange.Act.ADDED):
        is_end = row.act == MembershipChange.Act.ENDED
        title = "Medlemskap avsluttet" if is_end else "Opplysninger om et medlem rettet"
        detail = row.get_cause_display() if is_end else row.note
        yield TimelineEntry(day_of(row.at), Kind.MEMBER, title, (row.person_id,), detail)


def _residences(viewer: Viewer) -> Iterator[TimelineEntry]:
    """The districts; never where the place is hidden, and only to who has the household."""
    if not viewer.access.is_whole or viewer.household.place_hidden:
        return
    rows = Residence.objects.filter(household=viewer.household, valid_from__lte=viewer.today)
    for row in rows.select_related("district"):
        where = f"Bor i bydelen {row.district}" if row.district else "Bor uten kjent bydel"
        yield TimelineEntry(row.valid_from, Kind.HOME, where)


def _housing_costs(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    rows = HousingCost.objects.filter(household=viewer.household, undone_at__isnull=True)
    for row in rows:
        detail = f"Oppgitt {tall(row.claimed)} kr, godkjent {tall(row.accepted)} kr"
        if row.arrears:
            detail += f", restanse {tall(row.arrears)} kr"
        title = f"Boutgift: {row.get_kind_display().lower()}"
        yield TimelineEntry(row.valid_from, Kind.HOME, title, (), detail)


def _situations(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    for row in Situation.objects.filter(person__in=viewer.members):
        told = [
            row.get_main_income_display(),
            row.get_work_situation_display(),
            row.get_housing_situation_display(),
        ]
        yield TimelineEntry(
            row.on,
            Kind.SITUATION,
            "Situasjon registrert",
            (row.person_id,),
            " · ".join(filter(None, told)),
        )


def _responsibilities(viewer: Viewer) -> Iterator[TimelineEntry]:
    """The own party's; that another has a case is secret (STL § 44).

    Where the place is hidden the party is told without its office.
    """
    own = viewer.access.own_parties if viewer.access.is_whole else ()
    for row in history_of(viewer.household).filter(party__in=own):
        hidden = viewer.household.place_hidden
        office = row.get_party_display() if hidden else str(row.unit)
        detail = f"Saksbehandler: {row.caseworker}" if row.caseworker else ""
        title = f"{office} har ansvaret"
        yield TimelineEntry(row.valid_from, Kind.RESPONSIBILITY, title, (), detail)


def _protection(viewer: Viewer) -> Iterator[TimelineEntry]:
    """To who may raise a grade at the own office, as on the page of grades."""
    if not may_raise_protection(viewer.user, viewer.household):
        return
    for row in history(viewer.household):
        title = f"Gradering: {row}"
        detail = f"{row.get_reason_display()}. {row.get_outcome_display()}"
        on = day_of(row.decided_at or row.proposed_at)
        yield TimelineEntry(on, Kind.PROTECTION, title, (row.person_id,), detail)


def _intro_periods(viewer: Viewer) -> Iterator[TimelineEntry]:
    told = viewer.members_told(ShareScope.KVP)
    for row in IntroPeriod.objects.filter(person__in=told) if told else ():
        who = (row.person_id,)
        yield TimelineEntry(row.valid_from, Kind.PROGRAMME, "Introduksjonsprogram startet", who)
        if row.valid_to is not None and row.valid_to <= viewer.today:
            title = "Introduksjonsprogram avsluttet"
            yield TimelineEntry(row.valid_to, Kind.PROGRAMME, title, who, row.outcome)


SOURCES = (
    Source((Kind.MEMBER,), (Membership,), _memberships),
    Source((Kind.MEMBER,), (MembershipChange,), _member_changes),
    Source((Kind.HOME,), (Residence,), _residences),
    Source((Kind.HOME,), (HousingCost,), _housing_costs),
    Source((Kind.SITUATION,), (Situation,), _situations),
    Source((Kind.RESPONSIBILITY,), (Responsibility,), _responsibilities),
    Source((Kind.PROTECTION,), (ProtectionChange,), _protection),
    Source((Kind.PROGRAMME,), (IntroPeriod,), _intro_periods),
)
