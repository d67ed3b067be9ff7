"""What the addresses of access requests and of erasure name."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from coordination import subject_file
from coordination.citizen import storage
from coordination.retention import actions
from households.models import AccessRequest, Household, HouseholdLock, RetentionRun
from tests.conftest import unit
from tests.coordination import citizen_cast as cast
from tests.factories import HouseholdFactory, UserFactory, situate

AS_OF = date(2026, 11, 1)


def request_of(household: Household) -> int:
    """A request of the household's, its file made by one leader and approved by another."""
    found = AccessRequest.objects.filter(household=household).first()
    return (found or _approved(household)).pk


def _approved(household: Household) -> AccessRequest:
    """The PDF is but its first bytes: hundreds of cells ask for it, and one test lays it out."""
    midtbyen, now = unit("nav", "midtbyen"), timezone.now()
    one, two = (UserFactory(role=Role.TEAM_LEADER, unit=midtbyen) for _ in range(2))
    found = cast.ask(household, one, timezone.localdate())
    AccessRequest.objects.filter(pk=found.pk).update(
        prepared_by=one, prepared_at=now, approved_by=two, approved_at=now
    )
    contents = subject_file.contents(found, made_at=now, made_by="")
    storage.store(found, "json", subject_file.as_json(contents), now)
    storage.store(found, "pdf", b"%PDF-1.7", now)
    return found


def forgotten_household() -> Household:
    """One whose time is up."""
    household = HouseholdFactory(district="midtbyen")
    situate(household.contact, date(2015, 2, 3))
    return household


def retention_run(by: User) -> int:
    """A proposal that waits for approval."""
    forgotten_household()
    return _proposed(by).pk


def lock(by: User) -> int:
    household = forgotten_household()
    run = _proposed(by)
    return HouseholdLock.objects.create(household=household, run=run, locked_on=AS_OF).pk


def _proposed(by: User) -> RetentionRun:
    """The one proposal that may wait."""
    waiting = RetentionRun.objects.filter(state=RetentionRun.State.PROPOSED).first()
    return waiting or actions.propose(as_of=AS_OF, by=by)
