"""A result package of version 1 opens for ever: the index by the site's key, the rest by the authority's."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from examprotocol.errors import ForgedError
from examprotocol.package_attachments import is_chunk, open_attachment
from examprotocol.result_package import Content, ReportAbout, ResultIndex
from examprotocol.result_seal import open_index, open_sealer, results_name
from examprotocol.signing import load_key
from tests.protocol.make_golden_results import FILE, FILE_NAME
from tests.protocol.packages import new_opening_key

GOLDEN = Path(__file__).parent / "golden" / "results-v1"


def golden(pattern: str) -> bytes:
    (file,) = GOLDEN.glob(pattern)
    return file.read_bytes()


@pytest.fixture(scope="module")
def index() -> ResultIndex:
    token = golden("*.examresults").partition(b"\n")[0]
    return open_index(token, load_key(golden("site.jwk").decode()))


@pytest.fixture(scope="module")
def parts(index: ResultIndex) -> list[bytes]:
    """What follows the index, cut as it says."""
    rest, cut = golden("*.examresults").partition(b"\n")[2], list[bytes]()
    for part in index.parts:
        cut.append(rest[: part.size])
        rest = rest[part.size :]
    assert rest == b""
    return cut


def test_what_the_first_version_signed_is_still_read(index: ResultIndex, parts: list[bytes]) -> None:
    assert index.about == msgspec.json.decode(golden("about.json"), type=ReportAbout)
    assert next(GOLDEN.glob("*.examresults")).name == results_name("exam-1", 3, "第一考点")
    assert [hashlib.sha256(one).hexdigest() for one in parts] == [part.sha256 for part in index.parts]


def test_what_the_first_version_sealed_still_opens(index: ResultIndex, parts: list[bytes]) -> None:
    sealer = open_sealer(index, load_key(golden("authority.jwk").decode()))
    sealed = [data for part, data in zip(index.parts, parts, strict=True) if part.kind == "content"]
    opened = tuple(sealer.open(data, number) for number, data in enumerate(sealed, 1))
    assert opened == msgspec.json.decode(golden("content.json"), type=tuple[Content, ...])
    summary, record = opened[0].summary, opened[1].entries[0]
    assert summary is not None
    assert [line.digest for line in summary.lines] == [one.digest for one in opened[1].entries]
    logs = [log for content in opened for log in content.logs]
    assert {log.writer.id: log.events[-1].seq for log in logs} == {
        writer: head.seq for writer, head in record.heads.items()
    }


def test_the_file_in_it_still_opens(index: ResultIndex, parts: list[bytes]) -> None:
    (attachment,) = msgspec.json.decode(golden("content.json"), type=tuple[Content, ...])[1].entries[0].files
    assert is_chunk(attachment.chunks[0], parts[-1])
    assert attachment.name == FILE_NAME
    assert open_attachment(attachment, (parts[-1],)) == FILE


def test_another_authority_does_not_open_it(index: ResultIndex) -> None:
    with pytest.raises(ForgedError):
        open_sealer(index, new_opening_key())
