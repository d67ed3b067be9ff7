"""What the municipality itself must do, in a demo: plan actions in every state.

With reviews of the youth measures (1f), applications for funds (1g), learning notes and frozen
tables (1d, 1h).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import District, Party, User
from benefits.models import LearningNote, Measure
from coordination.models import MeasureReview
from coordination.plan_actions import actions
from coordination.plan_actions.actions import Duty
from reports.demo.users import DISTRICTS, Staff
from reports.knowledge.actions import make
from reports.models import KnowledgeTable

PARTIES: dict[str, str] = {Party.NAV: "leder", Party.BFT: "bft", Party.HV: "hv"}
PLANS = ((120, "started"), (45, "open"), (200, "open"), (-12, "started"))
"""Days to the deadline and the status of a competence plan, by district; one is late."""
OTHERS: tuple[tuple[str, str, str, int, str], ...] = (
    ("4c", "Rutine for familieperspektivet, ny utgave", "", 20, "started"),
    ("4c", "Kurs i samtaler med barn", Party.BFT, 75, "open"),
    ("6c", "Gå gjennom alle barnetilbud for pris og utstyr", Party.BFT, 90, "started"),
    ("6c", "Informasjon om gratis tilbud på flere språk", Party.BFT, -30, "done"),
    ("6e", "Møte med idrettsrådet om redusert kontingent", Party.BFT, 14, "open"),
    ("6e", "Utstyrslager på Heimdal", Party.BFT, -60, "dropped"),
    ("7a", "Liste over egenandeler på frisklivstilbud", Party.HV, 50, "started"),
    ("7a", "Skyss til lærings- og mestringssenteret", Party.HV, -4, "open"),
    ("8a", "Forum for brukerorganisasjoner, vår", "", -150, "done"),
    ("8a", "Forum for brukerorganisasjoner, høst", "", 6, "started"),
)
STARTED = {"status": "started", "evidence": ""}
EVIDENCE = {"done": "Referat ligger i saksarkivet", "dropped": "Ingen lokaler å få"}
REVIEWS = (
    (0, "Ungdomsverkstedet", (4, 3, 3, 4), "keep", 200),
    (0, "Ung i jobb", (3, 3, 2, 3), "change", 40),
    (1, "Ungdomsverkstedet", (3, 3, 3, 4), "keep", -300),
    (1, "Ung i jobb", (2, 3, 2, 3), "change", -250),
    (1, "Tilbake til skolen", (4, 4, 3, 3), "keep", -300),
)
"""Years ago, measure, scores, decision, days to the deadline; one is missing this year."""
GRANTS: tuple[tuple[str, str, int, str, int, int | None, str], ...] = (
    ("Jobbsjansen del A", "IMDi", 2_400_000, "granted", -260, 25, "Jobbsjansen"),
    ("Jobbsjansen del A, neste år", "IMDi", 2_600_000, "planned", 22, None, "Jobbsjansen"),
    ("Barnefattigdom", "Bufdir", 900_000, "sent", -20, None, "Barnas INN"),
    ("Ungdom utenfor", "NAV", 600_000, "refused", -200, None, "Ung i jobb"),
    (
        "Norsk på arbeidsplassen",
        "HK-dir",
        450_000,
        "reported",
        -500,
        -30,
        "Norsk på arbeidsplassen",
    ),
    ("Boligsosialt arbeid", "Husbanken", 750_000, "planned", 70, None, ""),
)
NOTES = (
    ("Lager og logistikk", "Flest får jobb der praksis og truckbevis kommer samtidig."),
    ("Jobbsøkerkurs", "Kurset alene hjelper få. Best rett etter praksis."),
    ("Ung i jobb", "Tre uker uten kontakt etter slutt er nok til at mange faller fra."),
    ("Norsk på arbeidsplassen", "Norsk på jobb gir mer enn norsk i klasserom for dem på A2."),
    ("Jobbsjansen", "Barnehageplass må være klar før oppstart."),
)


def lay_down(staff: Staff, year: int) -> None:
    """All of it, by the leaders; the tables are frozen for the year with today's data."""
    today, by = timezone.localdate(), staff.users["leder.midtbyen"]
    _competence_plans(staff, by, today)
    _others(staff, by, today)
    measures = {row.name: row for row in Measure.objects.all()}
    _reviews(measures, staff, today)
    _grants(measures, by, today)
    for number, (name, text) in enumerate(NOTES):
        writer = staff.users[f"leder.{DISTRICTS[number % len(DISTRICTS)]}"]
        LearningNote.objects.create(measure=measures[name], text=text, written_by=writer)
    for kind in KnowledgeTable.Kind.values:
        make(kind=kind, year=year, as_of=today, by=None)


def _competence_plans(staff: Staff, by: User, today: date) -> None:
    """One for each party and district; the year before is judged for some (4a)."""
    places = {row.code: row for row in District.objects.all()}
    for party, kind in PARTIES.items():
        for district, (days, status) in zip(DISTRICTS, PLANS, strict=True):
            owner = staff.users[f"{kind}.{district}"]
            duty = Duty(owner, today + timedelta(days=days), party, places[district])
            title = f"Kompetanseplan {today.year}: {Party(party).label} {places[district]}"
            row = actions.add(duty=duty, by=by, measure="4a", title=title)
            is_done = party != Party.NAV and days < 0
            if is_done or status == "started":
                told = {"status": "done", "evidence": "Vedtatt"} if is_done else STARTED
                actions.move_on(action=row, version=1, on=today, by=by, **told)
            if district != "heimdal":
                result = "reached" if party == Party.BFT else "partly"
                grounds = "Planen ble fulgt i det meste"
                actions.judge(
                    action=row, year=today.year - 1, result=result, grounds=grounds, by=by
                )


def _others(staff: Staff, by: User, today: date) -> None:
    for number, (measure, title, party, days, status) in enumerate(OTHERS):
        kind = PARTIES.get(party, "leder")
        owner = staff.users[f"{kind}.{DISTRICTS[number % len(DISTRICTS)]}"]
        duty = Duty(owner, today + timedelta(days=days), party)
        row = actions.add(duty=duty, by=by, measure=measure, title=title)
        if status != "open":
            told = EVIDENCE.get(status, "")
            actions.move_on(action=row, version=1, status=status, evidence=told, on=today, by=by)
        if status == "done":
            grounds = "Gjennomført og videreføres"
            actions.judge(
                action=row, year=today.year - 1, result="continued", grounds=grounds, by=by
            )


def _reviews(measures: dict[str, Measure], staff: Staff, today: date) -> None:
    for ago, name, scores, decision, days in REVIEWS:
        owner = staff.users["leder.lerkendal"]
        told = dict(zip(MeasureReview.SCORES, scores, strict=True))
        row = actions.review(
            duty=Duty(owner, today + timedelta(days=days), Party.NAV),
            by=owner,
            on=today,
            measure=measures[name],
            year=today.year - ago,
            decision=decision,
            **told,
        )
        if ago and not row.action.is_over:
            done = {"status": "done", "evidence": "Nytt opplegg fra nyttår"}
            actions.move_on(action=row.action, version=1, on=today, by=owner, **done)


def _grants(measures: dict[str, Measure], by: User, today: date) -> None:
    for scheme, funder, amount, state, days, report, name in GRANTS:
        actions.apply_for_funds(
            duty=Duty(by, today + timedelta(days=days), Party.NAV),
            by=by,
            on=today,
            scheme=scheme,
            funder=funder,
            amount=amount,
            state=state,
            reporting_on=None if report is None else today + timedelta(days=report),
            measure=measures.get(name),
        )
