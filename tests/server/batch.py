"""A batch of packages as a stick brings it: one for each of forty candidates, and ten files that are bad."""

from pathlib import Path

from examprotocol.package_seal import LARGEST
from examserver.services.candidates import import_candidates
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.roster import read_roster
from examserver.storage.exams import Exam
from examserver.storage.store import writing
from tests.server.conftest import START, Prepared
from tests.server.packing import Carrier, attempt_of, hand_in, pen_of
from tests.server.sample import PAPER_ID

CANDIDATES = [f"2026B{number:03}" for number in range(40)]


def crowd(prepared: Prepared, stick: Path) -> Carrier:
    """An exam with forty candidates, and somebody with a stick."""
    roster = "admission_number,name,identity_number,seat\n" + "".join(
        f"{number},名{number},{number}X,\n" for number in CANDIDATES
    )
    with writing(prepared.folder) as connection:
        import_candidates(connection, read_roster(roster.encode()))
        exam: Exam = create_exam(connection, ExamPlan("second", PAPER_ID, START, 60), START - 60 * MINUTE)
    return Carrier(Prepared(prepared.folder, prepared.card, exam), stick)


def one_for(carrier: Carrier, candidate: str) -> Path:
    pen = pen_of(carrier.prepared, candidate)
    pen.choose("q1", "a")
    hand_in(pen)
    return carrier.pack(pen, candidate=candidate)


def ten_bad(carrier: Carrier) -> dict[Path, str]:
    """Bad files, and the code that each is to be refused with."""
    pen = pen_of(carrier.prepared, CANDIDATES[0])
    pen.choose("q1", "b")
    good = carrier.package(pen, candidate=CANDIDATES[0])
    data = carrier.seal(good)
    flipped = bytearray(data)
    flipped[-300] ^= 4
    attempt = attempt_of(carrier.prepared, CANDIDATES[0])
    bad = {
        carrier.put("zip.examanswers", b"PK\x03\x04"): "another_kind",
        carrier.put("photo.examanswers", b"\xff\xd8\xff\xe0"): "another_kind",
        carrier.put("list.examanswers", b"name,number"): "not_a_package",
        carrier.put("short.examanswers", data[: len(data) // 2]): "truncated",
        carrier.put("bit.examanswers", bytes(flipped)): "damaged",
        carrier.put("large.examanswers", b"{" * (LARGEST + 1)): "too_large",
        carrier.pack(pen, candidate=CANDIDATES[0], site="e" * 32): "another_site",
        carrier.pack(pen, candidate=CANDIDATES[0], exam="x"): "another_exam",
        carrier.pack(pen, candidate=CANDIDATES[1], attempt=attempt): "another_attempt",
    }
    stranger = Carrier(carrier.prepared, carrier.stick / "stranger", 99)
    return bad | {stranger.pack(pen, candidate=CANDIDATES[0]): "unknown_station"}
