"""Starting an attempt: on one machine twice, on two, after damage; always with a new writer."""

import shutil

import pytest

from examclient.errors import JournalError, SiteUnreachableError
from examclient.usecases.start_attempt import STARTS
from examprotocol.events import Started, Writer
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.exam_site import ExamSite
from tests.client.machine import CLIENT, Machine, NewMachine, sync_all


def writers(machine: Machine, attempt: str) -> list[Writer]:
    return [log.writer for log in machine._journals[attempt].logs()]


def started(machine: Machine, attempt: str) -> list[Started]:
    firsts = [log.events[0].body for log in machine._journals[attempt].logs()]
    return [body for body in firsts if isinstance(body, Started)]


def test_the_first_start_writes_who_and_where(site: ExamSite, machine: Machine) -> None:
    sitting = machine.sit()
    (writer,) = writers(machine, sitting.attempt.id)
    assert (writer.attempt, writer.inc, len(writer.id)) == (sitting.attempt.id, 1, 32)
    assert started(machine, sitting.attempt.id) == [Started(machine.station, CLIENT, {})]


def test_a_restart_on_the_same_machine_goes_on_with_the_answers_and_a_new_writer(machine: Machine) -> None:
    first = machine.sit()
    first.attempt.answer("q1", ChoiceResponse("a"))
    first.attempt.flag("q2", flag=True)
    second = machine.sit()
    assert second.attempt.answers() == first.attempt.answers()
    old, new = writers(machine, second.attempt.id)
    assert old.id != new.id
    assert (old.inc, new.inc) == (1, 2)
    assert new.epoch > old.epoch
    assert started(machine, second.attempt.id)[1].seen == {old.id: 3}
    second.attempt.answer("q1", ChoiceResponse("b"))
    assert second.attempt.answers().response("q1") == ChoiceResponse("b")


def test_another_machine_takes_over_what_the_site_holds(new_machine: NewMachine) -> None:
    broken, spare = new_machine(), new_machine()
    first = broken.sit()
    first.attempt.answer("q1", ChoiceResponse("a"))
    first.attempt.answer("q5", TextResponse("文" * 1000))
    first.attempt.answer("q5", TextResponse("文" * 1001))
    sync_all(first)
    first.attempt.answer("q1", ChoiceResponse("never sent"))
    second = spare.sit()
    answers = second.attempt.answers()
    assert answers.response("q1") == ChoiceResponse("a")
    assert answers.response("q5") == TextResponse("文" * 1001)
    (old, _) = writers(spare, second.attempt.id)
    assert started(spare, second.attempt.id)[1].seen == {old.id: 4}


def test_what_the_old_machine_had_not_sent_fills_gaps_and_overrides_nothing(
    site: ExamSite, new_machine: NewMachine
) -> None:
    broken, spare = new_machine(), new_machine()
    first = broken.sit()
    sync_all(first)
    first.attempt.answer("q1", ChoiceResponse("old"))
    first.attempt.answer("q3", TextResponse("only here"))
    second = spare.sit()
    second.attempt.answer("q1", ChoiceResponse("new"))
    sync_all(second)
    sync_all(first)
    spare.close()
    third = spare.sit()
    assert third.attempt.answers().response("q1") == ChoiceResponse("new")
    assert third.attempt.answers().response("q3") == TextResponse("only here")
    assert third.attempt.answers().current["q1"].conflict, "a person looks at what neither had seen"


def test_back_on_the_first_machine_both_machines_answers_are_there(new_machine: NewMachine) -> None:
    one, other = new_machine(), new_machine()
    first = one.sit()
    first.attempt.answer("q1", ChoiceResponse("a"))
    sync_all(first)
    second = other.sit()
    second.attempt.answer("q2", TextResponse("b"))
    sync_all(second)
    third = one.sit()
    assert third.attempt.answers().response("q1") == ChoiceResponse("a")
    assert third.attempt.answers().response("q2") == TextResponse("b")
    assert [writer.inc for writer in writers(one, third.attempt.id)] == [1, 1, 2]


def test_a_damaged_journal_costs_nothing_that_the_site_has(machine: Machine) -> None:
    first = machine.sit()
    first.attempt.answer("q1", ChoiceResponse("a"))
    sync_all(first)
    machine.close()
    path = machine.journal_path(first.attempt.id)
    path.write_bytes(path.read_bytes()[:5000])
    second = machine.sit()
    assert second.attempt.answers().response("q1") == ChoiceResponse("a")
    assert len(list(path.parent.glob("*damaged*"))) == 1


def test_a_journal_that_vanished_costs_nothing_that_the_site_has(machine: Machine) -> None:
    first = machine.sit()
    first.attempt.answer("q1", ChoiceResponse("a"))
    sync_all(first)
    machine.close()
    shutil.rmtree(machine.data)
    assert machine.sit().attempt.answers().response("q1") == ChoiceResponse("a")


def test_without_the_site_no_attempt_begins_and_trying_again_is_no_harm(
    site: ExamSite, machine: Machine
) -> None:
    login = machine.take_in()
    site.cable.pull()
    for _ in range(2):
        with pytest.raises(SiteUnreachableError):
            machine.sit(login)
    site.cable.plug()
    sitting = machine.sit(login)
    assert len(writers(machine, sitting.attempt.id)) == 1
    sync_all(sitting)


def test_a_machine_that_cannot_save_begins_no_attempt(site: ExamSite, machine: Machine) -> None:
    login = machine.take_in()
    machine.data.mkdir(exist_ok=True)
    (machine.data / "journals").write_text("not a folder")
    with pytest.raises(JournalError, match="cannot be written"):
        machine.sit(login)
    assert site.held(login.attempt) == {}


@pytest.mark.parametrize("note", ["", "1", "many", "-3", "³"])
def test_a_damaged_count_of_starts_keeps_nobody_out(machine: Machine, note: str) -> None:
    first = machine.sit()
    first.store.note(STARTS, note)
    machine.sit()
