"""The service is put back from a backup: the clients notice, send again, and nothing is lost."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from examclient.errors import SiteRefusedError
from examclient.usecases.log_in import Claim, LogIn
from examclient.usecases.sitting import Sitting
from examprotocol.events import Answered, WriterLog
from examprotocol.merge import fold
from examprotocol.messages import Refusal, SyncReply
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from examserver.services.backup_orders import MakeBackup
from examserver.services.keys import signing_key
from examserver.services.old_folder import service_in
from examserver.services.restoring import Restored, restore
from tests.client.exam_site import ANN, ZHANG, ExamSite
from tests.client.machine import Machine, sync_all

A, B = ChoiceResponse("a"), ChoiceResponse("b")


def back_up(site: ExamSite, file: Path) -> Path:
    """While the service runs."""
    site.order(MakeBackup(str(file)))
    return file


def put_back(site: ExamSite, file: Path, keys: Path | None = None, now: int | None = None) -> Restored:
    """The service's machine dies; a backup takes its place at the same address.

    `keys` is a folder that does not know how far the generation had come, `now` a clock that is wrong.
    """
    with site.stopped() as folder:
        aside = (folder.root.with_name(f"dead{number}") for number in count())
        old = folder.root.rename(next(place for place in aside if not place.exists()))
        at = site.time.now() if now is None else now
        return restore(file, folder.root, service_in(keys or old), at)


def carry_on(machine: Machine, sitting: Sitting) -> None:
    """What the client does where its session has ended: it comes back and sends by the old writer."""
    done = sitting.engine.run_once()
    if done.trouble is not None:
        assert isinstance(done.trouble, SiteRefusedError)
        assert done.trouble.code in (Refusal.SESSION_ENDED, Refusal.UNKNOWN_STATION)
        epoch = sitting.attempt.next_request().writer.epoch
        machine.log_in(*ZHANG, Claim(sitting.attempt.id, epoch))
        hear_from(sitting)
    sync_all(sitting)


def hear_from(sitting: Sitting) -> SyncReply:
    """The next heartbeat."""
    reply = sitting.engine.run_once().reply
    assert reply is not None
    return reply


def held(site: ExamSite, attempt: str) -> dict[str, Response | None]:
    answers = fold(site.held(attempt).values())
    return {question: answers.response(question) for question in answers.current}


def count_answers(logs: dict[str, WriterLog]) -> int:
    return sum(isinstance(event.body, Answered) for log in logs.values() for event in log.events)


def hand_in(sitting: Sitting) -> str:
    """Submit until a receipt is here; returns it."""
    sitting.attempt.submit(by_deadline=False)
    given = sitting.submit.run_once()
    assert given.trouble is None
    return given.token


def test_what_was_saved_after_the_backup_comes_back_by_itself(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    file = back_up(site, tmp_path / "site.exambackup")
    sitting.attempt.answer("q1", B)
    sitting.attempt.answer("q3", TextResponse("after the backup"))
    sync_all(sitting)
    put_back(site, file)
    assert held(site, sitting.attempt.id) == {"q1": A}
    carry_on(machine, sitting)
    assert held(site, sitting.attempt.id) == {"q1": B, "q3": TextResponse("after the backup")}


def test_what_earlier_starts_of_the_client_and_another_machine_wrote_comes_back_too(
    site: ExamSite, new_machine: Callable[[], Machine], tmp_path: Path
) -> None:
    """The second machine has it from the service, and the first is broken."""
    first, second = new_machine(), new_machine()
    file = back_up(site, tmp_path / "site.exambackup")
    for question in ("q1", "q3"):
        sitting = first.sit()
        sitting.attempt.answer(question, TextResponse(question))
        sync_all(sitting)
    last = second.sit()
    last.attempt.answer("q5", TextResponse("q5"))
    sync_all(last)
    put_back(site, file)
    carry_on(second, last)
    assert held(site, last.attempt.id) == {name: TextResponse(name) for name in ("q1", "q3", "q5")}


def test_a_candidate_who_was_not_there_at_the_backup_keeps_the_attempt(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    file = back_up(site, tmp_path / "site.exambackup")
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    put_back(site, file)
    carry_on(machine, sitting)
    assert held(site, sitting.attempt.id) == {"q1": A}


def test_a_station_enrolled_after_the_backup_is_taken_back(
    site: ExamSite, new_machine: Callable[[], Machine], tmp_path: Path
) -> None:
    file = back_up(site, tmp_path / "site.exambackup")
    machine = new_machine()
    machine.log_in = LogIn(machine.api, "1.0", machine.site.credential)
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    put_back(site, file)
    carry_on(machine, sitting)
    assert held(site, sitting.attempt.id) == {"q1": A}


def test_what_is_done_after_the_restore_counts_above_all_that_was_before(
    site: ExamSite, new_machine: Callable[[], Machine], tmp_path: Path
) -> None:
    """Many logins were forgotten: grants of the restored service must not be ordered before theirs."""
    first, second = new_machine(), new_machine()
    first.sit()
    file = back_up(site, tmp_path / "site.exambackup")
    for _ in range(5):
        before = first.sit()
    before.attempt.answer("q1", A)
    sync_all(before)
    restored = put_back(site, file)
    after = second.sit()
    after.attempt.answer("q1", B)
    sync_all(after)
    carry_on(first, before)
    assert after.attempt.next_request().writer.epoch.generation == restored.generation
    assert held(site, after.attempt.id) == {"q1": B}
    assert count_answers(site.held(after.attempt.id)) == 2


def test_a_session_that_the_backup_knows_goes_on_without_hearing_that_it_has_moved(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    sitting = machine.sit()
    file = back_up(site, tmp_path / "site.exambackup")
    put_back(site, file)
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    reply = hear_from(sitting)
    assert reply.epoch == sitting.attempt.next_request().writer.epoch


def test_a_receipt_that_the_restored_service_forgot_is_brought_back(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    file = back_up(site, tmp_path / "site.exambackup")
    sitting.attempt.answer("q3", TextResponse("after the backup"))
    given = hand_in(sitting)
    put_back(site, file)
    assert site.receipt(sitting.attempt.id) == ""
    carry_on(machine, sitting)
    assert hear_from(sitting).receipt == ""
    assert sitting.submit.run_once().token == given == site.receipt(sitting.attempt.id)
    assert hear_from(sitting).receipt == given


def test_a_receipt_is_kept_even_while_answers_that_it_covers_are_missing(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    """The receipt comes before the events: what is missing is named, and the receipt is back already."""
    file = back_up(site, tmp_path / "site.exambackup")
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    given = hand_in(sitting)
    put_back(site, file)
    machine.log_in(*ZHANG, Claim(sitting.attempt.id))
    assert sitting.submit.run_once().trouble is not None
    assert site.receipt(sitting.attempt.id) == given
    assert sitting.submit.run_once().token == given


def test_after_a_restore_supplements_are_numbered_above_the_receipt_that_was_brought(
    site: ExamSite, new_machine: Callable[[], Machine], tmp_path: Path
) -> None:
    first, second = new_machine(), new_machine()
    sitting = first.sit()
    file = back_up(site, tmp_path / "site.exambackup")
    sitting.attempt.answer("q1", A)
    hand_in(sitting)
    put_back(site, file)
    other = second.sit()
    other.attempt.answer("q3", TextResponse("more"))
    own = open_receipt(hand_in(other), signing_key(site.folder))
    carry_on(first, sitting)
    supplement = open_receipt(sitting.submit.run_once().token, signing_key(site.folder))
    assert (own.number, own.answered) == (1, 1)
    assert (supplement.number, supplement.answered) == (2, 2)
    assert set(own.heads) < set(supplement.heads)


def test_a_client_restarted_after_the_restore_brings_the_receipt_of_its_journal(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    file = back_up(site, tmp_path / "site.exambackup")
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    given = hand_in(sitting)
    sitting.keep_receipt(given)
    put_back(site, file)
    again = machine.sit()
    sync_all(again)
    assert again.submit.run_once().token == given


@pytest.mark.parametrize("logins", [1, 2])
def test_restoring_one_backup_twice_begins_generations_that_can_be_told_apart(
    site: ExamSite, new_machine: Callable[[], Machine], tmp_path: Path, logins: int
) -> None:
    """The first restored service dies too; the second gives as many grants, and more."""
    first, second = new_machine(), new_machine()
    file = back_up(site, tmp_path / "site.exambackup")
    put_back(site, file)
    lost = first.sit()
    for response in (A, B, A):
        lost.attempt.answer("q1", response)
    site.time.put_forward(60_000)
    put_back(site, file, keys=tmp_path / "dead0")
    for _ in range(logins):
        after = second.sit()
    after.attempt.answer("q1", B)
    sync_all(after)
    carry_on(first, lost)
    assert held(site, after.attempt.id) == {"q1": B}


def test_a_service_that_hears_of_a_higher_generation_begins_one_above_it(
    site: ExamSite, new_machine: Callable[[], Machine], tmp_path: Path
) -> None:
    """The second restore was made by a clock that was years behind."""
    first, second = new_machine(), new_machine()
    file = back_up(site, tmp_path / "site.exambackup")
    high = put_back(site, file).generation
    before = first.sit()
    before.attempt.answer("q1", A)
    sync_all(before)
    low = put_back(site, file, keys=tmp_path / "dead0", now=0).generation
    neighbour = second.sit(second.take_in(ANN))
    carry_on(first, before)
    heard = hear_from(neighbour)
    after = second.sit()
    after.attempt.answer("q1", B)
    sync_all(after)
    assert (low, after.attempt.next_request().writer.epoch.generation) == (2, high + 1)
    assert held(site, after.attempt.id) == {"q1": B}
    assert heard.epoch == neighbour.attempt.next_request().writer.epoch, "nobody else has moved by that"


def test_a_restore_after_the_exam_still_takes_what_the_stations_hold(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    file = back_up(site, tmp_path / "site.exambackup")
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    site.time.put_forward(24 * 3_600_000)
    put_back(site, file)
    carry_on(machine, sitting)
    assert held(site, sitting.attempt.id) == {"q1": A}
