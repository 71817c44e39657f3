"""A sealed part goes out whole or from where a download broke off, and a front server may send it instead."""

import hashlib
import http.client

import pytest

from examprotocol.bundle import Part, open_manifest
from examprotocol.messages import API
from examprotocol.station_proof import PROOF, STATION, asked, prove
from examserver.cli.ordering import give
from examserver.services.keys import signing_key
from examserver.services.site_orders import AddNetwork, AddProxy, SetFront
from tests.server.conftest import Prepared
from tests.server.station import Station


def largest_part(station: Station, prepared: Prepared) -> Part:
    manifest = open_manifest(station.manifest(), signing_key(prepared.folder))
    return max(manifest.parts, key=lambda part: part.size)


def get(station: Station, part: Part, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Ask for a part with these headers more; `_` in their names stands for `-`."""
    path = f"{API}/parts/{part.sha256}"
    proof = prove(asked("GET", path, station.token, b""), station.key.private)
    station.connection.putrequest("GET", path)
    session = {"Authorization": f"Bearer {station.token}", STATION: station.key.id, PROOF: proof}
    for name, value in {**session, **headers}.items():
        station.connection.putheader(name.replace("_", "-"), value)
    station.connection.endheaders()
    reply = station.connection.getresponse()
    return reply.status, reply.headers, reply.read()


@pytest.fixture
def part(seated: Station, prepared: Prepared) -> Part:
    return largest_part(seated, prepared)


def test_a_part_comes_whole_with_its_name_as_its_tag(seated: Station, part: Part) -> None:
    status, headers, data = get(seated, part)
    assert (status, headers["ETag"], headers["Accept-Ranges"]) == (200, f'"{part.sha256}"', "bytes")
    assert hashlib.sha256(data).hexdigest() == part.sha256


@pytest.mark.parametrize("start", [0, 1, 100])
def test_the_rest_of_a_part_comes_from_where_a_download_broke_off(
    seated: Station, part: Part, start: int
) -> None:
    _, _, whole = get(seated, part)
    status, headers, rest = get(seated, part, Range=f"bytes={start}-", If_Range=f'"{part.sha256}"')
    assert rest == whole[start:]
    assert status == (206 if start else 200)
    if start:
        assert headers["Content-Range"] == f"bytes {start}-{part.size - 1}/{part.size}"


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=5-9", 5, 9), ("bytes=-7", -7, None), ("bytes= 3-3 ", 3, 3), ("bytes=2-99999999", 2, None)],
)
def test_any_one_span_is_given(
    seated: Station, part: Part, wanted: str, first: int, last: int | None
) -> None:
    _, _, whole = get(seated, part)
    status, _, piece = get(seated, part, Range=wanted)
    assert (status, piece) == (206, whole[first:] if last is None else whole[first : last + 1])


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,4-5", "bytes=9-2", "bytes=-", "lines=1-2", "bytes=a-b", "bytes"]
)
def test_what_cannot_be_understood_is_answered_with_the_whole(
    seated: Station, part: Part, wanted: str
) -> None:
    status, _, data = get(seated, part, Range=wanted)
    assert (status, len(data)) == (200, part.size)


def test_the_rest_of_another_part_is_not_this_ones(seated: Station, part: Part) -> None:
    status, _, data = get(seated, part, Range="bytes=5-", If_Range=f'"{"0" * 64}"')
    assert (status, len(data)) == (200, part.size)


def test_a_span_behind_the_end_is_refused_with_the_size(seated: Station, part: Part) -> None:
    status, headers, data = get(seated, part, Range=f"bytes={part.size}-")
    assert (status, headers["Content-Range"], data) == (416, f"bytes */{part.size}", b"")


def test_a_front_server_that_is_named_is_told_to_send_the_file_itself(
    seated: Station, part: Part, prepared: Prepared
) -> None:
    for order in (AddNetwork("10.1.0.0/16"), AddProxy("127.0.0.1"), SetFront("/sealed/")):
        give(prepared.folder.root, order)
    status, headers, data = get(seated, part, X_Forwarded_For="10.1.0.7", Range="bytes=5-")
    assert (status, data) == (200, b"")
    assert headers["X-Accel-Redirect"] == f"/sealed/sample/parts/{part.sha256}"
    give(prepared.folder.root, SetFront("none"))
    status, headers, data = get(seated, part, X_Forwarded_For="10.1.0.7")
    assert (len(data), headers["X-Accel-Redirect"]) == (part.size, None)


def test_a_station_that_asks_the_service_itself_gets_bytes_whatever_is_in_front_of_others(
    seated: Station, part: Part, prepared: Prepared
) -> None:
    give(prepared.folder.root, SetFront("/sealed/"))
    status, headers, data = get(seated, part)
    assert (status, len(data), headers["X-Accel-Redirect"]) == (200, part.size, None)
