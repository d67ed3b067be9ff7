"""The form pack: label, help, error and their wiring for every kind of field."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from crispy_forms.bootstrap import AppendedText, InlineRadios, PrependedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from crispy_forms.utils import render_crispy_form
from django.template import engines

from tests.config.form_pack_forms import EveryKind, Periods

SINGLE = [
    "text",
    "optional",
    "number",
    "date",
    "select",
    "checkbox",
    "textarea",
    "file",
    "password",
]


class Elements(HTMLParser):
    """Every element of a piece of HTML as (tag, attributes), and all its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag, **wanted):
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [
            attrs
            for found, attrs in self.elements
            if found == tag and wanted.items() <= attrs.items()
        ]

    def by_id(self, id_):
        (attrs,) = [attrs for _, attrs in self.elements if attrs.get("id") == id_]
        return attrs


def rendered(form) -> Elements:
    template = engines["django"].from_string("{% load crispy_forms_tags %}{{ form|crispy }}")
    return Elements(template.render({"form": form}))


def laid_out(form, *fields) -> Elements:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*fields)
    return Elements(render_crispy_form(form, helper))


@pytest.mark.parametrize("name", SINGLE)
def test_a_field_has_a_label_and_the_look(name):
    page = rendered(EveryKind())
    assert len(page.all("label", for_=f"id_{name}")) == 1
    assert "ds-input" in page.by_id(f"id_{name}")["class"].split()


@pytest.mark.parametrize("name", SINGLE)
def test_a_field_with_an_error_says_so_in_place(name):
    form = EveryKind({"number": "-4"})
    page = rendered(form)
    if name not in form.errors:
        assert "aria-invalid" not in page.by_id(f"id_{name}")
        return
    field = page.by_id(f"id_{name}")
    assert field["aria-invalid"] == "true"
    assert f"id_{name}_error" in field["aria-describedby"].split()
    assert "ds-validation-message" in page.by_id(f"id_{name}_error")["class"]


def test_help_is_read_before_the_error():
    field = rendered(EveryKind({})).by_id("id_text")
    assert field["aria-describedby"] == "id_text_helptext id_text_error"


def test_help_text_is_escaped():
    form = EveryKind()
    form.fields["text"].help_text = "<b>nei</b>"
    assert "<b>nei</b>" in rendered(form).text


def test_only_what_may_be_left_out_is_marked():
    assert rendered(EveryKind()).text.count("(valgfritt)") == 5


def test_a_date_is_typed_in_the_norwegian_way():
    field = rendered(EveryKind()).by_id("id_date")
    assert (field["type"], field["placeholder"]) == ("text", "dd.mm.åååå")


@pytest.mark.parametrize(("name", "choices"), [("radio", 2), ("boxes", 2)])
def test_choices_stand_in_a_group_with_a_legend(name, choices):
    page = rendered(EveryKind())
    group = page.by_id(f"div_id_{name}")
    assert group["aria-labelledby"] == f"div_id_{name}_legend"
    assert page.by_id(f"div_id_{name}_legend")
    ids = [attrs["id"] for attrs in page.all("input", name=name)]
    assert len(ids) == choices
    assert all(page.all("label", for_=id_) for id_ in ids)


def test_a_chosen_box_stays_chosen():
    boxes = rendered(EveryKind({"boxes": ["b"]})).all("input", name="boxes")
    assert [attrs["value"] for attrs in boxes if "checked" in attrs] == ["b"]


def test_a_group_with_an_error_names_it():
    group = rendered(EveryKind({})).by_id("div_id_radio")
    assert (group["aria-invalid"], group["aria-required"]) == ("true", "true")
    assert group["aria-describedby"] == "id_radio_error"


def test_the_parts_of_a_field_are_named():
    page = rendered(EveryKind())
    assert [page.by_id(f"id_when_{part}")["aria-label"] for part in (0, 1)] == ["Møtetid"] * 2


def test_a_hidden_field_is_only_an_input():
    page = rendered(EveryKind())
    assert page.by_id("id_hidden")["type"] == "hidden"
    assert page.all("label", for_="id_hidden") == []


def test_a_form_without_errors_has_no_summary():
    assert rendered(EveryKind()).all("ds-error-summary") == []


def test_the_summary_leads_to_each_field():
    page = rendered(EveryKind({}))
    targets = [attrs["href"] for attrs in page.all("a", class_="ds-link")]
    assert len(page.all("ds-error-summary")) == 1
    assert targets == [
        "#id_text",
        "#id_number",
        "#id_date",
        "#id_select",
        "#id_radio_0",
        "#id_checkbox",
        "#id_password",
    ]
    assert all(page.by_id(target[1:]) for target in targets)


def test_a_unit_is_shown_and_read_with_the_label():
    page = laid_out(EveryKind(), AppendedText("number", "kr"), PrependedText("text", "H-"))
    assert len(page.all("span", class_="field-affix", aria_hidden="true")) == 2
    assert "Beløp, kr" in page.text
    assert "Navn, H-" in page.text


def test_a_layout_has_sections_and_rows():
    fields = Fieldset("Hvem?", Row(Column("text"), Column("optional")), InlineRadios("radio"))
    page = laid_out(EveryKind(), fields)
    assert len(page.all("fieldset", class_="ds-fieldset section")) == 1
    assert len(page.all("div", class_="col")) == 2
    assert "options-inline" in page.by_id("div_id_radio")["class"]


def formset(**data) -> object:
    management = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    return Periods(management | {name.replace("__", "-"): value for name, value in data.items()})


def table_of(formset) -> Elements:
    helper = FormHelper()
    helper.form_tag = False
    helper.template = "designsystemet/table_inline_formset.html"
    return Elements(render_crispy_form(formset, helper))


def test_a_formset_in_a_table_has_a_heading_and_hidden_labels():
    page = table_of(formset(form__0__first="01.01.2026", form__0__amount="1"))
    assert len(page.all("th", scope="col")) == 2
    assert [attrs["class"] for attrs in page.all("label", for_="id_form-1-amount")] == [
        "ds-label ds-sr-only"
    ]
    assert page.by_id("id_form-1-ref")["type"] == "hidden"
    assert page.by_id("id_form-TOTAL_FORMS")["value"] == "2"


def test_a_formset_has_one_summary_for_all_its_rows():
    page = table_of(formset(form__0__amount="x", form__1__amount="y"))
    assert len(page.all("ds-error-summary")) == 1
    targets = [attrs["href"] for attrs in page.all("a", class_="ds-link")]
    assert targets == [
        "#id_form-0-first",
        "#id_form-0-amount",
        "#id_form-1-first",
        "#id_form-1-amount",
    ]


def test_a_formset_is_also_shown_form_by_form():
    assert len(rendered_formset(formset()).all("div", class_="stack formset-form")) == 2


def rendered_formset(formset) -> Elements:
    template = engines["django"].from_string("{% load crispy_forms_tags %}{{ formset|crispy }}")
    return Elements(template.render({"formset": formset}))
