"""Clip paths of a drawing, written as masks: Qt draws masks as meant and leaves clip paths out.

Rule: what is inside the shapes of a clip path is shown and nothing else (SVG 1.1, 14.3); a white mask says
the same. A clip that is more than plain shapes refuses the drawing.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree

_NAMESPACE = "http://www.w3.org/2000/svg"
_SHAPES = frozenset("path rect circle ellipse line polyline polygon".split())
_GEOMETRY = frozenset("d x y width height rx ry cx cy r x1 y1 x2 y2 points transform".split())
_URL = re.compile(r"\s*url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)\s*")
_IN_STYLE = re.compile(r"(?:^|;)\s*clip-path\s*:\s*([^;]*)", re.IGNORECASE)
_WHITE = "fill:#fff;stroke:none;opacity:1;fill-opacity:1"

Refuse = Callable[[str], Exception]
"""Makes the error of what cannot be drawn, from a part of a sentence."""


def clips_as_masks(root: etree._Element, refuse: Refuse) -> None:
    """Turn every clip path of a cleaned drawing into a mask; raises what `refuse` makes."""
    if any("clip-path" in (sheet.text or "") for sheet in root.iter(f"{{{_NAMESPACE}}}style")):
        raise refuse("clips its parts by a style sheet: save it as PNG.")
    clips = {str(one.get("id")): one for one in root.iter(f"{{{_NAMESPACE}}}clipPath")}
    for element in list(root.iter(etree.Element)):
        name = _clip_of(element, refuse)
        if name in clips:
            if element is root or _inside_clip(element):
                raise refuse("clips itself in a way that not every seat draws: save it as PNG.")
            _put_behind(element, name)
    for clip in clips.values():
        _make_mask(clip, refuse)


def _clip_of(element: etree._Element, refuse: Refuse) -> str:
    """The id that an element is clipped by, taken off it; empty where it is not clipped."""
    style = str(element.get("style") or "")
    in_style = _IN_STYLE.search(style)
    said = in_style.group(1) if in_style else str(element.attrib.pop("clip-path", ""))
    if in_style:
        element.set("style", _IN_STYLE.sub("", style))
        element.attrib.pop("clip-path", "")
    if said.strip() in ("", "none"):
        return ""
    found = _URL.fullmatch(said)
    if found is None:
        raise refuse("clips its parts in a way that not every seat draws: save it as PNG.")
    return found.group(1)


def _put_behind(element: etree._Element, name: str) -> None:
    """Put an element into a group that is masked, in the space in which its clip is measured: its own."""
    parent = element.getparent()
    assert parent is not None  # the root is refused
    group = etree.Element(f"{{{_NAMESPACE}}}g", {"mask": f"url(#{name})"})
    group.tail, element.tail = element.tail, None
    for moved in ("transform", "id"):
        if value := element.attrib.pop(moved, ""):
            group.set(moved, str(value))
    parent.replace(element, group)
    group.append(element)


def _make_mask(clip: etree._Element, refuse: Refuse) -> None:
    if str(clip.get("clipPathUnits") or "userSpaceOnUse") != "userSpaceOnUse":
        raise refuse("clips its parts by shares of their size: save it as PNG.")
    identifier, transform = str(clip.get("id")), clip.get("transform")
    shapes = list(_shapes(clip, refuse))
    tail = clip.tail
    clip.clear()
    clip.tail = tail
    clip.tag = f"{{{_NAMESPACE}}}mask"
    clip.set("id", identifier)
    inner = etree.SubElement(clip, f"{{{_NAMESPACE}}}g")
    if transform:
        inner.set("transform", str(transform))
    inner.extend(shapes)


def _shapes(clip: etree._Element, refuse: Refuse) -> Iterator[etree._Element]:
    for shape in clip.iterchildren(etree.Element):
        name = etree.QName(shape).localname
        rule = str(shape.get("clip-rule") or clip.get("clip-rule") or "nonzero")
        hidden = "display" in str(shape.attrib) or "visibility" in str(shape.attrib)
        if name not in _SHAPES or hidden or "clip-rule" in str(shape.get("style") or ""):
            raise refuse("clips its parts by more than plain shapes: save it as PNG.")
        kept = {key: str(value) for key, value in shape.attrib.items() if key in _GEOMETRY}
        yield etree.Element(shape.tag, {**kept, "style": f"{_WHITE};fill-rule:{rule}"})


def _inside_clip(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{{{_NAMESPACE}}}clipPath"), None) is not None or (
        etree.QName(element).localname == "clipPath"
    )
