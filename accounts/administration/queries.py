"""Questions of the administration's pages: who works here, with what access, and what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.administration.rules import POWERFUL
from accounts.models import AccessChange, RoleAssignment, Unit, User
from accounts.policy import Permission, Role, permissions_of

NORWEGIAN_LAST = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
"""The three last letters, in their order, as the signs that follow z."""


@dataclass(frozen=True)
class UserRow:
    """A line of the list of users, in words."""

    user_id: int
    name: str
    username: str
    roles: tuple[str, ...]
    last_login: Any
    state: str
    state_label: str


def name_key(user: User) -> str:
    return f"{user.last_name} {user.first_name} {user.username}".casefold().translate(
        NORWEGIAN_LAST
    )


def staff(today: date) -> QuerySet[User]:
    """All users, each with their roles of today as `roles_today`."""
    roles = RoleAssignment.objects.valid_on(today).select_related("unit").order_by("pk")
    return User.objects.prefetch_related(Prefetch("role_assignments", roles, "roles_today"))


def found(
    today: date, *, unit: Unit | None = None, role: str = "", state: str = ""
) -> QuerySet[User]:
    """The users that the list's choices leave."""
    users = User.objects.all()
    live = RoleAssignment.objects.valid_on(today)
    if unit is not None:
        users = users.filter(pk__in=live.filter(unit=unit).values("user"))
    if role:
        users = users.filter(pk__in=live.filter(role=role).values("user"))
    if state == "active":
        users = users.filter(is_active=True)
    elif state == "closed":
        users = users.filter(is_active=False)
    elif state == "without_role":
        users = users.filter(is_active=True).exclude(pk__in=live.values("user"))
    return users


def named(users: Iterable[User], text: str) -> list[User]:
    """Those with every word of `text` in their names; SQLite alone misses øyen for Øyen."""
    words = text.casefold().split()
    return [
        user
        for user in users
        if all(
            word in f"{user.first_name} {user.last_name} {user.username}".casefold()
            for word in words
        )
    ]


def user_rows(users: Iterable[Any], today: date) -> list[UserRow]:
    """The lines of one page of users that came from `staff`."""
    return [_row(user, today) for user in users]


def _row(user: Any, today: date) -> UserRow:
    state, label = account_state(user)
    if state == "active" and not user.roles_today:
        state, label = "without_role", "Uten rolle"
    return UserRow(
        user_id=user.pk,
        name=f"{user.last_name}, {user.first_name}".strip(", ") or user.username,
        username=user.username,
        roles=tuple(role_in_words(row) for row in user.roles_today),
        last_login=user.last_login,
        state=state,
        state_label=label,
    )


def account_state(user: User) -> tuple[str, str]:
    """Whether the account can be used, as a code and in words."""
    if not user.is_active:
        return "closed", "Stengt"
    if user.leaves_on is not None:
        return "leaving", f"Slutter {user.leaves_on:%d.%m.%Y}"
    if not user.has_usable_password():
        return "not_begun", "Ikke tatt i bruk"
    return "active", "Aktiv"


def role_in_words(row: RoleAssignment) -> str:
    label = Role(row.role).label
    return f"{label}, {row.unit}" if row.unit else label


def administrators(today: date) -> list[User]:
    """Who can give access today."""
    rows = RoleAssignment.objects.valid_on(today).filter(role=Role.ADMINISTRATOR)
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True))


def is_powerful_user(user: User, today: date) -> bool:
    """Whether the account holds, or will hold, a powerful role or any clearance."""
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return (
        user.role_assignments.filter(not_over, role__in=POWERFUL).exists()
        or user.clearances.filter(not_over).exists()
    )


def waiting() -> QuerySet[AccessChange]:
    """What a second person must decide, the oldest first."""
    rows = AccessChange.objects.filter(state=AccessChange.State.WAITING)
    return rows.select_related("user", "unit", "requested_by").order_by("requested_at", "pk")


def colleagues(unit: Unit, permission: Permission, on: date) -> QuerySet[User]:
    """The active users whose role in `unit` gives `permission` on the day."""
    giving = [role.value for role in Role if permission in permissions_of(role)]
    rows = RoleAssignment.objects.valid_on(on).filter(unit=unit, role__in=giving)
    return User.objects.filter(pk__in=rows.values("user"), is_active=True)


def colleagues_in(units: Iterable[int], permission: Permission, on: date) -> dict[int, list[User]]:
    """As `colleagues`, of many units (ids) at once: by unit, in the order of their names."""
    giving = [role.value for role in Role if permission in permissions_of(role)]
    rows = RoleAssignment.objects.valid_on(on).filter(
        unit__in=set(units), role__in=giving, user__is_active=True
    )
    found: defaultdict[int, list[User]] = defaultdict(list)
    for row in rows.select_related("user"):
        if row.unit_id is not None and row.user not in found[row.unit_id]:
            found[row.unit_id].append(row.user)
    return {unit: sorted(users, key=name_key) for unit, users in found.items()}


def units_with_staff(today: date) -> QuerySet[Unit]:
    """All units, each with how many hold a role there today."""
    live = Q(role_assignments__valid_from__lte=today) & (
        Q(role_assignments__valid_to__isnull=True) | Q(role_assignments__valid_to__gte=today)
    )
    active = live & Q(role_assignments__user__is_active=True)
    return Unit.objects.select_related("district").annotate(
        staff=Count("role_assignments__user", filter=active, distinct=True)
    )


def sorted_ids(users: Iterable[User], key: Callable[[User], Any], *, descending: bool) -> list[int]:
    """In the order of `key`, those alike by name."""
    by_name = sorted(users, key=name_key)
    return [user.pk for user in sorted(by_name, key=key, reverse=descending)]


def with_standing(rows: Iterable[Any], today: date) -> list[Any]:
    """Rows with dates, each with `standing`: over, now or later."""
    told = list(rows)
    for row in told:
        if row.valid_to is not None and row.valid_to < today:
            row.standing = "over"
        else:
            row.standing = "now" if row.valid_from <= today else "later"
    return told
