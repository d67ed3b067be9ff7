"""Rows of persons' data that hang on a household, and who may see them (security.md 3.3).

The facts and rules are households/access.py; here they are put on rows that one party has made.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.access import AccessUndecidedError, may
from accounts.models import Substitution, User
from accounts.policy import Permission
from households.access import open_at_office, open_to, shares_with


class RowsOfParty(models.QuerySet[Any]):
    """Rows with a `household`, known to the party that made them as it knows the household.

    `party` names the field, or path, that tells which party it was. Another party sees what is
    shared with it on the pages made for that, never these rows.
    """

    party: ClassVar[str] = "party"

    def visible_to(self, user: User) -> Self:
        """Those of the user's own party, in households of the user's office or opened in need."""
        return self.filter(open_at_office(user, self.party))


class RowsOfSubject(RowsOfParty):
    """Rows about one person, known to their party and to whoever it shares the person with.

    `subject` names the person, `scope` what must be shared by the row's own party. Whoever may not
    know who the person is, is not told of the row either (security.md 3.7).
    """

    subject: ClassVar[str]
    scope: ClassVar[str]

    def visible_to(self, user: User) -> Self:
        of_party = super().visible_to(user).values("pk")
        return self.filter(Q(pk__in=of_party) | Q(pk__in=self.shared_with(user).values("pk")))

    def shared_with(self, user: User) -> Self:
        """Those that are open to the user's unit, or OSK meeting, today.

        Of the party that shares, and what the user's own party has made of the one it is told of.
        """
        live = shares_with(user).filter(
            household=OuterRef("household"), subject=OuterRef(self.subject)
        )
        named = open_to(user, whole=True) | Q(Exists(live.filter(scope="household")))
        parties = Q(from_party=OuterRef(self.party)) | Q(to_unit__party=OuterRef(self.party))
        shared = live.filter(parties, scope=self.scope)
        return self.filter(Exists(shared), named, open_to(user))


class RowsOfHolder(RowsOfParty):
    """Rows known to their party, and to the one who works with them without an office of it.

    `holder` names the user, who must be permitted to work so (`held_with`) or stand in for who is.
    It opens the row and not the household; every core rule about the household binds.
    """

    holder: ClassVar[str]
    held_with: ClassVar[Permission] = Permission.COUNSEL

    def visible_to(self, user: User) -> Self:
        of_party = super().visible_to(user).values("pk")
        return self.filter(Q(pk__in=of_party) | Q(pk__in=self.held_by(user).values("pk")))

    def held_by(self, user: User) -> Self:
        """Those the user works with, or a colleague whom the user stands in for today."""
        known: Any = apps.get_model("households", "Household").objects
        try:
            if not may(user, self.held_with):
                return self.none()
            absent = Substitution.objects.valid_on(timezone.localdate()).filter(substitute=user)
            mine = Q(**{self.holder: user}) | Q(**{f"{self.holder}__in": absent.values("absent")})
            return self.filter(
                mine, household__in=known.not_closed_to(user, unlocked=True).values("pk")
            )
        except Exception as error:
            raise AccessUndecidedError from error


class RowsOfWhole(models.QuerySet[Any]):
    """Parts of a whole, which is known to whoever the whole is known to.

    `whole` names the key that leads to it; its manager must have `visible_to`.
    """

    whole: ClassVar[str]

    def visible_to(self, user: User) -> Self:
        above: Any = self.model._meta.get_field(self.whole).related_model
        return self.filter(**{f"{self.whole}__in": above.objects.visible_to(user).values("pk")})
