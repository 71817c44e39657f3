"""What a listener remembers of each seat, and the judgement at the end: the site's disk held against it.

Rule: the memory is in a process that nobody kills, and takes only what seats said as it happened.
"""

from collections.abc import Mapping, Sequence
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
    Left,
    Stored,
    Told,
    Trouble,
    Trying,
    Word,
    question_of,
    response_of,
)
from soak.site import SoakSite


@dataclass(slots=True)
class SeatMemory:
    """Everything that one candidate's machines have said. Mutable: it grows word by word.

    A restored service may go back, `restored_at` (site time in ms): what it had said before must be there in
    the end all the same, since no machine lost its disk.
    """

    seat: int
    tried: list[int] = field(default_factory=list)
    stored: set[int] = field(default_factory=set)
    acknowledged: dict[str, Head] = field(default_factory=dict)
    in_this_life: dict[str, Head] = field(default_factory=dict)
    restored_at: int = 0
    taken_back: int = 0
    moves: int = 0
    is_left: bool = True
    end: int = 0
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
            case Acknowledged():
                self._hear_of(word)
            case Told(end=end):
                self.end = max(self.end, end)
            case Left():
                self.is_left = True
            case Clean():
                self.is_clean = True
            case Done() | Trouble():
                self._end_with(word)

    def _end_with(self, word: Done | Trouble) -> None:
        if isinstance(word, Done):
            self.done = word
        else:
            self.troubles.append(word.what)

    def restored(self, now: int) -> None:
        """From now on another life of the service answers, which may know less."""
        self.restored_at, self.in_this_life = now, {}

    def _hear_of(self, word: Acknowledged) -> None:
        lives = [self.acknowledged] if word.now < self.restored_at else [self.acknowledged, self.in_this_life]
        before = lives[-1].get(word.writer, Head(0)) if len(lives) > 1 else Head(0)
        self.taken_back += word.head.seq < before.seq
        for life in lives:
            life[word.writer] = max(life.get(word.writer, Head(0)), word.head, key=lambda one: one.seq)

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
    """What came from a machine that was left may come after the receipt: then a supplement is the newest."""
    if memory.done is None:
        return ["no receipt"]
    done, key = memory.done, read_key(site.card.signing_key)
    heads = {log.writer.id: check_chain(log.writer, log.events, Head(0)) for log in logs}
    first, newest = open_receipt(done.receipt, key), open_receipt(site.receipt(done.attempt), key)
    checks = {
        "the site does not hold all that the machine does": _covers(heads, done.heads),
        "the newest receipt is not over the answers": newest.answers == answers_digest(fold(logs)),
        "the receipt does not name what the machine holds": _covers(first.heads, done.heads),
        "the receipt is not on the site's disk": site.has_receipt(done.attempt, done.receipt),
        "more time was forgotten": done.end == site.ends() >= memory.end,
        "the newest receipt is older": newest.number >= first.number,
        "the receipt is not all, and nobody had moved": bool(memory.moves) or first == newest,
    }
    return [problem for problem, is_right in checks.items() if not is_right]


def _covers(there: Mapping[str, Head], here: Mapping[str, Head]) -> bool:
    reached = (there.get(writer, Head(0)) for writer in here)
    return all(one.seq > head.seq or one == head for one, head in zip(reached, here.values(), strict=True))
