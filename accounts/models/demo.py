"""The mark of a database in which nobody is real."""

from django.db import models


class DemoMark(models.Model):
    """The sign that every person in this database is invented (demodatabase)."""

    year = models.PositiveSmallIntegerField("rapportår")
    made_at = models.DateTimeField("laget", auto_now_add=True)

    class Meta:
        verbose_name = "demomerke"

    def __str__(self) -> str:
        return f"Demo {self.year}"
