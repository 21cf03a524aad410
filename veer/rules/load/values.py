"""Reading points: values of every kind, caps and floors, sections, subtotals, scales."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ..model import Axis, Band, Dated, Expr, Limit, Marks, Points, Scale, ScaleRow, Value
from ..source import Mapping, Node, Scalar, Sequence
from .reader import MARK_KEYS, NODE_ID, Reader, is_dated

MOST_CASES = 50
MODIFIERS = ("cap", "floor", "if", "monotone", *MARK_KEYS)
KINDS = {
    "bands": ("of", "by", "bands"),
    "map": ("of", "by", "map", "else"),
    "grid": ("rows", "columns", "grid"),
    "rate": ("of", "per", "points"),
    "fixed": ("points",),
    "first": ("first",),
    "sum": ("sum",),
    "best": ("best",),
    "expression": ("is",),
}
_TELLING = (
    ("bands", "bands"),
    ("map", "map"),
    ("grid", "grid"),
    ("per", "rate"),
    ("first", "first"),
    ("sum", "sum"),
    ("best", "best"),
    ("is", "expression"),
    ("points", "fixed"),
)


class ValuesReader:
    def __init__(self, reader: Reader) -> None:
        self.reader, self.problems = reader, reader.problems

    def points(self, node: Mapping, marks: Marks) -> Points:
        reader = self.reader
        reader.only(node, ("pass", "cap", "sections", "subtotals", "notes"), "points")
        sections = reader.mapping(node.get("sections"), "sections", node.place)
        subtotals = node.get("subtotals")
        named = reader.mapping(subtotals, "subtotals", node.place) if subtotals is not None else None
        return Points(
            self.parts(sections, marks) if sections else (),
            self.parts(named, marks) if named else (),
            self.limit(node.get("cap"), "cap"),
            reader.dated(node.get("pass"), "pass"),
            node.place,
        )

    def parts(self, node: Mapping, marks: Marks) -> tuple[Value, ...]:
        self.reader.ids(node, NODE_ID, "points")
        return tuple(self.value(key, body, marks) for key, body in node.items())

    def value(self, name: str, node: Node, inherited: Marks) -> Value:
        marks = self.reader.marks(node, inherited)
        if isinstance(node, Scalar):
            if isinstance(node.value, int) and not isinstance(node.value, bool):
                return Value(name, "number", marks, number=self.reader.dated(node, name))
            return Value(name, "expression", marks, expr=self.reader.expression(node, name))
        if is_dated(node):
            return Value(name, "number", marks, number=self.reader.dated(node, name))
        body = self.reader.mapping(node, name, node.place)
        if body is None:
            return Value(name, "number", marks, number=Dated(((None, 0),), node.place))
        kind = next((kind for key, kind in _TELLING if key in body), "")
        if not kind:
            self.problems.error("E060", f"{name} says no kind of points", body.place, f"one of: {', '.join(KINDS)}")
            return Value(name, "number", marks, number=Dated(((None, 0),), node.place))
        self.reader.only(body, (*KINDS[kind], *MODIFIERS), f"{name} ({kind})")
        return self.of_kind(name, kind, body, marks)

    def of_kind(self, name: str, kind: str, body: Mapping, marks: Marks) -> Value:
        reader = self.reader
        parts, names = self.sum_of(body.get(kind), marks) if kind in ("sum", "best") else ((), ())
        if kind in ("bands", "map", "rate") and "of" not in body:
            self.problems.error("E061", f"{name} does not say of what", body.place, "add `of: <expression>`")
        return Value(
            id=name, kind=kind, marks=marks,
            number=reader.dated(body.get("points"), "points") if kind in ("rate", "fixed") else None,
            expr=reader.expression(body.get("is"), name) if kind == "expression" else None,
            of=self.expressions(body.get("of")) if kind in ("bands", "map", "rate") else (),
            by=reader.expression(body.get("by"), "by"),
            bands=self.bands(body.get("bands")), map=self.map(body.get("map")),
            other=reader.dated(body.get("else"), "else"),
            rows=self.axis(body.get("rows")), columns=self.axis(body.get("columns")), grid=self.grid(body),
            per=self.per(body), first=self.first(body, marks), parts=parts, names=names,
            when=reader.expression(body.get("if"), "if"),
            cap=self.limit(body.get("cap"), "cap"), floor=self.limit(body.get("floor"), "floor"),
            monotone=reader.word(body.get("monotone"), "monotone", ("up", "down")) or None,
        )  # fmt: skip

    def sum_of(self, node: Node | None, marks: Marks) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        if isinstance(node, Sequence):
            return (), self.reader.words(node, "sum")
        body = self.reader.mapping(node, "parts", node.place if node else marks.place)
        return (self.parts(body, marks), ()) if body else ((), ())

    def expressions(self, node: Node | None) -> tuple[Expr, ...]:
        nodes = list(node) if isinstance(node, Sequence) else [node]
        return tuple(e for e in (self.reader.expression(n, "of") for n in nodes) if e)

    def per(self, body: Mapping) -> int:
        per = self.reader.integer(body.get("per"), "per", 1)
        if per < 1:
            self.problems.error("E062", "per must be 1 or more", body.place)
            return 1
        return per

    def first(self, body: Mapping, marks: Marks) -> tuple[Value, ...]:
        node = body.get("first")
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.problems.error("E063", "first is a list of {if:, points:}", node.place)
            return ()
        if len(node.items) > MOST_CASES:
            self.problems.error(
                "E063", f"first has more than {MOST_CASES} cases", node.place, "use bands, a map or a grid"
            )
            return ()
        found = []
        for number, item in enumerate(node, 1):
            case = self.reader.mapping(item, "a case of first", node.place)
            if case is None:
                continue
            self.reader.only(case, ("id", "if", "points", *MARK_KEYS), "a case of first")
            when = self.reader.expression(case.get("if"), "if")
            if when is None:
                self.problems.error("E063", "a case of first needs `if`", case.place)
            name = self.reader.word(case.get("id"), "id") or str(number)
            found.append(
                Value(
                    name,
                    "fixed",
                    self.reader.marks(case, marks),
                    number=self.reader.dated(case.get("points"), "points"),
                    when=when,
                )
            )
        return tuple(found)

    def columns(self, node: Node | None, what: str) -> dict[str, Dated]:
        """Points for each column, or one number under ''."""
        if isinstance(node, Mapping) and not is_dated(node):
            return {key: dated for key, body in node.items() if (dated := self.reader.dated(body, what))}
        dated = self.reader.dated(node, what)
        return {"": dated} if dated else {}

    def bands(self, node: Node | None) -> tuple[Band, ...]:
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.problems.error("E064", "bands is a list of {from:, to:, points:}", node.place)
            return ()
        found = []
        for item in node:
            band = self.reader.mapping(item, "a band", node.place)
            if band is None:
                continue
            self.reader.only(band, ("from", "to", "at", "points", "source", "text", "notes"), "a band")
            if "points" not in band:
                self.problems.error("E065", "a band without points", band.place)
            low, high = self.reader.bound(band.get("from"), "from"), self.reader.bound(band.get("to"), "to")
            if "at" in band:
                low = high = self.reader.bound(band.get("at"), "at")
            found.append(Band(low, high, self.columns(band.get("points"), "points"), band.place))
        return tuple(found)

    def map(self, node: Node | None) -> dict[str, Band]:
        if node is None:
            return {}
        body = self.reader.mapping(node, "map", node.place)
        return {k: Band(k, k, self.columns(n, "points"), n.place) for k, n in body.items()} if body else {}

    def axis(self, node: Node | None) -> Axis | None:
        body = self.reader.mapping(node, "an axis", node.place) if node is not None else None
        if body is None:
            return None
        self.reader.only(body, ("of", "steps"), "an axis")
        of = self.reader.expression(body.get("of"), "of")
        steps = body.get("steps")
        if of is None or not isinstance(steps, Sequence):
            self.problems.error("E066", "an axis needs `of` and `steps`", body.place)
            return None
        values = tuple(
            v for v in (self.reader.bound(s, "step") for s in steps) if not isinstance(v, (dt.date, type(None)))
        )
        return Axis(of, values, body.place)

    def grid(self, body: Mapping) -> tuple[tuple[Dated, ...], ...]:
        node = body.get("grid")
        if node is None:
            return ()
        if not isinstance(node, Sequence) or not all(isinstance(row, Sequence) for row in node):
            self.problems.error("E067", "grid is a list of rows of points", node.place)
            return ()
        return tuple(
            tuple(d for d in (self.reader.dated(c, "points") for c in row) if d)
            for row in node
            if isinstance(row, Sequence)
        )

    def limit(self, node: Node | None, what: str) -> Limit | None:
        if node is None:
            return None
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return Limit(value=self.reader.expression(node, what))
        if isinstance(node, Mapping) and not is_dated(node):
            self.reader.only(node, ("if", "then", "else"), what)
            return Limit(
                when=self.reader.expression(node.get("if"), "if"),
                then=self.limit(node.get("then"), what),
                other=self.limit(node.get("else"), what),
            )
        return Limit(value=self.reader.dated(node, what))


class ScalesReader:
    """`scales`: the lowest raw score of each level, by symbol, date and part."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.problems = reader, reader.problems

    def read(self, node: Node | None, marks: Marks) -> dict[str, Scale]:
        if node is None:
            return {}
        body = self.reader.mapping(node, "scales", node.place)
        scales = {}
        for name, scale in body.items() if body else ():
            one = self.reader.mapping(scale, f"scale {name}", scale.place)
            if one:
                scales[name] = self.scale(name, one, marks)
        return scales

    def scale(self, name: str, node: Mapping, marks: Marks) -> Scale:
        reader = self.reader
        levels = node.get("levels")
        numbers = tuple(reader.integer(n, "level") for n in levels) if isinstance(levels, Sequence) else ()
        if not numbers:
            self.problems.error("E068", f"scale {name} needs levels", node.place)
        of = reader.words(node.get("of"), "of", ("test", "date", "part", "symbol"))
        rows: list[ScaleRow] = []
        for symbol, body in node.items():
            if symbol in ("levels", "below", "of", *MARK_KEYS):
                continue
            for span in list(body) if isinstance(body, Sequence) else [body]:
                rows += self.rows(symbol, span, len(numbers))
        return Scale(
            name, numbers, reader.integer(node.get("below"), "below"), of, tuple(rows), reader.marks(node, marks)
        )

    def rows(self, symbol: str, node: Node, count: int) -> list[ScaleRow]:
        body = self.reader.mapping(node, symbol, node.place)
        if body is None:
            return []
        since, until = self.reader.date(body.get("from"), "from"), self.reader.date(body.get("until"), "until")
        found = []
        for part, minima in body.items():
            if part in ("from", "until", "notes", "source"):
                continue
            if not isinstance(minima, Sequence) or len(minima.items) != count:
                self.problems.error("E069", f"{part} needs {count} lowest scores, one a level", minima.place)
                continue
            values: list[int | Decimal | None] = []
            for node_ in minima:
                value = node_.value if isinstance(node_, Scalar) else None
                values.append(value if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None)
            found.append(ScaleRow(symbol, since, until, part, tuple(values), minima.place))
        return found
