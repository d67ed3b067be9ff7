"""The consent form to print: its words in two languages, no name unasked, each printing logged."""

from __future__ import annotations

import io
import re
from html import unescape

import pypdf
import pytest

from accounts.models import AccessEvent, Clearance, User
from households.access import Protection
from households.models import Household, Person
from tests.conftest import logged_in
from tests.factories import clear

pytestmark = pytest.mark.django_db


def address(household: Household, rest: str = "") -> str:
    return f"/husstander/{household.pk}/samtykke/skjema/{rest}"


def paper(page: bytes) -> str:
    """The form itself, as it is read: what stands around it is not printed."""
    found = unescape(page.decode()).split('<article class="paper"')[1].split("</article>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


def read(pdf: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    words = " ".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(words.split())


@pytest.mark.parametrize("rest", ["", "pdf/"])
@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("caseworker", 200),
        ("team_leader", 200),
        ("caseworker_other_office", 404),
        ("bft_adviser", 404),
        ("executive", 403),
        ("stranger", 403),
    ],
)
def test_the_office_prints_the_form(
    request: pytest.FixtureRequest, family: Household, actor: str, status: int, rest: str
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    assert client.get(address(family, rest)).status_code == status


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nb",
            [
                "Samtykke til å dele opplysninger",
                "BFT: barne- og familietjenesten",
                "Økonomisk sosialhjelp: type og varighet",
                "Hva opplysningene skal brukes til",
                "høyst tolv måneder",
                "når som helst trekke samtykket",
                "Underskrift",
            ],
        ),
        (
            "en",
            [
                "Consent to share information",
                "BFT: services for children and families",
                "Financial assistance: kind and duration",
                "What the information will be used for",
                "at most twelve months",
                "withdraw the consent at any time",
                "Signature",
            ],
        ),
    ],
)
def test_page_and_pdf_say_the_same_and_name_nobody_unasked(
    family: Household, caseworker: User, language: str, words: list[str]
) -> None:
    client, query = logged_in(caseworker), f"?sprak={language}"
    page = paper(client.get(address(family) + query).content)
    answer = client.get(address(family, "pdf/") + query)
    reader, printed = read(answer.content)
    for told in [*words, family.number]:
        assert told in page
        assert told in printed
    for name in ("Amina", "Prøvesen", "Midtbyen"):
        assert name not in page + printed
    assert answer["Content-Disposition"] == (
        f'attachment; filename="samtykkeskjema-{family.number}-{language}.pdf"'
    )
    catalog = reader.trailer["/Root"]
    assert str(catalog["/Lang"]).startswith(language)
    assert catalog["/MarkInfo"]["/Marked"]
    assert len(reader.pages) == 1


def test_a_chosen_member_is_named_and_nobody_else(family: Household, caseworker: User) -> None:
    client, query = logged_in(caseworker), f"?person={family.contact_id}"
    assert "Amina Prøvesen" in paper(client.get(address(family) + query).content)
    assert "Amina Prøvesen" in read(client.get(address(family, "pdf/") + query).content)[1]
    stranger = Person.objects.create(first_name="Fremmed", last_name="Person")
    assert "Fremmed" not in paper(client.get(address(family) + f"?person={stranger.pk}").content)


def test_a_hidden_place_prints_no_name(family: Household, caseworker: User) -> None:
    Person.objects.filter(first_name="Mio").update(protection=Protection.CODE_7)
    clear(caseworker, Clearance.Kind.CODE_7)
    client, query = logged_in(caseworker), f"?person={family.contact_id}"
    page = client.get(address(family) + query).content
    assert "Amina" not in paper(page)
    assert 'name="person"' not in page.decode()
    assert "Amina" not in read(client.get(address(family, "pdf/") + query).content)[1]


def test_a_name_that_no_font_can_show_is_left_to_the_pen(
    family: Household, caseworker: User
) -> None:
    Person.objects.filter(pk=family.contact_id).update(first_name="\u0531\u0580\u0561")
    pdf = logged_in(caseworker).get(address(family, "pdf/") + f"?person={family.contact_id}")
    assert "Navn med blokkbokstaver" in read(pdf.content)[1]


@pytest.mark.parametrize("rest", ["", "pdf/"])
def test_each_printing_stands_in_the_log(family: Household, caseworker: User, rest: str) -> None:
    logged_in(caseworker).get(address(family, rest) + f"?person={family.contact_id}")
    line = AccessEvent.objects.get(action="print")
    assert (line.object_type, line.object_id) == ("household", family.pk)
    assert line.subject_ids == [family.contact_id]
