"""Counselling: the pages of one household's offers, and of the counsellings themselves."""

from django.urls import path

from benefits.counselling.views import cases, economy, offers

app_name = "counselling"
HOME = "husstander/<int:household_id>/"
ONE = "radgivning/<int:counselling_id>/"
urlpatterns = [
    path(f"{HOME}radgivning/", offers.of_household, name="household"),
    path(f"{HOME}radgivning/tilbud/", offers.new, name="new_offer"),
    path(f"{HOME}radgivning/tilbud/<int:offer_id>/", offers.answer, name="answer"),
    path(
        f"{HOME}soknader/<int:application_id>/radgivning/",
        offers.with_application,
        name="offer_with_application",
    ),
    path("radgivning/", cases.cases, name="list"),
    path(ONE, cases.case, name="case"),
    path(f"{ONE}ta/", cases.take, name="take"),
    path(f"{ONE}radgiver/", cases.give, name="give"),
    path(f"{ONE}vedtak/", cases.decide, name="decide"),
    path(f"{ONE}start/", cases.start, name="start"),
    path(f"{ONE}samtale/", cases.talk, name="talk"),
    path(f"{ONE}avslutt/", cases.end, name="end"),
    path(f"{ONE}gjeld/", economy.new_debt, name="new_debt"),
    path(f"{ONE}gjeld/<int:debt_id>/", economy.debt, name="debt"),
    path(f"{ONE}fullmakt/", economy.new_mandate, name="new_mandate"),
    path(f"{ONE}fullmakt/<int:mandate_id>/", economy.end_mandate, name="end_mandate"),
    path(f"{ONE}brev/", economy.new_letter, name="new_letter"),
    path(f"{ONE}brev/<int:letter_id>/", economy.letter, name="letter"),
    path(f"{ONE}budsjett/", economy.budget, name="budget"),
]
