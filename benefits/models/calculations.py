"""The stored calculation of an application: what it rests on, and each month's lines.

Free of the decision: whatever decides points at a calculation, which is then frozen.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import User, who_and_when
from benefits.calculation.result import PART_NAMES, Part
from benefits.models.applications import AssistanceApplication
from benefits.models.rates import OneOffGuide
from config.templatetags import tall
from households.models import Person
from households.months import month_name


class FrozenError(Exception):
    """A frozen calculation, or a part of one, cannot be changed."""


PARTS = [(part.value, PART_NAMES[part]) for part in Part]


class CalculationQuerySet(models.QuerySet["Calculation"]):
    def to_go_on_from(self) -> CalculationQuerySet:
        """Those with a result, except what is only worked out for a correction under way."""
        worked_out = self.filter(months__isnull=False).distinct()
        return worked_out.exclude(state=Calculation.State.DRAFT, edition__gt=1)


class Calculation(models.Model):
    """How the assistance an application asks for is worked out (beregning); domain.md 4.2.

    For the months `first_month` to `last_month`, all on the same facts. `version` counts changes,
    `content_hash` is of all that was frozen. `edition` is that of the decision it is for: one that
    is corrected keeps its own. The three answers tell what the caseworker has confirmed when the
    calculation `follows` an earlier one (videreføring, or the edition before).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Utkast"
        FROZEN = "frozen", "Låst"

    class Living(models.TextChoices):
        SINGLE = "single", "Enslig"
        COUPLE = "couple", "Par"
        SHARED = "shared", "Bofellesskap"

    class Scheme(models.TextChoices):
        ORDINARY = "ordinary", "Ordinær stønad"
        SPECIAL = "special", "Særordning for tidligere enslige mindreårige"

    class Answer(models.TextChoices):
        UNCHANGED = "unchanged", "Uendret"
        CHANGED = "changed", "Endret"

    application = models.ForeignKey(
        AssistanceApplication, models.PROTECT, related_name="calculations"
    )
    edition = models.PositiveSmallIntegerField("utgave", default=1)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    first_month = models.PositiveIntegerField("fra måned")
    last_month = models.PositiveIntegerField("til måned")
    state = models.CharField("status", max_length=6, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    living = models.CharField("bor", max_length=6, choices=Living, default=Living.SINGLE)
    scheme = models.CharField("ordning", max_length=8, choices=Scheme, default=Scheme.ORDINARY)
    month_on_assistance = models.PositiveIntegerField("måned som ny mottaker", default=1)
    discretion_amount = models.PositiveIntegerField("annet beløp", null=True, blank=True)
    discretion_grounds = models.TextField("begrunnelse for annet beløp", blank=True)
    income_answer = models.CharField("inntekt", max_length=9, choices=Answer, blank=True)
    housing_answer = models.CharField("bolig", max_length=9, choices=Answer, blank=True)
    household_answer = models.CharField("husstand", max_length=9, choices=Answer, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("påbegynt", default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("endret", default=timezone.now)
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    frozen_at = models.DateTimeField("låst", null=True, blank=True)

    objects = CalculationQuerySet.as_manager()

    class Meta:
        verbose_name = "beregning"
        ordering = ["-pk"]
        constraints = [
            UniqueConstraint(
                fields=["application"],
                condition=Q(state="draft"),
                name="benefits_calculation_one_draft_per_application",
            ),
            UniqueConstraint(
                fields=["application", "edition"], name="benefits_calculation_one_per_edition"
            ),
            CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="benefits_calculation_not_ended_before_begun",
                violation_error_message="Siste måned kan ikke være før den første.",
            ),
            CheckConstraint(
                condition=Q(discretion_amount__isnull=True) | ~Q(discretion_grounds=""),
                name="benefits_calculation_another_amount_has_grounds",
                violation_error_message="Et annet beløp enn det normen gir, må begrunnes.",
            ),
            who_and_when("benefits_calculation_frozen_by_and_at", by="frozen_by", at="frozen_at"),
            CheckConstraint(
                condition=Q(state="draft", frozen_at__isnull=True)
                | Q(state="frozen", frozen_at__isnull=False) & ~Q(content_hash=""),
                name="benefits_calculation_frozen_with_date_and_hash",
            ),
            CheckConstraint(
                condition=Q(state="draft")
                | Q(follows__isnull=True)
                | ~(Q(income_answer="") | Q(housing_answer="") | Q(household_answer="")),
                name="benefits_calculation_renewal_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        to = "" if self.first_month == self.last_month else f" til {month_name(self.last_month)}"
        edition = "" if self.edition == 1 else f", utgave {self.edition}"
        return f"Beregning for {month_name(self.first_month)}{to}{edition}"

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN


class CalculationPartQuerySet(models.QuerySet[Any]):
    """Rows of a calculation: none is added, taken away or rewritten when it is frozen."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            _writable(row.month.calculation if self.model is CalculationLine else row.calculation)
        return super().bulk_create(rows, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse_frozen(self)
        return super().delete()

    def update(self, **values: Any) -> int:
        if not values.keys() <= CLEARABLE:  # what anonymising empties, years later
            _refuse_frozen(self)
        return super().update(**values)


CLEARABLE = {"text", "grounds", "enrolled_on", "left_on", "completed_on"}


def _refuse_frozen(rows: CalculationPartQuerySet) -> None:
    way = "month__calculation" if rows.model is CalculationLine else "calculation"
    if rows.filter(**{f"{way}__state": Calculation.State.FROZEN}).exists():
        raise FrozenError("Beregningen er låst.")


def _writable(calculation: Calculation) -> None:
    if calculation.is_frozen:
        raise FrozenError("Beregningen er låst.")


class CalculationMember(models.Model):
    """Somebody whom a calculation counts with (medregnet person), and what no register tells.

    `supports_elsewhere` is a child who lives with another. The school dates are for measure 2b.
    """

    class Role(models.TextChoices):
        ADULT = "adult", "Voksen"
        CHILD = "child", "Barn"

    calculation = models.ForeignKey(Calculation, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="calculated_in")
    role = models.CharField("rolle", max_length=5, choices=Role)
    supports_elsewhere = models.BooleanField("forsørger barn som bor et annet sted", default=False)
    lives_with_parents = models.BooleanField("bor hos foreldrene", default=False)
    was_unaccompanied = models.BooleanField("bosatt som enslig mindreårig", default=False)
    attends_school = models.BooleanField("oppmøtet er bekreftet", default=False)
    enrolled_on = models.DateField("begynte i grunnskolen", null=True, blank=True)
    left_on = models.DateField("sluttet", null=True, blank=True)
    completed_on = models.DateField("fullførte", null=True, blank=True)

    objects = CalculationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "medregnet person"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["calculation", "person"], name="benefits_calculation_counts_each_once"
            ),
            CheckConstraint(
                condition=Q(role="adult")
                | Q(supports_elsewhere=False, lives_with_parents=False, was_unaccompanied=False),
                name="benefits_calculation_child_is_no_adult",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _writable(self.calculation)
        super().save(*args, **kwargs)


class CalculationInput(models.Model):
    """One thing a calculation rests on (post i grunnlaget): a cost, an income, a grant, a taking.

    `kind` is the kind of housing cost, income or event, or the section of the act a deduction has.
    `amount` is what is stated; `accepted` is what counts of a housing cost. `guide` is the guiding
    amount a one-off was held against.
    """

    calculation = models.ForeignKey(Calculation, models.CASCADE, related_name="inputs")
    part = models.CharField("del", max_length=10, choices=PARTS)
    kind = models.CharField("slag", max_length=17, editable=False)
    text = models.CharField("tekst", max_length=200, blank=True)
    amount = models.PositiveIntegerField("beløp")
    accepted = models.PositiveIntegerField("godkjent", null=True, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="calculation_inputs"
    )
    guide = models.ForeignKey(OneOffGuide, models.PROTECT, null=True, blank=True, related_name="+")
    grounds = models.TextField("begrunnelse", blank=True)

    objects = CalculationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "post i grunnlaget"
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(part__in=["norm", "cap"]), name="benefits_input_is_no_result"
            ),
            CheckConstraint(
                condition=Q(part="housing", accepted__isnull=False, accepted__lte=F("amount"))
                | ~Q(part="housing") & Q(accepted__isnull=True),
                name="benefits_input_accepted_within_claimed",
                violation_error_message="Godkjent beløp kan ikke være høyere enn oppgitt.",
            ),
            CheckConstraint(
                condition=~Q(part="income") | Q(person__isnull=False),
                name="benefits_input_income_is_somebodys",
            ),
            CheckConstraint(
                condition=~Q(part="supplement") | ~Q(grounds=""),
                name="benefits_input_supplement_has_grounds",
            ),
            CheckConstraint(
                condition=~Q(part="deduction") | Q(kind__startswith="§ 2"),
                name="benefits_input_deduction_has_a_section",
            ),
            CheckConstraint(
                condition=Q(guide__isnull=True) | Q(part="one_off"),
                name="benefits_input_guide_is_of_a_one_off",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {tall(self.amount)} kr"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not set(kwargs.get("update_fields") or ["amount"]) <= CLEARABLE:
            _writable(self.calculation)
        super().save(*args, **kwargs)


class CalculationMonth(models.Model):
    """The sums of one month (beregnet måned); each is the sum of the month's lines of its part.

    `norm_award` is what the norm gives, and stays when `award` is another amount with grounds.
    """

    calculation = models.ForeignKey(Calculation, models.CASCADE, related_name="months")
    month = models.PositiveIntegerField("måned")
    norm = models.PositiveIntegerField("livsopphold")
    housing = models.PositiveIntegerField("boutgifter")
    cap = models.PositiveIntegerField("avkortet etter stønadstaket")
    cap_amount = models.PositiveIntegerField("stønadstaket", null=True, blank=True)
    income = models.PositiveIntegerField("inntekter")
    one_off = models.PositiveIntegerField("engangsstønad")
    supplement = models.PositiveIntegerField("tillegg")
    deduction = models.PositiveIntegerField("trekk")
    ordinary = models.PositiveIntegerField("stønad til livsopphold og bolig")
    norm_award = models.PositiveIntegerField("etter normen")
    award = models.PositiveIntegerField("stønad")
    grounds = models.TextField("begrunnelse for annet beløp", blank=True)

    objects = CalculationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "beregnet måned"
        ordering = ["month"]
        constraints = [
            UniqueConstraint(fields=["calculation", "month"], name="benefits_month_counted_once"),
            CheckConstraint(
                condition=Q(ordinary=F("norm") + F("housing") - F("cap") - F("income"))
                | Q(ordinary=0, norm__lte=F("cap") + F("income") - F("housing")),
                name="benefits_month_ordinary_is_need_less_income",
            ),
            CheckConstraint(
                condition=Q(
                    norm_award=F("ordinary") + F("one_off") + F("supplement") - F("deduction")
                ),
                name="benefits_month_sums_agree",
            ),
            CheckConstraint(
                condition=Q(award=F("norm_award")) | ~Q(grounds=""),
                name="benefits_month_another_amount_has_grounds",
                violation_error_message="Et annet beløp enn det normen gir, må begrunnes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {tall(self.award)} kr"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not set(kwargs.get("update_fields") or ["award"]) <= CLEARABLE:
            _writable(self.calculation)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return month_name(self.month)


class CalculationLine(models.Model):
    """One line of a month as the letter prints it (beregningslinje); never changed once frozen.

    Its fields are those of `benefits.calculation.result.Line`; its text names no person.
    """

    month = models.ForeignKey(CalculationMonth, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    part = models.CharField("del", max_length=10, choices=PARTS)
    kind = models.CharField("slag", max_length=32, editable=False)
    text = models.CharField("tekst", max_length=250, blank=True)
    amount = models.PositiveIntegerField("beløp")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="calculation_lines"
    )
    stated = models.PositiveIntegerField("oppgitt", null=True, blank=True)
    guide = models.PositiveIntegerField("veiledende beløp", null=True, blank=True)
    grounds = models.TextField("begrunnelse", blank=True)
    source = models.CharField("kilde", max_length=250, blank=True, editable=False)

    objects = CalculationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "beregningslinje"
        ordering = ["month", "order"]
        constraints = [
            UniqueConstraint(fields=["month", "order"], name="benefits_line_has_its_place")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {tall(self.amount)} kr"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not set(kwargs.get("update_fields") or ["amount"]) <= CLEARABLE:
            _writable(self.month.calculation)
        super().save(*args, **kwargs)
