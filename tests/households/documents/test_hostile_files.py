"""The upload set of security.md 2.4: refused, or served so that nothing in it runs."""

from __future__ import annotations

import uuid
from io import BytesIO
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from accounts.models import User
from households.models import Document, Household
from tests.conftest import logged_in
from tests.households.documents.hostile_files import FILES, GPS, HTML, PHP, Hostile, with_place
from tests.record_factories import upload

pytestmark = pytest.mark.django_db


def hand_in(client: Client, household: Household, file: Hostile) -> HttpResponse:
    values = {"file": upload(file.data, file.name), "kind": "other", "token": str(uuid.uuid4())}
    return client.post(f"/husstander/{household.pk}/dokumenter/nytt/", values)


def test_there_are_forty_of_them() -> None:
    assert len(FILES) >= 40
    assert len({file.what for file in FILES}) == len(FILES)


@pytest.mark.parametrize("file", [f for f in FILES if f.refusal], ids=lambda file: file.what)
def test_a_file_that_is_refused_leaves_nothing_and_says_why_at_its_field(
    client: Client, household: Household, folder: Path, file: Hostile
) -> None:
    answer = hand_in(client, household, file)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {"file": [file.refusal]}
    assert file.refusal in answer.text
    assert not Document.objects.exists()
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("file", [f for f in FILES if not f.refusal], ids=lambda file: file.what)
def test_a_file_that_is_taken_in_can_only_be_saved(
    client: Client,
    household: Household,
    folder: Path,
    file: Hostile,
    django_capture_on_commit_callbacks: object,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert hand_in(client, household, file).status_code == 302
    row = Document.objects.get()
    assert [path.name for path in folder.iterdir()] == [row.name]
    assert not set(str(row.name)) - set("0123456789abcdef")
    answer = client.get(f"/husstander/{household.pk}/dokumenter/{row.pk}/")
    assert answer["Content-Disposition"].startswith(f'attachment; filename="dokument-{row.pk}.')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"].split(";")[0] in Document.ContentType.values
    if row.content_type.startswith("image/"):
        assert HTML not in answer.content
        assert PHP not in answer.content


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_a_picture_no_longer_tells_where_it_was_taken(
    caseworker: User, household: Household, format_: str
) -> None:
    sent = with_place(format_)
    assert dict(Image.open(BytesIO(sent)).getexif().get_ifd(GPS))
    client = logged_in(caseworker)
    hand_in(client, household, Hostile("", "tur", sent))
    row = Document.objects.get()
    kept = client.get(f"/husstander/{household.pk}/dokumenter/{row.pk}/").content
    picture = Image.open(BytesIO(kept))
    assert picture.size == (40, 30)
    assert not dict(picture.getexif())
    assert b"Hemmeligmerke" not in kept
