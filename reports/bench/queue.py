"""The queue for municipal homes beside a page that holds nothing, and Django's own list of it."""

from __future__ import annotations

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from housing.homes import queries as homes
from housing.models import Dwelling
from housing.queue.order import line, ranks
from reports.bench.measure import Result, interleaved, median
from reports.bench.pages import BURST, MOST_QUERIES, MOST_SECONDS, client_of, fetch


def differences(user: User, home: Dwelling) -> int:
    """How many places in the queue, and rows of whom the home fits, are not as the rules say."""
    by_rule, found = line(), ranks().places
    wrong = sum(found.get(order[-1]) != by_rule.place(order) for order in by_rule.orders)
    fits = homes.fitting(home, user)
    rows = homes.candidates_for(home, user)
    return wrong + sum(one.fits != (one.entry_id in fits) for one in rows)


def run(user: User, home: Dwelling, repeat: int, entries: int) -> list[Result]:
    with override_settings(ROOT_URLCONF="reports.bench.admin_urls"):
        addresses = {
            "trivial": reverse("account_change_password"),
            "queue": reverse("housing:queue"),
            "queue, last page": reverse("housing:queue") + f"?side={entries // 50}",
            "vacant home": reverse("homes:home", args=[home.pk]),
            "admin": reverse("admin:housing_queueentry_changelist"),
        }
        client = client_of(user)
        works = {name: fetch(client, address) for name, address in addresses.items()}
        times = interleaved(works, repeat)
        rate = {name: BURST / median(seconds) for name, seconds in times.items()}
        results = []
        for name in ("queue", "queue, last page", "vacant home"):
            with CaptureQueriesContext(connection) as asked:
                client.get(addresses[name])
            label = f"{name}, {entries} entries"
            share = (f"{label}: requests/s / trivial", rate[name], rate["trivial"])
            admins = (f"{label}: requests/s / admin", rate[name], rate["admin"])
            results += [
                Result(*share, "1/s", repeat, 0.1, at_least=True),
                Result(*admins, "1/s", repeat, 3.0, at_least=True),
                Result(f"{label}: seconds", 1 / rate[name], None, "s", repeat, MOST_SECONDS),
                Result(f"{label}: queries", len(asked), None, "queries", 1, MOST_QUERIES),
            ]
        return results
