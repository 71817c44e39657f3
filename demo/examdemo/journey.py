"""One candidate's whole journey, played in the real client by operating its widgets."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from examclient.app import Client
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.ui.pages.confirm import ConfirmPage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.pages.outside import OutsidePage
from examclient.ui.pages.review import ReviewPage
from examclient.ui.widgets.player import SoundPlayer
from examclient.ui.widgets.question_sheet import QuestionSheet
from examclient.ui.widgets.sound_check import SoundCheckPanel
from examdemo.cable import Cable
from examdemo.hands import Hands
from examdemo.pictures import Album
from examprotocol.paper import Info, Question, parts_of, questions_of

PATIENCE = 30.0
"""Seconds that any one step may take."""

W = TypeVar("W", bound=QWidget)


class JourneyError(Exception):
    """The client did not come to where a candidate would expect it."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the candidate types to log in."""

    admission: str
    identity: str


@dataclass(frozen=True, slots=True)
class Admission:
    """How the login went: the address that the refusal page showed, `""` without one, and what came of it."""

    refused_address: str = ""
    admitted: bool = False


class Journey:
    """Plays one candidate in a client whose network is a cable that can be pulled.

    `register` puts an address on the site's list, as the site's staff do when somebody calls them.
    """

    def __init__(
        self, client: Client, cable: Cable, album: Album, hands: Hands, register: Callable[[str], None]
    ) -> None:
        self._client = client
        self._cable = cable
        self._album = album
        self._hands = hands
        self._register = register
        self.admission = Admission()

    def play(self, numbers: Numbers) -> None:
        """From login to receipt, with the network away for a while in the middle."""
        self.begin(numbers)
        self.answer_everything()
        self.look_after_the_paper()
        self.hand_in(Phase.DONE, "receipt")

    def play_without_end(self, numbers: Numbers) -> None:
        """The same, but the network does not come back: handing in fails."""
        self.begin(numbers)
        self.answer_everything(comes_back=False)
        self.look_after_the_paper()
        self.hand_in(Phase.SUBMIT_FAILED, "hand-in-failed")

    def begin(self, numbers: Numbers) -> None:
        """From login to the first question."""
        self.log_in(numbers)
        self.be_admitted()
        self.wait_for_the_start()

    @property
    def state(self) -> ExamState:
        """What the screen shows now."""
        return self._client.open().stage.state

    def log_in(self, numbers: Numbers) -> None:
        """Type both numbers."""
        self.until(lambda: self._client.presenter is not None, "the client to be ready")
        page = self.page(LoginPage)
        self._album.take("login")
        self._hands.type_text(page.admission.field, numbers.admission)
        self._hands.type_text(page.identity.field, numbers.identity)
        self._hands.click(page.log_in)
        self.until(lambda: self.state.phase is not Phase.LOGIN, "an answer to the login")

    def be_admitted(self) -> None:
        """Say that it is really me; outside the exam site, have the address registered before that."""
        address = ""
        if self.state.phase is Phase.OUTSIDE:
            page = self.page(OutsidePage)
            self._album.take("outside")
            address = page.address.words()
            self._register(address)
            self._hands.click(page.try_again)
        self.until(lambda: self.state.phase is Phase.CONFIRMING, "the question whether it is me")
        self.admission = Admission(address, admitted=True)
        self._album.take("is-this-you")
        self._hands.click(self.page(ConfirmPage).confirm)

    def wait_for_the_start(self) -> None:
        """In the waiting room, until the exam begins by itself."""
        self.until(lambda: self.state.phase is not Phase.CONFIRMING, "the waiting room")
        self._album.take("waiting-room-preparing")
        self.until(lambda: self.state.phase in (Phase.WAITING, Phase.ANSWERING), "the paper to be ready")
        self._check_the_sound()
        self._album.take("waiting-room-ready")
        self.until(lambda: self.state.phase is Phase.ANSWERING, "the start", limit=300)

    def answer_everything(self, *, comes_back: bool = True) -> None:
        """Question by question; the network goes after a third of the paper, and may come back after two."""
        questions = self._questions()
        gone, back = len(questions) // 3, 2 * len(questions) // 3
        for number, question in enumerate(questions):
            if number == gone:
                self._cable.pull()
            if number == max(back, gone + 1):
                self._notice_that_the_network_is_gone()
                if comes_back:
                    self._cable.plug()
            self._answer(question)
        self.until(lambda: self.state.lights.local is LocalSaving.SAVED, "everything to be on this machine")
        if comes_back:
            self._notice_that_it_is_back()

    def look_after_the_paper(self) -> None:
        """Flag a question, refresh, and clear the cache: the answers must not change by it."""
        page, before = self.page(ExamPage), self.state.answers.current
        self._hands.click(page.footer.flag)
        self.until(lambda: bool(self.state.answers.flagged), "the flag")
        self._hands.click(page.header.refresh)
        self._hands.click(page.header.clear_cache)
        self.until(lambda: self.state.news is not None, "word of the cleared cache")
        self._album.take("cache-cleared")
        self.until(lambda: self.state.answers.current == before, "the same answers as before")

    def hand_in(self, comes_to: Phase, picture: str) -> None:
        """Look at what is open, and hand in on purpose."""
        self._hands.click(self.page(ExamPage).footer.hand_in)
        self.until(lambda: self.state.phase is Phase.REVIEWING, "the review page")
        self._album.take("review")
        page = self.page(ReviewPage)
        self._hands.click(page.hand_in)
        self.breathe()
        self._album.take("confirm-hand-in")
        self._hands.click(page.panel.hand_in)
        self.until(lambda: self.state.phase is comes_to, "what comes of handing in")
        self.breathe()
        self._album.take(picture)

    def page(self, kind: type[W]) -> W:
        """The page, or the part of one, of this kind."""
        page = self._client.window.findChild(kind)
        if not isinstance(page, kind):
            raise JourneyError(f"The client never showed its {kind.__name__}.")
        return page

    def until(self, holds: Callable[[], bool], what: str, limit: float = PATIENCE) -> None:
        """Wait until something is so; raises JourneyError where it does not come in so many seconds."""
        end = time.monotonic() + limit
        QTest.qWait(1)
        while not holds():
            if time.monotonic() > end:
                trouble = self.state.trouble.title if self.state.trouble else "no trouble is shown"
                raise JourneyError(f"Waited {limit:.0f} s for {what} in {self.state.phase}; {trouble}.")
            QTest.qWait(10)

    def breathe(self) -> None:
        """Let the window paint what has just changed."""
        QTest.qWait(50)

    def _answer(self, question: Question) -> None:
        self.until(lambda: self._is_on(question), f"question {question.id}")
        self._listen()
        for part in parts_of(question):
            sheet = self.page(QuestionSheet).part(part.id)
            if sheet is not None and not isinstance(part, Info):
                self._hands.answer(part, sheet.input_widgets())
        self._album.take(f"question-{type(question).__name__.lower()}")
        place = self.page(ExamPage).footer.next
        if place.isEnabled():
            self._hands.click(place)
        self.until(lambda: self.state.trouble is None, "a page without trouble")

    def _is_on(self, question: Question) -> bool:
        """Whether its page is there; in a composite one of its parts is current after an answer."""
        ids = {question.id, *(part.id for part in parts_of(question))}
        return self.state.current in ids

    def _check_the_sound(self) -> None:
        """Where the paper has recordings: play the notes, and say that they were heard."""
        self.breathe()
        if self.state.phase is not Phase.WAITING or not self.state.sound.has_sounds:
            return
        panel = self.page(SoundCheckPanel)
        self._hands.click(panel.wanted)
        self.until(
            lambda: panel.yes.isVisible() or self.state.phase is not Phase.WAITING,
            "the question whether it was heard",
        )
        if panel.yes.isVisible():
            self._hands.click(panel.yes)
            self.breathe()

    def _listen(self) -> None:
        """Play the first recording of the page that can be played; it goes on while the candidate does."""
        players = self._client.window.findChildren(SoundPlayer)
        ready = [one for one in players if one.isVisible() and one.button.isEnabled() and not one.is_running]
        if ready and self.state.sound.playing is None:
            self._hands.click(ready[0].button)
            self.until(lambda: self._client.open().sounds.state.playing is not None, "the recording to play")
            self._album.take("recording")

    def _notice_that_the_network_is_gone(self) -> None:
        self.until(lambda: not self.state.online, "word that the network is gone")
        self.until(lambda: self.state.lights.waiting > 0, "the second light to turn amber")
        self._album.take("network-gone")

    def _notice_that_it_is_back(self) -> None:
        self._cable.plug()
        self.until(
            lambda: self.state.online and not self.state.lights.waiting, "everything to be at the site"
        )
        self._album.take("network-back")

    def _questions(self) -> tuple[Question, ...]:
        assert self.state.paper is not None, "the exam has begun, so there is a paper"
        return questions_of(self.state.paper)
