"""The rights guide among the administrator's tables: a new edition, whole or not at all.

An edition that is laid down is never changed, since cases point at it; the next takes over.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from benefits.models import RightsGuide, RightsRule, StayCategory

CELLS = list(product(StayCategory.values, RightsRule.Service.values))
DAY = timedelta(days=1)


class GuideForm(forms.ModelForm):
    """An edition begins after the one before, which then ends."""

    class Meta:
        model = RightsGuide
        fields = ("valid_from", "source")

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        last = RightsGuide.objects.first()
        if last is not None and day <= last.valid_from:
            text = (
                f"Utgave {last.version} gjelder fra {last.valid_from:%d.%m.%Y}. Velg en dag etter."
            )
            raise forms.ValidationError(text)
        return day


class RulesFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        if self.instance.pk is not None or any(self.errors):
            return
        told = [(row.get("category"), row.get("service")) for row in self.cleaned_data]
        if sorted(told) != sorted(CELLS):
            raise forms.ValidationError("Skriv én regel for hver oppholdskategori og tjeneste.")


class RulesInline(admin.StackedInline):
    """One rule for each category and service; those of a new edition begin as the last one's."""

    model = RightsRule
    formset = RulesFormSet
    fields = ("category", "service", "grant", "note", "note_en", "basis")
    can_delete = False
    extra = max_num = min_num = len(CELLS)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0

    def get_min_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else len(CELLS)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


def rules_to_begin_with() -> list[dict[str, Any]]:
    """Those of the latest edition, in the order of the code lists."""
    last = RightsGuide.objects.first()
    known = {(row.category, row.service): row for row in last.rules.all()} if last else {}
    names = ("grant", "note", "note_en", "basis")
    return [
        {"category": category, "service": service}
        | {name: getattr(known[category, service], name) for name in names}
        if (category, service) in known
        else {"category": category, "service": service}
        for category, service in CELLS
    ]


def lay_down(guide: RightsGuide) -> None:
    """Give a new edition its number, and end the one before the day before it begins."""
    last = RightsGuide.objects.first()
    guide.version = last.version + 1 if last else 1
    if last is not None and (last.valid_to is None or last.valid_to >= guide.valid_from):
        last.valid_to = guide.valid_from - DAY
        last.save(update_fields=["valid_to"])
    guide.save()
