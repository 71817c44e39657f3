"""What a listener remembers of each seat, and the judgement at the end: the site's disk held against it.

Rule: the memory is in a process that nobody kills, and takes only what seats said as it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from examprotocol.chain import check_chain
from examprotocol.edits import apply_edit
from examprotocol.errors import ChainError
from examprotocol.events import Answered, Edited, Head, WriterLog, event_hash
from examprotocol.merge import answers_digest, fold
from examprotocol.receipts import open_receipt
from examprotocol.responses import TextResponse
from examprotocol.signing import read_key
from soak.seats.words import (
    Acknowledged,
    Clean,
    Done,
    Stored,
    Trouble,
    Trying,
    Word,
    question_of,
    response_of,
)
from soak.site import SoakSite


@dataclass(slots=True)
class SeatMemory:
    """Everything that one seat has said. Mutable: it grows word by word."""

    seat: int
    tried: list[int] = field(default_factory=list)
    stored: set[int] = field(default_factory=set)
    acknowledged: dict[str, Head] = field(default_factory=dict)
    taken_back: int = 0
    is_clean: bool = False
    done: Done | None = None
    troubles: list[str] = field(default_factory=list)

    def hear(self, word: Word) -> None:
        """Take the next word."""
        match word:
            case Trying(number=number):
                self.tried.append(number)
            case Stored(number=number):
                self.stored.add(number)
            case Acknowledged(writer=writer, head=head):
                before = self.acknowledged.get(writer, Head(0))
                self.taken_back += head.seq < before.seq
                self.acknowledged[writer] = max(before, head, key=lambda one: one.seq)
            case Clean():
                self.is_clean = True
            case Done():
                self.done = word
            case Trouble(what=what):
                self.troubles.append(what)

    def right_answers(self, questions: tuple[str, ...]) -> dict[str, list[TextResponse]]:
        """For each question what may count: the last answer that was shown as saved, or one that was on its
        way to the disk after it when the machine was killed.
        """
        right: dict[str, list[TextResponse]] = {}
        for number in self.tried:
            question = question_of(questions, self.seat, number)
            response = response_of(questions, self.seat, number)
            right[question] = [response] if number in self.stored else [*right.get(question, []), response]
        return right


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a seat's memory and the site's disk come to; each problem is a sentence.

    `lost` counts answers that were shown as saved and are nowhere, `wrong` what is there but not right.
    """

    stored: int
    acknowledged: int
    lost: int
    wrong: tuple[str, ...]


def judge(memory: SeatMemory, site: SoakSite, questions: tuple[str, ...]) -> Judgement:
    """Hold what a seat has said against the site's disk."""
    candidate = site.candidates[memory.seat][0]
    logs = site.held(site.attempt(candidate))
    lost = len(_lost(memory, logs, questions))
    acknowledged = sum(head.seq for head in memory.acknowledged.values())
    wrong = (*_broken(logs), *_wrong_words(memory, logs), *_wrong_answers(memory, logs, questions))
    wrong += (*_wrong_receipt(memory, logs, site), *memory.troubles)
    return Judgement(len(memory.stored), acknowledged, lost, wrong)


def _lost(memory: SeatMemory, logs: Sequence[WriterLog], questions: tuple[str, ...]) -> set[int]:
    there = {response for log in logs for response in _responses(log)}
    return {
        number for number in memory.stored if response_of(questions, memory.seat, number).text not in there
    }


def _responses(log: WriterLog) -> set[str]:
    """Every text that the writer's answers ever had, edits carried out."""
    now: dict[str, str] = {}
    texts = set()
    for event in log.events:
        match event.body:
            case Answered(question=question, response=TextResponse(text=text)):
                now[question] = text
            case Edited() as edit:
                now[edit.question] = apply_edit(now[edit.question], edit)
            case _:
                continue
        texts.add(now[event.body.question])
    return texts


def _broken(logs: Sequence[WriterLog]) -> list[str]:
    """The writers whose events are not there in order, each bound to the one before."""
    broken = []
    for log in logs:
        try:
            check_chain(log.writer, log.events, Head(0))
        except ChainError as error:
            broken.append(str(error))
    return broken


def _wrong_words(memory: SeatMemory, logs: Sequence[WriterLog]) -> list[str]:
    """The acknowledgements that were not true."""
    held = {log.writer.id: log for log in logs}
    wrong = ["an acknowledgement was taken back"] * memory.taken_back
    for writer, head in memory.acknowledged.items():
        log = held.get(writer)
        if head.seq and (log is None or not _has(log, head)):
            wrong.append(f"event {head.seq} of writer {writer} was acknowledged and is not there")
    return wrong


def _has(log: WriterLog, head: Head) -> bool:
    return head.seq <= len(log.events) and event_hash(log.writer, log.events[head.seq - 1]) == head.hash


def _wrong_answers(memory: SeatMemory, logs: Sequence[WriterLog], questions: tuple[str, ...]) -> list[str]:
    answers, right = fold(logs), memory.right_answers(questions)
    return [
        f"question {question} does not have what was answered last"
        for question in {*answers.current, *right}
        if answers.response(question) not in right.get(question, [])
    ]


def _wrong_receipt(memory: SeatMemory, logs: Sequence[WriterLog], site: SoakSite) -> list[str]:
    if memory.done is None:
        return ["no receipt"]
    receipt = open_receipt(memory.done.receipt, read_key(site.card.signing_key))
    heads = {log.writer.id: check_chain(log.writer, log.events, Head(0)) for log in logs}
    checks = {
        "the site does not hold all that the machine does": memory.done.heads == heads,
        "the receipt is not over the answers": receipt.answers == answers_digest(fold(logs)),
        "the receipt does not name all writers": receipt.heads == heads,
        "the receipt is not the one on the site's disk": memory.done.receipt
        == site.receipt(memory.done.attempt),
    }
    return [problem for problem, is_right in checks.items() if not is_right]
