"""A candidate and a proctor who work with the keyboard alone, before the client as it was installed.

Rule: nothing here reaches into the client. What came of a key is read from the screen's pictures, from the
files on the disk, and from what the site's own command says.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from installer.verify.answering import NEXT, TYPE, Answer
from installer.verify.desktop import Desktop
from installer.verify.table import TrialError

QUIET = 0.4
"""Seconds between two pictures that show whether a page still changes."""
TURN = 15.0
"""Seconds that a page may take to come."""
RESTLESS = 3.0
"""Seconds after which a page is taken as it is: a clock runs on it, or a cursor blinks."""
EMPTY = 20_000
"""Bytes of a PNG of the screen that has next to nothing on it; the emptiest page has half as many again."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is typed to log in."""

    admission: str
    identity: str


class Candidate:
    """Presses keys page by page; takes a picture of each page before it is left."""

    def __init__(self, desk: Desktop) -> None:
        self._desk = desk

    def log_in(self, numbers: Numbers) -> None:
        """From the login page to the question whether it is me, and yes."""
        self._desk.take("login")
        self._desk.type_text(numbers.admission)
        self._desk.press("Return")
        self._desk.type_text(numbers.identity)
        self._turn("Return")
        self._desk.take("is-this-you")
        self._turn("Tab", "Tab", "Return")
        self._desk.take("after-the-confirmation")

    def answer(self, answers: Sequence[Answer], *, first: bool = True, pictures: bool = True) -> None:
        """Answer question after question; `first` where the first of them is on the screen already."""
        seen: set[str] = set()
        for number, one in enumerate(answers):
            if number or not first:
                self._desk.press(NEXT)
            for stroke in one.strokes:
                self._stroke(stroke)
            if pictures and one.kind not in seen:
                seen.add(one.kind)
                self._desk.take(f"question-{one.kind}")

    def hand_in(self) -> None:
        """From the last question, an essay, over the review, to handing in for certain."""
        self._turn("Tab", "Tab", "Tab", "space")
        self._desk.take("review")
        self._turn("Tab", "space")
        self._desk.take("hand-in-for-certain")
        self._turn("Tab", "space")

    def export(self, password: str) -> None:
        """From the page that says that handing in did not work, through the export, and back to it."""
        self._desk.take("hand-in-failed")
        self._turn("shift+Tab", "shift+Tab", "shift+Tab", "Return")  # "Retry" is no stop while it is busy
        self._desk.type_text(password)
        self._turn("Return")
        self.settle()
        self._desk.take("choose-a-drive")
        self._turn("Tab", "Return")
        self.settle()
        self._desk.take("exported")
        self._turn("Tab", "Tab", "Tab", "Return")
        self._desk.take("may-leave")

    def make_room(self) -> None:
        """From the receipt to the next candidate's login page."""
        self._turn("Tab", "space")
        self._turn("space")

    def wait_for_a_page(self) -> bytes:
        """Wait until the screen shows something and keeps showing it; returns the picture."""
        return self.settle(lambda picture: len(picture) > EMPTY)

    def settle(self, wanted: Callable[[bytes], bool] = bool) -> bytes:
        """Wait until two pictures in a row are the same, or some seconds where a cursor blinks."""
        began, before = time.monotonic(), b""
        while (past := time.monotonic() - began) < TURN:
            picture = self._desk.picture()
            if wanted(picture) and (picture == before or past > RESTLESS):
                return picture
            before = picture
            time.sleep(QUIET)
        raise TrialError("the screen did not show what it should")

    def _turn(self, *keys: str) -> None:
        """Press keys, the last of which changes the page; wait for that."""
        self._desk.press(*keys[:-1]) if keys[1:] else None
        before = self._desk.picture()
        self._desk.press(keys[-1])
        end = time.monotonic() + TURN
        while self._desk.picture() == before:
            if time.monotonic() > end:
                raise TrialError(f"{keys[-1]} changed nothing on the screen")
            time.sleep(0.1)
        time.sleep(QUIET)

    def _stroke(self, stroke: str) -> None:
        if stroke.startswith(TYPE):
            self._desk.type_text(stroke.removeprefix(TYPE))
        else:
            self._desk.press(stroke)
