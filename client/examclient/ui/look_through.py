"""What the quiet bar says while the paper may be looked through before the start."""

from examclient.domain.state import ExamState, Finding
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, spoken
from examclient.ui.widgets.outline import place_of
from examclient.ui.widgets.times import to_the_minute_of

MOST = 8
"""So many questions are named; the proctor needs no more to act."""

PAGE_TO_READ = "i"
"""As it stands on the map."""

LOOKING = Sentence(
    QT_TRANSLATE_NOOP("Sentences", "You can look the paper through."),
    QT_TRANSLATE_NOOP("Sentences", "At {time} the exam begins, and answering with it, by itself."),
)
FOUND = Sentence(
    QT_TRANSLATE_NOOP("Sentences", "Please tell the proctor now: something in this paper cannot be shown."),
    QT_TRANSLATE_NOOP("Sentences", "Questions: {numbers}"),
)


def look_through_words(state: ExamState) -> str:
    """One line: that it is only to be read and when the exam begins, or what cannot be shown."""
    findings = state.preparation.findings
    if findings:
        return _said(FOUND, numbers=", ".join(dict.fromkeys(_number(state, one) for one in findings[:MOST])))
    return _said(LOOKING, time=to_the_minute_of(state.exam.start, state.now) if state.exam else "")


def _said(sentence: Sentence, **words: str) -> str:
    return spoken(sentence).whole.format(**words)


def _number(state: ExamState, finding: Finding) -> str:
    place = place_of(state.paper, finding.question) if state.paper is not None else None
    return str(place.number) if place is not None and place.number else PAGE_TO_READ
