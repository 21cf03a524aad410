"""Which facts a route reads, and which of them a case takes over from the case before."""

from tests.law.test_packs import HERE
from tests.laws import law_in
from veer.rules.reading import carried, reads

ROOT = HERE.parents[1] / "veer" / "law"


def test_a_route_reads_what_it_names_and_what_that_follows_from() -> None:
    found = reads(law_in(ROOT / "be-proposal"), "return")
    assert {"impossible.medical", "minor_children", "consulate.answer", "left_on", "whereabouts"} <= found
    assert not {"occupation.isco08", "languages", "education.isced", "finding.race"} & found


def test_the_judgment_on_asylum_is_known_where_the_return_begins() -> None:
    assert "judgment.notified_on" in carried(law_in(ROOT / "be-current"), "return")


def test_facts_of_a_case_go_along_only_where_the_route_says_so() -> None:
    for name in ("be-current", "be-proposal"):
        pack = law_in(ROOT / name)
        route = pack.route("return")
        assert route.procedure is not None
        taken = carried(pack, "return")
        assert set(route.procedure.carries) <= taken <= reads(pack, "return")
        assert all(pack.facts[fact].of == "person" for fact in taken - set(route.procedure.carries))
