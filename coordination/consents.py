"""The register of consents of one household, and the consents that need somebody's attention."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import may
from accounts.models import Substitution, User
from accounts.policy import Permission
from coordination.overview import UNNAMED
from households.models import Consent, Household, Responsibility, Share, ShareScope
from households.person_bar import HIDDEN_PLACE

EXPIRES_WITHIN = timedelta(days=30)
UNANSWERED_FOR = timedelta(days=14)
LAPSED_WITHIN = timedelta(days=90)
"""How long a lapsed consent is asked about; later it is history in the household's register."""


@dataclass(frozen=True)
class ConsentLine:
    """A consent of the register, its state today, and the units that it opens something to."""

    consent: Consent
    state: str
    label: str
    units: tuple[str, ...]

    @property
    def awaits_answer(self) -> bool:
        return self.state == Consent.State.REQUESTED

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state == Consent.State.GIVEN

    @property
    def can_be_renewed(self) -> bool:
        return self.state in (Consent.State.GIVEN, Consent.State.EXPIRED, Consent.State.WITHDRAWN)


@dataclass(frozen=True)
class StatuteLine:
    """Shares that were opened together by a section of law; `share_id` is one of them."""

    share_id: int
    subjects: str
    to: str
    scopes: str
    legal_basis: str
    valid_from: date
    valid_to: date
    created_by: str
    ended: str


@dataclass(frozen=True)
class SharedLine:
    """What another party shares with the reader about one person, named only if that is shared."""

    subject: str
    from_party: str
    scopes: str
    basis: str
    valid_to: date


@dataclass(frozen=True)
class Register:
    """The own party's consents and sharing by statute, and what others share with the reader."""

    live: tuple[ConsentLine, ...]
    past: tuple[ConsentLine, ...]
    statutes: tuple[StatuteLine, ...]
    past_statutes: tuple[StatuteLine, ...]
    shared: tuple[SharedLine, ...]


class Due(enum.StrEnum):
    """Why a consent is on the list; the values stand in the address."""

    EXPIRING = "utloper"
    UNANSWERED = "ubesvart"
    LAPSED = "utlopt"


DUE_LABELS = {
    Due.EXPIRING: "Utløper innen 30 dager",
    Due.UNANSWERED: "Spurt om, ikke besvart på 14 dager",
    Due.LAPSED: "Utløpt uten fornyelse",
}


def register(household: Household, today: date) -> Register:
    """Of a household that came through the door; another party's reader gets only what is shared.

    History stays with the party that shared (security.md 3.7): others see what is live.
    """
    access = household.access
    own = access.own_parties if access.is_whole else frozenset()
    consents = _consents(household, own)
    lines = [_line(consent, household, today) for consent in consents]
    is_live = [line.awaits_answer or line.can_be_withdrawn for line in lines]
    statutes = _statutes(household, own, today)
    return Register(
        live=tuple(line for line, live in zip(lines, is_live, strict=True) if live),
        past=tuple(line for line, live in zip(lines, is_live, strict=True) if not live),
        statutes=tuple(line for line in statutes if not line.ended),
        past_statutes=tuple(line for line in statutes if line.ended),
        shared=tuple(_shared(household)),
    )


def _consents(household: Household, own: Iterable[str]) -> QuerySet[Consent]:
    consents: QuerySet[Consent] = household.consents.filter(from_party__in=own)
    return consents.select_related(
        "subject", "given_by", "recorded_by", "answer_recorded_by", "withdrawn_by"
    ).prefetch_related("shares__to_unit")


def _line(consent: Consent, household: Household, today: date) -> ConsentLine:
    state = consent.state_on(today)
    units = {_receiver(share, household): None for share in consent.shares.all()}
    return ConsentLine(consent, state.value, str(state.label), tuple(units))


def _receiver(share: Share, household: Household) -> str:
    """The unit, or the party alone where a unit would tell where the household lives."""
    is_osk = share.audience == Share.Audience.OSK
    if household.place_hidden:
        return "OSK-møtet" if is_osk else str(share.to_unit.get_party_display())
    return f"OSK-møtet, {share.to_unit}" if is_osk else str(share.to_unit)


def _statutes(household: Household, own: Iterable[str], today: date) -> list[StatuteLine]:
    rows = household.shares.filter(basis=Share.Basis.STATUTE, from_party__in=own)
    rows = rows.select_related("subject", "to_unit", "created_by").order_by("-valid_from", "pk")
    groups: dict[tuple[Any, ...], list[Share]] = {}
    for row in rows:
        groups.setdefault(opened_together(row), []).append(row)
    return [_statute(shares, household, today) for shares in groups.values()]


def opened_together(share: Share) -> tuple[Any, ...]:
    """What shares by statute have in common that stand, and end, as one line of the register."""
    return (
        share.audience,
        share.to_unit_id,
        share.legal_basis,
        share.valid_from,
        share.valid_to,
        share.created_by_id,
        share.revoked_at,
    )


def _statute(shares: Sequence[Share], household: Household, today: date) -> StatuteLine:
    first = shares[0]
    ended = f"Utløpt {first.valid_to:%d.%m.%Y}" if first.valid_to < today else ""
    if first.revoked_at is not None:
        ended = f"Opphevet {first.revoked_at:%d.%m.%Y}"
    return StatuteLine(
        share_id=first.pk,
        subjects=", ".join(dict.fromkeys(share.subject.name for share in shares)),
        to=_receiver(first, household),
        scopes=_scopes({share.scope for share in shares}),
        legal_basis=first.legal_basis,
        valid_from=first.valid_from,
        valid_to=first.valid_to,
        created_by=str(first.created_by),
        ended=ended,
    )


def _shared(household: Household) -> list[SharedLine]:
    """One line for each person, party and basis."""
    access = household.access
    groups: dict[tuple[Any, ...], list[Share]] = {}
    for share in access.shares.select_related("subject").order_by("subject", "pk"):
        key = (share.subject_id, share.from_party, share.basis, share.legal_basis, share.valid_to)
        groups.setdefault(key, []).append(share)
    return [
        SharedLine(
            subject=rows[0].subject.name if access.knows(rows[0].subject_id) else UNNAMED,
            from_party=str(rows[0].get_from_party_display()),
            scopes=_scopes({row.scope for row in rows}),
            basis=rows[0].legal_basis or str(rows[0].get_basis_display()),
            valid_to=rows[0].valid_to,
        )
        for rows in groups.values()
    ]


def _scopes(scopes: Iterable[str]) -> str:
    """In the order of the list, whatever order they were chosen in."""
    chosen = set(scopes)
    return ", ".join(str(scope.label) for scope in ShareScope if scope in chosen)


@dataclass(frozen=True)
class Reminder:
    """A consent that somebody should see to, and whose household it is."""

    consent: Consent
    household_name: str
    number: str
    place: str
    when: str
    caseworker: str
    may_record: bool


def due(user: User, kind: Due, today: date) -> QuerySet[Any]:
    """The consents of one kind in the user's offices: own households first, then by date."""
    consents = Consent.objects.visible_to(user).annotate(
        is_own=Exists(_responsible(today).filter(caseworker__in=_stands_for(user, today))),
    )
    given = consents.filter(given_on__isnull=False, withdrawn_at__isnull=True)
    given = given.filter(renewals__isnull=True)
    if kind == Due.EXPIRING:
        found = given.filter(valid_to__gte=today, valid_to__lte=today + EXPIRES_WITHIN)
        return found.order_by("-is_own", "valid_to", "pk")
    if kind == Due.LAPSED:
        found = given.filter(valid_to__lt=today, valid_to__gte=today - LAPSED_WITHIN)
        return found.order_by("-is_own", "-valid_to", "pk")
    found = consents.filter(given_on__isnull=True, declined_on__isnull=True)
    found = found.filter(requested_on__lte=today - UNANSWERED_FOR)
    return found.order_by("-is_own", "requested_on", "pk")


def reminders(consents: Sequence[Any], user: User, kind: Due, today: date) -> list[Reminder]:
    """The lines of one page."""
    ids = [consent.household_id for consent in consents]
    households = {
        row.pk: row
        for row in Household.objects.visible_to(user)
        .with_district(today)
        .with_place_hidden()
        .select_related("contact")
        .filter(pk__in=ids)
    }
    responsible = {
        (row.household_id, row.party): row
        for row in Responsibility.objects.valid_on(today)
        .filter(household__in=ids)
        .select_related("caseworker")
    }
    records_any = may(user, Permission.RECORD_ANY_CONSENT)
    lines = []
    for consent in consents:
        household = households[consent.household_id]
        row = responsible.get((household.pk, consent.from_party))
        place = HIDDEN_PLACE if household.place_hidden else household.district_name
        lines.append(
            Reminder(
                consent=consent,
                household_name=str(household),
                number=household.number,
                place=place or "Uten bydel",
                when=_when(consent, kind, today),
                caseworker=_caseworker(row, user),
                may_record=consent.is_own or records_any,
            )
        )
    return lines


def _when(consent: Consent, kind: Due, today: date) -> str:
    if kind == Due.UNANSWERED:
        days = (today - consent.requested_on).days
        return f"Spurt {consent.requested_on:%d.%m.%Y}, for {days} dager siden"
    if kind == Due.LAPSED:
        return f"Utløp {consent.valid_to:%d.%m.%Y}"
    left = (consent.valid_to - today).days if consent.valid_to else 0
    until = {0: "i dag", 1: "i morgen"}.get(left, f"om {left} dager")
    return f"Utløper {consent.valid_to:%d.%m.%Y}, {until}"


def _caseworker(row: Responsibility | None, user: User) -> str:
    if row is None or row.caseworker is None:
        return "Ingen"
    return "Meg" if row.caseworker_id == user.pk else str(row.caseworker)


def _responsible(today: date) -> QuerySet[Any]:
    rows = Responsibility.objects.valid_on(today)
    return rows.filter(household=OuterRef("household"), party=OuterRef("from_party"))


def _stands_for(user: User, today: date) -> list[int]:
    """The user, and those whom the user stands in for today."""
    absent = Substitution.objects.valid_on(today).filter(substitute=user)
    return [user.pk, *absent.values_list("absent", flat=True)]
