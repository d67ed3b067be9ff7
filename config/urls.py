"""All addresses. Paths are Norwegian ASCII, names English."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", include("accounts.urls")),
    path("konto/egen-person/", include("households.closeness.urls")),
    path("arbeidsliste/", include("coordination.worklist.urls")),
    path("husstander/", include("coordination.urls")),
    path("husstander/", include("decisions.urls")),
    path("husstander/", include("households.background.urls")),
    path("husstander/", include("households.journal.urls")),
    path("husstander/", include("households.documents.urls")),
    path("husstander/", include("benefits.applications.urls")),
    path("husstander/", include("benefits.confirmation.urls")),
    path("husstander/", include("benefits.basic_benefit.urls")),
    path("klager/", include("decisions.appeal_figures.urls")),
    path("standardtekster/", include("decisions.texts.urls")),
    path("husstander/", include("benefits.claims.urls")),
    path("husstander/", include("benefits.programmes.urls")),
    path("innsyn/", include("coordination.lookups.urls")),
    path("samtykker/", include("coordination.consent_urls")),
    path("arkiv/", include("coordination.archive_urls")),
    path("", include("children.urls")),
    path("", include("children.transitions.urls")),
    path("familiesamtaler/", include("children.dialogues.urls")),
    path("tilbud/", include("children.offers.urls")),
    path("", include("coordination.meetings.urls")),
    path("", include("coordination.plans.urls")),
    path("plantiltak/", include("coordination.plan_actions.urls")),
    path("", include("benefits.counselling.urls")),
    path("", include("benefits.payments.urls")),
    path("", include("benefits.measures.urls")),
    path("", include("housing.urls")),
    path("boligko/boliger/", include("housing.homes.urls")),
    path("", include("housing.lodging.urls")),
    path("", include("housing.tenancies.urls")),
    path("rettigheter/", include("benefits.rights.urls")),
    path("import/", include("benefits.urls")),
    path("rapporter/", include("reports.urls")),
    path("administrasjon/", include("accounts.administration.urls")),
    path("administrasjon/", include("coordination.administration.urls")),
    path("administrasjon/tabeller/", include("coordination.administration.tables_urls")),
    path("helse/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
