"""The children of a household, under its address; and the lists of children to map."""

from django.urls import path

from children.views import beside, lists, pages, writing

app_name = "children"
HOME = "husstander/<int:household_id>/barn/"
CHILD, MAPPING = f"{HOME}<int:child_id>/", f"{HOME}kartlegging/<int:mapping_id>/"
urlpatterns = [
    path("kartlegging/", lists.due, name="due"),
    path("kartlegging/unntak/", lists.exceptions, name="exceptions"),
    path(HOME, pages.children, name="list"),
    path(f"{HOME}felles/", writing.family, name="family"),
    path(MAPPING, pages.mapping, name="mapping"),
    path(f"{MAPPING}barnets-beste/", writing.finish, name="finish"),
    path(f"{MAPPING}utskrift/", pages.printout, name="printout"),
    path(CHILD, pages.child, name="child"),
    path(f"{CHILD}start/", writing.start, name="start"),
    path(f"{CHILD}endret/", writing.changed, name="changed"),
    path(f"{CHILD}ikke-kartlagt/", beside.set_aside, name="set_aside"),
    path(f"{CHILD}observasjon/", beside.observe, name="observe"),
]
