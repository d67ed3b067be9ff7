"""Pages in the same process, beside a page with nothing on it; and what the access log costs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from unittest import mock

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import access_log, second_factor
from accounts.models import User
from coordination.filters import NEAR, OVER
from households.models import Household
from reports.bench.measure import Result, interleaved, median

BURST = 10
MOST_QUERIES = 9
MOST_SECONDS = 0.3


def client_of(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[second_factor.USED_BY] = user.pk
    session.save()
    return client


def fetch(client: Client, address: str) -> Callable[[], None]:
    def work() -> None:
        for _ in range(BURST):
            response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")

    return work


def addresses(user: User) -> dict[str, str]:
    """The trivial page is one with login, base template and no data of its own."""
    household = Household.objects.visible_to(user).order_by("pk").first()
    if household is None:
        raise RuntimeError("the bench user sees no household")
    return {
        "trivial": reverse("account_change_password"),
        "list": reverse("coordination:households"),
        "household": reverse("coordination:household", args=[household.pk]),
        "work list": reverse("worklist:list") + "?liste=kontoret",
    }


def lists_by_months() -> dict[str, str]:
    """The lists for which the months of every household must be looked at."""
    listed = reverse("coordination:households")
    return {
        "list, only over three years": f"{listed}?stonad={OVER}",
        "list, only near three years": f"{listed}?stonad={NEAR}",
        "list sorted by months": f"{listed}?sorter=-maneder",
        "list sorted by last payment": f"{listed}?sorter=-sist",
    }


def run(user: User, repeat: int, households: int) -> list[Result]:
    client = client_of(user)
    by_months = lists_by_months()
    pages = addresses(user) | by_months
    times = interleaved({name: fetch(client, pages[name]) for name in pages}, repeat)
    rate = {name: BURST / median(seconds) for name, seconds in times.items()}
    results = []
    for name in ("list", "household", "work list", *by_months):
        with CaptureQueriesContext(connection) as queries:
            client.get(pages[name])
        label = f"{name}, {households} households"
        goal = None if name in by_months else 0.1
        share = (f"{label}: requests/s / trivial", rate[name], rate["trivial"])
        results += [
            Result(*share, "1/s", repeat, goal, at_least=True),
            Result(f"{label}: seconds", 1 / rate[name], None, "s", repeat, MOST_SECONDS),
            Result(f"{label}: queries", len(queries), None, "queries", 1, MOST_QUERIES),
        ]
    return results


@contextlib.contextmanager
def _without_log() -> Iterator[None]:
    with mock.patch.object(access_log, "record"):
        yield


def access(user: User, repeat: int) -> list[Result]:
    """The household page with its row in the access log, and without."""
    client = client_of(user)
    page = fetch(client, addresses(user)["household"])

    def unlogged() -> None:
        with _without_log():
            page()

    times = interleaved({"with": page, "without": unlogged}, repeat)
    with_log, without = median(times["with"]), median(times["without"])
    return [Result("page with access log / without", with_log, without, "s", repeat, 1.1)]
