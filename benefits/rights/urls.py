"""The rights guide, which is about nobody."""

from django.urls import path

from benefits.rights import views

app_name = "rights"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("<slug:language>.pdf", views.guide_paper, name="paper"),
]
