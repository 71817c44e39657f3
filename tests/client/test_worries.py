"""What worries the journal is said while it is true and until it was read; nobody is held up by it."""

from functools import partial
from pathlib import Path

import pytest

from examclient.domain.config import Config
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.domain.worries import TOLD, Worry, worry_to_tell
from examclient.errors import JournalError
from examclient.storage import ballast
from examclient.storage.ballast import DiskRoom
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_setting import Setting
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client import seat as seats
from tests.client.exam_site import ZHANG
from tests.client.failing_sync import FailingSync
from tests.client.seat import Seat
from tests.client.test_coming_back import NewSeat

A, B = ChoiceResponse("a"), ChoiceResponse("b")
ALL_OF_IT = 1 << 60
"""More bytes than any disk has."""


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FailingSync:
    return FailingSync(monkeypatch)


@pytest.fixture
def spare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Seats have a second place from now on."""
    monkeypatch.setattr(seats, "Config", partial(Config, spare_folder=tmp_path / "spare"))
    return tmp_path / "spare"


def first_place(seat: Seat) -> Path:
    return seat.data / "journals" / f"{seat.attempt}.journal"


def test_a_second_place_that_takes_over_in_mid_exam_is_told_and_the_answer_is_saved(
    new_seat: NewSeat, spare: Path, disk: FailingSync
) -> None:
    seat = new_seat()
    assert seat.sit_down().worry is None
    disk.fails[first_place(seat)] = 2
    state = seat.answer("q1", A)
    assert (state.phase, state.lights.local) == (Phase.ANSWERING, LocalSaving.SAVED)
    assert seat.wait(lambda: seat.state.worry is not None).worry is Worry.SECOND_PLACE
    assert seat.state.trouble is None
    seat.answer("q1", B)
    seat.presenter.stage.worry_seen()
    assert seat.state.worry is None
    seat.answer("q5", TextResponse("and on"))
    assert seat.state.worry is None
    assert seat.state.worries == {Worry.SECOND_PLACE}


def test_a_ballast_that_is_thrown_off_in_mid_exam_is_told(new_seat: NewSeat, disk: FailingSync) -> None:
    seat = new_seat()
    seat.sit_down()
    disk.says = "SQLITE_FULL"
    disk.fails[first_place(seat)] = 1
    seat.answer("q1", A)
    assert seat.wait(lambda: seat.state.worry is not None).worry is Worry.BALLAST_GONE
    seat.presenter._helpers.worries._on_look()
    assert seat.wait(lambda: not seat.state.worries).worry is None, "there is room again, and a ballast"


def test_little_room_at_the_login_is_a_sentence_and_no_refusal(
    new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DiskRoom, "_free", lambda _: 50_000_000)
    seat = new_seat()
    assert seat.sit_down().worry is Worry.LITTLE_ROOM
    seat.answer("q1", A)
    monkeypatch.setattr(DiskRoom, "_free", lambda _: 500_000_000)
    seat.presenter._helpers.worries._on_look()
    seat.wait(lambda: seat.state.worry is None)


def test_where_nothing_can_be_saved_nobody_begins(new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DiskRoom, "_free", lambda _: 1_000_000)
    seat = new_seat()
    seat.log_in(ZHANG)
    seat.presenter.confirm()
    state = seat.wait(lambda: not seat.state.busy)
    assert state.phase is Phase.CONFIRMING
    assert isinstance(state.trouble, JournalError)


def test_the_next_candidate_hears_nothing_of_it(new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DiskRoom, "_free", lambda _: 50_000_000)
    seat = new_seat()
    seat.sit_down()
    seat.answer("q1", A)
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.presenter.leave()
    monkeypatch.setattr(Journal, "worries", lambda _: frozenset({Worry.SECOND_PLACE}))
    seat.presenter._helpers.worries._on_timeout()
    assert seat.state == ExamState(now=seat.state.now)


def test_room_that_comes_back_is_kept_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = DiskRoom(tmp_path, wanted=ALL_OF_IT, ballast=1_000)
    journal = open_journal(tmp_path / "a.journal", Setting(room=room))
    room.drop_ballast()
    journal._worries |= {Worry.BALLAST_GONE}
    journal.look_for_room()
    assert journal.worries() == {Worry.LITTLE_ROOM}
    assert (tmp_path / ballast.FILE).exists()
    journal.close()


def test_what_comes_back_is_told_once_more(seat: Seat) -> None:
    stage = seat.presenter.stage
    for worries in (frozenset({Worry.SECOND_PLACE}), frozenset[Worry](), frozenset({Worry.SECOND_PLACE})):
        stage.worried(worries)
        assert stage.state.worry is (Worry.SECOND_PLACE if worries else None)
        stage.worry_seen()
        assert stage.state.worry is None


def test_of_several_worries_the_gravest_comes_first_and_each_is_read_by_itself() -> None:
    seen: set[Worry] = set()
    said = []
    while (worry := worry_to_tell(set(Worry), seen)) is not None:
        said.append(worry)
        seen.add(worry)
    assert said == [worry for worry in TOLD if worry is not Worry.LITTLE_ROOM], "a full disk has little room"
    assert worry_to_tell({Worry.LITTLE_ROOM}, set()) is Worry.LITTLE_ROOM


def test_a_mirror_that_is_away_is_no_matter_of_the_candidate() -> None:
    assert worry_to_tell({Worry.MIRROR}, set()) is None
    assert set(TOLD) == set(Worry) - {Worry.MIRROR}
