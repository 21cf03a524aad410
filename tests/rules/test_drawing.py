"""A procedure drawn: nothing left out, nothing on top of something else, the same bytes from the same law."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws import law_in
from veer.rules.drawing import Drawing, Labels, Place, labels_of, lay_out, plan, svg, walked
from veer.rules.drawing.letters import width_of, wrapped
from veer.rules.drawing.plan import EVERYWHERE
from veer.rules.model import Act, Branch, Marks, Procedure, Step
from veer.rules.problems import Place as Line

ROOT = Path(__file__).resolve().parents[2]
MACHINE = ROOT / "tests" / "cases" / "machine"
MARKS = Marks(Line("made-up.yaml", 1, 1))
LABELS = Labels(
    step=lambda place: f"{place.branch} step {place.step}", act=lambda act: f"act {act} <&> with a long name",
    branch=lambda branch: f"beside {branch}", who=str, turn=lambda role: f"turn of {role}", over=str, goes_on=str,
)  # fmt: skip


def a_step(name: str, kind: str) -> Step:
    return Step(
        name, "official" if kind == "open" else None, "over" if kind == "end" else None, MARKS.place,
        "other" if kind == "on" else None,
    )  # fmt: skip


@st.composite
def lanes(draw: st.DrawFn, branch: str) -> tuple[dict[str, Step], list[Act]]:
    names = [f"{branch}s{number}" for number in range(draw(st.integers(1, 6)))]
    kinds = ["open", *(draw(st.sampled_from(["open", "open", "end", "on"])) for _ in names[1:])]
    steps = {name: a_step(name, kind) for name, kind in zip(names, kinds, strict=True)}
    acts = []
    for number in range(draw(st.integers(0, 7))):
        from_ = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        to = draw(st.lists(st.sampled_from(names), max_size=2))
        acts.append(an_act(f"{branch}a{number}", branch, from_, to))
    return steps, acts


def an_act(name: str, branch: str, from_: list[str], to: list[str], opens: tuple[str, ...] = ()) -> Act:
    led = {str(number): step for number, step in enumerate(to)}
    return Act(name, "record", ("official",), tuple(from_), led, (), {}, None, MARKS, branch, opens)


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    steps, acts = draw(lanes(""))
    branches = {}
    for name in draw(st.lists(st.sampled_from(["appeal", "detention"]), unique=True)):
        own, inner = draw(lanes(name))
        leads = {one: draw(st.sampled_from([*steps])) for one, step in own.items() if step.ends}
        branches[name] = Branch(name, next(iter(own)), own, leads, MARKS)
        acts += [*inner, an_act(f"opens_{name}", "", [draw(st.sampled_from([*steps]))], [], (name,))]
    return Procedure(next(iter(steps)), steps, {act.id: act for act in acts}, branches)


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    return [
        (str(one.name), str(other.name))
        for one, other in combinations(drawing.boxes, 2)
        if one.x < other.x + other.width and other.x < one.x + one.width
        and one.y < other.y + other.height and other.y < one.y + one.height
    ]  # fmt: skip


def crossed(drawing: Drawing) -> list[str]:
    """Boxes through which an arrow runs: its upright part stands in a channel, its level parts beside its own boxes."""
    found = []
    for arrow in drawing.arrows:
        for (x1, y1), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False):
            for box in drawing.boxes:
                inside_x = box.x < max(x1, x2) - 0.01 and min(x1, x2) + 0.01 < box.x + box.width
                inside_y = box.y < max(y1, y2) - 0.01 and min(y1, y2) + 0.01 < box.y + box.height
                level = y1 == y2 and box.y < y1 < box.y + box.height
                upright = x1 == x2 and box.x < x1 < box.x + box.width
                if (inside_x and level) or (inside_y and upright):
                    found.append(f"{arrow.act} through {box.name}")
    return found


@settings(max_examples=150, deadline=None)
@given(procedures(), st.booleans())
def test_every_step_and_act_is_there_and_nothing_overlaps(procedure: Procedure, wide: bool) -> None:
    whole = plan(procedure)
    drawing = lay_out(whole, LABELS, wide=wide)
    drawn = {box.place for box in drawing.boxes if not box.act}
    lanes_ = {"": procedure.steps, **{name: one.steps for name, one in procedure.branches.items()}}
    assert {Place(branch, step) for branch, steps in lanes_.items() for step in steps} <= drawn
    ways = [way for stop in whole.stops() for way in stop.ways]
    assert {way.act.id for way in ways if way.act} == set(procedure.acts)
    assert len(drawing.arrows) == sum(len(way.to) for way in ways)
    assert overlapping(drawing) == []
    assert crossed(drawing) == []
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
        assert all(width_of(line.text, 14) <= box.width * 1.08 for line in box.lines)
    for arrow in drawing.arrows:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in arrow.points)


@settings(max_examples=60, deadline=None)
@given(procedures(), st.booleans(), st.booleans())
def test_it_is_well_formed_and_always_the_same(procedure: Procedure, wide: bool, rtl: bool) -> None:
    here = {"": procedure.starts}
    written = [
        svg(lay_out(plan(procedure, here=here), LABELS, wide=wide), title="A & B", description="<x>", name="a", rtl=rtl)
        for _again in range(2)
    ]
    assert written[0] == written[1]
    tree = ET.fromstring(written[0])
    assert tree.get("role") == "img"
    title, said = tree[0], tree[1]
    assert (title.text, said.text) == ("A & B", "<x>")
    assert tree.get("aria-labelledby") == f"{title.get('id')} {said.get('id')}"
    texts = " ".join(one.text or "" for one in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert "▶ you are here" in texts
    assert "style" not in written[0]


def test_a_returned_act_goes_up_and_the_ending_stands_last() -> None:
    steps = {name: a_step(name, kind) for name, kind in [("end", "end"), ("a", "open"), ("b", "open")]}
    acts = [an_act("on", "", ["a"], ["b"]), an_act("back", "", ["b"], ["a"]), an_act("over", "", ["b"], ["end"])]
    procedure = Procedure("a", steps, {act.id: act for act in acts})
    (lane,) = plan(procedure).lanes
    assert [stop.place.step for stop in lane.stops] == ["a", "b", "end"]
    drawing = lay_out(plan(procedure), LABELS)
    tops = {box.place.step: box.y for box in drawing.boxes if not box.act}
    assert tops["a"] < tops["b"] < tops["end"]
    back = next(arrow for arrow in drawing.arrows if arrow.act == "back")
    assert back.points[0][1] > back.points[-1][1]


def test_what_may_happen_everywhere_is_drawn_once() -> None:
    procedure = law_in(MACHINE).route("protection").procedure
    assert procedure is not None
    stops = {stop.place: stop for stop in plan(procedure).stops()}
    everywhere = stops[Place("", EVERYWHERE)]
    assert [way.act.id for way in everywhere.ways if way.act] == ["withdraw"]
    assert sum(way.act is procedure.acts["withdraw"] for stop in stops.values() for way in stop.ways) == 1


def test_branches_stand_beside_the_case_where_there_is_room() -> None:
    procedure = law_in(MACHINE).route("protection").procedure
    assert procedure is not None
    whole = plan(procedure)
    for wide in (False, True):
        boxes = {box.place: box for box in lay_out(whole, LABELS, wide=wide).boxes if not box.act}
        case, court = boxes[Place("", "lodged")], boxes[Place("court", "pending")]
        assert (court.x > case.x + case.width) is wide
    assert lay_out(whole, LABELS).width <= 340


def test_the_way_of_a_case_is_drawn_stronger() -> None:
    procedure = law_in(MACHINE).route("protection").procedure
    assert procedure is not None
    events = [("opened", ["presented"]), ("lodge", ["lodged"]), ("hear", []), ("announce", ["announced"])]
    walk = walked(procedure, events)
    assert [place.step for place in walk.been] == ["presented", "lodged", "announced"]
    drawing = lay_out(plan(procedure, here={"": "announced"}, walk=walk), LABELS)
    assert {arrow.act for arrow in drawing.arrows if arrow.gone} == {"lodge", "announce"}
    boxes = {box.place.step: box for box in drawing.boxes if not box.act}
    assert [name for name, box in boxes.items() if box.here] == ["announced"]
    assert [name for name, box in boxes.items() if box.been and not box.here] == ["presented", "lodged"]
    assert "✓ been here" in [line.text for line in boxes["lodged"].lines]


def test_only_the_outcome_that_came_is_the_way_it_went() -> None:
    procedure = law_in(MACHINE).route("protection").procedure
    assert procedure is not None
    events = [("opened", ["proposed"]), ("sign", ["refused"]), ("appeal", ["court/pending"]),
              ("annul", ["court/annulled", "lodged"])]  # fmt: skip
    drawing = lay_out(plan(procedure, here={"": "lodged"}, walk=walked(procedure, events)), LABELS)
    assert {(arrow.act, arrow.to.step) for arrow in drawing.arrows if arrow.gone} == {
        ("sign", "refused"), ("appeal", "pending"), ("annul", "annulled"), ("-", "lodged"),
    }  # fmt: skip


def test_a_case_in_a_branch_is_at_two_places() -> None:
    procedure = law_in(MACHINE).route("protection").procedure
    assert procedure is not None
    walk = walked(procedure, [("opened", ["presented"]), ("lodge", ["lodged"]), ("appeal", ["court/pending"])])
    drawing = lay_out(plan(procedure, here={"": "refused", "court": "pending"}, walk=walk), LABELS)
    assert {box.place for box in drawing.boxes if box.here} == {Place("", "refused"), Place("court", "pending")}


@pytest.mark.parametrize("lang", ["nl", "ar"])
def test_it_speaks_the_words_of_the_law(lang: str) -> None:
    pack = law_in(ROOT / "veer" / "law" / "be-proposal")
    procedure = pack.route("talent").procedure
    assert procedure is not None
    written = svg(
        lay_out(plan(procedure), labels_of(pack, "talent", lang)), title="x", description="y", name="z",
        rtl=lang == "ar", alone=True,
    )  # fmt: skip
    ET.fromstring(written)
    first = pack.text("talent", f"procedure.steps.{procedure.starts}", lang)
    assert first.split()[0] in written
    assert ('direction="rtl"' in written) is (lang == "ar")


@given(st.text(max_size=80), st.floats(20, 300))
def test_broken_lines_keep_every_word_and_fit(text: str, most: float) -> None:
    lines = wrapped(text, 13, most)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, 13) <= most or len(line) == 1 for line in lines)
