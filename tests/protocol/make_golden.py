"""Writes the golden files of a version, once: `python -m tests.protocol.make_golden FOLDER`.

Rule: a folder that is there is never written again; a new format gets a folder of its own.
"""

import sys
from decimal import Decimal
from pathlib import Path

import msgspec

from examprotocol.bundle import manifest_digest, open_manifest, open_paper, seal_bundle
from examprotocol.canonical import canonical_bytes
from examprotocol.events import (
    Answered,
    Body,
    Edited,
    Epoch,
    Event,
    Flagged,
    FocusLost,
    Head,
    Started,
    Submitted,
    Writer,
    WriterLog,
    event_hash,
)
from examprotocol.merge import answers_digest, fold
from examprotocol.paper import (
    Cloze,
    Essay,
    Info,
    Matching,
    Multiple,
    Number,
    Paper,
    Question,
    Section,
    ShortText,
    Single,
    TrueFalse,
)
from examprotocol.paper_parts import Asset, Choice, NumberGap, SelectGap, TextGap
from examprotocol.receipts import Receipt, sign_receipt
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    PairsResponse,
    TextResponse,
)
from examprotocol.short_code import short_code
from examprotocol.signing import new_signing_key
from tests.protocol.strategies import ATTEMPT, chain

CONTENT_KEY = bytes(range(32))
PICTURE = b"a picture of version 1"
TWO = (Choice("a", "<p>甲</p>"), Choice("b", "<p>B &lt; C</p>"))

OLD = Writer(ATTEMPT, "1" * 32, Epoch(1, 1), 3)
NEW = Writer(ATTEMPT, "2" * 32, Epoch(1, 2, 1), 1)


def write_golden(folder: Path) -> None:
    """Write everything that version 1 can write."""
    (folder / "parts").mkdir(parents=True)
    signing = new_signing_key()
    write(folder / "signing_key.json", signing.export_public())
    write(folder / "content_key.hex", CONTENT_KEY.hex())
    logs = golden_logs()
    write_attempt(folder / "attempt.json", logs)
    bundle = seal_bundle(golden_paper(), {golden_asset(): PICTURE}, CONTENT_KEY, signing)
    for name, data in bundle.parts.items():
        (folder / "parts" / name).write_bytes(data)
    write(folder / "manifest.jws", bundle.manifest)
    write(folder / "manifest.digest", manifest_digest(bundle.manifest))
    manifest = open_manifest(bundle.manifest, signing)
    write(folder / "paper.json", text(open_paper(manifest, bundle.parts.__getitem__, CONTENT_KEY)))
    receipt = golden_receipt(logs, manifest_digest(bundle.manifest))
    token = sign_receipt(receipt, signing)
    write(folder / "receipt.jws", token)
    write(folder / "receipt.json", text(receipt))
    write(folder / "receipt.code", short_code(token.encode()))


def golden_logs() -> tuple[WriterLog, WriterLog]:
    """Two stations, every kind of event and response, one conflict."""
    before: list[Body] = [
        Started("5" * 32, "1.0"),
        Answered("q1", ChoiceResponse("a")),
        Answered("q2", ChoicesResponse(("a", "b"))),
        Flagged("q2", flag=True),
        Answered("q8", TextResponse("春眠不觉晓😀\nsecond line")),
        Edited("q8", 5, 6, "，处处", 20),
        FocusLost(7),
    ]
    after: list[Body] = [
        Started("6" * 32, "1.0", {OLD.id: 2}),
        Answered("q1", ChoiceResponse("b")),
        Answered("q2", ChoicesResponse(("b",))),
        Flagged("q1", flag=True),
        Flagged("q1", flag=False),
        Answered("q5", GapsResponse({"g1": "x", "g2": "1,5"})),
        Answered("q6", PairsResponse({"a": "b"})),
        Answered("q4", TextResponse("")),
    ]
    old, new = chain(OLD, before), chain(NEW, after)
    heads = {
        log.writer.id: Head(len(log.events), event_hash(log.writer, log.events[-1])) for log in (old, new)
    }
    return old, chain(NEW, [*after, Submitted(heads, by_deadline=True)])


def golden_paper() -> Paper:
    """One question of every type."""
    section = Section("s1", "第一部分", golden_questions(), f'<p><img src="asset:{"1" * 64}" alt="图"/></p>')
    return Paper("golden", 1, "样卷 v1", "zh-CN", (section,), "<p>Read &amp; write</p>")


def golden_asset() -> Asset:
    """The paper's picture."""
    return Asset("1" * 64, "", "image/png", 8, 6)


def golden_questions() -> tuple[Question, ...]:
    """All types, with the points that a Decimal keeps and a float does not."""
    tenth = Decimal("0.1")
    gaps = (
        TextGap(id="g1", points=tenth),
        NumberGap(id="g2", points=tenth),
        SelectGap(id="g3", points=tenth, choices=TWO),
    )
    stem = "".join(f'<img src="gap:g{number}"/>' for number in (1, 2, 3))
    return (
        Info(id="i1", stem="<p>读</p>", points=Decimal(0)),
        Single(id="q1", stem="<p>1</p>", points=tenth, choices=TWO),
        Multiple(id="q2", stem="<p>2</p>", points=Decimal("1.50"), choices=TWO),
        TrueFalse(id="q3", stem="<p>5 &lt; 6</p>", points=tenth),
        ShortText(id="q4", stem="<p>4</p>", points=tenth),
        Cloze(id="q5", stem=f"<p>{stem}</p>", points=Decimal("0.3"), gaps=gaps),
        Matching(id="q6", stem="<p>6</p>", points=tenth, left=TWO, right=TWO),
        Number(id="q7", stem="<p>7</p>", points=tenth, unit="kg"),
        Essay(id="q8", stem="<p>8</p>", points=Decimal(30), min_words=5, template="…"),
    )


def golden_receipt(logs: tuple[WriterLog, ...], manifest: str) -> Receipt:
    """The receipt over both writers."""
    return Receipt(
        site="5" * 32,
        exam="exam-1",
        attempt=ATTEMPT,
        admission_number="2026甲001",
        manifest=manifest,
        answers=answers_digest(fold(logs)),
        answered=4,
        questions=8,
        events=sum(len(log.events) for log in logs),
        heads={log.writer.id: Head(len(log.events), hash_of(log, log.events[-1])) for log in logs},
        at=1_800_000_000_000,
    )


def write_attempt(file: Path, logs: tuple[WriterLog, ...]) -> None:
    """Write events with their hashes, and the answers that they come to."""
    answers = fold(logs)
    content = {
        "logs": [
            {
                "writer": text(log.writer),
                "events": [text(event) for event in log.events],
                "hashes": [hash_of(log, event) for event in log.events],
            }
            for log in logs
        ],
        "answers": {name: current.response for name, current in answers.current.items()},
        "flagged": sorted(answers.flagged),
        "conflicts": [name for name, current in answers.current.items() if current.conflict],
        "digest": answers_digest(answers),
    }
    file.write_bytes(canonical_bytes(content) + b"\n")


def hash_of(log: WriterLog, event: Event) -> str:
    """The event's hash."""
    return event_hash(log.writer, event)


def text(value: msgspec.Struct) -> str:
    """The canonical JSON."""
    return canonical_bytes(value).decode()


def write(file: Path, content: str) -> None:
    """Write one line."""
    file.write_text(content + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_golden(Path(sys.argv[1]))
