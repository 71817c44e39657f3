"""What was written by version 1 is read, and hashed, by every later version.

The files in `golden/` were written once (`make_golden.py`) and are never written again.
"""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from examprotocol.bundle import Manifest, manifest_digest, open_manifest, open_paper, open_part, part_is_whole
from examprotocol.canonical import canonical_bytes
from examprotocol.chain import check_chain
from examprotocol.events import Event, Head, Writer, WriterLog, event_hash
from examprotocol.merge import answers_digest, fold
from examprotocol.paper import Paper
from examprotocol.receipts import open_receipt
from examprotocol.short_code import short_code
from examprotocol.signing import load_key

GOLDEN = Path(__file__).parent / "golden" / "v1"


class GoldenLog(msgspec.Struct, frozen=True):
    """A writer's events as text, with the hash that each had when it was written."""

    writer: str
    events: list[str]
    hashes: list[str]


class GoldenAttempt(msgspec.Struct, frozen=True):
    """An attempt, and what it came to."""

    logs: list[GoldenLog]
    answers: dict[str, msgspec.Raw]
    flagged: list[str]
    conflicts: list[str]
    digest: str


@pytest.fixture(scope="module")
def attempt() -> GoldenAttempt:
    return msgspec.json.decode((GOLDEN / "attempt.json").read_bytes(), type=GoldenAttempt)


def text_of(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8").strip()


def read_log(log: GoldenLog) -> WriterLog:
    writer = msgspec.json.decode(log.writer, type=Writer)
    return WriterLog(writer, tuple(msgspec.json.decode(event, type=Event) for event in log.events))


def test_every_event_keeps_its_bytes_and_its_hash(attempt: GoldenAttempt) -> None:
    for log in attempt.logs:
        read = read_log(log)
        assert canonical_bytes(read.writer).decode() == log.writer
        assert [canonical_bytes(event).decode() for event in read.events] == log.events
        assert [event_hash(read.writer, event) for event in read.events] == log.hashes
        assert check_chain(read.writer, read.events, Head(0)) == Head(len(log.events), log.hashes[-1])


def test_a_hash_is_that_of_writer_and_event_as_a_list(attempt: GoldenAttempt) -> None:
    """Said once without any code of ours, for whoever checks a chain in other hands."""
    for log in attempt.logs:
        made = [hashlib.sha256(f"[{log.writer},{event}]".encode()).hexdigest() for event in log.events]
        assert made == log.hashes


def test_every_kind_of_event_and_response_is_among_them(attempt: GoldenAttempt) -> None:
    events = [json.loads(event)["body"] for log in attempt.logs for event in log.events]
    kinds = {body["what"] for body in events}
    assert kinds == {"started", "answered", "edited", "flagged", "focus_lost", "submitted"}
    responses = {body["response"]["kind"] for body in events if "response" in body}
    assert responses == {"choice", "choices", "text", "gaps", "pairs"}


def test_the_attempt_still_comes_to_the_same_answers(attempt: GoldenAttempt) -> None:
    answers = fold(read_log(log) for log in attempt.logs)
    found = {name: canonical_bytes(current.response) for name, current in answers.current.items()}
    assert found == {name: bytes(response) for name, response in attempt.answers.items()}
    assert sorted(answers.flagged) == attempt.flagged
    assert [name for name, current in answers.current.items() if current.conflict] == attempt.conflicts
    assert answers_digest(answers) == attempt.digest


def test_the_receipt_is_still_genuine_and_says_the_same(attempt: GoldenAttempt) -> None:
    receipt = open_receipt(text_of("receipt.jws"), load_key(text_of("signing_key.json")))
    assert canonical_bytes(receipt).decode() == text_of("receipt.json")
    assert receipt.answers == attempt.digest
    assert short_code(text_of("receipt.jws").encode()) == text_of("receipt.code")


def test_the_bundle_still_opens_to_the_same_paper() -> None:
    token = text_of("manifest.jws")
    manifest = open_manifest(token, load_key(text_of("signing_key.json")))
    assert manifest_digest(token) == text_of("manifest.digest")
    parts = {part.sha256: (GOLDEN / "parts" / part.sha256).read_bytes() for part in manifest.parts}
    assert all(part_is_whole(part, parts[part.sha256]) for part in manifest.parts)
    key = bytes.fromhex(text_of("content_key.hex"))
    paper = open_paper(manifest, parts.__getitem__, key)
    assert says_all_of(
        msgspec.json.decode(canonical_bytes(paper)), msgspec.json.decode(text_of("paper.json"))
    )
    assert picture_of(paper, manifest, parts, key) == b"a picture of version 1"


def says_all_of(paper: object, of_then: object) -> bool:
    """Whether a paper read today has everything that it had then; what came to papers since is left out."""
    if isinstance(of_then, dict):
        return isinstance(paper, dict) and all(says_all_of(paper.get(key), of_then[key]) for key in of_then)
    if isinstance(of_then, list):
        if not isinstance(paper, list) or len(paper) != len(of_then):
            return False
        return all(says_all_of(now, then) for now, then in zip(paper, of_then, strict=True))
    return paper == of_then


def picture_of(paper: Paper, manifest: Manifest, parts: dict[str, bytes], key: bytes) -> bytes:
    (asset,) = paper.assets
    return open_part(manifest, parts[asset.part], key)


def test_every_type_of_question_is_in_the_paper() -> None:
    questions = json.loads(text_of("paper.json"))["sections"][0]["questions"]
    types = {question["type"] for question in questions}
    assert types == {
        "single", "multiple", "truefalse", "cloze", "matching", "short", "number", "essay", "info",
    }  # fmt: skip
