"""Passages that several items share: assessmentStimulusRef, or a page that an item shows inside itself.

Rule: a passage is in the paper once, by its own file. Source: QTI 3.0, `qti-assessment-stimulus`.
"""

import re
from html import escape, unescape

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import MaterialItem
from examserver.importers.qti.html_writer import HtmlWriter
from examserver.importers.qti.item_source import ItemSource
from examserver.importers.qti.package_files import FilesBeside
from examserver.importers.qti.sound_uses import read_sounds
from examserver.importers.text_file import text_of

_SOURCE = re.compile(r"""(<img\b[^<>]*?\bsrc\s*=\s*)(["'])([^"'<>]*)\2""", re.IGNORECASE)


def materials_of(source: ItemSource) -> tuple[MaterialItem, ...]:
    """The passages that an item names; raises QuestionRefusedError where one is missing."""
    return tuple(_material(one, source) for one in source.root.iter("assessmentStimulusRef"))


def passage_of(reference: str, source: ItemSource) -> MaterialItem:
    """A page of the package as a passage; raises QuestionRefusedError where it is missing."""
    name = source.files.path(reference)
    try:
        html = text_of(source.files.read(reference, "The passage"))
    except PaperFileError as error:
        raise QuestionRefusedError(error.code, f"“{name}”: {error.title}") from error
    files = FilesBeside(source.files.documents, name)

    def own(found: re.Match[str]) -> str:
        return f'{found.group(1)}"{escape(files.source(unescape(found.group(3))))}"'

    return MaterialItem(name, "", source.texts.rich(files.text(_SOURCE.sub(own, html))))


def _material(reference: etree._Element, source: ItemSource) -> MaterialItem:
    documents = source.files.documents
    name = documents.member(source.files.document, reference.get("href") or "")
    root = documents.read(name)
    body = root.find("stimulusBody")
    if body is None:
        raise QuestionRefusedError("QTI_SYNTAX", f"The passage “{name}” has no body.")
    files = FilesBeside(documents, name)
    writer = HtmlWriter(files, source.texts)
    writer.write(body)
    piece = writer.pieces[0]
    if writer.blocks or piece.gaps:
        raise QuestionRefusedError("TYPE_UNSUPPORTED", f"The passage “{name}” asks something itself.")
    title = (root.get("title") or "").strip()
    return MaterialItem(
        name, title, source.texts.rich(files.text(piece.html)), read_sounds(piece.sounds, files, source.texts)
    )
