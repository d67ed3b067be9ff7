"""Persons, the households they live in over time, and their situation at last contact."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import (
    CheckConstraint,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    UniqueConstraint,
)

from accounts.models import (
    District,
    Party,
    PeriodQuerySet,
    Unit,
    User,
    period_constraint,
    who_and_when,
)
from households.access import Protection, VisibleHouseholds, VisiblePersons
from households.basis import Access
from households.closeness.rules import number_hash
from households.codes import Background, NorwegianLevel
from households.names import search_key, sort_key


class Source(models.TextChoices):
    """Where a row comes from: an import may change its own rows, never what was typed here."""

    OSK = "osk", "Registrert i OSK-sak"
    HISTORY = "history", "CSV fra tidligere system"
    KOSTRA = "kostra", "KOSTRA-fil"


class Person(models.Model):
    """A human being (person) known to one of the parties; a national number is not required."""

    class Sex(models.TextChoices):
        """As registered with the authorities; never read out of a national number."""

        MALE = "m", "Mann"
        FEMALE = "f", "Kvinne"
        UNKNOWN = "", "Ikke oppgitt"

    national_id = models.CharField(
        "fødselsnummer eller D-nummer", max_length=11, null=True, blank=True, unique=True
    )
    # Said of a member, and another person's here whom whoever wrote it may not know of: 3.5b
    stated_id = models.CharField("oppgitt nummer", max_length=11, blank=True)
    duf_number = models.CharField("DUF-nummer", max_length=12, null=True, blank=True, unique=True)
    source_ref = models.CharField(
        "referanse i tidligere system", max_length=120, null=True, blank=True, unique=True
    )
    first_name = models.CharField("fornavn", max_length=120, blank=True)
    last_name = models.CharField("etternavn", max_length=120, blank=True)
    search_name = models.CharField(max_length=260, editable=False, db_index=True)
    sort_name = models.CharField(max_length=520, editable=False, db_index=True)
    birth_date = models.DateField("fødselsdato", null=True, blank=True)
    sex = models.CharField("kjønn", max_length=1, choices=Sex, blank=True, default=Sex.UNKNOWN)
    protection = models.CharField(
        "adressebeskyttelse", max_length=13, choices=Protection, default=Protection.NONE
    )
    language = models.CharField("språk", max_length=40, blank=True)
    needs_interpreter = models.BooleanField("trenger tolk", default=False)
    # Restricted (1h): read on the person's own page and in masked tables, never in a list or filter
    background = models.CharField("bakgrunn", max_length=9, choices=Background, blank=True)
    resident_since = models.PositiveSmallIntegerField(
        "bosatt i Norge siden (år)", null=True, blank=True
    )
    norwegian_level = models.CharField(
        "norsknivå", max_length=6, choices=NorwegianLevel, blank=True
    )
    phone = models.CharField("telefon", max_length=20, blank=True)
    died_on = models.DateField("død", null=True, blank=True)
    moved_away_on = models.DateField("flyttet fra kommunen", null=True, blank=True)
    anonymised_on = models.DateField("anonymisert", null=True, blank=True)

    objects = VisiblePersons.as_manager()

    class Meta:
        verbose_name = "person"
        indexes = [
            models.Index(
                fields=["protection"],
                condition=~Q(protection=Protection.NONE),
                name="households_person_protected",
            ),
            models.Index(
                fields=["stated_id"],
                condition=~Q(stated_id=""),
                name="households_person_stated_id",
            ),
        ]
        constraints = [
            CheckConstraint(
                condition=~Q(national_id=""), name="households_person_no_number_is_null"
            ),
            CheckConstraint(condition=~Q(duf_number=""), name="households_person_no_duf_is_null"),
            CheckConstraint(
                condition=Q(stated_id="") | Q(national_id__isnull=True),
                name="households_person_one_number_known_or_stated",
            ),
            CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(died_on__gte=F("birth_date")),
                name="households_person_not_dead_before_born",
                violation_error_message="Dødsdato kan ikke være før fødselsdato.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_name_keys()
        super().save(*args, **kwargs)
        if self.number:  # a user may have registered beforehand that this is who they are
            waiting = self.staff.model.objects.filter(person__isnull=True)
            waiting.filter(number_hash=number_hash(self.number)).update(person=self)

    @property
    def number(self) -> str | None:
        """The national number, as known or as stated; a page never tells one from the other."""
        return self.national_id or self.stated_id or None

    @property
    def name(self) -> str:
        """First and last name, or what else can stand for the person on a page."""
        return f"{self.first_name} {self.last_name}".strip() or "Uten navn"

    def set_name_keys(self) -> None:
        """Renew the search and sort keys; save() does it, bulk writers call it themselves."""
        self.search_name = search_key(self.last_name, self.first_name)
        self.sort_name = sort_key(self.last_name, self.first_name)


class HouseholdQuerySet(VisibleHouseholds):
    def with_district(self, on: date) -> Self:
        """Each with `district_id` and `district_name`, where it lives on `on`; None if unknown."""
        homes = Residence.objects.valid_on(on).filter(household=OuterRef("pk"))
        latest = homes.order_by("-valid_from")
        return self.annotate(
            district_id=Subquery(latest.values("district")[:1]),
            district_name=Subquery(latest.values("district__name")[:1]),
        )

    def with_member_named(self, text: str, on: date, known: Q | None = None) -> Self:
        """Those with a member on `on` whose names begin with the words of `text`; none without.

        `known` narrows the memberships to those that the one who asks may know of.
        """
        words = search_key(text).split()
        if not words:
            return self.none()
        members = Membership.objects.valid_on(on).filter(household=OuterRef("pk"))
        if known is not None:
            members = members.filter(known)
        for word in words:
            named = Q(person__search_name__startswith=word)
            members = members.filter(named | Q(person__search_name__contains=f" {word}"))
        return self.filter(Exists(members))


class Household(models.Model):
    """People who live together with a shared economy (husholdning); members have dates."""

    source_ref = models.CharField(
        "referanse i tidligere system", max_length=120, null=True, blank=True, unique=True
    )
    contact = models.ForeignKey(
        Person, models.PROTECT, related_name="households_as_contact", verbose_name="kontaktperson"
    )
    members = models.ManyToManyField(Person, through="Membership", related_name="households")
    anonymised_on = models.DateField("anonymisert", null=True, blank=True)

    # Set by the door (households/door.py), which every page of a household passes.
    responsible_today: list[Responsibility]
    all_memberships: list[Any]  # Membership, with last_situation and lives_hidden
    district_id: int | None
    district_name: str | None
    place_hidden: bool
    access: Access

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "husholdning"

    def __str__(self) -> str:
        return f"Husstanden {self.contact.last_name or self.number}"

    @property
    def number(self) -> str:
        """The number the office uses for the household, as printed on paper."""
        return f"H-{10_000 + self.pk}"


class MembershipQuerySet(PeriodQuerySet):
    def valid_on(self, day: date) -> PeriodQuerySet:
        """Those that hold on `day`; never one that was undone."""
        return super().valid_on(day).filter(undone_at__isnull=True)


class Membership(models.Model):
    """That a person belongs to a household (husholdningsmedlem), in a role, between dates.

    One that was registered by mistake has held for no day and is `undone_at`.
    """

    class Role(models.TextChoices):
        APPLICANT = "applicant", "Søker"
        SPOUSE = "spouse", "Ektefelle"
        COHABITANT = "cohabitant", "Samboer"
        PARTNER = "partner", "Forsørger"
        CHILD = "child", "Barn"
        OTHER_ADULT = "other_adult", "Annen voksen"

    SUPPORTING = (Role.APPLICANT, Role.SPOUSE, Role.COHABITANT, Role.PARTNER)

    household = models.ForeignKey(Household, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField("rolle", max_length=12, choices=Role)
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til", null=True, blank=True)
    shared_residence = models.BooleanField("delt bosted", default=False)
    registered_on = models.DateField("registrert")
    source = models.CharField("kilde", max_length=7, choices=Source, default=Source.OSK)
    undone_at = models.DateTimeField("omgjort", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "husholdningsmedlem"
        constraints = [
            period_constraint("households_membership_not_ended_before_begun"),
            CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(valid_to=F("valid_from")),
                name="households_membership_undone_is_over",
            ),
            UniqueConstraint(
                fields=["household", "person", "valid_from"],
                condition=Q(undone_at__isnull=True),
                name="households_membership_one_row_per_start",
            ),
            UniqueConstraint(
                fields=["household", "person"],
                condition=Q(valid_to__isnull=True),
                name="households_membership_one_open_per_person",
                violation_error_message="Personen er allerede medlem av husstanden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def supports_children(self) -> bool:
        """Whether the member, or the member's partner, supports the household's children."""
        return self.role in self.SUPPORTING


class Residence(models.Model):
    """Which district the household lives in (bosted), between dates; no district = unknown."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="residences")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="residences"
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "bosted"
        constraints = [
            period_constraint("households_residence_not_ended_before_begun"),
            UniqueConstraint(
                fields=["household"],
                condition=Q(valid_to__isnull=True),
                name="households_residence_one_open_per_household",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "household"], name="households_residence_place")
        ]

    def __str__(self) -> str:
        return str(self.district or "Uten bydel")


class ResponsibilityQuerySet(PeriodQuerySet):
    def valid_on(self, day: date) -> PeriodQuerySet:
        """Those that hold on `day`; never one that was undone."""
        return super().valid_on(day).filter(undone_at__isnull=True)

    def not_over_by(self, day: date) -> Self:
        """Those that hold on `day` or begin later."""
        return self.exclude(valid_to__lt=day).filter(undone_at__isnull=True)


class Responsibility(models.Model):
    """Which unit of a party has the household (ansvar), and which caseworker, between dates.

    Never rewritten: a change ends one row and begins another. A row that is replaced on its own
    first day, or before it, has held for no day and is `undone_at`. `begun_by` is empty for what
    an import brought. One whose party has nothing more to do is `closed_at`, with why; the next
    one of the party opens the case again.
    """

    class Closing(models.TextChoices):
        """Why a party's case was closed (saken avsluttet)."""

        WORK = "work", "Forsørger seg ved arbeid"
        BENEFIT = "benefit", "Har fått trygd eller annen ytelse"
        STUDIES = "studies", "Studielån eller stipend"
        OWN_MEANS = "own_means", "Forsørget av ektefelle eller egne midler"
        MOVED = "moved", "Flyttet fra kommunen"
        DEAD = "dead", "Død"
        NO_NEED = "no_need", "Behovet for bistand er over"
        NO_CONTACT = "no_contact", "Har ikke hatt kontakt"

    household = models.ForeignKey(Household, models.CASCADE, related_name="responsibilities")
    party = models.CharField("part", max_length=12, choices=Party)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="responsibilities")
    caseworker = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="responsibilities"
    )
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til", null=True, blank=True)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    begun_at = models.DateTimeField("registrert", null=True, blank=True)
    undone_at = models.DateTimeField("omgjort", null=True, blank=True)
    closing = models.CharField("avsluttet fordi", max_length=12, choices=Closing, blank=True)
    closing_text = models.CharField("mer om hvorfor", max_length=500, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField("avsluttet", null=True, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "ansvar"
        constraints = [
            period_constraint("households_responsibility_not_ended_before_begun"),
            who_and_when("households_responsibility_begun_by_and_at", by="begun_by", at="begun_at"),
            who_and_when(
                "households_responsibility_closed_by_and_at", by="closed_by", at="closed_at"
            ),
            CheckConstraint(
                condition=Q(closed_at__isnull=True, closing="")
                | (Q(closed_at__isnull=False, valid_to__isnull=False) & ~Q(closing="")),
                name="households_responsibility_closed_is_over_and_told_why",
            ),
            CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(valid_to=F("valid_from")),
                name="households_responsibility_undone_is_over",
            ),
            UniqueConstraint(
                fields=["household", "party"],
                condition=Q(valid_to__isnull=True),
                name="households_responsibility_one_unit_per_party",
                violation_error_message="Parten har allerede et ansvarlig kontor.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "household"], name="households_responsible_unit")]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.unit}"
