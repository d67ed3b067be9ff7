"""Applications in a demo: in every state, most of them in time, some late, some on hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Party, Unit, User
from benefits.applications import actions
from benefits.applications.actions import AskedHelp, AskedMatter
from benefits.models import ApplicationState, AssistanceApplication, DocumentDemand, Payment
from benefits.rights.actions import assess_stay
from households.access import Protection
from households.models import Household, Intake, Membership, Responsibility
from households.months import Month
from reports.demo.users import DISTRICTS, Staff

S = ApplicationState
WORKING_DAY = time(9, 30)
OLDEST = timedelta(days=200)
"""Older than every application here; who applied then was a member then."""
Ask = tuple[tuple[str, str, int | None], ...]
"""What is asked for: kind, text and kroner of each matter."""
ASKS: tuple[Ask, ...] = (
    (("subsistence", "", None),),
    (("subsistence", "", None), ("rent", "", 9_500)),
    (("subsistence", "", None), ("rent", "", 11_200), ("power", "", 1_850)),
    (("one_off", "Vinterklær til barna", 2_400),),
    (("one_off", "Seng og madrass", 3_200),),
    (("power", "", 4_100),),
    (("rent", "", 8_700),),
)
WORDS = (
    "Lønna dekker ikke husleien etter at vi ble flere.",
    "Venter på svar på søknad om dagpenger.",
    "Har mistet ekstravaktene og har ikke nok til mat.",
    "Strømregningen ble mye høyere enn før.",
    "",
)
WANTED = ("Husleiekontrakt", "Lønnsslipper for to måneder", "Kontoutskrift", "Strømregning")

STAYS = {"midtbyen": "", "ostbyen": "lawful", "lerkendal": "pending", "heimdal": "unlawful"}
"""What has been chosen for who asks for emergency aid today, by office; nothing where it waits."""


@dataclass(frozen=True)
class Fate:
    """What has become of some applications: their state, how many in each district, how old."""

    state: str
    number: int
    days: tuple[int, int]
    reasons: tuple[str, ...] = ()
    held: bool = False
    replied: bool = False


FATES = (
    Fate(S.RECEIVED, 6, (0, 6)),
    Fate(S.IN_PROGRESS, 7, (3, 26)),
    Fate(S.IN_PROGRESS, 2, (33, 41)),
    Fate(S.IN_PROGRESS, 2, (35, 48), replied=True),
    Fate(S.IN_PROGRESS, 2, (12, 25), held=True),
    Fate(S.AWAITING_DOCUMENTS, 6, (9, 27)),
    Fate(S.ASSESSED, 5, (6, 24)),
    Fate(S.WITHDRAWN, 5, (20, 160), ("Har fått arbeid.", "Fikk hjelp av familien.")),
    Fate(S.NOT_PROCESSED, 5, (20, 160), ("Bor i en annen kommune. Sendt dit.",)),
    Fate(S.MISREGISTERED, 5, (20, 160), ("Registrert to ganger.", "Gjaldt en annen person.")),
)


def lay_down(staff: Staff, year: int) -> None:
    """Some dozens in each office, and emergency aid that is to be decided today."""
    rng = Random(f"{year}/applications")
    for district in DISTRICTS:
        unit = staff.units[Party.NAV, district]
        held = held_in(staff, district, unit, rng)
        for fate in FATES:
            for _ in range(fate.number):
                home, by = next(held)
                Desk(rng, by, unit).take_through(home, fate)
        home, by = next(held)
        Desk(rng, by, unit).urgent(home, stay=STAYS[district])


def held_in(
    staff: Staff, district: str, unit: Unit, rng: Random
) -> Iterator[tuple[Household, User]]:
    """The unit's households and their caseworkers, in no order but the same each time.

    The one who logs in to the demo comes first, so that there is something on that desk.
    """
    one, today = staff.users[f"nav.{district}"], timezone.localdate()
    lives_there = Membership.objects.valid_on(today).filter(
        household=OuterRef("pk"), person=OuterRef("contact"), valid_from__lte=today - OLDEST
    )
    open_to = Household.objects.not_closed_to(one).filter(
        Exists(lives_there), contact__protection=Protection.NONE
    )
    return cycle(on_desks(open_to, one, unit, rng))


def on_assistance_in(month: Month) -> QuerySet[Any]:
    """The households of those who were paid in that month."""
    paid = Payment.objects.assistance_paid().filter(month=month)
    return Membership.objects.filter(person__in=paid.values("person")).values("household")


def on_desks(
    homes: QuerySet[Household], one: User, unit: Unit, rng: Random
) -> list[tuple[Household, User]]:
    """Those of `homes` that the unit has, with their caseworkers; those of `one` come first."""
    rows = Responsibility.objects.valid_on(timezone.localdate()).filter(
        unit=unit, caseworker__isnull=False, household__in=homes.values("pk")
    )
    held = list(rows.select_related("household__contact", "caseworker").order_by("household"))
    rng.shuffle(held)
    held.sort(key=lambda row: row.caseworker_id != one.pk)
    return [(row.household, row.caseworker) for row in held if row.caseworker]


class Desk:
    """One caseworker's desk, on the day the demo is made."""

    def __init__(self, rng: Random, by: User, unit: Unit) -> None:
        self.rng, self.by, self.unit, self.today = rng, by, unit, timezone.localdate()

    def take_through(self, home: Household, fate: Fate) -> None:
        received = self.today - timedelta(days=self.rng.randint(*fate.days))
        row = self.register(home, self.rng.choice(ASKS), received)
        if fate.state == S.AWAITING_DOCUMENTS:
            self._ask_for_documents(row, received)
        elif fate.state == S.ASSESSED:
            row = self._move(row, S.IN_PROGRESS)
            self._move(row, S.ASSESSED)
        elif fate.state != S.RECEIVED:
            row = self._move(row, fate.state, self.rng.choice(fate.reasons or ("",)))
            self._beside(row, fate, received)
        self.date_history(row, received)

    def urgent(self, home: Household, stay: str) -> None:
        """Emergency aid of today; in some offices the ground of the stay has been chosen."""
        row = self.register(home, (("emergency", "", None),), self.today)
        if stay:
            assess_stay(application=row, category=stay, at=timezone.now(), by=self.by)

    def register(
        self,
        home: Household,
        ask: Ask,
        received: date,
        renews: AssistanceApplication | None = None,
    ) -> AssistanceApplication:
        return actions.register_application(
            household=home,
            applicant=home.contact,
            co_applicant=None,
            unit=self.unit,
            caseworker=self.by,
            asked=AskedHelp(
                received_on=received,
                channel=self.rng.choice(Intake.Channel.values[:4]),
                matters=[AskedMatter(*matter) for matter in ask],
                text=self.rng.choice(WORDS),
                form_token=UUID(int=self.rng.getrandbits(128)),
            ),
            by=self.by,
            renews=renews,
        )

    def assessed(self, home: Household, ask: Ask, received: date) -> AssistanceApplication:
        row = self._move(self.register(home, ask, received), S.IN_PROGRESS)
        return self._move(row, S.ASSESSED)

    def _move(self, row: AssistanceApplication, to: str, reason: str = "") -> AssistanceApplication:
        return actions.move(
            application=row, to=to, version=row.version, on=self.today, by=self.by, reason=reason
        )

    def _beside(self, row: AssistanceApplication, fate: Fate, received: date) -> None:
        given: dict[str, Any] = {"application": row, "version": row.version, "by": self.by}
        if fate.held:
            until = self.today + timedelta(days=self.rng.randint(1, 9))
            actions.hold(until=until, reason="Venter på svar fra Skatteetaten", **given)
        if fate.replied:
            actions.reply_meanwhile(
                reason="Vi venter på opplysninger fra en annen kommune.",
                expected_on=self.today + timedelta(days=self.rng.randint(5, 20)),
                on=received + timedelta(days=27),
                **given,
            )

    def _ask_for_documents(self, row: AssistanceApplication, received: date) -> None:
        asked = received + timedelta(days=2)
        actions.ask_for_documents(
            application=row,
            version=row.version,
            wanted=self.rng.sample(WANTED, 2),
            on=asked,
            due_on=asked + timedelta(days=14),
            by=self.by,
        )
        first = DocumentDemand.objects.filter(application=row).order_by("pk")[:1].get()
        actions.settle_demand(demand=first, state="met", on=asked + timedelta(days=5), by=self.by)

    def date_history(self, row: AssistanceApplication, received: date) -> None:
        """Let the history have happened at the time, and not all at once."""
        at = timezone.make_aware(datetime.combine(received, WORKING_DAY))
        AssistanceApplication.objects.filter(pk=row.pk).update(registered_at=at)
        Intake.objects.filter(pk=row.intake_id).update(registered_at=at, taken_at=at)
        for number, change in enumerate(row.changes.order_by("pk")):
            change.at = min(at + timedelta(days=2 * number, hours=number), timezone.now())
            change.save(update_fields=["at"])
