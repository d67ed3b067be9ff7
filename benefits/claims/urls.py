"""Claims to have money back, under their household."""

from django.urls import path

from benefits.claims import views

app_name = "claims"
urlpatterns = [
    path("<int:household_id>/krav/nytt/", views.new_claim, name="new"),
    path("<int:household_id>/krav/<int:claim_id>/", views.claim, name="claim"),
    path("<int:household_id>/krav/<int:claim_id>/oppgjor/", views.settle, name="settle"),
    path(
        "<int:household_id>/krav/<int:claim_id>/oppgjor/<int:settlement_id>/omgjor/",
        views.undo_settlement,
        name="undo_settlement",
    ),
    path("<int:household_id>/krav/<int:claim_id>/stans-trekk/", views.stop, name="stop"),
    path("<int:household_id>/krav/<int:claim_id>/frafall/", views.waive, name="waive"),
]
