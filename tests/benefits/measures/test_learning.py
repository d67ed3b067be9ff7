"""Learning notes: who writes them, who reads them, and that they are tied to a measure (1d)."""

from __future__ import annotations

import pytest

from accounts.models import User
from benefits.models import LearningNote
from tests.benefits.measures.filled import measure
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
TEXT = "De som får praksis før kurset, kommer oftere i jobb."


def test_a_leader_notes_what_was_learnt_and_whoever_uses_the_measure_reads_it(
    team_leader: User, caseworker: User
) -> None:
    of, other = measure(team_leader), measure(team_leader, name="Et annet")
    address = f"/tiltak/katalog/{of.pk}/"
    leader = logged_in(team_leader)
    assert "Ingen notater ennå" in leader.get(address).text
    empty = leader.post(f"{address}laering/", {"text": "  "})
    assert "Fyll ut «Hva vi har lært»." in empty.text
    page = leader.post(f"{address}laering/", {"text": TEXT}, follow=True)
    assert TEXT in page.text
    note = LearningNote.objects.get()
    assert (note.measure, note.written_by) == (of, team_leader)
    reader = logged_in(caseworker)
    assert TEXT in reader.get(address).text
    assert "Nytt læringsnotat" not in reader.get(address).text
    assert TEXT not in reader.get(f"/tiltak/katalog/{other.pk}/").text
    assert reader.post(f"{address}laering/", {"text": TEXT}).status_code == 403
    assert leader.post("/tiltak/katalog/99999/laering/", {"text": TEXT}).status_code == 404
