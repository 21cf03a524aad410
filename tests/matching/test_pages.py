"""The pages of a run: what they say, what they refuse, and how the solver is watched."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from tests.matching import stage
from tests.people.cast import signed_in
from veer import placement
from veer.cases import held
from veer.cli.main import main as veer
from veer.journal import clock
from veer.matching import acts
from veer.matching.models import Answer, Line, Lock, Run
from veer.people.models import Person
from veer.people.queries import account_of, who_is
from veer.reception.models import Stay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def built(building: Callable[..., stage.Town]) -> stage.Town:
    return building(lambda at: stage.town())


@pytest.fixture
def town(db: None, built: stage.Town) -> stage.Town:
    return deepcopy(built)


def page(client: Any, name: str, *args: Any) -> str:
    return str(client.get(reverse(f"matching:{name}", args=args) + "?lang=en").content.decode())


def sent(client: Any, name: str, *args: Any, **fields: Any) -> str:
    address = reverse(f"matching:{name}", args=args) + "?lang=en"
    return str(client.post(address, {"key": uuid4().hex, **fields}, follow=True).content.decode())


def test_from_nothing_to_places_given_by_two(town: stage.Town) -> None:
    rik, sam = signed_in(town.rik.account), signed_in(town.sam.account)
    assert "Nothing yet" in page(rik, "work")
    said = sent(rik, "work", source="reception")
    run = Run.objects.get()
    for words in ("Bo Bah", "De Kliniek", "There is no better placement: it is proved", run.answers.get().digest):
        assert words in said
    assert "4 persons would have a place." in said
    assert "1 household would go on waiting." in said
    assert "Accept all 2 proposals" in said
    said = sent(rik, "run", run.pk, do="accept")
    assert "2 places accepted" in said
    assert "as the second person" not in said + page(rik, "work")
    assert "2 wait for you as the second person" in page(sam, "work")
    assert "Confirm all 2, as the second person" in page(sam, "run", run.pk)
    assert "2 places given" in sent(sam, "run", run.pk, do="confirm")
    assert "as the second person" not in page(sam, "work")
    assert sorted(Stay.objects.values_list("place__site", flat=True)) == ["De Kliniek", "Het Veer"]


def test_why_here_and_why_not_there(town: stage.Town) -> None:
    run = stage.asked(town.rik)
    rik = signed_in(town.rik.account)
    said = page(rik, "line", stage.line(run, town.family).pk)
    for words in ("it is worth 550 of 1,000", "does not have: A unit for a family: De Kliniek"):
        assert words in said
    said = page(rik, "line", stage.line(run, town.alone).pk)
    for words in ("There is no place for this household", "others are proposed there", "Bo Bah"):
        assert words in said


def test_the_cost_stands_on_the_page_before_the_button_that_keeps_it(town: stage.Town) -> None:
    run = stage.asked(town.rik)
    rik, sam = signed_in(town.rik.account), signed_in(town.sam.account)
    alone = stage.line(run, town.alone)
    fields = {"do": "settle", "kind": "must", "spot": "P00002", "reason": "family_asked"}
    short = sent(rik, "line", alone.pk, **fields, words="Because.")
    assert "Because." in short
    assert not Lock.objects.exists()
    said = sent(rik, "line", alone.pk, **fields, words=stage.WORDS)
    lock = Lock.objects.get()
    for words in ("28 fewer", "Noor Ali", "a second person has to sign", "Keep it all the same"):
        assert words in said
    assert said.index("28 fewer") < said.index("Keep it all the same")
    assert "Keep it all the same" not in page(sam, "lock", lock.pk)
    said = sent(rik, "lock", lock.pk, do="keep")
    assert "once a second person has signed" in said
    assert "Sign as the second person" not in said
    sent(sam, "lock", lock.pk, do="sign")
    assert stage.placed(run)["H00003"] == "Het Veer"
    said = page(sam, "run", run.pk)
    assert "This place and no other: Het Veer" in said
    fair = page(sam, "fairness", run.pk)
    for words in ("The family asked for it", "100 %", "often: look whether the weights", "below"):
        assert words in fair
    sent(sam, "lock", lock.pk, do="lift")
    assert stage.placed(run)["H00003"] == ""


def test_a_form_without_its_place_says_so_and_keeps_what_was_typed(town: stage.Town) -> None:
    run = stage.asked(town.rik)
    said = sent(
        signed_in(town.rik.account), "line", stage.line(run, town.alone).pk,
        do="settle", kind="must", spot="", reason="risk", words=stage.WORDS,
    )  # fmt: skip
    assert "Choose a place." in said
    assert stage.WORDS in said


def test_the_files_of_a_run_prove_themselves(
    town: stage.Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = stage.asked(town.rik)
    lock = stage.settled(stage.line(run, town.family), town.rik, Lock.MUST_NOT, spot="P00001")
    stage.answered(acts.keep(lock.pk, town.rik))
    client = signed_in(town.rik.account)
    instance, solution = (
        client.get(reverse(f"matching:{name}", args=[run.pk])).json() for name in ("instance", "solution")
    )
    assert placement.wrong(placement.read(instance), solution) == []
    whole = client.get(reverse("matching:proof", args=[run.pk]))
    assert whole.json() == {"instance": instance, "solution": solution}
    file = tmp_path / "proof.json"
    file.write_bytes(whole.content)
    assert veer(["place", "verify", str(file)]) == 0
    assert capsys.readouterr().out.startswith("holds: ")


def test_while_the_solver_works_the_page_says_where_it_is(town: stage.Town, at: Any) -> None:
    at(2026, 12, 1, 9)
    answer = acts.ask("reception", town.rik, "k")  # no worker has taken it
    rik = signed_in(town.rik.account)
    said = page(rik, "run", answer.run_id)
    for words in ("It waits for its turn.", 'hx-trigger="every 2s"', "Try again"):
        assert words in said
    Answer.objects.filter(pk=answer.pk).update(
        state=Answer.SOLVING, begun_at=clock.now(), heard_at=clock.now(), steps=3
    )
    at(2026, 12, 1, 9, 1)
    assert "Working for 60 seconds, of 600 at most; step 3." in page(rik, "progress", answer.run_id)
    sent(rik, "run", answer.run_id, do="again")  # a worker that is heard of is left alone
    assert Answer.objects.get().state == Answer.SOLVING
    at(2026, 12, 1, 10)
    sent(rik, "run", answer.run_id, do="again")  # one that is not is given up
    assert Answer.objects.get().state == Answer.PROPOSED
    done = rik.get(reverse("matching:progress", args=[answer.run_id]))
    assert done["HX-Refresh"] == "true"


def test_what_was_decided_about_somebody_is_in_their_own_copy(town: stage.Town) -> None:
    run = stage.asked(town.rik)
    person = Person.objects.get(pk=town.ill.person_id)
    account = account_of(person.pk)
    assert account is not None
    amina = who_is(account)
    assert held.of_person(amina)["rooms"]["matching"]["runs"] == []
    acts.accept(stage.line(run, town.ill).pk, town.rik)
    (told,) = held.of_person(amina)["rooms"]["matching"]["runs"]
    assert (told["place"], told["state"], told["tier"]) == ("De Kliniek", Line.ACCEPTED, "A")
