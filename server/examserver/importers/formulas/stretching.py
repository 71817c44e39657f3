"""Arrows that grow with what stands over and under them, which ziamath has no node for.

In our tree they are `<arrow>` with three children: the arrow's `mo`, what is over it and what is under it.
"""

from xml.etree.ElementTree import Element

from ziafont.fonttypes import BBox
from ziamath.nodes import Mnode

_MARGIN, _SHORTEST, _GAP = 0.25, 0.9, 0.08
"""In ems: how far the arrow reaches out on each side, its least length, and the distance to what is over it."""


class Arrow(Mnode, tag="arrow"):  # type: ignore[misc,call-arg] # ziamath has no types
    """An arrow on the axis of the formula, as long as its labels."""

    def __init__(self, element: Element, parent: Mnode, **kwargs: object) -> None:
        super().__init__(element, parent, **kwargs)
        mark, over, under = element
        self.increase_child_scriptlevel(over)
        self.increase_child_scriptlevel(under)
        labels = [Mnode.fromelement(label, parent=self) for label in (over, under)]
        widest = max(_width(label) for label in labels)
        length = max(widest + 2 * _MARGIN * self.glyphsize, _SHORTEST * self.glyphsize)
        mark.set("lspace", "0")
        mark.set("rspace", "0")
        arrow = Mnode.fromelement(mark, parent=self, width=length)
        self._place(arrow, *labels)

    def _place(self, arrow: Mnode, over: Mnode, under: Mnode) -> None:
        gap, side = _GAP * self.glyphsize, self.glyphsize * 0.15
        length = _width(arrow)
        self._add(arrow, side - arrow.bbox.xmin, 0)
        top, bottom = arrow.bbox.ymax, arrow.bbox.ymin
        if _width(over):
            self._add(over, side + (length - _width(over)) / 2 - over.bbox.xmin, -(top + gap - over.bbox.ymin))
            top += gap + over.bbox.ymax - over.bbox.ymin
        if _width(under):
            self._add(
                under, side + (length - _width(under)) / 2 - under.bbox.xmin, gap + under.bbox.ymax - bottom
            )
            bottom -= gap + under.bbox.ymax - under.bbox.ymin
        self.bbox = BBox(0, length + 2 * side, bottom, top)

    def _add(self, node: Mnode, x: float, y: float) -> None:
        self.nodes.append(node)
        self.nodexy.append((x, y))

    def xadvance(self) -> float:
        return float(self.bbox.xmax)


def _width(node: Mnode) -> float:
    return float(node.bbox.xmax - node.bbox.xmin) if node.nodes else 0.0
