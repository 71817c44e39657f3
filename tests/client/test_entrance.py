"""The two numbers are kept while only the address is in the way, and no longer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from examclient.errors import ExamError, SiteRefusedError, SiteUnreachableError
from examclient.ui.background import Background
from examclient.ui.entrance import HELD_AT_THE_DOOR, Entrance, Numbers
from examclient.usecases.admission import Admitted
from examclient.usecases.log_in import Claim, LogIn
from examprotocol.events import Epoch
from examprotocol.messages import (
    Candidate,
    Exam,
    LoginReply,
    LoginRequest,
    ReadmitRequest,
    Refusal,
    StationReply,
)
from examprotocol.room_password import PasswordHash

ADMITTED = LoginReply(
    1, "token", "attempt", Epoch(1, 1), Candidate("张三", "1", "2", "3"), Exam("e", "E", "S", 0, 0, 1)
)
HASH = PasswordHash("salt", "hash")
OUTSIDE = SiteRefusedError(Refusal.OUTSIDE, "outside", 0, "203.0.113.7", "Ms Li")


@dataclass
class Site:
    """What the site says to one login after the other, and what it was asked."""

    answers: list[LoginReply | ExamError]
    asked: list[tuple[str, str]] = field(default_factory=list)

    def login(self, request: LoginRequest) -> LoginReply:
        self.asked.append((request.admission_number, request.identity_number))
        answer = self.answers.pop(0)
        if isinstance(answer, ExamError):
            raise answer
        return answer

    def readmit(self, request: ReadmitRequest) -> StationReply:
        raise AssertionError(f"nobody asked for {request}")


def admission(site: Site) -> Callable[[str, str, Claim], Admitted]:
    """Let in whom the site lets in."""
    log_in = LogIn(site, "test")
    return lambda admission, identity, claim: Admitted(log_in(admission, identity, claim), HASH)


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Background]:
    lane = Background("network")
    yield lane
    lane.close()


def test_the_same_login_is_sent_again_until_it_is_admitted(lane: Background, qtbot: QtBot) -> None:
    unreachable = SiteUnreachableError("gone")
    site = Site([OUTSIDE, unreachable, OUTSIDE, ADMITTED])
    entrance = Entrance(lane, admission(site))
    with qtbot.waitSignal(entrance.refused_outside) as refused:
        entrance.send("2026A001", "417X")
    assert refused.args == [OUTSIDE]
    with qtbot.waitSignal(entrance.refused) as failed:
        entrance.send_again()
    assert failed.args == [unreachable]
    with qtbot.waitSignal(entrance.refused_outside):
        entrance.send_again()
    with qtbot.waitSignal(entrance.admitted) as admitted:
        entrance.send_again()
    assert admitted.args == [Admitted(ADMITTED, HASH)]
    assert site.asked == [("2026A001", "417X")] * 4
    entrance.send_again()
    assert len(site.asked) == 4, "who is admitted is forgotten"


def test_after_any_other_refusal_the_numbers_are_forgotten(lane: Background, qtbot: QtBot) -> None:
    site = Site([SiteRefusedError(Refusal.WRONG_IDENTITY, "wrong")])
    entrance = Entrance(lane, admission(site))
    with qtbot.waitSignal(entrance.refused):
        entrance.send("2026A001", "wrong")
    assert entrance._numbers is None


def test_whoever_goes_back_is_not_logged_in_by_an_answer_that_comes_late(
    lane: Background, qtbot: QtBot
) -> None:
    site = Site([OUTSIDE, ADMITTED])
    entrance = Entrance(lane, admission(site))
    admitted: list[Admitted] = []
    entrance.admitted.connect(admitted.append)
    with qtbot.waitSignal(entrance.refused_outside):
        entrance.send("2026A001", "417X")
    entrance.send_again()
    entrance.forget()
    with qtbot.waitCallback() as all_done:
        lane.run(lambda: None, all_done, all_done)
    assert len(site.asked) == 2
    assert admitted == []
    assert entrance._numbers is None


def test_the_numbers_stand_in_no_text_of_the_program() -> None:
    assert "417X" not in repr(Numbers("2026A001", "417X"))
    assert "2026A001" not in repr(Numbers("2026A001", "417X"))


@pytest.mark.parametrize("code", HELD_AT_THE_DOOR, ids=str)
def test_who_is_held_at_the_door_is_tried_again_with_the_same_numbers(
    lane: Background, qtbot: QtBot, code: Refusal
) -> None:
    missing = SiteRefusedError(code, "see the proctor")
    site = Site([missing, ADMITTED])
    entrance = Entrance(lane, admission(site))
    with qtbot.waitSignal(entrance.refused) as refused:
        entrance.send("2026A001", "417X")
    assert refused.args == [missing]
    with qtbot.waitSignal(entrance.admitted):
        entrance.send_again()
    assert site.asked == [("2026A001", "417X")] * 2
