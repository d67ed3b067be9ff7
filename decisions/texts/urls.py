"""Standard texts, which belong to no household."""

from django.urls import path

from decisions.texts import views

app_name = "texts"
urlpatterns = [
    path("", views.texts, name="list"),
    path("ny/", views.new_text, name="new"),
    path("<int:block_id>/", views.text, name="text"),
    path("<int:block_id>/ny-utgave/", views.new_edition, name="new_edition"),
    path("<int:block_id>/avslutt/", views.end_text, name="end"),
]
