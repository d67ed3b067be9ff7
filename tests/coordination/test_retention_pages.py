"""The pages of erasure: who may, two persons, locked households, and that nobody deletes."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccessEvent, Clearance, User
from accounts.policy import Role
from coordination.retention import actions
from households.models import Disqualification, Household, HouseholdLock, Person, RetentionRun
from tests.conftest import confirmed, logged_in, unit
from tests.factories import HouseholdFactory, UserFactory, clear, situate
from tests.test_architecture import FLOOR

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
RUNS, LOCKED = "/arkiv/sletting/", "/arkiv/laast/"
AS_OF = {"as_of": "01.11.2026"}
DELETES = {
    "reports/demo/relet.py": "takes out invented homes that nobody of the demo has lived in",
    "accounts/models/access_log.py": "refuses it",
    "accounts/administration/actions.py": "ends sessions, and takes out staff periods not begun",
    "accounts/administration/unit_actions.py": "takes out limits and roles that had not begun",
    "accounts/recovery.py": "takes away a user's own lost app and keys",
    "benefits/calculating/actions.py": "works a draft out anew; what is frozen refuses it",
    "benefits/counselling/economy.py": "takes a post out of a budget that is being written",
    "benefits/kvp_benefit/actions.py": "works a prepared month out anew; a confirmed one refuses",
    "benefits/models/calculations.py": "refuses it when frozen",
    "benefits/imports/kostra_writing.py": "an import replaces rows of its own, all or nothing",
    "benefits/imports/money_writing.py": "an import replaces rows of its own, all or nothing",
    "benefits/imports/home_writing.py": "an import replaces rows of its own, all or nothing",
    "children/actions.py": "writes domains of a mapping under way anew; a completed one refuses",
    "coordination/meetings/anonymising.py": "takes a family whose time is up off meetings to come",
    "coordination/meetings/agenda.py": "takes off what is on no agenda any more and nobody touched",
    "reports/demo/kvp_benefits.py": "an invented municipality pays the benefit in arrears",
    "reports/demo/plans.py": "an invented municipality has nothing left to work out",
    "reports/demo/meetings.py": "an invented municipality has nothing left to work out",
    "coordination/flags/actions.py": "takes away work that is done: that a household was touched",
    "decisions/contents.py": "takes rows out of a draft, with which nothing has been decided",
    "households/autosave/actions.py": "takes away what a user has typed and not saved",
    "reports/management/commands/bench.py": "empties a scratch database of invented people",
}
"""Where something is deleted from the database, and why that is nobody's case."""


@pytest.fixture
def auditor(db: None) -> User:
    return UserFactory(role=Role.AUDITOR)


@pytest.fixture
def old(db: None) -> Household:
    household = HouseholdFactory(district="midtbyen")
    situate(household.contact, date(2020, 2, 3))
    return household


@pytest.fixture
def proposed(old: Household, administrator: User) -> RetentionRun:
    return actions.propose(as_of=date(2026, 11, 1), by=administrator)


@pytest.fixture
def locked(proposed: RetentionRun, old: Household) -> HouseholdLock:
    return HouseholdLock.objects.create(household=old, run=proposed, locked_on=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("actor", "sees", "proposes", "approves"),
    [
        ("administrator", True, True, False),
        ("auditor", True, False, True),
        ("team_leader", False, False, False),
        ("caseworker", False, False, False),
        ("executive", False, False, False),
        ("stranger", False, False, False),
    ],
)
def test_the_administrator_proposes_and_the_auditor_approves(
    request: pytest.FixtureRequest,
    proposed: RetentionRun,
    actor: str,
    sees: bool,
    proposes: bool,
    approves: bool,
) -> None:
    client = confirmed(logged_in(request.getfixturevalue(actor)))
    run = f"{RUNS}{proposed.pk}/"
    for path in (RUNS, run, "/arkiv/regler/"):
        assert client.get(path).status_code == (200 if sees else 403)
    sent = {"forslag/": proposes, f"{proposed.pk}/avlevert/": proposes}
    sent |= {f"{proposed.pk}/godkjenn/": approves, f"{proposed.pk}/igjen/": approves}
    sent |= {f"{proposed.pk}/trekk/": proposes or approves}
    for path, may in sent.items():
        assert (client.post(RUNS + path, AS_OF).status_code == 403) != may, path


def test_from_proposal_to_anonymous_on_the_pages(
    old: Household,
    administrator: User,
    auditor: User,
    tmp_path: Path,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.SUBJECT_FILE_DIR, settings.UPLOAD_DIR = tmp_path / "files", tmp_path / "uploads"
    settings.DOCUMENT_DIR = tmp_path / "documents"
    one, two = confirmed(logged_in(administrator)), confirmed(logged_in(auditor))
    address = one.post(RUNS + "forslag/", AS_OF)["Location"]
    page = two.get(address).content.decode()
    assert "Husstander uten sak" in page
    assert "Godkjenn og kjør" in page
    assert "Godkjenn og kjør" not in one.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        two.post(address + "godkjenn/")
    assert "Utført" in two.get(address).content.decode()
    assert Person.objects.get(pk=old.contact_id).first_name == ""
    actions_logged = AccessEvent.objects.filter(object_type="retention_run")
    assert [line.user_id for line in actions_logged.order_by("pk")][:2] == [
        administrator.pk,
        auditor.pk,
    ]


@pytest.mark.parametrize("path", ["forslag/", "{}/godkjenn/", "{}/avlevert/"])
def test_a_dangerous_act_asks_for_a_fresh_proof(
    proposed: RetentionRun, administrator: User, auditor: User, path: str
) -> None:
    client = logged_in(auditor if "godkjenn" in path else administrator)
    answer = client.post(RUNS + path.format(proposed.pk), AS_OF)
    assert answer["Location"].startswith("/konto/bekreft/")
    proposed.refresh_from_db()
    assert proposed.state == RetentionRun.State.PROPOSED


def test_nobody_approves_their_own_proposal(proposed: RetentionRun, administrator: User) -> None:
    with pytest.raises(actions.RefusedError):
        actions.approve(run=proposed, by=administrator)
    own = {"approved_by": administrator, "approved_at": timezone.now(), "state": "queued"}
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRun.objects.filter(pk=proposed.pk).update(**own)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRun.objects.filter(pk=proposed.pk).update(state="queued")


def test_one_proposal_waits_at_a_time_and_one_taken_back_does_nothing(
    proposed: RetentionRun, administrator: User, auditor: User, old: Household
) -> None:
    client = confirmed(logged_in(administrator))
    assert "Det ligger allerede" in client.post(RUNS + "forslag/", AS_OF).content.decode()
    client.post(f"{RUNS}{proposed.pk}/trekk/")
    with pytest.raises(actions.RefusedError):
        actions.approve(run=proposed, by=auditor)
    actions.carry_out(proposed.pk)
    assert Household.objects.get(pk=old.pk).anonymised_on is None


@pytest.mark.parametrize("day", ["24.11.2026", "", "i går"])
def test_a_run_is_proposed_for_a_day_that_has_been(administrator: User, day: str) -> None:
    client = confirmed(logged_in(administrator))
    page = client.post(RUNS + "forslag/", {"as_of": day}).content.decode()
    assert "ds-validation-message" in page
    assert not RetentionRun.objects.exists()


def test_nothing_to_do_is_told(administrator: User) -> None:
    client = confirmed(logged_in(administrator))
    assert "ingen husstander" in client.post(RUNS + "forslag/", AS_OF).content.decode()


@pytest.mark.parametrize("actor", ["caseworker", "team_leader", "colleague_same_office"])
def test_a_locked_household_is_closed_to_everyone(
    request: pytest.FixtureRequest, locked: HouseholdLock, actor: str
) -> None:
    user = request.getfixturevalue(actor)
    page = f"/husstander/{locked.household_id}/"
    assert logged_in(user).get(page).status_code == 404
    assert not Household.objects.visible_to(user).exists()
    assert AccessEvent.objects.filter(rule="locked", verdict="deny").exists()
    HouseholdLock.objects.all().update(opened_by=user, opened_at=timezone.now())
    assert logged_in(user).get(page).status_code == 200


def test_the_leader_opens_it_with_a_reason(locked: HouseholdLock, team_leader: User) -> None:
    client = confirmed(logged_in(team_leader))
    assert locked.household.number in client.get(LOCKED).content.decode()
    page = f"{LOCKED}{locked.pk}/"
    assert "Skriv minst 10 tegn." in client.post(page, {"reason": "for kort"}).content.decode()
    answer = client.post(page, {"reason": "Brukeren har søkt på nytt"})
    assert answer["Location"] == f"/husstander/{locked.household_id}/"
    assert client.get(answer["Location"]).status_code == 200
    locked.refresh_from_db()
    assert (locked.opened_by, locked.reason) == (team_leader, "Brukeren har søkt på nytt")
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("hindrance", ["office", "anonymised", "protected", "disqualified"])
def test_a_lock_is_not_opened_by_who_could_not_see_the_household(
    locked: HouseholdLock, team_leader: User, hindrance: str
) -> None:
    household, leader = locked.household, team_leader
    page = f"{LOCKED}{locked.pk}/"
    assert confirmed(logged_in(leader)).get(page).status_code == 200
    if hindrance == "office":
        leader = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    elif hindrance == "anonymised":
        Household.objects.update(anonymised_on=date(2026, 11, 1))
    elif hindrance == "protected":
        Person.objects.filter(pk=household.contact_id).update(protection="code_6")
        clear(leader, Clearance.Kind.CODE_7)
    else:
        Disqualification.objects.create(user=leader, household=household, reason="family")
    client = confirmed(logged_in(leader))
    assert client.post(page, {"reason": "Brukeren har søkt på nytt"}).status_code == 404
    assert household.number not in client.get(LOCKED).content.decode()


def test_only_leaders_open_locks(locked: HouseholdLock, caseworker: User) -> None:
    client = confirmed(logged_in(caseworker))
    assert client.get(LOCKED).status_code == 403
    assert client.post(f"{LOCKED}{locked.pk}/", {"reason": "x" * 20}).status_code == 403


def test_nobody_deletes_what_belongs_to_a_case() -> None:
    """No view, action or admin calls delete; what a run ends is made anonymous, never removed."""
    found = set()
    for path in (file for app in FLOOR for file in (ROOT / app).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if "/migrations/" not in name and deletes(ast.parse(path.read_text("utf-8"))):
            found.add(name)
    assert found == DELETES.keys()


def deletes(tree: ast.AST) -> bool:
    """Whether something is deleted by a call, or a method of that name is defined."""
    words = {"delete", "_raw_delete"}
    return any(
        (isinstance(node, ast.Attribute) and node.attr in words)
        or (isinstance(node, ast.FunctionDef) and node.name in words)
        for node in ast.walk(tree)
    )
