"""What every form says of an empty field and of a text that is too long."""

from __future__ import annotations

import pytest
from django import forms
from django.core.validators import MaxLengthValidator

from config.fields import NotTooLong
from housing.queue.forms import LeaveForm


class Letter(forms.Form):
    title = forms.CharField(label="Tittel", max_length=5)
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A")])
    why = forms.CharField(label="Hvorfor?", max_length=300, widget=forms.Textarea)
    sure = forms.BooleanField(label="Jeg har lest det")
    own = forms.CharField(label="Eget", error_messages={"required": "Skriv noe eget."})
    long = forms.CharField(max_length=4_000, widget=forms.Textarea, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


FULL = {"title": "Brev", "kind": "a", "why": "Fordi", "sure": "on", "own": "x"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("title", "Fyll ut «Tittel»."),
        ("kind", "Velg «Slag»."),
        ("why", "Svar på «Hvorfor?»."),
        ("sure", "Kryss av for «Jeg har lest det»."),
        ("own", "Skriv noe eget."),
    ],
)
def test_an_empty_field_is_named_and_own_words_are_kept(name: str, told: str) -> None:
    form = Letter({**FULL, name: ""})
    assert not form.is_valid()
    assert form.errors == {name: [told]}


def test_a_text_that_is_too_long_is_told_by_how_much_and_stands_whole_in_the_field() -> None:
    form = Letter({**FULL, "why": "a" * 312})
    assert form.errors == {"why": ["Teksten er 12 tegn for lang. Det er plass til 300 tegn."]}
    assert "a" * 312 in str(form["why"])


def test_the_last_letter_there_is_room_for_is_taken() -> None:
    assert Letter({**FULL, "why": "a" * 300}).is_valid()


def test_no_browser_is_told_to_cut_a_text() -> None:
    assert "maxlength" not in Letter().as_p()
    assert "maxlength" not in LeaveForm(about=None, today=None).as_p()


def test_a_short_text_area_tells_its_limit_and_a_long_one_or_a_line_does_not() -> None:
    form = Letter()
    told = {name: form[name].help_text for name in form.fields}
    assert told == {**dict.fromkeys(form.fields, ""), "why": "Høyst 300 tegn."}


def test_another_forms_field_keeps_djangos_own_validator() -> None:
    Letter(FULL).is_valid()
    kinds = {type(one) for one in Letter.base_fields["title"].validators}
    assert MaxLengthValidator in kinds
    assert NotTooLong not in kinds
