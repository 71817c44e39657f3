"""SVG drawings that stand in a text itself become pictures of the text, with the data in their `src`."""

import re
from base64 import b64encode
from html import escape

from examserver.importers.xml_entities import without_html_entities

_SVG = re.compile(r"<svg\b[^<>]*?(?:/>|>(?:(?!<svg\b).)*?</svg\s*>)", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title\b[^<>]*>([^<>]*)</title\s*>", re.IGNORECASE)
_LABEL = re.compile(r"""\baria-label\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_NAMESPACE, _LINKS = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"


def with_drawings_as_pictures(html: str) -> str:
    """The HTML with an `<img>` for each whole `<svg>`, its title or label as the alternative text."""
    return _SVG.sub(_as_picture, html) if "<svg" in html.lower() else html


def _as_picture(found: re.Match[str]) -> str:
    drawing = found.group()
    start = drawing.partition(">")[0]
    missing = "" if " xmlns=" in start else f' xmlns="{_NAMESPACE}"'
    missing += f' xmlns:xlink="{_LINKS}"' if "xlink:" in drawing and "xmlns:xlink" not in start else ""
    whole = without_html_entities(f"{drawing[:4]}{missing}{drawing[4:]}")
    label, title = _LABEL.search(start), _TITLE.search(drawing)
    alt = (label.group(1) or label.group(2)) if label else title.group(1) if title else ""
    data = b64encode(whole.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(" ".join(alt.split()))}">'
