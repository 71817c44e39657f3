"""It was not this candidate: what was granted is free again, unless something was written under it."""

from collections.abc import Callable

import msgspec
import pytest

from examprotocol.events import Epoch
from examprotocol.messages import LeaveReply, LeaveRequest
from tests.server.conftest import Prepared, release
from tests.server.moving import refused
from tests.server.station import Station

NewStation = Callable[[], Station]


def test_who_leaves_before_writing_frees_the_seat_and_its_session_ends(
    seated: Station, new_station: NewStation
) -> None:
    token = seated.token
    seated.leave()
    assert refused(seated.leave) == "401 session_ended"
    assert new_station().log_in().epoch == Epoch(1, 2)
    seated.token = token
    assert refused(lambda: seated.sync(seated.pen())) == "401 session_ended"


def test_who_leaves_after_writing_changes_nothing_and_can_still_send(
    seated: Station, new_station: NewStation
) -> None:
    pen = seated.pen()
    seated.sync(pen)
    seated.leave()
    assert refused(new_station().log_in) == "409 elsewhere 1"
    pen.choose("q1", "a")
    assert seated.sync(pen).head == pen.head


def test_an_earlier_session_that_leaves_changes_nothing(seated: Station, new_station: NewStation) -> None:
    old = seated.token
    seated.log_in()
    seated.token = old
    seated.leave()
    assert refused(new_station().log_in) == "409 elsewhere 1"


def test_a_station_that_was_moved_away_from_cannot_free_the_next_ones_seat(
    seated: Station, new_station: NewStation, prepared: Prepared
) -> None:
    second = new_station()
    release(prepared)
    second.log_in()
    seated.leave()
    assert refused(new_station().log_in) == "409 elsewhere 2"
    assert seated.heartbeat(seated.pen()).epoch == Epoch(1, 2), "its session goes on"


def test_a_grant_that_a_code_has_passed_is_not_given_back(seated: Station, new_station: NewStation) -> None:
    new_station().come_back(seated.login.attempt, Epoch(1, 1, 1))
    seated.leave()
    assert refused(new_station().log_in) == "409 elsewhere 2"


def test_one_who_leaves_another_candidates_attempt_is_refused(
    seated: Station, new_station: NewStation
) -> None:
    other = new_station()
    other.log_in("2026A002", "110101199003070425")
    body = msgspec.json.encode(LeaveRequest(other.login.attempt))
    assert refused(lambda: seated.raw("POST", "/leave", body)) == "404 not_found"
    assert other.log_in("2026A002", "110101199003070425").epoch == Epoch(1, 2)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"attempt": 5}'])
def test_a_request_to_leave_that_is_none_is_refused(seated: Station, body: bytes) -> None:
    assert refused(lambda: seated.raw("POST", "/leave", body)) == "400 unreadable"


def test_leaving_says_what_time_it_is(seated: Station) -> None:
    reply = seated.call("POST", "/leave", LeaveReply, LeaveRequest(seated.login.attempt))
    assert reply.now > 0
