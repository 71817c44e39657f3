"""One item of a package, found and not yet read, and what its section shows beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import AccompaniedItem, Item, MaterialItem
from examserver.importers.qti.documents import Documents
from examserver.importers.qti.element_names import is_interaction
from examserver.importers.qti.html_writer import HtmlWriter
from examserver.importers.qti.item_reader import read_item
from examserver.importers.qti.item_source import ItemSource
from examserver.importers.qti.package_files import FilesBeside
from examserver.importers.qti.sound_uses import read_sounds
from examserver.importers.qti.weights import weighted
from examserver.importers.question_texts import QuestionTexts


class QtiQuestion:
    """An item by its file. `called` is its identifier until it is read; `passages` are its section's."""

    def __init__(
        self,
        documents: Documents,
        file: str,
        called: str = "",
        weight: Decimal = Decimal(1),
        passages: Sequence["SectionPassage"] = (),
    ) -> None:
        self._documents = documents
        self.file = file
        self._called = called
        self._kinds = ""
        self._weight = weight
        self._passages = passages

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
        item = item if self._weight == 1 else weighted(item, self._weight)
        return self._with_passages(item, texts)

    def _with_passages(self, item: Item, texts: QuestionTexts) -> Item:
        if not self._passages:
            return item
        materials = tuple(one.material(self._documents, texts) for one in self._passages)
        if isinstance(item, AccompaniedItem):
            return replace(item, materials=(*materials, *item.materials))
        return AccompaniedItem(item, materials)


@dataclass(frozen=True, slots=True)
class SectionPassage:
    """What a section tells its candidates beside each of its questions. `key` is its own in the package."""

    key: str
    title: str
    file: str
    block: etree._Element

    def material(self, documents: Documents, texts: QuestionTexts) -> MaterialItem:
        """It as a material; raises QuestionRefusedError."""
        files = FilesBeside(documents, self.file)
        writer = HtmlWriter(files, texts)
        writer.write(self.block)
        piece = writer.pieces[0]
        if writer.blocks or piece.gaps:
            raise QuestionRefusedError(
                "TYPE_UNSUPPORTED", "Its section's instructions ask something themselves."
            )
        sounds = read_sounds(piece.sounds, files, texts)
        return MaterialItem(self.key, self.title, texts.rich(files.text(piece.html)), sounds)
