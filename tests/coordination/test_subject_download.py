"""The citizen's files: approved first, a reason for each, and gone after a day."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import AccessEvent, User
from coordination import tasks
from coordination.citizen import storage
from households.models import AccessRequest, SubjectFile
from tests.conftest import confirmed, logged_in
from tests.coordination.citizen_cast import address, approved, prepared

REASON = {"reason": "hand_over"}


@pytest.mark.parametrize("format", ["pdf", "json"])
def test_the_approved_file_is_downloaded_with_a_reason_that_is_logged(
    found: AccessRequest, team_leader: User, second_leader: User, format: str
) -> None:
    approved(found, team_leader, second_leader)
    client = confirmed(logged_in(team_leader))
    response = client.post(address(found, f"fil/{format}/"), REASON)
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="innsyn-{found.pk}.{format}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    line = AccessEvent.objects.get(action="export")
    assert (line.reason, line.subject_ids) == ("hand_over", [found.person_id])
    if format == "json":
        assert json.loads(response.content)["about"]["reference"] == str(found)


@pytest.mark.parametrize(
    ("is_confirmed", "is_approved", "method", "sent", "status"),
    [
        (True, True, "post", {"reason": "control"}, 200),
        (False, True, "post", REASON, 302),
        (True, False, "post", REASON, 404),
        (True, True, "get", REASON, 405),
        (True, True, "post", {"reason": "fritekst"}, 200),
    ],
)
def test_a_download_needs_post_proof_approval_and_reason(
    found: AccessRequest,
    team_leader: User,
    second_leader: User,
    is_confirmed: bool,
    is_approved: bool,
    method: str,
    sent: dict[str, str],
    status: int,
) -> None:
    prepared(found, team_leader)
    if is_approved:
        approved(found, team_leader, second_leader)
    client = logged_in(second_leader)
    client = confirmed(client) if is_confirmed else client
    response = getattr(client, method)(address(found, "fil/pdf/"), sent)
    assert response.status_code == status
    got_it = "Content-Disposition" in response
    assert got_it == (sent["reason"] == "control")
    assert AccessEvent.objects.filter(action="export").exists() == got_it


def test_files_lie_under_random_names_for_a_day_and_are_then_erased(
    found: AccessRequest, team_leader: User, second_leader: User, subject_folder: Path
) -> None:
    approved(found, team_leader, second_leader)
    files = list(subject_folder.iterdir())
    assert len(files) == 2
    assert all(len(path.name) == 32 and path.stat().st_mode & 0o077 == 0 for path in files)
    SubjectFile.objects.update(made_at=timezone.now() - timedelta(hours=23, minutes=59))
    tasks.sweep()
    assert len(list(subject_folder.iterdir())) == 2
    SubjectFile.objects.update(made_at=timezone.now() - timedelta(hours=24))
    tasks.sweep()
    assert list(subject_folder.iterdir()) == []
    client = confirmed(logged_in(team_leader))
    assert client.post(address(found, "fil/pdf/"), REASON).status_code == 404
    assert "lag dem på nytt" in client.get(address(found)).content.decode()


def test_a_file_that_has_been_changed_on_the_disk_is_not_given_out(
    found: AccessRequest, team_leader: User, second_leader: User, subject_folder: Path
) -> None:
    approved(found, team_leader, second_leader)
    for path in subject_folder.iterdir():
        path.write_bytes(b"noe annet")
    client = confirmed(logged_in(team_leader))
    assert client.post(address(found, "fil/pdf/"), REASON).status_code == 404
    assert "Filen som utleveres" not in client.get(address(found)).content.decode()


def test_bytes_that_no_row_knows_of_are_erased_after_an_hour(
    db: None, subject_folder: Path
) -> None:
    subject_folder.mkdir()
    (subject_folder / "etterlatt").write_bytes(b"x")
    assert storage.erase_expired(timezone.now()) == 0
    assert storage.erase_expired(timezone.now() + timedelta(days=3650)) == 1
