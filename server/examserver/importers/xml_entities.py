"""HTML's named characters in XML, which knows five of them: `&nbsp;` and its like become the characters."""

import html
import re

_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = frozenset("amp lt gt quot apos".split())


def without_html_entities(text: str) -> str:
    """The text with every named character but XML's own five written out; unknown names stay."""
    return _NAMED.sub(lambda found: found.group() if found.group(1) in _OF_XML else _character(found), text)


def _character(found: re.Match[str]) -> str:
    written = html.unescape(found.group())
    return html.escape(written, quote=False) if written != found.group() else written
