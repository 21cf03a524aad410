"""A drawing as SVG: a title and a description for who hears it, classes instead of colours for who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from .boxes import PAD, ROW, Box, Line
from .layout import Arrow, Drawing

# On a page the classes get the product's colours; a file of its own brings these, for light and dark.
STYLE = """
.drawing{--ink:#14232a;--soft:#4a5b61;--paper:#fff;--mist:#f1f5f4;--edge:#6d7e83;--water:#0b5563;--lamp:#fdf0d3}
@media(prefers-color-scheme:dark){.drawing{--ink:#e6eeee;--soft:#a9b9bc;--paper:#10191d;--mist:#1a262b;--edge:#7f9196;
--water:#7cc4cf;--lamp:#4a3a14}}
.drawing{background:var(--paper);font-family:system-ui,"Noto Sans",sans-serif}
.drawing text{fill:var(--ink)}.drawing .d-soft{fill:var(--soft)}.drawing .d-title,.drawing .d-mark{font-weight:650}
.drawing rect{fill:var(--paper);stroke:var(--edge)}.drawing .d-act{fill:var(--mist);stroke:none}
.drawing .d-lane,.drawing .d-every{fill:none}
.drawing .d-here{fill:var(--lamp);stroke:var(--ink)}.drawing .d-been{stroke:var(--water)}
.drawing path{fill:none;stroke:var(--edge)}.drawing .d-head,.drawing .d-first{fill:var(--edge);stroke:none}
.drawing path.d-gone{stroke:var(--water)}.drawing .d-head.d-gone{fill:var(--water)}
"""
HERE, BEEN, PLAIN = 4, 3, 1.5
"""How thick a border or an arrow is: where the case is, where it was, all else."""
SHAPE = {"act": (9, ""), "end": (3, ""), "on": (3, ""), "every": (6, "5 4"), "lane": (0, "2 4")}
"""The roundness and the dashes of a box by its kind."""


def svg(
    drawing: Drawing, *, title: str, description: str, name: str, css: str = "", rtl: bool = False, alone: bool = False
) -> str:
    """`name`: an id that the page has once. `css`: more classes. `rtl`: begins at the right. `alone`: a file of its
    own, with its colours in it."""
    width, height = _number(drawing.width), _number(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class={quoteattr(f"drawing {css}".strip())} role="img" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f"aria-labelledby={quoteattr(f'{name}-title {name}-desc')}>"
    )
    said = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    pen = _Pen(drawing, rtl)
    return "".join([head, said, f"<style>{STYLE}</style>" if alone else "", *pen.parts(), "</svg>"])


class _Pen:
    def __init__(self, drawing: Drawing, rtl: bool) -> None:
        self.drawing, self.rtl = drawing, rtl

    def parts(self) -> Iterator[str]:
        for box in self.drawing.boxes:
            if box.place == self.drawing.first and not box.act:
                yield from self.beginning(box)
        yield from self.stems()
        for arrow in sorted(self.drawing.arrows, key=lambda one: one.gone):  # the way that was gone lies on top
            yield from self.arrow(arrow)
        for box in self.drawing.boxes:
            yield from self.box(box)

    def x(self, x: float) -> float:
        return self.drawing.width - x if self.rtl else x

    def beginning(self, box: Box) -> Iterator[str]:
        x = _number(self.x(box.x + 18))
        yield f'<circle class="d-first" cx="{x}" cy="{_number(box.y - 14)}" r="5"/>'
        yield f'<path d="M{x} {_number(box.y - 9)}V{_number(box.y)}" stroke-width="{PLAIN}"/>'

    def stems(self) -> Iterator[str]:
        """From each step down to the acts that leave it."""
        acts = [box for box in self.drawing.boxes if box.kind == "act"]
        last = {box.place: _number(box.y + box.height / 2) for box in acts}
        for box in self.drawing.boxes:
            if not box.act and box.place in last:
                start = f"{_number(self.x(box.x + 7))} {_number(box.y + box.height)}"
                yield f'<path d="M{start}V{last[box.place]}" stroke-width="1"/>'
        for box in acts:
            start = f"{_number(self.x(box.x - 9))} {_number(box.y + box.height / 2)}"
            yield f'<path d="M{start}H{_number(self.x(box.x))}" stroke-width="1"/>'

    def arrow(self, arrow: Arrow) -> Iterator[str]:
        corners = [(self.x(x), y) for x, y in arrow.points]
        (x, y), (before, _y) = corners[-1], corners[-2]
        back = -6 if before < x else 6
        line = "L".join(f"{_number(a)} {_number(b)}" for a, b in [*corners[:-1], (x + back, y)])
        css = " d-gone" if arrow.gone else ""
        yield f'<path class="d-arrow{css}" d="M{line}" stroke-width="{BEEN if arrow.gone else PLAIN}"/>'
        tip = f"{_number(x)} {_number(y)} {_number(x + back)} {_number(y - 4)} {_number(x + back)} {_number(y + 4)}"
        yield f'<polygon class="d-head{css}" points="{tip}"/>'

    def box(self, box: Box) -> Iterator[str]:
        round_, dashes = SHAPE.get(box.kind, (6, ""))
        thick = HERE if box.here else BEEN if box.been and box.kind != "act" else PLAIN
        css = f"d-{box.kind}" + (" d-here" if box.here else " d-been" if box.been else "")
        x = self.x(box.x + box.width) if self.rtl else box.x
        place = f'x="{_number(x)}" y="{_number(box.y)}" width="{_number(box.width)}" height="{_number(box.height)}"'
        more = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield f'<rect class="{css}" {place} rx="{round_}" stroke-width="{thick}"{more}/>'
        if box.kind in ("end", "on"):  # two borders: it is over here
            inner = (
                f'x="{_number(x + 3)}" y="{_number(box.y + 3)}" '
                f'width="{_number(box.width - 6)}" height="{_number(box.height - 6)}"'
            )
            yield f'<rect class="{css} d-inner" {inner} rx="2" stroke-width="1"/>'
        start = self.x(box.x + PAD)
        for number, line in enumerate(box.lines):
            yield self.text(line, start, box.y + PAD / 2 + (number + 0.72) * ROW)

    def text(self, line: Line, x: float, y: float) -> str:
        size = 14 if line.kind == "title" else 13
        way = ' direction="rtl"' if self.rtl else ""
        place = f'x="{_number(x)}" y="{_number(y)}" font-size="{size}"{way}'
        return f'<text class="d-{line.kind}" {place}>{escape(line.text)}</text>'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
