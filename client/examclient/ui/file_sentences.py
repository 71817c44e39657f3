"""What is said where a file of a candidate could not be kept; the error carries the words."""

from examclient.errors import FILE_WORDS
from examclient.ui.sentence import QT_TRANSLATE_NOOP

WORDS = (
    QT_TRANSLATE_NOOP("Sentences", "The file cannot be read."),
    QT_TRANSLATE_NOOP("Sentences", "Please choose it again, or raise your hand."),
    QT_TRANSLATE_NOOP("Sentences", "The file is too large for this question."),
    QT_TRANSLATE_NOOP("Sentences", "Please make it smaller, or choose another one."),
    QT_TRANSLATE_NOOP("Sentences", "The file could not be saved on this machine."),
    QT_TRANSLATE_NOOP("Sentences", "Please choose it again. If it stays so, raise your hand."),
)
"""Marked for the translation; a test holds them against the words of the errors."""

assert set(WORDS) == {words for pair in FILE_WORDS.values() for words in pair}, "each has a translation"
