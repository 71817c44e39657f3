"""The one table from what happened to the words on the screen, in the candidate's language.

Rule: a sentence says first what is true (of the answers, where there are any), then what to do. No error
codes and no texts of exceptions here: those stand small below, for the telephone.
"""

from examclient.domain.phases import Phase
from examclient.domain.state import News
from examclient.errors import (
    AlreadyRunningError,
    ConfigError,
    EnrolmentFileError,
    ExamError,
    ExportError,
    FaultError,
    FileError,
    HeldHereError,
    InstallationError,
    JournalError,
    KeyFileError,
    NothingHeldError,
    OlderServiceError,
    PaperDamagedError,
    SiteAnswerError,
    SiteRefusedError,
    SiteUnreachableError,
    SpareHeldError,
    StationError,
)
from examclient.ui.refusals import REFUSALS, REFUSALS_AT_THE_LOGIN, REFUSALS_UNTIL
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, spoken, translated
from examclient.ui.widgets.times import SECOND, to_the_minute, to_the_next_minute
from examprotocol.messages import Refusal
from examprotocol.place import INSIDE, Place

NEWS: dict[News, Sentence] = {
    News.NETWORK_GONE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The network is gone. Go on: your answers are saved on this machine."),
    ),
    News.NETWORK_BACK: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The network is back. All answers are saved at the site."),
    ),
    News.REFRESHED: Sentence(QT_TRANSLATE_NOOP("Sentences", "The question has been drawn again.")),
    News.MENDED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Missing parts of the paper have been fetched again."),
    ),
    News.CACHE_CLEARED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The paper has been loaded afresh."),
        QT_TRANSLATE_NOOP("Sentences", "Your answers are unchanged."),
    ),
    News.CACHE_REBUILT_OFFLINE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "There is no network, so the paper was rebuilt from this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Your answers are unchanged."),
    ),
    News.CLEARING_CACHE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The paper is being loaded afresh."),
        QT_TRANSLATE_NOOP("Sentences", "You can go on answering."),
    ),
    News.CACHE_KEPT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Stopped. The paper stays as it was."),
        QT_TRANSLATE_NOOP("Sentences", "Your answers are unchanged."),
    ),
    News.EXAM_BEGAN: Sentence(QT_TRANSLATE_NOOP("Sentences", "The exam has begun. You can answer now.")),
    News.MORE_TIME: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "You have more time until {time}."),
        QT_TRANSLATE_NOOP("Sentences", "Go on: everything that you wrote is here."),
    ),
    News.TIME_15: Sentence(QT_TRANSLATE_NOOP("Sentences", "15 minutes are left.")),
    News.TIME_5: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "5 minutes are left."),
        QT_TRANSLATE_NOOP("Sentences", "When time is over, your answers are handed in by themselves."),
    ),
    News.TIME_1: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "1 minute is left."),
        QT_TRANSLATE_NOOP("Sentences", "When time is over, your answers are handed in by themselves."),
    ),
    News.OUTSIDE: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "The exam site sees this machine at an address that is not registered ({address})."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Go on: your answers are saved. The staff have been told."),
    ),
}

WITHOUT_THE_SITE: dict[type[ExamError], Sentence] = {
    NothingHeldError: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "There is no network, and this machine holds no exam for these numbers."
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Please check both numbers and try once more. If it stays so, raise your hand: cable or service.",
        ),
    ),
    HeldHereError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "There is no network, but this machine holds your exam."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "You can go on here: your answers are saved on this machine and sent when it is back.",
        ),
    ),
    SpareHeldError: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "There is no network, and no exam of these numbers is on this machine."
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Please check both numbers. If they are right, raise your hand: with an offline code the proctor "
            "can let you go on here.",
        ),
    ),
}

ERRORS: dict[type[ExamError], Sentence] = {
    **WITHOUT_THE_SITE,
    SiteUnreachableError: NEWS[News.NETWORK_GONE],
    OlderServiceError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The machine that answers is no longer the exam site's service."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Go on: your answers are saved on this machine. Please raise your hand.",
        ),
    ),
    SiteAnswerError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site's answer cannot be read at the moment."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Go on: your answers are saved on this machine. Please raise your hand."
        ),
    ),
    JournalError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine cannot save at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "Please stop writing, leave everything on, and raise your hand."),
    ),
    PaperDamagedError: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "A part of the paper is missing on this machine. Your answers are safe."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Please press Clear cache, or raise your hand."),
    ),
    FileError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The file could not be saved on this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please choose it again. If it stays so, raise your hand."),
    ),
    ConfigError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "A setting of this machine cannot be used."),
        QT_TRANSLATE_NOOP("Sentences", "Please tell the proctor."),
    ),
    StationError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine cannot prove any more which station it is."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor sets this machine up again."),
    ),
    EnrolmentFileError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This enrolment file cannot be used."),
        QT_TRANSLATE_NOOP("Sentences", "Please tell the proctor."),
    ),
    KeyFileError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The key file opens nothing on this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please have a new one written at the exam site."),
    ),
    ExportError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The answers could not be brought onto the drive."),
        QT_TRANSLATE_NOOP("Sentences", "They are safe on this machine. Please take another drive."),
    ),
    InstallationError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The program on this machine is not complete."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: it has to be installed again."),
    ),
    AlreadyRunningError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam client is running on this machine already."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please use the window that is open. If you see none, raise your hand."
        ),
    ),
    FaultError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The program has a fault. What was saved is safe."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
    SiteRefusedError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has refused."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
    ExamError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Something did not work on this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
}

NOT_THE_SITE = Sentence(
    QT_TRANSLATE_NOOP("Sentences", "What answers is not this exam site's service."),
    QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
)

BEFORE_THE_EXAM: dict[type[ExamError], Sentence] = {
    **WITHOUT_THE_SITE,
    SiteUnreachableError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not answer at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "This machine keeps trying by itself. You need not do anything."),
    ),
    PaperDamagedError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "A part of your paper has not arrived whole."),
        QT_TRANSLATE_NOOP("Sentences", "It is fetched again by itself. If this stays, raise your hand."),
    ),
    SiteAnswerError: NOT_THE_SITE,
}

AT_THE_LOGIN: dict[type[ExamError], Sentence] = {
    **WITHOUT_THE_SITE,
    OlderServiceError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The machine that answers is no longer the exam site's service."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Please raise your hand: the old machine has to be switched off.",
        ),
    ),
    JournalError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine cannot save, so the exam cannot begin here."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: you need another machine."),
    ),
    SiteUnreachableError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not answer."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please try once more. If it stays so, raise your hand: cable or service."
        ),
    ),
    SiteAnswerError: NOT_THE_SITE,
    SiteRefusedError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has refused the login."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
}

SOMEBODY = QT_TRANSLATE_NOOP("Sentences", "the site's staff")
"""Whom to call where the site has not said so."""

_ENTRY = (Phase.LOGIN, Phase.OUTSIDE, Phase.ELSEWHERE, Phase.CONFIRMING)
_PREPARATION = (Phase.PREPARING, Phase.WAITING)


def sentence_of(error: ExamError, phase: Phase) -> Sentence:
    """What an error means to a person who is at this point of the exam."""
    if isinstance(error, SiteRefusedError) and error.code in set(Refusal):
        return _sentence_of_refusal(error, phase)
    tables = [ERRORS]
    if phase in _ENTRY:
        tables.insert(0, AT_THE_LOGIN)
    elif phase in _PREPARATION:
        tables.insert(0, BEFORE_THE_EXAM)
    found = (table[kind] for table in tables for kind in type(error).__mro__ if kind in table)
    return spoken(next(found))


def sentence_of_news(news: News, place: Place = INSIDE, end: int = 0) -> Sentence:
    """What the quiet bar says; `place` is where the site sees this machine, `end` the candidate's end."""
    sentence = spoken(NEWS[news])
    return Sentence(sentence.title.format(address=place.outside, time=to_the_minute(end)), sentence.advice)


def whom_to_call(contact: str) -> str:
    """The contact as the site has set it, or in general words."""
    return contact or translated(SOMEBODY)


def telephone_line(error: ExamError) -> str:
    """What the proctor reads out on the telephone: the technical name of the trouble, in English."""
    code = error.code if isinstance(error, SiteRefusedError) else type(error).__name__.removesuffix("Error")
    return f"{code}: {error.title}"


def _sentence_of_refusal(error: SiteRefusedError, phase: Phase) -> Sentence:
    refusal, tables = Refusal(error.code), [REFUSALS]
    if phase in _ENTRY:
        tables.insert(0, REFUSALS_AT_THE_LOGIN)
    if error.until:
        tables.insert(0, REFUSALS_UNTIL)
    sentence = spoken(next(table[refusal] for table in tables if refusal in table))
    return Sentence(_filled(sentence.title, error), _filled(sentence.advice, error))


def _filled(words: str, error: SiteRefusedError) -> str:
    now = error.until - int(error.wait * SECOND)
    time, contact = to_the_next_minute(error.until, now), whom_to_call(error.contact)
    return words.format(time=time, about=error.about, contact=contact)
