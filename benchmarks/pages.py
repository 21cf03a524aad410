"""Two pages that people wait for, beside the barest page of the same server: milliseconds and queries.

    python benchmarks/pages.py [--times 200]

The demonstration is made in a temporary folder. `finder`: the next question after some answers; `file`: an official's
file page with facts, story and the law at work. The raw limit is `/healthz`, which asks the database one thing.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

from measure import machine, verdict


def prepare(folder: str) -> None:
    os.environ |= {"VEER_DEMO": "1", "VEER_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "veer.web.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare", stdout=io.StringIO())  # a report holds figures, not what the start says


def timed(run: Callable[[], Any], times: int) -> tuple[float, float]:
    """Median and 95th percentile of one call, in milliseconds."""
    for _ in range(5):
        run()
    seen = []
    for _ in range(times):
        start = time.perf_counter()
        answer = run()
        seen.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"answered {answer.status_code}")
    return statistics.median(seen), statistics.quantiles(seen, n=20)[-1]


def queries(run: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        run()
    return len(seen)


def official() -> Any:
    """A client signed in as the official of the demonstration who has a file on the desk, and that file's address."""
    from django.test import Client
    from django.urls import reverse

    from veer.cases.models import Case
    from veer.people.models import Account

    for account in Account.objects.order_by("pk"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        if client.get(reverse("cases:work")).status_code != 200:
            continue
        for case in Case.objects.order_by("-route", "pk"):  # the same route each time
            address = reverse("cases:at_work", args=[case.pk])
            if client.get(address).status_code == 200:
                return client, address
    raise SystemExit("the demonstration has no official with a file")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.test import Client
        from django.urls import reverse

        print(f"two pages, {machine()}, SQLite")
        stranger = Client(SERVER_NAME="127.0.0.1")
        clerk, address = official()
        finder = reverse("openness:find", args=["be-proposal"])
        stranger.post(reverse("openness:find_purpose", args=["be-proposal"]), {"unknown": "1"})  # what brings you here?
        runs = {
            "raw limit": lambda: stranger.get("/healthz"),
            "finder": lambda: stranger.get(finder),
            "file": lambda: clerk.get(address),
        }
        found = {name: (*timed(run, options.times), queries(run)) for name, run in runs.items()}
        for name, (median, p95, count) in found.items():
            print(f"      {name}: median {median:.1f} ms, p95 {p95:.1f} ms, {count} queries")
        for name in ("finder", "file"):
            print(verdict(f"{name}, queries", found[name][2], 15))
            print(f"      {name}: {found[name][0] / found['raw limit'][0]:.1f} times the raw limit")


if __name__ == "__main__":
    main()
