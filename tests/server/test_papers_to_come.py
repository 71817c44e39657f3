"""Stations take sealed papers before anybody sits at them, and say how far they are."""

import hashlib
import json

import pytest

from examprotocol.bundle import manifest_digest, open_manifest
from examprotocol.paper_messages import PaperFinding, PaperReport, PaperReportReply, PapersReply
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.delivery import AHEAD
from examserver.services.exams import MINUTE
from examserver.services.keys import signing_key
from examserver.services.room_orders import AddRoom, SetRoomPassword
from examserver.services.station_orders import ReleaseStation
from tests.client.exam_site import locked_room
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ROOM, RefusedByServiceError, Station


def coming(station: Station) -> PapersReply:
    return station.call("GET", "/papers", PapersReply)


def tell(station: Station, report: PaperReport) -> PaperReportReply:
    return station.call("POST", "/paper-report", PaperReportReply, report)


def put_password(prepared: Prepared, room: str) -> None:
    locked = locked_room()
    order = SetRoomPassword(room, prepared.exam.id, locked.password, locked.key, locked.sealed)
    give(prepared.folder.root, order)


def test_a_station_without_a_candidate_gets_the_sealed_paper_whole(
    station: Station, prepared: Prepared
) -> None:
    (paper,) = coming(station).papers
    assert (paper.exam, paper.key_release, paper.start) == (
        prepared.exam.id,
        START - 10 * MINUTE,
        START,
    )
    manifest = open_manifest(paper.manifest, signing_key(prepared.folder))
    for part in manifest.parts:
        assert hashlib.sha256(station.part(part.sha256)).hexdigest() == part.sha256


@pytest.mark.parametrize("path", ["/key", "/manifest"])
def test_without_a_candidate_there_is_no_key_at_any_time(
    station: Station, clock: FakeClock, path: str
) -> None:
    clock.time = START + MINUTE
    with pytest.raises(RefusedByServiceError) as refused:
        station.raw("GET", path)
    assert refused.value.reply.error == "session_ended"


def test_a_part_of_no_paper_to_come_is_not_given(station: Station) -> None:
    with pytest.raises(RefusedByServiceError) as refused:
        station.part("0" * 64)
    assert refused.value.reply.error == "not_found"


def test_a_paper_is_no_longer_to_come_when_its_exam_is_closed_and_not_yet_long_before(
    station: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START - AHEAD - 1
    assert coming(station).papers == ()
    clock.time = START - AHEAD + 1
    assert [paper.exam for paper in coming(station).papers] == [prepared.exam.id]
    clock.time = prepared.exam.closes - 1
    assert [paper.exam for paper in coming(station).papers] == [prepared.exam.id]
    clock.time = prepared.exam.closes
    assert coming(station).papers == ()


def test_once_rooms_have_passwords_for_an_exam_only_these_take_its_paper(
    station: Station, prepared: Prepared
) -> None:
    give(prepared.folder.root, AddRoom("B"))
    put_password(prepared, "B")
    assert coming(station).papers == ()
    put_password(prepared, ROOM)
    assert len(coming(station).papers) == 1


def test_a_station_that_was_released_takes_nothing_any_more(station: Station, prepared: Prepared) -> None:
    give(prepared.folder.root, ReleaseStation(station.key.id, reason="a power cut"))
    with pytest.raises(RefusedByServiceError) as refused:
        coming(station)
    assert refused.value.reply.error == "station_released"


def report_of(station: Station, prepared: Prepared, **said: object) -> PaperReport:
    (paper,) = coming(station).papers
    facts = {"here": 10, "total": 10, **said}
    return PaperReport(prepared.exam.id, manifest_digest(paper.manifest), **facts)  # type: ignore[arg-type]


def seats(prepared: Prepared, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["paper", "stations", str(prepared.folder.root), "--exam", prepared.exam.id, "--json"]) == 0
    told: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return told


def test_the_staff_see_seat_by_seat_what_is_here_and_what_cannot_be_shown(
    station: Station, prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = (PaperFinding("q2", 2, pictures=1, characters="䴔"),)
    tell(station, report_of(station, prepared, has_key=True, drawn=5, questions=5, findings=findings))
    mine, *others = seats(prepared, capsys)
    assert (mine["station"], mine["sealed"], mine["has_key"], mine["drawn"]) == (
        station.key.id,
        True,
        True,
        True,
    )
    assert mine["findings"] == [{"question": "q2", "number": 2, "pictures": 1, "characters": "䴔"}]
    assert {other["at"] for other in others} == {0}
    main(["paper", "stations", str(prepared.folder.root), "--exam", prepared.exam.id])
    words = capsys.readouterr().out
    assert "question 2: 1 pictures missing, characters missing: 䴔" in words
    assert f"1 of {len(others) + 1} seats have the sealed parts, 1 have drawn every question." in words


def test_the_last_report_of_a_seat_counts_and_a_half_paper_is_not_a_whole_one(
    station: Station, prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(station, report_of(station, prepared, here=4))
    assert seats(prepared, capsys)[0]["sealed"] is False
    tell(station, report_of(station, prepared))
    assert seats(prepared, capsys)[0]["sealed"] is True


def test_a_seat_that_takes_its_paper_once_more_without_a_key_has_still_drawn_it(
    station: Station, prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(station, report_of(station, prepared, has_key=True, drawn=5, questions=5))
    tell(station, report_of(station, prepared))
    assert seats(prepared, capsys)[0]["drawn"] is True
    tell(station, report_of(station, prepared, here=3))
    assert seats(prepared, capsys)[0]["drawn"] is False


def test_a_report_of_another_paper_than_the_exams_counts_for_nothing(
    station: Station, prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(station, PaperReport(prepared.exam.id, "0" * 64, 10, 10))
    assert seats(prepared, capsys)[0]["at"] == 0


def test_a_report_of_an_exam_that_there_is_not_is_refused(station: Station) -> None:
    with pytest.raises(RefusedByServiceError) as refused:
        tell(station, PaperReport("exam-99", "0" * 64, 10, 10))
    assert refused.value.reply.error == "not_found"


def test_a_report_that_is_too_long_is_refused(station: Station, prepared: Prepared) -> None:
    much = tuple(PaperFinding("q" * 500, number) for number in range(200))
    with pytest.raises(RefusedByServiceError) as refused:
        tell(station, PaperReport(prepared.exam.id, "0" * 64, 10, 10, findings=much))
    assert refused.value.reply.error == "too_much"


def test_an_exam_that_there_is_not_has_no_stations(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["paper", "stations", str(prepared.folder.root), "--exam", "exam-9"]) == 1
    assert "There is no exam exam-9." in capsys.readouterr().err
