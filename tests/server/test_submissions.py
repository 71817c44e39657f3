"""Handing in: complete or not at all, and one receipt however often it is asked for."""

import base64
import json
from collections.abc import Callable

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec.structs import replace

from examprotocol.bundle import manifest_digest
from examprotocol.events import Head, Submitted
from examprotocol.merge import answers_digest, fold
from examprotocol.messages import SubmitReply, SubmitRequest
from examprotocol.receipts import open_receipt, sign_receipt
from examprotocol.short_code import short_code
from examserver.services.keys import signing_key
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared, release
from tests.server.station import Pen, RefusedByServiceError, Station


def finished_pen(station: Station) -> Pen:
    pen = station.pen()
    pen.choose("q1", "a")
    pen.type("q4", "Ouagadougou")
    pen.write(Submitted({pen.writer.id: pen.head}))
    return pen


def unsigned(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_the_receipt_states_what_the_site_holds(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = finished_pen(seated)
    seated.sync(pen)
    receipt = open_receipt(seated.submit(pen).receipt, signing_key(prepared.folder))
    assert (receipt.site, receipt.exam) == (prepared.card.site_id, prepared.exam.id)
    assert (receipt.attempt, receipt.admission_number) == (seated.login.attempt, "2026A001")
    assert receipt.manifest == manifest_digest(seated.manifest())
    assert receipt.answers == answers_digest(fold(seated.events().logs))
    assert (receipt.answered, receipt.questions, receipt.events) == (2, 8, 4)
    assert (receipt.heads, receipt.at, receipt.number) == ({pen.writer.id: pen.head}, clock.now(), 1)
    assert (receipt.counts_until, receipt.rulings) == (prepared.exam.closes, 0), "why these answers count"


def test_the_receipt_is_verified_by_a_few_lines_of_cryptography(seated: Station, prepared: Prepared) -> None:
    pen = finished_pen(seated)
    seated.sync(pen)
    header, payload, signature = seated.submit(pen).receipt.split(".")
    card = json.loads(prepared.folder.card.read_text(encoding="utf-8"))
    key = Ed25519PublicKey.from_public_bytes(unsigned(card["signing_key"]["x"]))
    key.verify(unsigned(signature), f"{header}.{payload}".encode())
    assert json.loads(unsigned(payload))["admission_number"] == "2026A001"
    with pytest.raises(InvalidSignature):
        key.verify(unsigned(signature), f"{header}.{payload[:-2]}AA".encode())


def test_what_is_missing_is_named_and_nothing_is_signed(seated: Station) -> None:
    pen = finished_pen(seated)
    assert seated.submit(pen).missing == {pen.writer.id: 0}
    seated.sync(pen, 1, 2)
    reply = seated.submit(pen)
    assert (reply.missing, reply.receipt) == ({pen.writer.id: 2}, "")
    assert seated.heartbeat(pen).receipt == ""
    seated.sync(pen, 3)
    assert seated.submit(pen).missing == {}


def test_a_head_with_another_hash_is_missing_from_the_start(seated: Station) -> None:
    pen = finished_pen(seated)
    seated.sync(pen)
    reply = seated.submit(pen, **{pen.writer.id: Head(3, "e" * 64)})
    assert (reply.missing, reply.receipt) == ({pen.writer.id: 0}, "")


def test_an_earlier_head_of_a_writer_is_enough(seated: Station) -> None:
    pen = finished_pen(seated)
    named = Head(2, pen.events[2].prev)
    seated.sync(pen)
    assert seated.submit(**{pen.writer.id: named}).receipt


def test_every_writer_that_the_client_knows_must_be_there(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    old, new = new_station(), new_station()
    old.log_in()
    lost = finished_pen(old)
    release(prepared)
    new.log_in()
    pen = finished_pen(new)
    new.sync(pen)
    assert new.submit(pen, lost).missing == {lost.writer.id: 0}
    old.sync(lost)
    assert new.submit(pen, lost).receipt


def test_asking_again_gives_the_same_receipt_everywhere(
    seated: Station, new_station: Callable[[], Station], clock: FakeClock
) -> None:
    """As when the reply was lost on the way."""
    pen = finished_pen(seated)
    seated.sync(pen)
    first = seated.submit(pen).receipt
    clock.advance(60_000)
    assert seated.submit(pen).receipt == first
    assert seated.heartbeat(pen).receipt == first
    again = new_station()
    assert again.log_in().receipt == first


def test_answers_that_change_afterwards_give_a_numbered_supplement(
    seated: Station, prepared: Prepared
) -> None:
    pen = finished_pen(seated)
    seated.sync(pen)
    first = seated.submit(pen).receipt
    pen.write(Submitted({}))
    seated.sync(pen)
    assert seated.submit(pen).receipt == first
    pen.choose("q1", "b")
    seated.sync(pen)
    second = seated.submit(pen).receipt
    assert open_receipt(second, signing_key(prepared.folder)).number == 2
    assert short_code(second.encode()) != short_code(first.encode())
    assert seated.submit(pen).receipt == second


def test_a_receipt_of_another_attempt_or_site_is_not_taken_back(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    """Both are signed by this service's key, as those of a service that was set up from its keys may be."""
    station, neighbour = new_station(), new_station()
    station.log_in()
    neighbour.log_in("2026A002", "110101199003070425")
    pen, key = finished_pen(station), signing_key(prepared.folder)
    station.sync(pen)
    own = station.submit(pen).receipt
    changes = ({"attempt": neighbour.login.attempt}, {"site": "f" * 32})
    for change in changes:
        strange = sign_receipt(replace(open_receipt(own, key), number=7, answers="0" * 64, **change), key)
        request = SubmitRequest(station.login.attempt, {pen.writer.id: pen.head}, strange)
        assert station.call("POST", "/submit", SubmitReply, request).receipt == own
    with reading(prepared.folder) as connection:
        assert connection.exec_driver_sql("SELECT number FROM receipts").scalars().all() == [1]


def test_nobody_hands_in_for_another_candidate(new_station: Callable[[], Station]) -> None:
    mine, other = new_station(), new_station()
    mine.log_in()
    other.log_in("2026A002", "110101199003070425")
    mine.login = other.login
    with pytest.raises(RefusedByServiceError, match="404 not_found"):
        mine.submit()


def test_a_blank_attempt_can_be_handed_in(seated: Station, prepared: Prepared) -> None:
    receipt = open_receipt(seated.submit().receipt, signing_key(prepared.folder))
    assert (receipt.answered, receipt.events, receipt.heads) == (0, 0, {})
