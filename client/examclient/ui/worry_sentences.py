"""What a worry about saving means to the candidate, and what to do.

Rule: it says first what is true of the answers. None of them stops anybody from going on.
"""

from examclient.domain.worries import Worry
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, spoken, translated

WORRIES: dict[Worry, Sentence] = {
    Worry.SECOND_PLACE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine now saves in a second place. Your answers are safe."),
        QT_TRANSLATE_NOOP("Sentences", "Go on, and raise your hand."),
    ),
    Worry.BALLAST_GONE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The disk of this machine is full; your answers are still saved."),
        QT_TRANSLATE_NOOP("Sentences", "Go on, and raise your hand now."),
    ),
    Worry.LITTLE_ROOM: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "The disk of this machine has little room left; answers are saved all the same."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Please tell the proctor."),
    ),
    Worry.DAMAGED: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "The record on this machine was damaged; what could be read of it is here."
        ),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please check your last answers, and raise your hand if one is missing."
        ),
    ),
    Worry.LOCKED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "A record on this machine cannot be opened here; it is kept."),
        QT_TRANSLATE_NOOP("Sentences", "Please check your answers, and raise your hand if some are missing."),
    ),
    Worry.LOG_CUT: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "This machine stopped in the middle of saving and goes on from there."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Please check your last answer."),
    ),
}

SECOND_COPY = QT_TRANSLATE_NOOP("Sentences", "The second copy elsewhere cannot be written at the moment.")


def sentence_of_worry(worry: Worry) -> Sentence:
    """What the quiet bar says."""
    return spoken(WORRIES[worry])


def word_for_the_staff(worries: frozenset[Worry]) -> str:
    """What whoever looks closer finds at the first light, `""` for nothing."""
    return translated(SECOND_COPY) if Worry.MIRROR in worries else ""
