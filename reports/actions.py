"""Ordering, making and assessing the yearly report; each step safe to run twice."""

from __future__ import annotations

import hashlib
import logging
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import jobs
from accounts.models import District, User
from benefits import histories
from benefits.rules import OFFICIAL
from reports import counting, coverage, masking, storage
from reports.counting import Stock
from reports.figures import Figures, figures_of, reference_month
from reports.fingerprint import fingerprint
from reports.models import CountedFamily, CountedPerson, ReportRun
from reports.snapshot import Snapshot, take_snapshot

STAGE = jobs.Stage(
    queued=ReportRun.State.QUEUED, running=ReportRun.State.RUNNING, failed=ReportRun.State.FAILED
)
STEPS = (
    "Leser utbetalinger, perioder og medlemskap",
    "Regner ut de fem definisjonene",
    "Finner barnefamilier og bydel",
    "Sammenligner med året før",
    "Tar fingeravtrykk av grunnlaget",
    "Fryser tallene og lager PDF, XLSX, CSV og DOCX",
)
COULD_NOT_STORE = "Filene kunne ikke lagres. Sjekk ledig plass på disken."
FAULT = "Noe gikk galt. Driftsloggen har mer om feilen."

log = logging.getLogger(__name__)


@transaction.atomic
def request_report(
    *, year: int, as_of: date, code: str = OFFICIAL, by: User | None, again: bool = False
) -> tuple[ReportRun, bool]:
    """Order the report of `year` and tell whether the order is new.

    The same order twice is one report; `again` makes a new edition of one that is ready.
    Raises NoFinishedMonthError when the year has no finished month on `as_of`.
    """
    reference_month(year, as_of)
    same = ReportRun.objects.filter(year=year, definition=code, as_of=as_of)
    edition = max(1, same.count())
    if again and not same.exclude(state=ReportRun.State.READY).exists():
        edition = same.count() + 1
    run, is_new = ReportRun.objects.get_or_create(
        request_key=request_key(year, code, as_of, edition),
        defaults={
            "year": year,
            "definition": code,
            "as_of": as_of,
            "asked_by": by,
            "parameters": {"edition": edition},
        },
    )
    return run, is_new


def request_key(year: int, code: str, as_of: date, edition: int) -> str:
    """What makes two orders the same order."""
    return hashlib.sha256(f"2d|{year}|{code}|{as_of}|{edition}".encode()).hexdigest()


def make_report(run_id: int) -> None:
    """Make the report if nobody else is making it; a repeat, or a report that is ready, is left.

    A fault gives the job back, to be tried again by the sweeper; the fifth gives it up.
    """
    token = jobs.claim(ReportRun, run_id, STAGE, now=timezone.now())
    if token is None:
        return
    try:
        _make(ReportRun.objects.get(pk=run_id), token)
    except jobs.LostClaimError:
        log.warning("report %s was taken over by another worker", run_id)
    except OSError:
        log.exception("report %s could not be stored", run_id)
        jobs.release(ReportRun, run_id, token, STAGE, reason=COULD_NOT_STORE)
    except Exception:
        log.exception("report %s stopped", run_id)
        jobs.release(ReportRun, run_id, token, STAGE, reason=FAULT)


def _make(run: ReportRun, token: UUID) -> None:
    def tell(done: int, detail: str = "") -> None:
        now = timezone.now()
        jobs.extend(ReportRun, run.pk, token, now=now, steps_done=done, step_detail=detail)

    tell(0)
    snapshot = take_snapshot(reference_month(run.year, run.as_of), run.as_of)
    tell(1, f"{len(snapshot.paid)} personer")
    figures = figures_of(snapshot, run.definition, progress=tell)
    tell(4)
    figures["input_sha256"] = fingerprint(snapshot.reference, run.as_of)
    tell(5)
    run.figures = figures
    counted = _counted(run, snapshot)
    while not _publish(run, token, *counted):
        log.warning("report %s is masked again beside one that has just been published", run.pk)


def _publish(
    run: ReportRun, token: UUID, persons: list[CountedPerson], families: list[CountedFamily]
) -> bool:
    """Mask, write the files and make the report ready, all or nothing.

    False when another report was published meanwhile: the two must be masked side by side, or
    their difference could tell what each of them hides.
    """
    beside = released_beside(run)
    run.published = masking.publish(run.figures, released=beside)
    made = storage.write_files(run, edition=1)
    with transaction.atomic():
        list(_years_beside(run).select_for_update().values_list("pk"))
        if released_beside(run) != beside:
            return False
        jobs.finish(
            ReportRun,
            run.pk,
            token,
            state=ReportRun.State.READY,
            figures=run.figures,
            published=run.published,
            input_sha256=run.figures["input_sha256"],
            steps_done=len(STEPS),
            step_detail="",
            failure="",
            ready_at=timezone.now(),
        )
        storage.register(run, made)
        CountedPerson.objects.bulk_create(persons)
        CountedFamily.objects.bulk_create(families)
    return True


def _years_beside(run: ReportRun) -> QuerySet[ReportRun]:
    return ReportRun.objects.filter(year__range=(run.year - 1, run.year + 1))


def released_beside(run: ReportRun) -> list[Figures]:
    """What has been published of this year and the years beside it, oldest first."""
    beside = _years_beside(run).filter(state=ReportRun.State.READY)
    return list(beside.exclude(pk=run.pk).order_by("ready_at").values_list("published", flat=True))


def _counted(run: ReportRun, snapshot: Snapshot) -> tuple[list[CountedPerson], list[CountedFamily]]:
    """The persons and the child families behind the figures, as they were counted."""
    month = snapshot.reference
    over = counting.over_three_years(snapshot, month, run.definition)
    stock = counting.stock(snapshot, month, over)
    persons = [_counted_person(run, snapshot, stock, person) for person in sorted(over)]
    districts = dict(District.objects.values_list("name", "pk"))
    families = [
        CountedFamily(
            run=run,
            household_id=family.home,
            district_id=districts.get(family.district),
            on_assistance=family.on_assistance,
            over_three_years=family.over_three_years,
            mapped=family.mapped,
            planned=family.planned,
            discussed=family.discussed,
        )
        for family in coverage.families(snapshot, stock)
    ]
    return persons, families


def _counted_person(run: ReportRun, snapshot: Snapshot, stock: Stock, person: int) -> CountedPerson:
    spell = histories.spell_behind(snapshot.history(person), stock.month, run.definition)
    homes = counting.homes_at(snapshot, person, stock.month)
    family = next((home for home in homes if home in stock.families), None)
    supports = family is not None and person in snapshot.homes[family].supporters
    return CountedPerson(
        run=run,
        person_id=person,
        household_id=family or next(iter(homes), None),
        heads_count=person in stock.heads,
        in_child_family=supports,
        length=spell.length if spell else 0,
        paid=spell.paid if spell else 0,
    )


def try_again(run: ReportRun) -> None:
    """Put a report that was given up back in the queue."""
    ReportRun.objects.filter(pk=run.pk, state=ReportRun.State.FAILED).update(
        state=ReportRun.State.QUEUED, attempts=0, failure="", steps_done=0, step_detail=""
    )


class AlreadyAssessedError(Exception):
    """The assessment has been frozen with the report."""


@transaction.atomic
def assess_report(*, run: ReportRun, assessment: str, text: str, by: User) -> None:
    """Freeze the executive's own assessment with the report, and make the files that carry it.

    Raises AlreadyAssessedError the second time.
    """
    held = ReportRun.objects.filter(pk=run.pk, state=ReportRun.State.READY, assessment="")
    now = timezone.now()
    changes = {
        "assessment": assessment,
        "assessment_text": text,
        "assessed_by": by,
        "assessed_at": now,
    }
    if not held.update(**changes):
        raise AlreadyAssessedError
    run.refresh_from_db()
    storage.register(run, storage.write_files(run, edition=2))


def has_whole_year(year: int) -> bool:
    """Whether a report of the whole of `year` by the official definition is ordered or made."""
    whole = ReportRun.objects.filter(year=year, definition=OFFICIAL, as_of__year__gt=year)
    return whole.exclude(state=ReportRun.State.FAILED).exists()


def last_finished_year(today: date) -> int:
    return today.year - 1


def needs_new_edition(run: ReportRun) -> bool:
    """Whether the data behind a report that is ready have changed since it was made."""
    reference = reference_month(run.year, run.as_of)
    return run.input_sha256 != fingerprint(reference, run.as_of)
