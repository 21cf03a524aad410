"""Runs by itself (`python -m tests.races.quota_killing CLIENTS PLACES`): clients take places, and some are killed.

Eight clients run at a time, each a process that takes places, uses some and gives some back, and says each one that
was done. Every second one would go on for ever and is killed with SIGKILL after a moment. At the end one client fills
what is left: if a crash had lost a place, fewer than PLACES would be held. Prints one JSON object.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from typing import Any, NoReturn
from uuid import UUID, uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

AT_A_TIME = 8


def begin() -> None:
    """A database with every table."""
    from django.core.management import call_command

    from tests import fresh

    fresh.begin_with_copy("default")
    call_command("migrate", verbosity=0)


def main(clients: int, places: int) -> dict[str, Any]:
    import django
    from django.db import connections

    django.setup()
    begin()
    from tests.quotas.ledger import opened, taken
    from veer.quotas.acts import Full
    from veer.quotas.queries import balances
    from veer.quotas.verify import verify_ledgers

    quota, luck = opened(places), random.Random(clients)
    said: dict[str, str] = {}
    killed = 0
    for _wave in range(0, clients, AT_A_TIME):
        connections.close_all()
        started = [start(quota.pk, 10**9 if number % 2 else 6) for number in range(AT_A_TIME)]
        for number, (child, reading) in enumerate(started):
            if number % 2:
                time.sleep(luck.uniform(0.005, 0.05))
                os.kill(child, signal.SIGKILL)
            _pid, status = os.waitpid(child, 0)
            killed += os.WIFSIGNALED(status)
            with os.fdopen(reading) as pipe:
                said |= dict(line.split()[:2] for line in pipe.read().split("\n") if line.endswith("."))
    lost = look(said)
    with suppress(Full):
        while True:
            taken(quota)
    balance = balances([quota.pk])[quota.pk]
    problems = [one.what for one in verify_ledgers()]
    return {
        "killed": killed,
        "lost": lost,
        "held": balance.reserved + balance.confirmed,
        "problems": problems,
        "said": len(said),
    }


def start(quota: UUID, rounds: int) -> tuple[int, int]:
    """A client of its own: its process and where it says what it did."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        work(quota, rounds, writing)
    os.close(writing)
    return child, reading


def work(quota: UUID, rounds: int, writing: int) -> NoReturn:
    """Each act is said after it was committed."""
    from tests.quotas.ledger import BY
    from veer.quotas import acts
    from veer.quotas.acts import Full

    luck = random.Random()
    for _n in range(rounds):
        try:
            one = acts.reserve(quota, luck.randint(1, 3), uuid4(), BY, "draw", uuid4().hex)
        except Full:
            time.sleep(0.001)
            continue
        os.write(writing, f"{one.id} reserved .\n".encode())
        if luck.random() < 0.4:
            acts.confirm(one.id, BY, "granted", uuid4().hex)
            os.write(writing, f"{one.id} confirmed .\n".encode())
        elif luck.random() < 0.6:
            acts.release(one.id, BY, "withdrawn", uuid4().hex)
            os.write(writing, f"{one.id} released .\n".encode())
    os._exit(0)


def look(said: dict[str, str]) -> list[str]:
    """What somebody was told and is not so. The very next act may have been done and not said."""
    from veer.quotas.queries import holding

    lost = []
    for holding_id, what in said.items():
        now = holding(UUID(holding_id))
        stands = {"reserved": True, "confirmed": now.confirmed > 0, "released": not now.open}[what]
        if not stands:
            lost.append(f"{holding_id} {what}: {now}")
    return lost


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
