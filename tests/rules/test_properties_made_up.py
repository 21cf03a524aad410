"""Law that nobody wrote: random packs, read by the engine and by hand, agree; bounds hold while facts are missing."""

import os
import random
import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules import known
from tests.rules.known import nest, reference, text_of
from tests.rules.reference import decide as by_hand
from tests.rules.reference.agree import differences
from tests.rules.reference.made_up import emit, made_up_packs, write
from tests.rules.reference.yamlcore import parse
from tests.rules.strategies import Draws
from tests.rules.test_properties_unknown import outside, wider
from veer.rules import Pack, decide, load_pack
from veer.rules.load import build

LONG = os.environ.get("VEER_LONG") == "1"
EASY = {"deadline": None, "suppress_health_check": list(HealthCheck)}
CACHES = (known.reference, known.cuts, known.examples)


@settings(max_examples=3_000 if LONG else 60, **EASY)
@given(made_up_packs(), st.integers(0, 2**32))
def test_random_law_is_read_alike(files, seed):
    with tempfile.TemporaryDirectory() as folder:
        write(files, Path(folder))
        for cache in CACHES:
            cache.cache_clear()
        known.FOLDERS["made-up"] = Path(folder)
        try:
            compare(load_pack(Path(folder)), seed, files)
        finally:
            del known.FOLDERS["made-up"]


def compare(pack, seed, files):
    luck = random.Random(seed)
    draws = Draws("made-up", "r", lambda options: options[luck.randrange(len(options))])
    law = reference("made-up")

    def agreed(problems, *people):
        assert not problems, "\n".join([*problems, *(text_of(nest(law, each)) for each in people), *files.values()])

    for _ in range(6):
        facts = draws.complete()
        expected = by_hand(law, "r", facts)
        known = decide(pack, "r", nest(law, facts), trace=True)
        agreed(differences(expected, known), facts)
        partial = draws.partial(facts, 3)
        unsure = decide(pack, "r", nest(law, partial))
        agreed(outside(unsure, expected), partial, facts)
        agreed(wider(unsure, known), partial, facts)
        less = draws.partial(partial, 2)
        agreed(wider(decide(pack, "r", nest(law, less)), unsure), less, partial)
        for filled in (draws.refill(partial) for _ in range(3)):
            if filled is not None:
                agreed(outside(unsure, by_hand(law, "r", filled)), partial, filled)


def turned(node):
    """The same with every map written from its end; times of a number stay in order, since they have to rise."""
    if isinstance(node, list):
        return [turned(each) for each in node]
    if not isinstance(node, dict):
        return node
    dated = all(re.fullmatch(r"\d{4}-\d\d-\d\d", str(key)) for key in node)
    return {key: turned(node[key]) for key in (node if dated else reversed(node))}


def said(pack, facts):
    answer = decide(pack, "r", facts)
    return answer["outcome"], answer["points"], {each["id"]: each["result"] for each in answer["reasons"]}


@settings(max_examples=1_000 if LONG else 20, **EASY)
@given(made_up_packs(), st.integers(0, 2**32))
def test_the_order_in_which_law_is_written_and_kept_does_not_matter(files, seed):
    law, other = (
        build(each, "")[0]
        for each in (files, {path: emit(turned(parse(files[path]))).lstrip("\n") + "\n" for path in reversed(files)})
    )
    kept = Pack.from_canonical(law.canonical())
    assert (kept.law_hash, kept.texts_hash) == (law.law_hash, law.texts_hash)
    with tempfile.TemporaryDirectory() as folder:
        write(files, Path(folder))
        for cache in CACHES:
            cache.cache_clear()
        known.FOLDERS["made-up"] = Path(folder)
        luck = random.Random(seed)
        draws = Draws("made-up", "r", lambda options: options[luck.randrange(len(options))])
        whole = draws.complete()
        people = [
            nest(reference("made-up"), each) for each in (whole, draws.partial(whole, 3), draws.partial(whole, 2))
        ]
        del known.FOLDERS["made-up"]
    for facts in people:
        assert said(law, facts) == said(other, facts) == said(kept, facts), text_of(facts)
