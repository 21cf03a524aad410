"""Answers as text at a terminal. The words of the law come from the pack, the few around them are English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from veer.rules import Pack

RESULTS = {"yes": "yes", "no": "NO", "unknown": "?", "needs_judgement": "judge", "not_applicable": "-"}
OUTCOMES = {
    "open": "OPEN: every condition is met, whatever the facts not given are",
    "maybe": "MAYBE: it depends on what is not known yet",
    "closed": "CLOSED: a condition is not met (one may apply all the same)",
}

# What the route says to everybody, whatever the answer to one person is.
CLAUSES = {
    "Deadlines on this route": "deadlines",
    "Rights on this route, each from its own step": "rights",
    "Remedies on this route": "remedies",
}


def decision(pack: Pack, route: str, answer: dict[str, Any], lang: str) -> str:
    return "\n".join(_decision(pack, route, answer, lang)) + "\n"


def _decision(pack: Pack, route: str, answer: dict[str, Any], lang: str) -> Iterator[str]:
    yield f"{pack.text(route, 'title', lang)}  ({pack.id}/{route}, version {answer['pack_version']})"
    law = f"; law of {answer['rules_from']}" if answer["rules_from"] else ""
    yield f"on {answer['on']}{law}"
    yield ""
    yield _outcome(answer)
    yield from _points(pack, route, answer["points"], lang)
    yield from _reasons(answer["reasons"])
    yield from _open(answer)
    yield from _changes(pack, answer["counterfactuals"], lang)
    for title, key in CLAUSES.items():
        if answer[key]:
            yield from ("", title, *(line for entry in answer[key] for line in _clause(entry)))
    for warning in answer["warnings"]:
        yield f"note: {_warned(warning)}"
    if "trace" in answer:
        yield from ("", "Trace", *(f"  {n['id']} = {n['value']}  ({n['at']})" for n in answer["trace"]))


def _warned(warning: dict[str, str]) -> str:
    if warning["code"] == "no_language":
        return f"no words in {warning['wanted']}; in {warning['lang']} instead"
    return f"{warning['fact']} counts only when verified; it is {warning['state']}"


def _outcome(answer: dict[str, Any]) -> str:
    if answer["reasons"] and answer["reasons"][0].get("code") == "not_in_force":
        return f"CLOSED: {answer['reasons'][0]['text']}"
    if not answer["reasons"]:
        return "a score, without conditions" if answer["outcome"] == "open" else "a range: not everything is known"
    return OUTCOMES[answer["outcome"]]


def _points(pack: Pack, route: str, points: dict[str, Any] | None, lang: str) -> Iterator[str]:
    if points is None or points["min"] is None:
        return
    mark = f" (mark {points['pass']})" if points["pass"] is not None else ""
    yield from ("", f"Points: {_number(points)}{mark}")
    for name, section in points["sections"].items():
        yield f"  {_number(section):>9}  {pack.text(route, f'points.{name}', lang)}"
        for item, value in section.get("items", {}).items():
            path = f"points.{name}.{item}"
            words = pack.text(route, path if pack.text_in(route, path) else f"points.{item}", lang)
            yield f"  {'':9}  {_number(value):>9}  {words}"


def _number(value: dict[str, Any]) -> str:
    return str(value["min"]) if value["min"] == value["max"] else f"{value['min']}-{value['max']}"


def _reasons(reasons: list[dict[str, Any]]) -> Iterator[str]:
    if reasons:
        yield from ("", "Conditions")
    for reason in reasons:
        depth = reason["id"].count(".") - 1
        unsure = "  (law not verified)" if reason["confidence"] == "unverified" else ""
        text = "  " * max(0, depth) + reason["text"]
        told = RESULTS[reason["result"]] if reason["needed"] else "-"  # another alternative holds
        yield f"  {told:>5}  {text}{_cited(reason['source'])}{unsure}"


def _clause(entry: dict[str, Any]) -> Iterator[str]:
    yield f"  {entry['text']}{_cited(entry['source'])}"
    yield from (f"    {other['text']}" for other in entry.get("instead", ()))


def _cited(sources: list[dict[str, str]]) -> str:
    return "  [" + "; ".join(f"{s['title']}, {s['place']}" for s in sources) + "]" if sources else ""


def _open(answer: dict[str, Any]) -> Iterator[str]:
    if answer["needs_judgement"]:
        yield from (
            "",
            "For a person to judge",
            *(f"  {n['text']} ({', '.join(n['decided_by'])})" for n in answer["needs_judgement"]),
        )
    question = answer["next_question"]
    if question:
        yield from (
            "",
            f"Not known yet: {', '.join(answer['missing'])}",
            f"  next: {question['text']} ({question['fact']})",
        )


def _changes(pack: Pack, found: list[dict[str, Any]], lang: str) -> Iterator[str]:
    if found:
        yield from ("", "What would change the answer")
    for change in found:
        parts = [
            f"{pack.fact_text(fact, lang).label}: {_plain(change['was'][fact])} -> {_plain(value)}"
            for fact, value in change["set"].items()
        ]
        total = f", {change['total']} points" if change["total"] is not None else ""
        takes = f"  ({change['takes']})" if change["takes"] else ""
        yield f"  {'; '.join(parts)}: {change['outcome']}{total}{takes}"


def _plain(value: Any) -> str:
    return (
        {True: "yes", False: "no", None: "none"}.get(value, str(value))
        if isinstance(value, (bool, type(None)))
        else str(value)
    )


def overview(pack: Pack, answer: dict[str, Any], lang: str) -> str:
    """Every route on one line, then the one question that helps most."""
    lines = [f"{pack.title.get(lang) or pack.id}, on {answer['on']}"]
    for route in answer["routes"]:
        points = (
            f"  {_number(route['points'])} points" if route["points"] and route["points"]["min"] is not None else ""
        )
        lines.append(f"  {route['outcome']:>6}  {pack.text(route['route'], 'title', lang)} ({route['route']}){points}")
    question = answer["next_question"]
    if question:
        lines.append(f"next: {question['text']} ({question['fact']}; at most {question['at_most_left']} left)")
    return "\n".join(lines) + "\n"
