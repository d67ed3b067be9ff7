"""What the offices of a demo have before them: intakes that wait, and emergency accesses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import AccessEvent, Party, User
from households.access import Protection
from households.intakes import Asked, Stated, register_intake, take_intake
from households.models import BreakGlass, Household, Intake, Responsibility
from reports.demo.users import DISTRICTS, Staff

Channel, Topic = Intake.Channel, Intake.Topic
NAV_ASKS = (
    ((Topic.SUBSISTENCE,), Channel.VISIT, "Har ikke nok til mat ut måneden."),
    ((Topic.EMERGENCY, Topic.HOUSING), Channel.PHONE, "Strømmen blir stengt på fredag."),
    ((Topic.DEBT,), Channel.LETTER, "Vil ha hjelp til å snakke med kreditorene."),
    ((Topic.SUBSISTENCE, Topic.CHILDREN), Channel.VISIT, "Trenger vinterklær til barna."),
)
OTHER_ASKS = {
    Party.BFT: (
        ((Topic.CHILDREN,), Channel.SERVICE, "Helsesykepleier ber om hjelp til fritid."),
        ((Topic.CHILDREN, Topic.HOUSING), Channel.VISIT, "Barna deler rom med de voksne."),
    ),
    Party.HV: (
        ((Topic.HOUSING,), Channel.PHONE, "Må ut av leiligheten ved årsskiftet."),
        ((Topic.HOUSING, Topic.DEBT), Channel.VISIT, "Skylder to måneders husleie."),
    ),
}
KINDS = {Party.BFT: "bft", Party.HV: "hv"}
TAKEN = 1
"""Of the intakes at each NAV office, how many somebody has taken."""

Opened = tuple[str, str, int, str, str, str]
OPENINGS: tuple[Opened, ...] = (
    # who, whose household, days ago, category, reason, conclusion (empty waits)
    ("nav.heimdal", "ostbyen", 11, "emergency", "Står i mottaket uten penger til medisiner.", ""),
    ("nav.midtbyen", "ostbyen", 1, "moved", "Bor hos en slektning her og trenger nødhjelp.", ""),
    (
        "nav.lerkendal",
        "heimdal",
        27,
        "cover",
        "Bistår Heimdal mens de har sykefravær.",
        "justified",
    ),
    (
        "nav.lerkendal",
        "heimdal",
        21,
        "cover",
        "Bistår Heimdal mens de har sykefravær.",
        "justified",
    ),
    ("nav.lerkendal", "ostbyen", 16, "cover", "Ringte oss da Østbyen var stengt.", "justified"),
    ("nav.lerkendal", "ostbyen", 12, "other", "Søker spurte hvor langt saken var.", "follow_up"),
)
OPENED_AT = time(10, 17)
FOLLOW_UP = "Spørsmål om framdrift hører til kontoret som har saken. Tatt opp med ansatt og leder."
PAGES = ("coordination:household", "coordination:economy", "coordination:household")


def lay_down(staff: Staff, year: int) -> None:
    """Some intakes in each office, most of them waiting, and some emergency accesses."""
    rng, today = Random(f"{year}/contacts"), timezone.localdate()
    for number, district in enumerate(DISTRICTS):
        homes = _households_of(staff, district)
        elsewhere = staff.users[f"nav.{DISTRICTS[number - 1]}"]
        for index, ask in enumerate(NAV_ASKS):
            by = elsewhere if index == 1 else staff.users[f"nav.{district}"]
            intake = _ask(staff, next(homes), by, ask, rng, today)
            if index < TAKEN:
                _take(intake, staff.users[f"nav.{district}"])
        for party, asks in OTHER_ASKS.items():
            for ask in asks:
                _ask(staff, next(homes), staff.users[f"{KINDS[party]}.{district}"], ask, rng, today)
    for opening in OPENINGS:
        _open(staff, opening, today)


def _households_of(staff: Staff, district: str) -> Iterator[Household]:
    """Households that the district's own caseworker has, of persons with a number."""
    caseworker = staff.users[f"nav.{district}"]
    has = Responsibility.objects.valid_on(timezone.localdate()).filter(caseworker=caseworker)
    homes = Household.objects.not_closed_to(caseworker).filter(
        pk__in=has.values("household"),
        contact__national_id__isnull=False,
        contact__protection=Protection.NONE,
    )
    return iter(homes.select_related("contact").order_by("pk"))


def _ask(
    staff: Staff,
    home: Household,
    by: User,
    ask: tuple[tuple[str, ...], str, str],
    rng: Random,
    today: date,
) -> Intake:
    topics, channel, text = ask
    person, ago = home.contact, rng.randint(1, 12)
    kind, district = by.username.split(".")
    intake = register_intake(
        stated=Stated(person.first_name, person.last_name, person.birth_date, person.national_id),
        asked=Asked(
            today - timedelta(days=ago), channel, topics, text, UUID(int=rng.getrandbits(128))
        ),
        unit=staff.units[Party(kind), district],
        by=by,
    )
    intake.registered_at = timezone.now() - timedelta(days=ago)
    intake.save(update_fields=["registered_at"])
    return intake


def _take(intake: Intake, by: User) -> None:
    take_intake(intake=intake, by=by)
    Intake.objects.filter(pk=intake.pk).update(taken_at=intake.registered_at + timedelta(hours=3))


def _open(staff: Staff, opening: Opened, today: date) -> None:
    username, district, ago, category, reason, conclusion = opening
    user, leader = staff.users[username], staff.users[f"leder.{district}"]
    taken = set(BreakGlass.objects.values_list("household", flat=True))
    home = next(row for row in _households_of(staff, district) if row.pk not in taken)
    at = timezone.make_aware(datetime.combine(today - timedelta(days=ago), OPENED_AT))
    row = BreakGlass.objects.create(
        user=user,
        household=home,
        person=home.contact,
        unit=staff.units[Party.NAV, district],
        category=category,
        reason=reason,
        on=today - timedelta(days=ago),
        opened_at=at,
        expires_at=at + timedelta(hours=24),
        ended_at=at + timedelta(minutes=25),
    )
    _log(row)
    if conclusion:
        row.reviewed_by, row.reviewed_at = leader, at + timedelta(days=2)
        row.conclusion = conclusion
        row.review_note = FOLLOW_UP if conclusion == BreakGlass.Conclusion.FOLLOW_UP else ""
        row.save()


def _log(opened: BreakGlass) -> None:
    """The lines of the access log, at their times: only the log's own queryset is append-only."""
    for number, page in enumerate(PAGES):
        line = AccessEvent.objects.create(
            user_id=opened.user_id,
            roles="caseworker",
            action=AccessEvent.Action.READ,
            rule="break_glass",
            party=Party.NAV,
            view_name=page,
            object_type="household",
            object_id=opened.household_id,
            subject_ids=[opened.person_id],
        )
        at: datetime = opened.opened_at + timedelta(minutes=1 + 6 * number)
        QuerySet(AccessEvent).filter(pk=line.pk).update(at=at)
