"""SVG drawings made safe: only what draws, and only what Qt draws rightly (SVG Tiny 1.2 and a little more).

Rule: what acts is removed and told; what points outside refuses the drawing, and so does what Qt would leave
out, because a drawing that lacks a part is a wrong question.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.bundled_fonts import FAMILY
from examserver.importers.draft import Picture
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.svg_clips import clips_as_masks
from examserver.importers.xml_file import parse_xml

MEDIA_TYPE = "image/svg+xml"
_NAMESPACE, _LINKS = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_DRAWN = frozenset(
    "svg g defs path rect circle ellipse line polyline polygon text tspan use switch linearGradient "
    "radialGradient stop solidColor image symbol marker clipPath".split()
)
_SILENT = frozenset("title desc metadata style".split())
_ACTIVE = frozenset("script animate animateColor animateMotion animateTransform set handler listener".split())
_LINKED = frozenset({"a"})
_REFERENCE = re.compile(r"url\(\s*[\"']?(?!#)", re.IGNORECASE)
_IMPORT = re.compile(r"@import|expression\s*\(|javascript:", re.IGNORECASE)
_DATA_PICTURE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|bmp|webp)(;base64)?,(.*)", re.I | re.DOTALL)
_FONT_IN_STYLE = re.compile(r"font(?:-family)?\s*:[^;}]*", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:e[+-]?[0-9]+)?\s*(px|pt|mm|cm|in|pc|em|ex)?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?")
_PIXELS = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "em": 16,
    "ex": 8,
}
_MOST_ELEMENTS, _MOST_BYTES, _MOST_PIXELS, _MOST_USES = 20_000, 4 * 2**20, 8000, 200

RasterReader = Callable[[bytes, str], Picture]
"""Makes a safe picture of the bytes of a PNG or JPEG; raises QuestionRefusedError."""


@dataclass(frozen=True, slots=True)
class ReadDrawing:
    """A drawing written anew, and what was removed from it."""

    picture: Picture
    removed: tuple[str, ...] = ()


def looks_like_svg(data: bytes) -> bool:
    """Whether the bytes may be an SVG drawing."""
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in data[:8192].lower()


def read_svg(data: bytes, called: str, read_raster: RasterReader) -> ReadDrawing:
    """Write a drawing anew; raises QuestionRefusedError with what cannot be shown."""
    if len(data) > _MOST_BYTES:
        raise _refusal("MEDIA_TOO_LARGE", called, f"is larger than {_MOST_BYTES // 2**20} MB.")
    try:
        root = parse_xml(data)
    except PaperFileError as error:
        code = "MEDIA_ACTIVE" if b"<!ENTITY" in data or b"<!DOCTYPE" in data else "MEDIA_TYPE"
        raise _refusal(code, called, f"cannot be read: {error.title}") from error
    if etree.QName(root).localname != "svg":
        raise _refusal("MEDIA_TYPE", called, "is no drawing.")
    cleaning = _Cleaning(called, read_raster)
    cleaning.clean(root)
    clips_as_masks(root, lambda what: _refusal("MEDIA_TYPE", called, what))
    width, height = _size(root, called)
    root.set("width", str(width))
    root.set("height", str(height))
    etree.cleanup_namespaces(root)
    return ReadDrawing(
        Picture(etree.tostring(root), MEDIA_TYPE, width, height), tuple(sorted(cleaning.removed))
    )


@dataclass(slots=True)
class _Cleaning:
    """One walk through a drawing. Owns what was removed."""

    called: str
    read_raster: RasterReader
    removed: set[str] = field(default_factory=set)

    def clean(self, root: etree._Element) -> None:
        """Take out what acts, and refuse what points outside or cannot be drawn."""
        elements = list(root.iter())
        if len(elements) > _MOST_ELEMENTS:
            raise self._refused("MEDIA_TOO_LARGE", f"has more than {_MOST_ELEMENTS:,} parts.")
        for element in elements:
            if element is root or element.getparent() is not None:
                self._clean_one(element)
        uses = [element for element in root.iter() if _name(element) == "use"]
        nested = any(_name(inner) == "use" for use in uses for inner in _targets(root, use))
        if len(uses) > _MOST_USES or nested:
            raise self._refused("MEDIA_TYPE", "repeats parts of itself too often to be drawn.")

    def _clean_one(self, element: etree._Element) -> None:
        name = _name(element)
        if name in _ACTIVE:
            self._remove(element, name)
        elif name in _LINKED:
            element.tag = f"{{{_NAMESPACE}}}g"
            element.attrib.clear()
        elif name in _SILENT:
            self._check_style(element) if name == "style" else self._remove(element, "")
        elif name in _DRAWN:
            self._clean_attributes(element, name)
            element.tag = f"{{{_NAMESPACE}}}{name}"
        elif etree.QName(element).namespace in (_NAMESPACE, None):
            raise self._refused("MEDIA_TYPE", f"uses <{name}>, which not every seat draws: save it as PNG.")
        else:
            self._remove(element, "")  # an editor's own notes, which draw nothing

    def _clean_attributes(self, element: etree._Element, name: str) -> None:
        for key, value in list(element.attrib.items()):
            attribute = etree.QName(key)
            text = str(value)
            if attribute.localname == "href":
                self._clean_link(element, str(key), text, name)
            elif attribute.namespace or attribute.localname.startswith("on"):
                del element.attrib[key]
                if attribute.localname.startswith("on"):
                    self.removed.add(attribute.localname)
            elif _REFERENCE.search(text) or _IMPORT.search(text):
                raise self._refused("MEDIA_BAD_REF", "points to something outside of itself.")
            elif attribute.localname == "font-family":
                element.set(key, FAMILY)
            elif attribute.localname == "style":
                element.set(key, _FONT_IN_STYLE.sub(_with_own_font, text))

    def _clean_link(self, element: etree._Element, key: str, link: str, name: str) -> None:
        del element.attrib[key]
        if name == "image":
            link = self._own_picture(link)
        elif not link.strip().startswith("#"):
            raise self._refused("MEDIA_BAD_REF", "points to something outside of itself.")
        element.set(f"{{{_LINKS}}}href", link.strip())

    def _own_picture(self, link: str) -> str:
        found = _DATA_PICTURE.fullmatch(link)
        if found is None:
            raise self._refused("MEDIA_BAD_REF", "shows a picture that is not in it.")
        try:
            data = base64.b64decode(found.group(2)) if found.group(1) else unquote_to_bytes(found.group(2))
        except ValueError as error:
            raise self._refused("MEDIA_TYPE", "holds a picture that is damaged.") from error
        picture = self.read_raster(data, f"in {self.called}")
        return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"

    def _check_style(self, element: etree._Element) -> None:
        text = element.text or ""
        if _REFERENCE.search(text) or _IMPORT.search(text) or "@font-face" in text:
            raise self._refused("MEDIA_BAD_REF", "points to something outside of itself.")
        element.text = _FONT_IN_STYLE.sub(_with_own_font, text)

    def _remove(self, element: etree._Element, told: str) -> None:
        parent = element.getparent()
        if parent is not None:
            element.tail = None
            parent.remove(element)
        if told:
            self.removed.add(told)

    def _refused(self, code: str, what: str) -> QuestionRefusedError:
        return _refusal(code, self.called, what)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _targets(root: etree._Element, use: etree._Element) -> list[etree._Element]:
    wanted = str(use.get(f"{{{_LINKS}}}href") or "").removeprefix("#")
    return [inner for element in root.iter() if element.get("id") == wanted for inner in element.iter()]


def _with_own_font(declared: re.Match[str]) -> str:
    size = re.search(r"[0-9.]+(?:px|pt|em|%)", declared.group())
    is_short = declared.group().partition(":")[0].strip().lower() == "font"
    weight = "bold " if is_short and "bold" in declared.group() else ""
    return (
        f"font:{weight}{size.group() if size else '16px'} '{FAMILY}'"
        if is_short
        else f"font-family:'{FAMILY}'"
    )


def _size(root: etree._Element, called: str) -> tuple[int, int]:
    """The size in pixels, by `width` and `height`, else by the `viewBox`; one is made where it is missing."""
    box = [float(part) for part in _NUMBER.findall(str(root.get("viewBox") or ""))]
    wanted = [_pixels(str(root.get(side) or "")) for side in ("width", "height")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        width, height = wanted
        if width is None and height is None:
            width, height = box[2], box[3]
        elif width is None or height is None:
            width = width if width is not None else (height or 0) * box[2] / box[3]
            height = height if height is not None else width * box[3] / box[2]
    elif wanted[0] is not None and wanted[1] is not None:
        width, height = wanted
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    else:
        raise _refusal("MEDIA_TYPE", called, "does not say how large it is: give it a viewBox.")
    assert width is not None
    assert height is not None
    if not (0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS):
        raise _refusal("MEDIA_TOO_LARGE", called, f"is {width:g} x {height:g} pixels large.")
    return max(1, round(width)), max(1, round(height))


def _pixels(length: str) -> float | None:
    found = _LENGTH.fullmatch(length)
    return float(found.group(1)) * _PIXELS[(found.group(2) or "").lower()] if found else None


def _refusal(code: str, called: str, what: str) -> QuestionRefusedError:
    return QuestionRefusedError(code, f"The drawing {called} {what}")
