"""A candidate's seat over a real service: reports, the look before the start, refresh and a fresh copy."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, News
from examclient.storage.kept_sessions import KeptSessions
from examclient.ui.fonts import paper_families
from examclient.ui.preloading import FIRST, Preloading
from examclient.usecases.preload import Preloaded
from examprotocol.canonical import digest
from examprotocol.paper import questions_of
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.cli.command_line import main as serve_command
from examserver.importers.draft import PaperDraft, Picture
from tests.client.every_kind import every_kind_draft
from tests.client.exam_site import MINUTE, RED, ExamSite, Times
from tests.client.seat import PATIENCE, Seat
from tests.ui.test_fonts_of_papers import RARE, small_font

SOON = Times(start=30 * MINUTE)
OPEN = Times(start=5 * MINUTE, look_through=True)
NOW = Times()
BIG = b"".join(hashlib.sha256(number.to_bytes(4)).digest() for number in range(60_000))


def reports(site: ExamSite, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the staff see of the only seat."""
    capsys.readouterr()
    assert serve_command(["paper", "stations", str(site.folder.root), "--exam", site.exam.id, "--json"]) == 0
    (seat,) = json.loads(capsys.readouterr().out)
    return dict(seat)


@pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])
def test_the_staff_hear_of_the_sealed_paper_then_of_the_key_and_that_all_was_drawn(
    site: ExamSite, seat: Seat, capsys: pytest.CaptureFixture[str]
) -> None:
    seat.log_in()
    seat.presenter.confirm()
    seat.wait(lambda: seat.state.awaits_key)
    seat.wait(lambda: reports(site, capsys)["sealed"])
    assert reports(site, capsys)["has_key"] is False
    site.time.put_forward(21 * MINUTE)
    seat.hear_from_the_site()
    seat.reach(Phase.WAITING)
    seat.wait(lambda: reports(site, capsys)["drawn"])
    assert reports(site, capsys)["findings"] == []


def test_what_cannot_be_shown_is_named_to_the_staff_with_the_number_that_candidates_see(
    site: ExamSite, seat: Seat, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat.pictures, "picture", lambda _asset: None)
    seat.sit_down()
    seat.wait(lambda: reports(site, capsys)["drawn"])
    found = [(one["number"], one["pictures"]) for one in reports(site, capsys)["findings"]]
    assert found == [(1, 1), (3, 1)]


@pytest.mark.parametrize("times", [OPEN], ids=["may be looked through"])
def test_the_paper_is_read_before_the_start_and_answered_from_it_on(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    state = seat.reach(Phase.WAITING)
    assert state.is_looking_through
    seat.presenter.choose("q3")
    seat.presenter.answer("q3", TextResponse("too early"))
    seat.presenter.flag("q3", True)
    seat.presenter.review()
    assert (seat.state.phase, seat.state.current) == (Phase.WAITING, "q3")
    assert seat.state.answers.current == {}
    site.time.put_forward(5 * MINUTE)
    seat.hear_from_the_site()
    begun = seat.reach(Phase.ANSWERING)
    assert (begun.current, begun.news) == ("q3", News.EXAM_BEGAN)
    seat.answer("q3", TextResponse("in time"))
    seat.all_sent()
    events = [event for log in site.held(seat.attempt).values() for event in log.events]
    assert "too early" not in repr(events)


@pytest.mark.parametrize("times", [replace(OPEN, look_through=False)], ids=["may not"])
def test_elsewhere_nobody_sees_the_paper_before_the_start(seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    assert not seat.reach(Phase.WAITING).is_looking_through


class EveryKind(ExamSite):
    """A site whose paper has a question of every kind, and something large."""

    def __init__(self, folder: Path) -> None:
        paper = every_kind_draft()
        pictures = {**paper.pictures, digest(BIG): Picture(BIG, "image/png", 40, 30)}
        super().__init__(folder, NOW, PaperDraft(paper.paper, paper.keys, pictures))


@pytest.fixture
def kinds(tmp_path: Path) -> Iterator[EveryKind]:
    with EveryKind(tmp_path / "kinds") as running:
        yield running


@pytest.fixture
def at_work(kinds: EveryKind, tmp_path: Path, qtbot: QtBot, dressed: object) -> Iterator[Seat]:
    seat = Seat(qtbot, tmp_path / "kind", kinds.file, "K1")
    seat.sit_down()
    yield seat
    seat.close()


def damage_all(seat: Seat) -> None:
    for path in (seat.data / "papers").rglob("*"):
        if len(path.name) == 64:
            path.write_bytes(b"damaged")


def what_stays(state: ExamState) -> tuple[object, ...]:
    return state.current, state.answers, state.paper, state.phase


def test_refresh_and_a_fresh_copy_change_neither_order_nor_answers_nor_place_at_any_kind_of_question(
    at_work: Seat,
) -> None:
    assert at_work.state.paper is not None
    at_work.answer("short", TextResponse("北京"))
    for question in questions_of(at_work.state.paper):
        at_work.presenter.choose(question.id)
        before = what_stays(at_work.state)
        damage_all(at_work)
        at_work.presenter.refresh()
        at_work.wait(lambda: at_work.state.news is News.MENDED)
        assert what_stays(at_work.state) == before
    at_work.presenter.clear_cache()
    at_work.wait(lambda: at_work.state.news is News.CACHE_CLEARED)
    assert what_stays(at_work.state) == before
    assert at_work.pictures.picture(RED) is not None


def test_a_fresh_copy_tells_how_far_it_is_and_ends_with_nothing_left_beside(at_work: Seat) -> None:
    at_work.presenter.clear_cache()
    at_work.wait(lambda: at_work.state.news is News.CACHE_CLEARED)
    told = [state.afresh for state in at_work.seen if state.afresh is not None]
    assert {share.total for share in told if share.total} == {max(share.total for share in told)}
    assert max(share.done for share in told) == told[-1].total > len(BIG)
    assert at_work.state.afresh is None
    assert len(shelves(at_work)) == 1


def shelves(seat: Seat) -> list[Path]:
    return [path for path in (seat.data / "papers").glob("*/*") if path.is_dir()]


def test_a_fresh_copy_that_is_stopped_leaves_the_paper_as_it_was(at_work: Seat) -> None:
    before = shelves(at_work)
    at_work.presenter.clear_cache()
    at_work.presenter.papers.stop_loading()
    at_work.wait(lambda: at_work.state.news is News.CACHE_KEPT)
    assert shelves(at_work) == before
    assert at_work.state.afresh is None
    assert at_work.pictures.picture(RED) is not None
    at_work.presenter.clear_cache()
    at_work.wait(lambda: at_work.state.news is News.CACHE_CLEARED)


def test_a_fresh_copy_goes_with_the_candidate_who_wished_for_it(at_work: Seat) -> None:
    before, gate = shelves(at_work), Event()
    papers, lane = at_work.presenter._helpers.papers, at_work.presenter._lanes.afresh
    lane.run(lambda: gate.wait(PATIENCE / 1000), lambda _: None, lambda _: None)
    at_work.presenter.clear_cache()
    at_work.hand_in()
    at_work.reach(Phase.DONE)
    at_work.presenter.leave()
    assert at_work.state.phase is Phase.LOGIN
    assert not papers._clearing
    ended: list[None] = []
    lane.run(lambda: None, ended.append, lambda _: None)
    gate.set()
    at_work.wait(lambda: bool(ended))
    assert at_work.state.paper is None
    assert shelves(at_work) == before


def test_a_picture_is_mended_while_a_fresh_copy_is_held_up(at_work: Seat) -> None:
    gate = Event()
    at_work.presenter._lanes.afresh.run(lambda: gate.wait(PATIENCE / 1000), lambda _: None, lambda _: None)
    at_work.presenter.clear_cache()
    damage_all(at_work)
    at_work.presenter.refresh()
    at_work.wait(lambda: at_work.state.news is News.MENDED)
    assert not gate.is_set()
    gate.set()
    at_work.wait(lambda: at_work.state.news is News.CACHE_CLEARED)
    assert at_work.pictures.picture(RED) is not None


def test_pictures_and_fonts_of_a_paper_go_with_its_candidate(at_work: Seat) -> None:
    fonts = at_work.pictures._fonts
    fonts.load([small_font("Paper One", RARE)])
    at_work.hand_in()
    at_work.reach(Phase.DONE)
    assert paper_families() == ("Paper One",)
    at_work.presenter.leave()
    assert paper_families() == ()
    assert at_work.pictures.picture(RED) is None


def test_without_a_network_a_fresh_copy_only_draws_again(kinds: EveryKind, at_work: Seat) -> None:
    kinds.cable.pull()
    at_work.wait(lambda: not at_work.state.online)
    before = what_stays(at_work.state), shelves(at_work)
    redrawn: list[int] = []
    at_work.presenter.redraw_wanted.connect(lambda: redrawn.append(1))
    at_work.presenter.clear_cache()
    at_work.wait(lambda: bool(redrawn))
    assert (what_stays(at_work.state), shelves(at_work)) == before


@pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])
def test_an_idle_machine_takes_the_paper_by_itself(
    site: ExamSite, seat: Seat, capsys: pytest.CaptureFixture[str]
) -> None:
    at_once(seat)
    seat.wait(lambda: reports(site, capsys)["sealed"])


def at_once(seat: Seat) -> None:
    """The first round begins now rather than in some seconds."""
    preloading = seat.presenter._helpers.preloading
    assert preloading._timer.isActive()
    assert preloading._timer.interval() >= FIRST
    preloading._timer.start(0)


@pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])
def test_who_logs_in_meanwhile_ends_it(seat: Seat) -> None:
    preloading = seat.presenter._helpers.preloading
    assert preloading._is_wanted
    seat.log_in()
    assert not preloading._is_wanted
    assert not preloading._timer.isActive()
    assert preloading._goes_on(1, 2) is False
    seat.presenter.not_me()
    assert preloading._timer.isActive()


@pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])
def test_what_is_shown_after_the_end_begins_nothing(seat: Seat) -> None:
    preloading = seat.presenter._helpers.preloading
    preloading.close()
    preloading.show_state(seat.state)
    preloading.show_state(replace(seat.state, busy=True))
    preloading.show_state(replace(seat.state, busy=False))
    assert not preloading._timer.isActive()


@pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])
def test_a_machine_whose_site_is_away_tries_again_later(site: ExamSite, seat: Seat) -> None:
    site.cable.pull()
    preloading: Preloading = seat.presenter._helpers.preloading
    came: list[Preloaded] = []
    preloading.came.connect(came.append)
    at_once(seat)
    seat.wait(lambda: preloading._failures == 1)
    assert preloading._timer.isActive()
    site.cable.plug()
    preloading._timer.start(0)
    seat.wait(lambda: bool(came))
    assert came[-1].is_done


@pytest.mark.parametrize("is_certain", [True, False], ids=["time certain", "left before it was"])
def test_a_restart_in_the_exam_does_not_take_back_that_all_was_drawn(
    site: ExamSite, seat: Seat, new_seat: Any, capsys: pytest.CaptureFixture[str], is_certain: bool
) -> None:
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.wait(lambda: reports(site, capsys)["drawn"])
    seat.wait(lambda: not seat.presenter._clock.is_in_doubt())
    seat.crash()
    leave_in_doubt(seat.data, is_certain)
    again = new_seat(seat.data)
    drawn_again: list[object] = []
    again.presenter._helpers.papers._rehearsal.progressed.connect(drawn_again.append)
    again.reach(Phase.ANSWERING)
    assert not drawn_again, "the candidate waits for what was drawn before"
    assert reports(site, capsys)["drawn"] is True


def leave_in_doubt(data: Path, is_certain: bool) -> None:
    """What is kept says how certain the time was when the client went."""
    shelf = KeptSessions(data)
    (kept,) = shelf.all()
    least = kept.clock.site if is_certain else 0
    clock = msgspec.structs.replace(kept.clock, least=least)
    shelf.keep(msgspec.structs.replace(kept, clock=clock))
