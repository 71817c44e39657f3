"""What proctors read out to each other while the site cannot be asked: read here under the room's key.

Rule: a code says nothing without the room password. A wrong one is a try of its own kind, slowed as a wrong
password is.
"""

import dataclasses
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol, TypeVar

from jwcrypto import jwk
from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.kept_session import KeptSession
from examclient.domain.site import Membership
from examclient.usecases.admission import Admitted
from examclient.usecases.attempt import Attempt
from examclient.usecases.counted_tries import CountedTries, TriesShelf
from examclient.usecases.room_password import CheckRoomPassword, Judgement, Verdict, room_key
from examprotocol.errors import ProtocolError, UnreadableError
from examprotocol.events import MOVE_BY_CODE, Epoch, ProctorActed, WriterLog
from examprotocol.grants import Grant
from examprotocol.offline_code import OfflineExtension, code_key, move_code, read_extension, read_move
from examprotocol.room_words import word_key, write_word
from examprotocol.signing import read_key

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unlocked(Judgement):
    """The judgement of a room password; for a right one the keys of the room's codes and of its words to the
    service, 32 bytes each, `b""` where it has none.
    """

    key: bytes = field(default=b"", repr=False)
    words: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class MoveJudgement(Judgement):
    """The judgement of a password and a code; for right ones with whom it goes on here."""

    admitted: Admitted | None = field(default=None, compare=False)


class Journalled(Protocol):
    """What lies on this machine of an attempt."""

    def logs(self) -> Sequence[WriterLog]:
        """Its events."""


class RoomCodes:
    """Judges one try after the other; for the proctor's lane."""

    def __init__(self, check: CheckRoomPassword, shelf: TriesShelf, clock: SiteClock) -> None:
        self._check = check
        self._lock = Lock()
        self._tries = CountedTries(shelf, clock)

    def wait(self) -> float:
        """Seconds until the next try counts, of a password or of a code."""
        return max(self._check.wait(), self._tries.wait())

    def unlock(self, typed: str, exam: str) -> Unlocked:
        """Judge a room password, and open the key of its codes. Takes about 0.2 s."""
        judged = self._check(typed, exam)
        if judged.verdict is not Verdict.RIGHT or judged.card is None:
            return Unlocked(judged.verdict, judged.wrong_tries)
        private = room_key(judged.card, typed)
        if private is None:
            return Unlocked(Verdict.NO_CARD, judged.wrong_tries)
        words = _word_key(private, self._check.membership)
        return Unlocked(Verdict.RIGHT, judged.wrong_tries, judged.card, code_key(private), words)

    def word(self, unlocked: Unlocked, held: KeptSession, epoch: Epoch) -> str:
        """The room's word to the service that the exam goes on here at this epoch, `""` where it has none."""
        card = self._check.token_of(unlocked.card) if unlocked.card and unlocked.words else ""
        if not card:
            return ""
        here, login = self._check.membership, held.login
        candidate = login.candidate.admission_number
        allowed = Grant(here.site_id, here.station, held.attempt, login.exam.exam_id, candidate, epoch)
        return write_word(allowed, card, unlocked.words)

    def read(self, reading: Callable[[], T]) -> T | Verdict:
        """What a code says by this reading; else TOO_SOON or WRONG_CODE."""
        with self._lock:
            if self._tries.wait() > 0:
                return Verdict.TOO_SOON
            self._tries.begin()
            try:
                said = reading()
            except ProtocolError:
                self._tries.was_wrong()
                return Verdict.WRONG_CODE
            self._tries.was_right()
            return said


class MoveByCode:
    """Lets an exam go on at this machine by a code that is newer than all that this machine knows of it."""

    def __init__(self, codes: RoomCodes, look_into: Callable[[str], Journalled]) -> None:
        self._codes = codes
        self._look_into = look_into
        self._wrong = 0

    def __call__(self, held: KeptSession, password: str, typed: str) -> MoveJudgement:
        """Judge both; `held` is what this machine has of the exam. Raises JournalError."""
        unlocked = self._codes.unlock(password, held.login.exam.exam_id)
        self._wrong += unlocked.wrong_tries
        if unlocked.verdict is not Verdict.RIGHT:
            return MoveJudgement(unlocked.verdict)
        said = self._codes.read(lambda: read_move(unlocked.key, held.attempt, typed))
        if isinstance(said, Verdict):
            return MoveJudgement(said)
        if said <= self._newest(held):
            return MoveJudgement(Verdict.OLD_CODE)
        wrong, self._wrong = self._wrong, 0
        admitted = _here(held, said, typed, wrong)
        word = self._codes.word(unlocked, held, said)
        return MoveJudgement(Verdict.RIGHT, wrong, admitted=dataclasses.replace(admitted, word=word))

    def _newest(self, held: KeptSession) -> Epoch:
        """The newest epoch that this machine knows of the attempt."""
        written = [one.writer.epoch for one in self._look_into(held.attempt).logs()]
        return max([held.login.epoch, held.newest or held.login.epoch, *written])


def _word_key(private: jwk.JWK, here: Membership) -> bytes:
    try:
        return word_key(private, read_key(here.opening_key))
    except ProtocolError as error:
        log.warning("the room has no word for its service: %s", error)
        return b""


def _here(held: KeptSession, epoch: Epoch, typed: str, wrong: int) -> Admitted:
    login = replace(held.login, epoch=epoch)
    act = ProctorActed(MOVE_BY_CODE, typed.strip(), wrong)
    kept = replace(held, login=login, moved=False, left=False, newest=epoch)
    return Admitted(login, held.identity, kept, epoch, act)


@dataclass(frozen=True, slots=True)
class ExtensionJudgement(Judgement):
    """The judgement of a code for more time; for a right one what it gives."""

    extension: OfflineExtension | None = None


def judge_extension(codes: RoomCodes, key: bytes, whose: tuple[str, str], typed: str) -> ExtensionJudgement:
    """What a code for more time gives; `whose` are the exam's id and the candidate's admission number."""
    said = codes.read(lambda: read_extension(key, *whose, typed))
    if isinstance(said, Verdict):
        return ExtensionJudgement(said)
    return ExtensionJudgement(Verdict.RIGHT, extension=said)


def code_to_go_on(key: bytes, attempt: Attempt, heard: Epoch | None) -> str:
    """The code by which another machine goes on above every epoch that is known here, `""` where none can
    say it. It stays the same until a newer epoch is known.
    """
    newest = max(attempt.newest_epoch(), attempt.epoch, heard or attempt.epoch)
    try:
        return move_code(key, attempt.id, replace(newest, hop=newest.hop + 1))
    except UnreadableError as error:
        log.warning("attempt %s: no offline code: %s", attempt.id, error)
        return ""
