"""The cable of the tests: pulled it lets nothing through, and it can lose the reply alone."""

import socket
from collections.abc import Iterator

import pytest

from examdemo.cable import HOST, Cable
from tests.client.answering import Answering

ASKED = b"GET / HTTP/1.1\r\n\r\n"


@pytest.fixture
def other() -> Iterator[Answering]:
    with Answering(b"answer") as answering:
        yield answering


@pytest.fixture
def cable(other: Answering) -> Iterator[Cable]:
    cable = Cable(other.port)
    cable.start()
    yield cable
    cable.stop()


def ask(cable: Cable) -> bytes:
    """Ask through the cable; nothing where it breaks off."""
    try:
        with socket.create_connection((HOST, cable.port), timeout=10) as line:
            line.sendall(ASKED)
            return line.recv(100)
    except OSError:
        return b""


def test_a_plugged_cable_lets_everything_through(cable: Cable, other: Answering) -> None:
    assert ask(cable) == b"answer"
    assert other.requests == [ASKED]


def test_a_pulled_cable_lets_nothing_through_until_it_is_plugged_in(cable: Cable, other: Answering) -> None:
    cable.pull()
    assert ask(cable) == b""
    assert other.requests == []
    cable.plug()
    assert ask(cable) == b"answer"


def test_a_switch_toggles(cable: Cable) -> None:
    assert cable.toggle() is False
    assert ask(cable) == b""
    assert cable.toggle() is True
    assert ask(cable) == b"answer"


def test_pulling_breaks_off_what_is_under_way() -> None:
    with Answering(b"the first half", "hold") as slow:
        cable = Cable(slow.port)
        cable.start()
        with socket.create_connection((HOST, cable.port), timeout=10) as line:
            line.sendall(ASKED)
            assert line.recv(100) == b"the first half"
            cable.pull()
            with pytest.raises(ConnectionResetError):
                line.recv(100)
        cable.stop()


def test_a_lost_reply_means_that_the_question_was_heard(cable: Cable, other: Answering) -> None:
    cable.condition.lose_replies = True
    assert ask(cable) == b""
    assert other.requests == [ASKED]


def test_where_nobody_listens_the_cable_breaks_off() -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    cable = Cable(port)
    cable.start()
    assert ask(cable) == b""
    cable.stop()
