"""Who may see which household: facts and rules, in the one place that decides it.

Core rules refuse first and nothing overrides them: (a) protection: everyone who is or was a member
must have a grade that the user is cleared for, and an unknown grade lets nobody in; (b) nearness:
the user, or someone who shares or shared a household with the user, is or was a member; (c) the
user has declared a conflict of interest; (d) the household's time is up, and it is locked. Then one
basis must open: a unit of the user's that has the household today, something shared with the unit
or with its OSK meeting, or an emergency access that lifts the rule of the office alone (security.md
3.3, 3.6-3.8, 3.19).

Each fact is one expression of the database. `visible_to` filters by them in bulk and `verdict_on`
weighs the same facts for one household with accounts.policy.decide; a test holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.access import AccessUndecidedError, parties_with, units_with
from accounts.models import Clearance, User
from accounts.policy import Permission, Rule, Verdict, decide
from households.listing import Listing, Moment, among, listed, remembered
from households.nearness import near, stated_near

if TYPE_CHECKING:
    from households.models import Household


class Protection(models.TextChoices):
    """Grades of protection (adressebeskyttelse and skjerming)."""

    NONE = "none", "Ingen"
    CODE_7 = "code_7", "Fortrolig adresse (kode 7)"
    CODE_6 = "code_6", "Strengt fortrolig adresse (kode 6)"
    CODE_6_ABROAD = "code_6_abroad", "Strengt fortrolig, utland (§ 19)"
    STAFF = "staff", "Skjermet (egen ansatt)"
    UNKNOWN = "unknown", "Ukjent"


CLEARED_BY = {
    Clearance.Kind.CODE_7: {Protection.CODE_7},
    Clearance.Kind.CODE_6: {Protection.CODE_6, Protection.CODE_6_ABROAD},
    Clearance.Kind.STAFF: {Protection.STAFF},
}
PLACE_HIDDEN = (
    Protection.CODE_6,
    Protection.CODE_6_ABROAD,
    Protection.CODE_7,
    Protection.UNKNOWN,
)
"""Grades with which nothing may tell where the household lives, to those cleared for it either."""


@dataclass(frozen=True)
class Facts:
    """What the rules weigh about one user and one household today."""

    is_closed_grade: bool
    is_near: bool
    is_disqualified: bool
    is_locked: bool
    of_office: bool
    of_share: bool
    of_osk: bool
    by_break_glass: bool


CORE: tuple[Rule[Facts], ...] = (
    Rule("protected", lambda facts: facts.is_closed_grade),
    Rule("near", lambda facts: facts.is_near),
    Rule("disqualified", lambda facts: facts.is_disqualified),
    Rule("locked", lambda facts: facts.is_locked),
)
OFFICE = Rule[Facts]("office", lambda facts: facts.of_office)
SHARE = Rule[Facts]("share", lambda facts: facts.of_share)
OSK = Rule[Facts]("osk", lambda facts: facts.of_osk)
BREAK_GLASS = Rule[Facts]("break_glass", lambda facts: facts.by_break_glass)
BASES = (OFFICE, BREAK_GLASS, SHARE, OSK)
WHOLE = (OFFICE.name, BREAK_GLASS.name)
"""Bases that open the household as the own party knows it; the others open only what is shared."""


class VisibleHouseholds(models.QuerySet[Any]):
    def visible_to(self, user: User, permission: Permission = Permission.SEE_HOUSEHOLDS) -> Self:
        """The households that `user` may see today.

        With another `permission`, those for which they hold it on the ground of their office: a
        responsible unit in which their role gives it, and never more than they may see.
        """
        try:
            if not units_with(user, Permission.SEE_HOUSEHOLDS):
                return self.none()
            core = _core(user)
            opened = remembered(user, ("opened", permission), lambda: _opened(user, permission))
        except Exception as error:
            raise AccessUndecidedError from error
        return self.filter(among(opened), ~(_closed(core) | core["is_locked"]))

    def locked_to(self, user: User) -> Self:
        """The locked households that `user` may open again: all other rules, by their office."""
        facts = _facts(user, Permission.OPEN_LOCKED)
        kept = self.filter(anonymised_on__isnull=True)
        return kept.filter(facts["of_office"], facts["is_locked"], ~_closed(facts))

    def not_closed_to(self, user: User, *, unlocked: bool = False) -> Self:
        """Those that no core rule closes, the lock if asked for; whether anything opens, is not."""
        core = _core(user)
        return self.filter(~(_closed(core) | (core["is_locked"] if unlocked else Q())))

    def with_facts(self, user: User) -> Self:
        """Each household with the facts about `user`, under the names of Facts."""
        return self.annotate(
            **{
                name: models.ExpressionWrapper(fact, models.BooleanField())
                for name, fact in _facts(user, Permission.SEE_HOUSEHOLDS).items()
            }
        )

    def with_unknown_grade(self, user: User) -> Self:
        """Those with a member of unknown grade that `user` may settle, or help to settle.

        Such a household is closed to everybody, so nothing but its number may be shown. It takes a
        clearance for kode 6, a role for it in a responsible unit, and no closeness.
        """
        today = timezone.localdate()
        cleared = Clearance.objects.valid_on(today).filter(user=user, kind=Clearance.Kind.CODE_6)
        units = units_with(user, Permission.SETTLE_PROTECTION)
        units |= units_with(user, Permission.LOWER_PROTECTION)
        core = _core(user)
        has = _model("Responsibility").objects.valid_on(today).filter(household=OuterRef("pk"))
        unknown = _model("Membership").objects.filter(
            household=OuterRef("pk"), person__protection=Protection.UNKNOWN
        )
        return self.filter(
            Exists(cleared),
            Exists(has.filter(unit__in=units)),
            Exists(unknown),
            ~(core["is_near"] | core["is_disqualified"]),
        )

    def with_place_hidden(self) -> Self:
        """Each with `place_hidden`: whether a present or former member has a hidden place."""
        hidden = _model("Membership").objects.filter(
            household=OuterRef("pk"), person__protection__in=PLACE_HIDDEN
        )
        return self.annotate(place_hidden=Exists(hidden))


def lives_hidden() -> Exists:
    """Whether the person of a membership belongs, or has belonged, where the place is hidden."""
    hidden = _model("Membership").objects.filter(
        person=OuterRef("person"), household__memberships__person__protection__in=PLACE_HIDDEN
    )
    return Exists(hidden)


def verdict_on(household: Household) -> Verdict:
    """The verdict on a household that was read `with_facts` of a user."""
    told = {name: getattr(household, name) for name in Facts.__dataclass_fields__}
    return decide(Facts(**told), CORE, BASES)


def _facts(user: User, permission: Permission) -> dict[str, Q]:
    """Each fact as a condition on a household, seen from `user`."""
    facts: dict[str, Q] = remembered(
        user, ("facts", permission), lambda: _make_facts(user, permission)
    )
    return facts


def _make_facts(user: User, permission: Permission) -> dict[str, Q]:
    bases = _bases(user, permission)
    of_office = bases.pop("of_office").filter(household=OuterRef("pk"))
    opened = {name: among(listed(rows, "household")) for name, rows in bases.items()}
    return _core(user) | {"of_office": Q(Exists(of_office))} | opened


def _core(user: User, household: str = "pk") -> dict[str, Q]:
    """The facts of the core rules, which ask for no permission; `household` is the field's name.

    Each is a list made once and not for each household: few are locked, declared or of a grade.
    """
    lists = remembered(user, ("core",), lambda: _make_core(user))
    facts = {name: among(rows, household) for name, rows in lists.items()}
    facts["is_near"] |= facts.pop("is_stated_near")
    return facts


def _make_core(user: User) -> dict[str, Listing | None]:
    members = _model("Membership").objects
    declared = _model("Disqualification").objects.filter(user=user, lifted_at__isnull=True)
    rows = {
        "is_closed_grade": members.filter(person__in=_closed_persons(user)),
        "is_near": members.filter(person__in=near(user)),
        "is_stated_near": stated_near(user),
        "is_disqualified": declared,
        "is_locked": _model("HouseholdLock").objects.filter(opened_at__isnull=True),
    }
    return {name: listed(found, "household") for name, found in rows.items()}


def _closed(facts: dict[str, Q]) -> Q:
    return facts["is_closed_grade"] | facts["is_near"] | facts["is_disqualified"]


def _bases(user: User, permission: Permission) -> dict[str, QuerySet[Any]]:
    """The rows that open their households to `user`, by the fact each is a ground for."""
    today = timezone.localdate()
    units = units_with(user, Permission.OF_OFFICE) & units_with(user, permission)
    shares = _model("Share").objects.live_on(today)
    with_party, with_osk = (
        units_with(user, permission) for permission in (Permission.OF_SHARE, Permission.OF_OSK)
    )
    opened = emergencies_of(user).live_at(Moment())
    return {
        "of_office": _model("Responsibility").objects.valid_on(today).filter(unit__in=units),
        "of_share": shares.filter(audience="party", to_unit__in=with_party),
        "of_osk": shares.filter(audience="osk", to_unit__in=with_osk),
        "by_break_glass": opened if _may_break(user, permission) else opened.none(),
    }


def _may_break(user: User, permission: Permission) -> bool:
    """Whether an emergency access opens anything to `user` for which `permission` is asked."""
    units = units_with(user, Permission.OF_OFFICE) & units_with(user, permission)
    return bool(units_with(user, Permission.BREAK_GLASS) & units)


def _opened(user: User, permission: Permission) -> Listing | None:
    """What some basis opens, as one list of households, so that a database begins with it."""
    bases = _bases(user, permission)
    shared = permission == Permission.SEE_HOUSEHOLDS
    names = ("of_office", "by_break_glass", *(("of_share", "of_osk") if shared else ()))
    first, *others = (bases[name].order_by().values("household") for name in names)
    return listed(first.union(*others, all=True), "household")


def open_to(
    user: User,
    permission: Permission = Permission.SEE_HOUSEHOLDS,
    *,
    whole: bool = False,
) -> Q:
    """Whether a row's household is `visible_to` the user, and `opened_whole` if asked for."""

    def make() -> Listing | None:
        known = _model("Household").objects.visible_to(user, permission)
        if whole:
            known = known.filter(opened_whole(user, Permission.OF_OFFICE))
        return listed(known, "id")

    return among(remembered(user, ("open", permission, whole), make), "household")


def opened_whole(user: User, permission: Permission) -> Q:
    """Whether the office or an emergency access opens a household, for one who holds `permission`.

    It leaves out the core rules: only for households that are `visible_to` the user.
    """
    try:
        facts = _facts(user, permission)
    except Exception as error:
        raise AccessUndecidedError from error
    return facts["of_office"] | facts["by_break_glass"]


def _closed_persons(user: User) -> QuerySet[Any]:
    """The persons with a grade that `user` is not cleared for; always one of unknown grade."""
    cleared = Clearance.objects.valid_on(timezone.localdate()).filter(user=user)
    needed = Case(
        *(When(protection__in=grades, then=Value(kind)) for kind, grades in CLEARED_BY.items())
    )
    persons = _model("Person").objects.exclude(protection=Protection.NONE)
    closed = persons.annotate(needed=needed).filter(
        ~Exists(cleared.filter(kind=OuterRef("needed")))
    )
    return cast("QuerySet[Any]", closed.values("pk"))


def emergencies_of(user: User) -> Any:
    """The user's emergency accesses, as far as they still have a role for it in that party."""
    parties = parties_with(user, Permission.BREAK_GLASS)
    return _model("BreakGlass").objects.filter(user=user, unit__party__in=parties)


def of_own_office(user: User, party: str) -> Q:
    """Whether `user` knows a row's household as its `party` (a field's name) does.

    A unit of that party in which the user works has it today, or it was opened there in need: a
    seat at another office of the party opens nothing.
    """
    had, needed = _own_office(user, party)
    return had | needed


def open_at_office(user: User, party: str) -> Q:
    """Whether a row's household is open to `user` as its `party` (a field's name) knows it.

    That is `of_own_office` and `open_to` by OF_OFFICE; but what the user's office has, is open by
    that, so that a database weighs a basis again for an emergency access alone.
    """
    try:
        if not units_with(user, Permission.SEE_HOUSEHOLDS):
            return among(None)
        had, needed = _own_office(user, party)
        core = _core(user, "household")
        if not _may_break(user, Permission.OF_OFFICE):
            needed &= open_to(user, Permission.OF_OFFICE)
    except Exception as error:
        raise AccessUndecidedError from error
    return (had | needed) & ~(_closed(core) | core["is_locked"])


def _own_office(user: User, party: str) -> tuple[Q, Q]:
    """Whether an office of the user's in that party has it, and whether it was opened in need."""

    def make() -> tuple[Q, Q]:
        has = _model("Responsibility").objects.valid_on(timezone.localdate())
        has = has.filter(unit__in=units_with(user, Permission.OF_OFFICE))
        needed = emergencies_of(user).live_at(Moment())
        of_row = {"household": OuterRef("household")}
        had = Exists(has.filter(party=OuterRef(party), **of_row))
        return Q(had), Q(Exists(needed.filter(unit__party=OuterRef(party), **of_row)))

    return cast("tuple[Q, Q]", remembered(user, ("of_own_office", party), make))


def known_members(user: User) -> QuerySet[Any]:
    """The memberships of households open to `user` in which they may know who the member is.

    Somebody known from one household is not thereby known in another.
    """
    shared = shares_with(user).filter(
        household=OuterRef("household"), subject=OuterRef("person"), scope="household"
    )
    rows = _model("Membership").objects.filter(open_to(user))
    return cast("QuerySet[Any]", rows.filter(open_to(user, whole=True) | Q(Exists(shared))))


class VisiblePersons(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The persons in a household that `user` may see today, as far as the basis reaches."""
        memberships = _model("Membership").objects.filter(person=OuterRef("pk"))
        shared = shares_with(user).filter(subject=OuterRef("pk"), scope="household")
        return self.filter(
            Exists(memberships.filter(open_to(user, whole=True)))
            | Exists(shared.filter(open_to(user)))
        )


class VisibleIntakes(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The own parties' intakes of households open to `user` as the own party knows them.

        And those that came to a unit of the user's while no unit of the party has the household,
        unless a core rule closes it. Who registered an intake has a receipt, and no more.
        """
        known = _model("Household").objects
        has = _model("Responsibility").objects.valid_on(timezone.localdate())
        has = has.filter(household=OuterRef("household"), party=OuterRef("party"))
        ours = Q(unit__in=units_with(user, Permission.OF_OFFICE)) & ~Q(Exists(has))
        whole = open_to(user, Permission.OF_OFFICE)
        own = self.filter(party__in=parties_with(user, Permission.OF_OFFICE))
        whole &= of_own_office(user, "party")
        return own.filter(whole | (ours & Q(household__in=known.not_closed_to(user))))


class VisibleOfParty(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """What the own party keeps on a household that is open to `user` as the party knows it.

        What is shared never opens another party's own notes and papers (security.md 3.7).
        """
        return self.filter(open_at_office(user, "party"))


def shares_with(user: User) -> QuerySet[Any]:
    """The live shares with the user's units, or with the OSK meetings that the user leads."""

    def make() -> QuerySet[Any]:
        party = Q(audience="party", to_unit__in=units_with(user, Permission.OF_SHARE))
        osk = Q(audience="osk", to_unit__in=units_with(user, Permission.OF_OSK))
        live = _model("Share").objects.live_on(timezone.localdate())
        return cast("QuerySet[Any]", live.filter(party | osk))

    return cast("QuerySet[Any]", remembered(user, ("shares",), make).all())


def _model(name: str) -> Any:
    """A model of this app; they import this module, so it cannot import them."""
    return cast(Any, apps.get_model("households", name))
