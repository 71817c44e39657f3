"""On every page, in both languages and with the longest data, all words have the room that they need."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from string import Formatter

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examclient.domain.away import Away
from examclient.domain.self_check import Check, CheckView, Reason
from examclient.domain.state import ExamState, News, PasswordCheck, PasswordTrouble, ProctorMenu
from examclient.domain.worries import Worry
from examclient.errors import SiteRefusedError
from examclient.ui.check_sentences import REASONS
from examclient.ui.sources import Sources
from examclient.ui.theme import LIGHT, apply_theme
from examclient.ui.translation import LANGUAGES, install_language
from examclient.ui.widgets.outline import place_of
from examclient.ui.widgets.question_split import QuestionSplit
from examclient.ui.widgets.settling import settle_layouts
from examprotocol.messages import Refusal
from examprotocol.self_check import CheckResult, Fact, Grade
from tests.ui.conftest import DrawnPictures
from tests.ui.fitting import misfits
from tests.ui.pages.conftest import TRANSLATIONS, Seat
from tests.ui.pages.long_data import long_state
from tests.ui.pages.states import ANSWERING, AWAY, EVERY_STATE, FAILED, MENU, NOW, answers
from tests.ui.pages.walking import EVERY_KIND_PAPER, ON_A_PAGE
from tests.ui.questions.papers import RESPONSES

SCREENS = [QSize(1366, 768), QSize(1024, 600)]
ZOOMS = [1.0, 1.5]
FIRST_RESPONSES = {question: responses[0] for question, responses in RESPONSES.items()}
LOCKED = replace(ANSWERING, proctor=ProctorMenu())

FACTS = {
    "name": "Windows 10 Enterprise LTSC 2019 1809 (17763.6054)",
    "names": "深度系统还原卡 Deep Freeze Enterprise 8.63, EAZ-FIX Professional",
    "address": "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
    "characters": "𠮷䶮㙍𫖯𬱖𫄷",
    "why": "PermissionError",
}
"""Long facts of a self-check; all other facts are numbers."""


def every_result() -> tuple[CheckResult, ...]:
    """One result for every way in which a check can come out."""
    return tuple(
        CheckResult(check=_check_of(reason), grade=grade, reason=reason, facts=_facts(reason))
        for reason, grade in zip(Reason, cycle(Grade), strict=False)
    )


def _check_of(reason: Reason) -> Check:
    return next((check for check in Check if reason.startswith(check.value)), Check.VERSIONS)


def _facts(reason: Reason) -> dict[str, Fact]:
    sentence = REASONS[reason]
    fields = {name for _, name, _, _ in Formatter().parse(sentence.title + sentence.advice) if name}
    return {name: FACTS.get(name, 12345) for name in fields}


def refused(refusal: Refusal) -> SiteRefusedError:
    """A refusal with all that a sentence about it may name."""
    return SiteRefusedError(refusal, "Refused.", NOW, "3-机房301-012", AWAY.contact)


def more_states() -> Iterator[tuple[str, ExamState]]:
    """What the other tests of the pages see elsewhere: checks, worries, news, refusals and passwords."""
    yield "checking", ExamState(check=CheckView(done=4, total=17, looking_at=Check.WRITING))
    yield "checked", ExamState(check=CheckView(results=every_result(), sent=False))
    for worry in Worry:
        yield f"worry {worry}", replace(ANSWERING, worries=frozenset({worry}))
    for news in News:
        yield f"news {news}", replace(ANSWERING, news=news, place=AWAY)
    for refusal in Refusal:
        yield f"login refused, {refusal}", ExamState(now=NOW, trouble=refused(refusal))
    for refusal in (Refusal.OUTSIDE, Refusal.STATION_REVOKED, Refusal.FORK):
        yield f"handing in refused, {refusal}", replace(FAILED, online=True, trouble=refused(refusal))
        yield f"answering, {refusal}", replace(ANSWERING, trouble=refused(refusal))
    for trouble in PasswordTrouble:
        yield f"password {trouble}", replace(LOCKED, password=PasswordCheck(False, trouble, 300))
        yield f"code {trouble}", replace(MENU, password=PasswordCheck(False, trouble, 300))
    for question in ON_A_PAGE:
        here = replace(ANSWERING, paper=EVERY_KIND_PAPER, current=question.id)
        yield f"answering {question.id}", here
        yield f"{question.id} answered", replace(here, answers=answers((), **FIRST_RESPONSES))
    yield "often away", replace(MENU, away=Away(1234, 56789))


STATES = {**EVERY_STATE, **dict(more_states())}
"""Every page, and all that it may say."""


@pytest.fixture
def zoomed(request: pytest.FixtureRequest, english: QApplication) -> Iterator[QApplication]:
    """Everything in another size, for one test."""
    apply_theme(english, LIGHT, request.param)
    yield english
    apply_theme(english, LIGHT)


@pytest.mark.parametrize("zoomed", ZOOMS, indirect=True)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_have_their_room(
    language: str, screen: QSize, zoomed: QApplication, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    install_language(zoomed, language, TRANSLATIONS)
    seat = Seat(pictures)
    qtbot.addWidget(seat.window, before_close_func=lambda window: window.show_state(ExamState()))
    seat.window.resize(screen)
    seat.window.show()
    wrong = [f"{name}: {one}" for name, state in STATES.items() for one in _misfits_in(seat, state, screen)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("zoomed", [3.0], indirect=True)
@pytest.mark.parametrize("room", [QSize(1100, 520), QSize(700, 400)], ids=["1366x768", "1024x600"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_question_can_be_read_at_three_times_the_size(
    language: str, room: QSize, zoomed: QApplication, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    """In what the bars and the map leave of the screen."""
    install_language(zoomed, language, TRANSLATIONS)
    window = QWidget()
    qtbot.addWidget(window)
    split = QuestionSplit(Sources(pictures))
    QVBoxLayout(window).addWidget(split)
    window.resize(room)
    window.show()
    wrong: list[str] = []
    for question in ON_A_PAGE:
        state = replace(ANSWERING, paper=EVERY_KIND_PAPER, answers=answers((), **FIRST_RESPONSES))
        place = place_of(EVERY_KIND_PAPER, question.id)
        assert place is not None
        split.show_place(place)
        split.question.show_question(state, place)
        for _ in range(3):
            settle_layouts()
        wrong += [f"{question.id}: {one}" for one in misfits(window)]
    assert not wrong, "\n".join(wrong)


def _misfits_in(seat: Seat, state: ExamState, screen: QSize) -> list[str]:
    seat.window.show_state(long_state(state))
    for _ in range(3):
        settle_layouts()
    size = seat.window.size()
    too_large = [] if size == screen else [f"the page takes {size.width()}x{size.height()}"]
    seat.window.resize(screen)
    return too_large + misfits(seat.window)
