"""Tenancies of a demo, what threatens them, support, and the homes that were bought (5b, 5c).

Exactly 110 homes are bought from 1 September three years before the report's year (design.md 6).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import District, Party, User
from households.access import Protection
from households.models import Household, HousingCost, Membership, Responsibility
from households.rules import ADULT_AT, years_before
from housing.models import (
    AdviceCase,
    CareerPlan,
    Dwelling,
    HousingChange,
    Purchase,
    Tenancy,
    TenancyRisk,
    TenancySupport,
)
from housing.tenancies.rules import main_rule_end, months_before
from reports.demo.composition import Composition
from reports.demo.users import DISTRICTS, Staff

BOUGHT, OWN_OF_THREE = 110, 3
STREETS = {
    "midtbyen": "Kanalgata",
    "ostbyen": "Myrbakken",
    "lerkendal": "Solsletta",
    "heimdal": "Fjordutsikten",
}
LIVE = (
    *("running", "running", "open_ended", "planned", "expiring", "notified", "short"),
    *("running", "open_ended", "planned", "plan_due", "expired", "owing", "no_renewal"),
)
"""How the live tenancies of each district stand, in turn."""
NOW = (
    # state, whether children live there, days since the petition, days since contact
    ("arrears", False, None, None),
    ("complaint", False, None, None),
    ("warned", False, None, None),
    ("petition", True, 3, None),
    ("petition", False, 11, None),
    ("eviction_set", False, 20, 15),
)
RESULTS = (
    *("averted", "averted", "carried_out", "settled", "averted"),
    *("averted", "averted", "carried_out", "left", "struck"),
)
GONE = {"carried_out": "evicted", "left": "moved"}
"""Why the tenancy ended with it."""
TOLD = {"carried_out": "Flyttet til botilbud", "left": "", "struck": "Gjaldt naboen"}
BEFORE = 10
"""Cases of risk in each district that are over."""
STEPS = (
    "Samtale om startlån i mars. Spare 2 000 kr i måneden.",
    "Snakke med banken, og søke forhåndsgodkjenning.",
    "Nedbetale to smålån først. Gjeldsrådgivning er i gang.",
)
SUPPORT = (
    ("visit", "Gikk gjennom leiligheten sammen, og avtalte når det skal vaskes."),
    ("economy", "Satte opp fast trekk av husleien den 20."),
    ("first", "Housing First: fast ukentlig besøk av teamet."),
    ("neighbours", "Snakket om husordensreglene og støy etter kl. 23."),
    ("practical", "Hjalp til med å bestille strøm og internett."),
)


class Homes:
    """Households that NAV has and HV does not yet, unprotected, each taken once."""

    def __init__(self, staff: Staff, rng: Random, today: date) -> None:
        self.staff, self.today, self.people = staff, today, Composition()
        self.left: dict[tuple[str, bool], list[Household]] = {}
        kept = Responsibility.objects.filter(household=OuterRef("pk"))
        hidden = Membership.objects.filter(household=OuterRef("pk")).exclude(
            person__protection=Protection.NONE
        )
        born = years_before(today, ADULT_AT)
        children = Membership.objects.valid_on(today).filter(
            household=OuterRef("pk"), role=Membership.Role.CHILD, person__birth_date__gt=born
        )
        rows: Any = Household.objects.annotate(young=Exists(children)).filter(
            ~Exists(hidden), ~Exists(kept.filter(party=Party.HV))
        )
        for district in DISTRICTS:
            unit = staff.units[Party.NAV, district]
            has = Responsibility.objects.valid_on(today).filter(household=OuterRef("pk"), unit=unit)
            found = list(rows.filter(Exists(has)).select_related("contact").order_by("pk"))
            rng.shuffle(found)
            for young in (True, False):
                self.left[district, young] = [row for row in found if row.young is young]

    def take(
        self, district: str, *, young: bool, since: date, mine: bool, on: date | None = None
    ) -> Household:
        """The next one, at HV's office in the district from that day on.

        With `on`, whether children live there is as it was that day.
        """
        left = self.left[district, young]
        day = on or self.today
        fits = (n for n in reversed(range(len(left))) if self._was(left[n], day) is young)
        home = left.pop(next(fits, -1))
        Responsibility.objects.create(
            household=home,
            party=Party.HV,
            unit=self.staff.units[Party.HV, district],
            caseworker=self.staff.users[f"hv.{district}"] if mine else None,
            valid_from=since,
        )
        return home

    def _was(self, home: Household, on: date) -> bool:
        return self.people.children(home.pk, on) > 0


def lay_down(staff: Staff, year: int) -> None:
    rng, today = Random(f"{year}/tenancies"), timezone.localdate()
    homes = Homes(staff, rng, today)
    towns = {row.code: row for row in District.objects.all()}
    writer = _Writer(staff, rng, today, homes, towns)
    for district in DISTRICTS:
        writer.live(district)
        writer.risks(district)
        writer.risks_before(district, year)
    writer.purchases(year)


class _Writer:
    def __init__(
        self,
        staff: Staff,
        rng: Random,
        today: date,
        homes: Homes,
        towns: dict[str, District],
    ) -> None:
        self.staff, self.rng, self.today, self.homes = staff, rng, today, homes
        self.towns, self.number = towns, 0

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def _dwelling(
        self, district: str, home: Household, on: date, ownership: str = "building"
    ) -> Dwelling:
        """One that is as large as the household of that day needs."""
        self.number += 1
        rooms = self.homes.people.rooms(home.pk, on, self.rng.randint(1, 4))
        return Dwelling.objects.create(
            address=f"{STREETS[district]} {self.number // 6 + 1}",
            unit_number=f"H{self.number % 6 + 1:02}01",
            district=self.towns[district],
            rooms=rooms,
            area=25 + 17 * rooms,
            is_adapted=self.number % 9 == 0,
            rent=4_500 + 1_400 * rooms,
            ownership=ownership,
        )

    def _sign(self, home: Household, district: str, starts: date, **values: Any) -> Tenancy:
        by = self.staff.users[f"hv.{district}"]
        kind = values.setdefault("kind", Tenancy.Kind.FIXED)
        if kind == Tenancy.Kind.FIXED:
            values.setdefault("ends_on", main_rule_end(starts, 3))
        on = values.get("ended_on") or self.today
        flat = values.pop("dwelling", None) or self._dwelling(
            district, home, on, self.rng.choice(("building", "share", "section"))
        )
        made = Tenancy.objects.create(
            household=home, dwelling=flat, starts_on=starts, registered_by=by, **values
        )
        told = f"{made.get_kind_display()} kontrakt fra {starts:%d.%m.%Y}"
        self._note(home, HousingChange.Part.TENANCY, told, starts, by)
        return made

    def _note(self, home: Household, part: str, told: str, on: date, by: User) -> None:
        at = timezone.make_aware(datetime.combine(on, time(10, 20)))
        HousingChange.objects.create(household=home, part=part, told=told, by=by, at=at)

    def live(self, district: str) -> None:
        """Fixed-term and open-ended ones in every state."""
        for number, fate in enumerate(LIVE):
            starts = self.day(self.rng.randint(200, 900))
            home = self.homes.take(
                district, young=number % 2 == 0, since=starts, mine=fate != "running"
            )
            contract = self._contract(fate, starts)
            if "ends_on" in contract and "short_ground" not in contract:
                starts = months_before(contract["ends_on"], 36) + timedelta(days=1)
            made = self._sign(home, district, starts, **contract)
            self._rent(made, fate)
            self._plan(made, fate)
            if number % 3 == 0:
                self._support(made, number)

    def _contract(self, fate: str, starts: date) -> dict[str, Any]:
        by = {"reviewed_by": self.staff.users["bolig"]}
        if fate in ("open_ended", "planned", "plan_due"):
            return {"kind": Tenancy.Kind.OPEN_ENDED}
        if fate == "short":
            told = {"short_ground": "special", "short_text": "Trenger en rolig overgang"}
            return told | {"ends_on": starts + timedelta(days=1_000)}
        if fate == "expiring":
            return {"ends_on": self.day(-self.rng.randint(100, 170))}
        if fate == "notified":
            return {"ends_on": self.day(-60), "notified_on": self.day(20)}
        if fate == "expired":
            return {"ends_on": self.day(6), "notified_on": self.day(150)}
        if fate == "no_renewal":
            reviewed = {"review": "end", "reviewed_on": self.day(80), "review_text": "Leier privat"}
            days = {"notified_on": 120, "demanded_on": 12, "moves_on": -18, "ends_on": 20}
            return reviewed | by | {name: self.day(ago) for name, ago in days.items()}
        return {}

    def _rent(self, tenancy: Tenancy, fate: str) -> None:
        """The rent where all services read it; a household whose rent is typed keeps its row."""
        known = HousingCost.objects.valid_on(self.today).filter(
            household=tenancy.household_id, kind=HousingCost.Kind.RENT
        )
        owed = tenancy.dwelling.rent if fate == "owing" else 0
        if known.exists():
            known.update(arrears=owed)
            return
        HousingCost.objects.create(
            household=tenancy.household,
            kind=HousingCost.Kind.RENT,
            claimed=tenancy.dwelling.rent,
            accepted=tenancy.dwelling.rent,
            arrears=owed,
            valid_from=tenancy.starts_on,
            registered_by=tenancy.registered_by,
        )

    def _plan(self, tenancy: Tenancy, fate: str) -> None:
        if fate not in ("planned", "plan_due"):
            return
        next_on = self.day(8) if fate == "plan_due" else self.day(-self.rng.randint(20, 120))
        CareerPlan.objects.create(
            household=tenancy.household,
            tenancy=tenancy,
            aim=self.rng.choice(CareerPlan.Aim.values),
            steps=self.rng.choice(STEPS),
            next_on=next_on,
            made_on=self.day(100),
            made_by=self.staff.users["bolig"],
        )

    def _support(self, tenancy: Tenancy, number: int) -> None:
        """Some sessions, the last with when the next one is; one in each district is late."""
        by = tenancy.registered_by
        for weeks in (9, 6, 3):
            kind, text = SUPPORT[(number + weeks) % len(SUPPORT)]
            last = weeks == 3
            next_on = self.day(4 if number == 0 else -self.rng.randint(3, 30)) if last else None
            TenancySupport.objects.create(
                household=tenancy.household,
                kind=kind,
                held_on=self.day(7 * weeks),
                text=text,
                next_on=next_on,
                held_by=by,
            )

    def risks(self, district: str) -> None:
        """What goes on now: one petition in each district waits too long for contact."""
        by = self.staff.users[f"hv.{district}"]
        for state, young, petition, contact in NOW:
            starts = self.day(self.rng.randint(300, 800))
            then = self.day(petition or 0)
            home = self.homes.take(district, young=young, since=starts, mine=True, on=then)
            tenancy = self._sign(home, district, starts)
            self._rent(tenancy, "owing" if state != "complaint" else "")
            values: dict[str, Any] = {"opened_on": self.day(petition + 40 if petition else 18)}
            if state != "arrears":
                values["warned_on"] = self.day((petition or 0) + 8)
            if petition is not None:
                values["petition_on"] = self.day(petition)
                self._advice(home, self.day(petition), by)
            if contact is not None:
                told = {"contact_on": self.day(contact), "contact_by": by}
                values |= told | {"contact_text": "Møte hjemme. Avtalt nedbetaling."}
            if state == "eviction_set":
                values["eviction_on"] = self.day(-12)
            self._risk(home, tenancy, by, state=state, with_children=young, **values)

    def _advice(self, home: Household, on: date, by: User) -> None:
        AdviceCase.objects.create(household=home, cause="eviction_risk", opened_on=on, opened_by=by)

    def _risk(self, home: Household, tenancy: Tenancy | None, by: User, **values: Any) -> None:
        made = TenancyRisk.objects.create(
            household=home, tenancy=tenancy, opened_by=by, text="Husleie", **values
        )
        self._note(home, HousingChange.Part.RISK, made.get_state_display(), made.opened_on, by)

    def risks_before(self, district: str, year: int) -> None:
        """What is over, since the year before the report's; an eviction ends the tenancy."""
        by, first = self.staff.users[f"hv.{district}"], date(year - 1, 1, 10)
        span = (self.today - first).days - 90
        for number in range(BEFORE):
            state, young = RESULTS[number % len(RESULTS)], number % 2 == 0
            petition = first + timedelta(days=self.rng.randint(0, span))
            starts = petition - timedelta(days=400)
            home = self.homes.take(district, young=young, since=starts, mine=False, on=petition)
            over = petition + timedelta(days=self.rng.randint(20, 80))
            ended = {"ended_on": over, "ended_by": by}
            evicted = state == "carried_out"
            gone = ended | {"end_reason": GONE[state]} if state in GONE else {}
            tenancy = self._sign(home, district, starts, **(gone or self._lasting(starts)))
            if not gone:
                self._rent(tenancy, "")
            values: dict[str, Any] = {"ended_text": TOLD.get(state, "Restansen er dekket")}
            if evicted:
                values["eviction_on"] = over
            if state not in ("settled", "left"):
                contact = petition + timedelta(days=self.rng.randint(1, 9))
                values |= {"petition_on": petition, "contact_on": contact, "contact_by": by}
                values["contact_text"] = "Samtale på kontoret"
            opened = petition - timedelta(days=45)
            self._risk(
                home,
                tenancy,
                by,
                state=state,
                with_children=young,
                opened_on=opened,
                **ended,
                **values,
            )

    def _lasting(self, starts: date) -> dict[str, Any]:
        """One who has kept the home rents open-ended when three years are over."""
        over = main_rule_end(starts, 3) < self.today
        return {"kind": Tenancy.Kind.OPEN_ENDED} if over else {}

    def purchases(self, year: int) -> None:
        """Homes bought from 1 September, three years before, to the end of November."""
        first, last = date(year - 3, 9, 1), date(year, 11, 30)
        days = sorted(
            first + timedelta(days=self.rng.randint(0, (last - first).days)) for _ in range(BOUGHT)
        )
        for number, day in enumerate(days):
            district = DISTRICTS[number % len(DISTRICTS)]
            self._bought(district, day, own=number % OWN_OF_THREE == 0, young=number // 4 % 2 == 0)

    def _bought(self, district: str, day: date, *, own: bool, young: bool) -> None:
        starts = months_before(day, self.rng.randint(40, 110))
        home = self.homes.take(district, young=young, since=starts, mine=False, on=day)
        ownership = self.rng.choice(("share", "section")) if own else "building"
        flat, by = self._dwelling(district, home, day, ownership), self.staff.users["bolig"]
        tenancy = self._sign(
            home,
            district,
            starts,
            kind=Tenancy.Kind.OPEN_ENDED,
            dwelling=flat,
            ended_on=day,
            ended_by=by,
            end_reason=Tenancy.EndReason.OWN_HOME,
        )
        valuation = 10_000 * self.rng.randint(95, 210)
        discount = 50_000 if own else 0
        Purchase.objects.create(
            household=home,
            tenancy=tenancy,
            dwelling=flat if own else None,
            bought_on=day,
            child_family=young,
            valuation=valuation if own else None,
            discount=discount,
            price=valuation - discount,
            income=10_000 * self.rng.randint(24, 41),
            registered_by=by,
        )
        if own:
            flat.state = Dwelling.State.SOLD
            flat.save(update_fields=["state"])
        what = "boligen de leide" if own else "en annen bolig"
        self._note(home, HousingChange.Part.CAREER, f"Kjøpte {what}", day, by)
