"""The XML documents of one package, found by reference, read once each and with their names normalised.

Rule: a reference leads to a member of the package or nowhere. `xi:include` takes in whole documents of the
package, a few deep; what it asks for besides is refused by name, and in a scoring rule leaves it to a
person. Source: XInclude 1.0.
"""

import copy
import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.archive import Archive
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.qti.cdata import with_markup
from examserver.importers.qti.names import XINCLUDE, normalise
from examserver.importers.xml_file import parse_xml

MAX_XML_BYTES = 20 * 2**20
_DEEPEST_INCLUDE = 4
_MOST_INCLUDES = 50
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")


class Documents:
    """Reads the documents of one package. Owns nothing but the package."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def read(self, name: str) -> etree._Element:
        """A new tree of the document; raises QuestionRefusedError with the code of what is wrong."""
        root = self._parsed(name, name)
        self._take_in(root, name, (name,))
        return root

    def _parsed(self, name: str, asked_for: str) -> etree._Element:
        """The tree alone; what is wrong names the document where it was not the one asked for."""
        data = self.archive.read(name)
        if len(data) > MAX_XML_BYTES:
            raise QuestionRefusedError(
                "XML_TOO_LARGE", f"“{name}” has more than {MAX_XML_BYTES // 2**20} MB of XML."
            )
        try:
            return with_markup(normalise(parse_xml(data, keep_cdata=True)))
        except PaperFileError as error:
            called = "" if name == asked_for else f"“{name}”: "
            raise QuestionRefusedError(error.code, f"{called}{error.title} {error.advice}") from error

    def _take_in(self, root: etree._Element, name: str, trail: tuple[str, ...]) -> None:
        """Put what `xi:include` asks for into its place."""
        wanted = list(root.iter(XINCLUDE))
        if len(wanted) > _MOST_INCLUDES or (wanted and len(trail) > _DEEPEST_INCLUDE):
            raise QuestionRefusedError("XML_XINCLUDE", f"“{name}” takes in more documents than is allowed.")
        for include in wanted:
            try:
                target = self._included(include, name)
            except QuestionRefusedError:
                if next(include.iterancestors("responseProcessing"), None) is None:
                    raise
                continue  # the question is whole without its rule: left in place, it is a rule nobody knows
            if target in trail:
                raise QuestionRefusedError("XML_XINCLUDE", f"“{name}” takes in itself by way of “{target}”.")
            part = self._parsed(target, trail[0])
            _move_references(part, target, name)
            self._take_in(part, target, (*trail, target))
            _put_in_place_of(include, part)

    def _included(self, include: etree._Element, name: str) -> str:
        href = include.get("href") or ""
        if include.get("parse", "xml") != "xml" or include.get("xpointer"):
            raise QuestionRefusedError(
                "XML_XINCLUDE", f"“{name}” takes in a part of “{href}”, not the whole."
            )
        try:
            return self.member(name, href)
        except QuestionRefusedError as refused:
            raise QuestionRefusedError(
                "XML_XINCLUDE", f"It takes in “{href}”. {refused.sentence}"
            ) from refused

    def member(self, base: str, href: str) -> str:
        """The name of the member that a reference in the document `base` leads to."""
        name = resolved(base, href)
        if not self.archive.has(name):
            raise QuestionRefusedError("PKG_MISSING_FILE", f"The file “{name}” is not in the package.")
        return name


def resolved(base: str, href: str) -> str:
    """The path in the package that `href` in the document `base` means; raises QuestionRefusedError."""
    plain = unquote(href.strip()).partition("#")[0]
    if not plain or _ELSEWHERE.match(plain) or plain.startswith("/") or "\\" in plain:
        raise QuestionRefusedError(
            "PKG_BAD_HREF", f"The reference “{href.strip()[:80]}” leads to no file of the package."
        )
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), plain))
    if name.startswith("..") or name in (".", ""):
        raise QuestionRefusedError("PKG_BAD_HREF", f"The reference “{href[:80]}” leads out of the package.")
    return name


def _move_references(part: etree._Element, source: str, target: str) -> None:
    """References in what was taken in are relative to its own file; make them relative to the new one."""
    start = posixpath.dirname(target) or "."
    for element in part.iter(etree.Element):
        for attribute in ("src", "href", "data"):
            value = element.get(attribute)
            if not value or _ELSEWHERE.match(value) or value.startswith(("/", "#")):
                continue
            moved = posixpath.normpath(posixpath.join(posixpath.dirname(source), value))
            element.set(attribute, posixpath.relpath(moved, start))


def _put_in_place_of(include: etree._Element, part: etree._Element) -> None:
    parent = include.getparent()
    if parent is None:
        raise QuestionRefusedError("XML_XINCLUDE", "The document is nothing but an inclusion.")
    new = copy.deepcopy(part)
    new.tail = include.tail
    parent.replace(include, new)
