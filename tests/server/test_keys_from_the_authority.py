"""The key of the authority's paper comes in its time, to registered addresses, or as a file on a stick."""

from pathlib import Path

import pytest

from examprotocol.bundle import open_paper
from examprotocol.messages import Refusal
from examprotocol.site_key import open_site_key
from examprotocol.site_messages import SiteKeyReply, SiteKeyRequest
from examserver.cli.ordering import give
from examserver.errors import OrderError, UpstreamError, UpstreamRefusedError
from examserver.services.candidates import import_candidates
from examserver.services.exam_site_orders import MakeSiteKey
from examserver.services.exams import ExamPlan, create_exam
from examserver.services.keys import signing_key
from examserver.services.results import results_of
from examserver.services.roster import read_roster
from examserver.services.site_orders import AddNetwork, RemoveNetwork
from examserver.services.upstream_orders import TakeSiteKey
from examserver.serving import SiteServer
from examserver.storage.exams import Exam
from examserver.storage.store import reading, writing
from examserver.upstream.line import AuthorityLine, Whereto
from tests.server.authority import LATER, MINUTE, PAPER, Above, Below, authority_in, command, site_in
from tests.server.conftest import ROSTER, START, FakeClock
from tests.server.station import RefusedByServiceError, Station, register_stations

KEY_FROM = LATER - 5 * MINUTE
OUTSIDE = "203.0.113.0/24"


def set_exam_up(below: Below) -> Exam:
    """At the site, over the sealed paper, long before anybody has its key."""
    with writing(below.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        register_stations(connection, 1)
        return create_exam(connection, ExamPlan("大学英语", PAPER, START, 60), below.clock.now())


def opens(below: Below) -> bool:
    """Whether the paper can be opened at the site."""
    if not below.shelf.has_key(PAPER):
        return False
    return below.shelf.paper(PAPER).paper_id == PAPER


def key_file(above: Above, *, site: str = "site-1", early: bool = True) -> bytes:
    return give(above.folder.root, MakeSiteKey(site, PAPER, early)).content


def test_the_key_comes_in_its_time_and_not_before(above: Above, below: Below) -> None:
    above.give()
    above.clock.time = KEY_FROM - 20_000
    assert below.round() == 20.0
    assert not below.shelf.has_key(PAPER)
    above.clock.advance(20_000)
    below.round()
    assert below.trouble == ""
    assert opens(below)


def test_asking_before_the_time_is_refused_with_that_time(above: Above, below: Below) -> None:
    above.give()
    above.clock.time = KEY_FROM - 1_000
    upstream = below.upstream()
    line = AuthorityLine(Whereto(upstream.address, upstream.certificate), below.key)
    with pytest.raises(UpstreamRefusedError) as refused:
        line.ask("sites/key", SiteKeyRequest(PAPER), SiteKeyReply)
    line.close()
    assert (refused.value.code, refused.value.wait) == (Refusal.NOT_YET, 1)


def test_while_nobody_has_said_when_there_is_no_key(above: Above, below: Below) -> None:
    above.give(release=0)
    above.clock.time = START
    below.round()
    assert (below.trouble, below.shelf.has_key(PAPER)) == ("", False)
    assert below.has_all(above.manifest())


def test_a_key_goes_to_registered_addresses_only_and_parts_anywhere(above: Above, below: Below) -> None:
    above.give()
    give(above.folder.root, AddNetwork(OUTSIDE))
    above.clock.time = KEY_FROM
    below.round()
    assert "sees this site at 127.0.0.1" in below.trouble
    assert below.has_all(above.manifest())
    assert not below.shelf.has_key(PAPER)
    give(above.folder.root, AddNetwork("127.0.0.0/8"))
    give(above.folder.root, RemoveNetwork(OUTSIDE))
    below.round()
    assert opens(below)


def test_a_key_on_a_stick_opens_what_the_network_brought(above: Above, below: Below) -> None:
    above.give()
    below.round()
    above.cable.pull()
    give(below.folder.root, TakeSiteKey(key_file(above)))
    assert opens(below)


def test_a_key_file_is_made_in_its_time_unless_somebody_says_otherwise(
    above: Above, below: Below, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    above.give()
    file = tmp_path / "12.examsitekey"
    words = ("sites", above.folder.root, "key", "第一考点", "--paper", PAPER, "--out", file)
    assert command(*words) == 1
    assert "and not before" in capsys.readouterr().err
    assert command(*words, "--now") == 0
    below.round()
    assert command("upstream", below.folder.root, "key", file) == 0
    assert "Scored by the authority" in capsys.readouterr().out
    assert opens(below)


def test_a_key_for_another_site_opens_nothing_here(above: Above, below: Below, tmp_path: Path) -> None:
    other = site_in(tmp_path / "other", above.clock)
    other.join(above.invite("第二考点"))
    above.give()
    above.give(site="site-2")
    below.round()
    with pytest.raises(UpstreamError, match="for another site"):
        give(below.folder.root, TakeSiteKey(key_file(above, site="site-2")))


def test_a_key_that_was_changed_opens_nothing(above: Above, below: Below) -> None:
    above.give()
    below.round()
    head, body, signature = key_file(above).split(b".")
    changed = b".".join((head, body[:-8] + b"AAAAAAAA", signature))
    with pytest.raises(UpstreamError, match="somebody has changed it"):
        give(below.folder.root, TakeSiteKey(changed))
    assert not below.shelf.has_key(PAPER)


def test_a_key_is_sealed_for_the_site_and_not_only_by_the_line(above: Above, below: Below) -> None:
    above.give(answer_keys=True)
    content = key_file(above)
    opened = open_site_key(content, signing_key(above.folder))
    key = (above.folder.papers / PAPER / "content.key").read_bytes()
    assert key not in opened.sealed
    assert b"vermilion-17" not in opened.sealed
    manifest = above.manifest()
    parts = above.folder.papers / PAPER / "parts"
    assert open_paper(manifest, lambda name: (parts / name).read_bytes(), key).paper_id == PAPER


def test_a_site_that_has_not_joined_gets_no_key_file(above: Above) -> None:
    above.invite()
    above.give()
    with pytest.raises(OrderError, match="has not joined yet"):
        key_file(above)


def test_a_candidate_logs_in_before_the_key_is_there_and_sits_the_exam(above: Above, below: Below) -> None:
    above.give()
    below.round()
    exam = set_exam_up(below)
    above.clock.time = LATER
    above.cable.pull()  # the authority cannot be asked: the key comes late
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port)
        assert station.log_in().form.seed != ""
        with pytest.raises(RefusedByServiceError) as refused:
            station.content_key()
        assert (refused.value.reply.error, refused.value.reply.until) == ("not_yet", LATER + 5_000)
        give(below.folder.root, TakeSiteKey(key_file(above)))
        manifest = above.manifest()
        paper = open_paper(manifest, station.part, station.content_key())
        assert paper.paper_id == PAPER
        above.clock.time = START + MINUTE
        pen = station.pen()
        pen.choose("q1", "a")
        station.sync(pen)
        assert station.submit(pen).receipt
        station.close()
    assert scores(below, exam) == [("authority", 0), ("authority", 0), ("authority", 0)]


def test_with_the_answer_keys_the_site_scores(above: Above, below: Below) -> None:
    above.give(answer_keys=True)
    below.round()
    exam = set_exam_up(below)
    above.clock.time = START + MINUTE
    below.round()
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port)
        station.log_in()
        pen = station.pen()
        pen.choose("q1", "a")
        station.sync(pen)
        station.submit(pen)
        station.close()
    assert scores(below, exam) == [("site", 2), ("site", 0), ("site", 0)]


def test_answer_keys_that_are_given_later_come_too(above: Above, below: Below) -> None:
    above.give()
    above.clock.time = LATER
    below.round()
    assert not below.shelf.is_scored_here(PAPER)
    above.give(answer_keys=True)
    below.round()
    assert below.shelf.is_scored_here(PAPER)


def scores(below: Below, exam: Exam) -> list[tuple[str, int]]:
    with reading(below.folder) as connection:
        return [(one.scored_by, int(one.score)) for one in results_of(connection, below.shelf, exam)]


def test_who_shows_another_certificate_is_not_the_authority(tmp_path: Path) -> None:
    clock = FakeClock(START)
    site = site_in(tmp_path / "below", clock)
    with authority_in(tmp_path / "above", clock, "https") as above:
        site.join(above.invite())
        site.round()
        assert site.trouble == ""
        with authority_in(tmp_path / "stranger", clock, "https") as stranger:
            above.cable._site_port = stranger.server.port
            site.round()
    assert "is not the authority's service" in site.trouble
