"""A spare machine has taken over, and the old one comes back: nobody believes it, and it stops by itself."""

import http.client
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from examclient.errors import OlderServiceError
from examclient.storage.kept_life import FILE, KeptLife
from examclient.usecases.sitting import Sitting
from examprotocol.events import Answered
from examprotocol.life import Life, sign_life
from examprotocol.responses import ChoiceResponse
from examprotocol.signing import new_signing_key
from examserver.errors import OrderError
from examserver.services.alive.begin_orders import BeginGeneration
from examserver.services.backup_orders import MakeBackup
from examserver.services.exam_orders import ExtendExam
from examserver.services.keys import signing_key
from examserver.storage.lives import met_life, newest_life
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.client.exam_site import ANN, ExamSite
from tests.client.machine import Machine, sync_all
from tests.client.test_after_a_restore import back_up, carry_on, put_back

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture
def taken_over(site: ExamSite, machine: Machine, tmp_path: Path) -> Sitting:
    """A candidate writes, a spare machine takes over, and the candidate goes on there."""
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    put_back(site, back_up(site, tmp_path / "site.exambackup"))
    carry_on(machine, sitting)
    return sitting


def swap(site: ExamSite, one: str, other: str) -> None:
    """Another folder stands at the service's address."""
    with site.stopped() as folder:
        place = folder.root
        place.rename(place.with_name(one))
        place.with_name(other).rename(place)


def the_old_comes_back(site: ExamSite) -> None:
    swap(site, "spare", "dead0")


def the_spare_comes_back(site: ExamSite) -> None:
    swap(site, "dead0", "spare")


def health(site: ExamSite) -> tuple[int, dict[str, object]]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.cable.port, timeout=5)) as connection:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def answers_at(site: ExamSite, sitting: Sitting) -> int:
    logs = site.held(sitting.attempt.id).values()
    return sum(isinstance(event.body, Answered) for log in logs for event in log.events)


def test_the_old_machine_takes_nothing_from_whoever_has_met_the_new_one(
    site: ExamSite, taken_over: Sitting
) -> None:
    the_old_comes_back(site)
    taken_over.attempt.answer("q1", B)
    done = taken_over.engine.run_once()
    assert isinstance(done.trouble, OlderServiceError)
    assert (answers_at(site, taken_over), taken_over.attempt.waiting()) == (1, 1)
    the_spare_comes_back(site)
    sync_all(taken_over)
    assert answers_at(site, taken_over) == 2


def test_once_told_it_stops_for_everybody_and_says_why(
    site: ExamSite, taken_over: Sitting, new_machine: Callable[[], Machine]
) -> None:
    stranger = new_machine()
    the_old_comes_back(site)
    assert health(site)[0] == 200
    taken_over.engine.run_once()
    status, said = health(site)
    assert (status, said["ready"]) == (503, False)
    with reading(site.folder) as connection:
        met = met_life(connection, read_site(connection).id)
    assert met is not None
    assert said["superseded"] == met.generation
    with pytest.raises(OlderServiceError):
        stranger.take_in(ANN)
    with pytest.raises(OrderError, match="has taken over"):
        site.order(ExtendExam(site.exam.id, 10, reason="late"))


def test_it_knows_after_a_new_start_and_can_still_be_backed_up(
    site: ExamSite, taken_over: Sitting, tmp_path: Path
) -> None:
    the_old_comes_back(site)
    taken_over.engine.run_once()
    with site.stopped():
        pass
    assert health(site)[0] == 503
    site.order(MakeBackup(str(tmp_path / "of the old one")))
    assert (tmp_path / "of the old one").exists()


def test_a_word_that_the_service_has_not_signed_stops_nobody(
    site: ExamSite, machine: Machine, taken_over: Sitting
) -> None:
    with reading(site.folder) as connection:
        mine = read_site(connection)
    higher = Life(mine.id, mine.generation + 100)
    forged = (sign_life(higher, new_signing_key()), "no.word.atall", "x" * 5000)
    of_another = sign_life(Life("another", mine.generation + 100), signing_key(site.folder))
    for word in (*forged, of_another):
        kept = KeptLife(machine.data, machine.site)
        kept._word = word
        machine.api._http._lives = kept
        assert taken_over.engine.run_once().trouble is None
    assert health(site)[0] == 200


def test_a_machine_remembers_whom_it_met_when_it_starts_again(
    site: ExamSite, machine: Machine, taken_over: Sitting
) -> None:
    assert (machine.data / FILE).exists()
    the_old_comes_back(site)
    again = Machine(machine.data, site.file, "M0", site.release)
    with pytest.raises(OlderServiceError):
        again.take_in()


def test_an_answer_of_an_older_life_is_not_believed_whoever_gives_it(
    site: ExamSite, machine: Machine, taken_over: Sitting
) -> None:
    """A service that does not look at the word itself, as one of an earlier version."""
    kept = KeptLife(machine.data, machine.site)
    older = sign_life(Life(machine.site.site_id, 1), signing_key(site.folder))
    with pytest.raises(OlderServiceError):
        kept.hear(older)
    kept.hear("")
    kept.hear(kept.headers()["Exam-Life"])


def test_where_the_old_machine_is_the_right_one_a_person_says_so(
    site: ExamSite, machine: Machine, taken_over: Sitting
) -> None:
    the_old_comes_back(site)
    taken_over.attempt.answer("q1", B)
    assert isinstance(taken_over.engine.run_once().trouble, OlderServiceError)
    site.order(BeginGeneration("the spare one was started by mistake"))
    assert health(site)[0] == 200
    carry_on(machine, taken_over)
    assert answers_at(site, taken_over) == 2
    the_spare_comes_back_beside(site)
    taken_over.attempt.answer("q1", A)
    assert isinstance(taken_over.engine.run_once().trouble, OlderServiceError)


def the_spare_comes_back_beside(site: ExamSite) -> None:
    swap(site, "dead0", "spare")


def test_a_generation_begins_only_with_a_reason(site: ExamSite) -> None:
    with pytest.raises(OrderError, match="takes a reason"):
        site.order(BeginGeneration(" "))


def test_a_restored_service_knows_what_it_was_made_of(site: ExamSite, taken_over: Sitting) -> None:
    with reading(site.folder) as connection:
        life, mine = newest_life(connection), read_site(connection)
    assert life is not None
    assert (life.generation, life.was_clock_behind, 0 < life.made <= life.began) == (
        mine.generation,
        False,
        True,
    )
