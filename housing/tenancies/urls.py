"""Tenancies: the office's lists and figures, and a household's own on its pages."""

from django.urls import path

from housing.tenancies import list_views, risk_views, views

app_name = "tenancies"
ONE, RISK = (
    "husstander/<int:household_id>/leieforhold/",
    "husstander/<int:household_id>/utkastelse/",
)
urlpatterns = [
    path("leieforhold/", list_views.tenancies, name="list"),
    path("leieforhold/tall/", list_views.figures, name="figures"),
    path(f"{ONE}nytt/", views.new, name="new"),
    path(f"{ONE}<int:tenancy_id>/", views.tenancy, name="tenancy"),
    path(f"{ONE}<int:tenancy_id>/<slug:act_name>/", views.act, name="act"),
    path(f"{RISK}ny/", risk_views.new_risk, name="new_risk"),
    path(f"{RISK}<int:risk_id>/", risk_views.risk, name="risk"),
    path(f"{RISK}<int:risk_id>/<slug:act_name>/", risk_views.act_risk, name="act_risk"),
]
