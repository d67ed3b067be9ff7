"""The documents of a household, under its address."""

from django.urls import path

from households.documents import views

app_name = "documents"
urlpatterns = [
    path("<int:household_id>/dokumenter/", views.documents, name="list"),
    path("<int:household_id>/dokumenter/nytt/", views.new_document, name="new"),
    path("<int:household_id>/dokumenter/<int:document_id>/", views.download, name="download"),
]
