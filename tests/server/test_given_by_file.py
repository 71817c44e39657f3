"""The line is down from the start: a site joins, is given papers, rosters and networks, and all by file."""

import base64
from pathlib import Path

import msgspec
import pytest

from examprotocol.errors import ForgedError, ProtocolError
from examprotocol.exact_base64 import exact_bytes
from examprotocol.given_file import lists_in, open_answer, open_given, seal_answer, seal_given
from examprotocol.given_lists import GivenCandidate
from examprotocol.signing import new_signing_key
from examserver.cli.ordering import give
from examserver.errors import ExamSiteError, OrderError, UpstreamError
from examserver.services.candidates import import_candidates
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.giving.file_orders import LetJoin, MakeGiven, TakeGiven
from examserver.services.giving.orders import GiveNetworks, GiveRoster
from examserver.services.keys import opening_key, signing_key
from examserver.services.roster import read_roster
from examserver.services.setup import public_part
from examserver.services.upstream_orders import JoinUpstream
from examserver.serving import SiteServer
from examserver.storage.exam_sites import all_exam_sites
from examserver.storage.exams import find_exam
from examserver.storage.networks import all_networks
from examserver.storage.reports import places_of
from examserver.storage.store import reading, writing
from tests.server.authority import DAY, LATER, PAPER, Above, Below, command, site_in
from tests.server.browser import CHROMIUM, DRIVER, browsing
from tests.server.conftest import ROSTER, START
from tests.server.visitor import Visitor, add_admin

ANN = GivenCandidate("2026A101", "安妮", "E1", "一号考场", "1")


@pytest.fixture
def far(tmp_path: Path, above: Above) -> Below:
    """A site's folder that has never reached the authority."""
    above.cable.pull()
    return site_in(tmp_path / "far", above.clock)


def with_roster(above: Above) -> None:
    """The authority gives the site its paper, an exam's roster and networks."""
    above.server.stop()
    with writing(above.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        create_exam(connection, ExamPlan("大学英语（二）", PAPER, START, 60), START - 60 * MINUTE)
    above.server.start()
    above.give(LATER)
    give(above.folder.root, GiveRoster("site-1", "exam-1", (ANN,)))
    give(above.folder.root, GiveNetworks("site-1", ("10.1.0.0/16",)))


def test_a_site_without_a_line_joins_and_has_paper_key_roster_and_networks(
    above: Above, far: Below, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joining, answer, stick = tmp_path / "far.examjoin", tmp_path / "far.examjoined", tmp_path / "stick"
    joining.write_bytes(above.invite(valid=180 * DAY))
    assert command("upstream", far.folder.root, "join", joining, "--answer", answer) == 0
    assert command("sites", above.folder.root, "joined", answer) == 0
    assert "has joined by file" in capsys.readouterr().out
    with_roster(above)
    file, key = tmp_path / "far.examgiven", tmp_path / "far.examsitekey"
    assert command("sites", above.folder.root, "give-file", "site-1", "--out", file) == 0
    assert command("sites", above.folder.root, "key", "site-1", "--paper", PAPER, "--now", "--out", key) == 0
    assert command("paper", "mirror", above.folder.root, "--out", stick, "--paper", PAPER) == 0
    assert command("upstream", far.folder.root, "take", file) == 0
    command("upstream", far.folder.root, "fetch", "--mirror", stick)
    assert command("upstream", far.folder.root, "key", key) == 0
    assert far.has_all(above.manifest())
    with reading(far.folder) as connection:
        exam = find_exam(connection, "given-exam-1")
        assert exam is not None
        assert [(one.candidate.name, one.seat) for one in places_of(connection, exam.id)] == [("安妮", "1")]
        assert {one.cidr for one in all_networks(connection)} == {"10.1.0.0/16"}
    above.cable.plug()
    far.round()
    assert not far.trouble


def test_an_answer_that_was_made_without_the_joining_file_lets_nobody_in(above: Above, far: Below) -> None:
    joining = above.invite(valid=180 * DAY)
    answer = give(far.folder.root, JoinUpstream(joining, by_file=True)).content
    thief = new_signing_key()
    stolen = msgspec.structs.replace(open_answer(answer).request, key=public_part(thief))
    forged = seal_answer(open_answer(answer).authority, stolen, "another token", thief)
    for data in (forged, answer[:-9] + b"\n", b"PK"):
        with pytest.raises((ExamSiteError, OrderError)):
            give(above.folder.root, LetJoin(data))
    give(above.folder.root, LetJoin(answer))
    give(above.folder.root, LetJoin(answer))  # twice does no harm
    with reading(above.folder) as connection:
        assert [one.state for one in all_exam_sites(connection)] == ["joined"]


def test_the_pages_carry_the_files_both_ways(above: Above, far: Below) -> None:
    answer = give(far.folder.root, JoinUpstream(above.invite(valid=180 * DAY), by_file=True)).content
    add_admin(above)
    add_admin(far)
    there = _logged_in(above.server.port)
    assert _sends(there, "/web/sites/joined", answer[:-9])["ok"] is False
    assert _sends(there, "/web/sites/joined", answer)["ok"] is True
    above.give(LATER)
    given = there.post("/web/sites/given", {"site": "site-1"})
    assert ".examgiven" in given.headers["Content-Disposition"]
    with SiteServer(far.folder.root, port=0, clock=far.clock) as server:
        here = _logged_in(server.port)
        assert ".examgiven" in here.get("/web/report").text
        assert _sends(here, "/web/report/take", given.body) == {"ok": True, "text": "Taken in."}
    assert [one.paper for one in far.papers()] == [PAPER]


def test_a_wrong_file_of_many_pieces_is_refused_in_words_and_one_too_large_is_not_kept(far: Below) -> None:
    add_admin(far)
    with SiteServer(far.folder.root, port=0, clock=far.clock) as server:
        here, before = _logged_in(server.port), sizes(far.folder.root)
        assert _sends(here, "/web/report/take", b"\0" * (4 << 20))["ok"] is False
        assert _sends(here, "/web/report/join", b"\0" * (4 << 20))["ok"] is False
        assert sizes(far.folder.root) - before < 1 << 20


def sizes(folder: Path) -> int:
    """The bytes of all files in it."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver")
def test_a_browser_hands_the_answer_in_and_says_what_became_of_it(
    above: Above, far: Below, tmp_path: Path
) -> None:
    answer, profile = tmp_path / "far.examjoined", tmp_path / "profile"
    answer.write_bytes(
        give(far.folder.root, JoinUpstream(above.invite(valid=180 * DAY), by_file=True)).content
    )
    profile.mkdir()
    add_admin(above)
    with browsing(f"http://127.0.0.1:{above.server.port}", profile) as browser:
        browser.log_in()
        browser.open("/web/sites")
        browser.one("[data-to='/web/sites/joined'] input").send_keys(str(answer))
        browser.wait_for("[data-to='/web/sites/joined'] .good", "Taken in.")
        assert browser.complaints() == []


def _logged_in(port: int) -> Visitor:
    visitor = Visitor(port)
    assert visitor.log_in().status == 303
    visitor.get("/web/report")
    return visitor


def _sends(visitor: Visitor, path: str, data: bytes) -> dict[str, object]:
    headers = {
        "X-Form-Proof": visitor.proof,
        "Content-Type": "application/octet-stream",
        "Sec-Fetch-Site": "same-origin",
    }
    said: dict[str, object] = visitor.ask("POST", path, data, headers).json
    return said


def test_an_older_file_and_another_sites_file_are_refused(above: Above, far: Below, tmp_path: Path) -> None:
    other = site_in(tmp_path / "other", above.clock)
    for site, name in ((far, "第一考点"), (other, "第二考点")):
        answer = give(site.folder.root, JoinUpstream(above.invite(name, 180 * DAY), by_file=True)).content
        give(above.folder.root, LetJoin(answer))
    older = give(above.folder.root, MakeGiven("site-1")).content
    above.clock.advance(1_000)
    newer = give(above.folder.root, MakeGiven("site-1")).content
    give(far.folder.root, TakeGiven(newer))
    give(far.folder.root, TakeGiven(newer))
    with pytest.raises(UpstreamError, match="has said since"):
        give(far.folder.root, TakeGiven(older))
    with pytest.raises(UpstreamError, match="another site"):
        give(other.folder.root, TakeGiven(newer))


def test_a_file_that_is_lost_tells_nobody_who_sits_the_exam(above: Above, far: Below, tmp_path: Path) -> None:
    give(
        above.folder.root, LetJoin(give(far.folder.root, JoinUpstream(above.invite(), by_file=True)).content)
    )
    with_roster(above)
    file = give(above.folder.root, MakeGiven("site-1")).content
    inside = exact_bytes(file.decode().strip().split(".")[1])
    authority = signing_key(above.folder)
    given = open_given(file, authority)
    sealed = lists_in(given, opening_key(far.folder))
    assert {one.kind for one in sealed} == {"roster", "networks"}
    assert not any(one.token.encode() in inside for one in sealed)
    other = site_in(tmp_path / "other", above.clock)
    with pytest.raises(ProtocolError):
        lists_in(given, opening_key(other.folder))
    moved = msgspec.structs.replace(given.about, at=given.about.at + 1)
    with pytest.raises(ForgedError):
        lists_in(msgspec.structs.replace(given, about=moved), opening_key(far.folder))
    bad = seal_given(msgspec.structs.replace(given, sealed=given.sealed[:-1] + b"x"), authority)
    with pytest.raises(UpstreamError, match="not sealed for this site"):
        give(far.folder.root, TakeGiven(bad))
    give(far.folder.root, TakeGiven(file))


def test_a_site_joins_on_the_page_by_the_line_or_takes_an_answer_away(above: Above, far: Below) -> None:
    joining = above.invite(valid=180 * DAY)
    add_admin(far)
    with SiteServer(far.folder.root, port=0, clock=far.clock) as server:
        here = _logged_in(server.port)
        assert "/web/report/join" in here.get("/web/report").text
        assert _sends(here, "/web/report/join", joining[:-9])["ok"] is False
        assert _sends(here, "/web/report/join", joining)["ok"] is False, "the line is down"
        said = _sends(here, "/web/report/answer", joining)
        assert (said["ok"], said["name"]) == (True, "第一考点.examjoined")
        give(above.folder.root, LetJoin(base64.b64decode(str(said["file"]))))
        above.cable.plug()
        said = _sends(here, "/web/report/join", joining)
        assert "Joined 考试院 as 第一考点." in str(said["text"])
        assert said["file"] == ""
        assert "/web/report/join" not in here.get("/web/report").text
    far.round()
    assert not far.trouble
