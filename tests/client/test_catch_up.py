"""What a machine has lost of an attempt comes back from the site: at once, or when the network is back."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from examclient.domain.phases import Phase
from examclient.errors import SiteUnreachableError
from examclient.machine_clock import MachineClock
from examclient.network.site_api import SiteApi
from examclient.ui import presenter
from examprotocol.merge import Answers, fold
from examprotocol.messages import EventsReply
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.exam_site import MINUTE, ExamSite
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]

A, B, C = (ChoiceResponse(choice) for choice in "abc")
SEEN_AS_SAVED = TextResponse("seen as saved, and sent")


def journal_of(seat: Seat) -> Path:
    (path,) = (seat.data / "journals").glob("*.journal")
    return path


def at_the_site(site: ExamSite, attempt: str) -> Answers:
    return fold(site.held(attempt).values())


@pytest.fixture
def damaged(site: ExamSite, new_seat: NewSeat) -> Seat:
    """A machine that went off with everything sent; of its journal only the first answer can be read."""
    seat = new_seat()
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    seat.answer("q1", B)
    seat.answer("q5", SEEN_AS_SAVED)
    seat.all_sent()
    seat.crash()
    with closing(sqlite3.connect(journal_of(seat))) as connection:
        connection.execute("UPDATE events SET event = zeroblob(50) WHERE seq = 3")
        connection.commit()
    return seat


@pytest.fixture
def put_back(site: ExamSite, new_seat: NewSeat) -> Seat:
    """A machine that went off with everything sent; an older copy of its journal lies there, whole."""
    seat = new_seat()
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    seat.close()
    path = journal_of(seat)
    shutil.copyfile(path, seat.data / "copy")
    back = new_seat(seat.data)
    back.reach(Phase.ANSWERING)
    back.answer("q1", B)
    back.answer("q5", SEEN_AS_SAVED)
    back.all_sent()
    back.crash()
    shutil.copyfile(seat.data / "copy", path)
    return seat


def test_what_damage_took_is_asked_for_before_anything_is_shown(
    site: ExamSite, damaged: Seat, new_seat: NewSeat
) -> None:
    back = new_seat(damaged.data)
    state = back.reach(Phase.ANSWERING)
    first = next(one for one in back.seen if one.phase is Phase.PREPARING)
    for shown in (first.answers, state.answers):
        assert (shown.response("q1"), shown.response("q5")) == (B, SEEN_AS_SAVED)


def test_an_older_journal_that_is_whole_is_caught_up_with_too(
    site: ExamSite, put_back: Seat, new_seat: NewSeat
) -> None:
    back = new_seat(put_back.data)
    back.wait(lambda: back.state.answers.response("q5") == SEEN_AS_SAVED)
    assert back.state.answers.response("q1") == B


def test_after_damage_without_a_network_the_answers_come_when_it_is_back(
    site: ExamSite, damaged: Seat, new_seat: NewSeat
) -> None:
    site.cable.pull()
    back = new_seat(damaged.data)
    assert back.reach(Phase.ANSWERING).answers.response("q1") == A
    site.cable.plug()
    back.wait(lambda: back.state.answers.response("q5") == SEEN_AS_SAVED)
    assert back.state.answers.response("q1") == B
    back.answer("q1", C)
    back.all_sent()
    held = at_the_site(site, back.attempt)
    assert (held.response("q1"), held.response("q5")) == (C, SEEN_AS_SAVED)
    assert not any(current.conflict for current in held.current.values()), "C was given over B knowingly"


def test_an_exam_that_ended_after_damage_without_a_network_is_handed_in_with_what_the_site_had(
    site: ExamSite, damaged: Seat, new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LongLater(MachineClock):
        """The same boot, 65 minutes later."""

        def monotonic(self) -> float:
            return super().monotonic() + 65 * 60

    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.cable.pull()
    back = new_seat(damaged.data, LongLater())
    back.reach(Phase.SUBMIT_FAILED)
    site.time.put_forward(65 * MINUTE)
    site.cable.plug()
    back.presenter.retry()
    done = back.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 2
    back.wait(lambda: back.state.lights.waiting == 0)


def test_what_was_answered_over_something_unseen_counts_and_is_marked(
    site: ExamSite, damaged: Seat, new_seat: NewSeat
) -> None:
    site.cable.pull()
    back = new_seat(damaged.data)
    back.reach(Phase.ANSWERING)
    back.answer("q1", C)
    site.cable.plug()
    back.wait(lambda: back.state.answers.response("q5") == SEEN_AS_SAVED)
    back.all_sent()
    held = at_the_site(site, back.attempt)
    assert (held.response("q1"), held.current["q1"].conflict) == (C, True)
    assert back.state.answers.response("q1") == C


def test_the_site_is_asked_until_it_has_said_it_and_then_no_more(
    site: ExamSite, damaged: Seat, new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, events, is_lost = list[bool](), SiteApi.events, [True]

    def answer(api: SiteApi) -> EventsReply:
        asked.append(True)
        if is_lost:
            raise SiteUnreachableError("The reply is lost.")
        return events(api)

    monkeypatch.setattr(SiteApi, "events", answer)
    back = new_seat(damaged.data)
    assert back.reach(Phase.ANSWERING).answers.response("q1") == A
    for _ in range(2):
        before = len(asked)
        back.hear_from_the_site()
        back.wait(lambda before=before: len(asked) > before)  # type: ignore[misc]
    is_lost.clear()
    back.hear_from_the_site()
    back.wait(lambda: back.state.answers.response("q1") == B)
    often = len(asked)
    for number in range(3):
        back.answer("q3", TextResponse(f"a round more: {number}"))
        back.all_sent()
    assert len(asked) == often
    assert len(site.held(back.attempt)) == 3, "this start, and from what came late on, is one writer more"
