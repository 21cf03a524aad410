"""What the answers come to: ways open, open if, and closed, with why; and for each what it gives and asks."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.access import roles
from veer.cases.listed import listed
from veer.openness import law, queries, relevance, usual, words
from veer.openness.walk import Walk
from veer.rules import route_on

SOME = 5  # clauses of a kind that stand in a result


def groups(walk: Walk) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"open": [], "maybe": [], "closed": []}
    took = usual.of_routes(walk.pack)
    for said in walk.said["routes"]:
        found[said["outcome"]].append({**way(walk, said), "usual": took.get(said["route"])})
    return found


def headline(found: dict[str, list[dict[str, Any]]], left_aside: bool) -> str:
    """The answer in one sentence; `left_aside`: some ways were not looked at, and nothing is said of those."""
    open_, maybe = len(found["open"]), len(found["maybe"])
    if open_ and all(one["asking"] for one in found["open"]):
        return _("You may ask. People decide, never a program.")
    if open_:
        return ngettext("One way is open to you.", "%(n)d ways are open to you.", open_) % {"n": open_}
    if maybe:
        return ngettext("One way may be open to you.", "%(n)d ways may be open to you.", maybe) % {"n": maybe}
    if left_aside:
        return _("What you chose is not open to you today. Here is why, and what was not looked at.")
    return _("Nothing is open today. Here is why, and what would change it.")


def way(walk: Walk, said: dict[str, Any]) -> dict[str, Any]:
    pack = walk.pack
    route = pack.route(said["route"])
    whole = said
    if said["outcome"] != "open":
        whole = queries.decide(pack, route.id, walk.answers.for_engine(), lang=walk.lang)
    reasons = first(pack, said["reasons"])
    missing = said.get("missing", [])  # what this way turns on; not what another one asked in vain
    missing = sorted(missing, key=lambda fact: not words.is_unknown(walk.answers.facts.get(fact)))
    return {
        "id": route.id,
        "title": words.route_title(pack, route.id),
        "summary": words.said(pack, route.id, "summary"),
        "outcome": said["outcome"],
        "points": said.get("points"),
        "yes": [one for one in reasons if one["result"] == "yes"],
        "no": [one for one in reasons if one["result"] == "no"],
        "unknown": [one for one in reasons if one["result"] == "unknown"],
        "judged": said.get("needs_judgement", []),
        "missing": [
            {"fact": fact, "question": words.question(pack, fact), "url": walk.fact_url(fact)} for fact in missing[:4]
        ],
        "changes": [change(pack, one) for one in whole.get("counterfactuals", [])[:3]],
        "warnings": said.get("warnings", []),
        "law": reverse("openness:law_route", args=[pack.id, route.id]),
        "score": reverse("openness:score", args=[pack.id, route.id]) if route.points else "",
        "apply": apply_url(pack, route),
        "asking": law.asking(route),
        "doors": doors(route),
        **gives(pack, route, relevance.flattened(pack, walk.answers.facts)),
    }


def first(pack: Any, reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The conditions themselves, without the parts that each is made of, in words that fall back to English."""
    found = []
    for one in reasons:
        route, path = one["id"].split("/", 1)
        if path.count(".") == 1:
            found.append({**one, "text": words.said(pack, route, path) or one["text"]})
    return found


def was(one: dict[str, Any], fact: str) -> Any:
    """The value before a change, where the engine tells it."""
    before = one.get("was")
    return before.get(fact) if isinstance(before, dict) else None


def change(pack: Any, one: dict[str, Any]) -> dict[str, Any]:
    """What would change the answer."""
    return {
        "text": listed(
            _("%(fact)s: %(value)s")
            % {"fact": words.label(pack, fact), "value": words.change_words(pack, fact, value, was(one, fact))}
            for fact, value in one["set"].items()
        ),
        "takes": words.takes(one.get("takes")),
        "outcome": one["outcome"],
        "total": one.get("total"),
    }


def gives(pack: Any, route: Any, facts: dict[str, Any]) -> dict[str, Any]:
    """Rights, dates and papers of a route under the law of today, short; the rest is a page away."""
    today = queries.today(pack)
    held, reader = route_on(route, today), law.Reader(pack, route, today)
    dates = [one for one in held.clocks.values() if one.length]
    rights = [*held.rights.values()]
    return {
        "dates": [reader.clause(one, "clocks") for one in dates[:SOME]],
        "more_dates": len(dates[SOME:]),
        "rights": [reader.clause(one, "rights") for one in rights[:SOME]],
        "more_rights": len(rights[SOME:]),
        "no_rights": "rights" in route.nones,
        "papers": papers(reader, facts),
        "costs": law.Reader(pack, held, today).costs(),
        "free": "costs" in route.nones,
    }


def papers(reader: law.Reader, facts: dict[str, Any]) -> list[str]:
    """The documents that prove what was said, once each; nobody is asked to prove a no."""
    said = [one for one in reader.gather() if facts.get(one["id"], True) not in (False, None, [], {})]
    return list(dict.fromkeys(document for one in said for document in one["documents"][:1]))[:6]


def doors(route: Any) -> list[str]:
    """Where one may ask: who else than the person themselves may open the case."""
    by = route.procedure.by if route.procedure else ()
    return [law.role(one) for one in by if one != roles.APPLICANT]


def apply_url(pack: Any, route: Any) -> str:
    """Where one starts an application, where that can be done here and the law lets the person do it."""
    if not queries.applied(pack, route):
        return ""
    try:
        return reverse("cases:apply", args=[pack.id, route.id])
    except NoReverseMatch:
        return ""
