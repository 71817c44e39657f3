"""Where an exam went on by an offline code a station hands over by the room's word, and by nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jwcrypto import jwk

from examprotocol.events import Epoch
from examprotocol.grants import Grant
from examprotocol.messages import HeldReply, HeldRequest, Refusal, SyncReply, SyncRequest
from examprotocol.password_seal import open_by_password, read_sealed
from examprotocol.room_password import plain_password
from examprotocol.room_words import word_key, write_word
from examprotocol.signing import read_key
from examserver.cli.ordering import give
from examserver.services.backup_orders import MakeBackup
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.serving import SiteServer
from examserver.storage.room_cards import newest_card
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.moving import PASSWORD, locked, put_password
from tests.server.station import ADMISSION, ROOM, Station, new_pen
from tests.server.test_backlog import hand_over, refusal

NewStation = Callable[[], Station]


def word_of(prepared: Prepared, station: str, attempt: str, by: jwk.JWK | None = None) -> str:
    """What a station has in its journal where somebody typed the room password and a code; `by` forges it."""
    with reading(prepared.folder) as connection:
        card = newest_card(connection, ROOM, prepared.exam.id)
    assert card is not None
    sealed, _ = read_sealed(locked(PASSWORD).sealed.encode())
    room = jwk.JWK.from_json(open_by_password(sealed, plain_password(PASSWORD)).decode())
    site = prepared.card.site_id
    grant = Grant(site, station, attempt, prepared.exam.id, ADMISSION, Epoch(1, 1, 1))
    return write_word(grant, card, word_key(by or room, read_key(prepared.card.opening_key)))


def hold_by_word(station: Station, attempt: str, word: str) -> HeldReply:
    station.token = ""
    return station.call("POST", "/held", HeldReply, HeldRequest({attempt: {}}, {}, {attempt: word}))


def test_where_the_exam_went_on_by_code_the_rooms_word_lets_the_station_hand_over(
    seated: Station, new_station: NewStation, prepared: Prepared
) -> None:
    put_password(prepared)
    other, attempt = new_station(), seated.login.attempt
    pen = new_pen(attempt, Epoch(1, 1, 1))
    pen.choose("q1", "b")
    reply = hold_by_word(other, attempt, word_of(prepared, other.key.id, attempt))
    assert attempt in reply.stored
    assert reply.grants[attempt], "from now on the service's own word does"
    assert hand_over(other, pen).head == pen.head
    assert seated.heartbeat(seated.pen()).epoch == Epoch(1, 1, 1), "the machine that was left hears of it"


def test_a_word_that_is_not_the_rooms_for_this_station_and_attempt_opens_nothing(
    seated: Station, new_station: NewStation, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    put_password(prepared)
    other, attempt = new_station(), seated.login.attempt
    forger = jwk.JWK.generate(kty="OKP", crv="X25519")
    genuine = word_of(prepared, other.key.id, attempt)
    for word in (
        word_of(prepared, other.key.id, attempt, by=forger),
        word_of(prepared, seated.key.id, attempt),
        word_of(prepared, other.key.id, "f" * 32),
        genuine.replace(ADMISSION, "2026A002"),
        genuine.replace('"card":"', '"card":"x'),
        "",
    ):
        assert word != genuine
        assert hold_by_word(other, attempt, word).stored == {}
    assert caplog.text.count("alarm: station") == 6
    assert refusal(lambda: hand_over(other, new_pen(attempt, Epoch(1, 1, 1)))) == Refusal.NOT_FOUND


def test_more_time_that_a_restored_service_forgot_is_brought_back_without_a_session_too(
    seated: Station, server: SiteServer, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    pen = seated.pen()
    give(prepared.folder.root, MakeBackup(str(tmp_path / "one")))
    give(prepared.folder.root, ExtendExam(prepared.exam.id, 10, reason="a power cut"))
    (token,) = seated.heartbeat(pen).extensions
    server.stop()
    restore(tmp_path / "one", tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        station = Station(again.port)
        forgotten = station.call("POST", "/backlog", SyncReply, SyncRequest(pen.writer, 1))
        reply = station.call("POST", "/backlog", SyncReply, SyncRequest(pen.writer, 1, (), (token,)))
        station.close()
    assert (forgotten.end, forgotten.extensions) == (prepared.exam.ends, ())
    assert (reply.end, reply.extensions) == (prepared.exam.ends + 10 * MINUTE, (token,))
