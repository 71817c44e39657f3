"""The one table from what happened to the words on the screen, in the candidate's language.

Rule: a sentence says first what is true (of the answers, where there are any), then what to do. No error
codes and no texts of exceptions here: those stand small below, for the telephone.
"""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from examclient.domain.phases import Phase
from examclient.domain.state import News
from examclient.errors import (
    ConfigError,
    ExamError,
    FaultError,
    InstallationError,
    JournalError,
    PaperDamagedError,
    SiteAnswerError,
    SiteRefusedError,
    SiteUnreachableError,
)
from examclient.ui.widgets.times import to_the_minute
from examprotocol.messages import Refusal


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
    News.TIME_15: Sentence(QT_TRANSLATE_NOOP("Sentences", "15 minutes are left.")),
    News.TIME_5: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "5 minutes are left."),
        QT_TRANSLATE_NOOP("Sentences", "When time is over, your answers are handed in by themselves."),
    ),
    News.TIME_1: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "1 minute is left."),
        QT_TRANSLATE_NOOP("Sentences", "When time is over, your answers are handed in by themselves."),
    ),
}

REFUSALS: dict[Refusal, Sentence] = {
    Refusal.UNREADABLE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not understand this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: its program may be of another version."),
    ),
    Refusal.UNKNOWN_CANDIDATE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This admission number is not on the list of this exam site."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please compare it with your admission slip. If it is right, raise your hand."
        ),
    ),
    Refusal.WRONG_IDENTITY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The identity number does not belong to this admission number."),
        QT_TRANSLATE_NOOP("Sentences", "Please check both numbers. If they are right, raise your hand."),
    ),
    Refusal.NO_EXAM: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "There is no exam for you at this site now."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please compare date and time on your admission slip, or raise your hand."
        ),
    ),
    Refusal.NOT_YET: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "It is too early."),
        QT_TRANSLATE_NOOP("Sentences", "Please stay seated: the proctor says when it goes on."),
    ),
    Refusal.CLOSED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This exam is over."),
        QT_TRANSLATE_NOOP(
            "Sentences", "What was saved is kept. If you still had to hand in, raise your hand."
        ),
    ),
    Refusal.SESSION_ENDED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has ended the session of this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Your answers are saved on this machine. Please raise your hand."),
    ),
    Refusal.NOT_FOUND: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not have what this machine asked for."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
    Refusal.BUSY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site is very busy at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "This machine tries again by itself every few seconds."),
    ),
    Refusal.FORK: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "This machine and the exam site hold different answers; both are kept."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Please go on, and raise your hand."),
    ),
    Refusal.TOO_MUCH: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site did not take what this machine sent: it was too much."),
        QT_TRANSLATE_NOOP("Sentences", "Your answers are saved on this machine. Please raise your hand."),
    ),
    Refusal.FAULT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has a fault at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
}

REFUSALS_UNTIL: dict[Refusal, Sentence] = {
    Refusal.NO_EXAM: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "There is no exam for you at this site now."),
        QT_TRANSLATE_NOOP("Sentences", "You can log in from {time} on."),
    ),
    Refusal.NOT_YET: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "It is too early."),
        QT_TRANSLATE_NOOP("Sentences", "It goes on at {time}. Please stay seated."),
    ),
}
"""Where the site said when asking again makes sense."""

ERRORS: dict[type[ExamError], Sentence] = {
    SiteUnreachableError: NEWS[News.NETWORK_GONE],
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
    ConfigError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "A setting of this machine cannot be used."),
        QT_TRANSLATE_NOOP("Sentences", "Please tell the proctor."),
    ),
    InstallationError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The program on this machine is not complete."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: it has to be installed again."),
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
    SiteUnreachableError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not answer."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please press Log in once more. If it stays so, raise your hand: cable or service."
        ),
    ),
    SiteAnswerError: NOT_THE_SITE,
    SiteRefusedError: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has refused the login."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
}

REFUSALS_AT_THE_LOGIN: dict[Refusal, Sentence] = {
    Refusal.BUSY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site is very busy at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "Please wait ten seconds, then press Log in once more."),
    ),
    Refusal.SESSION_ENDED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has ended the session of this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please log in again: what was saved is kept."),
    ),
}

_ENTRY = (Phase.LOGIN, Phase.CONFIRMING)
_PREPARATION = (Phase.PREPARING, Phase.WAITING)


def in_one_line(*sentences: str) -> str:
    """Several sentences after each other; Chinese ones stand without a space between them."""
    return " ".join(sentence for sentence in sentences if sentence).replace("。 ", "。")


def sentence_of(error: ExamError, phase: Phase) -> Sentence:
    """What an error means to a person who is at this point of the exam."""
    if isinstance(error, SiteRefusedError) and error.code in set(Refusal):
        return _sentence_of_refusal(Refusal(error.code), error.until, phase)
    tables = [ERRORS]
    if phase in _ENTRY:
        tables.insert(0, AT_THE_LOGIN)
    elif phase in _PREPARATION:
        tables.insert(0, BEFORE_THE_EXAM)
    found = (table[kind] for table in tables for kind in type(error).__mro__ if kind in table)
    return _spoken(next(found))


def sentence_of_news(news: News) -> Sentence:
    """What the quiet bar says."""
    return _spoken(NEWS[news])


def telephone_line(error: ExamError) -> str:
    """What the proctor reads out on the telephone: the technical name of the trouble, in English."""
    code = error.code if isinstance(error, SiteRefusedError) else type(error).__name__.removesuffix("Error")
    return f"{code}: {error.title}"


def _sentence_of_refusal(refusal: Refusal, until: int, phase: Phase) -> Sentence:
    if until and refusal in REFUSALS_UNTIL:
        sentence = _spoken(REFUSALS_UNTIL[refusal])
        return Sentence(sentence.title, sentence.advice.format(time=to_the_minute(until)))
    if phase in _ENTRY and refusal in REFUSALS_AT_THE_LOGIN:
        return _spoken(REFUSALS_AT_THE_LOGIN[refusal])
    return _spoken(REFUSALS[refusal])


def _spoken(sentence: Sentence) -> Sentence:
    return Sentence(_translated(sentence.title), _translated(sentence.advice))


def _translated(words: str) -> str:
    return QCoreApplication.translate("Sentences", words) if words else ""
