"""`examserver act`: pause, resume, extend, close, let in again, message and export at the console."""

import re
from collections.abc import Callable

import pytest

from examserver.cli.command_line import main
from examserver.services.exams import MINUTE
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ROOM, Station

Act = Callable[..., str]
WHY = ("--by", "王主考", "--reason", "停电")


@pytest.fixture
def act(prepared: Prepared, capsys: pytest.CaptureFixture[str]) -> Act:
    """Give the command, which has to work; returns what it printed."""

    def give(action: str, *words: str) -> str:
        assert main(["act", action, str(prepared.folder.root), *words]) == 0
        return capsys.readouterr().out

    return give


def number(said: str) -> str:
    found = re.search(r"[0-9a-f]{8}", said)
    assert found is not None
    return found[0]


def test_a_room_is_paused_and_resumed(seated: Station, act: Act, clock: FakeClock) -> None:
    clock.time = START + MINUTE
    pause = number(act("pause", "--room", ROOM, "--text", "请稍候", *WHY))
    assert "请稍候" in act("list")
    clock.advance(4 * MINUTE)
    assert "1 extension gave back" in act("resume", pause, *WHY)
    assert act("list") == "Nothing stands ordered.\n"
    assert seated.heartbeat(seated.pen()).end == START + 64 * MINUTE


def test_a_candidate_is_closed_by_the_admission_number_and_let_in_again(
    seated: Station, act: Act, clock: FakeClock
) -> None:
    clock.time = START
    act("close", "--attempt", "2026A001", *WHY)
    assert seated.heartbeat(seated.pen()).orders.ended is not None
    assert "for 70 minutes" in act("let-in", "2026A001", "--minutes", "10", *WHY)
    assert seated.heartbeat(seated.pen()).orders.ended is None
    assert "reopen" in act("list", "--all")


def test_a_message_a_request_to_export_and_more_time_reach_the_station(seated: Station, act: Act) -> None:
    message = number(act("message", "还有十分钟", "--room", ROOM))
    act("export", "--room", ROOM, "--seat", "1", *WHY)
    act("extend", "--room", ROOM, "--minutes", "5", *WHY)
    reply = seated.heartbeat(seated.pen())
    assert [one.text for one in reply.orders.notices] == ["还有十分钟"]
    assert reply.orders.export
    assert reply.end == START + 65 * MINUTE
    act("take-back", message, *WHY)
    assert seated.heartbeat(seated.pen()).orders.notices == ()


@pytest.mark.parametrize(
    "words",
    [("close", "--exam", "exam-1"), ("export", "--exam", "exam-1"), ("take-back", "12345678")],
    ids=lambda words: words[0],
)
def test_without_a_reason_nothing_is_done(
    prepared: Prepared, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    action, *others = words
    with pytest.raises(SystemExit):
        main(["act", action, str(prepared.folder.root), *others])
    assert "--reason" in capsys.readouterr().err
