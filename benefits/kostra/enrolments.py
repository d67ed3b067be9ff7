"""Time in the programme from start to end, put together from the files of several years."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from benefits.kostra.findings import Notice
from benefits.kostra.identity import Identity
from benefits.kostra.programmes import ProgrammeYear


@dataclass(frozen=True)
class Enrolment:
    """One stay in the programme; `ended_on` is the last day, None while it goes on.

    `status`, exit codes and the rest are those of the latest year; `years` those with a line.
    """

    identity: Identity
    started_on: date
    ended_on: date | None
    status: str
    applied_on: date | None
    decided_on: date | None
    exit_codes: tuple[str, ...]
    main_exit_income: str
    moved_from_municipality: str | None
    years: tuple[int, ...]
    latest: ProgrammeYear


def enrolments_of(
    programme_years: Collection[ProgrammeYear], years: Collection[int]
) -> tuple[tuple[Enrolment, ...], tuple[Notice, ...]]:
    """Enrolments by person and start, and what was assumed to get them.

    Lines of a person with the same start are one enrolment; so are two that overlap, since nobody
    is in two programmes at a time. `years` are the report years with an 11CF file, those of files
    without a line too: someone said to be in programme at the end of a year, and absent from the
    next file, is taken to have left on 31 December.
    """
    enrolments: list[Enrolment] = []
    notices: list[Notice] = []
    all_years = {*years, *(one.year for one in programme_years)}
    ordered = sorted(programme_years, key=_order)
    for _, lines in groupby(ordered, key=lambda one: one.identity):
        merged: list[Enrolment] = []
        for line in lines:
            _add(merged, line, notices)
        enrolments += [_closed_if_absent(one, all_years, notices) for one in merged]
    return tuple(enrolments), tuple(notices)


def _order(one: ProgrammeYear) -> tuple[Identity, date, int, date, int]:
    return one.identity, one.started_on, one.year, one.ended_on or date.max, one.line


def _add(merged: list[Enrolment], line: ProgrammeYear, notices: list[Notice]) -> None:
    """Lay a line to the person's last enrolment if it belongs to it, else begin a new one."""
    if not merged or not _belongs(merged[-1], line):
        merged.append(_begun_by(line))
        return
    last = merged[-1]
    if last.started_on != line.started_on:
        message = "Deltakelsen overlapper en annen med annen startdato; de er regnet som én."
        notices.append(Notice(line.file, line.line, "BEGYNT_DATO", "periode", message))
    newer = line if _rank(line) >= _rank(last.latest) else last.latest
    merged[-1] = replace(
        _begun_by(newer),
        started_on=last.started_on,
        applied_on=last.applied_on,
        decided_on=last.decided_on,
        moved_from_municipality=last.moved_from_municipality or line.moved_from_municipality,
        years=tuple(sorted({*last.years, line.year})),
    )


def _belongs(last: Enrolment, line: ProgrammeYear) -> bool:
    known_until = last.ended_on or date(last.latest.year, 12, 31)
    return line.started_on == last.started_on or line.started_on <= known_until


def _rank(one: ProgrammeYear) -> tuple[int, date]:
    return one.year, one.ended_on or date.max


def _begun_by(line: ProgrammeYear) -> Enrolment:
    return Enrolment(
        identity=line.identity,
        started_on=line.started_on,
        ended_on=line.ended_on,
        status=line.status,
        applied_on=line.applied_on,
        decided_on=line.decided_on,
        exit_codes=line.exit_codes,
        main_exit_income=line.main_exit_income,
        moved_from_municipality=line.moved_from_municipality,
        years=(line.year,),
        latest=line,
    )


def _closed_if_absent(one: Enrolment, years: Collection[int], notices: list[Notice]) -> Enrolment:
    latest = one.latest
    if one.ended_on or not any(year > latest.year for year in years):
        return one
    message = f"Deltakeren mangler i neste fil; programmet er avsluttet 31.12.{latest.year}."
    notices.append(Notice(latest.file, latest.line, "STATUS", "periode", message))
    return replace(one, ended_on=date(latest.year, 12, 31))
