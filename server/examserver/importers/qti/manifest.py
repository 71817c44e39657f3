"""The manifest of a content package: which of its files are items and which are tests.

Rule: a manifest that names what is not there, or leads out, refuses the whole package. Source: IMS Content
Packaging 1.1 to 1.2, and QTI's packaging of it.
"""

import posixpath
from dataclasses import dataclass

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.archive import Archive
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.notes import Note
from examserver.importers.qti.documents import Documents

MANIFEST = "imsmanifest.xml"
_ITEM, _TEST = ("imsqti_item_", "imsqti_apipitem_"), ("imsqti_test_", "imsqti_assessment_")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The items and tests of a package by the names of their files, in the order of the manifest."""

    items: tuple[str, ...]
    tests: tuple[str, ...]
    notes: tuple[Note, ...] = ()


def manifest_name(archive: Archive) -> str | None:
    """The name of the manifest; None without one. Only the outermost counts."""
    found = [name for name in archive.names() if posixpath.basename(name).casefold() == MANIFEST]
    return min(found, key=lambda name: name.count("/"), default=None)


def read_manifest(documents: Documents, name: str) -> Manifest:
    """Read a manifest; raises PaperFileError with the code of what is wrong (`PKG_...`)."""
    try:
        root = documents.read(name)
        if root.tag != "manifest":
            raise QuestionRefusedError("PKG_BAD_MANIFEST", f"“{name}” is a <{root.tag}>, no manifest.")
        named = [(one, _file_of(one, documents, name)) for one in root.iter("resource") if _kind(one)]
    except QuestionRefusedError as refused:
        raise PaperFileError(
            f"Its manifest “{name}” cannot be used: {refused.sentence}",
            "Export the package again.",
            refused.code,
        ) from refused
    _check_identifiers(root)
    return Manifest(
        items=tuple(file for resource, file in named if _kind(resource) == "item"),
        tests=tuple(file for resource, file in named if _kind(resource) == "test"),
        notes=_notes(documents.archive, name),
    )


def _kind(resource: etree._Element) -> str:
    told = (resource.get("type") or "").strip().casefold()
    if told.startswith(_ITEM):
        return "item"
    return "test" if told.startswith(_TEST) and "metadata" not in told else ""


def _file_of(resource: etree._Element, documents: Documents, manifest: str) -> str:
    href = resource.get("href") or next((one.get("href", "") for one in resource.iterchildren("file")), "")
    try:
        return documents.member(manifest, href)
    except QuestionRefusedError as refused:
        called = resource.get("identifier") or ""
        raise QuestionRefusedError(refused.code, f"The resource “{called}”: {refused.sentence}") from refused


def _check_identifiers(root: etree._Element) -> None:
    names = [one.get("identifier") for one in root.iter("resource") if _kind(one)]
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise PaperFileError(
            f"The manifest names two resources “{twice}”.", "Export the package again.", "PKG_BAD_MANIFEST"
        )


def _notes(archive: Archive, name: str) -> tuple[Note, ...]:
    if "/" not in name:
        return archive.notes
    folder = posixpath.dirname(name)
    return (*archive.notes, Note("PKG_SUBFOLDER", f"The package lies in its folder “{folder}”."))
