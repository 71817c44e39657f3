"""What is kept of a session over a restart: the newest, for as long as it runs."""

from pathlib import Path

from examclient.domain.clock import SiteClock
from examclient.storage.kept_sessions import KeptSessions
from examclient.usecases.session_keeping import SessionKeeping
from examprotocol.events import Epoch
from examprotocol.messages import Candidate, Exam, LoginReply
from examprotocol.room_password import PasswordHash
from tests.client.fake_clock import FakeClock

CANDIDATE, EXAM = Candidate("张三", "1", "2", "3"), Exam("e", "E", "S", 0, 0, 1)
HASH = PasswordHash("salt", "hash")


def login(attempt: str) -> LoginReply:
    return LoginReply(1, "token", attempt, Epoch(1, 1), CANDIDATE, EXAM)


def test_whoever_comes_back_before_the_end_was_tidied_away_is_still_kept(tmp_path: Path) -> None:
    shelf = KeptSessions(tmp_path)
    keeping = SessionKeeping(shelf, SiteClock(FakeClock()), "boot")
    keeping.begin(login("a1"), HASH)
    keeping.save()
    keeping.end()
    keeping.begin(login("a1"), HASH)
    keeping.save()
    keeping.remove("a1")  # asked for when the first session ended, and only now its turn
    assert [kept.attempt for kept in shelf.all()] == ["a1"]
    keeping.begin(login("a2"), HASH)
    keeping.remove("a1")
    assert shelf.is_empty(), "somebody else's is no reason to keep it"
