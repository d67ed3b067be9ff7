"""The tab "KVP og tiltak" of a household, and its cases in the qualification programme."""

from django.urls import path

from benefits.programmes import benefit_views, views

app_name = "programmes"
urlpatterns = [
    path("<int:household_id>/kvp-og-tiltak/", views.of_household, name="household"),
    path("<int:household_id>/kvp/ny/", views.new, name="new"),
    path("<int:household_id>/kvp/<int:kvp_id>/", views.kvp, name="kvp"),
    path("<int:household_id>/kvp/<int:kvp_id>/plan.pdf", views.plan, name="plan"),
    path(
        "<int:household_id>/kvp/<int:kvp_id>/stonad/<int:benefit_id>/bekreft/",
        benefit_views.confirm_benefit,
        name="confirm_benefit",
    ),
    path("<int:household_id>/kvp/<int:kvp_id>/<slug:act_name>/", views.act, name="act"),
]
