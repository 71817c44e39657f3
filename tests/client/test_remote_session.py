"""Whether the screen is far away, from what the session says of itself."""

import pytest

from examclient.remote_session import is_remote_session


@pytest.mark.parametrize(
    ("environment", "is_remote"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, False),
        ({"DISPLAY": ":1.0"}, False),
        ({"DISPLAY": "unix:0"}, False),
        ({"DISPLAY": "/run/launch-x/org.xquartz:0"}, False),
        ({"DISPLAY": "localhost:10.0"}, True),
        ({"DISPLAY": "10.1.2.3:0"}, True),
        ({"DISPLAY": ":10", "XRDP_SESSION": "1"}, True),
    ],
)
def test_a_display_of_another_machine_is_remote(environment: dict[str, str], *, is_remote: bool) -> None:
    assert is_remote_session(environment, "linux") is is_remote


@pytest.mark.parametrize(
    ("name", "is_remote"), [("RDP-Tcp#7", True), ("rdp-tcp#0", True), ("Console", False)]
)
def test_windows_names_its_sessions(name: str, *, is_remote: bool) -> None:
    assert is_remote_session({"SESSIONNAME": name}, "win32") is is_remote


def test_this_session_itself_is_asked_and_is_not_remote() -> None:
    assert is_remote_session({}) is False
