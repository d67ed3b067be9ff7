"""Standard texts for decisions, in editions with dates."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import PeriodQuerySet, User, period_constraint, who_and_when
from decisions.codes import Kind


class TextBlockQuerySet(PeriodQuerySet):
    def usable_on(self, day: date) -> list[TextBlock]:
        """The edition of each text that is used that day: the latest of those that hold."""
        rows = self.valid_on(day).order_by("key", "version")
        return sorted({row.key: row for row in rows}.values(), key=lambda row: row.title.casefold())


class TextBlock(models.Model):
    """One edition of a standard text for decisions (standardtekst); no edition is ever changed.

    A new wording is a new edition under the same `key`, from a date; the one before ends then, and
    stays readable in the decisions that used it. `kind` is empty for a text that fits them all.
    `made_by` is empty for what came with the program.
    """

    class Part(models.TextChoices):
        FACTS = "facts", "Faktum"
        LAW = "law", "Rettsregler"
        DISCRETION = "discretion", "Skjønn"
        CONDITIONS = "conditions", "Vilkår"
        INFORMATION = "information", "Utbetaling og opplysninger"

    key = models.SlugField("nøkkel", max_length=60)
    version = models.PositiveSmallIntegerField("utgave", default=1)
    kind = models.CharField("gjelder", max_length=10, choices=Kind, blank=True)
    part = models.CharField("del av vedtaket", max_length=11, choices=Part)
    title = models.CharField("tittel", max_length=120)
    body = models.TextField("tekst")
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField("skrevet", auto_now_add=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField("avsluttet", null=True, blank=True)

    objects = TextBlockQuerySet.as_manager()

    class Meta:
        verbose_name = "standardtekst"
        ordering = ["part", "title", "-version"]
        constraints = [
            UniqueConstraint(fields=["key", "version"], name="decisions_block_one_per_version"),
            UniqueConstraint(
                fields=["key"],
                condition=Q(valid_to__isnull=True),
                name="decisions_block_one_open_edition",
            ),
            period_constraint("decisions_block_not_ended_before_begun"),
            who_and_when("decisions_block_ended_by_and_at", by="ended_by", at="ended_at"),
            CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(valid_to__isnull=False),
                name="decisions_block_ended_with_a_last_day",
            ),
            CheckConstraint(condition=~Q(body=""), name="decisions_block_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, utgave {self.version}"

    @property
    def kind_label(self) -> str:
        return self.get_kind_display() if self.kind else "Alle vedtak"
