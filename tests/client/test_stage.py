"""The stage: what the screen shows is true. The lights follow the journal and the site's word, no socket."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.clock import SiteClock
from examclient.domain.phases import Phase, Step, WrongPhaseError
from examclient.domain.state import ExamState, Lights, LocalSaving, News
from examclient.errors import JournalError, SiteRefusedError, SiteUnreachableError
from examclient.ui.stage import Stage
from examprotocol.events import Epoch, Stamp
from examprotocol.merge import Answers, Current
from examprotocol.messages import Exam
from examprotocol.place import INSIDE, Place
from examprotocol.responses import ChoiceResponse, Response
from tests.client.fake_clock import FakeClock

STAMP = Stamp(Epoch(1, 1), 1, 1, "w")
A, B = ChoiceResponse("a"), ChoiceResponse("b")
HOUR = 3_600_000


@dataclass
class Truth:
    """What is really typed, on the disk, and at the site."""

    typed: dict[str, Response] = field(default_factory=dict)
    flag_under_way: bool = False
    unsent: set[str] = field(default_factory=set)
    on_disk: Answers = field(default_factory=Answers)

    def unsaved(self) -> Mapping[str, Response]:
        return self.typed

    def is_busy(self) -> bool:
        return bool(self.typed) or self.flag_under_way

    def answers(self) -> Answers:
        return self.on_disk

    def waiting_questions(self) -> frozenset[str]:
        return frozenset(self.unsent)


class Play:
    """A stage, the truth behind it, and every state that it has shown."""

    def __init__(self) -> None:
        self.clock = FakeClock(wall=1_900_000_000.0)
        self.truth = Truth()
        self.stage = Stage(SiteClock(self.clock), self.truth)
        self.seen: list[ExamState] = []
        self.stage.state_changed.connect(self.seen.append)

    @property
    def now(self) -> int:
        return SiteClock(self.clock).now()

    @property
    def lights(self) -> Lights:
        return self.stage.state.lights

    def answer(self, question: str, response: Response) -> None:
        """The candidate answers; nothing is saved yet."""
        self.truth.typed[question] = response
        self.stage.show()

    def save(self) -> None:
        """All that is typed comes onto the disk."""
        answers = {**self.stage._answers.current}
        answers |= {question: Current(response, STAMP) for question, response in self.truth.typed.items()}
        self.truth.unsent |= self.truth.typed.keys()
        self.truth.typed.clear()
        self.truth.on_disk = Answers(answers)
        self.stage.saved(self.truth.on_disk)

    def acknowledge(self, *, sent: bool = True) -> None:
        """The site says that it has everything."""
        self.truth.unsent.clear()
        self.stage.acknowledged(self.now, self.now + HOUR, sent=sent)

    def work(self) -> None:
        """Go on until the candidate answers."""
        exam = Exam("e", "Exam", "Site", 0, self.now, self.now + HOUR)
        self.stage.step(Step.LOGGED_IN, exam=exam, now=self.now)
        self.stage.step(Step.CONFIRMED)
        self.stage.open(self.truth, Answers())
        self.stage.step(Step.PAPER_READY)
        self.stage.step(Step.EXAM_BEGAN)


@pytest.fixture
def play(qtbot: QtBot) -> Play:
    play = Play()
    play.work()
    return play


def test_before_anyone_works_both_lights_are_out(qtbot: QtBot) -> None:
    stage = Play().stage
    stage.show(lights=Lights(LocalSaving.SAVED, 5, 5, 5))
    assert stage.state.lights == Lights()


Deed = Callable[[Play], None]


def answers(play: Play) -> None:
    play.answer("q1", A)


def answers_another(play: Play) -> None:
    play.answer("q2", B)


def marks(play: Play) -> None:
    play.truth.flag_under_way = True
    play.stage.show()


def saves(play: Play) -> None:
    play.truth.flag_under_way = False
    play.save()


def disk_fails(play: Play) -> None:
    play.stage.show(lights=Lights(local=LocalSaving.FAILED), trouble=JournalError("full"))


def site_has_it(play: Play) -> None:
    play.acknowledge()


def heart_beats(play: Play) -> None:
    play.stage.acknowledged(play.now, play.now + HOUR, sent=False)


def network_goes(play: Play) -> None:
    play.stage.unheard(SiteUnreachableError("gone"))


def site_went_back(play: Play) -> None:
    play.truth.unsent.add("q1")
    play.stage.show()


SAVED, SAVING, FAILED, IDLE = LocalSaving.SAVED, LocalSaving.SAVING, LocalSaving.FAILED, LocalSaving.IDLE

STORIES: dict[str, tuple[list[Deed], LocalSaving, int]] = {
    "nothing happened yet": ([], IDLE, 0),
    "a heartbeat alone saves nothing": ([heart_beats], IDLE, 0),
    "typed, on its way": ([answers], SAVING, 1),
    "two typed": ([answers, answers_another], SAVING, 2),
    "on the disk, not at the site": ([answers, saves], SAVED, 1),
    "on the disk and at the site": ([answers, saves, site_has_it], SAVED, 0),
    "on the disk, the heartbeat brought nothing new": ([answers, saves, heart_beats], SAVED, 1),
    "the network alone changes no light": ([answers, saves, site_has_it, network_goes], SAVED, 0),
    "answered without a network": ([network_goes, answers, saves], SAVED, 1),
    "the next one is typed": ([answers, saves, site_has_it, answers_another], SAVING, 1),
    "a mark is on its way": ([marks], SAVING, 0),
    "a mark is on the disk": ([marks, saves], SAVED, 0),
    "the disk fails": ([answers, disk_fails], FAILED, 1),
    "it stays red while the next is typed": ([answers, disk_fails, answers_another], FAILED, 2),
    "it stays red through a heartbeat": ([answers, disk_fails, heart_beats], FAILED, 1),
    "the disk works again": ([answers, disk_fails, saves], SAVED, 1),
    "the site was restored and lacks one again": ([answers, saves, site_has_it, site_went_back], SAVED, 1),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_lights_tell_the_truth(play: Play, story: str) -> None:
    deeds, local, waiting = STORIES[story]
    for deed in deeds:
        play.clock.advance(1)
        deed(play)
    assert (play.lights.local, play.lights.waiting) == (local, waiting)


def test_each_light_shows_the_time_of_what_made_it_true(play: Play) -> None:
    play.answer("q1", A)
    play.clock.advance(5)
    play.save()
    saved_at = play.now
    play.clock.advance(7)
    play.acknowledge()
    acknowledged_at = play.now
    play.clock.advance(10)
    play.stage.acknowledged(play.now, play.now, sent=False)
    assert (play.lights.local_at, play.lights.site_at) == (saved_at, acknowledged_at)


def test_answers_that_came_from_the_site_are_shown_but_for_what_is_typed_since(play: Play) -> None:
    play.answer("q1", A)
    play.truth.on_disk = Answers({question: Current(B, STAMP) for question in ("q1", "q2")})
    play.stage.acknowledged(play.now, play.now, sent=False)
    assert play.stage.state.answers.response("q1") == A
    assert play.stage.state.answers.response("q2") == B


def test_a_save_of_another_question_turns_no_red_light_green(play: Play) -> None:
    play.answer("q1", A)
    disk_fails(play)
    play.truth.flag_under_way = False
    play.stage.saved(Answers({"q2": Current(B, STAMP)}))
    assert play.lights.local is SAVING
    assert play.lights.waiting == 1


def test_a_red_lights_trouble_goes_when_the_disk_works_again_and_other_trouble_stays(play: Play) -> None:
    play.answer("q1", A)
    disk_fails(play)
    assert isinstance(play.stage.state.trouble, JournalError)
    play.save()
    assert play.stage.state.trouble is None
    play.stage.show(trouble=SiteUnreachableError("gone"))
    play.answer("q1", B)
    play.save()
    assert isinstance(play.stage.state.trouble, SiteUnreachableError)


def test_the_candidate_sees_the_answer_before_and_after_it_is_saved(play: Play) -> None:
    play.answer("q1", A)
    assert play.stage.state.answers.response("q1") == A
    play.save()
    play.answer("q1", B)
    assert play.stage.state.answers.response("q1") == B


def test_the_questions_that_are_not_on_disk_are_named_until_they_are(play: Play) -> None:
    play.answer("q1", A)
    play.answer("q2", B)
    assert play.stage.state.unsaved == {"q1", "q2"}
    play.save()
    assert play.stage.state.unsaved == frozenset()


def test_a_network_that_is_gone_is_said_and_goes_when_it_is_back_and_all_is_sent(play: Play) -> None:
    told = []
    for deed in (network_goes, answers, saves, heart_beats, site_has_it):
        deed(play)
        told.append((play.stage.state.online, play.stage.state.news))
    assert told == [
        (False, News.NETWORK_GONE),
        (False, News.NETWORK_GONE),
        (False, News.NETWORK_GONE),
        (True, None),  # the site is heard again, but does not have everything yet
        (True, News.NETWORK_BACK),
    ]
    play.clock.advance(8)
    play.stage.show(now=play.now)
    assert play.stage.state.news is None


def test_a_site_that_is_there_and_refuses_is_not_called_a_network_that_is_gone(play: Play) -> None:
    ended = SiteRefusedError("session_ended", "The session has ended.")
    play.stage.unheard(ended)
    assert (play.stage.state.online, play.stage.state.news) == (True, None)
    assert play.stage.state.trouble is ended
    play.acknowledge()
    assert play.stage.state.trouble is None


def test_a_refusal_that_gave_way_to_a_pulled_cable_is_no_longer_shown(play: Play) -> None:
    play.stage.unheard(SiteRefusedError("busy", "Busy."))
    play.stage.unheard(SiteUnreachableError("gone"))
    assert play.stage.state.trouble is None
    assert play.stage.state.news is News.NETWORK_GONE


def test_before_an_attempt_is_open_no_news_of_the_network_is_shown(qtbot: QtBot) -> None:
    stage = Play().stage
    stage.unheard(SiteUnreachableError("gone"))
    assert stage.state.news is None


def test_the_end_is_what_the_site_said_last(play: Play) -> None:
    play.stage.acknowledged(play.now, play.now + 2 * HOUR, sent=False)
    assert play.stage.state.exam is not None
    assert play.stage.state.exam.end == play.now + 2 * HOUR
    assert play.stage.state.time_left == 2 * HOUR


def test_the_last_minutes_are_told_only_to_who_is_at_work(play: Play) -> None:
    play.clock.advance(3600 - 300)
    play.stage.show(now=play.now)
    assert play.stage.state.news is News.TIME_5
    play.stage.step(Step.REVIEW_ASKED)
    assert play.stage.state.news is News.TIME_5
    play.stage.step(Step.SUBMITTED)
    assert play.stage.state.news is None


def test_outside_is_said_at_work_and_no_longer_than_it_is_true(play: Play) -> None:
    play.stage.show(place=Place("203.0.113.7"))
    assert play.stage.state.news is News.OUTSIDE
    assert not play.stage.state.is_covered
    play.stage.show(place=Place("203.0.113.7", covered=True))
    assert play.stage.state.is_covered
    assert play.stage.state.news is None, "the cover says it all"
    play.stage.show(place=INSIDE)
    assert (play.stage.state.news, play.stage.state.is_covered) == (None, False)
    play.stage.show(place=Place("203.0.113.7"))
    play.stage.step(Step.TIME_RAN_OUT)
    assert play.stage.state.news is None


def test_nothing_is_told_to_the_screen_when_nothing_has_changed(play: Play) -> None:
    count = len(play.seen)
    play.stage.show()
    play.stage.show(now=play.stage.state.now)
    assert len(play.seen) == count


def test_after_a_candidate_has_gone_nothing_of_them_is_left(play: Play) -> None:
    play.answer("q1", A)
    play.save()
    network_goes(play)
    play.stage.tell(News.REFRESHED)
    play.stage.step(Step.MOVED_AWAY, trouble=SiteUnreachableError("gone"))
    play.stage.clear(Step.LEFT)
    assert play.stage.state == ExamState(phase=Phase.LOGIN, now=play.now)
    assert play.seen[-1] == play.stage.state
    play.stage.show()
    assert play.stage.state == ExamState(phase=Phase.LOGIN, now=play.now)


def test_a_step_that_the_phase_does_not_know_is_a_bug_and_changes_nothing(play: Play) -> None:
    before = play.stage.state
    with pytest.raises(WrongPhaseError):
        play.stage.step(Step.LOGGED_IN, busy=True)
    assert play.stage.state == before
