"""Payment runs of the clerk."""

from django.urls import path

from benefits.payments import views

app_name = "payments"
urlpatterns = [
    path("utbetalinger/", views.runs, name="runs"),
    path("utbetalinger/ny/", views.make_run, name="make_run"),
    path("utbetalinger/<int:run_id>/", views.run, name="run"),
    path("utbetalinger/<int:run_id>/fil/", views.download, name="download"),
    path("utbetalinger/<int:run_id>/bekreft/", views.confirm, name="confirm"),
    path(
        "husstander/<int:household_id>/utbetaling/<int:payment_id>/",
        views.change_status,
        name="change_status",
    ),
]
