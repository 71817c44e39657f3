"""Author HTML to the paper's rich text: sanitised, well formed, and with every word still in it.

Rule: what comes out passes `examprotocol.richtext.check_rich`; what would be lost is refused, not dropped.
Two parsers in a row: nh3 (HTML5, sanitises) and lxml (reads the clean result), then our own writer.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import nh3
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from examprotocol.richtext import check_rich
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.notes import Note
from examserver.importers.rich_output import write_children
from examserver.importers.rich_tree import GAP_MARK, Found, subset_tree
from examserver.importers.stray_markup import DOCUMENT, KNOWN, REMOVED, Markup, without_stray_markup

_TAGS = KNOWN - DOCUMENT - frozenset("svg math audio video embed".split())
_ATTRIBUTES = {
    "*": {"style", "align", "hidden"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type"},
}
_ACTIVE = frozenset(
    "script iframe object applet embed form input select textarea button frame frameset link meta "
    "base".split()
)
_NO_FORMULAS: Mapping[str, str] = MappingProxyType({})
_SOUND_AND_FILM = frozenset({"audio", "video"})
_DEEPEST = 50
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class RichText:
    """Rich text of the subset, and what to tell the person who imports."""

    rich: str
    notes: frozenset[Note]
    links: tuple[str, ...] = ()


def to_rich(
    author_html: str,
    asset_of: Callable[[str], str],
    *,
    by_hand: bool = False,
    formulas: Mapping[str, str] = _NO_FORMULAS,
) -> RichText:
    """Turn HTML by an author into rich text; raises QuestionRefusedError where its meaning would be lost.

    `asset_of` gives the asset id for the `src` of a picture, or raises. `by_hand` says that people wrote the
    tags themselves, so that one without its end is meant as text. `formulas` has the alternative text of each
    formula whose mark stands in the text, by its id.
    """
    markup = without_stray_markup(author_html, closed_only=by_hand)
    _refuse_what_cannot_be_shown(markup)
    clean = _sanitised(markup.html)
    source = _parsed(clean)
    found = Found(notes=set(_notes(markup)))
    rich = write_children(subset_tree(source, asset_of, found, formulas))
    check_rich(rich)
    if found.hidden:
        found.notes.add(Note("HTML_HIDDEN", "A part that the author had hidden was left out."))
    elif _letters(_only_text(GAP_MARK.sub("", clean))) != _letters(_only_text(rich)):
        raise QuestionRefusedError("HTML_UNREADABLE", "Its HTML is so broken that words would be lost.")
    return RichText(rich, frozenset(found.notes), _links(source))


def _refuse_what_cannot_be_shown(markup: Markup) -> None:
    if markup.depth > _DEEPEST:
        raise QuestionRefusedError("HTML_TOO_DEEP", f"Its HTML is nested more than {_DEEPEST} deep.")
    if "math" in markup.elements:
        raise QuestionRefusedError("FORMULA_UNSUPPORTED", "It has a MathML formula that is not complete.")
    if "svg" in markup.elements:
        raise QuestionRefusedError("MEDIA_TYPE", "It has an SVG drawing that is not complete.")
    if _SOUND_AND_FILM & markup.elements:
        raise QuestionRefusedError("MEDIA_TYPE", "It has sound or film, which is not taken yet.")


def _notes(markup: Markup) -> list[Note]:
    handlers = {name for name in markup.attributes if name.startswith("on")}
    active = sorted((markup.elements & _ACTIVE) | handlers)
    if not active:
        return []
    return [Note("HTML_ACTIVE", f"Active content was removed: {', '.join(active)}.")]


def _sanitised(author_html: str) -> str:
    clean = nh3.clean(
        author_html,
        tags=set(_TAGS),
        clean_content_tags=set(REMOVED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "data", "file"},
        link_rel=None,
    )
    if len(GAP_MARK.findall(clean)) > len(GAP_MARK.findall(author_html)):
        raise QuestionRefusedError("HTML_UNREADABLE", "It has code points that mean nothing in a text.")
    return _NOT_XML.sub("", clean)


def _parsed(clean: str) -> HtmlElement:
    try:
        return fragment_fromstring(clean, create_parent="body", parser=HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as error:
        raise QuestionRefusedError("HTML_UNREADABLE", "Its HTML cannot be read.") from error


def _links(source: HtmlElement) -> tuple[str, ...]:
    return tuple(link.get("href") or "" for link in source.iter("a"))


def _only_text(markup: str) -> str:
    return html.unescape(nh3.clean(markup, tags=set(), clean_content_tags=set()))


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
