"""HTML that an editor has put into an item as character data: `<![CDATA[<strong>Who?</strong>]]>`.

Rule: only what stands in CDATA, in a body, and holds whole HTML elements or signs by their HTML names is
taken for markup; `&lt;b&gt;` is what candidates are to read. It is sanitised as the rest of the body is.
"""

import re

from lxml import etree, html

from examserver.importers.stray_markup import without_stray_markup

_BODIES = ("itemBody", "stimulusBody", "rubricBlock")
_NO_WORDS = frozenset({"value", "baseValue", "math", "script", "style"})
_MARKUP = re.compile(
    r"</(?:strong|em|b|i|u|p|div|span|sub|sup|table|ul|ol|h[1-6]|a)\s*>|<br\s*/?>|<img\s"
    r"|&(?:nbsp|[mn]dash|[lr][sd]quo|hellip|#\d{2,5});",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?!xmlns$)[A-Za-z_][A-Za-z0-9_.-]*")
_SECTION = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def with_markup(root: etree._Element) -> etree._Element:
    """Turn such data into elements, in place; the tree was parsed with its CDATA kept."""
    for body in [one for one in root.iter(etree.Element) if one.tag in _BODIES]:
        for element in list(body.iter(etree.Element)):
            if element.tag not in _NO_WORDS:
                _unwrap_text(element)
            if element is not body:
                _unwrap_tail(element)
    return root


def _unwrap_text(element: etree._Element) -> None:
    text = element.text
    if text and _MARKUP.search(text) and _is_cdata(text, element):
        inside = _parsed(text)
        element.text = inside.text
        for at, child in enumerate(list(inside)):
            element.insert(at, child)


def _unwrap_tail(element: etree._Element) -> None:
    text, parent = element.tail, element.getparent()
    if text and parent is not None and _MARKUP.search(text) and _is_cdata(text, parent):
        inside = _parsed(text)
        element.tail = inside.text
        at = parent.index(element) + 1
        for step, child in enumerate(list(inside)):
            parent.insert(at + step, child)


def _is_cdata(text: str, parent: etree._Element) -> bool:
    """Whether this text of `parent` was written as character data; the tree alone does not tell."""
    written = etree.tostring(parent, encoding="unicode", with_tail=False)
    return any(section.group(1).strip() == text.strip() for section in _SECTION.finditer(written))


def _parsed(text: str) -> etree._Element:
    """The HTML as the children of an element of its own."""
    known = without_stray_markup(text, closed_only=True).html
    made = html.fragment_fromstring(known, create_parent="div")
    for element in list(made.iter(etree.Element)):
        _keep_plain_names(element)
    return etree.fromstring(etree.tostring(made, encoding="unicode", method="xml"))


def _keep_plain_names(element: html.HtmlElement) -> None:
    """Take off what is no name in XML without a namespace: word processors leave `v:shapes` and `<o:p>`."""
    for name in [one for one in element.attrib if not _NAME.fullmatch(str(one))]:
        del element.attrib[name]
    if not _NAME.fullmatch(str(element.tag)):
        element.drop_tag()
