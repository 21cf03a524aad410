"""What would gain most: one change at a time, only to facts that the law says somebody may change.

The engine finds the changes, ranks them and says what each gains (`rules.gains`); here they get their words.
"""

import json
from typing import Any

from veer.cases.listed import labelled, listed
from veer.openness import charts, queries, words

MOST = 6


def of(profile: Any) -> list[dict[str, Any]]:
    """The best changes, most first; each with the facts it sets, how long it takes and what it adds.

    Where not everything is answered the points are a range: then `by` and `total` are what is certain.
    """
    return [_line(profile, one) for one in queries.gains(profile.pack, profile.route.id, profile.facts)[:MOST]]


def _line(profile: Any, one: dict[str, Any]) -> dict[str, Any]:
    pack, was, total = profile.pack, one["was"], profile.low + one["gain"]
    spoken = words.law_language(pack)
    values = [words.value_words(pack, fact, value) for fact, value in was.items()]
    return {
        "title": listed(
            (
                labelled(words.label(pack, fact), words.change_words(pack, fact, value, was.get(fact)), spoken)
                for fact, value in one["set"].items()
            ),
            spoken,
        ),
        "packed": json.dumps(one["set"]),
        "takes": words.takes(one["takes"]),
        "was": words.in_its_language(pack, listed(values, spoken)),
        "by": one["gain"],
        "total": total,
        "passes": profile.mark is not None and total >= profile.mark,
        "marked": profile.mark is not None,
        "bar": charts.gain(profile.low, total, whole=profile.whole, mark=profile.mark),
    }
