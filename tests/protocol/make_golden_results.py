"""Writes the golden files of a result package, once: `python -m tests.protocol.make_golden_results FOLDER`.

Rule: a folder that is there is never written again; a new version gets a folder of its own.
"""

import sys
from pathlib import Path

from jwcrypto import jwk

from examprotocol.canonical import canonical_bytes, digest
from examprotocol.events import WriterLog
from examprotocol.package import heads_of
from examprotocol.package_attachments import seal_attachment
from examprotocol.result_package import (
    BranchLog,
    Content,
    EntryLine,
    EntryRecord,
    ImportRecord,
    Points,
    ReportAbout,
    ResultPart,
    Summary,
)
from examprotocol.result_seal import new_sealer, results_name, sign_index
from examprotocol.rulings import Ruling, Span, Verdict
from examprotocol.signing import new_signing_key, sign
from examprotocol.station_proof import station_id_of
from tests.protocol.packages import attempt_logs, new_opening_key, public
from tests.protocol.strategies import ATTEMPT

FILE_NAME, FILE = "图 1.txt", "作图题的附件\n".encode()
AT = 1_893_450_605_000


def write_golden_results(folder: Path) -> None:
    """Write a package of version 1 as a file, whose it is, who opens it, and what is in it."""
    folder.mkdir(parents=True)
    site, authority = new_signing_key(), new_opening_key()
    about, logs = _about(site), attempt_logs()
    attachment, (chunk,) = seal_attachment(FILE_NAME, FILE)
    branch = BranchLog(logs[0].writer, logs[0].events[2:])
    record = EntryRecord(
        "A-0017",
        "欧阳娜娜😀",
        "110101199003070417",
        "R1",
        "12",
        ATTEMPT,
        granted=2,
        submitted=True,
        heads=heads_of(logs),
        branches=digest((branch,)),
        receipts=(sign({"attempt": ATTEMPT}, site, "exam-receipt+jws"),),
        rulings=(
            Ruling(ATTEMPT, 1, Verdict.LEAVE_OUT, (Span(logs[0].writer.id, 2, 2),), "李老师", AT, "误操作"),
        ),
        files=(attachment,),
        points=Points("18.5", "100", 1),
        ends=AT - 5_000,
        grace=60_000,
    )
    contents = _contents(record, logs, branch)
    sealer = new_sealer(about)
    sealed = [sealer.seal(content, number) for number, content in enumerate(contents, 1)]
    parts = [part for part, _ in sealed] + [ResultPart("file", attachment.chunks[0].sha256, len(chunk))]
    index = sign_index(about, sealer, public(authority), parts, site)
    data = index.encode() + b"\n" + b"".join(data for _, data in sealed) + chunk
    (folder / results_name(about.exam, about.number, "第一考点")).write_bytes(data)
    (folder / "content.json").write_bytes(canonical_bytes(contents))
    (folder / "about.json").write_bytes(canonical_bytes(about))
    (folder / "authority.jwk").write_text(authority.export(), encoding="utf-8")
    (folder / "site.jwk").write_bytes(canonical_bytes(public(site)))


def _about(site: jwk.JWK) -> ReportAbout:
    return ReportAbout(
        authority="a" * 32,
        site=station_id_of(site),
        service="b" * 32,
        generation=2,
        exam="exam-1",
        title="高等数学（上）",
        paper="math-1",
        manifest="c" * 64,
        number=3,
        at=AT,
        is_whole=False,
        entries=2,
        events=8,
        files=1,
        left=0,
    )


def _contents(record: EntryRecord, logs: tuple[WriterLog, ...], branch: BranchLog) -> tuple[Content, ...]:
    """The summary alone, then the entry, its events in two parts, and the branch."""
    absent = EntryRecord("A-0018", "李四", "another")
    lines = (
        EntryLine(record.candidate, record.state, record.digest, 8, 1),
        EntryLine(absent.candidate, absent.state, absent.digest, 0, 0),
    )
    imports = (ImportRecord(1, AT, "李老师", "x.examanswers", "d" * 64, "A-0017", "5" * 32, "new", new=3),)
    summary = Summary(
        AT - 3_600_000, AT - 60_000, AT, lines, (), imports, 41, "e" * 64, "morning", "上午", AT, scored=True
    )
    return (
        Content(summary),
        Content(entries=(record, absent), logs=logs[:1]),
        Content(logs=logs[1:], branches=(branch,)),
    )


if __name__ == "__main__":
    write_golden_results(Path(sys.argv[1]))
