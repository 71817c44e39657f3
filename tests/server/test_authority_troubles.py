"""What goes wrong between the authority and a site: it reveals nothing early, and fills no disk."""

import shutil
from collections import namedtuple
from pathlib import Path

import msgspec
import pytest

from examprotocol.messages import Refusal
from examserver.cli.ordering import give
from examserver.errors import SiteError
from examserver.services import site_keys
from examserver.services.exam_site_orders import GivePapers, InviteSite
from examserver.services.upstream_orders import TakeSiteKey
from examserver.serving import SiteServer
from examserver.upstream import stock
from examserver.upstream.line import AuthorityLine
from examserver.upstream.round import Round
from tests.server.authority import LATER, MINUTE, PAPER, Above, Below, command
from tests.server.conftest import START
from tests.server.station import ADMISSION, RefusedByServiceError, Station
from tests.server.test_keys_from_the_authority import key_file, set_exam_up
from tests.server.visitor import Visitor, add_admin

Usage = namedtuple("Usage", "total used free")


def test_stations_get_no_key_before_a_release_that_the_authority_has_put_off(
    above: Above, below: Below
) -> None:
    above.give()
    below.round()
    set_exam_up(below)
    put_off = LATER + 4 * MINUTE
    above.give(put_off)
    above.clock.time = LATER
    below.round()
    assert below.shelf.has_key(PAPER)
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port)
        station.log_in()
        with pytest.raises(RefusedByServiceError) as refused:
            station.content_key()
        assert (refused.value.reply.error, refused.value.reply.until) == (Refusal.NOT_YET, put_off)
        above.clock.time = put_off
        assert station.content_key()
        station.close()


def test_a_key_file_tells_the_release_to_a_site_whose_line_is_cut(above: Above, below: Below) -> None:
    above.give(0)
    below.round()
    set_exam_up(below)
    above.cable.pull()
    release = LATER + 4 * MINUTE
    above.give(release)
    above.clock.time = LATER
    give(below.folder.root, TakeSiteKey(key_file(above)))
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port)
        station.log_in()
        with pytest.raises(RefusedByServiceError) as refused:
            station.content_key()
        station.close()
    assert refused.value.reply.until == release


def test_a_key_without_the_answer_keys_that_were_promised_is_asked_for_once_a_round(
    above: Above, below: Below, monkeypatch: pytest.MonkeyPatch
) -> None:
    above.give(answer_keys=True)
    above.clock.time = LATER
    learn, ask = Round.learn, AuthorityLine.ask
    asked: list[str] = []

    def learn_too_early(self: Round, authority: dict[str, str]) -> None:
        learn(self, authority)
        above.give(answer_keys=False)

    def counted(self: AuthorityLine, path: str, message: msgspec.Struct, kind: type) -> object:
        asked.append(path)
        assert len(asked) < 10, "the authority is asked without an end"
        return ask(self, path, message, kind)

    monkeypatch.setattr(Round, "learn", learn_too_early)  # the staff change their minds in between
    monkeypatch.setattr(AuthorityLine, "ask", counted)
    below.round()
    assert asked.count("sites/key") == 1
    assert "answer keys" in below.trouble
    assert below.shelf.has_key(PAPER)


def test_parts_leave_the_room_of_the_answers_also_where_the_disk_fills_up_later(
    above: Above, below: Below, monkeypatch: pytest.MonkeyPatch
) -> None:
    above.give()
    free = iter([stock.KEPT_FREE * 2])
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, next(free, stock.KEPT_FREE + 1_000)))
    below.round()
    assert "The disk has no room" in below.trouble
    large = [part for part in above.manifest().parts if part.size > 1_000]
    assert not any((below.folder.papers / PAPER / "parts" / part.sha256).exists() for part in large)
    monkeypatch.undo()
    below.round()
    assert below.trouble == ""
    assert below.has_all(above.manifest())


def test_a_disk_that_fails_is_said_in_words_for_the_staff(
    above: Above, below: Below, monkeypatch: pytest.MonkeyPatch
) -> None:
    above.give()

    def broken(*_args: object) -> None:
        raise OSError(28, "No space left on device", "/srv/arriving/x.part")

    monkeypatch.setattr(Round, "_bring", broken)
    below.round()
    assert "Errno" not in below.trouble
    assert "disk" in below.trouble


def test_the_page_of_a_candidate_opens_while_the_paper_is_sealed(above: Above, below: Below) -> None:
    above.give()
    below.round()
    set_exam_up(below)
    above.clock.time = LATER
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port)
        attempt = station.log_in().attempt
        station.close()
        add_admin(below)
        admin = Visitor(server.port)
        admin.log_in()
        seen = admin.get(f"/web/attempts/{attempt}")
        assert seen.status == 200
        assert ADMISSION in seen.text


def test_a_key_that_came_before_the_parts_opens_nothing_and_says_so(above: Above, below: Below) -> None:
    above.give()
    below.round()
    body = below.folder.papers / PAPER / "parts" / above.manifest().paper
    body.unlink()
    give(below.folder.root, TakeSiteKey(key_file(above)))
    with pytest.raises(SiteError, match="not come"):
        below.shelf.paper(PAPER)


def test_a_site_cannot_pass_on_answer_keys_that_the_authority_keeps(above: Above, below: Below) -> None:
    above.give()
    above.clock.time = LATER
    below.round()
    give(below.folder.root, InviteSite("分考点", 60 * MINUTE, "http://127.0.0.1:1"))
    with pytest.raises(SiteError, match="answer keys"):
        give(below.folder.root, GivePapers((PAPER,), ("site-1",), START, 5, answer_keys=True))


def test_answer_keys_of_a_newer_program_are_left_and_the_paper_opens_all_the_same(
    above: Above, below: Below, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = b'{"paper_id":"authoritys","revision":1,"keys":{"q1":{"type":"newer"}}}'
    monkeypatch.setattr(site_keys, "canonical_bytes", lambda _keys: newer)
    above.give(answer_keys=True)
    above.clock.time = LATER
    below.round()
    assert "answer keys" in below.trouble
    assert below.shelf.has_key(PAPER)
    assert not below.shelf.is_scored_here(PAPER)
    lines = give(below.folder.root, TakeSiteKey(key_file(above))).lines
    assert "by the authority" in " ".join(lines)


def test_an_address_with_a_port_that_is_none_is_refused_before_anybody_joins_by_it(
    above: Above, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ("sites", above.folder.root, "add", "第二考点", "--out", tmp_path / "2.examjoin")
    with pytest.raises(SystemExit):
        command(*add, "--address", "https://kd.example:99999")
    assert "is not an address" in capsys.readouterr().err
