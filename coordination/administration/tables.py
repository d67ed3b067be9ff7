"""Django's own admin, for rates, dated settings, the rights guide, districts and units, no more.

Behind the administrator's permission and a fresh proof of who it is. Nothing is deleted here: a
row that was used is ended by its date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse_lazy

from accounts.access import may, requires
from accounts.administration.performing import note
from accounts.models import District, Unit, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from benefits.models import (
    DatedSetting,
    FamilyCap,
    OneOffGuide,
    RateTable,
    ReferenceBudget,
    RightsGuide,
)
from coordination.administration.rights_table import (
    GuideForm,
    RulesInline,
    lay_down,
    rules_to_begin_with,
)
from housing.models import PriorityClass, PriorityGround

View = Callable[..., HttpResponse]
LEFT_OUT = {
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "view_on_site",
}
"""What the sign-in of OSK-sak does itself, and what leads out of the tables."""


class TablesSite(admin.AdminSite):
    site_title = "OSK-sak"
    site_header = "Satser, bydeler og enheter"
    index_title = "Tabeller med dato"
    site_url = None
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        return may(cast(User, request.user), Permission.MANAGE_UNITS)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return requires(Permission.MANAGE_UNITS)(
            sudo_required(_noted(super().admin_view(view, cacheable)))
        )

    def get_urls(self) -> list[Any]:
        patterns = [row for row in super().get_urls() if getattr(row, "name", "") not in LEFT_OUT]
        _send_strangers_to_our_login(patterns)
        return patterns


def _noted(view: View) -> View:
    """What is saved is logged before it is saved, as an act of administration."""

    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            note(request, "table_saved", "table", None)
        return view(request, *args, **kwargs)

    return wrapper


def _send_strangers_to_our_login(patterns: Iterable[Any]) -> None:
    for row in patterns:
        if isinstance(row, URLResolver):
            _send_strangers_to_our_login(row.url_patterns)
        elif isinstance(row, URLPattern):
            row.callback.login_url = reverse_lazy("account_login")  # type: ignore[attr-defined]


class TableAdmin(admin.ModelAdmin):
    """Rows that whoever may keep the tables may add and change; none is deleted."""

    fixed: tuple[str, ...] = ()
    """Fields that are given once: the row is known by them."""

    left_out: tuple[str, ...] = ("delete",)

    def get_urls(self) -> list[Any]:
        """Without the pages that nobody may use, and without old addresses of Django's."""
        ends = tuple(f"_{name}" for name in self.left_out)
        return [row for row in super().get_urls() if row.name and not row.name.endswith(ends)]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A filter in the address that is not understood is taken away."""
        if ERROR_FLAG in request.GET:
            messages.warning(request, "Filtrene i adressen kunne ikke brukes.")
            return redirect(request.path)
        return super().changelist_view(request, extra_context)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """An empty `_to_field` in the address asks for nothing; Django looks such a field up."""
        return super().get_object(request, object_id, from_field or None)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fixed if obj is not None else ()


class RateTableAdmin(TableAdmin):
    list_display = ("issuer", "valid_from", "valid_to", "single", "couple", "source")
    list_filter = ("issuer",)
    fixed = ("issuer", "valid_from")
    fields = (
        "issuer",
        "valid_from",
        "valid_to",
        "single",
        "couple",
        "shared",
        "child_0_5",
        "child_6_10",
        "child_11_17",
        "source",
    )


class FamilyCapAdmin(TableAdmin):
    list_display = ("valid_from", "valid_to", "amount", "basis", "source")
    fixed = ("valid_from",)
    fields = ("valid_from", "valid_to", "amount", "basis", "source")


class DatedSettingAdmin(TableAdmin):
    list_display = ("key", "valid_from", "valid_to", "value", "source")
    list_filter = ("key",)
    fixed = ("key", "valid_from")
    fields = ("key", "valid_from", "valid_to", "value", "source")


class OneOffGuideAdmin(TableAdmin):
    list_display = ("event", "group", "valid_from", "valid_to", "amount", "source")
    list_filter = ("event", "group")
    fixed = ("event", "group", "valid_from")
    fields = ("event", "group", "valid_from", "valid_to", "amount", "source")


class ReferenceBudgetAdmin(TableAdmin):
    list_display = ("post", "group", "valid_from", "valid_to", "amount", "source")
    list_filter = ("post", "group")
    fixed = ("post", "group", "valid_from")
    fields = ("post", "group", "valid_from", "valid_to", "amount", "source")


class RightsGuideAdmin(TableAdmin):
    """A new edition begins as the last one; one that is laid down is only read."""

    list_display = ("version", "valid_from", "valid_to", "source")
    form = GuideForm
    fields = ("valid_from", "source")
    inlines = (RulesInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        is_new = request.method != "POST" and obj.pk is None
        return given | ({"initial": rules_to_begin_with()} if is_new else {})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        lay_down(obj)


class PriorityClassAdmin(TableAdmin):
    list_display = ("code", "wording", "valid_from", "valid_to", "source")
    fixed = ("code", "valid_from")
    fields = ("code", "wording", "valid_from", "valid_to", "source")


class PriorityGroundAdmin(TableAdmin):
    """What it gives is given once, so that nobody is moved by a change of a rule behind them."""

    list_display = ("code", "wording", "points", "valid_from", "valid_to", "source")
    list_filter = ("code",)
    fixed = ("code", "wording", "points", "valid_from")
    fields = ("code", "wording", "points", "valid_from", "valid_to", "source")


class DistrictAdmin(TableAdmin):
    list_display = ("name", "code")
    fixed = ("code",)
    fields = ("code", "name")


class UnitAdmin(TableAdmin):
    """Name and dates are changed on the page Enheter, which keeps the old row."""

    list_display = ("name", "party", "district", "nav_number", "valid_from", "valid_to")
    list_filter = ("party",)
    fields = ("party", "district", "name", "nav_number", "valid_from", "valid_to")
    fixed = ("party", "name", "valid_from", "valid_to")
    left_out = ("delete", "add")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


site = TablesSite(name="tables")
site.register(RateTable, RateTableAdmin)
site.register(FamilyCap, FamilyCapAdmin)
site.register(DatedSetting, DatedSettingAdmin)
site.register(OneOffGuide, OneOffGuideAdmin)
site.register(ReferenceBudget, ReferenceBudgetAdmin)
site.register(RightsGuide, RightsGuideAdmin)
site.register(PriorityClass, PriorityClassAdmin)
site.register(PriorityGround, PriorityGroundAdmin)
site.register(District, DistrictAdmin)
site.register(Unit, UnitAdmin)
