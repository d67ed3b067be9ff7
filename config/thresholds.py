"""Settings with limits of their own: how long an emergency access lasts, when a flag is raised."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from config.dated import dated


def break_glass_hours(env: environ.Env) -> int:
    """How long an emergency access to a household of another office lasts (security.md 3.8)."""
    hours: int = env.int("BREAK_GLASS_HOURS", default=24)
    if not 1 <= hours <= 14 * 24:
        raise ImproperlyConfigured("BREAK_GLASS_HOURS must be from 1 to 336 (14 days).")
    return hours


def flags(env: environ.Env) -> dict[str, Any]:
    """When a flag is raised (domain.md 6): our own thresholds, no law names them.

    In days, calendar months and whole kroner; pairs are so many within so many months.
    """
    return {
        "family_months": ((12, 18), (24, 36), (36, 54)),
        "follow_up_months": (12, 18),
        "arrears_months": 2,
        "kvp_months": 6,
        "unmapped_days": env.int("FLAG_UNMAPPED_DAYS", default=30),
        "emergencies": (3, 6),
        "cap_reduction": env.int("FLAG_CAP_REDUCTION", default=5_000),
        "consent_days": env.int("FLAG_CONSENT_DAYS", default=14),
    }


def meeting_capacity(env: environ.Env) -> int:
    """How many families an OSK meeting takes; the rest wait (domain.md 6)."""
    capacity: int = env.int("OSK_MEETING_CAPACITY", default=8)
    if not 1 <= capacity <= 50:
        raise ImproperlyConfigured("OSK_MEETING_CAPACITY must be from 1 to 50.")
    return capacity


def plans(env: environ.Env) -> dict[str, int]:
    """Days of the plans (domain.md 2c): the longest time between reviews, and our own aims."""
    days = {
        "family_days": env.int("PLAN_FAMILY_DAYS", default=90),
        "other_days": env.int("PLAN_OTHER_DAYS", default=180),
        "answer_days": env.int("PLAN_ANSWER_DAYS", default=14),
        "notice_days": 14,
    }
    if not all(1 <= number <= 366 for number in days.values()):
        raise ImproperlyConfigured("PLAN_FAMILY_DAYS and the like must be from 1 to 366.")
    return days


def kvp(env: environ.Env) -> dict[str, int]:
    """Days of the qualification programme; no law names them (domain.md 5): our own aims.

    Within `start_days` of the decision a programme begins; `notice_days` before something is due it
    stands in the work list, and `end_days` before a programme is over.
    """
    days = {
        "start_days": env.int("KVP_START_DAYS", default=42),
        "notice_days": 14,
        "end_days": 60,
    }
    if not all(1 <= number <= 366 for number in days.values()):
        raise ImproperlyConfigured("KVP_START_DAYS must be from 1 to 366.")
    return days


def housing(env: environ.Env) -> dict[str, Any]:
    """The days of advice (5a), of the queue and of offers, and what a no leads to.

    `target_months` is the plan's; sessions are measure 5a's. The rest is ours: a place is renewed
    so many months after it was approved, a need fits a home of so many rooms more, and somebody is
    taken out of the queue at so many noes for a reason that counts. `offer_appeal_body` decides
    complaints on the offer of a home; without it they go to the office that offered.
    """
    found: dict[str, Any] = {
        "first_session_days": env.int("HOUSING_FIRST_SESSION_DAYS", default=30),
        "session_days": env.int("HOUSING_SESSION_DAYS", default=90),
        "target_months": 3,
        "renew_months": env.int("HOUSING_RENEW_MONTHS", default=12),
        "answer_days": env.int("HOUSING_ANSWER_DAYS", default=7),
        "answer_most_days": env.int("HOUSING_ANSWER_MOST_DAYS", default=30),
        "rooms_over": env.int("HOUSING_ROOMS_OVER", default=1),
        "noes_allowed": env.int("HOUSING_NOES_ALLOWED", default=2),
        "noes_that_count": env.list(
            "HOUSING_NOES_THAT_COUNT", default=["district", "standard", "other"]
        ),
        "offer_appeal_body": env.str("APPEAL_BODY_OFFER", default=""),
    }
    if not all(1 <= found[f"{name}_days"] <= 366 for name in ("first_session", "session")):
        raise ImproperlyConfigured("HOUSING_SESSION_DAYS and the like must be from 1 to 366.")
    if not (1 <= found["answer_days"] <= 60 and 1 <= found["renew_months"] <= 60):
        raise ImproperlyConfigured("HOUSING_ANSWER_DAYS and HOUSING_RENEW_MONTHS: from 1 to 60.")
    if found["answer_most_days"] < found["answer_days"]:
        raise ImproperlyConfigured("HOUSING_ANSWER_MOST_DAYS is less than HOUSING_ANSWER_DAYS.")
    if found["noes_allowed"] < 1 or found["rooms_over"] < 0:
        raise ImproperlyConfigured("HOUSING_NOES_ALLOWED must be 1 or more, HOUSING_ROOMS_OVER 0.")
    return found


def measures(env: environ.Env) -> dict[str, Any]:
    """When somebody is to be assessed for an active measure (1a), and the young followed up (1b).

    The numbers are ours. Pairs are so many benefit months within so many calendar months; a young
    person is followed up by contact within so many days, and has a first talk within so many.
    """
    found = {
        "assess_months": (
            env.int("MEASURE_ASSESS_MONTHS", default=3),
            env.int("MEASURE_ASSESS_WITHIN", default=6),
        ),
        "assessed_months": env.int("MEASURE_ASSESSED_MONTHS", default=6),
        "contact_days": env.int("YOUTH_CONTACT_DAYS", default=30),
        "strict_contact_days": 14,
        "first_talk_age": 21,
        "first_talk_days": 7,
    }
    if not found["strict_contact_days"] <= found["contact_days"] <= 366:
        raise ImproperlyConfigured("YOUTH_CONTACT_DAYS must be from 14 to 366.")
    months, within = found["assess_months"]
    if not (1 <= months <= within <= 24 and 1 <= found["assessed_months"] <= 24):
        raise ImproperlyConfigured(
            "MEASURE_ASSESS_MONTHS must be from 1 to MEASURE_ASSESS_WITHIN, all at most 24."
        )
    return found


def plan_reminder_days(env: environ.Env) -> int:
    """So many days before a deadline of the municipality's own, the reminder appears (1g)."""
    days: int = env.int("PLAN_REMINDER_DAYS", default=30)
    if not 1 <= days <= 366:
        raise ImproperlyConfigured("PLAN_REMINDER_DAYS must be from 1 to 366.")
    return days


def lodging(env: environ.Env) -> dict[str, Any]:
    """Temporary lodging (§ 27): our own aims, in days and nights with dates; no law names them.

    The quality of a place is judged so soon after the first night, and a plan for what comes after
    is written within so many nights. A place is booked for at most so many nights at a time. That a
    need is decided (§ 27) the day it is asked for, is not ours (FM-ROG).
    """
    days = {
        "check_days": dated(env, "LODGING_CHECK_DAYS", default=7),
        "check_days_children": dated(env, "LODGING_CHECK_DAYS_CHILDREN", default=1),
        "plan_nights": dated(env, "LODGING_PLAN_NIGHTS", default=14),
        "most_nights": dated(env, "LODGING_MOST_NIGHTS", default=90),
        "decide_days": dated(env, "LODGING_DECIDE_DAYS", default=0),
    }
    if not all(0 <= number <= 366 for limit in days.values() for number in limit.numbers):
        raise ImproperlyConfigured("LODGING_CHECK_DAYS and the like must be from 0 to 366.")
    return days | {"census_week": 48}


def tenancies(env: environ.Env) -> dict[str, Any]:
    """Tenancies, evictions and homes bought (measures 5b and 5c).

    Years, months, days and whole kroner. `open_ended_months` is the law's (husleieloven § 9-2).
    What is owed is asked about above so many months' rent, and refused above more. `income_limit`
    is a year's income within which the start loan is given; no public number is laid down, and 0
    leaves the judgement to who gives the loan. It and `discount` have dates: a purchase is held
    against those of its own day.
    """
    of_purchases = {
        "discount": dated(env, "PURCHASE_DISCOUNT", default=50_000),
        "income_limit": dated(env, "START_LOAN_INCOME_LIMIT", default=0),
    }
    if any(number < 0 for limit in of_purchases.values() for number in limit.numbers):
        raise ImproperlyConfigured("PURCHASE_DISCOUNT and START_LOAN_INCOME_LIMIT are 0 or more.")
    found = {
        "main_years": 3,
        "starts_within_years": 20,
        "starts_ahead_months": 6,
        "ends_within_years": 10,
        "risk_back_months": 24,
        "open_ended_months": 3,
        "vacant_within_years": 1,
        "agreed_within_years": 2,
        "arrears_ask_months": 12,
        "arrears_most_months": 36,
        "notice_months": env.int("TENANCY_NOTICE_MONTHS", default=6),
        "notice_ahead_months": env.int("TENANCY_NOTICE_AHEAD_MONTHS", default=9),
        "arrears_days": env.int("ARREARS_FOLLOW_UP_DAYS", default=30),
        "warned_days": env.int("WARNING_FOLLOW_UP_DAYS", default=14),
        "rent_day": env.int("RENT_DUE_DAY", default=20),
        "notice_days": env.int("RENT_NOTICE_DAYS", default=15),
        "contact_days": env.int("EVICTION_CONTACT_DAYS", default=7),
        "purchases_before": env.int("PURCHASES_OPENING_BALANCE", default=0),
    }
    if not 1 <= found["rent_day"] <= 28 or not 1 <= found["notice_months"] <= 24:
        raise ImproperlyConfigured("RENT_DUE_DAY is from 1 to 28, TENANCY_NOTICE_MONTHS to 24.")
    if not found["notice_months"] <= found["notice_ahead_months"] <= 24:
        raise ImproperlyConfigured("TENANCY_NOTICE_AHEAD_MONTHS: TENANCY_NOTICE_MONTHS to 24.")
    if not 1 <= found["contact_days"] <= 60 or min(found.values()) < 0:
        raise ImproperlyConfigured("EVICTION_CONTACT_DAYS is from 1 to 60; nothing is below 0.")
    return found | of_purchases
