"""What must hold of all that the service has, said without any code of the service."""

from examprotocol.chain import check_chain
from examprotocol.errors import ChainError
from examprotocol.events import Answered, Edited, Head, Stamp, WriterLog, event_hash
from examprotocol.merge import answers_digest, fold
from examprotocol.rulings import NO_IDEA, Span, Verdict
from examserver.services.counting import Grounds
from examserver.storage.exams import Exam
from examserver.storage.receipts import SignedReceipt

Written = dict[tuple[str, int], set[str]]
"""The hashes that were ever on a client's disk, by writer and number: several where a disk was copied."""


def end_of(log: WriterLog) -> Head:
    """How far the writer has come; I3: without a gap, each event after the one that it names."""
    try:
        return check_chain(log.writer, log.events, Head(0))
    except ChainError as error:
        raise AssertionError(f"I3: {error}") from error


def hashes_of(log: WriterLog) -> list[str]:
    """The hash of each event of a chained log that is not empty."""
    return [*(event.prev for event in log.events[1:]), event_hash(log.writer, log.events[-1])]


def has(log: WriterLog, head: Head) -> bool:
    """Whether the log goes at least so far, with that very event there."""
    return head.seq <= len(log.events) and hashes_of(log)[head.seq - 1] == head.hash


def nothing_but_what_was_written(grounds: Grounds, written: Written) -> None:
    """I3, I4: what the service has was on the disk of a client before."""
    for log in grounds.logs:
        for seq, held in enumerate(hashes_of(log), start=1):
            known = written.get((log.writer.id, seq), set())
            assert held in known, f"I3, I4: event {seq} of {log.writer.id[:8]}"


def greatest_stamps_count(grounds: Grounds) -> None:
    """I7: of all values of a question the one with the greatest stamp is current."""
    stamps: dict[str, list[Stamp]] = {}
    for log in grounds.logs:
        for event in log.events:
            if isinstance(event.body, Answered | Edited):
                stamp = Stamp(log.writer.epoch, log.writer.inc, event.seq, log.writer.id)
                stamps.setdefault(event.body.question, []).append(stamp)
    current = {question: one.stamp for question, one in fold(grounds.logs).current.items()}
    assert current == {question: max(known) for question, known in stamps.items()}, "I7: stamps"


def rulings_count(grounds: Grounds) -> None:
    """What a person left out is not current."""
    spans = [(span, ruling.verdict) for ruling in grounds.rulings for span in ruling.spans]
    for one in grounds.answers().current.values():
        named = [
            verdict for span, verdict in spans if span.writer == one.stamp.writer and one.stamp.seq in span
        ]
        assert named[-1:] != [Verdict.LEAVE_OUT], "a ruling holds"


def late_ones_do_not_count(grounds: Grounds, exam: Exam) -> None:
    """What was certainly written after the end and the grace counts only where a person said so."""
    ruled = {(span.writer, seq) for ruling in grounds.rulings for span in ruling.spans for seq in _all(span)}
    events = {(log.writer.id, event.seq): event for log in grounds.logs for event in log.events}
    for one in grounds.answers().current.values():
        event = events[one.stamp.writer, one.stamp.seq]
        is_late = event.give < NO_IDEA and event.at - event.give > exam.closes
        assert not is_late or (one.stamp.writer, event.seq) in ruled, "too late"


def _all(span: Span) -> range:
    return range(span.first, span.last + 1)


def receipt_is_true(grounds: Grounds, receipt: SignedReceipt | None) -> None:
    """I8: whatever came after it, the newest receipt states the answers that count."""
    assert receipt is None or receipt.answers == answers_digest(grounds.answers()), "I8: the receipt is true"
