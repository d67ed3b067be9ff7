"""What every page's frame shows: municipality, menu by permission, who is logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.access import in_demo_database, live_roles, may
from accounts.models import User
from accounts.policy import Permission, Role
from accounts.reviews import reviews_for
from config import following

CONTROL, HOUSING, REPORTS = HEADINGS = "Kontroll", "Bolig", "Rapporter"
"""What some pages have in common; they stand under one heading, with a line of their own."""

MENU: tuple[tuple[str, str, Permission, str], ...] = (
    ("meetings:next", "OSK-møter", Permission.LEAD_MEETINGS, ""),
    ("children:due", "Barn", Permission.MAP_SHARED_CHILD, ""),
    ("housing:queue", "Boligkø", Permission.HANDLE_HOUSING, ""),
    ("tenancies:list", "Leieforhold", Permission.HANDLE_HOUSING, ""),
    ("lodging:tonight", "Botilbud", Permission.HANDLE_HOUSING, ""),
    ("worklist:list", "Min arbeidsliste", Permission.OF_OFFICE, ""),
    ("housing:queue", "Boligkø", Permission.SEE_HOUSING, HOUSING),
    ("tenancies:list", "Leieforhold", Permission.SEE_HOUSING, HOUSING),
    ("lodging:tonight", "Botilbud", Permission.SEE_HOUSING, HOUSING),
    ("children:due", "Barn", Permission.MAP_CHILD, ""),
    ("children:due", "Barn", Permission.FOLLOW_MAPPING, ""),
    ("coordination:households", "Husstander", Permission.SEE_HOUSEHOLDS, ""),
    ("coordination:inbox", "Henvendelser", Permission.TAKE_INTAKE, ""),
    ("consents:list", "Samtykker", Permission.OF_OFFICE, ""),
    ("offers:list", "Tilbud", Permission.MAP_CHILD, ""),
    ("offers:list", "Tilbud", Permission.OBSERVE_CHILD, ""),
    ("meetings:next", "OSK-møter", Permission.ATTEND_MEETINGS, ""),
    ("counselling:list", "Rådgivning", Permission.HANDLE_ASSISTANCE, ""),
    ("counselling:list", "Rådgivning", Permission.COUNSEL, ""),
    ("measures:waiting", "Tiltak", Permission.HANDLE_ASSISTANCE, ""),
    ("staffing:assign", "Fordel saker", Permission.ASSIGN_CASES, ""),
    ("dialogues:list", "Familiesamtaler", Permission.HOLD_DIALOGUES, ""),
    ("payments:runs", "Utbetalinger", Permission.SEND_PAYMENTS, ""),
    ("reports:latest", "Rapporter", Permission.SEE_REPORTS, REPORTS),
    ("reports:housing", "Ventetid på bolig", Permission.SEE_REPORTS, REPORTS),
    ("tenancies:figures", "Utkastelser og boligkjøp", Permission.SEE_REPORTS, REPORTS),
    ("lodging:use", "Bruk av botilbud", Permission.SEE_REPORTS, REPORTS),
    ("lookups:log", "Innsynslogg", Permission.SEE_ACCESS_LOG, CONTROL),
    ("lookups:log", "Innsynslogg", Permission.SEE_UNIT_ACCESS_LOG, CONTROL),
    ("lookups:reviews", "Etterkontroll", Permission.REVIEW_ACCESS, CONTROL),
    ("coordination:emergency_reviews", "Nødtilgang", Permission.REVIEW_BREAK_GLASS, CONTROL),
    ("coordination:emergency_oversight", "Nødtilgang", Permission.OVERSEE_BREAK_GLASS, CONTROL),
    ("children:exceptions", "Barn uten kartlegging", Permission.SEE_EXCEPTIONS, CONTROL),
    ("dialogues:list", "Familiesamtaler", Permission.APPROVE_DECISION, CONTROL),
    ("appeals:list", "Klager", Permission.SEE_APPEALS, CONTROL),
    ("measures:waiting", "Tiltak", Permission.APPROVE_DECISION, CONTROL),
    ("plan_actions:list", "Plantiltak", Permission.SEE_PLAN_ACTIONS, CONTROL),
    ("plans:passing", "Passerer neste kvartal", Permission.SEE_THRESHOLDS, CONTROL),
    ("offers:list", "Tilbud", Permission.ASSIGN_CASES, CONTROL),
    ("archive:requests", "Innsynskrav", Permission.PREPARE_SUBJECT_FILE, CONTROL),
    ("counselling:list", "Rådgivning", Permission.APPROVE_DECISION, CONTROL),
    ("texts:list", "Standardtekster", Permission.KEEP_TEXTS, CONTROL),
    ("archive:runs", "Sletting og arkiv", Permission.SEE_RETENTION, CONTROL),
    ("administration:users", "Administrasjon", Permission.SEE_USERS, ""),
    ("benefits:imports", "Import", Permission.IMPORT_DATA, ""),
)
"""Name of the page, label, who has it, and the heading it stands under: the first that fits."""

REVIEWS = "lookups:reviews"


@dataclass(frozen=True)
class MenuItem:
    url: str
    label: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Menu:
    """The main menu, and the pages beside the current one under its `heading`; empty without."""

    items: list[MenuItem]
    beside: list[MenuItem]
    heading: str = ""


def menu(request: HttpRequest, user: User) -> Menu:
    """The pages of the user's roles, each once; what waits for the user is counted.

    The item with the longest address above the page is the current. A heading with a single page
    gives way to the page, which then stands last.
    """
    shown: dict[str, tuple[str, str]] = {}
    for name, label, needed, group in MENU:
        if name not in shown and may(user, needed):
            shown[name] = label, group
    urls = {name: reverse(name) for name in shown}
    here = max((url for url in urls.values() if request.path.startswith(url)), key=len, default="")
    found = [
        (group, MenuItem(urls[name], label, urls[name] == here, _waiting(name, user)))
        for name, (label, group) in shown.items()
    ]
    under = {heading: [item for group, item in found if group == heading] for heading in HEADINGS}
    items: list[MenuItem] = []
    for group, item in found:
        if not group:
            items.append(item)
        elif len(under[group]) > 1 and item is under[group][0]:
            items.append(_heading(group, under[group]))
    items += [pages[0] for pages in under.values() if len(pages) == 1]
    for heading, pages in under.items():
        if len(pages) > 1 and any(page.current for page in pages):
            return Menu(items, pages, heading)
    return Menu(items, [])


def _heading(label: str, pages: list[MenuItem]) -> MenuItem:
    """What stands in the main menu for the pages under one heading."""
    is_here = any(page.current for page in pages)
    return MenuItem(pages[0].url, label, is_here, sum(page.count for page in pages))


def _waiting(name: str, user: User) -> int:
    """How many things wait for the user on the page."""
    if name == REVIEWS:
        return reviews_for(user).waiting().count()
    counts = following.MENU_COUNTS
    return int(import_string(counts[name])(user)) if name in counts else 0


def role_line(user: User) -> str:
    """The user's role and office in one line, for the header."""
    role = next(iter(live_roles(user)), None)
    if role is None:
        return "Ingen rolle i dag"
    label = Role(role.role).label
    return f"{label}, {role.unit}" if role.unit else label


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the same few names in every template."""
    user = getattr(request, "user", None)
    known = user if user is not None and user.is_authenticated else None
    context: dict[str, Any] = {
        "municipality": settings.MUNICIPALITY,
        "is_demo": in_demo_database(known),
        "second_factor_off": not settings.MFA_REQUIRED,
        "navigation": [],
        "beside": [],
    }
    if known is None:
        return context
    shown = menu(request, known)
    context |= {"navigation": shown.items, "beside": shown.beside, "role_line": role_line(known)}
    context["beside_heading"] = shown.heading
    if may(known, Permission.SEE_OWN_ACCESS_LOG):
        context["own_lookups_url"] = reverse("lookups:own")
    if may(known, Permission.SEE_HOUSEHOLDS):
        context["search_url"] = reverse("coordination:search")
    if may(known, Permission.DECLARE_DISQUALIFICATION):
        context["own_person_url"] = reverse("closeness:own_person")
    return context
