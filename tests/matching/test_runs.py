"""A run reads who waits, is solved and verified before anybody sees it, and gives nothing by itself."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching import stage
from veer import placement
from veer.journal.chain import canonical
from veer.journal.models import Entry
from veer.journal.queries import told
from veer.journal.verify import verify
from veer.matching import acts, plain, queries
from veer.matching.models import Answer
from veer.matching.sources.errors import Near
from veer.reception import acts as reception
from veer.reception.models import Stay, Wait

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(building: Callable[..., stage.Town]) -> stage.Town:
    return building(lambda at: stage.town())


@pytest.fixture
def town(db: None, built: stage.Town) -> stage.Town:
    return deepcopy(built)


def test_a_run_proposes_a_place_to_each_and_gives_none(town: stage.Town) -> None:
    run = stage.asked(town.rik)
    assert [one.household for one in run.lines.order_by("code")] == [town.ill.pk, town.family.pk, town.alone.pk]
    assert stage.placed(run) == {"H00001": "De Kliniek", "H00002": "Het Veer", "H00003": ""}
    assert [one.tier for one in run.lines.order_by("code")] == ["A", "B", "C"]
    assert not Stay.objects.exists()
    assert Wait.objects.filter(ended_at=None).count() == 3
    answer = queries.current(run.pk)
    assert answer is not None
    assert answer.solution["status"] == "optimal"
    assert (answer.solution["gap"], answer.solution["objective"]["persons"]) == (0, 4)


def test_the_instance_holds_no_name_and_no_id_of_a_household(town: stage.Town) -> None:
    run = stage.asked(town.rik)
    written = canonical(run.instance)
    for one in (town.ill, town.family, town.alone):
        assert str(one.pk) not in written
        assert one.person.family_name not in written
    assert "De Kliniek" not in written


def test_what_is_stored_proves_itself_without_the_solver(town: stage.Town) -> None:
    """The digests are those of the files; prices prove the bounds; a changed answer is found out."""
    run = stage.asked(town.rik)
    answer = queries.current(run.pk)
    assert answer is not None
    whole, solution = queries.document(run, answer)
    assert sha256(canonical(run.instance).encode()).hexdigest() == run.digest
    assert sha256(canonical(solution).encode()).hexdigest() == answer.digest
    instance = placement.read(json.loads(json.dumps(whole)))
    assert placement.wrong(instance, solution) == []
    assert placement.proofs(instance, solution) == answer.proofs
    assert answer.proofs["tier_persons"] >= solution["objective"]["tier_persons"] == 130
    assert placement.wrong(instance, {**solution, "placements": {"H00003": "P00002"}})


def test_an_answer_that_the_verifier_faults_is_shown_to_nobody(
    town: stage.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A solver that puts people where there is no room: what it says is kept from everybody, and journalled."""
    real = placement.place

    def careless(instance: placement.Instance, *more: object) -> placement.Solution:
        found = real(instance)
        return replace(found, placed={**found.placed, 2: 0})

    monkeypatch.setattr("veer.placement.place", careless)
    run = stage.asked(town.rik)
    answer = Answer.objects.get()
    assert (answer.state, answer.solution) == (Answer.WRONG, None)
    assert "are used" in answer.why
    assert stage.placed(run) == {"H00001": "", "H00002": "", "H00003": ""}
    assert list(Entry.objects.filter(chain=run.pk).order_by("position").values_list("act", flat=True)) == [
        "ask_placement",
        "no_answer",
    ]


def test_each_step_stands_in_the_journal(town: stage.Town) -> None:
    run = stage.asked(town.rik)
    asked, proposed = Entry.objects.filter(chain=run.pk).order_by("position")
    assert (told(asked) or {})["instance"] == run.digest
    answer = Answer.objects.get()
    assert (told(proposed) or {})["solution"] == answer.digest
    assert proposed.actor_kind == "system"
    assert verify().problems == []


def test_asking_twice_with_one_form_is_one_run(town: stage.Town) -> None:
    one = acts.ask("reception", town.rik, "key")
    acts.begin(one)
    again = acts.ask("reception", town.rik, "key")
    acts.begin(again)  # a worker that comes late finds nothing to do
    assert one == again
    assert Answer.objects.get().state == Answer.PROPOSED
    assert Answer.objects.get().number == 1


def test_while_an_answer_is_in_work_nothing_else_is(town: stage.Town) -> None:
    waiting = acts.ask("reception", town.rik, "one")
    line = stage.line(waiting.run, town.ill)
    for act in (lambda: acts.ask("reception", town.sam, "two"), lambda: acts.accept(line.pk, town.sam)):
        with pytest.raises(acts.Busy):
            act()
    acts.begin(waiting)
    acts.accept(line.pk, town.sam)


def test_of_an_older_run_nothing_can_be_done(town: stage.Town) -> None:
    old = stage.asked(town.rik)
    new = stage.asked(town.rik)
    assert (new.number, new.before) == (2, old)
    with pytest.raises(acts.Busy):
        acts.accept(stage.line(old, town.ill).pk, town.rik)


def test_who_waits_themselves_asks_a_colleague(town: stage.Town) -> None:
    rik = replace(town.rik, own=frozenset({town.alone.person_id}), persons=frozenset({town.alone.person_id}))
    with pytest.raises(Near):
        acts.ask("reception", rik, "k")


def test_what_shuts_a_place_and_what_it_is_worth_is_law(town: stage.Town) -> None:
    """350 for the wish, 200 for what is not wasted; a place that was not wished for has two sevenths of the first."""
    run = stage.asked(town.rik)
    worth = {(i, j): w for i, j, w in run.instance["pairs"]}
    assert worth == {(0, 0): 100 + 200, (1, 1): 350 + 200, (2, 0): 350 + 150, (2, 1): 100 + 150}
    assert stage.line(run, town.family).shut == {"lacks:family": ["P00001"]}
    assert stage.line(run, town.ill).shut == {"lacks:medical": ["P00002"]}
    why = queries.why(stage.line(run, town.alone))
    assert why is not None
    assert (why.here, [spot.title for spot in why.full]) == (None, ["De Kliniek", "Het Veer"])
    ill = queries.why(stage.line(run, town.ill))
    assert ill is not None
    assert [(words, [spot.title for spot in spots]) for words, spots in ill.shut] == [
        ("does not have: Medical care at hand", ["Het Veer"])
    ]


def test_prices_say_where_more_room_would_help(town: stage.Town) -> None:
    """The prices of the proof: of a place that is full and wanted, room for one more is worth something."""
    run = stage.asked(town.rik)
    answer = queries.current(run.pk)
    assert answer is not None
    found = {one.spot.code: one.price for one in queries.scarce(run)}
    prices = (answer.solution or {})["prices"]["score"]
    everywhere = sum(one["price"] for one in prices["shared"])
    priced = {code: sum(prices["places"].get(code, [0])) + everywhere for code in ("P00001", "P00002")}
    assert found == {code: price for code, price in priced.items() if round(price)}
    assert found


def test_a_few_beds_are_kept_for_whoever_cannot_wait(town: stage.Town) -> None:
    """Three of a hundred, so one of six: the last bed stays empty, though somebody of the last class fits into it."""
    reception.strike(town.ill.pk, town.rik, Wait.WITHDRAWN)
    other = stage.reception.waits(town.rik, 1, name="Bilal Omar")
    run = stage.asked(town.rik)
    assert run.instance["shared"] == [{"places": [0, 1], "dim": 1, "cap": 5}]
    assert sum(one.persons for one in run.lines.filter(spot__isnull=False).order_by("code")) == 5
    assert stage.line(run, other).spot is None
    urgent = stage.reception.waits(town.rik, 1, "medical", name="Sana Said")
    again = stage.asked(town.rik)
    line = stage.line(again, urgent)
    assert (line.tier, line.spot and line.spot.title) == ("A", "De Kliniek")
    assert again.instance["cases"][0]["need"] == [1, 0]  # takes a bed, and nothing of what the others share


ids = st.uuids(version=4)


@given(
    st.lists(
        st.tuples(ids, st.integers(1, 9), st.sampled_from("ABC")), min_size=1, max_size=5, unique_by=lambda t: t[0]
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_they_come_changes_nothing(rows: list[tuple], luck: object) -> None:
    """Whoever reads the same list and the same places twice writes the same instance."""
    households = tuple(
        plain.Household(one, one, (persons,), tier, number) for number, (one, persons, tier) in enumerate(rows, 1)
    )
    places = tuple(plain.Place(one, str(one), "", (persons,)) for one, persons, _tier in rows)
    worth = {(one.id, place.id): 10 for one in households for place in places}
    reading = plain.Reading("s", (), ("persons",), households, places, worth, {})
    other = list(households)
    luck.shuffle(other)  # type: ignore[attr-defined]
    shuffled = replace(reading, households=tuple(other), places=places[::-1], worth=dict(reversed(worth.items())))
    assert plain.instance(shuffled) == plain.instance(reading)
    placement.read(plain.instance(reading))
