"""What children can take part in, and how open it is to those with little money.

No row here is about a person.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, QuerySet
from django.utils import timezone

from accounts.models import District, User, who_and_when
from households.names import search_key

WORDS_AT_MOST = 8


class OfferQuerySet(QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(published_on__isnull=False, withdrawn_on__isnull=True)

    def matching(self, text: str) -> Self:
        """Those that have every word of the text, in whatever order and with whatever between."""
        found = self
        for word in search_key(text).split()[:WORDS_AT_MOST]:
            found = found.filter(search_text__contains=word)
        return found

    def for_age(self, age: int) -> Self:
        return self.filter(from_age__lte=age, to_age__gte=age)

    def in_district(self, district: int) -> Self:
        """Those of the district, and of the whole city."""
        return self.filter(Q(district=district) | Q(district__isnull=True))


class Offer(models.Model):
    """Something for children to do (fritidstilbud): sport, culture, a place, things to borrow.

    Measures 6b, 6c and 6e. A `reduction` is how those with little money pay less, `free_equipment`
    what is lent out. Without a district it is for the whole city. It is found when it is published,
    and that takes an assessment of how open it is.
    """

    class Kind(models.TextChoices):
        SPORT = "sport", "Idrett"
        CULTURE = "culture", "Kultur"
        OUTDOOR = "outdoor", "Friluftsliv"
        PLACE = "place", "Møteplass"
        HOLIDAY = "holiday", "Ferietilbud"
        EQUIPMENT = "equipment", "Utlån av utstyr"
        HEALTH = "health", "Helse"

    name = models.CharField("navn", max_length=120)
    kind = models.CharField("type", max_length=9, choices=Kind)
    activity = models.CharField("aktivitet", max_length=80)
    organiser = models.CharField("arrangør", max_length=120)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="bydel"
    )
    from_age = models.PositiveSmallIntegerField("fra alder")
    to_age = models.PositiveSmallIntegerField("til alder")
    price = models.PositiveIntegerField("pris")
    price_for = models.CharField("prisen gjelder", max_length=60, blank=True)
    reduction = models.CharField("redusert pris", max_length=200, blank=True)
    free_equipment = models.CharField("gratis utstyr", max_length=200, blank=True)
    contact = models.CharField("kontakt", max_length=200)
    note = models.TextField("mer om tilbudet", blank=True)
    search_text = models.TextField(editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("registrert", default=timezone.now)
    published_on = models.DateField("publisert", null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_on = models.DateField("tatt bort", null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "fritidstilbud"
        ordering = ["name", "pk"]
        constraints = [
            who_and_when(
                "children_offer_published_by_and_on", by="published_by", at="published_on"
            ),
            CheckConstraint(
                condition=Q(to_age__gte=F("from_age"), to_age__lte=99),
                name="children_offer_ages_in_order",
                violation_error_message="Til-alder kan ikke være lavere enn fra-alder.",
            ),
            CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(published_on__isnull=False),
                name="children_offer_withdrawn_after_it_was_published",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_search_text()
        super().save(*args, **kwargs)

    def set_search_text(self) -> None:
        """What a search looks in; bulk_create must call it.

        What is for the whole city is found by the name of each district.
        """
        told = [self.name, self.activity, self.organiser, self.place, self.get_kind_display()]
        if self.district_id is None:
            told += District.objects.values_list("name", flat=True)
        self.search_text = search_key(*map(str, told))

    @property
    def place(self) -> str:
        return self.district.name if self.district else "Hele byen"

    @property
    def ages(self) -> str:
        return f"{self.from_age}–{self.to_age} år"

    @property
    def state(self) -> str:
        if self.withdrawn_on is not None:
            return "withdrawn"
        return "published" if self.published_on is not None else "draft"


class AccessAssessment(models.Model):
    """How open an offer is to a child of a family with little money (åpenhetsvurdering); 6c.

    The latest counts. Nothing is published without one.
    """

    class Openness(models.TextChoices):
        OPEN = "open", "Ingen hinder"
        HELPED = "helped", "Hinder, men det finnes hjelp"
        CLOSED = "closed", "Hinder"

    class Conclusion(models.TextChoices):
        ALL = "all", "Åpent for alle"
        HELP = "help", "Åpent med hjelp"
        NOT = "not", "Ikke åpent for alle ennå"

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="assessments")
    price = models.CharField("pris", max_length=6, choices=Openness)
    free_places = models.PositiveSmallIntegerField("friplasser", default=0)
    equipment = models.CharField("utstyr", max_length=6, choices=Openness)
    transport = models.CharField("transport", max_length=6, choices=Openness)
    language = models.CharField("språk", max_length=6, choices=Openness)
    conclusion = models.CharField("konklusjon", max_length=4, choices=Conclusion)
    note = models.TextField("hva som må til", blank=True)
    made_on = models.DateField("vurdert")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "åpenhetsvurdering"
        ordering = ["-made_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(conclusion="all") | ~Q(note=""),
                name="children_assessment_says_what_it_takes",
                violation_error_message="Skriv hva som må til for at alle kan være med.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_conclusion_display()} {self.made_on:%d.%m.%Y}"
