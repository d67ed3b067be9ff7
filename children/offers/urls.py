"""The catalogue of offers; no address here leads to a person."""

from django.urls import path

from children.offers import views

app_name = "offers"
ONE = "<int:offer_number>/"
urlpatterns = [
    path("", views.offers, name="list"),
    path("nytt/", views.new, name="new"),
    path(ONE, views.offer, name="offer"),
    path(f"{ONE}endre/", views.change, name="change"),
    path(f"{ONE}vurder/", views.assess, name="assess"),
    path(f"{ONE}publiser/", views.publish, name="publish"),
    path(f"{ONE}ta-bort/", views.withdraw, name="withdraw"),
]
