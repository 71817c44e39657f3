"""What a station may fetch of a paper, and what it can never get."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from examprotocol.bundle import open_manifest, open_paper, open_part, part_is_whole
from examprotocol.events import Head
from examserver.services.exams import MINUTE
from examserver.services.keys import signing_key
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import QUESTIONS, SECRETS
from tests.server.station import RefusedByServiceError, Station


def test_the_paper_comes_sealed_and_opens_with_the_key(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START - 10 * MINUTE
    manifest = open_manifest(seated.manifest(), signing_key(prepared.folder))
    parts = {part.sha256: seated.part(part.sha256) for part in manifest.parts}
    assert all(part_is_whole(part, parts[part.sha256]) for part in manifest.parts)
    paper = open_paper(manifest, parts.__getitem__, seated.content_key())
    assert paper.sections[0].questions == QUESTIONS
    assert paper.assets[0].part in parts


def test_the_key_is_not_given_before_its_release(seated: Station, clock: FakeClock) -> None:
    clock.time = START - 10 * MINUTE - 1
    with pytest.raises(RefusedByServiceError) as refused:
        seated.content_key()
    assert (refused.value.status, refused.value.reply.error) == (425, "not_yet")
    assert refused.value.reply.until == START - 10 * MINUTE
    clock.advance(1)
    assert len(seated.content_key()) == 32


def test_parts_may_be_kept_for_ever_and_keys_not_at_all(seated: Station, clock: FakeClock) -> None:
    clock.time = START
    assert seated.ask("GET", "/key").headers["Cache-Control"] == "no-store"
    assert "immutable" in seated.ask("GET", f"/parts/{_names(seated)[0]}").headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "0" * 64,
        "../content.key",
        "../keys.json",
        "..%2Fkeys.json",
        "%2e%2e/keys.json",
        "..\\keys.json",
        "",
        ".",
        "\0",
    ],
)
def test_no_name_leads_out_of_the_parts(seated: Station, name: str) -> None:
    with pytest.raises(RefusedByServiceError) as refused:
        seated.raw("GET", f"/parts/{quote(name, safe='%/.')}")
    assert (refused.value.status, refused.value.reply.error) == (404, "not_found")


def test_a_part_that_is_lost_on_the_disk_is_a_fault_and_says_nothing_else(
    seated: Station, prepared: Prepared
) -> None:
    name = _names(seated)[0]
    (prepared.folder.papers / "sample" / "parts" / name).unlink()
    with pytest.raises(RefusedByServiceError) as refused:
        seated.part(name)
    assert (refused.value.status, refused.value.reply.error) == (503, "fault")
    assert name not in refused.value.reply.message


def test_no_client_can_get_the_keys(seated: Station, prepared: Prepared, clock: FakeClock) -> None:
    """Everything that a candidate can fetch, also opened with the content key, holds none of the keys."""
    clock.time = START + MINUTE
    for haystack in _everything_fetched(seated, prepared):
        for secret in SECRETS:
            assert secret.encode() not in haystack
    kept = (prepared.folder.papers / "sample" / "keys.json").read_bytes()
    assert all(secret.encode() in kept for secret in SECRETS)


def _everything_fetched(seated: Station, prepared: Prepared) -> Iterator[bytes]:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    yield from (seated.raw("GET", path) for path in ("/time", "/manifest", "/key", "/events"))
    yield seated.heartbeat(pen).receipt.encode()
    yield seated.submit(nobody=Head(0)).receipt.encode()
    manifest = open_manifest(seated.manifest(), signing_key(prepared.folder))
    for name in _names(seated):
        sealed = seated.part(name)
        yield sealed
        yield _opened(seated, prepared, sealed)
    for guess in (
        "/keys",
        "/keys.json",
        "/papers/sample/keys.json",
        f"/parts/{manifest.paper}/../../keys.json",
    ):
        with pytest.raises(RefusedByServiceError) as refused:
            seated.raw("GET", guess)
        yield refused.value.reply.message.encode()


def _opened(seated: Station, prepared: Prepared, sealed: bytes) -> bytes:
    manifest = open_manifest(seated.manifest(), signing_key(prepared.folder))
    return open_part(manifest, sealed, seated.content_key())


def _names(seated: Station) -> list[str]:
    payload = seated.manifest().split(".")[1]
    return [part["sha256"] for part in json.loads(urlsafe_b64decode(payload + "=="))["parts"]]
