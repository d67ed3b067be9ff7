"""Addresses under administrasjon/ that know no household; the others are coordination's."""

from django.urls import path

from accounts.administration.views import approvals, changes, units, users

app_name = "administration"
urlpatterns = [
    path("", users.users, name="users"),
    path("ny-medarbeider/", changes.new_employee, name="new_employee"),
    path("brukere/<int:user_id>/", users.user, name="user"),
    path("brukere/<int:user_id>/rolle/", changes.give_role, name="give_role"),
    path("brukere/<int:user_id>/klarering/", changes.give_clearance, name="give_clearance"),
    path("brukere/<int:user_id>/engangslenke/", changes.new_link, name="new_link"),
    path("brukere/<int:user_id>/aapne/", changes.reopen, name="reopen"),
    path("klareringer/<int:clearance_id>/slutt/", changes.end_clearance, name="end_clearance"),
    path(
        "vikariater/<int:substitution_id>/slutt/", changes.end_substitution, name="end_substitution"
    ),
    path("godkjenning/", approvals.approvals, name="approvals"),
    path("godkjenning/<int:change_id>/godkjenn/", approvals.approve, name="approve"),
    path("godkjenning/<int:change_id>/avslaa/", approvals.refuse, name="refuse"),
    path("godkjenning/<int:change_id>/trekk/", approvals.withdraw, name="withdraw"),
    path("enheter/", units.units, name="units"),
    path("enheter/ny/", units.new_unit, name="new_unit"),
    path("belopsgrenser/", units.limits, name="limits"),
    path("belopsgrenser/ny/", units.new_limit, name="new_limit"),
    path("belopsgrenser/<int:limit_id>/slutt/", units.end_limit, name="end_limit"),
]
