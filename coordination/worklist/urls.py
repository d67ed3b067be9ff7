"""Min arbeidsliste."""

from django.urls import path

from coordination.worklist import views

app_name = "worklist"
urlpatterns = [
    path("", views.worklist, name="list"),
    path("gjor/", views.act, name="act"),
]
