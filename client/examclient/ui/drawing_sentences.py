"""How the windows are drawn, in one line for the page that shows this machine's state.

Rule: it says first that everything works, since drawing in software is no fault, then what an admin can do.
"""

from examclient.domain.drawing_trial import Drawing, Why
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, spoken

TRY_AGAIN = QT_TRANSLATE_NOOP(
    "Sentences", "Exams work as usual. To try it again, change [OpenGL] Level, for example from 2 to 3."
)
AS_USUAL = QT_TRANSLATE_NOOP("Sentences", "Exams work as usual.")

BY_LEVEL = (
    Sentence(QT_TRANSLATE_NOOP("Sentences", "Everything is drawn in software.")),
    Sentence(QT_TRANSLATE_NOOP("Sentences", "Windows are drawn in software, videos by the graphics device.")),
    Sentence(QT_TRANSLATE_NOOP("Sentences", "Windows are drawn by the graphics device.")),
)

STEPPED_IN: dict[Why, Sentence] = {
    Why.CRASHED: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Graphics acceleration is off: with it, the program ended before its window was there.",
        ),
        TRY_AGAIN,
    ),
    Why.BLANK: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Graphics acceleration is off: with it, the window stayed blank."),
        TRY_AGAIN,
    ),
    Why.NO_DEVICE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Graphics acceleration is off: the graphics driver failed."),
        TRY_AGAIN,
    ),
    Why.NOT_KEPT: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Graphics acceleration is off: this machine could not note down whether it works.",
        ),
        QT_TRANSLATE_NOOP("Sentences", "Exams work as usual. Please check the rights of the data folder."),
    ),
    Why.REMOTE: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "Graphics acceleration is off: this screen is looked at from another machine."
        ),
        AS_USUAL,
    ),
}


def sentence_of_drawing(drawing: Drawing) -> Sentence:
    """How the windows are drawn, and where the guard stepped in, why and what to do."""
    if drawing.stepped_in:
        return spoken(STEPPED_IN[drawing.why])
    return spoken(BY_LEVEL[min(drawing.level_effective, len(BY_LEVEL) - 1)])
