"""What a proctor did with the room password is among the events, and changes no answer."""

import msgspec
import pytest
from hypothesis import given

from examprotocol.canonical import canonical_bytes
from examprotocol.chain import check_chain
from examprotocol.events import LIFT_COVER, Epoch, Event, Head, ProctorActed, Writer, WriterLog, event_hash
from examprotocol.merge import answers_digest, fold
from tests.protocol.strategies import attempts, chain

WRITER = Writer("a7" * 16, "0" * 31 + "1", Epoch(1, 1), 1)
LIFTED = Event(1, "0" * 64, 1_800_000_000_000, 20, ProctorActed(LIFT_COVER, "203.0.113.7", 2))
BYTES = (
    '{"at":1800000000000,"body":{"action":"lift_cover","detail":"203.0.113.7","what":"proctor_acted",'
    '"wrong_tries":2},"give":20,"prev":"' + "0" * 64 + '","seq":1}'
)
HASH = "b76c31e5740c210af1b4f0fe8a4de516badb71d8320c5e00bc9c8297b0ee6c64"


def test_the_event_keeps_its_bytes_and_its_hash() -> None:
    """Written once: every later version reads these bytes and comes to this hash."""
    assert canonical_bytes(LIFTED).decode() == BYTES
    assert msgspec.json.decode(BYTES, type=Event) == LIFTED
    assert event_hash(WRITER, LIFTED) == HASH
    assert check_chain(WRITER, (LIFTED,), Head(0)) == Head(1, HASH)


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::7"])
def test_without_wrong_tries_nothing_of_them_is_written(address: str) -> None:
    assert b"wrong_tries" not in canonical_bytes(ProctorActed(LIFT_COVER, address))


@given(attempts())
def test_it_changes_no_answer(logs: list[WriterLog]) -> None:
    acted = [
        chain(log.writer, [event.body for event in log.events] + [ProctorActed(LIFT_COVER, "203.0.113.7")])
        for log in logs
    ]
    assert answers_digest(fold(acted)) == answers_digest(fold(logs))
    assert fold(acted).flagged == fold(logs).flagged
