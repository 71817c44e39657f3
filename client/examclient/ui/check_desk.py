"""The self-check on the screen: when it runs, how far it is, what it found, and whether the site has heard.

Rule: it runs in a lane of its own, and only while nobody is logged in. What comes of a run that was left is
shown to nobody.
"""

from collections.abc import Callable
from dataclasses import replace
from threading import Event

from PySide6.QtCore import QObject, Slot

from examclient.domain.phases import Phase
from examclient.domain.self_check import Check, CheckView, SelfCheckStoppedError, trouble_first
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.stage import Stage
from examclient.usecases.self_check import Checkup
from examprotocol.self_check import CheckResult


class CheckDesk(QObject):
    """Owns the run. `prepare` asks on the GUI thread what only Qt knows, and says how to look at the rest."""

    def __init__(self, lane: Background, stage: Stage, prepare: Callable[[], Checkup]) -> None:
        super().__init__()
        self._lane = lane
        self._stage = stage
        self._prepare = prepare
        self._stopped = Event()

    @Slot()
    def start(self) -> None:
        """Check this machine, or check it again."""
        view, state = self._stage.state.check, self._stage.state
        is_running = view is not None and view.is_running
        if state.phase is not Phase.LOGIN or state.busy or is_running:
            return
        stopped = self._stopped = Event()
        checkup = self._prepare()
        self._stage.show(check=CheckView(), trouble=None)

        def told(check: Check, done: int, total: int) -> None:
            self._lane.call(lambda: self._change(stopped, looking_at=check, done=done, total=total))

        self._lane.run(
            lambda: checkup.check(told, stopped.is_set),
            lambda results: self._on_checked(stopped, checkup, results),
            lambda error: self._on_failed(stopped, error),
        )

    @Slot()
    def stop(self) -> None:
        """Look at nothing more; the look under way ends by itself."""
        self._stopped.set()
        view = self._stage.state.check
        if view is not None and view.is_running:
            self._stage.show(check=replace(view, is_stopping=True))

    @Slot()
    def leave(self) -> None:
        """Back to the login."""
        self._stopped.set()
        self._stopped = Event()
        self._stage.show(check=None)

    def close(self) -> None:
        """The program ends, or this desk is not needed any more."""
        self._stopped.set()
        self._lane.close()

    def _on_checked(self, run: Event, checkup: Checkup, results: tuple[CheckResult, ...]) -> None:
        hand_in = checkup.hand_in
        told_to_site = None if hand_in is not None else False
        self._change(run, results=trouble_first(results), looking_at=None, sent=told_to_site)
        if hand_in is not None and not run.is_set():
            self._lane.run(
                lambda: hand_in(checkup.report(results)),
                lambda _heard: self._change(run, sent=True),
                lambda _error: self._change(run, sent=False),
            )

    def _on_failed(self, run: Event, error: ExamError) -> None:
        if isinstance(error, SelfCheckStoppedError):
            self._change(run, is_stopped=True, looking_at=None)
        elif run is self._stopped:
            self._stage.show(check=None, trouble=error)

    def _change(self, run: Event, **changes: object) -> None:
        """Show how the run stands, unless it was left or another one has begun."""
        view = self._stage.state.check
        if view is not None and run is self._stopped:
            self._stage.show(check=replace(view, **changes))  # type: ignore[arg-type] # its own field names
