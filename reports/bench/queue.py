"""The queue for municipal homes beside a page that holds nothing, and Django's own list of it."""

from __future__ import annotations

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from housing.homes import queries as homes
from housing.models import Dwelling
from housing.queue.order import line, ranks
from reports.bench.measure import Result, interleaved, median
from reports.bench.pages import BURST, MOST_QUERIES, MOST_SECONDS, client_of, fetch

BARE, SAME = "bare admin", "same in admin"


def differences(user: User, home: Dwelling) -> int:
    """How many places in the queue, and rows of whom the home fits, are not as the rules say."""
    by_rule, found = line(), ranks().places
    wrong = sum(found.get(order[-1]) != by_rule.place(order) for order in by_rule.orders)
    fits = homes.fitting(home, user)
    rows = homes.candidates_for(home, user)
    return wrong + sum(one.fits != (one.entry_id in fits) for one in rows)


def run(user: User, home: Dwelling, repeat: int, entries: int) -> list[Result]:
    """Each page beside an empty one; the queue also beside Django's own lists of it.

    The goal is for the list with the same columns. The bare one, of six stored columns, tells what
    is paid for the rest, and is shown for information; no list of Django's is of a vacant home.
    """
    with override_settings(ROOT_URLCONF="reports.bench.admin_urls"):
        addresses = {
            "trivial": reverse("account_change_password"),
            "queue": reverse("housing:queue"),
            "queue, last page": reverse("housing:queue") + f"?side={entries // 50}",
            "vacant home": reverse("homes:home", args=[home.pk]),
            BARE: reverse("bare:housing_queueentry_changelist"),
            SAME: reverse("same:housing_queueentry_changelist"),
        }
        client = client_of(user)
        works = {name: fetch(client, address) for name, address in addresses.items()}
        times = interleaved(works, repeat)
        rate = {name: BURST / median(seconds) for name, seconds in times.items()}
        results = []
        for name in ("queue", "queue, last page", "vacant home", BARE, SAME):
            label, asked = f"{name}, {entries} entries", questions(client, addresses[name])
            is_ours = name not in (BARE, SAME)
            goals = (0.1, MOST_SECONDS, MOST_QUERIES) if is_ours else (None, None, None)
            share = (f"{label}: requests/s / trivial", rate[name], rate["trivial"])
            results += [
                Result(*share, "1/s", repeat, goals[0], at_least=True),
                Result(f"{label}: seconds", 1 / rate[name], None, "s", repeat, goals[1]),
                Result(f"{label}: queries", asked, None, "queries", 1, goals[2]),
            ]
            if is_ours and name != "vacant home":
                results += [
                    Result(
                        f"{label}: requests/s / {one}",
                        rate[name],
                        rate[one],
                        "1/s",
                        repeat,
                        goal,
                        at_least=True,
                    )
                    for one, goal in ((BARE, None), (SAME, 3.0))
                ]
        return results


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
