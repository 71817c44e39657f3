"""A seat in the room: the real client behind its window, but without a window."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from examclient.assembly import build_presenter
from examclient.domain.config import Config
from examclient.domain.export import Drive
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.machine_clock import MachineClock
from examclient.storage.journal import open_journal
from examclient.ui.paper_pictures import PaperPictures
from examclient.usecases.sitting import Sitting
from examprotocol.enrolment import Enrolment
from examprotocol.events import WriterLog
from examprotocol.responses import Response
from tests.client.exam_site import ZHANG
from tests.client.machine import enrolled

PATIENCE = 20_000
"""Milliseconds: a shared machine may be slow."""


class Seat:
    """One client, and everything that its window would have been shown."""

    def __init__(
        self,
        qtbot: QtBot,
        data: Path,
        enrolment: Enrolment,
        seat: str,
        machine: MachineClock | None = None,
        mirror: Path | None = None,
    ) -> None:
        self.drives: tuple[Drive, ...] = ()
        self._qtbot = qtbot
        self.data = data
        site = enrolled(data, enrolment, seat)
        self.station = site.station
        self.pictures = PaperPictures()
        self.presenter = build_presenter(
            Config(data_folder=data, mirror_folder=mirror), site, self.pictures, machine, lambda: self.drives
        )
        self.seen: list[ExamState] = []
        self.presenter.stage.state_changed.connect(self.seen.append)
        self.presenter.start()

    @property
    def state(self) -> ExamState:
        return self.presenter.stage.state

    @property
    def phases(self) -> list[Phase]:
        """The phases that were shown, each once as it came."""
        seen = [state.phase for state in self.seen]
        return [phase for place, phase in enumerate(seen) if place == 0 or phase is not seen[place - 1]]

    @property
    def attempt(self) -> str:
        """The id of the attempt that runs here."""
        assert self._sitting is not None
        return self._sitting.attempt.id

    @property
    def _sitting(self) -> Sitting | None:
        return self.presenter._sitting

    def wait(self, is_so: Callable[[], bool]) -> ExamState:
        """Wait until something is so."""

        def check() -> None:
            assert is_so(), self.state

        self._qtbot.waitUntil(check, timeout=PATIENCE)
        return self.state

    def reach(self, *phases: Phase) -> ExamState:
        """Wait for one of these phases."""
        return self.wait(lambda: self.state.phase in phases)

    def log_in(self, numbers: tuple[str, str] = ZHANG) -> ExamState:
        """Type both numbers and wait for what comes of it; who is back after a restart need not."""
        self.wait(lambda: not self.state.busy)
        self.presenter.log_in(*numbers)
        return self.wait(lambda: not self.state.busy)

    def sit_down(self, numbers: tuple[str, str] = ZHANG) -> ExamState:
        """Log in, confirm, and wait until the candidate can answer."""
        self.log_in(numbers)
        self.presenter.confirm()
        return self.reach(Phase.ANSWERING)

    def has_card(self) -> bool:
        """Whether this machine knows its room's password."""
        return bool(self.presenter._watch.cards._cards.tokens())

    def answer(self, question: str, response: Response) -> ExamState:
        """Answer and wait until it is on the disk."""
        self.presenter.answer(question, response)
        self.presenter.save_typing()
        return self.wait(lambda: self.state.lights.local is LocalSaving.SAVED)

    def all_sent(self) -> ExamState:
        """Wait until the second light is green, and the site has what is no answer, too."""
        self.wait(lambda: self.state.lights.waiting == 0 and self.state.lights.site_at > 0)
        return self.wait(lambda: self._sitting is None or not self._sitting.attempt.waiting())

    def hear_from_the_site(self) -> None:
        """The next heartbeat and the next question for the key come now rather than in some seconds."""
        self.presenter._helpers.syncer._timer.start(0)
        self.presenter._helpers.papers._preparer._timer.start(0)

    def hand_in(self) -> None:
        """Review, then confirm."""
        self.presenter.review()
        self.presenter.submit()

    def journal(self, attempt: str) -> tuple[WriterLog, ...]:
        """What is on this machine's disk; the client must have ended."""
        journal = open_journal(self.data / "journals" / f"{attempt}.journal")
        logs = journal.logs()
        journal.close()
        return logs

    def close(self) -> None:
        """The window was closed."""
        self.presenter.close()

    def crash(self) -> None:
        """The program is gone in the middle: nothing more is saved, sent or shown."""
        presenter = self.presenter
        presenter.stage.state_changed.disconnect()
        presenter._timer.stop()
        presenter._sticks.stop()
        presenter.exports.close()
        presenter.sounds._journal = None
        presenter.sounds.close()
        presenter._helpers.keeper._keeping.end()
        presenter._saver._unsaved.clear()
        presenter._saver._typing.clear()
        presenter._helpers.close()
        presenter._lanes.close()
        presenter._desk.close()
