"""What a step of an application for state funds means for the plan action it belongs to (1g)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coordination.models import GrantApplication, MeasureReview, PlanAction

State, Status = GrantApplication.State, PlanAction.Status


@dataclass(frozen=True)
class Standing:
    """Status of a plan action, the next deadline, and what shows that it is over."""

    status: str
    deadline: date
    evidence: str = ""

    @property
    def is_over(self) -> bool:
        return self.status in PlanAction.OVER


def standing_of_grant(state: str, apply_by: date, reporting_on: date | None) -> Standing:
    """To be applied for by the funder's deadline, reported on the day that the grant names.

    While the funder considers it nothing is due. Raises ValueError for a grant without that day.
    """
    if state == State.PLANNED:
        return Standing(Status.OPEN, apply_by)
    if state == State.SENT:
        return Standing(Status.WAITING, apply_by)
    if state == State.REFUSED:
        return Standing(Status.DROPPED, apply_by, "Søknaden ble avslått")
    if reporting_on is None:
        raise ValueError("a grant is reported on a day")
    if state == State.GRANTED:
        return Standing(Status.STARTED, reporting_on)
    return Standing(Status.DONE, reporting_on, "Rapportert til den som ga tilskuddet")


def standing_of_review(decision: str, due: date) -> Standing:
    """Who keeps a measure as it is has nothing more to do; a change or an end is to be made."""
    if decision == MeasureReview.Decision.KEEP:
        return Standing(Status.DONE, due, "Gjennomgått, fortsetter som nå")
    return Standing(Status.OPEN, due)


def states_after(state: str) -> tuple[str, ...]:
    """The states that an application may have next, its own first; an answer is not taken back."""
    order: dict[str, tuple[str, ...]] = {
        State.PLANNED: (State.PLANNED, State.SENT, State.GRANTED, State.REFUSED),
        State.SENT: (State.SENT, State.GRANTED, State.REFUSED),
        State.GRANTED: (State.GRANTED, State.REPORTED),
        State.REFUSED: (State.REFUSED,),
        State.REPORTED: (State.REPORTED,),
    }
    return order[state]
