"""Two versions of a law, or two policies on the same way, side by side: what one says that the other does not."""

from itertools import zip_longest
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from veer.openness import compared_words, examples, queries, words
from veer.rules import InputError, compare

SECTIONS: dict[str, tuple[Promise, frozenset[str]]] = {
    "who": (gettext_lazy("For whom"), frozenset({"conditions"})),
    "points": (gettext_lazy("Points"), frozenset({"points", "scales", "params"})),
    "way": (gettext_lazy("The way"), frozenset({"procedure"})),
    "dates": (gettext_lazy("Dates"), frozenset({"clocks"})),
    "rights": (gettext_lazy("Your rights"), frozenset({"rights"})),
    "duties": (gettext_lazy("What each must do"), frozenset({"duties"})),
    "if-no": (gettext_lazy("If it is a no"), frozenset({"remedies", "bodies"})),
    "costs": (gettext_lazy("Costs"), frozenset({"costs"})),
    "letters": (gettext_lazy("Letters"), frozenset({"letters"})),
    "facts": (gettext_lazy("What is asked"), frozenset({"facts", "types"})),
}
"""The parts of the page of a law, in its order: what each is called, and how the ids of its nodes begin."""
REST = "rest"
MATTER = ("who", "dates", "rights", "if-no")
"""The parts that say whether somebody may come, until when, and what they can do about a no."""
MOST = 10  # differences told before all the others
OUTCOMES: dict[str, Promise] = {
    "open": gettext_lazy("the way is open"),
    "maybe": gettext_lazy("it depends"),
    "closed": gettext_lazy("the way is closed"),
}


def others(pack: Any, route: str) -> list[dict[str, str]]:
    """What this law can be laid beside: versions of it that were in force here, other policies on the same way."""
    here, now = queries.short(pack.law_hash), queries.pack(pack.id)
    versions = {one["digest"]: one["version"] for one in queries.versions(pack.id)}
    versions.setdefault(queries.short(now.law_hash), now.version)
    return [
        {"value": f"{pack.id}/{digest}", "title": words.title(pack), "version": f"{version} ({digest[:6]})"}
        for digest, version in versions.items()
        if digest != here and route in queries.by_digest(pack.id, digest).routes
    ] + [
        {"value": f"{one.id}/{queries.short(one.law_hash)}", "title": words.title(one), "version": one.version}
        for one in queries.packs()
        if one.id != pack.id and route in one.routes
    ]


def offered(pack: Any) -> dict[str, str]:
    """A version of a law among those to choose from."""
    digest = queries.short(pack.law_hash)
    return {
        "value": f"{pack.id}/{digest}",
        "title": words.title(pack),
        "version": f"{pack.version} ({digest[:6]})",
    }


def side_by_side(here: Any, there: Any, route: str) -> dict[str, Any]:
    """Both laws by name, and their differences by the parts of the page of a law."""
    language = words.law_language(here)
    found = compare.wholes(compare.compare(here, there, compare.of_route((here, there), route)))
    parts: dict[str, list[dict[str, Any]]] = {name: [] for name in (*SECTIONS, REST)}
    for one, inner in found:
        if row := _row(one, inner, here, there, language):
            parts[_section(one.id)].append(row)
    return {
        "here": _named(here),
        "there": _named(there),
        "count": sum(map(len, parts.values())),
        "affected": affected(here, there, route),
        "matter": matter(parts),
        "parts": [
            {
                "id": name,
                "title": SECTIONS[name][0] if name in SECTIONS else gettext_lazy("How the program reads it"),
                "rows": rows,
            }
            for name, rows in parts.items()
            if rows
        ],
    }


def matter(parts: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The few differences that matter most to who asks, by turns from each part; whole nodes before their parts."""
    turns = [
        [{**row, "part": SECTIONS[name][0]} for row in sorted(parts[name], key=lambda row: str(row["id"]).count("."))]
        for name in MATTER
    ]
    return [row for turn in zip_longest(*turns) for row in turn if row][:MOST]


def affected(here: Any, there: Any, route: str) -> dict[str, Any]:
    """Of the worked cases that both laws can read, those that get another answer. `of`: how many both can read."""
    known = {**examples.of(there, route), **examples.of(here, route)}
    told = [(one, _answer(here, route, one), _answer(there, route, one)) for one in examples.offered(known)]
    both = [(one, was, now) for one, was, now in told if was and now]
    return {
        "of": len(both),
        "rows": [
            {"title": one["title"], "lang": one["lang"], "here": was, "there": now}
            for one, was, now in both
            if was != now
        ],
    }


def _answer(pack: Any, route: str, example: dict[str, Any]) -> dict[str, Any] | None:
    """The answer of a law to a worked case; None where it cannot read what the other one asks."""
    try:
        said = queries.decide(pack, route, example["facts"], lang=words.law_language(pack))
    except InputError:
        return None
    return {"outcome": OUTCOMES[said["outcome"]], "total": said["points"]["total"] if said["points"] else None}


def _named(pack: Any) -> dict[str, str]:
    return {"title": words.title(pack), "version": pack.version}


def _section(node: str) -> str:
    head = (node.partition("/")[2] or node).partition(".")[0]
    return next((name for name, (_title, heads) in SECTIONS.items() if head in heads), REST)


def _row(one: Any, inner: int, here: Any, there: Any, language: str) -> dict[str, Any] | None:
    """One node; None where only words of other languages differ."""
    changes = [change for change in one.changes if _read(change, language)]
    if not changes:
        return None
    return {
        "id": one.id,
        "title": compare.called((here, there), one.id, language)
        or next(filter(None, (compared_words.called(pack, one.id) for pack in (here, there))), "")
        or words.named(one.id),
        "only": {"removed": "here", "added": "there"}.get(one.what, ""),
        "here": [_line(here, one.id, change, change.was) for change in changes if change.was],
        "there": [_line(there, one.id, change, change.now) for change in changes if change.now],
        "inner": inner,
    }


def _read(change: Any, language: str) -> bool:
    """Words in the language of the reader; of what the law says, all but how a question is put."""
    return _in(change.key, language) if change.words else change.key not in compared_words.ASKING


def _in(key: str, language: str) -> bool:
    """Words stand under their language, or under what they are of, a dot, and their language."""
    return key.rpartition(".")[2] == language


def _line(pack: Any, node: str, change: Any, said: str) -> dict[str, Any]:
    """One key with its value; `words`: the value as a reader says it, empty where only the program can read it."""
    if change.words:
        return {"key": "", "label": "", "said": said, "words": ""}
    words_ = compared_words.in_words(pack, node, change.key, said)
    return {"key": change.key, "label": compared_words.label(node, change.key), "said": said, "words": words_}
