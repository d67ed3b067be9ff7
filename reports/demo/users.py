"""The staff of a demo: those who log in (design.md 6), and colleagues who only fill the offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import (
    AccessChange,
    Clearance,
    DelegationLimit,
    Party,
    RoleAssignment,
    Substitution,
    Unit,
    User,
)
from accounts.policy import Role

HIRED = date(2010, 1, 4)
DISTRICTS = ("midtbyen", "ostbyen", "lerkendal", "heimdal")
Names = tuple[str, str, str, str]

EXECUTIVE = ("raadmann", Role.EXECUTIVE, "Margrete Aasgård")
IN_EACH_DISTRICT: tuple[tuple[str, Role, Party, Names], ...] = (
    # kind, role, party of the unit, names in the order of DISTRICTS
    (
        "nav",
        Role.CASEWORKER,
        Party.NAV,
        ("Kari Nordmo", "Jonas Lillevik", "Ingunn Saxlund", "Ali Sørgård"),
    ),
    (
        "leder",
        Role.TEAM_LEADER,
        Party.NAV,
        ("Berit Haugan", "Per Åsheim", "Sissel Rognes", "Odd Kverndal"),
    ),
    (
        "bft",
        Role.BFT_ADVISER,
        Party.BFT,
        ("Nina Bråten", "Amal Yassin", "Tuva Engelsrud", "Lise Fossmo"),
    ),
    (
        "hv",
        Role.HV_ADVISER,
        Party.HV,
        ("Gro Utvik", "Trond Ørjavik", "Mette Solli", "Hassan Bergli"),
    ),
    (
        "leder.bft",
        Role.BFT_LEADER,
        Party.BFT,
        ("Astrid Vollan", "Henning Skage", "Marit Okkenhaug", "Farah Lunde"),
    ),
    (
        "leder.hv",
        Role.HV_LEADER,
        Party.HV,
        ("Torunn Sæther", "Vidar Lyngen", "Kirsti Overå", "Bjarne Singsås"),
    ),
    (
        "osk",
        Role.OSK_LEAD,
        Party.NAV,
        ("Eli Storhaug", "Rolf Ådland", "Unni Vestby", "Ketil Brandvol"),
    ),
)
IN_THE_MUNICIPALITY = (
    ("gjeld", Role.DEBT_COUNSELLOR, "Steffen Kjølstad"),
    ("senter", Role.CENTRE_STAFF, "Zahra Mohammadi"),
    ("okonomi", Role.PAYMENT_CLERK, "Tone Ringlund"),
    ("admin", Role.ADMINISTRATOR, "Øystein Datland"),
    ("admin2", Role.ADMINISTRATOR, "Solveig Ramdal"),
    ("revisor", Role.AUDITOR, "Vigdis Sundlo"),
)
HOUSING = ("bolig", Role.HOUSING_ADVISER, "Randi Husevåg")
"""Lets the homes of the whole municipality, so she has a seat at HV in every district."""
SECOND_LEADER = ("nestleder.midtbyen", "midtbyen", "Arne Fjeldvik")
"""Two leaders of one office, since a citizen's file is prepared by one and approved by another."""
CLEARED = ("kode6", "midtbyen", "Hilde Tverråen")
CLEARED_LEADERS = (
    ("leder.midtbyen", Clearance.Kind.CODE_7),
    ("leder.heimdal", Clearance.Kind.CODE_6),
)
"""One who approves what `kode6` proposes for kode 7, and one with a grade to settle."""
LIMITS = ((Role.CASEWORKER, 25_000), (Role.TEAM_LEADER, 150_000))
"""Kroner that a role decides alone, in the whole municipality."""
COLLEAGUES = {
    "midtbyen": ("Marte Holtet", "Anders Rye", "Siv Ekornes", "Yusuf Hallan"),
    "ostbyen": ("Ragnhild Skogly", "Espen Tømmerdal", "Leila Sandnes", "Magne Risvik"),
    "lerkendal": ("Torill Elvestad", "Geir Monsås", "Ida Bjerkan", "Emre Valsøy"),
    "heimdal": ("Bodil Kattem", "Stig Rosten", "Sara Lundåm", "Kjetil Okstad"),
}


@dataclass(frozen=True)
class Staff:
    """Who can be responsible for a household: units by party and district, and persons."""

    units: Mapping[tuple[str, str], Unit]
    users: Mapping[str, User]
    colleagues: Mapping[str, tuple[User, ...]]


def hire() -> Staff:
    """Make all users and their roles; those who log in share the password of the demo."""
    units = {
        (unit.party, unit.district.code): unit
        for unit in Unit.objects.filter(district__isnull=False).select_related("district")
        if unit.district is not None
    }
    password = make_password(settings.DEMO_PASSWORD)
    username, role, name = EXECUTIVE
    users = {username: _user(username, name, password, role, None)}
    for kind, role, party, names in IN_EACH_DISTRICT:
        for district, name in zip(DISTRICTS, names, strict=True):
            username = f"{kind}.{district}"
            users[username] = _user(username, name, password, role, units[party, district])
    username, role, name = HOUSING
    seats = [units[Party.HV, district] for district in DISTRICTS]
    users[username] = _user(username, name, password, role, seats[0])
    for there in seats[1:]:
        RoleAssignment.objects.create(user=users[username], role=role, unit=there, valid_from=HIRED)
    for username, role, name in IN_THE_MUNICIPALITY:
        users[username] = _user(username, name, password, role, None)
    username, district, name = SECOND_LEADER
    _user(username, name, password, Role.TEAM_LEADER, units[Party.NAV, district])
    users[CLEARED[0]] = _hire_cleared(units, password)
    for username, kind in CLEARED_LEADERS:
        Clearance.objects.create(user=users[username], kind=kind, valid_from=HIRED)
    colleagues = {
        district: tuple(_colleague(name, units[Party.NAV, district]) for name in names)
        for district, names in COLLEAGUES.items()
    }
    _administer(users, colleagues["heimdal"], units[Party.NAV, "heimdal"])
    return Staff(units, users, colleagues)


def _administer(users: Mapping[str, User], colleagues: tuple[User, ...], unit: Unit) -> None:
    """What the administration's pages show: limits, a substitute, a role that waits for two."""
    today = timezone.localdate()
    admin, second = users["admin"], users["admin2"]
    for role, amount in LIMITS:
        DelegationLimit.objects.create(role=role, amount=amount, valid_from=HIRED, set_by=admin)
    Substitution.objects.create(
        absent=users["nav.heimdal"],
        substitute=colleagues[0],
        valid_from=today,
        valid_to=today + timedelta(days=14),
        registered_by=admin,
    )
    AccessChange.objects.create(
        user=colleagues[1],
        what=AccessChange.What.ROLE_GIVEN,
        role=Role.TEAM_LEADER,
        unit=unit,
        valid_from=today,
        reason="Stedfortreder for teamlederen",
        needs_second=True,
        state=AccessChange.State.WAITING,
        requested_by=second,
    )


def _user(username: str, name: str, password: str, role: Role, unit: Unit | None) -> User:
    """A user with one role."""
    first_name, last_name = name.split(" ", 1)
    user = User.objects.create(
        username=username, first_name=first_name, last_name=last_name, password=password
    )
    RoleAssignment.objects.create(user=user, role=role, unit=unit, valid_from=HIRED)
    return user


def _colleague(name: str, unit: Unit) -> User:
    """A caseworker whom nobody can log in as."""
    username = name.lower().translate(str.maketrans("æøå ", "eoa."))
    return _user(username, name, make_password(None), Role.CASEWORKER, unit)


def _hire_cleared(units: Mapping[tuple[str, str], Unit], password: str) -> User:
    username, district, name = CLEARED
    user = _user(username, name, password, Role.CASEWORKER, units[Party.NAV, district])
    for kind in (Clearance.Kind.CODE_6, Clearance.Kind.CODE_7):
        Clearance.objects.create(user=user, kind=kind, valid_from=HIRED)
    return user
