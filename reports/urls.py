"""The yearly report: read, order, follow, assess, download, open."""

from django.urls import path

from reports import views
from reports.exits.views import programme_exits
from reports.housing.views import housing
from reports.knowledge.views import backgrounds, measure_effects

app_name = "reports"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("alle/", views.report_list, name="list"),
    path("kvp/", programme_exits, name="programme_exits"),
    path("tiltak/", measure_effects, name="effects"),
    path("bakgrunn/", backgrounds, name="backgrounds"),
    path("bolig/", housing, name="housing"),
    path("<int:run_id>/", views.report, name="report"),
    path("<int:run_id>/framdrift/", views.progress, name="progress"),
    path("<int:run_id>/igjen/", views.try_again, name="try_again"),
    path("<int:run_id>/vurdering/", views.assess, name="assess"),
    path("<int:run_id>/fil/<slug:format>/", views.download, name="download"),
    path("<int:run_id>/husstander/", views.households, name="households"),
    path("<int:run_id>/barnefamilier/", views.families, name="families"),
]
