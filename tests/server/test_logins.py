"""Who is let in, and with what."""

import hashlib

import pytest

from examprotocol.events import Epoch
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.serving import SiteServer
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import ADMISSION, IDENTITY, RefusedByServiceError, Station


def test_a_candidate_with_both_numbers_is_let_in(
    station: Station, prepared: Prepared, clock: FakeClock
) -> None:
    reply = station.log_in()
    assert reply.now == clock.now()
    assert (reply.candidate.name, reply.candidate.seat) == ("张三", "12")
    assert reply.candidate.identity_masked == "110***********0417"
    assert (reply.exam.exam_id, reply.exam.site) == (prepared.exam.id, "第一考点")
    assert (reply.exam.key_release, reply.exam.start) == (START - 10 * MINUTE, START)
    assert reply.exam.end == START + 60 * MINUTE
    assert (reply.epoch, reply.receipt) == (Epoch(1, 1), "")


def test_full_width_and_small_letters_find_the_candidate(station: Station) -> None:
    assert station.log_in(" ２０２６ａ００１ ", "110101199003070417").candidate.name == "张三"
    assert station.log_in("2026A003", "ｅ12345678 ").candidate.name == "=1+1"


@pytest.mark.parametrize(
    ("admission", "identity", "error"),
    [
        ("2026A999", IDENTITY, "unknown_candidate"),
        ("", "", "unknown_candidate"),
        ("'; DROP TABLE candidates; --", IDENTITY, "unknown_candidate"),
        (ADMISSION, "110101199003070425", "wrong_identity"),
        (ADMISSION, "", "wrong_identity"),
    ],
)
def test_wrong_numbers_are_refused_by_name(
    station: Station, admission: str, identity: str, error: str
) -> None:
    with pytest.raises(RefusedByServiceError) as refused:
        station.log_in(admission, identity)
    assert (refused.value.status, refused.value.reply.error) == (403, error)
    assert IDENTITY not in refused.value.reply.message


@pytest.mark.parametrize("client", ["x" * 41, "", "\n", "<b>", "第1版"])
def test_a_login_without_a_proper_version_is_refused(station: Station, client: str) -> None:
    with pytest.raises(RefusedByServiceError, match="400 unreadable"):
        station.log_in(client=client)


def test_each_login_raises_the_grant_and_keeps_the_attempt(station: Station) -> None:
    logins = [station.log_in() for _ in range(3)]
    assert [login.epoch for login in logins] == [Epoch(1, 1), Epoch(1, 2), Epoch(1, 3)]
    assert len({login.attempt for login in logins}) == 1
    assert len({login.token for login in logins}) == 3


def test_no_token_can_be_read_from_the_disk(seated: Station, prepared: Prepared) -> None:
    data = prepared.folder.database.parent
    stored = b"".join(file.read_bytes() for file in data.iterdir())
    assert seated.token.encode() not in stored
    assert hashlib.sha256(seated.token.encode()).hexdigest().encode() in stored


def test_login_ends_with_the_grace_and_says_which_exam_is_over(station: Station, clock: FakeClock) -> None:
    clock.time = START + 70 * MINUTE - 1
    station.log_in()
    clock.advance(1)
    with pytest.raises(RefusedByServiceError, match=r"大学英语（二）.*is over") as refused:
        station.log_in()
    assert refused.value.reply.error == "no_exam"


def test_of_two_exams_the_earlier_one_that_is_not_over_is_sat(prepared: Prepared, clock: FakeClock) -> None:
    with writing(prepared.folder) as connection:
        plan = ExamPlan("second", PAPER_ID, START + 200 * MINUTE, 30)
        create_exam(connection, plan, clock.now(), [ADMISSION])
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        assert station.log_in().exam.title == "大学英语（二）"
        clock.time = START + 70 * MINUTE
        assert station.log_in().exam.title == "second"
        with pytest.raises(RefusedByServiceError, match="no_exam"):
            station.log_in("2026A002", "110101199003070425")
        station.close()


def test_a_candidate_without_an_exam_hears_so(prepared: Prepared, clock: FakeClock) -> None:
    with writing(prepared.folder) as connection:
        connection.exec_driver_sql("INSERT INTO candidates VALUES ('LATE', 'x', 'ID', '', '')")
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        with pytest.raises(RefusedByServiceError, match="No exam is set up"):
            station.log_in("LATE", "ID")
        station.close()


def test_sessions_outlive_the_service(prepared: Prepared, clock: FakeClock) -> None:
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        station.log_in()
        station.close()
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        again = Station(running.port)
        again.token = station.token
        assert again.events().logs == ()
        again.close()
    with reading(prepared.folder) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one() == 1


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 5000])
def test_without_a_session_nothing_is_given(station: Station, token: str) -> None:
    for method, path in (
        ("GET", "/manifest"),
        ("GET", "/key"),
        ("GET", "/events"),
        ("GET", f"/parts/{'0' * 64}"),
    ):
        station.token = token
        with pytest.raises(RefusedByServiceError) as refused:
            station.raw(method, path)
        takes_papers_beforehand = not token and path.startswith(
            "/parts"
        )  # sealed parts that its room may have
        expected = (404, "not_found") if takes_papers_beforehand else (401, "session_ended")
        assert (refused.value.status, refused.value.reply.error) == expected
