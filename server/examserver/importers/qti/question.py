"""One item of a package, found and not yet read, and a page of instructions that a test has."""

from decimal import Decimal

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import InfoItem, Item
from examserver.importers.qti.documents import Documents
from examserver.importers.qti.element_names import is_interaction
from examserver.importers.qti.html_writer import HtmlWriter
from examserver.importers.qti.item_reader import read_item
from examserver.importers.qti.item_source import ItemSource
from examserver.importers.qti.package_files import FilesBeside
from examserver.importers.qti.weights import weighted
from examserver.importers.question_texts import QuestionTexts


class QtiQuestion:
    """An item by its file. `called` is its identifier as far as it is known before it is read."""

    def __init__(
        self, documents: Documents, file: str, called: str = "", weight: Decimal = Decimal(1)
    ) -> None:
        self._documents = documents
        self.file = file
        self._called = called
        self._kinds = ""
        self._weight = weight

    @property
    def place(self) -> str:
        """File, identifier, and once it was read what it asks."""
        kinds = f" ({self._kinds})" if self._kinds else ""
        return f"“{self.file}”, item “{self._called}”{kinds}" if self._called else f"“{self.file}”{kinds}"

    def read(self, texts: QuestionTexts) -> Item:
        """Read the item; raises QuestionRefusedError."""
        root = self._documents.read(self._documents.member("", self.file))
        if root.tag != "assessmentItem":
            raise QuestionRefusedError("QTI_SYNTAX", f"It is a <{root.tag}>, no item.")
        self._called = root.get("identifier") or self._called
        kinds = (str(one.tag) for one in root.iter(etree.Element) if is_interaction(str(one.tag)))
        self._kinds = ", ".join(dict.fromkeys(kinds))
        item = read_item(ItemSource(root, FilesBeside(self._documents, self.file), texts))
        return item if self._weight == 1 else weighted(item, self._weight)


class QtiInstructions:
    """What a test says to its candidates in more than words: a page of its own."""

    def __init__(self, documents: Documents, file: str, block: etree._Element, section: str) -> None:
        self._documents = documents
        self._file = file
        self._block = block
        self._section = section

    @property
    def place(self) -> str:
        """The file, and the section."""
        return f"“{self._file}”, instructions of “{self._section}”"

    def read(self, texts: QuestionTexts) -> Item:
        """Read the page; raises QuestionRefusedError."""
        return InfoItem(instructions_of(self._block, FilesBeside(self._documents, self._file), texts))


def instructions_of(block: etree._Element, files: FilesBeside, texts: QuestionTexts) -> str:
    """A rubric block as rich text; raises QuestionRefusedError."""
    writer = HtmlWriter(files, texts)
    writer.write(block)
    if writer.blocks or writer.pieces[0].gaps or writer.pieces[0].sounds:
        raise QuestionRefusedError(
            "TYPE_UNSUPPORTED", "Instructions that ask or play something are not taken."
        )
    return texts.rich(files.text(writer.pieces[0].html))
