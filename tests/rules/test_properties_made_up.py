"""Law that nobody wrote: random packs, read by the engine and by hand, agree; bounds hold while facts are missing."""

import os
import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules import known
from tests.rules.known import nest, reference, text_of
from tests.rules.reference import decide as by_hand
from tests.rules.reference.agree import differences
from tests.rules.reference.made_up import made_up_packs, write
from tests.rules.strategies import Draws
from tests.rules.test_properties_unknown import outside, wider
from veer.rules import decide, load_pack

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
