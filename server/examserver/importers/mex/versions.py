"""Which version of an exam is taken: its language, and its kind (normal, for the hearing impaired ..).

Rule: one file may hold several; what belongs to another version than the chosen one is taken out before
anything is read. A file that was mastered for candidates holds one alone.
"""

from dataclasses import dataclass

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.mex.names import EXAM, child, children, name_of, words

NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Version:
    """A language as a BCP 47 tag (`fi-FI`), and a kind of exam (`normal`)."""

    language: str
    kind: str = NORMAL


def versions_of(exam: etree._Element) -> list[Version]:
    """All versions in the order of the file; at least one."""
    listed = child(exam, "exam-versions")
    if listed is not None:
        found = [_version(one) for one in children(listed, "exam-version")]
    else:
        languages = child(exam, "languages")
        found = (
            [Version(words(one)) for one in children(languages, "language")] if languages is not None else []
        )
    own = exam.get("exam-lang") or ""
    return found or [Version(own, exam.get("exam-type") or NORMAL)]


def choose_version(exam: etree._Element, language: str = "") -> Version:
    """The first normal version, or that of the language; raises PaperFileError where there is none.

    `language` may be short: `sv` finds `sv-FI`.
    """
    versions = versions_of(exam)
    fitting = [one for one in versions if not language or _speaks(one.language, language)]
    if not fitting:
        known = ", ".join(sorted({one.language for one in versions}))
        raise PaperFileError(
            f"The exam has no version in the language “{language}”.",
            f"Choose one of these with --language: {known}.",
            code="LANGUAGE_UNKNOWN",
        )
    return next((one for one in fitting if one.kind == NORMAL), fitting[0])


def keep_only(exam: etree._Element, version: Version) -> None:
    """Take out of the tree what belongs to other versions."""
    for element in list(exam.iterdescendants()):
        if not _belongs(element, version):
            _remove(element)


def _version(element: etree._Element) -> Version:
    return Version(element.get("lang") or "", element.get("exam-type") or NORMAL)


def _speaks(language: str, wanted: str) -> bool:
    return language.casefold() == wanted.casefold() or language.casefold().startswith(f"{wanted.casefold()}-")


def _belongs(element: etree._Element, version: Version) -> bool:
    kinds = (element.get("exam-type") or "").split()
    if kinds and version.kind not in kinds:
        return False
    is_localization = name_of(element) in ("localization", "exam-title") or element.tag == f"{EXAM}image"
    language = element.get("lang") if is_localization else None
    return not language or _speaks(language, version.language) or _speaks(version.language, language)


def _remove(element: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
