"""A machine that was copied while it ran, and both go on: both branches are kept, nobody waits in vain."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.errors import JournalError, SiteRefusedError
from examclient.network.sync import TOLD, SyncEngine
from examclient.storage.journal import open_journal
from examclient.usecases.attempt import Attempt
from examclient.usecases.sitting import Sitting
from examclient.usecases.submit import Submit
from examprotocol.events import Event, Started, Submitted, Writer
from examprotocol.merge import Answers, fold
from examprotocol.messages import Refusal, SyncRequest
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from examserver.services.counting import answers_that_count
from examserver.services.keys import signing_key
from examserver.storage.events import branches_of
from examserver.storage.store import reading
from tests.client.exam_site import ExamSite
from tests.client.fake_clock import FakeClock
from tests.client.machine import Machine, sync_all
from tests.client.writing import STATION, Pen

Clone = Callable[[], tuple[Machine, Sitting]]


def a(choice: str) -> Response:
    return ChoiceResponse(choice)


def t(text: str) -> Response:
    return TextResponse(text)


@pytest.fixture
def sitting(machine: Machine) -> Sitting:
    sitting = machine.sit()
    sitting.attempt.answer("q1", a("a"))
    sync_all(sitting)
    return sitting


@pytest.fixture
def clone(site: ExamSite, machine: Machine, sitting: Sitting, tmp_path: Path) -> Iterator[Clone]:
    """Copies the machine with all that is on its disk and in its memory; both run on."""
    copies: list[Machine] = []

    def copy() -> tuple[Machine, Sitting]:
        data = tmp_path / f"copy{len(copies)}"
        shutil.copytree(machine.data, data)
        other = Machine(data, site.file, "M0")
        other.api._token = machine.api._token
        copies.append(other)
        return other, going_on(other, sitting)

    yield copy
    for other in copies:
        other.close()


def going_on(machine: Machine, sitting: Sitting) -> Sitting:
    """What ran on the one machine runs on the other, with the same writer."""
    store = machine.open_journal(sitting.attempt.id)
    attempt = Attempt(store, Ledger(store.logs()), sitting.attempt._writer, machine.clock)
    attempt._started = sitting.attempt._started
    engine = SyncEngine(attempt, machine.api.sync, lambda: 0.0)
    submit = Submit(attempt, engine, machine.api.submit, machine.site.signing_key)
    return Sitting(attempt, store, engine, submit)


def sync_through(sitting: Sitting) -> list[str]:
    """Rounds until the site has everything; the codes of what the person was told."""
    told = []
    for _ in range(40):
        done = sitting.engine.run_once()
        if isinstance(done.trouble, SiteRefusedError):
            told.append(done.trouble.code)
            assert done.wait == TOLD
        elif done.trouble is not None:
            raise done.trouble
        elif not sitting.attempt.waiting():
            return told
    raise AssertionError("the site never gets everything")


def counted(site: ExamSite, sitting: Sitting) -> Answers:
    with reading(site.folder) as connection:
        return answers_that_count(connection, sitting.attempt.id)


def branch(site: ExamSite, sitting: Sitting) -> list[Event]:
    with reading(site.folder) as connection:
        return [event for _, event in branches_of(connection, sitting.attempt.id)]


def begun(site: ExamSite, sitting: Sitting, writer_id: str) -> Started:
    body = site.held(sitting.attempt.id)[writer_id].events[0].body
    assert isinstance(body, Started)
    return body


def test_the_copy_begins_a_new_writer_and_both_values_are_there_for_a_person(
    site: ExamSite, machine: Machine, sitting: Sitting, clone: Clone
) -> None:
    _, copy = clone()
    shared = sitting.attempt._writer
    sitting.attempt.answer("q1", a("b"))
    sync_all(sitting)
    copy.attempt.answer("q1", a("c"))
    copy.attempt.flag("q3", flag=True)
    assert sync_through(copy) == [Refusal.FORK]
    held = site.held(sitting.attempt.id)
    assert len(held) == 2
    heir = copy.attempt._writer
    assert (heir.epoch, heir.inc) == (shared.epoch, shared.inc + 1)
    first = begun(site, copy, heir.id)
    assert first.seen == {shared.id: 2}
    assert first.carries == {shared.id: copy.attempt._ledger.head(shared.id)}
    assert first.station == machine.station
    answers = counted(site, sitting)
    assert answers.response("q1") == a("c")
    assert answers.conflicts == {"q1"}
    assert answers.flagged == {"q3"}
    assert len(branch(site, sitting)) == 2, "the forked branch is kept as it was"
    copy.attempt.answer("q2", t("on"))
    sitting.attempt.answer("q3", t("on as well"))
    assert (sync_through(copy), sync_through(sitting)) == ([], [])
    assert counted(site, sitting).response("q2") == t("on")
    assert counted(site, sitting).response("q3") == t("on as well")


def test_what_both_wrote_alike_is_no_conflict(site: ExamSite, sitting: Sitting, clone: Clone) -> None:
    _, copy = clone()
    sitting.attempt.answer("q1", a("b"))
    sync_all(sitting)
    copy.attempt.flag("q1", flag=True)
    copy.attempt.answer("q1", a("b"))
    sync_through(copy)
    assert counted(site, sitting).conflicts == frozenset()


def test_the_forked_writer_does_not_block_those_behind_it(
    site: ExamSite, sitting: Sitting, clone: Clone
) -> None:
    """The copy was restarted meanwhile: its second writer stands behind the forked one."""
    other, copy = clone()
    copy.attempt.answer("q1", a("c"))
    copy.attempt.answer("q3", t("before the restart"))
    sitting.attempt.answer("q1", a("b"))
    sync_all(sitting)
    again = other.sit()
    again.attempt.answer("q1", a("d"))
    assert sync_through(again) == [Refusal.FORK]
    held = site.held(sitting.attempt.id)
    assert len(held) == 3, "the shared writer, the one of the restart, and the heir of the branch"
    assert again.attempt._writer.id in held
    answers = counted(site, again)
    assert answers.response("q1") == a("d")
    assert answers.response("q3") == t("before the restart")
    assert "q1" in answers.conflicts


def test_a_restart_after_the_fork_carries_nothing_on_twice(
    site: ExamSite, sitting: Sitting, clone: Clone
) -> None:
    other, copy = clone()
    sitting.attempt.answer("q1", a("b"))
    sync_all(sitting)
    copy.attempt.answer("q1", a("c"))
    sync_through(copy)
    copy.attempt.answer("q1", a("later"))
    sync_through(copy)
    for _ in range(2):
        again = other.sit()
        sync_through(again)
    assert len(site.held(sitting.attempt.id)) == 4
    assert counted(site, sitting).response("q1") == a("later")
    assert again.attempt.answers().response("q1") == a("later")


def test_the_copy_hands_in_and_names_only_what_the_site_can_have(
    site: ExamSite, machine: Machine, sitting: Sitting, clone: Clone
) -> None:
    _, copy = clone()
    shared = sitting.attempt._writer.id
    for choice in "bcd":
        sitting.attempt.answer("q1", a(choice))
    sync_all(sitting)
    copy.attempt.answer("q1", a("x"))
    copy.attempt.submit(by_deadline=False)
    first = copy.submit.run_once()
    assert isinstance(first.trouble, SiteRefusedError)
    submission = copy.submit.run_once()
    assert submission.trouble is None
    assert submission.receipt is not None
    assert submission.receipt.heads == {
        shared: sitting.attempt.heads()[shared],
        copy.attempt._writer.id: copy.attempt.heads()[copy.attempt._writer.id],
    }
    assert copy.attempt.heads()[shared].seq == 2
    assert copy.attempt.is_submitted()
    bodies = [event.body for event in site.held(sitting.attempt.id)[copy.attempt._writer.id].events]
    assert isinstance(bodies[-1], Submitted)
    assert bodies[-1].heads[shared].seq == 2
    assert open_receipt(site.receipt(sitting.attempt.id), signing_key(site.folder)) == submission.receipt


def test_a_copy_that_the_site_is_ahead_of_does_not_think_that_everything_is_there(
    sitting: Sitting, clone: Clone
) -> None:
    """The number alone would say so: the site has four events of this writer, and so has the copy."""
    _, copy = clone()
    for one, choice in ((sitting, "b"), (copy, "x")):
        one.attempt.answer("q1", a(choice))
        one.attempt.answer("q1", a(choice * 2))
    sync_all(sitting)
    asked = copy.engine.run_once()
    assert asked.reply is not None
    assert asked.reply.head.seq == 4
    assert copy.attempt.waiting() == 4
    assert copy.attempt.waiting_questions() == {"q1"}
    assert sync_through(copy) == [Refusal.FORK]


def test_a_long_essay_is_carried_on_whole(site: ExamSite, sitting: Sitting, clone: Clone) -> None:
    sitting.attempt.answer("q5", t("文" * 400))
    sync_all(sitting)
    _, copy = clone()
    sitting.attempt.answer("q5", t("文" * 400 + "左"))
    sync_all(sitting)
    for text in ("右", "右右"):
        copy.attempt.answer("q5", t("文" * 400 + text))
    sync_through(copy)
    copy.attempt.answer("q5", t("文" * 400 + "右右右"))
    sync_through(copy)
    assert counted(site, sitting).response("q5") == t("文" * 400 + "右右右")
    assert counted(site, sitting).conflicts == {"q5"}


def test_many_events_of_the_branch_are_carried_on_by_few(
    site: ExamSite, sitting: Sitting, clone: Clone
) -> None:
    _, copy = clone()
    for number in range(450):
        sitting.attempt.answer("q3", t(f"here {number}"))
        copy.attempt.answer("q3", t(f"there {number}"))
    sync_all(sitting)
    assert sync_through(copy) == [Refusal.FORK]
    assert copy.attempt._ledger.head(copy.attempt._writer.id).seq == 2
    assert counted(site, sitting).response("q3") == t("there 449")


def test_the_claimed_times_stay_what_they_were(sitting: Sitting, clone: Clone, site: ExamSite) -> None:
    other, copy = clone()
    sitting.attempt.answer("q1", a("b"))
    sync_all(sitting)
    copy.attempt.answer("q1", a("c"))
    written = copy.attempt._ledger.logs()[0].events[-1]
    other.wall.advance(3600)
    sync_through(copy)
    heir = site.held(sitting.attempt.id)[copy.attempt._writer.id]
    assert (heir.events[1].at, heir.events[1].give) == (written.at, written.give)


def test_a_site_that_was_restored_gets_the_common_part_again(
    site: ExamSite, machine: Machine, sitting: Sitting, clone: Clone
) -> None:
    with site.stopped() as folder:
        backup = folder.database.with_name("backup")
        shutil.copy(folder.database, backup)
    sitting.attempt.answer("q3", t("common"))
    sync_all(sitting)
    _, copy = clone()
    sitting.attempt.answer("q1", a("b"))
    sync_all(sitting)
    copy.attempt.answer("q1", a("c"))
    sync_through(copy)
    machine.close()  # the other machine never comes back
    with site.stopped() as folder:
        shutil.copy(backup, folder.database)
    copy.attempt.answer("q2", t("after"))
    sync_through(copy)
    answers = counted(site, copy)
    assert [answers.response(name) for name in ("q1", "q2", "q3")] == [a("c"), t("after"), t("common")]


def test_a_branch_that_began_before_what_the_site_once_had_is_found_from_the_start(
    site: ExamSite, sitting: Sitting, clone: Clone
) -> None:
    """The copy was first, the site was put back, then the other machine was first."""
    _, copy = clone()
    with site.stopped() as folder:
        backup = folder.database.with_name("backup")
        shutil.copy(folder.database, backup)
    copy.attempt.answer("q1", a("c"))
    copy.attempt.answer("q3", t("only here"))
    sync_all(copy)
    with site.stopped() as folder:
        shutil.copy(backup, folder.database)
    for choice in "bde":
        sitting.attempt.answer("q1", a(choice))
    sync_all(sitting)
    copy.attempt.answer("q2", t("after"))
    refusals = [done for done in (copy.engine.run_once() for _ in range(9)) if done.trouble is not None]
    assert [done.wait for done in refusals] == [timedelta(0), TOLD]
    assert copy.attempt.waiting() == 0
    answers = counted(site, copy)
    assert [answers.response(name) for name in ("q1", "q2", "q3")] == [a("c"), t("after"), t("only here")]
    assert answers.conflicts == {"q1"}


class Disk:
    """An event store in memory that can be broken."""

    broken = False

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        if self.broken:
            assert writer
            assert events
            raise JournalError("The journal cannot be written.")


def test_a_disk_that_fails_just_then_is_told_and_the_fork_is_made_up_for_later() -> None:
    disk, pen = Disk(), Pen()
    attempt = Attempt(disk, Ledger(), pen.writer, SiteClock(FakeClock()))
    attempt.begin(STATION, "test")
    attempt.answer("q1", a("a"))
    (writer,) = attempt.heads()
    refusal = SiteRefusedError(Refusal.FORK, "another branch", about="2")

    def refuse(request: SyncRequest) -> object:
        raise refusal

    engine = SyncEngine(attempt, refuse, lambda: 0.0)  # type: ignore[arg-type]
    attempt.acknowledge(writer, attempt._ledger.head_at(writer, 1))  # type: ignore[arg-type]
    disk.broken = True
    assert isinstance(engine.run_once().trouble, JournalError)
    assert attempt.answers().response("q1") == a("a")
    assert attempt.waiting_questions() == {"q1"}
    disk.broken = False
    engine.run_once()
    assert len(attempt._ledger.writers()) == 2
    assert attempt.waiting_questions() == {"q1"}


def test_the_journal_of_the_copy_is_whole_after_a_fork(
    sitting: Sitting, clone: Clone, site: ExamSite
) -> None:
    other, copy = clone()
    sitting.attempt.answer("q1", a("b"))
    sync_all(sitting)
    copy.attempt.answer("q1", a("c"))
    sync_through(copy)
    other.close()
    journal = open_journal(other.journal_path(sitting.attempt.id))
    assert fold(journal.logs()).response("q1") == a("c")
    journal.close()
