"""Makes the pages: templates, what they may show, and the headers that go with every reply.

Rule: every value is escaped, and in none stands a character that cannot be seen (a name could turn the text
around it). No script and no style stands in a page; the browser is told to take none from anywhere else.
"""

from collections.abc import Mapping
from pathlib import Path
from unicodedata import category

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from examserver.ids import new_id
from examserver.services.permissions import Permission
from examserver.site_times import shown as shown_time
from examserver.site_times import shown_clock, shown_minute
from examserver.web.navigation import ROLES
from examserver.web.words import LANGUAGES, Words

HERE = Path(__file__).parent

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types default"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

LINE_ENDS = "\n\t"
BLANKS = "Zs"
"""The Unicode category of blanks: Chinese texts begin their paragraphs with two wide ones (U+3000)."""


class Pages:
    """Renders templates. Owns nothing that changes."""

    def __init__(self, site: str) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=visible,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["time"] = shown_time
        self._environment.filters["minute"] = shown_minute
        self._environment.filters["clock"] = shown_clock
        self._environment.globals |= {"site": site, "languages": LANGUAGES, "roles": ROLES, "can": Permission}
        self._environment.globals["once"] = new_id

    def page(self, name: str, words: Words, values: Mapping[str, object], status: int = 200) -> Response:
        """A page as a reply."""
        text = self._environment.get_template(name).render(_=words, **values)
        return HTMLResponse(text, status, HEADERS)


def visible(value: object) -> object:
    """A text in which nothing hides: bidirectional overrides and the like become �, line ends stay."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "".join(letter if _is_shown(letter) else "\N{REPLACEMENT CHARACTER}" for letter in value)


def _is_shown(letter: str) -> bool:
    return letter.isprintable() or letter in LINE_ENDS or category(letter) == BLANKS
