"""A town of these tests: two houses that many want, households on the list, two officers and an auditor."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.reception import stage as reception
from veer.access.who import Who
from veer.cases.models import Case
from veer.journal import clock
from veer.matching import acts
from veer.matching.models import Answer, Line, Lock, Offer, Run
from veer.reception.models import Place, Wait

WORDS = "The grandmother lives in the next street and helps with the children."


@dataclass
class Town:
    """Rik and Sam work on reception. `ill` comes first by law, then `family`, then `alone`."""

    rik: Who
    sam: Who
    clinic: Place
    house: Place
    ill: Wait
    family: Wait
    alone: Wait


def town() -> Town:
    """A clinic of two beds in Gent, a house of four in Aalst; seven persons ask for six beds."""
    reception.activate_law()
    rik, sam = reception.officer("Rik Maes"), reception.officer("Sam Peeters")
    clinic = reception.place(rik, 2, "De Kliniek", services=["medical"])
    house = reception.place(rik, 4, "Het Veer", municipality="Aalst", services=["family"])
    return Town(
        rik,
        sam,
        clinic,
        house,
        ill=reception.waits(rik, 1, "medical", name="Bo Bah"),
        family=reception.waits(rik, 3, "family", name="Noor Ali", wish="Aalst"),
        alone=reception.waits(rik, 2, name="Amina Haddad", wish="Gent"),
    )


def asked(by: Who, source: str = "reception") -> Run:
    """A run with its first answer."""
    answer = acts.ask(source, by, uuid4().hex)
    acts.begin(answer)
    run: Run = answer.run
    return run


def line(run: Run, wait: Wait) -> Line:
    return run.lines.select_related("spot").get(household=wait.pk)


def placed(run: Run) -> dict[str, str]:
    """The name of each household's place, by code."""
    return {one.code: one.spot.title if one.spot else "" for one in run.lines.select_related("spot").order_by("code")}


def settled(found: Line, by: Who, kind: str, **more: Any) -> Any:
    """A lock with its cost, not kept yet."""
    lock = acts.settle(found.pk, kind, more.pop("reason", "family_asked"), more.pop("words", WORDS), by, **more)
    acts.recount(lock)
    lock.refresh_from_db()
    return lock


def answered(answer: Answer | None) -> Answer:
    """The answer that was asked for, once it is there."""
    assert answer is not None
    acts.begin(answer)
    answer.refresh_from_db()
    return answer


def pages(by: Who, file: Case, group: UUID) -> dict[str, UUID]:
    """By the name of its page: a run, the household that has no place in it, what another decision would cost; and an
    offer to the household of a file and to a group."""
    found = town()
    run = asked(by)
    one = line(run, found.alone)
    lock = settled(one, by, Lock.MUST, spot=run.spots.get(place=found.house.pk).code)
    seeker = acts.seek(file, by, adults=1, children=2, key=uuid4().hex)
    until = clock.today("Europe/Brussels") + timedelta(days=7)
    offer = Offer.objects.create(
        seeker=seeker, group=group, file=file.pk, home="Gent", made_at=clock.now(), until=until
    )
    return {
        "run": run.pk, "fairness": run.pk, "line": one.pk, "lock": lock.pk, "household": offer.pk, "sponsor": offer.pk,
    }  # fmt: skip
