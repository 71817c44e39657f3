"""QTI 2.1, 2.2 and 3.0: content packages, folders of items, and single files.

Rule: a broken manifest or test refuses the whole; a bad item is named and the rest comes in. Source: QTI 2.2
and 3.0, and IMS Content Packaging.
"""

import posixpath
from pathlib import Path

from examserver.errors import PaperFileError
from examserver.importers.archive import Archive, BytesMember, with_folder
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import PaperStart, RawQuestion, SectionStart
from examserver.importers.notes import Note
from examserver.importers.qti.assessment import Assessment, RefusedItem
from examserver.importers.qti.documents import Documents
from examserver.importers.qti.manifest import Manifest, manifest_name, read_manifest
from examserver.importers.qti.names import root_kind
from examserver.importers.qti.question import QtiQuestion
from examserver.importers.xml_file import root_name

Found = list[RawQuestion | SectionStart | PaperStart]

_ROOTS = ("assessmentItem", "assessmentTest")


def has_qti_root(data: bytes) -> bool:
    """Whether the bytes are a QTI item or test, as far as the root tells."""
    try:
        return root_kind(root_name(data) or "") in _ROOTS
    except PaperFileError:
        return any(mark in data.replace(b"\0", b"") for mark in (b"assessmentItem", b"qti-assessment-"))


def is_qti_package(archive: Archive) -> bool:
    """Whether the package has a manifest, or is a folder that may hold items."""
    return manifest_name(archive) is not None or (
        archive.is_folder and any(name.casefold().endswith(".xml") for name in archive.names())
    )


def qti_package_questions(archive: Archive) -> Found:
    """The questions of a package; raises PaperFileError."""
    documents = Documents(archive)
    name = manifest_name(archive)
    manifest = read_manifest(documents, name) if name else _without_manifest(documents)
    return _found(documents, manifest)


def qti_file_questions(data: bytes) -> Found:
    """The question of a single item, or those of a single test; raises PaperFileError."""
    name = "item.xml"
    return _of_one(Documents(Archive({name: BytesMember(name, data)})), name, data)


def qti_path_questions(path: Path) -> Found:
    """The same with what lies beside the file in its folder."""
    archive = with_folder(path)
    return _of_one(Documents(archive), path.name, archive.read(path.name))


def _of_one(documents: Documents, name: str, data: bytes) -> Found:
    is_test = root_kind(root_name(data) or "") == "assessmentTest"
    return _found(documents, Manifest((), (name,)) if is_test else Manifest((name,), ()))


def _found(documents: Documents, manifest: Manifest) -> Found:
    """The tests one after the other, or without one the items in the order of the manifest."""
    found: Found = []
    notes = list(manifest.notes)
    for test in manifest.tests:
        try:
            found += Assessment(documents, test).found()
        except QuestionRefusedError as refused:
            raise PaperFileError(
                f"The test “{test}”: {refused.sentence}", "Export it again.", refused.code
            ) from refused
    if len(manifest.tests) > 1:
        notes.append(Note("PKG_SEVERAL_TESTS", "It has several tests; they follow one another in the paper."))
    if not manifest.tests:
        found = [QtiQuestion(documents, item) for item in manifest.items]
    starts = [one for one in found if isinstance(one, PaperStart)]
    left = _in_no_test(manifest, found)
    notes += [note for start in starts for note in start.notes] + left
    told = starts[0] if len(starts) == 1 else PaperStart()
    start = PaperStart(told.title, told.language, notes=tuple(dict.fromkeys(notes)))
    return [start, *(one for one in found if not isinstance(one, PaperStart))]


def _in_no_test(manifest: Manifest, found: Found) -> list[Note]:
    used = {one.file for one in found if isinstance(one, QtiQuestion | RefusedItem)}
    left = [item for item in manifest.items if item not in used]
    if not left:
        return []
    shown = ", ".join(f"“{item}”" for item in left[:5]) + (" and more" if len(left) > 5 else "")
    return [Note("PKG_ITEM_UNUSED", f"{len(left)} of its items are in no test and left out: {shown}.")]


def _without_manifest(documents: Documents) -> Manifest:
    """A folder as somebody put it together: its tests, else its items by name."""
    kinds: dict[str, str] = {}
    for name in documents.archive.names():
        if posixpath.splitext(name)[1].casefold() != ".xml":
            continue
        try:
            kinds[name] = root_kind(root_name(documents.archive.read(name)) or "")
        except PaperFileError:
            kinds[name] = "assessmentItem"
    items = tuple(sorted(name for name, kind in kinds.items() if kind == "assessmentItem"))
    tests = tuple(sorted(name for name, kind in kinds.items() if kind == "assessmentTest"))
    if not items and not tests:
        raise PaperFileError(
            "The folder has neither a manifest nor a question.", "Choose another one.", code="PKG_NO_MANIFEST"
        )
    note = Note(
        "PKG_NO_MANIFEST", "The folder has no manifest; its files are taken in the order of their names."
    )
    return Manifest(items, tests, (note,))
