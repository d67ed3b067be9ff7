"""Active measures: who is to be assessed, the catalogue, and the placements of a household."""

from django.urls import path

from benefits.measures import catalogue_views, learning, placement_views, views, youth_views

app_name = "measures"
HOME = "husstander/<int:household_id>/tiltak/"
ONE = f"{HOME}plass/<int:placement_id>/"
urlpatterns = [
    path("tiltak/", views.waiting, name="waiting"),
    path("tiltak/deltakere/", catalogue_views.placements, name="placements"),
    path("tiltak/unge/", youth_views.young, name="young"),
    path("tiltak/katalog/", catalogue_views.catalogue, name="catalogue"),
    path("tiltak/katalog/nytt/", catalogue_views.new_measure, name="new_measure"),
    path("tiltak/katalog/<int:measure_number>/", catalogue_views.measure, name="measure"),
    path(
        "tiltak/katalog/<int:measure_number>/endre/",
        catalogue_views.change_measure,
        name="change_measure",
    ),
    path(
        "tiltak/katalog/<int:measure_number>/laering/",
        learning.note_learning,
        name="note_learning",
    ),
    path(f"{HOME}vurdering/", views.assess, name="assess"),
    path(f"{HOME}vurdering/<int:assessment_id>/stryk/", views.strike, name="strike"),
    path(f"{HOME}plass/ny/", placement_views.place, name="place"),
    path(ONE, placement_views.placement, name="placement"),
    path(f"{ONE}start/", placement_views.start, name="start"),
    path(f"{ONE}timer/", placement_views.change_hours, name="change_hours"),
    path(f"{ONE}oppmote/", placement_views.attend, name="attend"),
    path(f"{ONE}avslutt/", placement_views.end, name="end"),
    path(f"{ONE}tilstand/", placement_views.note_outcome, name="note_outcome"),
]
