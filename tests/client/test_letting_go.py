"""A journal goes once a verified backup holds it and nobody can open the exam again; never before."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from examclient.storage.journal import open_journal
from examclient.storage.journal_setting import Setting
from examclient.usecases.leftover import HandoverDesk
from examclient.usecases.log_in import Claim
from examclient.usecases.sitting import Sitting
from examprotocol.chain import chained
from examprotocol.merge import fold
from examprotocol.messages import HeldReply, HeldRequest
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.exam_orders import ExtendExam
from examserver.services.letting_go import STAYS_OVER
from tests.client.exam_site import MINUTE, ExamSite
from tests.client.left_here import LeftHere, files_in
from tests.client.machine import Machine, NewMachine, sync_all
from tests.client.test_after_a_restore import back_up, put_back

A, B = ChoiceResponse("a"), ChoiceResponse("b")


class AfterTheAnswer:
    """The machine's way to its site, with something that happens right after each answer of the site."""

    def __init__(self, machine: Machine, happens: Callable[[HeldReply], HeldReply]) -> None:
        api = machine.api
        self._ask, self._happens = api.held, happens
        self.hand_over, self.submit_left, self.readmit = api.hand_over, api.submit_left, api.readmit
        self.offer_files, self.put_chunk = api.offer_files, api.put_chunk

    def held(self, request: HeldRequest) -> HeldReply:
        return self._happens(self._ask(request))


@pytest.fixture
def finished(machine: Machine) -> Sitting:
    """Handed in, with the receipt on the machine; the client has ended."""
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sitting.attempt.submit(by_deadline=False)
    given = sitting.submit.run_once()
    sitting.keep_receipt(given.token)
    machine.close()
    return sitting


def long_after(site: ExamSite, *machines: Machine) -> None:
    """Nobody can open the exam again, whatever they say; the time has passed at the machines as well."""
    milliseconds = site.exam.closes + STAYS_OVER - site.time.now() + MINUTE
    site.time.put_forward(milliseconds)
    for machine in machines:
        machine.wall.advance(milliseconds / 1000)


def stays(machine: Machine, desk: HandoverDesk | None = None, setting: Setting | None = None) -> bool:
    """Whether the journal is still there after a look through all of them."""
    before = files_in(machine.data)
    here = LeftHere(machine, setting, desk)
    here.look_through()
    return files_in(machine.data) == before and here.forgotten == []


def test_a_finished_journal_goes_with_all_its_copies(
    site: ExamSite, machine: Machine, finished: Sitting, tmp_path: Path
) -> None:
    setting = Setting(spare=tmp_path / "spare", mirror=tmp_path / "mirror")
    for folder in (setting.spare, setting.mirror):
        assert folder is not None
        shutil.copytree(machine.data / "journals", folder / "journals")
        shutil.copy(machine.data / "journal.key", folder)
    back_up(site, tmp_path / "one")
    assert stays(machine, setting=setting)
    long_after(site, machine)
    here = LeftHere(machine, setting)
    assert here.look_through() == []
    assert files_in(tmp_path / "spare", tmp_path / "mirror", machine.data) == []
    assert here.forgotten == [finished.attempt.id]


def test_who_comes_back_after_that_gets_everything_from_the_site(
    site: ExamSite, machine: Machine, finished: Sitting, tmp_path: Path
) -> None:
    back_up(site, tmp_path / "one")
    long_after(site, machine)
    LeftHere(machine).look_through()
    again = machine.sit(machine.log_in("2026A001", "110101199003070417", Claim(finished.attempt.id)))
    assert again.attempt.answers().response("q1") == A


def test_without_a_backup_it_stays(site: ExamSite, machine: Machine, finished: Sitting) -> None:
    long_after(site, machine)
    assert stays(machine)


def test_a_backup_from_before_the_last_event_is_not_enough(
    site: ExamSite, machine: Machine, finished: Sitting, tmp_path: Path
) -> None:
    """What the machine adds while it looks through its journals is in no backup either."""
    back_up(site, tmp_path / "one")
    late = machine.sit()
    late.attempt.answer("q5", TextResponse("late"))
    machine.close()
    long_after(site, machine)
    assert stays(machine)
    assert stays(machine)
    back_up(site, tmp_path / "two")
    assert not stays(machine)


def test_an_attempt_that_nobody_handed_in_stays_until_the_site_has_closed_it(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    machine.close()
    back_up(site, tmp_path / "one")
    long_after(site, machine)
    assert stays(machine)


def test_more_time_that_opens_it_again_keeps_it(site: ExamSite, machine: Machine, tmp_path: Path) -> None:
    """Sealed by the deadline, in a backup, and then the candidate may go on, on this machine or another."""
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sitting.attempt.submit(by_deadline=True)
    sync_all(sitting)
    machine.close()
    site.time.put_forward(site.exam.ends - site.time.now() + 1000)
    LeftHere(machine).look_through()
    assert site.receipt(sitting.attempt.id)
    back_up(site, tmp_path / "one")
    site.order(ExtendExam(site.exam.id, 24 * 60, reason="a power cut"))
    assert stays(machine)
    long_after(site, machine)
    assert stays(machine), "its new end and a day more are not over yet"


def test_a_service_restored_from_an_older_backup_keeps_it(
    site: ExamSite, machine: Machine, finished: Sitting, tmp_path: Path
) -> None:
    """A newer one was verified once; nobody knows whether it is still there."""
    older = back_up(site, tmp_path / "older")
    back_up(site, tmp_path / "newer")
    long_after(site, machine)
    put_back(site, older)
    assert stays(machine)
    back_up(site, tmp_path / "third")
    assert not stays(machine)


def test_a_service_restored_from_before_the_exam_gets_it_back_and_keeps_it(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    older = back_up(site, tmp_path / "older")
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sitting.attempt.submit(by_deadline=False)
    sitting.keep_receipt(sitting.submit.run_once().token)
    machine.close()
    LeftHere(machine).look_through()
    back_up(site, tmp_path / "newer")
    put_back(site, older)
    long_after(site, machine)
    assert stays(machine)
    assert fold(site.held(sitting.attempt.id).values()).response("q1") == A


def test_the_journal_that_was_opened_last_stays(
    site: ExamSite, machine: Machine, finished: Sitting, tmp_path: Path
) -> None:
    back_up(site, tmp_path / "one")
    long_after(site, machine)
    here = LeftHere(machine)
    here.journals.open(finished.attempt.id)
    here.look_through()
    here.journals.close()
    assert machine.journal_path(finished.attempt.id).exists()


def test_what_was_written_after_the_sites_answer_keeps_it(
    site: ExamSite, machine: Machine, finished: Sitting, tmp_path: Path
) -> None:
    back_up(site, tmp_path / "one")
    long_after(site, machine)
    writer = finished.attempt._writer
    answers: list[HeldReply] = []

    def write_more(reply: HeldReply) -> HeldReply:
        answers.append(reply)
        journal = open_journal(machine.journal_path(finished.attempt.id))
        (log,) = journal.logs()
        journal.append(writer, chained(writer, finished.attempt.heads()[writer.id], log.events[-1:]))
        journal.close()
        return reply

    assert stays(machine, AfterTheAnswer(machine, write_more))
    assert [len(answer.safe) for answer in answers] == [1]


def test_the_word_of_a_service_that_does_not_have_it_counts_for_nothing(
    site: ExamSite, machine: Machine, finished: Sitting
) -> None:
    """It says that everything is safe, and yet names nothing that it has."""
    long_after(site, machine)
    for claim in (
        lambda reply: msgspec.structs.replace(reply, stored={}, safe={finished.attempt.id: 1}),
        lambda reply: msgspec.structs.replace(reply, safe={"another": 1}),
    ):
        assert stays(machine, AfterTheAnswer(machine, claim))


def test_another_sites_word_counts_for_nothing(site: ExamSite, machine: Machine, finished: Sitting) -> None:
    """The machine was enrolled elsewhere since, and that service would have it throw everything away."""
    LeftHere(machine).look_through()
    machine.site = msgspec.structs.replace(machine.site, site_id="f" * 32)
    long_after(site, machine)
    everything = {finished.attempt.id: 1}
    lie = AfterTheAnswer(machine, lambda reply: msgspec.structs.replace(reply, safe=everything))
    assert stays(machine, lie)


def test_at_a_time_that_is_not_certain_it_stays(
    site: ExamSite, machine: Machine, finished: Sitting, tmp_path: Path
) -> None:
    """The site names a time that is still to come."""
    back_up(site, tmp_path / "one")
    assert stays(machine)


def test_a_machine_whose_candidate_went_on_elsewhere_lets_go_once_that_is_safe(
    site: ExamSite, new_machine: NewMachine, tmp_path: Path
) -> None:
    old, new = new_machine(), new_machine()
    sitting = old.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    old.close()
    moved = new.sit()
    moved.attempt.answer("q1", B)
    moved.attempt.submit(by_deadline=False)
    moved.keep_receipt(moved.submit.run_once().token)
    new.close()
    back_up(site, tmp_path / "one")
    long_after(site, old, new)
    assert not stays(old)
    assert not stays(new)
