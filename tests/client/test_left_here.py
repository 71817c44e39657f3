"""What lies on a machine of earlier attempts goes out by itself, without the candidate and the numbers."""

import shutil
from pathlib import Path

import msgspec
import pytest

from examclient.errors import ExamError, SiteAnswerError, SiteRefusedError, SiteUnreachableError
from examclient.network.http import Ask
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.usecases.backlog import OFFLINE, PASS
from examclient.usecases.sitting import GRANT, RECEIPT, Sitting
from examprotocol.merge import fold
from examprotocol.messages import Refusal
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from examserver.services.exam_orders import ExtendExam
from examserver.services.keys import signing_key
from tests.client.exam_site import ANN, SECOND, ZHANG, ExamSite
from tests.client.left_here import LeftHere
from tests.client.machine import Machine, NewMachine, sync_all
from tests.client.test_after_a_restore import back_up, put_back
from tests.client.writing import Pen

A, B = ChoiceResponse("a"), ChoiceResponse("b")


def sit(machine: Machine, numbers: tuple[str, str] = ZHANG) -> Sitting:
    """One answer is at the site."""
    sitting = machine.sit(machine.take_in(numbers))
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    return sitting


def leave_unsent(machine: Machine, numbers: tuple[str, str] = ZHANG, *, sealed: bool = False) -> str:
    """A second answer never reached the site; the program is gone. Returns the attempt."""
    sitting = sit(machine, numbers)
    sitting.attempt.answer("q5", TextResponse("never sent"))
    if sealed:
        sitting.attempt.submit(by_deadline=True)
    machine.close()
    return sitting.attempt.id


def at_the_site(site: ExamSite, attempt: str) -> dict[str, Response | None]:
    answers = fold(site.held(attempt).values())
    return {question: answers.response(question) for question in answers.current}


def over(site: ExamSite) -> None:
    """The exam has ended, and the site has closed what nobody handed in."""
    site.time.put_forward(site.exam.ends - site.time.now() + SECOND)


def note(machine: Machine, attempt: str, name: str) -> str:
    return Journals(machine.data, Setting()).left(attempt).noted(name)


def test_answers_of_a_candidate_who_is_gone_reach_the_site(site: ExamSite, machine: Machine) -> None:
    attempt = leave_unsent(machine)
    assert LeftHere(machine).look_through() == []
    assert at_the_site(site, attempt) == {"q1": A, "q5": TextResponse("never sent")}


def test_several_attempts_go_out_one_after_the_other(site: ExamSite, machine: Machine) -> None:
    attempts = [leave_unsent(machine), leave_unsent(machine, ANN)]
    assert LeftHere(machine).look_through() == []
    for attempt in attempts:
        assert at_the_site(site, attempt)["q5"] == TextResponse("never sent")


def test_the_attempt_that_is_open_is_left_to_its_own_sync(site: ExamSite, machine: Machine) -> None:
    attempt = leave_unsent(machine)
    assert LeftHere(machine).look_through(running=attempt) == []
    assert at_the_site(site, attempt) == {"q1": A}


def test_the_files_are_read_without_being_opened(site: ExamSite, machine: Machine) -> None:
    """A candidate who logs in meanwhile finds the journal as it was, and finds it free."""
    sitting = sit(machine)
    sitting.attempt.answer("q5", TextResponse("never sent"))
    before = machine.journal_path(sitting.attempt.id).read_bytes()
    here = LeftHere(machine)
    here.backlog.run_once()
    assert machine.journal_path(sitting.attempt.id).read_bytes() == before
    sitting.attempt.answer("q5", TextResponse("and goes on"))
    sync_all(sitting)


def test_what_was_sealed_without_network_gets_its_receipt(site: ExamSite, machine: Machine) -> None:
    attempt = leave_unsent(machine, sealed=True)
    over(site)
    here = LeftHere(machine)
    assert here.look_through() == []
    receipt = open_receipt(note(machine, attempt, RECEIPT), signing_key(site.folder))
    assert (receipt.attempt, receipt.answered) == (attempt, 2)
    assert site.receipt(attempt) == note(machine, attempt, RECEIPT)


def test_while_the_exam_goes_on_elsewhere_the_events_go_out_and_nothing_is_handed_in(
    site: ExamSite, new_machine: NewMachine
) -> None:
    old, new = new_machine(), new_machine()
    attempt = leave_unsent(old, sealed=True)
    moved = new.sit()
    moved.attempt.answer("q1", B)
    (trouble,) = LeftHere(old).look_through()
    assert isinstance(trouble, SiteAnswerError)
    sync_all(moved)
    assert at_the_site(site, attempt) == {"q1": B, "q5": TextResponse("never sent")}
    assert (site.receipt(attempt), note(old, attempt, RECEIPT)) == ("", "")


def test_more_time_keeps_what_the_deadline_sealed_open(site: ExamSite, machine: Machine) -> None:
    attempt = leave_unsent(machine, sealed=True)
    over(site)
    site.order(ExtendExam(site.exam.id, 30, reason="a power cut"))
    LeftHere(machine).look_through()
    assert site.receipt(attempt) == ""


def test_without_network_nothing_is_tried_often_and_nothing_is_lost(site: ExamSite, machine: Machine) -> None:
    attempt, here = leave_unsent(machine), LeftHere(machine)
    site.cable.pull()
    rounds = [here.backlog.run_once() for _ in range(4)]
    assert all(isinstance(one.trouble, SiteUnreachableError) and one.wait >= OFFLINE for one in rounds[1:])
    site.cable.plug()
    while here.backlog.run_once().wait != PASS:
        pass
    assert at_the_site(site, attempt)["q5"] == TextResponse("never sent")


def test_a_journal_that_cannot_be_read_keeps_no_other_one_back(site: ExamSite, machine: Machine) -> None:
    damaged, attempt = leave_unsent(machine), leave_unsent(machine, ANN)
    (machine.data / "journals" / "locked-one.journal").write_bytes(b"not a journal at all" * 500)
    machine.journal_path(damaged).write_bytes(machine.journal_path(damaged).read_bytes()[:9000])
    LeftHere(machine).look_through()
    assert at_the_site(site, attempt)["q5"] == TextResponse("never sent")


def test_what_can_be_read_of_a_damaged_journal_goes_out(site: ExamSite, machine: Machine) -> None:
    sitting = sit(machine)
    for number in range(200):
        sitting.attempt.answer("q5", TextResponse(f"{number} " + "x" * 200))
    machine.close()
    path = machine.journal_path(sitting.attempt.id)
    data = bytearray(path.read_bytes())
    data[-9000] ^= 0xFF
    path.write_bytes(bytes(data))
    LeftHere(machine).look_through()
    answer = at_the_site(site, sitting.attempt.id)["q5"]
    assert isinstance(answer, TextResponse)
    assert int(answer.text.split()[0]) > 100


def test_the_second_place_and_the_mirror_are_looked_through_as_well(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    attempt, other = leave_unsent(machine), leave_unsent(machine, ANN)
    spare, mirror = tmp_path / "spare", tmp_path / "mirror"
    for folder, moved in ((spare, attempt), (mirror, other)):
        (folder / "journals").mkdir(parents=True)
        machine.journal_path(moved).rename(folder / "journals" / f"{moved}.journal")
        shutil.copy(machine.data / "journal.key", folder)
    assert LeftHere(machine, Setting(spare=spare, mirror=mirror)).look_through() == []
    for one in (attempt, other):
        assert at_the_site(site, one)["q5"] == TextResponse("never sent")


def test_what_an_earlier_start_left_in_the_mirror_goes_out_beside_what_lies_here(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    """The machine forgot its disk while the mirror was away, and went on without it."""
    attempt, mirror = leave_unsent(machine), tmp_path / "mirror"
    (mirror / "journals").mkdir(parents=True)
    machine.journal_path(attempt).rename(mirror / "journals" / f"{attempt}.journal")
    shutil.copy(machine.data / "journal.key", mirror)
    again = machine.sit()
    again.attempt.answer("q3", TextResponse("written since"))
    machine.close()
    here = LeftHere(machine, Setting(mirror=mirror))
    assert here.look_through() == []
    found = at_the_site(site, attempt)
    assert (found["q3"], found["q5"]) == (TextResponse("written since"), TextResponse("never sent"))


def test_both_branches_of_a_copied_disk_are_kept(site: ExamSite, machine: Machine, tmp_path: Path) -> None:
    sitting = sit(machine)
    shutil.copytree(machine.data, tmp_path / "copy")
    sitting.attempt.answer("q5", TextResponse("here"))
    sync_all(sitting)
    machine.close()
    shutil.rmtree(machine.data)
    (tmp_path / "copy").rename(machine.data)
    journals = Journals(machine.data, Setting())
    writer = sitting.attempt._writer
    pen = Pen()
    pen.writer, pen.events = writer, list(journals.left(sitting.attempt.id).logs()[0].events)
    journals.write(sitting.attempt.id, lambda one: one.append(writer, pen.type("q3", "only in the copy")))
    assert codes(LeftHere(machine).look_through()) == [Refusal.FORK]
    held = at_the_site(site, sitting.attempt.id)
    assert held == {"q1": A, "q3": TextResponse("only in the copy"), "q5": TextResponse("here")}
    writers = site.held(sitting.attempt.id)
    assert codes(LeftHere(machine).look_through()) == [Refusal.FORK]
    assert site.held(sitting.attempt.id) == writers


def codes(troubles: list[ExamError]) -> list[str]:
    return [error.code if isinstance(error, SiteRefusedError) else error.title for error in troubles]


def test_the_running_attempt_gets_the_sites_word_that_it_was_open_here(
    site: ExamSite, machine: Machine
) -> None:
    sitting = sit(machine)
    here = LeftHere(machine)
    machine.close()
    assert here.look_through(running=sitting.attempt.id) == []
    assert note(machine, sitting.attempt.id, GRANT)


def test_a_service_that_was_restored_and_forgot_the_login_takes_it_all_the_same(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    """The backup is older than the login: neither attempt nor session is known any more."""
    old = back_up(site, tmp_path / "old")
    attempt = leave_unsent(machine)
    LeftHere(machine).look_through(running=attempt)
    put_back(site, old)
    assert site.held(attempt) == {}
    assert LeftHere(machine).look_through() == []
    assert at_the_site(site, attempt) == {"q1": A, "q5": TextResponse("never sent")}


def test_a_restored_service_hears_of_the_receipt_again(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    sitting = sit(machine)
    old = back_up(site, tmp_path / "old")
    sitting.attempt.submit(by_deadline=False)
    given = sitting.submit.run_once()
    sitting.keep_receipt(given.token)
    machine.close()
    put_back(site, old)
    assert site.receipt(sitting.attempt.id) == ""
    assert LeftHere(machine).look_through() == []
    assert site.receipt(sitting.attempt.id) == given.token


def test_what_both_sides_have_whole_costs_one_question_and_no_submit(
    site: ExamSite, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(machine)
    sitting.attempt.submit(by_deadline=False)
    sitting.keep_receipt(sitting.submit.run_once().token)
    machine.close()
    asked: list[str] = []
    fetch = machine.api._http.fetch

    def count(ask: Ask) -> bytes:
        asked.append(ask.path)
        return fetch(ask)

    monkeypatch.setattr(machine.api._http, "fetch", count)
    assert LeftHere(machine).look_through() == []
    assert asked == ["held"]


def test_another_sites_attempts_are_not_shown_to_this_one(site: ExamSite, machine: Machine) -> None:
    attempt = leave_unsent(machine)
    LeftHere(machine).look_through(running=attempt)
    machine.site = msgspec.structs.replace(machine.site, site_id="f" * 32)
    other = LeftHere(machine)
    (trouble,) = other.look_through()
    assert isinstance(trouble, SiteAnswerError)
    assert at_the_site(site, attempt) == {"q1": A}


def test_a_site_that_was_restored_is_noticed_between_two_looks(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    old = back_up(site, tmp_path / "old")
    here = LeftHere(machine)
    assert not here.backlog.has_site_gone_back(), "with nothing here nobody asks"
    leave_unsent(machine)
    here.look_through()
    assert [here.backlog.has_site_gone_back() for _ in range(2)] == [False, False]
    put_back(site, old)
    assert here.backlog.has_site_gone_back()
    here.look_through()
    assert not here.backlog.has_site_gone_back(), "once it was looked through anew, that is known"


def test_a_disk_that_was_put_back_without_a_restore_is_noticed_as_well(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    attempt, here = leave_unsent(machine), LeftHere(machine)
    with site.stopped() as folder:
        shutil.copy(folder.database, tmp_path / "old")
    here.look_through()
    assert not here.backlog.has_site_gone_back()
    with site.stopped() as folder:
        shutil.copy(tmp_path / "old", folder.database)
    assert here.backlog.has_site_gone_back()
    here.look_through()
    assert at_the_site(site, attempt)["q5"] == TextResponse("never sent")
    assert not here.backlog.has_site_gone_back()


def test_a_site_that_was_set_up_anew_and_does_not_know_the_station_has_gone_back(
    site: ExamSite, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_unsent(machine)
    here = LeftHere(machine)
    here.look_through()

    def unknown(_: object) -> None:
        raise SiteRefusedError(Refusal.UNKNOWN_STATION, "Who?")

    monkeypatch.setattr(machine.api, "held", unknown)
    assert here.backlog.has_site_gone_back()


def test_a_site_that_is_busy_is_asked_for_its_word_when_it_said(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(machine)

    def busy(_: object) -> None:
        raise SiteRefusedError(Refusal.BUSY, "Busy.", 1, wait=9)

    monkeypatch.setattr(machine.api, "held", busy)
    machine.close()
    here = LeftHere(machine)
    assert here.backlog.run_once(sitting.attempt.id).wait.total_seconds() == 9
    leftover = [here.backlog.run_once() for _ in range(2)][-1]
    assert leftover.wait.total_seconds() == 9
