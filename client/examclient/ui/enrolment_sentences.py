"""What can be in the way while a machine is set up, in words for the proctor who does it."""

from examclient.domain.enrolling import passes
from examclient.domain.phases import Phase
from examclient.errors import (
    ConfigError,
    EnrolmentFileError,
    ExamError,
    Flaw,
    JournalError,
    SiteAnswerError,
    SiteRefusedError,
    SiteUnreachableError,
    StationError,
)
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, spoken
from examclient.ui.sentences import sentence_of
from examprotocol.messages import Refusal

FLAWS: dict[Flaw, Sentence] = {
    Flaw.NOT_READ: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The enrolment file cannot be read."),
        QT_TRANSLATE_NOOP("Sentences", "Check that the stick is still in, and choose the file once more."),
    ),
    Flaw.OTHER_KIND: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This is not an enrolment file, or only a part of one."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Choose the file that examserver enrol wrote, or copy it from the service again."
        ),
    ),
    Flaw.CHANGED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This enrolment file was changed or damaged on its way."),
        QT_TRANSLATE_NOOP("Sentences", "Do not use it. Copy it from the service again."),
    ),
    Flaw.OTHER_VERSION: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This enrolment file was made by another version of the service."),
        QT_TRANSLATE_NOOP("Sentences", "Install the client that belongs to it, then choose the file again."),
    ),
    Flaw.IN_THE_CLEAR: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "This enrolment file names an address where anyone in the network could answer."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Have a new one written, for an address that begins with https."),
    ),
}

NOT_WRITABLE = Sentence(
    QT_TRANSLATE_NOOP("Sentences", "This machine cannot write into its data folder."),
    QT_TRANSLATE_NOOP("Sentences", "Make room on the disk, or give this user the right to write there."),
)

AT_ENROLMENT: dict[type[ExamError], Sentence] = {
    SiteUnreachableError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The service does not answer at this address."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Check the cable and that the service runs, then press the button once more."
        ),
    ),
    SiteAnswerError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "What answers at this address is another service."),
        QT_TRANSLATE_NOOP(
            "Sentences", "This machine was not set up. Check the address, or take the file of that service."
        ),
    ),
    StationError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine cannot prove any more which station it is."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Set it up again with an enrolment file. What was saved on it is kept."
        ),
    ),
    ConfigError: NOT_WRITABLE,
    JournalError: NOT_WRITABLE,
}

IN_A_MOMENT = QT_TRANSLATE_NOOP("Sentences", "Wait ten seconds, then press the button once more.")

REFUSALS_AT_ENROLMENT: dict[Refusal, Sentence] = {
    Refusal.UNREADABLE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The service does not take what this machine says of itself."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "A seat has at most 20 characters. If it is right, install the client of this service.",
        ),
    ),
    Refusal.NOT_PROVEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The service does not recognise this machine's signature."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Something in the network changes what this machine sends. Call the technical staff."
        ),
    ),
    Refusal.BUSY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The service is very busy at the moment."), IN_A_MOMENT
    ),
    Refusal.TOO_OFTEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine has asked too often."), IN_A_MOMENT
    ),
    Refusal.FAULT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The service has a fault at the moment."), IN_A_MOMENT
    ),
}

BY_ITSELF = Sentence(
    "", QT_TRANSLATE_NOOP("Sentences", "This machine tries again by itself. You need not do anything.")
)

NOT_THERE_YET = Sentence(
    QT_TRANSLATE_NOOP("Sentences", "The enrolment file is not there yet, or cannot be read."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "This machine looks for it again by itself. If it stays so, check the network, the shared folder and "
        "EnrolFile in user.ini.",
    ),
)


def sentence_at_enrolment(error: ExamError, *, by_itself: bool = False) -> Sentence:
    """What an error means to the proctor; `by_itself`: nobody pressed anything."""
    sentence = _sentence(error)
    if by_itself and passes(error):
        is_file = isinstance(error, EnrolmentFileError)
        return spoken(NOT_THERE_YET) if is_file else Sentence(sentence.title, spoken(BY_ITSELF).advice)
    return sentence


def _sentence(error: ExamError) -> Sentence:
    if isinstance(error, EnrolmentFileError):
        return spoken(FLAWS[error.flaw])
    if isinstance(error, SiteRefusedError) and error.code in set(REFUSALS_AT_ENROLMENT):
        return spoken(REFUSALS_AT_ENROLMENT[Refusal(error.code)])
    found = (AT_ENROLMENT[kind] for kind in type(error).__mro__ if kind in AT_ENROLMENT)
    return spoken(sentence) if (sentence := next(found, None)) else sentence_of(error, Phase.LOGIN)
