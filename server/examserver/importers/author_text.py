"""A text as its author wrote it, and how each of Moodle's text formats becomes HTML.

Source: Moodle's `format_text`. In `moodle` format a line break is a line break and tags are tags; in `plain`
nothing is a tag.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_BLOCKS = "p|div|h[1-6]|ul|ol|li|table|caption|thead|tbody|tr|td|th|pre|blockquote|hr|br|center"
_BLOCK_OR_TAG_OR_BREAK = re.compile(
    rf"\n?(</?(?:{_BLOCKS})\b[^<>]*>)\n?|(<[A-Za-z/!][^<>]*>)|\n", re.IGNORECASE
)
_PRE_START = re.compile(r"<pre\b[^<>]*>", re.IGNORECASE)
_PRE_END = re.compile(r"</pre\s*>\n?", re.IGNORECASE)
_WORDS = {
    "html": "html",
    "moodle": "moodle",
    "moodle_auto_format": "moodle",
    "plain": "plain",
    "plain_text": "plain",
    "markdown": "markdown",
}


class TextFormat(Enum):
    """How the text is marked up."""

    HTML = "html"
    MOODLE = "moodle"
    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class AuthorText:
    """A text, its format, and the files embedded beside it: name to base64."""

    text: str
    format: TextFormat = TextFormat.HTML
    files: Mapping[str, str] = field(default_factory=dict)


def text_format(word: str | None, default: TextFormat = TextFormat.HTML) -> TextFormat:
    """The format of that name in Moodle XML or GIFT; the default where the name is unknown."""
    known = _WORDS.get((word or "").strip().casefold())
    return TextFormat(known) if known else default


def plain(text: str) -> AuthorText:
    """A text in which nothing is a tag."""
    return AuthorText(text, TextFormat.PLAIN)


def as_html(text: str, text_format: TextFormat) -> str:
    """The text as HTML by an author: not yet safe, not yet well formed."""
    match text_format:
        case TextFormat.PLAIN:
            return _plain_as_html(text)
        case TextFormat.MARKDOWN:
            return str(_MARKDOWN.render(text))
        case TextFormat.MOODLE:
            return "".join(_with_breaks(text.replace("\r\n", "\n")))
        case TextFormat.HTML:
            return text


def _plain_as_html(text: str) -> str:
    escaped = html.escape(text.replace("\r\n", "\n"), quote=False)
    return escaped.replace("  ", "\N{NO-BREAK SPACE} ").replace("\n", "<br>")


def _with_breaks(text: str) -> Iterator[str]:
    """The text in pieces, each line break as one but those inside `<pre>`, beside blocks and in tags."""
    at = 0
    while (start := _PRE_START.search(text, at)) and (end := _PRE_END.search(text, start.end())):
        yield _BLOCK_OR_TAG_OR_BREAK.sub(_with_break, text[at : start.start()])
        yield text[start.start() : end.end()]
        at = end.end()
    yield _BLOCK_OR_TAG_OR_BREAK.sub(_with_break, text[at:])


def _with_break(found: re.Match[str]) -> str:
    return found.group(1) or found.group(2) or "<br>\n"
