"""Addresses under husstander/."""

from django.urls import path

from coordination.cases import views as cases
from coordination.flags import views as flags
from coordination.members import views as members
from coordination.timeline.views import printout as timeline_print
from coordination.timeline.views import timeline
from coordination.views import access_requests as requests
from coordination.views import closeness, consent, consent_paper, emergencies, intakes, protection
from coordination.views.household import economy, overview, reveal_number
from coordination.views.household_list import households
from coordination.views.household_lookups import lookups, printout, printout_pdf
from coordination.views.responsibility import responsibility
from coordination.views.search import search

app_name = "coordination"
urlpatterns = [
    path("", households, name="households"),
    path("sok/", search, name="search"),
    path("henvendelser/", intakes.inbox, name="inbox"),
    path("henvendelser/ny/", intakes.new_intake, name="new_intake"),
    path("henvendelser/<int:intake_id>/", intakes.intake_receipt, name="intake_receipt"),
    path("henvendelser/<int:intake_id>/ta/", intakes.take_intake, name="take_intake"),
    path("nodtilgang/", emergencies.emergency, name="emergency"),
    path("nodtilgang/gjennomgang/", emergencies.emergency_reviews, name="emergency_reviews"),
    path(
        "nodtilgang/gjennomgang/<int:break_glass_id>/",
        emergencies.emergency_review,
        name="emergency_review",
    ),
    path("nodtilgang/tilsyn/", emergencies.emergency_oversight, name="emergency_oversight"),
    path("<int:household_id>/nodtilgang/avslutt/", emergencies.end_emergency, name="end_emergency"),
    path("inhabilitet/", closeness.conflicts, name="conflicts"),
    path("inhabilitet/<int:conflict_id>/opphev/", closeness.lift, name="lift_conflict"),
    path("ukjent-gradering/", protection.unknown_grades, name="unknown_grades"),
    path("ukjent-gradering/<int:household_id>/", protection.settle, name="settle_grade"),
    path(
        "ukjent-gradering/<int:household_id>/avgjor/",
        protection.decide_settlement,
        name="decide_settlement",
    ),
    path("<int:household_id>/", overview, name="household"),
    path("<int:household_id>/medlemmer/", members.members, name="members"),
    path("<int:household_id>/medlemmer/nytt/", members.new_member, name="new_member"),
    path(
        "<int:household_id>/medlemmer/<int:membership_id>/avslutt/",
        members.end_member,
        name="end_member",
    ),
    path(
        "<int:household_id>/medlemmer/<int:membership_id>/rett/",
        members.correct_member,
        name="correct_member",
    ),
    path("<int:household_id>/okonomi/", economy, name="economy"),
    path("<int:household_id>/tidslinje/", timeline, name="timeline"),
    path("<int:household_id>/tidslinje/utskrift/", timeline_print, name="timeline_print"),
    path("<int:household_id>/flagg/<int:flag_id>/avvis/", flags.dismiss, name="dismiss_flag"),
    path("<int:household_id>/flagg/<int:flag_id>/igjen/", flags.reopen, name="reopen_flag"),
    path("<int:household_id>/innsyn/", lookups, name="lookups"),
    path("<int:household_id>/innsyn/<int:person_id>/", printout, name="printout"),
    path("<int:household_id>/innsyn/<int:person_id>/pdf/", printout_pdf, name="printout_pdf"),
    path("<int:household_id>/ansvar/", responsibility, name="responsibility"),
    path("<int:household_id>/avslutt/", cases.close_case, name="close_case"),
    path("<int:household_id>/gjenapne/", cases.reopen_case, name="reopen_case"),
    path("<int:household_id>/nummer/<int:person_id>/", reveal_number, name="number"),
    path("<int:household_id>/samtykke/", consent.register, name="consents"),
    path("<int:household_id>/samtykke/nytt/", consent.new_consent, name="new_consent"),
    path("<int:household_id>/samtykke/skjema/", consent_paper.paper, name="consent_paper"),
    path("<int:household_id>/samtykke/skjema/pdf/", consent_paper.pdf, name="consent_pdf"),
    path("<int:household_id>/samtykke/lov/", consent.share_by_statute, name="share_by_statute"),
    path(
        "<int:household_id>/samtykke/lov/<int:share_id>/opphev/",
        consent.revoke_share,
        name="revoke_share",
    ),
    path(
        "<int:household_id>/samtykke/<int:consent_id>/gitt/",
        consent.give_consent,
        name="give_consent",
    ),
    path(
        "<int:household_id>/samtykke/<int:consent_id>/avslag/",
        consent.decline_consent,
        name="decline_consent",
    ),
    path(
        "<int:household_id>/samtykke/<int:consent_id>/trekk/",
        consent.withdraw_consent,
        name="withdraw_consent",
    ),
    path("<int:household_id>/beskyttelse/", protection.grades, name="protection"),
    path(
        "<int:household_id>/beskyttelse/<int:person_id>/",
        protection.change_grade,
        name="change_grade",
    ),
    path(
        "<int:household_id>/beskyttelse/forslag/<int:change_id>/",
        protection.decide,
        name="decide_grade",
    ),
    path("<int:household_id>/sted/", protection.reveal_place, name="place"),
    path("<int:household_id>/inhabil/", closeness.disqualify, name="disqualify"),
    path("<int:household_id>/innsynskrav/", requests.access_requests, name="access_requests"),
    path(
        "<int:household_id>/innsynskrav/<int:request_id>/",
        requests.access_request,
        name="access_request",
    ),
    path(
        "<int:household_id>/innsynskrav/<int:request_id>/lag/",
        requests.prepare_file,
        name="prepare_file",
    ),
    path(
        "<int:household_id>/innsynskrav/<int:request_id>/godkjenn/",
        requests.approve_file,
        name="approve_file",
    ),
    path(
        "<int:household_id>/innsynskrav/<int:request_id>/fil/<slug:format>/",
        requests.download_file,
        name="download_file",
    ),
    path(
        "<int:household_id>/innsynskrav/<int:request_id>/utlevert/",
        requests.hand_over,
        name="hand_over",
    ),
]
