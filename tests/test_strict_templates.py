"""The tests' own rule: a misspelt variable in a template of ours is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import Context, Origin, Template, engines
from django.template.loader import render_to_string

from tests.strict_templates import TEMPLATES, UnknownVariableError

PERSON = {"name": "Amina"}
VALUES = {"person": PERSON, "people": [PERSON], "nobody": []}


def rendered(source: str, path: Path = TEMPLATES / "parts/_made_up.html") -> str:
    template = Template(source, origin=Origin(str(path)), engine=engines["django"].engine)
    return template.render(Context(VALUES))


@pytest.mark.parametrize(
    "source",
    [
        "{{ persn }}",
        "{{ person.nam }}",
        "{{ persn.name|upper }}",
        "{{ persn|default_if_none:'–' }}",
        "{{ person.name }}{% if people %}{{ persn }}{% endif %}",
        "{% for row in poeple %}{{ row.name }}{% endfor %}",
        "{% for row in people %}{{ row.nam }}{% endfor %}",
        "{% with who=persn %}{% if who %}yes{% endif %}{% endwith %}",
        "{% include 'parts/_empty.html' with titel=person.name %}",
        "{% include 'parts/_empty.html' with title=persn %}",
    ],
)
def test_a_misspelt_variable_is_caught(source: str) -> None:
    with pytest.raises(UnknownVariableError, match=r"unknown variable (per?so?n|poeple|row|title)"):
        rendered(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ person.name }}", "Amina"),
        ("{% for row in people %}{{ row.name|upper }}{% endfor %}", "AMINA"),
        ("{% for row in nobody %}row{% empty %}none{% endfor %}", "none"),
        ("{% if optional %}yes{% else %}no{% endif %}", "no"),
        ("{% if optional.part and person %}yes{% else %}no{% endif %}", "no"),
        ("{{ optional|default:'–' }}", "–"),
        ("{{ person.nam|default:'–' }}", "–"),
        ("{% firstof optional person.name %}", "Amina"),
    ],
)
def test_a_known_or_optional_variable_passes(source: str, expected: str) -> None:
    assert rendered(source) == expected


@pytest.mark.parametrize("path", ["designsystemet/field.html", "django_tables2/table.html"])
def test_the_packs_follow_their_own_conventions(path: str) -> None:
    source = "[{{ persn }}{% for row in poeple %}row{% endfor %}]"
    assert rendered(source, TEMPLATES / path) == "[]"


def test_a_template_of_a_third_party_is_left_alone() -> None:
    assert rendered("[{{ persn|upper }}]", Path("/elsewhere/templates/allauth.html")) == "[]"


def test_the_error_names_the_file_that_misspells() -> None:
    with pytest.raises(UnknownVariableError, match=r"parts/_empty\.html: unknown variable title"):
        render_to_string("parts/_empty.html", {"titel": "Ingen treff"})


def test_a_value_is_looked_up_once() -> None:
    calls = []
    template = Template(
        "{{ count }}",
        origin=Origin(str(TEMPLATES / "page.html")),
        engine=engines["django"].engine,
    )
    template.render(Context({"count": lambda: calls.append(1)}))
    assert len(calls) == 1
