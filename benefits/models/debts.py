"""A person's debts and budget in a counselling, and what lets the counsellor speak for them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import PeriodQuerySet, User, period_constraint
from benefits.models.counselling import Counselling, PartOfCounselling
from config.templatetags import tall


class Debt(models.Model):
    """What is owed to one creditor (gjeldspost), in whole kroner, as it was on a day."""

    class Kind(models.TextChoices):
        RENT = "rent", "Husleie"
        POWER = "power", "Strøm"
        MORTGAGE = "mortgage", "Boliglån"
        STUDENT_LOAN = "student_loan", "Studielån"
        CAR_LOAN = "car_loan", "Billån"
        CONSUMER = "consumer", "Forbrukslån"
        CREDIT_CARD = "credit_card", "Kredittkort"
        TAX = "tax", "Skatt og avgift"
        FINE = "fine", "Bot eller erstatning"
        MAINTENANCE = "maintenance", "Bidragsgjeld"
        OTHER = "other", "Annet"

    class Collection(models.TextChoices):
        NONE = "none", "Nei"
        COLLECTOR = "collector", "Inkasso"
        BAILIFF = "bailiff", "Namsmannen"

    counselling = models.ForeignKey(Counselling, models.CASCADE, related_name="debts")
    creditor = models.CharField("kreditor", max_length=120)
    kind = models.CharField("hva slags gjeld", max_length=12, choices=Kind)
    amount = models.PositiveIntegerField("beløp, kr")
    interest = models.DecimalField(
        "rente, prosent per år", max_digits=5, decimal_places=2, null=True, blank=True
    )
    monthly_payment = models.PositiveIntegerField("betaler per måned, kr", null=True, blank=True)
    is_secured = models.BooleanField("har pant eller annen sikkerhet", default=False)
    collection = models.CharField(
        "til inndriving", max_length=9, choices=Collection, default=Collection.NONE
    )
    as_of = models.DateField("beløpet gjaldt")
    settled_on = models.DateField("gjort opp", null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: Any = PartOfCounselling.as_manager()

    class Meta:
        verbose_name = "gjeldspost"
        ordering = ["settled_on", "-amount", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(interest=None) | Q(interest__gte=0),
                name="benefits_debt_interest_not_negative",
                violation_error_message="Renten kan ikke være under null.",
            )
        ]

    def __str__(self) -> str:
        return self.creditor


class Mandate(models.Model):
    """A power of attorney (fullmakt) to speak with one creditor, or with all when none is named."""

    counselling = models.ForeignKey(Counselling, models.CASCADE, related_name="mandates")
    creditor = models.CharField("kreditor", max_length=120, blank=True)
    signed_on = models.DateField("signert")
    ends_on = models.DateField("gjelder til og med")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: Any = PartOfCounselling.as_manager()

    class Meta:
        verbose_name = "fullmakt"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__gte=F("signed_on")),
                name="benefits_mandate_not_ended_before_signed",
                violation_error_message="Fullmakten kan ikke slutte før den er signert.",
            )
        ]

    def __str__(self) -> str:
        return f"Fullmakt: {self.creditor or 'alle kreditorer'}"


class CreditorLetter(models.Model):
    """A letter to a creditor under a power of attorney (brev til kreditor); never changed."""

    counselling = models.ForeignKey(Counselling, models.CASCADE, related_name="letters")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="letters")
    creditor = models.CharField("kreditor", max_length=120)
    text = models.TextField("tekst")
    dated_on = models.DateField("dato")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("laget", default=timezone.now)

    objects: Any = PartOfCounselling.as_manager()

    class Meta:
        verbose_name = "brev til kreditor"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Brev til {self.creditor}"


class BudgetPost(models.TextChoices):
    """What a month's money comes from and goes to; those that begin with "in" are income."""

    WAGES = "in_wages", "Lønn etter skatt"
    BENEFITS = "in_benefits", "Trygd og pensjon etter skatt"
    ASSISTANCE = "in_assistance", "Sosialhjelp og kvalifiseringsstønad"
    CHILD_BENEFIT = "in_child_benefit", "Barnetrygd og bidrag"
    HOUSING_ALLOWANCE = "in_housing", "Bostøtte"
    OTHER_INCOME = "in_other", "Andre inntekter"
    RENT = "rent", "Husleie eller boliglån"
    POWER = "power", "Strøm og oppvarming"
    FOOD = "food", "Mat og drikke"
    CLOTHES = "clothes", "Klær og sko"
    HYGIENE = "hygiene", "Helse og hygiene"
    LEISURE = "leisure", "Fritid, lek og mediebruk"
    TRANSPORT = "transport", "Reise og bil"
    HOUSEHOLD = "household", "Husholdningsartikler og møbler"
    PHONE = "phone", "Telefon og internett"
    CHILD_CARE = "child_care", "Barnehage og SFO"
    INSURANCE = "insurance", "Forsikring"
    DEBTS = "debts", "Nedbetaling av gjeld"
    OTHER = "other", "Andre utgifter"


class BudgetLine(models.Model):
    """One line of the month's budget (budsjettlinje) in a counselling, in whole kroner."""

    counselling = models.ForeignKey(Counselling, models.CASCADE, related_name="budget")
    post = models.CharField("post", max_length=16, choices=BudgetPost)
    amount = models.PositiveIntegerField("beløp per måned, kr")
    as_of = models.DateField("ført")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: Any = PartOfCounselling.as_manager()

    class Meta:
        verbose_name = "budsjettlinje"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["counselling", "post"], name="benefits_budget_one_line_per_post"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()}: {tall(self.amount)} kr"


class ReferenceBudget(models.Model):
    """What a post usually costs a month (referansebudsjett), from a date; an administrator's table.

    Only what is verified stands in it. The whole household's posts are given once, the others for
    each adult and for each child by age.
    """

    class Group(models.TextChoices):
        ADULT = "adult", "Hver voksen"
        CHILD_0_5 = "child_0_5", "Hvert barn 0–5 år"
        CHILD_6_10 = "child_6_10", "Hvert barn 6–10 år"
        CHILD_11_17 = "child_11_17", "Hvert barn 11–17 år"
        HOUSEHOLD = "household", "Hele husholdningen"

    post = models.CharField("post", max_length=16, choices=BudgetPost)
    group = models.CharField("gjelder", max_length=11, choices=Group)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    amount = models.PositiveIntegerField("beløp per måned, kr")
    source = models.CharField("kilde", max_length=120)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "referansebudsjett"
        verbose_name_plural = "referansebudsjett"
        ordering = ["post", "group", "valid_from"]
        constraints = [
            period_constraint("benefits_reference_not_ended_before_begun"),
            UniqueConstraint(
                fields=["post", "group", "valid_from"],
                name="benefits_reference_one_amount_per_start",
                violation_error_message="Det finnes alt et beløp for dette fra samme dato.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()}, {self.get_group_display()}: {tall(self.amount)} kr"
