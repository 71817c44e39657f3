"""The texts of one question on their way into the paper: what comes with them is collected here.

Rule: what a refused question brought along never reaches the paper; each question has its own collection.
"""

import hashlib
import re

from examprotocol.richtext import plain_text
from examserver.importers.author_text import AuthorText, TextFormat, as_html
from examserver.importers.collected import Collected
from examserver.importers.draft import Sound
from examserver.importers.drawings_in_texts import with_drawings_as_pictures
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.formula_shelf import FormulaShelf, without_mathml
from examserver.importers.notes import Note
from examserver.importers.picture_sources import embedded_bytes, embedded_name
from examserver.importers.pictures import read_picture
from examserver.importers.rich_html import RichText, to_rich

_PICTURE = re.compile(r'<img src="(?!formula:)')
_DATA_URI = re.compile(r"data:[^\s\"'<>]*")
_MOST_TEXTS, _MOST_SIGNS = 500, 200_000
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p[ >]).)*)</p>", re.DOTALL)


class QuestionTexts:
    """Turns one question's texts into rich text. Owns what comes with them, and the notes."""

    def __init__(self) -> None:
        self.collected = Collected()
        self.notes: dict[Note, None] = {}
        self._texts = self._signs = 0

    def note(self, code: str, sentence: str) -> None:
        """Keep something to tell the person who imports; the question comes in all the same."""
        self.notes[Note(code, sentence)] = None

    def rich(self, text: AuthorText) -> str:
        """The text as rich text; raises QuestionRefusedError."""
        self._count(text)
        by_hand = text.format in (TextFormat.MOODLE, TextFormat.MARKDOWN)
        found = self._read(text, text.format, by_hand=by_hand)
        if by_hand and text.text.strip() and is_blank(found.rich):
            found = self._read(text, TextFormat.PLAIN)
        self._take_notes(found)
        return found.rich

    def _read(self, text: AuthorText, text_format: TextFormat, *, by_hand: bool = False) -> RichText:
        shelf = FormulaShelf(self.note)
        written = text.text if text_format is TextFormat.PLAIN else with_drawings_as_pictures(text.text)
        html = as_html(shelf.with_marks(written, text_format), text_format)
        formulas = shelf.alternatives()
        found = to_rich(html, lambda source: self._asset_of(source, text), by_hand=by_hand, formulas=formulas)
        self.collected.add(shelf.shown_in(found.rich))
        return found

    def rich_line(self, text: AuthorText) -> str:
        """The same for a choice: one paragraph alone stands without its `<p>`."""
        rich = self.rich(text)
        alone = _ONE_PARAGRAPH.fullmatch(rich)
        return alone.group(1) if alone else rich

    def words(self, text: AuthorText) -> str:
        """The text without any mark-up, for places that hold plain text; pictures are refused."""
        rich = self.rich(text)
        if '<img src="formula:' in rich:
            self.note("FORMULA_AS_TEXT", "A formula in a list to choose from is written in one line.")
        if _PICTURE.search(rich):
            raise QuestionRefusedError(
                "TYPE_UNSUPPORTED", "A picture stands where only plain text can be shown."
            )
        return " ".join(plain_text(rich).split())

    def sound(self, sound: Sound) -> str:
        """Keep a sound that was read already; gives back its id, for a SoundItem."""
        asset_id = hashlib.sha256(sound.data).hexdigest()
        self.collected.sounds[asset_id] = sound
        return asset_id

    def _count(self, text: AuthorText) -> None:
        """Keep one question from taking minutes."""
        self._texts += 1
        self._signs += len(_DATA_URI.sub("", text.text))
        if self._texts > _MOST_TEXTS or self._signs > _MOST_SIGNS:
            raise QuestionRefusedError(
                "QUESTION_TOO_LARGE", "It has more text or choices than a question can."
            )

    def _take_notes(self, found: RichText) -> None:
        self.notes |= dict.fromkeys(sorted(found.notes))
        for link in found.links:
            if name := embedded_name(link):
                raise QuestionRefusedError(
                    "MEDIA_TYPE", f"It links to the file “{name}”, which no exam can open."
                )
            self.note("LINK_REMOVED", "A link was removed; its words are still there.")

    def _asset_of(self, source: str, text: AuthorText) -> str:
        name = embedded_name(source)
        called = f"“{name}”" if name else "in its text"
        read = read_picture(embedded_bytes(source, text.files), called)
        if read.was_animated:
            self.note("MEDIA_ANIMATED", f"The picture {called} moves; its first frame is shown.")
        if read.removed:
            self.note(
                "MEDIA_ACTIVE", f"From the drawing {called} this was removed: {', '.join(read.removed)}."
            )
        asset_id = hashlib.sha256(read.picture.data).hexdigest()
        self.collected.pictures[asset_id] = read.picture
        return asset_id


def rubric(text: AuthorText) -> str:
    """A text for the scorer as rich text: its pictures are left out, so that none gets into the paper."""
    html = without_mathml(as_html(text.text, text.format))
    html = re.sub(r"<(?:img|audio|video|svg|math)\b[^>]*>", " ", html, flags=re.I)
    return to_rich(html, lambda _: "").rich


def is_blank(rich: str) -> bool:
    """Whether there is nothing to see: no word, no picture, no gap."""
    return "<img " not in rich and not plain_text(rich).strip()
