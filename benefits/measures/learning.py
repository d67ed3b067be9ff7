"""Learning notes on the page of a measure: written by leaders, read by all who use it (1d)."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import LARGEST_ID, requires
from accounts.models import User
from accounts.policy import Permission
from benefits.measures import catalogue_queries as queries
from benefits.models import LearningNote, Measure

SHOWN = 20


class LearningForm(forms.Form):
    """A note on what leads to work, or does not."""

    text = forms.CharField(
        label="Hva vi har lært",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Om tiltaket, ikke om enkeltpersoner.",
    )


def notes_of(measure: Measure) -> QuerySet[LearningNote]:
    """The latest first."""
    return measure.learning_notes.select_related("written_by")[:SHOWN]


def learnt(measure: Measure, *, keeps: bool, form: Any = None) -> dict[str, Any]:
    """What the page of a measure shows of it."""
    return {
        "notes": notes_of(measure),
        "learning_form": (form or LearningForm()) if keeps else None,
    }


@requires(Permission.KEEP_MEASURES)
@require_POST
def note_learning(request: HttpRequest, measure_number: int) -> HttpResponse:
    found = queries.measure_of(min(measure_number, LARGEST_ID))
    if found is None:
        raise Http404
    form, by = LearningForm(request.POST), cast(User, request.user)
    if form.is_valid():
        now = timezone.now()
        LearningNote.objects.create(
            measure=found, text=form.cleaned_data["text"], written_by=by, written_at=now
        )
        messages.success(request, "Læringsnotatet er lagret.")
        return redirect("measures:measure", found.pk)
    context = {"measure": found, "counts": queries.counts_by_state(found), "keeps": True}
    context |= learnt(found, keeps=True, form=form)
    return render(request, "benefits/measures/measure.html", context)
