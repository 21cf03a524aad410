"""Reading `purposes:` of a pack, and the purposes that a route names."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Purpose
from ..source import Mapping, Node, Scalar, Sequence, nearest
from .reader import ID, Reader

PURPOSE_KEYS = ("text", "help", "instead", "notes")


def read_purposes(reader: Reader, head: Mapping) -> dict[str, Purpose]:
    """What may bring somebody to this law, in the order in which it is offered."""
    node = head.get("purposes")
    body = reader.mapping(node, "purposes", head.place) if node is not None else None
    if body is None:
        return {}
    reader.ids(body, ID, "a purpose")
    found = {}
    for name, item in body.items():
        one = reader.mapping(item, f"purpose {name}", item.place)
        if one is not None:
            reader.only(one, PURPOSE_KEYS, f"purpose {name}")
            text, beside = (reader.text_by_language(one.get(key), key) for key in ("text", "help"))
            instead = _declared(reader, one.get("instead"), "instead", dict(body.items()))
            found[name] = Purpose(name, text, beside, one.place, instead)
    return found


def named_purposes(reader: Reader, route: Mapping, declared: dict[str, Purpose]) -> tuple[str, ...]:
    """The purposes under which a route is looked at; what pack.yaml does not declare is said where it stands."""
    node = route.get("purpose")
    if reader.sources is None:  # pack.yaml does not read, so nothing is known of what it declares
        return reader.words(node, "purpose")
    return _declared(reader, node, "purpose", declared)


def _declared(reader: Reader, node: Node | None, what: str, declared: Iterable[str]) -> tuple[str, ...]:
    """The purposes named here, once each; one that pack.yaml does not declare is said where it stands."""
    names, known = reader.words(node, what), set(declared)
    items = list(node) if isinstance(node, Sequence) else [node]
    for item in items:
        if isinstance(item, Scalar) and item.text not in known:
            hint = nearest(item.text, known) or "declare it under purposes in pack.yaml"
            reader.problems.error("E090", f'unknown purpose "{item.text}"', item.place, hint)
    return tuple(name for name in dict.fromkeys(names) if name in known)
