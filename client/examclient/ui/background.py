"""Runs plain functions off the GUI thread, one after the other, and brings what they return back to it.

Rule: values in, values out, no QObject. Only an ExamError is the world's doing; anything else is raised on
the GUI thread, for the crash handler, after whoever asked has been told.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from examclient.errors import ExamError, FaultError

T = TypeVar("T")


class Background(QObject):
    """One lane: jobs run in the order in which they were given.

    Signals:
        _finished(object): a function for the GUI thread to call.
    """

    _finished = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._finished.connect(self._on_finished)

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[ExamError], None]
    ) -> None:
        """Run `work` in the lane, then `done` or `failed` on the GUI thread."""
        self._executor.submit(self._work, work, done, failed)

    def call(self, function: Callable[[], None]) -> None:
        """From inside a job: call a function on the GUI thread, such as one that shows progress."""
        self._finished.emit(function)

    def close(self) -> None:
        """Finish what runs and what was given, then stop."""
        self._executor.shutdown(wait=True)

    def _work(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[ExamError], None]
    ) -> None:
        try:
            result = work()
        except ExamError as error:
            trouble = error
            self._finished.emit(lambda: failed(trouble))
        except Exception as error:  # noqa: BLE001 - a bug: raised again where the crash handler sees it
            bug = error
            self._finished.emit(lambda: _tell_and_raise(failed, bug))
        else:
            self._finished.emit(lambda: done(result))

    @Slot(object)
    def _on_finished(self, function: Callable[[], None]) -> None:
        function()


def _tell_and_raise(failed: Callable[[ExamError], None], bug: Exception) -> None:
    """A save that a bug ended must turn the light red and be tried again, like any other that failed."""
    try:
        failed(FaultError(f"The program made a mistake ({type(bug).__name__})."))
    finally:
        raise bug
