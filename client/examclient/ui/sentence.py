"""A sentence for a person, and the marks by which Qt's translation tools find its words."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is true, and what to do (may be empty)."""

    title: str
    advice: str = ""

    @property
    def whole(self) -> str:
        """Both in one line."""
        return in_one_line(self.title, self.advice)


def QT_TRANSLATE_NOOP(_context: str, words: str) -> str:
    """Marks words for Qt's translation tools, which look for this name; PySide's own forgets the type."""
    return words


def spoken(sentence: Sentence) -> Sentence:
    """A sentence of the tables, in the language of the screen."""
    return Sentence(translated(sentence.title), translated(sentence.advice))


def translated(words: str) -> str:
    """Words that were marked, in the language of the screen."""
    return QCoreApplication.translate("Sentences", words) if words else ""


def in_one_line(*sentences: str) -> str:
    """Several sentences after each other; Chinese ones stand without a space between them."""
    return " ".join(sentence for sentence in sentences if sentence).replace("。 ", "。")
