"""Transitions to the services for adults in a demo: opened by themselves, in every state (4d).

Those of 17 whose mapping says that the needs will last get one through the ordinary code; then each
is taken some steps on. Few are left without a receiver on any one desk, so that few are red.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Party, Unit, User
from children.codes import Taken
from children.models import Transition, TransitionChange
from children.transitions import actions, rules
from children.transitions.actions import Receiver
from households.consents import Answer, Content, give_consent, request_consents
from households.models import Household, Membership, Responsibility, ShareScope
from households.rules import birthday, years_before
from reports.demo.child_words import LASTING
from reports.demo.users import DISTRICTS, Staff

FATES = (
    *("accepted", "open", "aftercare", "asked_outside", "accepted_outside", "receiver"),
    *("aftercare", "met", "asked_hv", "accepted", "plan", "declined", "ended"),
)
"""How far each is taken, in turn."""
RED = ("open", "receiver", "met", "plan", "asked_outside", "asked_hv", "declined")
RED_PER_CASEWORKER = 1
BY_HAND = (16, 18)
"""Ages at which one in each office is opened by hand: the second is red, since nobody received."""
OUTSIDE = (("DPS Nidaros", "Lege Åse Kvam"), ("Trondheim voksenopplæring", "Rådgiver Jo Hegg"))
PLANS = (
    (
        "Egen hybel fra sommeren med booppfølging. Fullfører videregående. AAP vurderes av NAV "
        "før 18-årsdagen.",
        "Jeg vil bo for meg selv, men ikke langt fra mamma.",
    ),
    (
        "Bytter til en mindre skole med tilrettelegging. Støttekontakt to ganger i uka. Ny "
        "samtale om arbeid med støtte til våren.",
        "Jeg orker ikke å fortelle alt en gang til til noen nye.",
    ),
    (
        "Poliklinisk behandling går over til voksne. Mor og far får veiledning. NAV følger opp "
        "skole og inntekt.",
        "Det er fint om den jeg har nå, blir med på første møte.",
    ),
)
SCOPES = (ShareScope.HOUSEHOLD, ShareScope.CHILDREN)
CONSENT_FOR = "HV skal vite hvem de blir spurt om å ta imot"


def lay_down(staff: Staff, year: int) -> None:
    now = timezone.now()
    actions.open_due(today=timezone.localdate(now), at=now)
    walker = _Walker(staff, Random(f"{year}/transitions"), now)
    walker.walk()
    for district in DISTRICTS:
        unit, one = staff.units[Party.NAV, district], staff.users[f"nav.{district}"]
        for age in BY_HAND:
            walker.open_by_hand(unit, one, age)


class _Walker:
    """Takes each transition as far as its fate says, with days between the steps."""

    def __init__(self, staff: Staff, rng: Random, now: datetime) -> None:
        self.rng, self.now, self.today = rng, now, timezone.localdate(now)
        self.red: Counter[int] = Counter()
        self.hands = {
            staff.units[party, district].pk: staff.users[f"{kind}.{district}"]
            for district in DISTRICTS
            for party, kind in ((Party.NAV, "nav"), (Party.BFT, "bft"))
        }
        self.others = {staff.units[Party.NAV, d].pk: staff.colleagues[d][0] for d in DISTRICTS}
        self.hv = {
            staff.units[party, district].pk: staff.units[Party.HV, district]
            for district in DISTRICTS
            for party in (Party.NAV, Party.BFT)
        }

    def walk(self) -> None:
        has = Responsibility.objects.valid_on(self.today).filter(caseworker__isnull=False)
        held = {(r.household_id, r.party): r.caseworker for r in has.select_related("caseworker")}
        rows = Transition.objects.going_on().with_all().order_by("pk")
        for number, row in enumerate(rows):
            seat = held.get((row.household_id, row.party))
            by = seat or self.hands[row.unit_id]
            fate = FATES[number % len(FATES)]
            if seat and fate in RED and self.red[seat.pk] >= RED_PER_CASEWORKER:
                fate = ("accepted_outside", "aftercare")[number % 2]
            if seat:
                self.red[seat.pk] += fate in RED
            self._take(row, fate, by, number)

    def open_by_hand(self, unit: Unit, one: User, age: int) -> None:
        """One just of that age in a family that a colleague has, or that nobody works with."""
        day = self.today - timedelta(days=61)
        youngest = years_before(day, age)
        oldest = youngest - timedelta(days=150)
        has = Responsibility.objects.valid_on(self.today).filter(unit=unit)
        rows = Membership.objects.valid_on(self.today).filter(
            role=Membership.Role.CHILD,
            person__birth_date__gt=oldest,
            person__birth_date__lte=youngest,
            person__transitions=None,
            household__in=Household.objects.not_closed_to(one),
        )
        rows = rows.select_related("person", "household").order_by("pk")
        for seats in (has.filter(caseworker=self.others[unit.pk]), has.filter(caseworker=None)):
            row = rows.filter(household__in=seats.values("household")).first()
            if row is not None:
                break
        if row is not None:
            actions.open_by_hand(
                household=row.household,
                child=row.person,
                unit=unit,
                needs=self.rng.choice(LASTING),
                at=self.now - timedelta(days=self.rng.randint(5, 60)),
                by=one,
            )

    def _take(self, row: Transition, fate: str, by: User, number: int) -> None:
        """From its opening, which is put back to when the child turned 17 or was mapped."""
        row = self._opened_before(row)
        if fate == "open":
            return
        days = self._days(row)
        receiver = self._receiver(row, fate, number)
        step: dict[str, Any] = {"by": by}
        row = actions.name_receiver(**self._next(row, days[0]), receiver=receiver, **step)
        if fate == "receiver":
            return
        row = actions.hold_meeting(**self._next(row, days[1]), met_on=days[1], **step)
        if fate == "met":
            return
        plan, words = PLANS[number % len(PLANS)]
        row = actions.write_plan(**self._next(row, days[2]), plan=plan, own_words=words, **step)
        if fate == "plan":
            return
        if receiver.unit is not None and receiver.unit.party == Party.HV:
            self._share(row, receiver.unit, days[2], by)
        row = actions.ask(**self._next(row, days[3]), asked_on=days[3], **step)
        if fate not in ("asked_hv", "asked_outside"):
            self._answered(row, fate, days, by)

    def _answered(self, row: Transition, fate: str, days: list[date], by: User) -> None:
        is_no = fate == "declined"
        answerer = by
        if row.receiver_unit_id is not None:
            answerer = self.others[row.receiver_unit_id]
            if answerer.pk == by.pk:
                answerer = self.hands[row.receiver_unit_id]
        row = actions.answer(
            **self._next(row, days[4]),
            taken=Taken.NO if is_no else Taken.YES,
            name=row.receiver_contact,
            text="Har ikke plass før til høsten" if is_no else "",
            answered_on=days[4],
            by=answerer,
        )
        if fate == "aftercare":
            born = row.child.birth_date or self.today
            until = birthday(born, self.rng.choice((19, 20, 23)))
            actions.decide_aftercare(
                **self._next(row, days[4]), until=until, text="Støttekontakt og bolig", by=by
            )
        if fate == "ended":
            actions.end(**self._next(row, days[4]), reason="received", text="", by=by)

    def _opened_before(self, row: Transition) -> Transition:
        born: Any = row.child.birth_date
        mapping: Any = row.mapping
        on = max(birthday(born, rules.OPENS_AT), mapping.completed_on)
        Transition.objects.filter(pk=row.pk).update(opened_on=on)
        TransitionChange.objects.filter(transition=row).update(at=self._at(on))
        row.opened_on = on
        return row

    def _days(self, row: Transition) -> list[date]:
        """Five days in order, from the opening to today, while the unit has the child."""
        has = Responsibility.objects.valid_on(self.today).filter(household=row.household_id)
        had_from = has.filter(unit=row.unit_id).values_list("valid_from", flat=True).first()
        first = max(row.opened_on, had_from or row.opened_on)
        left = (self.today - first).days
        return sorted(first + timedelta(days=self.rng.randint(0, left)) for _ in range(5))

    def _next(self, row: Transition, on: date) -> dict[str, Any]:
        return {"transition": row, "version": row.version, "at": self._at(on)}

    def _at(self, on: date) -> datetime:
        return min(timezone.make_aware(datetime.combine(on, time(13, 15))), self.now)

    def _receiver(self, row: Transition, fate: str, number: int) -> Receiver:
        if fate == "asked_hv":
            return Receiver(self.hv[row.unit_id], "", "Vakttelefonen")
        if fate.endswith("_outside") or row.party != Party.NAV:
            name, contact = OUTSIDE[number % len(OUTSIDE)]
            return Receiver(None, name, contact)
        return Receiver(row.unit, "", str(self.others[row.unit_id]))

    def _share(self, row: Transition, to: Unit, on: date, by: User) -> None:
        """The young person consents for themselves that HV may know who they are."""
        content = Content([Party.HV], SCOPES, CONSENT_FOR)
        (asked,) = request_consents(
            household=row.household,
            subjects=[row.child],
            from_party=row.party,
            content=content,
            on=on,
            by=by,
        )
        until = on + timedelta(days=360)
        answer = Answer(row.child, "oral", on, until)
        give_consent(consent=asked, answer=answer, to_units={Party.HV: to}, on=on, by=by)
