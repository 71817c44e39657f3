"""What can be in the way of an export, in words for the proctor. The answers are safe in each of them."""

from examclient.domain.phases import Phase
from examclient.errors import DriveFullError, ExamError, ExportError, ExportFault
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, spoken
from examclient.ui.sentences import sentence_of
from examclient.ui.widgets.sizes import size_in_words

FAULTS: dict[ExportFault, Sentence] = {
    ExportFault.GONE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The drive is gone. The answers are safe on this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Put it in again, or take another one, then export once more."),
    ),
    ExportFault.FULL: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The drive is full: {needs} are needed, {free} are free."),
        QT_TRANSLATE_NOOP("Sentences", "Make room on it, or take another one. Nothing was lost."),
    ),
    ExportFault.READ_ONLY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Nothing can be written to this place."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Some sticks have a switch that locks them. Unlock it, or take another place."
        ),
    ),
    ExportFault.NO_FOLDER: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This is no folder that can be written to."),
        QT_TRANSLATE_NOOP("Sentences", "Choose another one."),
    ),
    ExportFault.FAILING: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The drive does not keep what is written to it."),
        QT_TRANSLATE_NOOP("Sentences", "Do not use it any more: take another one. Nothing was lost."),
    ),
    ExportFault.STOPPED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Stopped. Nothing of it is on the drive."),
        QT_TRANSLATE_NOOP("Sentences", "The answers are safe on this machine."),
    ),
    ExportFault.NOT_HELD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine does not hold these answers any more."),
        QT_TRANSLATE_NOOP("Sentences", "The exam site has them."),
    ),
    ExportFault.LOCKED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The answers do not open with the keys of this machine."),
        QT_TRANSLATE_NOOP(
            "Sentences", "They are kept. Please call the technical staff: the service opens them."
        ),
    ),
    ExportFault.DAMAGED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "What is kept of these answers on this machine cannot be read."),
        QT_TRANSLATE_NOOP("Sentences", "Please leave this machine as it is and call the technical staff."),
    ),
    ExportFault.NOBODYS: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Nothing on this machine says whose answers these are."),
        QT_TRANSLATE_NOOP("Sentences", "They are kept. Please call the technical staff."),
    ),
    ExportFault.TOO_LARGE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "These answers are too large for a package."),
        QT_TRANSLATE_NOOP("Sentences", "They are kept. Please call the technical staff."),
    ),
    ExportFault.NO_KEY: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "This machine does not know the key that the exam site opens packages by."
        ),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please call the technical staff: it is set up again. Nothing was lost."
        ),
    ),
    ExportFault.NO_STICK: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The proctor's stick cannot be read."),
        QT_TRANSLATE_NOOP("Sentences", "Put it in again, or take another one."),
    ),
    ExportFault.FORGED_STICK: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This proctor's stick is not of this room."),
        QT_TRANSLATE_NOOP("Sentences", "Take the one that the exam site has made for this room."),
    ),
    ExportFault.WRONG: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "The file that was made could not be opened again, so it does not count."
        ),
        QT_TRANSLATE_NOOP(
            "Sentences", "Try once more. If it stays so, call the technical staff; nothing was lost."
        ),
    ),
}


def sentence_at_export(error: ExamError, phase: Phase) -> Sentence:
    """What an error means to a proctor who exports answers."""
    if not isinstance(error, ExportError):
        return sentence_of(error, phase)
    sentence = sentence_of_fault(error.fault)
    if isinstance(error, DriveFullError):
        needs, free = size_in_words(error.needs), size_in_words(error.free)
        return Sentence(sentence.title.format(needs=needs, free=free), sentence.advice)
    return sentence


def sentence_of_fault(fault: ExportFault) -> Sentence:
    """What a fault means."""
    return spoken(FAULTS[fault])
