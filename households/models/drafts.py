"""What is typed in a long form and not saved yet."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from accounts.models import User
from households.models.people import Household


class FormDraft(models.Model):
    """What one user has typed in one form about a household (skjemautkast), until it is saved.

    It is the user's own, sealed, and gone when the form is saved or after FORM_DRAFT_DAYS: no part
    of the case, which nobody else can read. `form` is the address that the form posts to.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    form = models.CharField("skjema", max_length=200)
    sealed = models.TextField("forseglet innhold")
    saved_at = models.DateTimeField("lagret")

    class Meta:
        verbose_name = "skjemautkast"
        ordering = ["-saved_at"]
        constraints = [
            UniqueConstraint(fields=["user", "form"], name="households_draft_one_per_form")
        ]

    def __str__(self) -> str:
        return f"Utkast {self.saved_at:%d.%m.%Y}"
