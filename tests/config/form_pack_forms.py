"""One form with every kind of field, for the tests of the form pack."""

from __future__ import annotations

from django import forms


class EveryKind(forms.Form):
    text = forms.CharField(label="Navn", help_text="Slik det står i folkeregisteret")
    optional = forms.CharField(label="Kallenavn", required=False)
    number = forms.IntegerField(label="Beløp", min_value=0)
    date = forms.DateField(label="Fra")
    select = forms.ChoiceField(label="Kontor", choices=[("", "Velg"), ("h", "Heimdal")])
    radio = forms.ChoiceField(
        label="Ytelse", widget=forms.RadioSelect, choices=[("s", "Sosialhjelp"), ("k", "KVP")]
    )
    checkbox = forms.BooleanField(label="Informert")
    boxes = forms.MultipleChoiceField(
        label="Tiltak",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Fritid"), ("b", "Barnehage")],
        help_text="Kryss av for alt",
    )
    textarea = forms.CharField(label="Begrunnelse", required=False, widget=forms.Textarea)
    file = forms.FileField(label="Vedlegg", required=False)
    password = forms.CharField(label="Passord", widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    when = forms.SplitDateTimeField(label="Møtetid", required=False)


class Period(forms.Form):
    first = forms.DateField(label="Fra og med")
    amount = forms.IntegerField(label="Beløp")
    ref = forms.CharField(widget=forms.HiddenInput, required=False)


Periods = forms.formset_factory(Period, extra=0)
