"""From the root of an item to the author's question: its text, what it asks, and what answers are worth.

Rule: what cannot be carried refuses the item by name; scoring that is not proved is a person's.
"""

from collections.abc import Callable, Sequence
from html import escape

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    AccompaniedItem,
    ByHandItem,
    CompositeItem,
    InfoItem,
    Item,
    PlainItem,
)
from examserver.importers.qti.asked import Asked
from examserver.importers.qti.choosing import read_choice, read_hottext
from examserver.importers.qti.connecting import read_associate, read_match
from examserver.importers.qti.gap_matching import read_gap_match
from examserver.importers.qti.html_writer import HtmlWriter
from examserver.importers.qti.item_composite import Stretch, composite, sounds_in
from examserver.importers.qti.item_parts import Parts
from examserver.importers.qti.item_scoring import ItemScoring
from examserver.importers.qti.item_source import ItemSource, flag
from examserver.importers.qti.ordering import read_order
from examserver.importers.qti.pieces import plain_html, says_nothing
from examserver.importers.qti.stimuli import materials_of, passage_of
from examserver.importers.qti.typing_in import read_extended_text, read_gap, read_slider, read_upload
from examserver.importers.rich_tree import GAP_MARK

_READERS: dict[str, Callable[[etree._Element, ItemSource], Asked]] = {
    "choiceInteraction": read_choice,
    "hottextInteraction": read_hottext,
    "matchInteraction": read_match,
    "associateInteraction": read_associate,
    "gapMatchInteraction": read_gap_match,
    "orderInteraction": read_order,
    "extendedTextInteraction": read_extended_text,
    "uploadInteraction": read_upload,
    "sliderInteraction": read_slider,
}


def read_item(source: ItemSource) -> Item:
    """The question of an item; raises QuestionRefusedError where it cannot be carried."""
    _refuse_programs(source.root)
    body = source.root.find("itemBody")
    if body is None:
        raise QuestionRefusedError("ITEM_WITHOUT_BODY", "It has no body, only a key.")
    writer = source.writer()
    writer.write(body)
    _refuse_a_key_alone(source, writer)
    _title_for_text(source, writer)
    blocks = [_READERS[str(element.tag)](element, source) for element in writer.blocks]
    stretches = [
        Stretch(piece, tuple(read_gap(gap, source) for gap in piece.gaps), block)
        for piece, block in zip(writer.pieces, [*blocks, None], strict=True)
    ]
    question = _question(stretches, source, writer.rubric)
    sounds = sounds_in(stretches if not isinstance(question, CompositeItem) else stretches[:1], source)
    materials = (*materials_of(source), *(passage_of(one, source) for one in writer.passages))
    return AccompaniedItem(question, materials, sounds) if materials or sounds else question


def _title_for_text(source: ItemSource, writer: HtmlWriter) -> None:
    """An item without a word of its own is told by its title, which any candidate may see (QTI 2.2, 5.1)."""
    title = (source.root.get("title") or "").strip()
    prompts = (one for block in writer.blocks for one in block.iter("prompt"))
    asks = [piece.html for piece in writer.pieces] + [plain_html(prompt) for prompt in prompts]
    in_text = any(block.tag in ("gapMatchInteraction", "hottextInteraction") for block in writer.blocks)
    if title and not in_text and says_nothing(GAP_MARK.sub("", "".join(asks))):
        writer.pieces[0].parts.insert(0, f"<p>{escape(title, quote=False)}</p>")
        source.texts.note("TITLE_AS_TEXT", "It has no text of its own; its title is shown.")


def _refuse_a_key_alone(source: ItemSource, writer: HtmlWriter) -> None:
    """An empty body beside a key is for a scoring program; its title would be a page about nothing."""
    pieces = writer.pieces
    shows = any(not says_nothing(piece.html) or piece.gaps or piece.sounds for piece in pieces)
    if shows or writer.blocks or writer.passages or source.root.find("responseDeclaration") is None:
        return
    raise QuestionRefusedError("ITEM_WITHOUT_BODY", "Its body is empty: it is only a key.")


def _refuse_programs(root: etree._Element) -> None:
    if flag(root.get("adaptive")):
        raise QuestionRefusedError("TYPE_UNSUPPORTED", "It is adaptive: it changes with the answers.")
    if root.find("templateProcessing") is not None or root.find("templateDeclaration") is not None:
        raise QuestionRefusedError("TYPE_UNSUPPORTED", "It is made from a template with random values.")


def _question(
    stretches: Sequence[Stretch], source: ItemSource, rubric: Sequence[str]
) -> PlainItem | ByHandItem | CompositeItem:
    asked = [one for stretch in stretches for one in stretch.asked]
    if not asked:
        if source.root.find("responseDeclaration") is not None:
            source.texts.note("ASKS_NOTHING", "It has a key but nothing to answer: it is a page to read.")
        return InfoItem(source.texts.rich(source.files.text(stretches[0].piece.html)))
    may_step = len(asked) > 1 and all(len(stretch.gaps) < 2 for stretch in stretches)
    scoring = ItemScoring(source, asked, rubric, may_step=may_step)
    parts = Parts(source, scoring)
    first = stretches[0]
    if len(stretches) == 1:
        return parts.gapped(first.piece.html, first.gaps)
    if len(asked) == 1 and first.block is not None:
        return parts.block(first.piece.html, first.block, stretches[1].piece.html)
    return composite(stretches, parts, scoring, source)
