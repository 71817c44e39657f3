"""Whose an attempt is stays known on its machine when its session is gone, and lies nowhere in the clear."""

import logging
from pathlib import Path

import msgspec
import pytest

from examclient.domain.attempt_label import Label
from examclient.domain.clock import SiteClock
from examclient.domain.kept_session import KeptSession
from examclient.domain.phases import Phase
from examclient.errors import JournalError
from examclient.machine_clock import MachineClock
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.kept_sessions import KeptSessions
from examclient.usecases.labels import WHOSE, LabelledSessions, noted_label
from examprotocol.paper import Paper, Section
from tests.client.exam_site import PAPER_ID, QUESTIONS, ZHANG, ExamSite
from tests.client.exporting import only
from tests.client.moving import NewSeat
from tests.client.restarts import Rebooted
from tests.client.seat import Seat
from tests.client.test_session_keeping import HASH, login
from tests.client.writing import ATTEMPT, Pen

PAPER = Paper(PAPER_ID, 1, "样卷", "zh-CN", (Section("s1", "一", QUESTIONS),))


def session(**changes: object) -> KeptSession:
    kept = KeptSession(login(ATTEMPT), HASH, "boot", SiteClock(MachineClock()).moment())
    return msgspec.structs.replace(kept, **changes)


@pytest.fixture
def journals(tmp_path: Path) -> Journals:
    """With one journal that is begun."""
    journals, pen = Journals(tmp_path, Setting()), Pen()
    journals.left(ATTEMPT).append(pen.writer, pen.begin())
    return journals


@pytest.fixture
def shelf(tmp_path: Path, journals: Journals) -> LabelledSessions:
    return LabelledSessions(KeptSessions(tmp_path), journals.left, lambda kept: PAPER if kept.key else None)


def label(journals: Journals) -> Label:
    return noted_label(journals.left(ATTEMPT))


def test_a_journal_is_labelled_as_soon_as_its_session_is_kept(
    journals: Journals, shelf: LabelledSessions
) -> None:
    shelf.keep(session(identity_number="110101199003070417"))
    found = label(journals)
    assert (found.exam, found.candidate, found.name, found.seat, found.title) == ("e", "1", "张三", "3", "E")
    assert (found.identity_number, found.questions, found.manifest) == ("110101199003070417", 0, "")
    shelf.keep(session(identity_number="110101199003070417", manifest="token", key=bytes(32)))
    assert (label(journals).questions, len(label(journals).manifest)) == (5, 64)
    shelf.remove(ATTEMPT)
    assert shelf.is_empty()
    assert label(journals).questions == 5


def test_nothing_that_was_known_is_forgotten_for_less(journals: Journals, shelf: LabelledSessions) -> None:
    shelf.keep(session(identity_number="110101199003070417", manifest="token", key=bytes(32)))
    before = label(journals)
    masked = msgspec.structs.replace(session().login.candidate, identity_masked="110***0417", name="")
    shelf.keep(session(login=msgspec.structs.replace(login(ATTEMPT), candidate=masked)))
    assert label(journals) == before


def test_a_masked_number_is_better_than_none(journals: Journals, shelf: LabelledSessions) -> None:
    masked = msgspec.structs.replace(session().login.candidate, identity_masked="110***0417")
    shelf.keep(session(login=msgspec.structs.replace(login(ATTEMPT), candidate=masked)))
    assert label(journals).identity_number == "110***0417"
    shelf.keep(session(identity_number="110101199003070417"))
    assert label(journals).identity_number == "110101199003070417"


def test_what_has_not_changed_is_not_written_again(
    journals: Journals, shelf: LabelledSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.keep(session())
    monkeypatch.setattr(journals, "write", lambda *_: pytest.fail("it was written again"))
    for boot in ("boot", "another"):
        shelf.keep(session(boot=boot))


def test_a_journal_that_was_taken_away_is_not_begun_anew(tmp_path: Path) -> None:
    journals = Journals(tmp_path, Setting())
    LabelledSessions(KeptSessions(tmp_path), journals.left, lambda _kept: None).keep(session())
    assert journals.attempts() == ()


def test_a_disk_that_does_not_take_the_label_is_tried_again_with_the_next_save(
    journals: Journals,
    shelf: LabelledSessions,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(*_: object) -> None:
        raise JournalError("the disk is full")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(journals, "write", refuse)
        shelf.keep(session())
    assert "not labelled" in caplog.text
    assert label(journals) == Label()
    shelf.keep(session())
    assert label(journals).name == "张三"


def test_a_label_that_cannot_be_read_counts_as_none(journals: Journals, shelf: LabelledSessions) -> None:
    journals.left(ATTEMPT).note(WHOSE, "[not a label")
    assert label(journals) == Label()
    shelf.keep(session())
    assert label(journals).candidate == "1"


def test_the_whole_number_is_kept_over_restarts_and_lies_nowhere_in_the_clear(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    (kept,) = KeptSessions(left.data).all()
    assert kept.identity_number == ZHANG[1]
    back = new_seat(left.data, Rebooted())
    back.log_in()
    back.presenter.arrivals.go_on_here()
    back.presenter.confirm()
    back.reach(Phase.ANSWERING)
    assert only(back).is_running
    back.wait(lambda: [one.identity_number for one in KeptSessions(left.data).all()] == [ZHANG[1]])
    back.crash()
    for path in left.data.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert ZHANG[1].encode() not in content, path
        assert "张三".encode() not in content, path


def test_a_session_that_an_earlier_version_kept_learns_the_number_when_it_is_typed(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    (kept,) = KeptSessions(left.data).all()
    KeptSessions(left.data).keep(msgspec.structs.replace(kept, identity_number=""))
    back = new_seat(left.data, Rebooted())
    back.log_in()
    back.presenter.arrivals.go_on_here()
    back.presenter.confirm()
    back.reach(Phase.ANSWERING)
    back.wait(lambda: [one.identity_number for one in KeptSessions(left.data).all()] == [ZHANG[1]])
