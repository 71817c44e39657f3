"""What ziamath lacks: arrows that grow with their labels, rules of tables, and rows that are measured once.

In our tree an arrow is `<arrow>` with three children: the arrow's `mo`, what is over it and what is under it;
a table with rules is `<ruledtable>`, whose `colrules` and `rowrules` have a 1 for each rule and a 0 for each
place without one, from the first edge to the last.
"""

from itertools import pairwise
from xml.etree.ElementTree import Element

from ziafont.fonttypes import BBox
from ziamath.drawable import Drawable, HLine, VLine
from ziamath.nodes import Mnode
from ziamath.nodes.mrow import Mrow
from ziamath.nodes.mtable import Mtable

_MARGIN, _SHORTEST, _GAP, _SIDE = 0.25, 0.9, 0.08, 0.15
"""In ems: how far the arrow reaches out on each side, its least length, the distance to what is over it, and
to what stands before and after it."""
_APART = 0.1
"""In ems: from the axis to each of two lines that are one arrow."""
_HALVES = {"\u21cc": "\u21c0\u21bd", "\u21cb": "\u21bc\u21c1", "\u21c4": "\u2192\u2190"}
_PADDING = 0.2
"""In ems: from a table's edge to the rule around it."""


class Arrow(Mnode, tag="arrow"):  # type: ignore[misc,call-arg] # ziamath has no types
    """An arrow on the axis of the formula, as long as its labels."""

    def __init__(self, element: Element, parent: Mnode, **kwargs: object) -> None:
        super().__init__(element, parent, **kwargs)
        mark, over, under = element
        self.increase_child_scriptlevel(over)
        self.increase_child_scriptlevel(under)
        labels = [Mnode.fromelement(label, parent=self) for label in (over, under)]
        widest = max(_width(label) for label in labels)
        self._length = max(widest + 2 * _MARGIN * self.glyphsize, _SHORTEST * self.glyphsize)
        self._top, self._bottom = 0.0, 0.0
        self._draw_mark((mark.text or "").strip())
        self._place(*labels)

    def xadvance(self) -> float:
        return float(self.bbox.xmax)

    def _draw_mark(self, sign: str) -> None:
        """Draw the arrow; what no font stretches is put together of two that it does."""
        axis = self.units_to_points(self.font.math.consts.axisHeight)
        apart = _APART * self.glyphsize
        if sign == "=":
            thick = self.units_to_points(self.font.math.consts.fractionRuleThickness)
            for height in (axis + apart, axis - apart):
                self._add(HLine(self._length, thick, style=self.style), 0, height)
            self._top, self._bottom = axis + apart + thick, axis - apart - thick
            return
        halves = _HALVES.get(sign, sign)
        for half, shift in zip(halves, (apart, -apart) if len(halves) > 1 else (0,), strict=True):
            mark = Element("mo", {"lspace": "0", "rspace": "0"})
            mark.text = half
            arrow = Mnode.fromelement(mark, parent=self, width=self._length)
            self._add(arrow, (self._length - _width(arrow)) / 2 - arrow.bbox.xmin, shift)
            self._top = max(self._top, float(arrow.bbox.ymax) + shift)
            self._bottom = min(self._bottom, float(arrow.bbox.ymin) + shift)

    def _place(self, over: Mnode, under: Mnode) -> None:
        gap = _GAP * self.glyphsize
        if _width(over):
            self._add_label(over, self._top + gap - over.bbox.ymin)
            self._top += gap + over.bbox.ymax - over.bbox.ymin
        if _width(under):
            self._add_label(under, self._bottom - gap - under.bbox.ymax)
            self._bottom -= gap + under.bbox.ymax - under.bbox.ymin
        self.bbox = BBox(0, self._length + 2 * _SIDE * self.glyphsize, self._bottom, self._top)

    def _add_label(self, label: Mnode, height: float) -> None:
        self._add(label, (self._length - _width(label)) / 2 - label.bbox.xmin, height)

    def _add(self, node: Drawable, x: float, height: float) -> None:
        self.nodes.append(node)
        self.nodexy.append((x + _SIDE * self.glyphsize, -height))


class Row(Mrow, tag="mrow"):  # type: ignore[misc,call-arg] # ziamath has no types
    """A row that is measured once: ziamath measures the rows in a row anew at every level, 2^depth times."""

    def _get_height_nostretch(self, line: list[Element], **kwargs: object) -> tuple[float, float]:
        # While a row around this one is measured nothing stretches, so nothing here asks for its height.
        if kwargs.get("nostretch"):
            return 0.0, 0.0
        low, high = super()._get_height_nostretch(line, **kwargs)
        return float(low), float(high)


class RuledTable(Mtable, tag="ruledtable"):  # type: ignore[misc,call-arg] # ziamath has no types
    """A table with rules between its rows and columns, or around it."""

    def __init__(self, element: Element, parent: Mnode, **kwargs: object) -> None:
        super().__init__(element, parent, **kwargs)
        cells = list(zip(self.nodes, self.nodexy, strict=True))
        rows: list[list[tuple[Mnode, tuple[float, float]]]] = []
        for row in element:
            rows.append(cells[: len(row)])
            cells = cells[len(row) :]
        self._draw_rules(rows)

    def _draw_rules(self, rows: list[list[tuple[Mnode, tuple[float, float]]]]) -> None:
        columns = [[row[at] for row in rows if at < len(row)] for at in range(max(map(len, rows)))]
        pad, thick = _PADDING * self.glyphsize, 0.05 * self.glyphsize
        across = _edges([_span(column, sideways=True) for column in columns], pad)
        down = _edges([_span(row, sideways=False) for row in rows], pad)
        for place, wanted in zip(across, self.element.get("colrules", ""), strict=False):
            if wanted == "1":
                self._add(VLine(down[-1] - down[0], thick, style=self.style), place, down[0])
        for place, wanted in zip(down, self.element.get("rowrules", ""), strict=False):
            if wanted == "1":
                self._add(HLine(across[-1] - across[0], thick, style=self.style), across[0], place)
        self.bbox = BBox(min(across[0], 0), across[-1] + pad, -down[-1], -down[0])

    def _add(self, rule: Drawable, x: float, y: float) -> None:
        self.nodes.append(rule)
        self.nodexy.append((x, y))


def _width(node: Mnode) -> float:
    return float(node.bbox.xmax - node.bbox.xmin) if node.nodes else 0.0


def _span(cells: list[tuple[Mnode, tuple[float, float]]], *, sideways: bool) -> tuple[float, float]:
    """From where to where a column or a row reaches, downwards for a row."""
    if sideways:
        starts = [x + node.bbox.xmin for node, (x, _) in cells]
        ends = [x + node.bbox.xmax for node, (x, _) in cells]
    else:
        starts = [y - node.bbox.ymax for node, (_, y) in cells]
        ends = [y - node.bbox.ymin for node, (_, y) in cells]
    return float(min(starts)), float(max(ends))


def _edges(spans: list[tuple[float, float]], pad: float) -> list[float]:
    """Where rules stand: before the first, between each two, after the last."""
    between = [(one[1] + following[0]) / 2 for one, following in pairwise(spans)]
    return [spans[0][0] - pad, *between, spans[-1][1] + pad]
