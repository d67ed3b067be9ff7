"""Rates and settings known from public sources (domain.md 4.1 and the list of G).

A row ends with its last verified year; the years between are left for an administrator.
"""

from datetime import date
from decimal import Decimal

from django.db import migrations

# valid from, valid to: single, couple, shared, child 0-5, 6-10, 11-17; source
STATE = [
    ("2012-01-01", "2012-12-31", 5373, 8924, 4462, 2049, 2724, 3415, "Rundskriv A-2/2012"),
    ("2013-01-01", "2013-12-31", 5500, 9100, 4550, 2100, 2800, 3500, "Rundskriv A-2/2012"),
    ("2014-01-01", "2014-12-31", 5600, 9300, 4650, 2150, 2850, 3600, "Rundskriv A-1/2013"),
    ("2018-01-01", "2018-12-31", 6050, 10100, 5050, 2350, 3050, 3950, "nav.no, satser 2019"),
    ("2019-01-01", "2019-12-31", 6150, 10250, 5150, 2400, 3100, 4000, "nav.no, satser 2019"),
    ("2020-09-01", "2020-12-31", 6250, 10450, 5250, 2750, 3150, 4100, "Statsforvalteren 2020"),
    ("2021-01-01", "2021-08-31", 6450, 10800, 5400, 2850, 3250, 4250, "Statsforvalteren 2021"),
    ("2021-09-01", "2021-12-31", 6450, 10800, 5400, 3150, 3250, 4250, "Statsforvalteren 2021"),
    ("2022-01-01", "2022-06-30", 6550, 10950, 5450, 3200, 3300, 4300, "Rundskriv A-1/2022"),
    ("2022-07-01", "2022-12-31", 6650, 11150, 5600, 3250, 3350, 4400, "Rundskriv A-1/2022"),
    ("2023-07-01", "2023-12-31", 7550, 12600, 6350, 3700, 3800, 4950, "Rundskriv A-3/2023"),
    ("2024-01-01", "2024-12-31", 7850, 13100, 6600, 3850, 3950, 5150, "Rundskriv A-3/2023"),
]

BASE_AMOUNTS = {
    2008: 70256,
    2009: 72881,
    2010: 75641,
    2011: 79216,
    2012: 82122,
    2013: 85245,
    2014: 88370,
    2015: 90068,
    2016: 92576,
    2017: 93634,
    2018: 96883,
    2019: 99858,
    2020: 101351,
    2021: 106399,
    2022: 111477,
    2023: 118620,
    2024: 124028,
    2025: 130160,
}

# Trondheim printed 4 120 kr as the youth norm of 2019. "67 %" of 6 150 is 4 120,50, which rounds to
# 4 121, so the factor is the one that the printed amount gives.
SETTINGS = [
    ("youth_rate_factor", "2013-01-01", "2018-12-31", "0.666667", "Plan 2013-2017: 2/3 av enslig"),
    (
        "youth_rate_factor",
        "2019-01-01",
        "2019-12-31",
        "0.669919",
        "Trondheim, satser 2019: 4 120 kr",
    ),
    ("youth_rate_age", "2013-01-01", "2018-12-31", "24", "Plan 2013-2017"),
    ("youth_rate_age", "2019-01-01", "2019-12-31", "25", "Trondheim, satser 2019"),
    ("youth_follow_up_age", "2013-01-01", None, "24", "Plan 2013-2017, tiltak 1b"),
    ("activity_duty_age", "2017-01-01", None, "30", "Sosialtjenesteloven § 20 a"),
    ("short_term_factor", "2019-01-01", "2019-12-31", "0.80", "Trondheim, satser 2019"),
    ("short_term_months", "2019-01-01", "2019-12-31", "3", "Trondheim, satser 2019"),
    ("parents_home_age", "2019-01-01", "2019-12-31", "22", "Trondheim, satser 2019: 18-21 år"),
    ("special_from_age", "2013-01-01", "2017-12-31", "20", "Plan 2013-2017: barnevern til 20"),
    ("new_recipient_gap", "2019-01-01", None, "6", "Trondheim, satser 2019"),
    ("kvp_factor", "2007-11-01", "2023-12-31", "2", "Sosialtjenesteloven § 35"),
    ("kvp_factor", "2024-01-01", "2026-04-30", "2.041", "nav.no, kvalifiseringsstønad"),
    ("kvp_youth_factor", "2007-11-01", "2026-04-30", "0.666667", "Sosialtjenesteloven § 35: 2/3"),
    ("kvp_youth_age", "2007-11-01", None, "25", "Sosialtjenesteloven § 35"),
    ("kvp_child_supplement", "2007-11-01", "2023-12-31", "27", "nav.no, eldre tekst"),
    ("kvp_child_supplement", "2024-01-01", "2026-04-30", "38", "nav.no, kvalifiseringsstønad"),
]


def lay_down(apps, schema_editor):
    rates = apps.get_model("benefits", "RateTable").objects
    caps = apps.get_model("benefits", "FamilyCap").objects
    settings = apps.get_model("benefits", "DatedSetting").objects
    for start, end, single, couple, shared, small, middle, big, source in STATE:
        rates.create(
            issuer="state",
            valid_from=start,
            valid_to=end,
            single=single,
            couple=couple,
            shared=shared,
            child_0_5=small,
            child_6_10=middle,
            child_11_17=big,
            source=source,
        )
    rates.create(
        issuer="municipality",
        valid_from="2012-03-06",
        valid_to="2013-12-31",
        single=0,
        couple=0,
        shared=0,
        child_0_5=250,
        child_6_10=250,
        child_11_17=250,
        source="Formannskapet, sak 24/12",
    )
    caps.create(
        valid_from="2013-01-01",
        valid_to="2017-12-31",
        amount=24_000,
        basis="need",
        source="Plan 2013-2017, tiltak 2a",
    )
    for year, amount in BASE_AMOUNTS.items():
        settings.create(
            key="base_amount",
            valid_from=date(year, 5, 1),
            valid_to=date(year + 1, 4, 30),
            value=Decimal(amount),
            source="Stortinget, grunnbeløpet",
        )
    for key, start, end, value, source in SETTINGS:
        settings.create(
            key=key, valid_from=start, valid_to=end, value=Decimal(value), source=source
        )


def take_up(apps, schema_editor):
    for name in ("RateTable", "FamilyCap", "DatedSetting"):
        apps.get_model("benefits", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("benefits", "0001_initial")]

    operations = [migrations.RunPython(lay_down, take_up)]
