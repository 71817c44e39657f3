"""Behind the cover: the paper is prepared for who sits here now, and drawn once to find its faults."""

import threading
from collections.abc import Generator, Iterator
from decimal import Decimal

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.domain.piece import Piece
from examclient.domain.state import Finding, Preparation, PreparationStep
from examclient.errors import ExamError, FaultError, SiteUnreachableError
from examclient.ui.background import Background
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.preparer import Preparer
from examclient.ui.rehearsal import Rehearsal, words_of
from examclient.usecases.paper import OpenPaper
from examprotocol.paper import Cloze, Matching, Paper, Section, ShortText, Single, questions_of
from examprotocol.paper_parts import Choice, SelectGap
from tests.client.exam_site import ANN, BLUE, QUESTIONS, RED, ExamSite
from tests.client.machine import Machine, NewMachine

ONE = Decimal(1)


class Hearing:
    """A preparer on a lane, and all that it has told."""

    def __init__(self, lane: Background, machine: Machine) -> None:
        self.preparer = Preparer(lane, machine.clock.now, lambda: 0.0)
        self.told: list[Preparation] = []
        self.opened: list[OpenPaper] = []
        self.troubles: list[ExamError] = []
        self.preparer.progressed.connect(self.told.append)
        self.preparer.opened.connect(self.opened.append)
        self.preparer.went_wrong.connect(self.troubles.append)

    def has_opened(self) -> None:
        assert self.opened


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Background]:
    lane = Background("paper")
    yield lane
    lane.close()


@pytest.fixture
def hearing(lane: Background, machine: Machine) -> Hearing:
    machine.take_in()
    return Hearing(lane, machine)


def test_the_preparation_tells_how_far_it_is_and_opens_the_paper(
    qtbot: QtBot, hearing: Hearing, machine: Machine
) -> None:
    hearing.preparer.start(machine.keeper())
    qtbot.waitUntil(hearing.has_opened)
    assert {one.step for one in hearing.told} == {PreparationStep.FETCHING}
    assert [one.done for one in hearing.told] == sorted(one.done for one in hearing.told)
    assert hearing.told[-1].done == hearing.told[-1].total > 0
    assert questions_of(hearing.opened[0].paper) == QUESTIONS
    assert hearing.troubles == []


def test_whatever_goes_wrong_is_told_and_tried_again(
    qtbot: QtBot, site: ExamSite, hearing: Hearing, machine: Machine
) -> None:
    site.cable.pull()
    hearing.preparer.start(machine.keeper())
    qtbot.waitUntil(lambda: len(hearing.troubles) >= 2)
    assert all(isinstance(trouble, SiteUnreachableError) for trouble in hearing.troubles)
    site.cable.plug()
    qtbot.waitUntil(hearing.has_opened)


def test_a_bug_while_fetching_is_told_and_tried_again(
    qtbot: QtBot, hearing: Hearing, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs = [KeyError("a bug")]
    manifest = machine.api.manifest

    def buggy() -> str:
        if bugs:
            raise bugs.pop()
        return manifest()

    monkeypatch.setattr(machine.api, "manifest", buggy)
    with qtbot.captureExceptions() as seen:
        hearing.preparer.start(machine.keeper())
        qtbot.waitUntil(hearing.has_opened)
    assert seen[0][0] is KeyError
    assert isinstance(hearing.troubles[0], FaultError)


def test_what_was_still_being_fetched_for_one_candidate_is_not_opened_for_the_next(
    qtbot: QtBot, hearing: Hearing, new_machine: NewMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = new_machine(), new_machine()
    first.take_in()
    second.take_in(ANN)
    asked, free, fetch = threading.Event(), threading.Event(), first.api.part

    def slow(sha256: str, start: int = 0) -> Generator[Piece]:
        asked.set()
        assert free.wait(10)
        yield from fetch(sha256, start)

    monkeypatch.setattr(first.api, "part", slow)
    hearing.preparer.start(first.keeper())
    qtbot.waitUntil(asked.is_set)
    hearing.preparer.stop()
    keeper = second.keeper()
    hearing.preparer.start(keeper)
    free.set()
    qtbot.waitUntil(hearing.has_opened)
    assert hearing.opened == [keeper._open]
    assert hearing.troubles == []
    sealed = [path for path in first.data.rglob("*") if len(path.name) == 64]
    assert len(sealed) <= 1, "the first candidate's fetch ended after the part that was under way"


class Album:
    """A source of pictures that lacks some."""

    def __init__(self, *lacking: str) -> None:
        self._lacking = lacking

    def picture(self, asset_id: str) -> QImage | None:
        if asset_id in self._lacking:
            return None
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(QColor("red"))
        return image

    def drawing(self, _asset_id: str) -> None:
        return None

    def formula(self, _formula_id: str) -> None:
        return None


def rehearsed(qtbot: QtBot, paper: Paper, album: Album) -> tuple[Preparation, list[Preparation]]:
    rehearsal, told = Rehearsal(album), list[Preparation]()
    rehearsal.progressed.connect(told.append)
    with qtbot.waitSignal(rehearsal.finished, timeout=20_000) as finished:
        rehearsal.start(paper)
    assert finished.args is not None
    return finished.args[0], told


PAPER = Paper("p", 1, "t", "zh-CN", (Section("s", "", QUESTIONS),))


def test_every_question_is_drawn_once_and_a_whole_paper_has_no_findings(
    qtbot: QtBot, dressed: QApplication
) -> None:
    ready, told = rehearsed(qtbot, PAPER, Album())
    count = len(QUESTIONS)
    assert ready == Preparation(PreparationStep.READY, count, count)
    assert [(one.step, one.done, one.total) for one in told] == [
        (PreparationStep.DRAWING, done, count) for done in range(1, count + 1)
    ]


def test_a_picture_that_cannot_be_drawn_is_found_with_its_question(
    qtbot: QtBot, dressed: QApplication
) -> None:
    ready, _ = rehearsed(qtbot, PAPER, Album(RED, BLUE))
    assert ready.findings == (Finding("q1", missing_pictures=1), Finding("q3", missing_pictures=1))


def test_a_character_that_no_font_has_is_found_with_its_question(qtbot: QtBot, dressed: QApplication) -> None:
    question = ShortText(id="q", stem="<p>好 \U000e0fff\ue123 好</p>", points=ONE)
    ready, _ = rehearsed(qtbot, Paper("p", 1, "t", "zh", (Section("s", "", (question,)),)), Album())
    assert [finding.question for finding in ready.findings] == ["q"]
    assert "\ue123" in ready.findings[0].missing_characters
    assert "好" not in ready.findings[0].missing_characters


def test_the_words_of_a_question_are_those_of_its_stem_choices_pairs_and_gaps() -> None:
    pair = (Choice("a", "<p>left</p>"),), (Choice("b", "right"),)
    gap = SelectGap(id="g", points=ONE, choices=(Choice("c", "chosen"),))
    questions = (
        Single(id="1", stem="<p>stem</p>", points=ONE, choices=(Choice("a", "<b>bold</b>"),)),
        Matching(id="2", stem="", points=ONE, left=pair[0], right=pair[1]),
        Cloze(id="3", stem='in <img src="gap:g"/>', points=ONE, gaps=(gap,)),
    )
    assert [words_of(question).split() for question in questions] == [
        ["stem", "bold"],
        ["left", "right"],
        ["in", "chosen"],
    ]


def test_with_no_paper_in_hand_no_picture_is_shown(qtbot: QtBot) -> None:
    pictures = PaperPictures()
    assert pictures.picture(RED) is None
    pictures.forget()
    assert pictures.decode(RED) is None


def test_pictures_are_those_of_the_paper_in_hand(qtbot: QtBot, machine: Machine) -> None:
    machine.take_in()
    keeper = machine.keeper()
    keeper.fetch(lambda _done, _total: True)
    pictures = PaperPictures()
    pictures.show(keeper.open())
    red = pictures.picture(RED)
    assert red is not None
    assert (red.width(), red.height(), red.pixelColor(1, 1)) == (40, 30, QColor("red"))
    pictures.show(None)
    assert pictures.picture(RED) is None
