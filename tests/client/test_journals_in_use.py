"""A journal is open for as long as its candidate sits here, and no longer."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar

import pytest

from examclient.domain.phases import Phase
from examclient.errors import JournalError
from examclient.storage import journal_mirror
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_errors import LockedError
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.ui import handing_in, presenter
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.broken_disk import BrokenDisk
from tests.client.exam_site import ANN, MINUTE, ExamSite
from tests.client.seat import Seat
from tests.client.writing import ATTEMPT, Pen

T = TypeVar("T")

A = ChoiceResponse("a")
TYPED = TextResponse("typed on a full disk")


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    monkeypatch.setattr(handing_in, "PATIENCE", 0.5)
    monkeypatch.setattr(handing_in, "LAST_PATIENCE", 0.3)


def journal_of(seat: Seat) -> Journal:
    sitting = seat.presenter._sitting
    assert sitting is not None
    assert isinstance(sitting.store, Journal)
    return sitting.store


def is_closed(journal: Journal) -> bool:
    return journal._places._closed


def test_when_the_candidate_has_gone_the_journal_is_let_go_of(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    first, journal = seat.attempt, journal_of(seat)
    seat.answer("q1", A)
    seat.hand_in()
    seat.reach(Phase.DONE)
    assert not is_closed(journal)
    seat.presenter.leave()
    seat.wait(lambda: is_closed(journal))
    seat.sit_down(ANN)
    seat.answer("q1", A)
    assert fold(journal_of(seat).logs()).response("q1") == A
    assert seat.attempt != first


def test_what_is_typed_is_saved_before_the_journal_is_let_go_of(
    site: ExamSite, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()
    attempt, journal = seat.attempt, journal_of(seat)
    disk = BrokenDisk(monkeypatch)
    seat.presenter.answer("q5", TYPED)
    site.time.put_forward(60 * MINUTE)
    seat.hear_from_the_site()
    assert seat.reach(Phase.DONE).unsaved == {"q5"}
    seat.presenter._saver._timer.stop()
    disk.is_full = False
    disk.hang()
    seat.presenter.leave()
    lanes, done = seat.presenter._lanes, list[None]()
    for lane in (lanes.network, lanes.paper, lanes.proctor):
        lane.run(lambda: None, done.append, lambda _: None)
    seat.wait(lambda: len(done) == 3)
    assert not is_closed(journal), "the disk is slow, and has not taken it yet"
    disk.mend()
    seat.wait(lambda: is_closed(journal))
    assert fold(seat.journal(attempt)).response("q5") == TYPED


@pytest.fixture
def journals(tmp_path: Path) -> Journals:
    return Journals(tmp_path, Setting())


def sit_down(journals: Journals) -> Journal:
    with journals.in_use("a1"):
        return journals.open("a1")


def test_whoever_is_back_before_the_journal_was_let_go_of_keeps_it(journals: Journals) -> None:
    journal = sit_down(journals)
    assert sit_down(journals) is journal
    journals.leave("a1")  # asked for when the candidate left, and only now its turn
    assert not is_closed(journal)
    journals.leave("a1")
    assert is_closed(journal)
    assert sit_down(journals) is not journal
    journals.close()


def test_an_attempt_that_could_not_begin_leaves_nothing_open(journals: Journals) -> None:
    opened = list[Journal]()

    def begin_and_fail() -> None:
        with journals.in_use("a1"):
            opened.append(journals.open("a1"))
            raise JournalError("no room")

    with pytest.raises(JournalError):
        begin_and_fail()
    assert is_closed(opened[0])


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """A mirror on a share whose machine is gone, until this is set."""
    monkeypatch.setattr(journal_mirror, "PATIENCE", 0.2)
    back = Event()

    def waiting(ask: Callable[..., Any]) -> Callable[..., Any]:
        def wait_and_ask(path: Path, *words: Any) -> Any:
            if path.is_relative_to(tmp_path / "mirror"):
                back.wait(60)
            return ask(path, *words)

        return wait_and_ask

    for name in ("exists", "glob", "read_bytes"):
        monkeypatch.setattr(Path, name, waiting(getattr(Path, name)))
    return back


def in_time(act: Callable[[], T]) -> T:
    """What it returns, unless it waits for the mirror."""
    done = list[T]()
    thread = Thread(target=lambda: done.append(act()), daemon=True)
    thread.start()
    thread.join(10)
    assert done, "it waits for the mirror"
    return done[0]


def test_nothing_that_was_left_here_waits_for_a_mirror_that_does_not_answer(
    tmp_path: Path, answers: Event
) -> None:
    pen, path = Pen(), tmp_path / "data" / "journals" / f"{ATTEMPT}.journal"
    journal = open_journal(path)
    journal.append(pen.writer, pen.begin())
    journal.close()
    journals = Journals(tmp_path / "data", Setting(mirror=tmp_path / "mirror"))
    assert in_time(journals.attempts) == (ATTEMPT,)
    assert in_time(lambda: journals.left("unknown")).logs() == ()
    confirmed = {pen.writer.id: pen.head}
    assert not in_time(lambda: journals.purge(ATTEMPT, confirmed)), "a copy may lie where nobody answers"
    assert path.is_file()
    answers.set()
    assert journals.purge(ATTEMPT, confirmed)
    assert not path.is_file()


def test_a_copy_elsewhere_that_nobody_here_can_open_says_so(tmp_path: Path) -> None:
    elsewhere = tmp_path / "other" / "journals" / f"{ATTEMPT}.journal"
    pen, journal = Pen(), open_journal(elsewhere)
    journal.append(pen.writer, pen.begin())
    journal.close()
    mirrored = tmp_path / "mirror" / "journals" / elsewhere.name
    mirrored.parent.mkdir(parents=True)
    mirrored.write_bytes(elsewhere.read_bytes())
    with pytest.raises(LockedError):
        Journals(tmp_path / "data", Setting(mirror=tmp_path / "mirror")).left(ATTEMPT)
