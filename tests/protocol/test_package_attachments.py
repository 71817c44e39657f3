"""Attached files travel in sealed chunks beside the package, and only whole."""

import hashlib

import msgspec
import pytest

from examprotocol.attachments import Attachment, Chunk
from examprotocol.errors import ForgedError, PackageError, PackageFault
from examprotocol.package_attachments import (
    AROUND,
    LARGEST_CHUNK,
    is_chunk,
    is_consistent,
    open_attachment,
    seal_attachment,
)
from examprotocol.package_seal import seal_package
from tests.protocol.packages import PASSWORD, SERVICE, STATION, make_package, noise, public

STEP = LARGEST_CHUNK - AROUND
DATA = noise(2 * STEP + 5)
WHOLE, SEALED = seal_attachment("录音.wav", DATA)


@pytest.mark.parametrize(
    ("size", "chunks"), [(0, 1), (1, 1), (5_000_000, 1), (STEP, 1), (STEP + 1, 2), (len(DATA), 3)]
)
def test_a_file_comes_back_from_chunks_that_are_never_too_large(size: int, chunks: int) -> None:
    attachment, sealed = seal_attachment("录音.wav", DATA[:size])
    assert [one.size for one in attachment.chunks] == [len(one) for one in sealed]
    assert len(sealed) == chunks
    assert max(len(one) for one in sealed) <= LARGEST_CHUNK
    assert is_consistent(attachment)
    assert open_attachment(attachment, sealed) == DATA[:size]


def test_a_chunk_is_known_by_its_bytes_under_any_name() -> None:
    assert [[is_chunk(chunk, one) for one in SEALED] for chunk in WHOLE.chunks] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert WHOLE.chunks[0].sha256 == hashlib.sha256(SEALED[0]).hexdigest()


def flipped(chunk: bytes, place: int) -> bytes:
    return chunk[:place] + bytes([chunk[place] ^ 1]) + chunk[place + 1 :]


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        SEALED[:2],
        (*SEALED, SEALED[2]),
        (SEALED[1], SEALED[0], SEALED[2]),
        (SEALED[0], SEALED[1], seal_attachment("录音.wav", DATA[-5:])[1][0]),
        (SEALED[0], SEALED[1], b""),
        (SEALED[0], SEALED[1], SEALED[2][:-1]),
        *((SEALED[0], SEALED[1], flipped(SEALED[2], place)) for place in range(len(SEALED[2]))),
    ],
)
def test_a_chunk_that_is_missing_changed_or_elsewhere_is_refused(chunks: tuple[bytes, ...]) -> None:
    with pytest.raises(ForgedError):
        open_attachment(WHOLE, chunks)


def test_a_file_cannot_be_cut_at_a_chunk() -> None:
    cut = Attachment(WHOLE.name, STEP, WHOLE.key, WHOLE.chunks[:1])
    assert is_consistent(cut)
    with pytest.raises(ForgedError):
        open_attachment(cut, SEALED[:1])


@pytest.mark.parametrize(
    "changes",
    [
        {"size": 4},
        {"key": bytes(16)},
        {"chunks": ()},
        {"chunks": (Chunk("0" * 64, LARGEST_CHUNK + 1),), "size": STEP + 1},
        {"chunks": (Chunk("0" * 64, 10),), "size": -18},
    ],
)
def test_sizes_and_keys_that_cannot_be_are_not_signed(changes: dict[str, object]) -> None:
    attachment, _ = seal_attachment("a.txt", b"12345")
    bad = make_package(attachments=(msgspec.structs.replace(attachment, **changes),))
    with pytest.raises(PackageError) as caught:
        seal_package(bad, STATION, PASSWORD, public(SERVICE))
    assert (caught.value.fault, caught.value.about) == (PackageFault.CONTRADICTION, "attachments")


def test_no_two_files_share_a_key() -> None:
    assert seal_attachment("a", b"x")[0].key != seal_attachment("a", b"x")[0].key
