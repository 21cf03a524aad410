"""Two packs, node by node: what came, what went, what says something else."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from ..load import Pack
from .nodes import Node, nodes

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One key of a node: what it said and what it says; '' for nothing. `words`: only how the law is put to readers."""

    key: str
    was: str
    now: str
    words: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A node that was added, removed or changed. `parent`: the node under which it stands, '' for none."""

    id: str
    what: str
    parent: str
    changes: tuple[Change, ...]

    @property
    def only_words(self) -> bool:
        return all(change.words for change in self.changes)


def compare(old: Pack, new: Pack, only: Container[str] | None = None) -> list[Difference]:
    """Every difference by node id, in the order of the older law, then what is new. `only`: ids to look at."""
    before, after = nodes(old), nodes(new)
    found = []
    for name in dict.fromkeys([*before, *after]):
        if only is not None and name not in only:
            continue
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            there = now or was
            assert there is not None
            found.append(Difference(name, ADDED if now else REMOVED, there.parent, _whole(was, now)))
        elif changes := (*_rule(was, now), *_rests(was, now, before, after), *_words(was, now)):
            found.append(Difference(name, CHANGED, now.parent, changes))
    return found


def _whole(was: Node | None, now: Node | None) -> tuple[Change, ...]:
    empty = Node("", "", {})
    return (*_rule(was or empty, now or empty), *_words(was or empty, now or empty))


def _rule(was: Node, now: Node) -> tuple[Change, ...]:
    return tuple(_changed(was.rule, now.rule, words=False))


def _words(was: Node, now: Node) -> tuple[Change, ...]:
    return tuple(_changed(was.words, now.words, words=True))


def _rests(was: Node, now: Node, before: Mapping[str, Node], after: Mapping[str, Node]) -> tuple[Change, ...]:
    """Source and confidence, but not where they changed because the parent's did."""
    above, below = before.get(was.parent), after.get(now.parent)
    return tuple(
        one
        for one in _changed(was.rests, now.rests, words=False)
        if above is None or below is None
        or (one.was, one.now) != (above.rests.get(one.key, ""), below.rests.get(one.key, ""))
    )  # fmt: skip


def _changed(was: Mapping[str, str], now: Mapping[str, str], *, words: bool) -> list[Change]:
    return [
        Change(key, was.get(key, ""), now.get(key, ""), words)
        for key in dict.fromkeys([*was, *now])
        if was.get(key, "") != now.get(key, "")
    ]
