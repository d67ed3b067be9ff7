"""Import of earlier data."""

from django.urls import path

from benefits import views

app_name = "benefits"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("ny/", views.new_import, name="new_import"),
    path("<int:run_id>/", views.import_run, name="import_run"),
    path("<int:run_id>/framdrift/", views.import_progress, name="import_progress"),
    path("<int:run_id>/les-inn/", views.load_import, name="load_import"),
    path("<int:run_id>/forkast/", views.discard_import, name="discard_import"),
    path("<int:run_id>/prov-igjen/", views.retry_import, name="retry_import"),
]
