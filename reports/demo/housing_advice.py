"""Advice about housing in a demo: to those in the queue and to others, few of them late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from uuid import UUID

from accounts.models import Party, Unit, User
from households.models import Household, Responsibility
from housing.advice.rules import OUTCOME_OF_EXIT
from housing.codes import AdviceOutcome
from housing.models import AdviceCase, AdviceSession, AdviceStep, HousingApplication, QueueEntry
from reports.demo import housing_words as words

BESIDE = (("request", 9), ("self_referral", 6), ("eviction_risk", 6))
"""Open advice in each district to those who do not stand in the queue, by its cause."""
OVER_EACH = 6
LATE_OF = 9
"""One of so many in the queue has not been talked with in time."""
NOT_OFFERED = 2
"""One of so many of the refused has not been offered advice."""


class Advice:
    """Makes the advice of one district's office."""

    def __init__(self, rng: Random, today: date, unit: Unit, by: User) -> None:
        self.rng, self.today, self.unit, self.by = rng, today, unit, by

    def lay_down(self, entries: Iterable[QueueEntry], homes: Iterator[Household]) -> None:
        """Those in the queue and out of it, the refused, and those who came of themselves."""
        for number, entry in enumerate(entries):
            self._of_entry(entry, is_late=number % LATE_OF == 0)
        refused = HousingApplication.objects.filter(unit=self.unit, state="refused")
        for number, row in enumerate(refused.order_by("pk")):
            self._of_refused(row, is_offered=number % NOT_OFFERED == 0)
        for cause, many in BESIDE:
            for _ in range(many):
                opened = self.today - timedelta(days=self.rng.randint(1, 25))
                self._open(self._held(next(homes)), cause, opened)
        for outcome in AdviceOutcome:
            for _ in range(OVER_EACH):
                opened = self.today - timedelta(days=self.rng.randint(120, 700))
                case = self._open(self._held(next(homes)), "request", opened)
                self._talk(case, opened + timedelta(days=20))
                self._close(case, opened + timedelta(days=self.rng.randint(30, 110)), outcome)

    def _held(self, home: Household) -> Household:
        """The household, which the office has from long ago."""
        rows = Responsibility.objects.filter(household=home, party=Party.HV, valid_to=None)
        if not rows.exists():
            since = self.today - timedelta(days=900)
            rows.create(household=home, party=Party.HV, unit=self.unit, valid_from=since)
        return home

    def _open(self, home: Household, cause: str, on: date) -> AdviceCase:
        aims = ("private_rent", "own_home", "keep_home")
        return AdviceCase.objects.create(
            household=home,
            cause=cause,
            opened_on=on,
            opened_by=None if cause == "request" else self.by,
            offered_on=on,
            aim=self.rng.choice(aims),
        )

    def _of_entry(self, entry: QueueEntry, *, is_late: bool) -> None:
        case = self._open(entry.household, "queue", entry.queued_on)
        until = entry.ended_on or self.today
        on = entry.approved_on + timedelta(days=self.rng.randint(10, 28))
        while on <= until and not (is_late and entry.ended_on is None):
            self._talk(case, max(on, case.opened_on))
            on += timedelta(days=self.rng.randint(60, 88))
        self._steps(case, until)
        outcome = OUTCOME_OF_EXIT.get(entry.exit_cause)
        if entry.ended_on is not None:
            ended = max(entry.ended_on, case.opened_on)
            self._close(case, ended, outcome or AdviceOutcome.NOT_REACHED)

    def _of_refused(self, row: HousingApplication, *, is_offered: bool) -> None:
        on = row.decided_on or self.today
        case = self._open(row.household, "refusal", on)
        if is_offered:
            self._steps(case, self.today)
            return
        case.offered_on = None
        case.save(update_fields=["offered_on"])

    def _talk(self, case: AdviceCase, on: date) -> None:
        AdviceSession.objects.create(
            case=case,
            held_on=min(on, self.today),
            text=self.rng.choice(words.TALKS),
            place=self.rng.randint(1, 90) if case.cause == "queue" else None,
            held_by=self.by,
            form_token=UUID(int=self.rng.getrandbits(128)),
        )

    def _steps(self, case: AdviceCase, until: date) -> None:
        for tool, text, owner in self.rng.sample(words.STEPS, self.rng.randint(1, 3)):
            is_done = self.rng.random() < 0.4
            AdviceStep.objects.create(
                case=case,
                tool=tool,
                text=text,
                owner=owner,
                due_on=until + timedelta(days=self.rng.randint(5, 40)),
                done_on=until if is_done else None,
                result="Sendt" if is_done else "",
                made_by=self.by,
            )

    def _close(self, case: AdviceCase, on: date, outcome: AdviceOutcome) -> None:
        case.closed_on, case.outcome = min(on, self.today), outcome
        case.save(update_fields=["closed_on", "outcome"])


def talk_with_those_who_asked(rng: Random, today: date, users: Mapping[str, User]) -> None:
    """A session in time with everybody whose intake opened a case by itself."""
    for case in AdviceCase.objects.filter(cause="request", offered_on=None, closed_on=None):
        on = min(today, case.opened_on + timedelta(days=rng.randint(3, 25)))
        AdviceSession.objects.create(
            case=case,
            held_on=on,
            text=rng.choice(words.TALKS),
            held_by=users["bolig"],
            form_token=UUID(int=rng.getrandbits(128)),
        )
