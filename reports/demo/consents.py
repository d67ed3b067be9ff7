"""Consents and sharing in the demo: the showcase, and some families in each district.

Days are counted back from today, since what is shared depends on the day a page is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random

from django.utils import timezone

from accounts.models import Party, Unit, User
from households.access import Protection
from households.models import (
    Consent,
    Household,
    Membership,
    Person,
    Receiver,
    Responsibility,
    Share,
    ShareScope,
)
from households.rules import latest_end
from reports.demo.cases import Case
from reports.demo.targets import Span
from reports.demo.users import DISTRICTS, Staff

FAMILIES_IN_A_DISTRICT = 11
BFTS_OWN_IN_A_DISTRICT = 3
Scope, To = ShareScope, Receiver


@dataclass(frozen=True)
class Course:
    """How one family's consent went: days since it was asked for and answered, and days left."""

    to: tuple[str, ...]
    scopes: tuple[str, ...]
    purpose: str
    asked: int
    answered: int | None = None
    declined: bool = False
    days_left: int | None = None
    withdrawn: int | None = None
    with_children: bool = True


WHOLE = (Scope.HOUSEHOLD, Scope.CHILDREN, Scope.PLAN)
COURSES = (
    Course((To.BFT, To.OSK), WHOLE, "Drøfte familien i OSK-møtet og lage en felles plan", 95, 95),
    Course(
        (To.HV,), (Scope.HOUSEHOLD, Scope.HOUSING), "Finne en større bolig til familien", 60, 58
    ),
    Course((To.BFT,), WHOLE, "Fritidstilbud til barna", 21),
    Course((To.BFT, To.HV), WHOLE, "Samordnet oppfølging av familien", 350, 349, days_left=15),
    Course((To.OSK,), WHOLE, "Drøfte familien i OSK-møtet", 40, 33, declined=True),
    Course((To.BFT,), WHOLE, "Følge opp barna sammen med skolen", 200, 200, withdrawn=12),
    Course((To.BFT,), WHOLE, "Kartlegge barnas behov sammen", 400, 398, days_left=-34),
    Course(
        (To.BFT, To.HV, To.OSK),
        (*WHOLE, Scope.ECONOMY, Scope.KVP, Scope.HOUSING),
        "Lage en samordnet plan for familien",
        30,
        30,
    ),
    Course(
        (To.HV,), (Scope.HOUSING,), "Unngå at familien mister leiligheten", 9, with_children=False
    ),
)
FLAGGED = (
    "Sosialtjenesteloven § 44: nødvendig for å samordne hjelpen, samtykke lot seg ikke innhente"
)
EVERY_FLAGGED = 4
"""One in so many families is put before the OSK meeting by law, without a name."""
BFTS_OWN = Course((To.NAV,), WHOLE, "Se barnas tiltak og familiens økonomi i sammenheng", 70, 69)


@dataclass(frozen=True)
class Family:
    """A household to share something of, and who has it."""

    household: Household
    district: str
    adult: Person
    children: tuple[Person, ...]
    by: User


class Sharing:
    """Makes the rows, once households and memberships are saved."""

    def __init__(self, rng: Random, span: Span, staff: Staff, today: date) -> None:
        self.rng, self.span, self.staff, self.today = rng, span, staff, today
        self.consents: list[Consent] = []
        self.shares: list[Share] = []

    def make(self, households: Mapping[Case, Household]) -> None:
        """Fill `consents` and `shares`; a share's consent is saved before the share."""
        courses = cycle(COURSES)
        for number, family in enumerate(self._families(households)):
            if number % EVERY_FLAGGED == EVERY_FLAGGED - 1 and family.children:
                self._flag(family)
            else:
                self._run(family, next(courses), Party.NAV)
        for family in self._bfts_own():
            self._run(family, BFTS_OWN, Party.BFT)

    def _families(self, households: Mapping[Case, Household]) -> Iterator[Family]:
        """The showcase first, then some families in each district."""
        shown = [case for case in households if case.showcase and self._may_share(case)]
        others = [case for case in households if not case.showcase and self._may_share(case)]
        others = [case for case in others if case.is_family(self.span.last)]
        self.rng.shuffle(others)
        chosen = list(shown)
        for district in DISTRICTS:
            living = [case for case in others if case.homes[-1][1] == district]
            chosen += living[:FAMILIES_IN_A_DISTRICT]
        for case in chosen:
            district = str(case.homes[-1][1])
            yield self._family(households[case], district, self.staff.users[f"nav.{district}"])

    def _may_share(self, case: Case) -> bool:
        """Here, not protected, and lately paid."""
        here = case.died is None and case.moved is None and case.host is None
        open_case = case.protection == Protection.NONE and case.last > self.span.last - 12
        return here and open_case and case.homes[-1][1] is not None

    def _bfts_own(self) -> Iterator[Family]:
        for district in DISTRICTS:
            by = self.staff.users[f"bft.{district}"]
            rows = Responsibility.objects.filter(caseworker=by, valid_to__isnull=True)
            for row in rows.select_related("household").order_by("pk")[:BFTS_OWN_IN_A_DISTRICT]:
                yield self._family(row.household, district, by)

    def _family(self, household: Household, district: str, by: User) -> Family:
        rows = Membership.objects.valid_on(self.today).filter(household=household)
        children = rows.filter(role=Membership.Role.CHILD).select_related("person")
        young = [row.person for row in children.order_by("pk") if self._is_young(row.person)]
        return Family(household, district, household.contact, tuple(young), by)

    def _is_young(self, person: Person) -> bool:
        """Under 15: somebody else answers for the child, who need not be heard."""
        return person.birth_date is not None and self.today.year - person.birth_date.year < 15

    def _run(self, family: Family, course: Course, party: Party) -> None:
        late = self.rng.randint(0, 6)
        for subject in (family.adult, *(family.children if course.with_children else ())):
            consent = self._consent(family, subject, course, party, late)
            self.consents.append(consent)
            self.shares += self._opened(family, consent)

    def _consent(
        self, family: Family, subject: Person, course: Course, party: Party, late: int
    ) -> Consent:
        asked_on = self._back(course.asked + late)
        consent = Consent(
            household=family.household,
            subject=subject,
            from_party=party,
            to_parties=list(course.to),
            scopes=list(course.scopes),
            purpose=course.purpose,
            requested_on=asked_on,
            recorded_by=family.by,
        )
        if course.answered is None:
            return consent
        answered_on = self._back(course.answered + late)
        consent.answer_recorded_by = family.by
        if course.declined:
            consent.declined_on = answered_on
            return consent
        consent.given_on = consent.valid_from = answered_on
        consent.given_by, consent.channel = family.adult, self._channel()
        left = course.days_left
        consent.valid_to = latest_end(answered_on) if left is None else self._back(late - left)
        if course.withdrawn is not None:
            consent.withdrawn_at, consent.withdrawn_by = self._at(course.withdrawn), family.by
        return consent

    def _opened(self, family: Family, consent: Consent) -> list[Share]:
        first, last = consent.valid_from, consent.valid_to
        if first is None or last is None:
            return []
        return [
            Share(
                household=family.household,
                subject=consent.subject,
                scope=scope,
                from_party=consent.from_party,
                audience=_audience(receiver),
                to_unit=self._unit(receiver, family.district),
                basis=Share.Basis.CONSENT,
                consent=consent,
                valid_from=first,
                valid_to=last,
                created_by=family.by,
                revoked_at=consent.withdrawn_at,
                revoked_by=consent.withdrawn_by,
            )
            for receiver in consent.to_parties
            for scope in consent.scopes
        ]

    def _flag(self, family: Family) -> None:
        """The OSK meeting may discuss the family, and not know who it is."""
        first = self._back(self.rng.randint(5, 60))
        self.shares += [
            Share(
                household=family.household,
                subject=subject,
                scope=ShareScope.CHILDREN,
                from_party=Party.NAV,
                audience=Share.Audience.OSK,
                to_unit=self._unit(Receiver.OSK, family.district),
                basis=Share.Basis.STATUTE,
                legal_basis=FLAGGED,
                valid_from=first,
                valid_to=latest_end(first),
                created_by=family.by,
            )
            for subject in family.children
        ]

    def _unit(self, receiver: str, district: str) -> Unit:
        party = Party.NAV if receiver == Receiver.OSK else Party(receiver)
        return self.staff.units[party, district]

    def _channel(self) -> str:
        return self.rng.choice((Consent.Channel.WRITTEN, Consent.Channel.ORAL)).value

    def _back(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _at(self, days: int) -> datetime:
        noon = datetime.combine(self._back(days), datetime.min.time()) + timedelta(hours=12)
        return timezone.make_aware(noon)


def _audience(receiver: str) -> str:
    is_osk = receiver == Receiver.OSK
    return (Share.Audience.OSK if is_osk else Share.Audience.PARTY).value
