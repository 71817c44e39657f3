"""A service that was set up anew knows a station whose package it gets by what it once signed for it."""

from pathlib import Path

import pytest

from examprotocol.credential import Credential, sign_credential
from examprotocol.errors import PackageFault
from examprotocol.signing import new_signing_key
from examserver.cli.ordering import give
from examserver.services.import_verdicts import ImportResult, Note, SiteFault, Verdict
from examserver.services.keys import signing_key
from examserver.services.station_orders import RevokeStation
from examserver.storage.stations import find_station
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, bring, hand_in, pen_of
from tests.server.station import ROOM, station_key

FORGOTTEN = 99


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick", FORGOTTEN)


def credential(carrier: Carrier, number: int = FORGOTTEN, site: str = "") -> Credential:
    key = station_key(number)
    site = site or carrier.prepared.card.site_id
    return Credential(site, key.id, key.members, "PC-99", ROOM, "99", enrolled=1)


def brought(carrier: Carrier, word: str) -> ImportResult:
    pen = pen_of(carrier.prepared)
    pen.choose("q1", "a")
    hand_in(pen)
    return bring(carrier.prepared, carrier.pack(pen, credential=word))


def test_a_forgotten_station_is_known_by_its_credential(carrier: Carrier) -> None:
    folder = carrier.prepared.folder
    result = brought(carrier, sign_credential(credential(carrier), signing_key(folder)))
    assert (result.verdict, result.new, result.handed_in) == (Verdict.TAKEN, 3, True)
    assert Note.FORGOTTEN_STATION in result.notes
    assert Note.STRANGE_STATION not in result.notes
    with reading(folder) as connection:
        assert find_station(connection, result.station) is None


def test_another_word_makes_no_station_known(carrier: Carrier) -> None:
    key = signing_key(carrier.prepared.folder)
    words = [
        "",
        "no.to.ken",
        sign_credential(credential(carrier), new_signing_key()),
        sign_credential(credential(carrier, number=1), key),
        sign_credential(credential(carrier, site="e" * 32), key),
    ]
    assert [brought(carrier, word).fault for word in words] == [PackageFault.UNKNOWN_STATION] * len(words)


def test_a_revoked_station_stays_revoked_whatever_it_was_given(carrier: Carrier) -> None:
    give(carrier.prepared.folder.root, RevokeStation("PC-01", reason="a power cut"))
    carrier.number = 1
    word = sign_credential(credential(carrier, number=1), signing_key(carrier.prepared.folder))
    assert brought(carrier, word).fault == SiteFault.REVOKED_STATION


def test_a_station_that_is_known_needs_no_credential(carrier: Carrier) -> None:
    carrier.number = 1
    assert Note.FORGOTTEN_STATION not in brought(carrier, "").notes
