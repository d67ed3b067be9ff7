"""The yearly report against a plain scan of the payments it is counted from."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

from django.db import connection

from benefits import rules, windows
from benefits.models import KvpEnrolment, Payment
from benefits.rules import DEFINITIONS, OFFICIAL, History
from households.months import Month, month_of
from reports import counting
from reports.bench.measure import Result, interleaved, median, peak_memory_mb
from reports.bench.seed import R
from reports.figures import figures_of
from reports.fingerprint import fingerprint
from reports.snapshot import take_snapshot

AS_OF = date(2026, 1, 14)
CHECKED = 12_000
SECONDS_OF_A_CITY = 10


def plain_scan() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(amount) FROM benefits_payment")
        cursor.fetchone()


def three_year_count() -> int:
    return len(windows.over_three_years(R, AS_OF))


def whole_report() -> None:
    snapshot = take_snapshot(R, AS_OF)
    figures_of(snapshot, OFFICIAL)
    fingerprint(R, AS_OF)


def differences() -> int:
    """How many persons the bulk count and the plain rule disagree on, of up to `CHECKED`."""
    snapshot = take_snapshot(R, AS_OF)
    found = {code: counting.over_three_years(snapshot, R, code) for code in DEFINITIONS}
    windowed = windows.over_three_years(R, AS_OF)
    everybody = sorted(snapshot.paid)
    chosen = random.Random(1).sample(everybody, min(CHECKED, len(everybody)))
    plain = _plain_histories(chosen)
    return sum(
        any(
            rules.is_over_three_years(plain[person], R, code) != (person in found[code])
            for code in DEFINITIONS
        )
        or rules.is_over_three_years(plain[person], R, OFFICIAL) != (person in windowed)
        for person in chosen
    )


def _plain_histories(persons: list[int]) -> dict[int, History]:
    """Histories worked out row by row, apart from the code that is measured."""
    benefit: dict[int, set[Month]] = defaultdict(set)
    main_income: dict[int, set[Month]] = defaultdict(set)
    neutral: dict[int, set[Month]] = defaultdict(set)
    rows = Payment.objects.values_list("person_id", "co_applicant_id", "paid_on", "main_income")
    for applicant, co_applicant, paid_on, income in rows.iterator():
        for person in (applicant, co_applicant):
            benefit[person].add(month_of(paid_on))
            if income == "5":
                main_income[person].add(month_of(paid_on))
    for enrolment in KvpEnrolment.objects.iterator():
        first, last = month_of(enrolment.valid_from), month_of(enrolment.valid_to or date.max)
        neutral[enrolment.person_id] |= set(range(first, min(last, R) + 1))
    return {
        person: History(
            frozenset(benefit[person]), frozenset(neutral[person]), frozenset(main_income[person])
        )
        for person in persons
    }


def run(repeat: int, scale: int) -> list[Result]:
    """Measure on what is seeded; the caller has compared with the plain rule first."""
    works = {"scan": plain_scan, "count": three_year_count, "report": whole_report}
    times = interleaved(works, repeat)
    scan = median(times["scan"])
    base = peak_memory_mb("reports.bench.report:plain_scan")
    peak = peak_memory_mb("reports.bench.report:whole_report")
    report = median(times["report"])
    city = scale == 1
    return [
        Result("three-year count / plain scan", median(times["count"]), scan, "s", repeat, 3),
        Result("whole report / plain scan", report, scan, "s", repeat),
        Result("whole report", report, None, "s", repeat, SECONDS_OF_A_CITY if city else None),
        Result("memory of the report beyond the program", peak - base, None, "MB", 1, 300),
    ]
