"""Entries, decisions and supporting materials go to the authority with the results, and are shown there."""

import io
import zipfile
from functools import partial
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import Connection

from examprotocol.door_record import RoomMaterial
from examprotocol.result_seal import claimed_index
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import CheckInError, OrderError
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry, UndoCheckIn
from examserver.services.checkin.record import Record, record_of
from examserver.services.checkin.record_orders import AddMaterial, PurgePhotos, exams_of_old_photos
from examserver.services.reporting import records
from examserver.services.reporting.overview import reporting_below
from examserver.services.reporting.result_file import write_results
from examserver.storage.entry_photos import photos_there
from examserver.storage.exams import find_exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.reported_records import reported_materials
from examserver.storage.reports import ReportRow
from examserver.storage.result_parts import read_part
from examserver.storage.store import reading
from tests.server.authority import DAY, Above, Below
from tests.server.conftest import START
from tests.server.reporting import THERE, Reporting, reporting_site
from tests.server.sittings import ANN, THIRD, ZHANG, order_at
from tests.server.station import ROOM
from tests.server.test_roster_photos import picture
from tests.server.visitor import Visitor, add_admin

EXAM = "exam-1"
ZH = {"Accept-Language": "zh-CN"}


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    """One was checked in, one waits for the head proctor, and the room was photographed."""
    site = reporting_site(above, below)
    root = below.folder.root
    give(root, CheckIn(EXAM, THIRD, ROOM, "赵监考"))
    give(root, AskForEntry(EXAM, ZHANG, ROOM, "照片不像", picture(), "赵监考"))
    give(root, AddMaterial(EXAM, ROOM, "考场全景 <b>", picture(size=(320, 240)), "赵监考"))
    return site


def record_in(folder: ServiceFolder, exam: str) -> Record:
    with reading(folder) as connection:
        found = find_exam(connection, exam)
        assert found is not None
        return record_of(connection, found)


def as_file(site: Reporting, row: ReportRow, file: Path) -> Path:
    """The package of a report that waits, on a stick."""
    parts = claimed_index(row.index.encode()).parts
    write_results(file, row.index, parts, partial(read_part, site.below.folder))
    return file


def is_due(site: Reporting) -> bool:
    """Whether the site's page says that something of the record is not there."""
    with reading(site.below.folder) as connection:
        below = site.below
        (exam,) = reporting_below(connection, below.folder, below.shelf, below.clock.now()).exams
    return exam.since.is_recorded


def test_the_record_comes_with_the_report_and_the_photos_are_the_same(site: Reporting) -> None:
    site.sit("b")
    assert site.report().acknowledged
    here, there = record_in(site.below.folder, EXAM), record_in(site.above.folder, THERE)
    assert (there.entries, there.materials) == (here.entries, here.materials)
    assert len(there.photos) == 2
    assert photos_there(site.above.folder, there.photos) == set(here.photos)
    assert not is_due(site)


def test_a_name_that_no_report_could_carry_is_refused_at_the_door(site: Reporting) -> None:
    for by in ("赵" * 101, "赵\n监考"):
        with pytest.raises(OrderError, match="more than 100 characters") as error:
            give(site.below.folder.root, CheckIn(EXAM, ANN, ROOM, by))
        assert "--by" in error.value.advice
    with pytest.raises(CheckInError, match="1 to 40 characters"):
        give(site.below.folder.root, CheckIn(EXAM, ANN, "3" * 41, "赵监考"))
    give(site.below.folder.root, CheckIn(EXAM, ANN, ROOM, "赵" * 100))
    assert site.report().acknowledged
    assert record_in(site.above.folder, THERE).entries == record_in(site.below.folder, EXAM).entries


def test_the_rows_of_a_record_are_read_once_however_many_photos_come(
    site: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        size = (330 + number, 240)
        give(site.below.folder.root, AddMaterial(EXAM, ROOM, f"{number}", picture(size=size), "赵监考"))
    asked: list[str] = []

    def counted(connection: Connection, exam: str) -> tuple[RoomMaterial, ...]:
        asked.append(exam)
        return reported_materials(connection, exam)

    monkeypatch.setattr(records, "reported_materials", counted)
    assert site.report().acknowledged
    assert len(record_in(site.above.folder, THERE).photos) == 10
    assert len(asked) < 10


def test_a_decision_after_the_report_is_due_and_only_what_is_new_goes_again(site: Reporting) -> None:
    first = site.report().size
    give(site.below.folder.root, DecideEntry((f"{EXAM}/{ZHANG}",), allow=True, by="王主考"))
    assert is_due(site)
    second = site.report()
    assert second.size < first / 2, "the photos do not go twice"
    (row,) = [one for one in record_in(site.above.folder, THERE).entries if one.candidate == ZHANG]
    assert (row.state, row.decided_by) == ("allowed", "王主考")
    assert not is_due(site)


def test_what_the_site_took_back_since_is_not_kept_as_if_it_had_happened(site: Reporting) -> None:
    site.report()
    give(site.below.folder.root, UndoCheckIn(EXAM, THIRD, ROOM, "赵监考"))
    site.report()
    assert [one.candidate for one in record_in(site.above.folder, THERE).entries] == [ZHANG]
    assert not is_due(site)


def test_photos_that_the_site_deletes_later_stay_at_the_authority(site: Reporting) -> None:
    site.report()
    there = record_in(site.above.folder, THERE).photos
    order_at(site.below, PurgePhotos(30), START + 40 * DAY)
    assert record_in(site.below.folder, EXAM).photos == ()
    assert not is_due(site)
    site.report(whole=True)
    assert record_in(site.above.folder, THERE).photos == there
    assert photos_there(site.above.folder, there) == set(there)


def test_what_is_reported_late_stays_at_the_authority_for_thirty_days_of_its_own(site: Reporting) -> None:
    def old_there(days: int) -> tuple[str, ...]:
        with reading(site.above.folder) as connection:
            at = site.above.clock.now() + days * DAY
            return exams_of_old_photos(connection, site.above.folder, at)

    site.below.clock.advance(site.exam.closes + 31 * DAY - site.below.clock.now())
    assert site.report().acknowledged
    give(site.above.folder.root, PurgePhotos(30))
    there = record_in(site.above.folder, THERE).photos
    assert len(photos_there(site.above.folder, there)) == 2
    assert (old_there(29), old_there(30)) == ((), (THERE,))
    site.above.clock.advance(30 * DAY)
    give(site.above.folder.root, PurgePhotos(30))
    assert record_in(site.above.folder, THERE).photos == ()


def test_photos_that_are_not_reported_yet_are_not_deleted_in_passing(site: Reporting) -> None:
    before = record_in(site.below.folder, EXAM).photos
    said = order_at(site.below, PurgePhotos(30), START + 40 * DAY).lines
    assert f"Kept, since the authority has not all of them: {EXAM}." in said
    assert record_in(site.below.folder, EXAM).photos == before
    order_at(site.below, PurgePhotos(30, unreported=True), START + 40 * DAY)
    assert record_in(site.below.folder, EXAM).photos == ()


def test_an_older_report_that_comes_later_takes_nothing_back(site: Reporting, tmp_path: Path) -> None:
    root, old = str(site.below.folder.root), tmp_path / "old.examresults"
    new, order = tmp_path / "new.examresults", ["upstream", root, "report", "--exam", EXAM]
    with site.after_closing():
        assert main([*order, "--unfinished", "断网", "--out", str(old)]) == 0
    give(site.below.folder.root, DecideEntry((f"{EXAM}/{ZHANG}",), allow=True, by="王主考"))
    with site.after_closing():
        assert main([*order, "--unfinished", "断网", "--whole", "--out", str(new)]) == 0
    for file in (new, old):
        assert main(["sites", str(site.above.folder.root), "import", str(file)]) == 0
    (row,) = [one for one in record_in(site.above.folder, THERE).entries if one.candidate == ZHANG]
    assert row.state == "allowed"


def test_the_authority_sees_the_record_and_gives_it_out_by_page_and_command(
    site: Reporting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    give(site.below.folder.root, AskForEntry(EXAM, ANN, ROOM, "无证件", picture(colour="blue"), "赵监考"))
    give(site.below.folder.root, DecideEntry((f"{EXAM}/{ANN}",), allow=False, reason="冒名", by="王主考"))
    site.report()
    add_admin(site.above)
    admin = Visitor(site.above.server.port)
    admin.log_in()
    assert "入场 3 条，辅助材料 1 份" in admin.get("/web/sites", **ZH).text
    page = admin.get(f"/web/sites/record?of={THERE}", **ZH).text
    for words in ("张三", "照片不像", "冒名", "王主考", "已拒绝入场", "待审批", "考场全景 &lt;b&gt;"):
        assert words in page
    photo = record_in(site.above.folder, THERE).photos[0]
    shown = admin.get(f"/web/sites/record/photo?of={THERE}&photo={photo}")
    assert (shown.status, shown.headers["content-type"]) == (HTTPStatus.OK, "image/jpeg")
    assert admin.get(f"/web/sites/record/photo?of={THERE}&photo={'0' * 64}").status == HTTPStatus.NOT_FOUND
    given = admin.get(f"/web/sites/record/file?of={THERE}", **ZH)
    out = tmp_path / "record.zip"
    assert main(["sites", str(site.above.folder.root), "record", THERE, "--out", str(out)]) == 0
    assert "3 entries, 1 supporting materials" in capsys.readouterr().out
    for content in (given.body, out.read_bytes()):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert sum(name.endswith(".jpg") for name in archive.namelist()) == 3
    assert admin.get(f"/web/checkin/record?of={THERE}").status == HTTPStatus.CONFLICT
