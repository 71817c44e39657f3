"""Recordings in the exam: a play is on disk before anything sounds, and no restart gives one back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from examclient import assembly
from examclient.domain.phases import Phase
from examclient.domain.sounds import Hearing, LostPlay, SoundCheck, SoundTrouble
from examclient.domain.state import LocalSaving
from examclient.ui import presenter
from examclient.ui.background import Background
from examclient.ui.sound.sound_desk import SoundDesk
from examprotocol.events import GIVE_PLAY, Body, Played, PlayEnded, ProctorActed, Submitted
from examprotocol.paper_parts import Media
from examprotocol.place import Place
from examprotocol.plays import Plays, plays_of
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.importers.draft import PaperDraft
from examserver.services.paper_reports import papers_at_stations
from examserver.storage.store import reading
from tests.client.cards import PASSWORD
from tests.client.exam_site import MINUTE, ExamSite, Times, draft
from tests.client.listening import ALSO_TWICE, AT_WILL, LENGTH, TWICE, HandOutlet, listening_draft, silence
from tests.client.moving import move_here
from tests.client.seat import PATIENCE, Seat

NewSeat = Callable[..., Seat]


@pytest.fixture
def paper() -> PaperDraft:
    """The paper that is sat; a test with another one overrides it by its parameter."""
    return listening_draft()


@pytest.fixture
def site(
    tmp_path: Path, times: Times, paper: PaperDraft, evening: Callable[[ExamSite], None]
) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, paper).__enter__()
    running.set_room_password()
    yield running
    evening(running)


@pytest.fixture
def outlets(monkeypatch: pytest.MonkeyPatch) -> list[HandOutlet]:
    """The outlet of each client that a test starts."""
    made: list[HandOutlet] = []

    def choose() -> HandOutlet:
        made.append(HandOutlet())
        return made[-1]

    monkeypatch.setattr(assembly, "choose_outlet", choose)
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    return made


@pytest.fixture
def seat(outlets: list[HandOutlet], new_seat: NewSeat) -> Seat:
    """A candidate in the middle of the exam."""
    seat = new_seat()
    seat.sit_down()
    seat.wait(lambda: desk(seat).state.may_play and bool(outlets))
    return seat


def desk(seat: Seat) -> SoundDesk:
    return seat.presenter.sounds


def play(seat: Seat, media: Media) -> None:
    """Press Play and wait until it runs."""
    desk(seat).play(media)
    seat.wait(lambda: desk(seat).state.is_playing(media.id))


def run_out(seat: Seat, outlet: HandOutlet) -> None:
    """Let the play come to its end, and wait until that is on disk."""
    playing = desk(seat).state.playing
    assert playing is not None
    before = plays(seat, playing.media).open
    outlet.run_out()
    seat.wait(lambda: plays(seat, playing.media).open < before)


def at(seat: Seat) -> int:
    """How far the play is, in milliseconds."""
    playing = desk(seat).state.playing
    assert playing is not None
    return playing.at


def plays(seat: Seat, media: Media) -> Plays:
    assert seat._sitting is not None
    return seat._sitting.attempt.plays().get(media.id, Plays())


def written(seat: Seat) -> list[Body]:
    """What is on this machine's disk of plays and of handing in."""
    assert seat._sitting is not None
    kinds = (Played, PlayEnded, Submitted, ProctorActed)
    bodies = [event.body for log in seat._sitting.store.logs() for event in log.events]
    return [body for body in bodies if isinstance(body, kinds)]


def test_a_play_is_on_disk_before_anything_sounds(seat: Seat, outlets: list[HandOutlet]) -> None:
    heard: list[list[Body]] = []
    (outlet,) = outlets
    begin = outlet.start

    def look_first(sound: bytes, media_type: str, length: int) -> None:
        heard.append(written(seat))
        begin(sound, media_type, length)

    outlet.start = look_first  # type: ignore[method-assign] # on purpose
    play(seat, TWICE)
    assert heard == [[Played("twice")]]
    assert outlet.played == [silence()]


def test_two_plays_and_no_third(seat: Seat, outlets: list[HandOutlet]) -> None:
    for _ in range(2):
        play(seat, TWICE)
        run_out(seat, outlets[0])
    assert desk(seat).state.left(TWICE) == 0
    desk(seat).play(TWICE)
    seat.wait(lambda: desk(seat).state.trouble is SoundTrouble.NONE_LEFT)
    assert written(seat) == [Played("twice"), PlayEnded("twice", LENGTH, complete=True)] * 2
    assert desk(seat).state.lost == ()


def test_only_one_sound_at_a_time_and_a_play_that_counts_is_not_cut_by_another(
    seat: Seat, outlets: list[HandOutlet]
) -> None:
    play(seat, AT_WILL)
    outlets[0].run_to(100)
    play(seat, TWICE)
    desk(seat).play(AT_WILL)
    assert desk(seat).state.is_playing("twice")
    run_out(seat, outlets[0])
    assert written(seat)[:3] == [
        Played("at-will"),
        PlayEnded("at-will", 100, complete=False),
        Played("twice"),
    ]


def test_a_play_goes_on_while_the_candidate_turns_the_page(seat: Seat, outlets: list[HandOutlet]) -> None:
    play(seat, TWICE)
    seat.presenter.choose("q5")
    assert outlets[0].doing == "playing"
    state = seat.wait(lambda: seat.state.sound.playing is not None)
    assert state.sound.playing is not None
    assert (state.sound.playing.question, state.current) == ("q1", "q5")


def test_seeking_and_pausing_only_where_the_paper_allows_it(seat: Seat, outlets: list[HandOutlet]) -> None:
    (outlet,) = outlets
    play(seat, TWICE)
    desk(seat).pause()
    desk(seat).seek(300)
    assert outlet.doing == "playing"
    assert at(seat) == 0
    run_out(seat, outlet)
    play(seat, ALSO_TWICE)
    desk(seat).seek(300)
    desk(seat).pause()
    assert outlet.doing == "paused"
    assert at(seat) == 300
    desk(seat).go_on()
    assert outlet.doing == "playing"


def test_refreshing_and_clearing_the_cache_give_no_play_back_and_stop_nothing(
    seat: Seat, outlets: list[HandOutlet]
) -> None:
    play(seat, TWICE)
    seat.presenter.refresh()
    seat.presenter.clear_cache()
    seat.wait(
        lambda: not seat.presenter._helpers.papers._clearing and not seat.presenter._helpers.papers._mending
    )
    assert outlets[0].doing == "playing"
    assert desk(seat).state.left(TWICE) == 1


def test_a_play_that_a_crash_cut_off_counts_until_the_proctor_gives_it_back(
    site: ExamSite, seat: Seat, new_seat: NewSeat, outlets: list[HandOutlet]
) -> None:
    play(seat, TWICE)
    seat.all_sent()
    seat.wait(seat.has_card)
    seat.crash()
    again = new_seat(seat.data)
    again.reach(Phase.ANSWERING)
    again.wait(lambda: bool(again.state.sound.lost))
    assert desk(again).state.left(TWICE) == 1
    assert again.state.sound.lost == (LostPlay("twice", "The news", 1, 1, 1),)
    again.presenter.proctor.open()
    again.presenter.proctor.give_play("twice")
    again.presenter.proctor.unlock(PASSWORD)
    again.wait(lambda: again.state.proctor is not None and again.state.proctor.is_open)
    again.presenter.proctor.give_play("also-twice")
    again.presenter.proctor.give_play("twice")
    again.wait(lambda: not again.state.sound.lost)
    assert desk(again).state.left(TWICE) == 2
    assert [act for act in written(again) if isinstance(act, ProctorActed)] == [
        ProctorActed(GIVE_PLAY, "twice")
    ]
    again.all_sent()
    held = site.held(again.attempt).values()
    assert plays_of(held)["twice"] == Plays(began=1, given=1, open=1)


def test_another_machine_gives_no_play_back(seat: Seat, new_seat: NewSeat, outlets: list[HandOutlet]) -> None:
    play(seat, TWICE)
    run_out(seat, outlets[0])
    play(seat, TWICE)
    seat.all_sent()
    other = new_seat()
    move_here(other)
    other.reach(Phase.ANSWERING)
    other.wait(lambda: desk(other).state.may_play)
    assert desk(other).state.left(TWICE) == 0
    assert [one.times for one in desk(other).state.lost] == [1]
    seat.hear_from_the_site()
    seat.reach(Phase.MOVED)
    assert outlets[0].doing == "silent"
    assert isinstance(written(seat)[-1], Played)


def test_handing_in_ends_what_plays_before_the_answers_are_handed_in(
    seat: Seat, outlets: list[HandOutlet]
) -> None:
    play(seat, TWICE)
    outlets[0].run_to(250)
    seat.hand_in()
    seat.reach(Phase.DONE)
    assert outlets[0].doing == "silent"
    _, ended, submitted = written(seat)
    assert ended == PlayEnded("twice", 250, complete=False)
    assert isinstance(submitted, Submitted)


def test_a_play_that_nobody_could_hear_can_be_given_back(seat: Seat, outlets: list[HandOutlet]) -> None:
    play(seat, TWICE)
    outlets[0].change_hearing(Hearing.NO_DEVICE)
    run_out(seat, outlets[0])
    seat.wait(lambda: bool(seat.state.sound.lost))
    assert written(seat)[-1] == PlayEnded("twice", LENGTH, complete=False)


def test_a_sound_that_breaks_off_says_so_and_can_be_given_back(seat: Seat, outlets: list[HandOutlet]) -> None:
    play(seat, TWICE)
    outlets[0].run_to(120)
    outlets[0].failed.emit("the headset caught fire")
    seat.wait(lambda: bool(seat.state.sound.lost))
    assert desk(seat).state.trouble is SoundTrouble.BROKE_OFF


def test_a_play_that_a_cover_was_faster_than_holds_up_no_other(seat: Seat, outlets: list[HandOutlet]) -> None:
    desk(seat).play(TWICE)
    seat.presenter.stage.show(place=Place("10.9.9.9", covered=True))
    seat.wait(lambda: written(seat) == [Played("twice"), PlayEnded("twice", 0, complete=False)])
    seat.wait(lambda: [one.times for one in seat.state.sound.lost] == [1])
    assert outlets[0].played == []
    seat.presenter.stage.show(place=Place())
    play(seat, ALSO_TWICE)


def test_a_second_click_gives_no_other_play_back(seat: Seat, outlets: list[HandOutlet]) -> None:
    play(seat, TWICE)
    run_out(seat, outlets[0])
    play(seat, TWICE)
    outlets[0].failed.emit("pulled out")
    seat.wait(lambda: bool(seat.state.sound.lost) and seat.has_card())
    seat.presenter.proctor.open()
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.is_open)
    seat.presenter.proctor.give_play("twice")
    seat.presenter.proctor.give_play("twice")
    seat.wait(lambda: not seat.state.sound.lost)
    assert desk(seat).state.left(TWICE) == 1


def test_what_plays_at_the_end_is_ended_on_disk_and_nothing_is_shown_after_it(
    seat: Seat, outlets: list[HandOutlet]
) -> None:
    play(seat, TWICE)
    desk(seat).close()
    assert not desk(seat)._later.isActive()
    assert outlets[0].doing == "silent"
    seat.wait(lambda: written(seat) == [Played("twice"), PlayEnded("twice", 0, complete=False)])


def test_a_play_that_is_noted_only_after_the_end_begins_nothing(
    seat: Seat, outlets: list[HandOutlet]
) -> None:
    gate, lanes = Event(), seat.presenter._lanes
    lanes.disk.run(lambda: gate.wait(PATIENCE / 1000), lambda _: None, lambda _: None)
    desk(seat).play(TWICE)
    pass_through(seat, lanes.sound)
    desk(seat).close()
    gate.set()
    pass_through(seat, lanes.disk)
    assert outlets[0].played == []
    assert written(seat) == [Played("twice")], "as after a crash: the proctor can give it back"


def pass_through(seat: Seat, lane: Background) -> None:
    """Wait until all that was given to a lane is done and told."""
    told: list[None] = []
    lane.run(lambda: None, told.append, lambda _: None)
    seat.wait(lambda: bool(told))


def test_a_recording_that_is_missing_uses_no_play(seat: Seat) -> None:
    desk(seat).play(Media("gone", "0" * 64, "Gone", max_plays=1))
    seat.wait(lambda: desk(seat).state.trouble is SoundTrouble.MISSING)
    assert written(seat) == []


def test_answers_are_saved_while_a_recording_plays(seat: Seat) -> None:
    play(seat, TWICE)
    state = seat.answer("q1", TextResponse("the news"))
    assert state.lights.local is LocalSaving.SAVED


@pytest.mark.parametrize("times", [Times(start=5 * MINUTE)], ids=["before the start"])
def test_before_the_start_the_sound_is_checked(outlets: list[HandOutlet], new_seat: NewSeat) -> None:
    seat = new_seat()
    seat.log_in()
    seat.presenter.confirm()
    seat.reach(Phase.WAITING)
    seat.wait(lambda: seat.state.sound.has_sounds)
    desk(seat).play(TWICE)
    desk(seat).check()
    desk(seat).set_volume(35)
    assert outlets[0].volume == 35
    outlets[0].run_out()
    seat.wait(lambda: seat.state.sound.check is SoundCheck.ASKED)
    desk(seat).say_heard(False)
    seat.wait(lambda: seat.state.sound.check is SoundCheck.NOT_HEARD)
    assert written(seat) == []


@pytest.mark.parametrize("paper", [draft()], ids=["without sounds"])
def test_a_paper_without_sounds_loads_nothing_to_play_with(
    new_seat: NewSeat, outlets: list[HandOutlet]
) -> None:
    seat = new_seat()
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    assert outlets == []
    assert not desk(seat).state.has_sounds


@pytest.mark.parametrize("times", [Times(start=5 * MINUTE)], ids=["before the start"])
def test_the_staff_hear_before_the_start_where_recordings_cannot_be_heard(
    site: ExamSite, outlets: list[HandOutlet], new_seat: NewSeat
) -> None:
    seat = new_seat()
    seat.log_in()
    seat.presenter.confirm()
    seat.reach(Phase.WAITING)

    def told() -> str:
        with reading(site.folder) as connection:
            stations = papers_at_stations(connection, site.exam)
        return next(one.sound for one in stations if one.station == seat.station)

    seat.wait(lambda: told() == "ready")
    desk(seat).say_heard(True)
    seat.wait(lambda: told() == "heard")
    outlets[0].change_hearing(Hearing.NO_DEVICE)
    seat.wait(lambda: told() == "no_device")


def test_a_room_is_checked_for_sound_on_the_login_page_and_only_on_request(
    outlets: list[HandOutlet], new_seat: NewSeat
) -> None:
    seat = new_seat()
    assert not outlets
    desk(seat).check()
    seat.wait(lambda: seat.state.sound.check is SoundCheck.PLAYING)
    assert outlets[0].doing == "playing"
    outlets[0].run_out()
    seat.wait(lambda: seat.state.sound.check is SoundCheck.ASKED)
    desk(seat).say_heard(True)
    seat.sit_down()
    assert seat.state.sound.check is SoundCheck.OPEN, "the candidate checks it anew"
    assert len(outlets) == 1
