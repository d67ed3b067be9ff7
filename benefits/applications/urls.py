"""Applications for assistance, under their household."""

from django.urls import path

from benefits.applications.views import pages, steps
from benefits.calculating import views as calculating
from benefits.rights import views as rights

app_name = "applications"
ONE = "<int:household_id>/soknader/<int:application_id>/"
urlpatterns = [
    path("<int:household_id>/soknader/", pages.applications, name="list"),
    path("<int:household_id>/soknader/ny/", pages.new_application, name="new"),
    path(ONE, pages.application, name="application"),
    path(f"{ONE}ta/", steps.take, name="take"),
    path(f"{ONE}legg-tilbake/", steps.give_back, name="give_back"),
    path(f"{ONE}trinn/<slug:step>/", steps.move, name="move"),
    path(f"{ONE}avslutt/", steps.end, name="end"),
    path(f"{ONE}dokumentasjon/", steps.ask_for_documents, name="ask_for_documents"),
    path(f"{ONE}dokumentasjon/<int:demand_id>/", steps.settle_demand, name="settle_demand"),
    path(f"{ONE}forelopig-svar/", steps.reply_meanwhile, name="reply_meanwhile"),
    path(f"{ONE}vent/", steps.hold, name="hold"),
    path(f"{ONE}gjenoppta/", steps.resume, name="resume"),
    path(f"{ONE}skriv-vedtak/", steps.write_decision, name="write_decision"),
    path(f"{ONE}hent-beregning/", steps.fetch_calculation, name="fetch_calculation"),
    path(f"{ONE}beregning/", calculating.calculation, name="calculation"),
    path(f"{ONE}beregning/start/", calculating.start, name="start_calculation"),
    path(f"{ONE}beregning/forhandsvis/", calculating.preview, name="preview_calculation"),
    path(f"{ONE}opphold/", rights.choose_stay, name="choose_stay"),
    path(f"{ONE}viderefor/", calculating.renew, name="renew"),
]
