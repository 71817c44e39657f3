"""Bugs that the model must catch, each switched in from outside: the product has no switch for any."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as replace_field
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from examclient.domain.exam_end import ExamEnd
from examclient.domain.site_word import SiteWord
from examclient.storage.journal import Journal
from examclient.usecases import submit
from examclient.usecases.attempt import Attempt
from examclient.usecases.room_codes import MoveByCode
from examprotocol import merge
from examprotocol.chain import Appendable, Fork, decide_append
from examprotocol.events import (
    Epoch,
    Event,
    Head,
    ProctorActed,
    Stamp,
    Started,
    Writer,
    WriterLog,
    event_hash,
)
from examprotocol.messages import LoginReply, SubmitRequest, SyncReply, SyncRequest
from examprotocol.rulings import Counting
from examserver.errors import StorageError
from examserver.ids import new_id
from examserver.services import backups, generations, letting_go, logins, offline_codes, responses, restoring
from examserver.services.backlog import Backlog
from examserver.services.backup_file import BackupKeys, BackupList
from examserver.services.caller import Caller
from examserver.services.receipt_book import ReceiptBook
from examserver.storage import attempts
from examserver.storage import writer as group_writer
from examserver.storage.events import heads_of
from examserver.storage.exams import Exam
from examserver.storage.files import scratch_directory
from examserver.storage.receipts import newest_receipt
from examserver.storage.snapshot import check_database, copy_database, holdings_of
from examserver.storage.waiting import Outcome, Waiting, tell
from tests.model import service
from tests.model.desk import Desk

Patch = pytest.MonkeyPatch
Bug = Callable[[Patch], None]
Hashes = Callable[[int], str]


def ack_before_commit(patch: Patch) -> None:
    """The service answers by what it is about to store, whatever becomes of the commit."""

    def store(self: group_writer.GroupWriter, group: list[Waiting]) -> None:
        outcomes: list[Outcome] = []
        try:
            connection = self._connection.now
            with connection.begin():
                outcomes = [group_writer._attempt(connection, waiting) for waiting in group]
        except Exception:  # noqa: BLE001 - the bug: nobody hears of it
            self._connection.undo()
        tell(outcomes)

    patch.setattr(group_writer.GroupWriter, "_store", store)


def last_arrival_wins(patch: Patch) -> None:
    """What came last counts at the service, whatever its stamp."""

    right = merge.best

    def best(
        question: str, folds: Sequence[merge.WriterFold], parted: Mapping[str, int] = merge.NONE_PARTED
    ) -> merge.Current:
        last = [one for one in folds if question in one.values][-1]
        value = last.values[question]
        conflict = right(question, folds, parted).conflict
        return merge.Current(value.response, last.stamp(question), conflict, value.late)

    patch.setattr(merge, "best", best)


def writer_reused(patch: Patch) -> None:
    """A start goes on under the id of the one before."""
    patch.setattr(Desk, "new_id", lambda desk: f"{desk.number:032x}")


def unsynced_data_sent(patch: Patch) -> None:
    """An event is in the ledger, and may be sent, one save before it is on the disk."""
    waiting: dict[int, list[tuple[Writer, Sequence[Event]]]] = {}

    def save(self: Attempt, writer: Writer, events: Sequence[Event]) -> None:
        self._ledger.take(writer, events)
        late = waiting.setdefault(id(self._store), [])
        late.append((writer, events))
        while len(late) > 1:
            self._store.append(*late.pop(0))

    patch.setattr(Attempt, "_save", save)


def ack_never_goes_down(patch: Patch) -> None:
    """The client believes the highest that it ever heard."""
    take = SiteWord.take

    def stubborn(self: SiteWord, writer_id: str, head: Head) -> None:
        if head.seq >= self.stored(writer_id):
            take(self, writer_id, head)

    patch.setattr(SiteWord, "take", stubborn)


def pruned_after_ack(patch: Patch) -> None:
    """A start whose events are all acknowledged is taken off the disk."""
    gone: dict[str, int] = {}
    acknowledge, logs = Attempt.acknowledge, Journal.logs

    def prune(self: Attempt, writer_id: str, head: Head) -> None:
        gone[writer_id] = max(head.seq, gone.get(writer_id, 0))
        acknowledge(self, writer_id, head)

    def rest(self: Journal) -> tuple[WriterLog, ...]:
        return tuple(log for log in logs(self) if gone.get(log.writer.id, 0) < len(log.events))

    patch.setattr(Attempt, "acknowledge", prune)
    patch.setattr(Journal, "logs", rest)


def gaps_accepted(patch: Patch) -> None:
    """What comes after a gap is stored."""

    def decide(writer: Writer, head: Head, events: Sequence[Event], hashes: Hashes) -> Appendable | Fork:
        if not events or events[0].seq <= head.seq + 1:
            return decide_append(writer, head, events, hashes)
        last = events[-1]
        return Appendable(head, tuple(events), Head(last.seq, event_hash(writer, last)))

    patch.setattr(responses, "decide_append", decide)


def generation_not_raised(patch: Patch) -> None:
    """A restored service goes on counting where its backup was."""
    patch.setattr(restoring, "next_generation", lambda known, _: known)


def prev_not_checked(patch: Patch) -> None:
    """At the end of what is there the number alone decides."""

    def decide(writer: Writer, head: Head, events: Sequence[Event], hashes: Hashes) -> Appendable | Fork:
        decision = decide_append(writer, head, events, hashes)
        if isinstance(decision, Fork) and decision.seq == head.seq + 1:
            last = decision.events[-1]
            return Appendable(head, decision.events, Head(last.seq, event_hash(writer, last)))
        return decision

    patch.setattr(responses, "decide_append", decide)


def one_writer_named(patch: Patch) -> None:
    """The submit names the writer of this start only."""

    def only(
        attempt: str, heads: dict[str, Head], receipt: str = "", lost: tuple[str, ...] = ()
    ) -> SubmitRequest:
        return SubmitRequest(attempt, dict(list(heads.items())[-1:]), receipt, lost)

    patch.setattr(submit, "SubmitRequest", only)


def fork_ignored(patch: Patch) -> None:
    """The client begins no new writer where the service says that there are two branches."""

    def ignore(self: Attempt, request: SyncRequest, seq: int) -> bool:
        return bool(self.id and request and seq)

    patch.setattr(Attempt, "forked", ignore)


def number_alone_believed(patch: Patch) -> None:
    """The client takes the number of an acknowledgement and not the hash."""
    patch.setattr(SiteWord, "_agreed", lambda _self, _writer, head, _before: head)


def conflict_not_marked(patch: Patch) -> None:
    """Nobody is asked where two values had not seen each other."""
    patch.setattr(merge, "_saw_all", lambda *_: True)


def ruling_ignored(patch: Patch) -> None:
    """What was left out counts."""
    patch.setattr(Counting, "counts", lambda *_: True)


def supplement_forgotten(patch: Patch) -> None:
    """The first receipt stays the only one."""
    issue = ReceiptBook.issue

    def once(
        self: ReceiptBook, connection: Connection, attempt: attempts.Attempt, exam: Exam, now: int
    ) -> str:
        last = newest_receipt(connection, attempt.id)
        return last.token if last else issue(self, connection, attempt, exam, now)

    patch.setattr(ReceiptBook, "issue", once)


def hop_ignored(patch: Patch) -> None:
    """The stamp forgets that an offline code has moved the exam."""

    def without_hop(writer: Writer, seq: int) -> Stamp:
        return Stamp(replace(writer.epoch, hop=0), writer.inc, seq, writer.id)

    patch.setattr(merge, "stamp_of", without_hop)


def hop_refused(patch: Patch) -> None:
    """The service takes only what it granted itself."""
    possible = generations.is_possible
    patch.setattr(responses, "is_possible", lambda epoch: possible(epoch) and not epoch.hop)


def old_code_taken(patch: Patch) -> None:
    """A machine goes on by any code, whatever it knows by now."""
    patch.setattr(MoveByCode, "_newest", lambda *_: Epoch(0, 0))


def coming_back_grants_anew(patch: Patch) -> None:
    """Who only brings what is written takes the exam away from where it goes on."""

    def grant(self: logins.Logins, entry: logins._Entry, _epoch: Epoch, connection: Connection) -> LoginReply:
        return self._grant(replace_field(entry, consented=True), connection)

    patch.setattr(logins.Logins, "_come_back", grant)


def extension_not_brought(patch: Patch) -> None:
    """A restored service never hears of the time that it gave."""
    patch.setattr(ExamEnd, "to_bring", lambda _: ())


def extension_forgotten(patch: Patch) -> None:
    """The client believes the end that the site says, though it was told of more."""
    patch.setattr(ExamEnd, "_end", lambda end: end._said)


def receipt_not_brought(patch: Patch) -> None:
    """A restored service never hears of the receipt that it signed."""
    patch.setattr(ReceiptBook, "take_back", lambda *_: None)


def backlog_acks_before_commit(patch: Patch) -> None:
    """What was left somewhere is called stored, whatever becomes of the commit."""
    take = Backlog.take

    async def early(self: Backlog, caller: Caller, request: SyncRequest) -> SyncReply:
        try:
            return await take(self, caller, request)
        except StorageError:
            last = request.events[-1]
            head = Head(last.seq, event_hash(request.writer, last))
            return SyncReply(self._clock.now(), head, 0, Epoch(0, 0))

    patch.setattr(Backlog, "take", early)


def backup_not_read_back(patch: Patch) -> None:
    """A backup counts as soon as it is written: the machines clear up for one that does not open."""

    def believe(file: Path, keys: BackupKeys, private: Path) -> backups.Verified:
        assert keys
        with scratch_directory(private) as scratch:
            copy_database(private / "site.db", scratch / "copy.db")
            stated = BackupList(new_id(), "", "", 0, check_database(scratch / "copy.db"), "", ())
            return backups.Verified(stated, holdings_of(scratch / "copy.db"), file.stat().st_size)

    patch.setattr(backups, "verify_backup", believe)


def purged_without_a_backup(patch: Patch) -> None:
    """What the service has is safe enough."""
    patch.setattr(letting_go, "backed_up_heads", heads_of)
    patch.setattr(letting_go, "is_receipt_backed_up", lambda *_: True)


def code_above_the_next_login(patch: Patch) -> None:
    """A code of a service that knows of no login names the grant that the first one gets."""
    real = offline_codes.next_by_code

    def next_by_code(connection: Connection, attempt: attempts.Attempt) -> Epoch:
        return real(connection, replace_field(attempt, granted=max(1, attempt.granted)))

    patch.setattr(service, "next_by_code", next_by_code)


def others_not_seen(patch: Patch) -> None:
    """A start names only what was written on its own machine's account: nothing."""

    def begin(self: Attempt, station: str, client: str, act: ProctorActed | None = None) -> None:
        self._started = Started(station, client, {})
        self._record(self._started, *([act] if act else []))

    patch.setattr(Attempt, "begin", begin)


BUGS: tuple[Bug, ...] = (
    ack_before_commit,
    last_arrival_wins,
    writer_reused,
    unsynced_data_sent,
    ack_never_goes_down,
    pruned_after_ack,
    gaps_accepted,
    generation_not_raised,
    prev_not_checked,
    one_writer_named,
    fork_ignored,
    number_alone_believed,
    conflict_not_marked,
    ruling_ignored,
    supplement_forgotten,
    hop_ignored,
    hop_refused,
    old_code_taken,
    coming_back_grants_anew,
    extension_not_brought,
    extension_forgotten,
    receipt_not_brought,
    backlog_acks_before_commit,
    backup_not_read_back,
    purged_without_a_backup,
    others_not_seen,
    code_above_the_next_login,
)
