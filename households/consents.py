"""Asking for consents, recording the answers, and sharing by statute (security.md 3.7).

What is written here decides what another party may see on its next request; the access rules
(households/access.py) read the shares that it leaves, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accounts.models import Party, Unit, User
from households.models import Consent, Household, Membership, Person, Receiver, Share
from households.person_bar import is_child
from households.rules import (
    HEARD_FROM,
    ConsentGiver,
    Consenting,
    age_on,
    latest_end,
    may_consent,
    must_be_heard,
)
from households.touching import touch


class ConsentRefusedError(Exception):
    """What was asked for breaks a rule of consents.

    The text tells the user which; `field` is the field of the form that has to change, if one.
    """

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


@dataclass(frozen=True)
class Content:
    """What is asked for: about sharing which scopes with whom, and what for."""

    receivers: Sequence[str]
    scopes: Sequence[str]
    purpose: str


@dataclass(frozen=True)
class Answer:
    """A yes: by whom, how, and for how long."""

    given_by: Person
    channel: str
    valid_from: date
    valid_to: date
    child_heard_on: date | None = None


@dataclass(frozen=True)
class Statute:
    """What is shared by law: which scopes, by which section, and for how long."""

    scopes: Sequence[str]
    legal_basis: str
    valid_from: date
    valid_to: date


@transaction.atomic
def request_consents(
    *,
    household: Household,
    subjects: Sequence[Person],
    from_party: str,
    content: Content,
    on: date,
    by: User,
    renews: Consent | None = None,
) -> list[Consent]:
    """Note that each of `subjects` has been asked; nothing is shared before there is a yes.

    The one whom `renews` is about is asked for it anew.
    """
    if not content.purpose.strip():
        raise ConsentRefusedError("Skriv hva opplysningene skal brukes til.", "purpose")
    if not content.scopes:
        raise ConsentRefusedError("Velg hva som deles.", "scopes")
    _check_receivers(from_party, content.receivers)
    touch([household.pk])
    return [
        Consent.objects.create(
            household=household,
            subject=subject,
            from_party=from_party,
            to_parties=list(content.receivers),
            scopes=list(content.scopes),
            purpose=content.purpose,
            requested_on=on,
            recorded_by=by,
            renews=renews if renews is not None and renews.subject_id == subject.pk else None,
        )
        for subject in subjects
    ]


@transaction.atomic
def give_consent(
    *,
    consent: Consent,
    answer: Answer,
    to_units: Mapping[str, Unit],
    on: date,
    by: User,
) -> list[Share]:
    """Record a yes and open what it covers: a share for each receiver and scope.

    `to_units` names the unit of each receiver; for the OSK meeting the NAV unit whose lead it is.
    """
    consent = _unanswered(consent, on, "given_on")
    _check_giver(consent, answer, on)
    _check_time(answer.valid_from, answer.valid_to)
    consent.given_by, consent.given_on = answer.given_by, on
    consent.channel, consent.child_heard_on = answer.channel, answer.child_heard_on
    consent.valid_from, consent.valid_to = answer.valid_from, answer.valid_to
    consent.answer_recorded_by = by
    consent.save()
    return _open_shares(
        consent.household,
        [consent.subject],
        consent.scopes,
        {receiver: to_units[receiver] for receiver in consent.to_parties},
        Share(
            from_party=consent.from_party,
            basis=Share.Basis.CONSENT,
            consent=consent,
            valid_from=answer.valid_from,
            valid_to=answer.valid_to,
            created_by=by,
        ),
    )


@transaction.atomic
def decline_consent(*, consent: Consent, on: date, by: User) -> Consent:
    """Record a no."""
    consent = _unanswered(consent, on, "declined_on")
    consent.declined_on, consent.answer_recorded_by = on, by
    consent.save()
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime, by: User) -> Consent:
    """Take a consent back, and close all that it opened, from the next request on."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.given_on is None or consent.withdrawn_at is not None:
        raise ConsentRefusedError("Samtykket er ikke gitt, eller det er trukket fra før.")
    consent.withdrawn_at, consent.withdrawn_by = at, by
    consent.save()
    consent.shares.filter(revoked_at__isnull=True).update(revoked_at=at, revoked_by=by)
    touch([consent.household_id])
    return consent


@transaction.atomic
def share_by_statute(
    *,
    household: Household,
    subjects: Sequence[Person],
    from_party: str,
    statute: Statute,
    to_units: Mapping[str, Unit],
    by: User,
) -> list[Share]:
    """Open the scopes about each of `subjects` by a section of law, which is recorded in words."""
    if not statute.legal_basis.strip():
        raise ConsentRefusedError("Skriv paragrafen og hvorfor den gir hjemmel.", "legal_basis")
    if not subjects or not statute.scopes:
        raise ConsentRefusedError("Velg hvem det gjelder, og hva som deles.", "scopes")
    _check_receivers(from_party, to_units)
    _check_time(statute.valid_from, statute.valid_to)
    return _open_shares(
        household,
        subjects,
        statute.scopes,
        to_units,
        Share(
            from_party=from_party,
            basis=Share.Basis.STATUTE,
            legal_basis=statute.legal_basis,
            valid_from=statute.valid_from,
            valid_to=statute.valid_to,
            created_by=by,
        ),
    )


@transaction.atomic
def revoke_shares(*, shares: Iterable[Share], at: datetime, by: User) -> int:
    """End sharing by statute; what rests on a consent ends with the consent."""
    ids = [share.pk for share in shares]
    live = Share.objects.filter(pk__in=ids, basis=Share.Basis.STATUTE, revoked_at__isnull=True)
    return live.update(revoked_at=at, revoked_by=by)


def unit_for(receiver: str, household: Household, on: date) -> Unit | None:
    """The unit that a receiver most likely is: the one that has the household, else the nearest.

    The nearest is that of the household's district, or of the district of an office that has it.
    The OSK meeting is that of the district's NAV unit.
    """
    party = Party.NAV if receiver == Receiver.OSK else Party(receiver)
    responsible = household.responsible_today
    for row in responsible:
        if row.party == party:
            return row.unit
    districts = [row.unit.district_id for row in responsible]
    if not household.place_hidden and household.district_id is not None:
        districts.insert(0, household.district_id)
    return Unit.objects.valid_on(on).filter(party=party, district__in=districts[:1]).first()


def possible_givers(household: Household, subject: Membership, on: date) -> list[Person]:
    """Who may answer for `subject`: the person, for a child also a guardian, nobody else.

    A guardian is a member who supports the household's children.
    """
    about, own_from = _consenting(subject, on), settings.OWN_CONSENT_AGE
    givers = []
    if may_consent(about, ConsentGiver.SELF, own_from=own_from):
        givers.append(subject.person)
    if may_consent(about, ConsentGiver.GUARDIAN, own_from=own_from):
        members = household.memberships.valid_on(on).select_related("person")
        others = [row for row in members if row.person_id != subject.person_id]
        givers += [row.person for row in others if row.supports_children]
    return givers


def _consenting(subject: Membership, on: date) -> Consenting:
    born = subject.person.birth_date
    return Consenting(None if born is None else age_on(born, on), is_child(subject, on))


def _check_giver(consent: Consent, answer: Answer, on: date) -> None:
    members = consent.household.memberships.valid_on(on).select_related("person")
    subject = members.filter(person=consent.subject).first()
    if subject is None:
        raise ConsentRefusedError("Den samtykket gjelder, er ikke lenger medlem av husstanden.")
    if answer.given_by not in possible_givers(consent.household, subject, on):
        raise ConsentRefusedError(
            "Bare den det gjelder, kan samtykke, og for barn en som forsørger dem.", "given_by"
        )
    by_self = answer.given_by == subject.person
    giver = ConsentGiver.SELF if by_self else ConsentGiver.GUARDIAN
    if must_be_heard(_consenting(subject, on), giver) and answer.child_heard_on is None:
        raise ConsentRefusedError(
            f"Barnet er {HEARD_FROM} år eller eldre, og skal høres før det samtykkes for det.",
            "child_heard_on",
        )


def _check_receivers(from_party: str, receivers: Collection[str]) -> None:
    if not receivers:
        raise ConsentRefusedError("Velg hvem det deles med.", "receivers")
    if from_party in receivers:
        raise ConsentRefusedError("En part kan ikke dele med seg selv.", "receivers")


def _check_time(first: date, last: date) -> None:
    if last < first:
        raise ConsentRefusedError("Til-dato kan ikke være før fra-dato.", "valid_to")
    if last > latest_end(first):
        raise ConsentRefusedError(
            f"Deling kan vare i høyst tolv måneder, her til {latest_end(first):%d.%m.%Y}.",
            "valid_to",
        )


def _unanswered(consent: Consent, on: date, field: str) -> Consent:
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.given_on is not None or consent.declined_on is not None:
        raise ConsentRefusedError("Svaret er allerede registrert.")
    if on < consent.requested_on:
        raise ConsentRefusedError("Svaret kan ikke være gitt før det ble spurt.", field)
    touch([consent.household_id])
    return consent


def _open_shares(
    household: Household,
    subjects: Sequence[Person],
    scopes: Sequence[str],
    to_units: Mapping[str, Unit],
    like: Share,
) -> list[Share]:
    """A row like `like` for each person, scope and receiver."""
    rows = [
        Share(
            household=household,
            subject=subject,
            scope=scope,
            audience=Share.Audience.OSK if receiver == Receiver.OSK else Share.Audience.PARTY,
            to_unit=unit,
            **{name: getattr(like, name) for name in ALIKE},
        )
        for subject in subjects
        for scope in scopes
        for receiver, unit in to_units.items()
    ]
    return Share.objects.bulk_create(rows)


ALIKE = (
    "from_party",
    "basis",
    "consent",
    "legal_basis",
    "valid_from",
    "valid_to",
    "created_by",
)
"""What all rows that are opened together have in common."""
