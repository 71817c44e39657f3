"""Reading the fields of one question of Moodle XML: texts with their files, flags, numbers."""

from dataclasses import dataclass

from lxml import etree

from examserver.importers.author_text import AuthorText, TextFormat, text_format
from examserver.importers.picture_sources import file_name
from examserver.importers.text_file import without_noncharacters

_TRUE_WORDS = frozenset({"1", "true", "yes"})


@dataclass(frozen=True, slots=True)
class Fields:
    """An element whose children are fields. The default format is that of the question's own text."""

    element: etree._Element
    default_format: TextFormat = TextFormat.HTML

    def word(self, name: str, default: str = "") -> str:
        """The text directly in a field."""
        found = self.element.find(name)
        return (found.text or "").strip() if found is not None else default

    def flag(self, name: str, *, default: bool) -> bool:
        """Whether a field says true; the default where there is none, or nothing in it."""
        word = self.word(name)
        return word.casefold() in _TRUE_WORDS if word else default

    def whole(self, name: str, default: int = 0, digits: int = 4) -> int:
        """A whole number of at most so many digits; the default where there is none."""
        word = self.word(name)
        return int(word) if word.isascii() and word.isdigit() and len(word) <= digits else default

    def text(self, name: str) -> AuthorText:
        """The text of a field with the files beside it; empty where there is none."""
        found = self.element.find(name)
        return AuthorText("") if found is None else self.own_text(found)

    def own_text(self, element: etree._Element) -> AuthorText:
        """The `<text>` in an element, with the `<file>`s there and those of the whole question."""
        files = _files(self.element) | _files(element)
        return AuthorText(words_of(element), text_format(element.get("format"), self.default_format), files)


def words_of(element: etree._Element) -> str:
    """The `<text>` in an element as it stands, outer white space cut; tags that nobody escaped stay tags."""
    found = element.find("text")
    if found is None:
        return ""
    tags = (etree.tostring(child, encoding="unicode") for child in found)
    return without_noncharacters(f"{found.text or ''}{''.join(tags)}").strip()


def _files(element: etree._Element) -> dict[str, str]:
    """The embedded files, full name to base64; of two with one name the first counts, as in Moodle."""
    files: dict[str, str] = {}
    for file in element.findall("file"):
        name = file_name(f"{file.get('path') or '/'}{file.get('name') or ''}")
        files.setdefault(name, file.text or "")
    return files
