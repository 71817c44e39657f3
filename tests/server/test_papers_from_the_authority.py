"""A site's service takes the papers that the authority gives it: once, whole, on from where it broke off."""

import hashlib
from pathlib import Path

import pytest

from examprotocol.bundle import manifest_digest, open_manifest
from examprotocol.signing import MANIFEST, new_signing_key, sign
from examserver.cli.ordering import give
from examserver.errors import ExamSetupError, OrderError, UpstreamError
from examserver.services.backup_orders import MakeBackup
from examserver.services.candidates import import_candidates
from examserver.services.exam_site_orders import RemoveSite, TakePaper
from examserver.services.exams import ExamPlan, create_exam
from examserver.services.keys import signing_key
from examserver.services.old_folder import service_in
from examserver.services.papers import add_draft
from examserver.services.restoring import restore
from examserver.services.roster import read_roster
from examserver.services.upstream_orders import ForgetUpstream, PauseUpstream
from examserver.serving import SiteServer
from examserver.storage.exam_sites import all_exam_sites, given_to
from examserver.storage.files import new_directory
from examserver.storage.folder import open_folder
from examserver.storage.paper_rows import all_papers
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading, writing
from tests.server.authority import DAY, LATER, PAPER, Above, Below, authority_in, command, site_in
from tests.server.conftest import ROSTER, START
from tests.server.sample import sample_draft
from tests.server.station import RefusedByServiceError, Station, register_stations

USUAL = 60.0


def test_a_site_that_has_joined_is_given_nothing_by_itself(above: Above, below: Below) -> None:
    assert below.round() == USUAL
    assert (below.trouble, below.papers()) == ("", ())


def test_what_is_given_comes_whole_and_its_stations_get_our_own_signature(above: Above, below: Below) -> None:
    above.give()
    below.round()
    assert below.trouble == ""
    assert below.has_all(above.manifest())
    ours = below.shelf.manifest_token(PAPER)
    assert open_manifest(ours, signing_key(below.folder)) == above.manifest()
    record = (below.folder.papers / PAPER / "authority.jws").read_text()
    assert open_manifest(record, signing_key(above.folder)) == above.manifest()
    assert not below.shelf.has_key(PAPER)
    with reading(below.folder) as connection:
        (row,) = all_papers(connection)
    assert (row.id, row.title, row.manifest_digest) == (PAPER, "样卷 Sample", manifest_digest(ours))


def test_the_place_of_a_paper_is_made_beside_another_that_is_just_being_written(
    above: Above, below: Below
) -> None:
    with new_directory(below.folder.papers / "samples") as writing_now:
        (writing_now / "manifest.jws").write_text("half")
        above.give()
        below.round()
        with writing(below.folder) as connection:
            add_draft(connection, below.folder.papers, sample_draft("third"), below.key)
    assert below.trouble == ""
    assert (below.folder.papers / "samples" / "manifest.jws").read_text() == "half"


def test_what_a_killed_process_left_under_the_papers_id_is_in_nobodys_way(above: Above, below: Below) -> None:
    left = below.folder.papers / PAPER / "parts"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"written")
    above.give()
    below.round()
    assert below.has_all(above.manifest())


def test_a_backup_with_a_paper_of_the_authority_becomes_the_service_again(
    above: Above, below: Below, tmp_path: Path
) -> None:
    above.give()
    below.round()
    file, anew = tmp_path / "day.exambackup", tmp_path / "anew"
    give(below.folder.root, MakeBackup(str(file)))
    restore(file, anew, service_in(below.folder.root), START)
    shelf = open_folder(anew).papers / PAPER
    assert (shelf / "authority.jws").read_text() == (
        below.folder.papers / PAPER / "authority.jws"
    ).read_text()
    assert PaperShelf(open_folder(anew).papers, signing_key(below.folder)).is_from_authority(PAPER)


def test_the_authority_sees_how_far_its_sites_are(above: Above, below: Below) -> None:
    above.give()
    below.round()
    with reading(above.folder) as connection:
        (site,) = all_exam_sites(connection)
        (given,) = given_to(connection, site.id)
    assert (site.state, site.address) == ("joined", "127.0.0.1")
    assert given.here == sum(part.size for part in above.manifest().parts)


def test_what_broke_off_goes_on_from_there(above: Above, below: Below) -> None:
    above.give()
    above.cable.condition.delay = 0.005  # so that nothing waits in the buffers of the line
    sent = 0

    def pull(here: int, _total: int) -> None:
        nonlocal sent
        if here > 300_000 and above.cable.condition.plugged:
            sent = here
            above.cable.pull()

    below.round(pull)
    assert "does not answer as it should" in below.trouble
    kept = sum(file.stat().st_size for file in below.folder.arriving.glob("*.part"))
    assert kept > 0
    above.cable.condition.delay = 0.0
    above.cable.plug()
    seen: list[int] = []
    below.round(lambda here, _total: seen.append(here))
    assert below.has_all(above.manifest())
    assert seen[0] >= sent
    assert not [*below.folder.arriving.iterdir()]


def test_nothing_is_fetched_twice(above: Above, below: Below) -> None:
    above.give()
    below.round()
    seen: list[int] = []
    below.round(lambda here, _total: seen.append(here))
    assert seen == []


def test_a_part_with_wrong_bytes_is_thrown_away_and_fetched_again(above: Above, below: Below) -> None:
    above.give()
    part = max(above.manifest().parts, key=lambda one: one.size)
    file = above.part_file(part.sha256)
    good = file.read_bytes()
    file.write_bytes(bytes(part.size))
    below.round()
    assert "is not the one that its manifest names" in below.trouble
    assert not below.has_all(above.manifest())
    assert not [*below.folder.arriving.iterdir()]
    file.write_bytes(good)
    below.round()
    assert below.trouble == ""
    assert below.has_all(above.manifest())


def test_a_manifest_that_another_key_has_signed_is_refused(above: Above, below: Below) -> None:
    above.give()
    forged = sign(above.manifest(), new_signing_key(), MANIFEST)
    (above.folder.papers / PAPER / "manifest.jws").write_text(forged)
    below.round()
    assert "not signed by the authority" in below.trouble
    assert below.papers() == ()
    assert not (below.folder.papers / PAPER).exists()


def test_a_paper_of_our_own_is_not_written_over(above: Above, below: Below, tmp_path: Path) -> None:
    with writing(below.folder) as connection:
        add_draft(connection, below.folder.papers, sample_draft(PAPER), signing_key(below.folder))
    before = below.shelf.manifest_token(PAPER)
    above.give()
    below.round()
    assert "of this service's own already" in below.trouble
    assert below.shelf.manifest_token(PAPER) == before


def test_a_joining_file_serves_one_service_once(above: Above, below: Below, tmp_path: Path) -> None:
    file = above.invite("第二考点")
    assert "fingerprint" in " ".join(below.join(file))
    other = site_in(tmp_path / "other", above.clock)
    with pytest.raises(UpstreamError, match="joined by this file already"):
        other.join(file)
    below.join(file)


def test_a_joining_file_ends(above: Above, tmp_path: Path) -> None:
    file = above.invite("第三考点", valid=60_000)
    above.clock.advance(60_000)
    with pytest.raises(UpstreamError, match="has expired"):
        site_in(tmp_path / "late", above.clock).join(file)


def test_a_joining_file_that_was_changed_is_none(above: Above, tmp_path: Path) -> None:
    file = above.invite("第四考点")
    with pytest.raises(UpstreamError, match="somebody has changed it"):
        site_in(tmp_path / "late", above.clock).join(file.replace(b".", b".A", 1))


def test_a_site_that_was_removed_gets_nothing_more(above: Above, below: Below) -> None:
    above.give()
    give(above.folder.root, RemoveSite("site-1"))
    assert below.round() > USUAL
    assert "This site was removed" in below.trouble
    assert below.papers() == ()


def test_a_paper_that_is_taken_back_stays_where_it_is(above: Above, below: Below) -> None:
    above.give()
    below.round()
    give(above.folder.root, TakePaper("第一考点", PAPER))
    below.round()
    assert below.has_all(above.manifest())
    assert [paper.given for paper in below.papers()] == [False]


def test_a_pause_takes_nothing_until_it_ends(above: Above, below: Below) -> None:
    above.give()
    give(below.folder.root, PauseUpstream(paused=True))
    below.round()
    assert below.papers() == ()
    give(below.folder.root, PauseUpstream(paused=False))
    below.round()
    assert below.has_all(above.manifest())


def test_who_forgets_the_authority_keeps_what_came(above: Above, below: Below) -> None:
    above.give()
    below.round()
    give(below.folder.root, ForgetUpstream())
    below.round()
    assert below.has_all(above.manifest())
    below.join(above.invite("again"))
    above.give(site="site-2")
    below.round()
    assert [paper.given for paper in below.papers()] == [True]


def test_a_stop_ends_a_transfer_at_the_next_piece(above: Above, below: Below) -> None:
    above.give()
    with below.intake() as intake:
        intake._told = lambda _here, _total: intake.stop()
        intake.round()
    assert not below.has_all(above.manifest())
    assert below.trouble == ""
    assert [*below.folder.arriving.iterdir()]


def test_stations_get_parts_of_a_paper_while_it_comes(above: Above, below: Below) -> None:
    """The running service fetches by itself; the first part that is there goes out at once."""
    above.give()
    with below.intake() as intake:
        intake._told = lambda here, _total: intake.stop() if here > 1_600_000 else None
        intake.round()
    give(below.folder.root, PauseUpstream(paused=True))
    with writing(below.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        register_stations(connection, 1)
        exam = create_exam(connection, ExamPlan("大学英语", PAPER, START, 60), START - DAY)
    assert exam.key_release == LATER
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port)
        first, *_, last = above.manifest().parts
        assert hashlib.sha256(station.part(first.sha256)).hexdigest() == first.sha256
        with pytest.raises(RefusedByServiceError) as refused:
            station.part(last.sha256)
        assert (refused.value.status, refused.value.reply.error) == (503, "busy")
        station.log_in()
        assert open_manifest(station.manifest(), signing_key(below.folder)) == above.manifest()
        station.close()


def test_an_exam_cannot_open_the_paper_before_the_authority_does(above: Above, below: Below) -> None:
    above.give(release=START)
    below.round()
    with writing(below.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        with pytest.raises(ExamSetupError, match="releases the key of authoritys at"):
            create_exam(connection, ExamPlan("大学英语", PAPER, START, 60), START - DAY)


def test_a_running_service_takes_papers_by_itself(above: Above, below: Below) -> None:
    above.give()
    with SiteServer(below.folder.root, port=0):
        assert command("upstream", below.folder.root, "fetch", "--until-done") == 0
        assert below.has_all(above.manifest())


def test_a_site_has_one_authority(above: Above, below: Below, tmp_path: Path) -> None:
    with authority_in(tmp_path / "second", above.clock) as second:
        other = second.invite()
    with (
        SiteServer(below.folder.root, port=0, clock=below.clock),
        pytest.raises(OrderError, match="joined 考试院 already"),
    ):
        below.join(other)
