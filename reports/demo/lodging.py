"""Temporary lodging of a demo: the places, who has slept there, and who sleeps there now (§ 27)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import District, User
from households.models import Household, LodgingNeed
from housing.models import LodgingPlace, LodgingStay
from reports.demo.tenancies import Homes
from reports.demo.users import DISTRICTS, Staff

PLACES = (
    # name, provider, kind, price a night, rooms, suits children
    ("Kommunens gjestehus", "Trondheim kommune", "municipal", 620, 20, True),
    ("Familieleilighetene", "Trondheim kommune", "municipal", 780, 12, True),
    ("Hospitset ved havna", "Kirkens sosialtjeneste", "hostel", 540, 16, False),
    ("Byhotellet", "Byhotellet AS", "hotel", 1_150, None, True),
    ("Fjordhyttene", "Fjord camping", "camping", 690, 6, False),
)
SINCE = date(2013, 1, 1)
BEFORE = 22
"""Needs in each district that are over, in the last four years."""
OUTCOMES = ("municipal", "private", "family", "municipal", "own_home", "institution", "private")
NOW = (
    # whether children, nights slept, days left of the booking, state
    (True, 4, 5, "new"),
    (True, 20, 9, "planned"),
    (False, 9, 1, "ends"),
    (False, 30, 12, "no_plan"),
    (False, 2, 6, "new"),
    (False, 0, 0, "offered"),
    (False, 0, 0, "requested"),
)
"""How those of each district that are open stand. One has nowhere to sleep, one has an offer."""

UNDECIDED = "midtbyen"
"""Where NAV has a need to decide today."""
REASONS = {
    "new": "Kastet ut av samboeren i går kveld.",
    "planned": "Utkastelse fra privat leid bolig.",
    "ends": "Kom fra institusjon uten bolig.",
    "no_plan": "Bodde hos en venn som ikke kan ha dem lenger.",
    "offered": "Brann i leiligheten.",
    "requested": "Sover i bilen.",
}


def lay_down(staff: Staff, year: int) -> None:
    rng, today = Random(f"{year}/lodging"), timezone.localdate()
    places = [
        LodgingPlace.objects.create(
            name=name,
            provider=provider,
            kind=kind,
            address=f"Havnegata {number}",
            district=District.objects.get(code=DISTRICTS[number % 4]),
            price=price,
            rooms=rooms,
            suits_children=suits,
            valid_from=SINCE,
        )
        for number, (name, provider, kind, price, rooms, suits) in enumerate(PLACES, 1)
    ]
    writer = _Writer(staff, rng, today, Homes(staff, rng, today), places)
    for district in DISTRICTS:
        writer.before(district)
        writer.now(district)


class _Writer:
    def __init__(
        self, staff: Staff, rng: Random, today: date, homes: Homes, places: list[LodgingPlace]
    ) -> None:
        self.staff, self.rng, self.today = staff, rng, today
        self.homes, self.places = homes, places

    def before(self, district: str) -> None:
        """Over now; each has slept in one or two places."""
        by = self.staff.users[f"hv.{district}"]
        for number in range(BEFORE):
            young = number % 4 == 0
            asked = self.today - timedelta(days=self.rng.randint(120, 1_400))
            home = self.homes.take(district, young=young, since=asked, mine=False, on=asked)
            nights = self.rng.randint(2, 45)
            left = asked + timedelta(days=nights)
            need = LodgingNeed.objects.create(
                household=home,
                requested_on=asked,
                requested_by=by,
                decided_on=asked,
                onward="Visning på kommunal bolig" if nights > 14 else "",
                ended_on=left,
                ended_by=by,
                outcome=OUTCOMES[number % len(OUTCOMES)],
            )
            moved = asked + timedelta(days=nights // 2) if nights > 20 else left
            self._stay(need, by, asked, moved, young=young, left_on=moved)
            if moved < left:
                self._stay(need, by, moved, left, young=young, left_on=left)

    def now(self, district: str) -> None:
        """Those that are open, in every state."""
        by = self.staff.users[f"hv.{district}"]
        for young, nights, left, state in NOW:
            asked = self.today - timedelta(days=nights)
            home: Household = self.homes.take(district, young=young, since=asked, mine=True)
            need = LodgingNeed.objects.create(
                household=home,
                requested_on=asked,
                requested_by=self.staff.users[f"nav.{district}"],
                decided_on=None if state == "requested" and district == UNDECIDED else asked,
                reason_text=REASONS[state],
            )
            if state == "requested":
                self._declined(need, by)
            elif state == "offered":
                self._offer(need, by, asked, young=young)
            else:
                until = self.today + timedelta(days=left)
                stay = self._stay(need, by, asked, until, young=young)
                self._looked_after(need, stay, state, by)

    def _looked_after(self, need: LodgingNeed, stay: LodgingStay, state: str, by: User) -> None:
        """The quality is judged but for one that is new, and there is a plan where it says so."""
        if state != "new":
            stay.quality, stay.checked_by = LodgingStay.Quality.GOOD, by
            stay.checked_on = need.requested_on + timedelta(days=1)
            stay.save()
        if state == "planned":
            need.seen_on, need.seen_by = self.today - timedelta(days=1), by
            need.seen_text = "Barna har sovet godt. Begge er på skolen."
            need.onward = "Tilbud om kommunal bolig ventes i løpet av måneden."
            need.onward_on = self.today + timedelta(days=7)
            need.save()

    def _offer(
        self, need: LodgingNeed, by: User, on: date, *, young: bool, **values: Any
    ) -> LodgingStay:
        fits = [row for row in self.places if row.suits_children or not young]
        place = self.rng.choice(fits)
        return LodgingStay.objects.create(
            need=need, place=place, price=place.price, offered_on=on, offered_by=by, **values
        )

    def _declined(self, need: LodgingNeed, by: User) -> None:
        told = {"declined_on": self.today, "declined_text": "For langt fra jobben"}
        self._offer(need, by, self.today, young=False, **told)

    def _stay(
        self,
        need: LodgingNeed,
        by: User,
        first: date,
        until: date,
        *,
        young: bool,
        left_on: date | None = None,
    ) -> LodgingStay:
        checked: dict[str, Any] = {}
        if left_on is not None:
            quality = self.rng.choice(("good", "good", "good", "lacks"))
            text = "Trangt kjøkken" if quality == "lacks" else ""
            checked = {"quality": quality, "quality_text": text, "checked_by": by}
            checked |= {"checked_on": first, "left_on": left_on}
        return self._offer(need, by, first, young=young, from_on=first, until_on=until, **checked)
