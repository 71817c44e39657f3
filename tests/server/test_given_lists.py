"""The authority gives a site rosters and networks: what is new comes in by itself, what changes waits."""

from dataclasses import replace

import msgspec
import pytest

from examprotocol.given_lists import GivenCandidate, sign_list
from examprotocol.signing import new_signing_key
from examserver.cli.ordering import give
from examserver.errors import ExamSiteError, OrderError, UpstreamError
from examserver.ids import token_hash
from examserver.services.candidates import import_candidates
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.giving.orders import ConfirmList, GiveNetworks, GiveRoster
from examserver.services.giving.taking import given_in
from examserver.services.roster import read_roster
from examserver.storage.came_reports import add_entry
from examserver.storage.exams import candidates_of, find_exam
from examserver.storage.given_lists import UpstreamList, given_lists, put_given_list, upstream_lists
from examserver.storage.networks import all_networks
from examserver.storage.reports import places_of
from examserver.storage.store import reading, writing
from tests.server.authority import LATER, PAPER, Above, Below, command
from tests.server.conftest import ROSTER, START

ANN = GivenCandidate("2026A101", "安妮", "E1", "一号考场", "1")
BEN = GivenCandidate("2026A102", "本", "E2", "一号考场", "2")


def with_exam(above: Above) -> str:
    """Set the exam up at the authority, while its service stands still."""
    above.server.stop()
    with writing(above.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        create_exam(connection, ExamPlan("大学英语（二）", PAPER, START, 60), START - 60 * MINUTE)
    above.server.start()
    above.give(LATER)
    return "exam-1"


def lists_of(below: Below) -> dict[str, UpstreamList]:
    with reading(below.folder) as connection:
        return {row.kind: row for row in upstream_lists(connection)}


def test_a_roster_sets_the_exam_up_with_rooms_and_seats(above: Above, below: Below) -> None:
    give(above.folder.root, GiveRoster("site-1", with_exam(above), (ANN, BEN)))
    below.round()
    below.round()
    with reading(below.folder) as connection:
        found = find_exam(connection, "given-exam-1")
        assert found is not None
        assert found.paper == PAPER
        places = [(one.candidate.name, one.room, one.seat) for one in places_of(connection, found.id)]
    assert places == [("安妮", "一号考场", "1"), ("本", "一号考场", "2")]
    assert not lists_of(below)["roster"].waits


def test_what_changes_a_roster_waits_for_a_person_at_the_site(above: Above, below: Below) -> None:
    exam = with_exam(above)
    give(above.folder.root, GiveRoster("site-1", exam, (ANN, BEN)))
    below.round()
    below.round()
    moved = msgspec.structs.replace(BEN, seat="9")
    above.clock.advance(1_000)
    give(above.folder.root, GiveRoster("site-1", exam, (ANN, moved)))
    below.round()
    row = lists_of(below)["roster"]
    assert row.waits
    with reading(below.folder) as connection:
        assert [one.seat for one in places_of(connection, "given-exam-1")] == ["1", "2"]
    with pytest.raises(UpstreamError, match="another list meanwhile"):
        give(below.folder.root, ConfirmList("roster", exam, "0" * 64))
    give(below.folder.root, ConfirmList("roster", exam, row.digest))
    with reading(below.folder) as connection:
        assert [one.seat for one in places_of(connection, "given-exam-1")] == ["1", "9"]


def test_rooms_and_seats_that_the_site_has_assigned_stay_where_none_are_given(
    above: Above, below: Below
) -> None:
    exam, ann = with_exam(above), msgspec.structs.replace(ANN, room="", seat="")
    give(above.folder.root, GiveRoster("site-1", exam, (ann,)))
    below.round()
    below.round()
    with writing(below.folder) as connection:
        add_entry(connection, "given-exam-1", ann.number, "五号考场", "7")
    above.clock.advance(1_000)
    give(above.folder.root, GiveRoster("site-1", exam, (msgspec.structs.replace(ann, name="安妮娅"),)))
    below.round()
    give(below.folder.root, ConfirmList("roster", exam, lists_of(below)["roster"].digest))
    with reading(below.folder) as connection:
        (place,) = places_of(connection, "given-exam-1")
    assert (place.candidate.name, place.room, place.seat) == ("安妮娅", "五号考场", "7")


def test_who_is_not_in_a_new_roster_stays_at_the_site(above: Above, below: Below) -> None:
    exam = with_exam(above)
    give(above.folder.root, GiveRoster("site-1", exam, (ANN, BEN)))
    below.round()
    below.round()
    above.clock.advance(1_000)
    give(above.folder.root, GiveRoster("site-1", exam, (ANN,)))
    below.round()
    give(below.folder.root, ConfirmList("roster", exam, lists_of(below)["roster"].digest))
    with reading(below.folder) as connection:
        assert len(candidates_of(connection, "given-exam-1")) == 2


def test_new_networks_come_by_themselves_and_none_goes_without_a_word(above: Above, below: Below) -> None:
    give(above.folder.root, GiveNetworks("site-1", ("10.1.0.0/16", "10.2.0.0/16")))
    below.round()
    assert networks(below) == {"10.1.0.0/16", "10.2.0.0/16"}
    above.clock.advance(1_000)
    give(above.folder.root, GiveNetworks("site-1", ("10.3.0.0/16",)))
    below.round()
    assert networks(below) == {"10.1.0.0/16", "10.2.0.0/16"}
    give(below.folder.root, ConfirmList("networks", "", lists_of(below)["networks"].digest))
    assert networks(below) == {"10.3.0.0/16"}


def test_the_authority_sees_whether_a_list_was_fetched_waits_or_was_taken_in(
    above: Above, below: Below, capsys: pytest.CaptureFixture[str]
) -> None:
    def line() -> str:
        assert command("sites", above.folder.root, "list") == 0
        return capsys.readouterr().out.splitlines()[-1]

    give(above.folder.root, GiveNetworks("site-1", ("10.1.0.0/16",)))
    assert line().endswith("not fetched yet")
    below.round()
    assert "taken in" in line()
    above.clock.advance(1_000)
    give(above.folder.root, GiveNetworks("site-1", ("10.3.0.0/16",)))
    assert line().endswith("not fetched yet")
    below.round()
    assert line().endswith("waits there for a person's word")
    give(below.folder.root, ConfirmList("networks", "", lists_of(below)["networks"].digest))
    below.round()
    assert "taken in" in line()


def test_a_list_that_another_key_signed_is_refused(above: Above, below: Below) -> None:
    give(above.folder.root, GiveNetworks("site-1", ("10.1.0.0/16",)))
    below.round()
    row = lists_of(below)["networks"]
    above.clock.advance(1_000)
    give(above.folder.root, GiveNetworks("site-1", ("10.9.0.0/16",)))
    forged = sign_list(given_in(row), new_signing_key())
    above.server.stop()
    with writing(above.folder) as connection:
        (given,) = given_lists(connection, "site-1")
        put_given_list(connection, replace(given, token=forged, digest=token_hash(forged)))
    above.server.start()
    below.round()
    assert "not signed by the authority" in below.trouble
    assert networks(below) == {"10.1.0.0/16"}


def test_a_site_that_has_not_joined_or_lacks_the_paper_is_given_no_roster(above: Above, below: Below) -> None:
    above.invite("第二考点")
    with pytest.raises((ExamSiteError, OrderError), match="has not joined"):
        give(above.folder.root, GiveNetworks("第二考点", ("10.1.0.0/16",)))


def networks(below: Below) -> set[str]:
    with reading(below.folder) as connection:
        return {row.cidr for row in all_networks(connection)}
