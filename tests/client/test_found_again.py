"""A second copy that was away comes back in the middle of the exam: what only it holds reaches the site."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from examclient.errors import JournalError
from examclient.places import hostname
from examclient.storage.journal_salvage import read_loosely
from examclient.usecases.found_again import FoundAgain
from examclient.usecases.sitting import Sitting
from examprotocol.events import WriterLog
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.exam_site import ExamSite
from tests.client.machine import Machine
from tests.client.mirrors import bring_back, take_away
from tests.client.moving import NewSeat
from tests.client.writing import Pen

A, B = ChoiceResponse("a"), ChoiceResponse("b")
SAVED = TextResponse("shown as saved")


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    return tmp_path / "mirror"


def test_a_machine_that_forgot_its_disk_finds_the_rest_when_its_mirror_is_back(
    site: ExamSite, new_seat: NewSeat, mirror: Path
) -> None:
    seat = new_seat(mirror=mirror)
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.all_sent()
    site.cable.pull()
    seat.answer("q5", SAVED)
    copy = mirror / hostname() / "journals" / f"{attempt}.journal"
    seat.wait(lambda: any(fold([one]).response("q5") == SAVED for one in read_loosely(copy).logs))
    seat.crash()
    for folder in ("journals", "kept"):
        shutil.rmtree(seat.data / folder)
    away = take_away(mirror)
    site.cable.plug()
    again = new_seat(seat.data, mirror=mirror)
    again.sit_down()
    again.answer("q1", B)
    state = again.all_sent()
    assert (state.answers.response("q1"), state.answers.response("q5")) == (B, None)
    bring_back(mirror, away)
    again.answer("q3", TextResponse("on it goes"))
    again.wait(lambda: again.state.answers.response("q5") == SAVED)
    again.hear_from_the_site()
    again.all_sent()
    found = fold(site.held(attempt).values())
    assert (found.response("q1"), found.response("q5")) == (B, SAVED)
    again.close()
    assert fold(read_loosely(copy).logs).response("q5") == SAVED


class Shelf:
    """A journal in which something turns up once."""

    def __init__(self, *logs: WriterLog) -> None:
        self.logs = logs

    def found(self) -> Sequence[WriterLog]:
        logs, self.logs = self.logs, ()
        return logs


def test_what_is_not_sound_keeps_nothing_else_out(machine: Machine) -> None:
    sitting = machine.sit()
    good, bad = pen_of(sitting, "good"), Pen("bad")
    bad.begin()
    good.choose("q1", "b")
    send = FoundAgain(sitting.attempt, Shelf(bad.log, good.log), machine.api.sync)
    send(sitting.attempt.next_request())
    assert sitting.attempt.answers().response("q1") == B


def test_on_a_disk_that_takes_nothing_it_is_tried_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = machine.sit()
    pen = pen_of(sitting, "found")
    pen.choose("q1", "b")
    send = FoundAgain(sitting.attempt, Shelf(pen.log), machine.api.sync)

    def refuse(*_: object) -> None:
        raise JournalError("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(sitting.store, "append", refuse)
        send(sitting.attempt.next_request())
    assert sitting.attempt.answers().response("q1") is None
    send(sitting.attempt.next_request())
    assert sitting.attempt.answers().response("q1") == B


def pen_of(sitting: Sitting, name: str) -> Pen:
    """An earlier start of this attempt."""
    pen = Pen(name, attempt=sitting.attempt.id)
    pen.begin()
    return pen
