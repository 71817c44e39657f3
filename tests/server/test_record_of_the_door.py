"""Entries, decisions and supporting materials leave the site as one file, with the hash of each."""

import csv
import hashlib
import io
import zipfile
from http import HTTPStatus
from pathlib import Path

import pytest
from openpyxl import load_workbook

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry
from examserver.services.checkin.record_orders import AddMaterial, PurgePhotos
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.conftest import START, Prepared
from tests.server.sittings import ANN, DAY, THIRD, ZHANG, order_at
from tests.server.station import ROOM
from tests.server.test_roster_photos import picture
from tests.server.visitor import Visitor, add_staff

EXAM, SITTING = "exam-1", "sitting-1"
ZH = {"Accept-Language": "zh-CN"}


@pytest.fixture
def recorded(prepared: Prepared) -> Prepared:
    """One is checked in, one was refused by the head proctor, a photo of the room was handed in."""
    root = prepared.folder.root
    give(root, MakeSitting("上午场"))
    give(root, PutExamIn(EXAM, SITTING))
    give(root, CheckIn(EXAM, THIRD, ROOM, "赵监考"))
    give(root, AskForEntry(EXAM, ZHANG, ROOM, "照片不像", picture(), "赵监考"))
    give(root, AskForEntry(EXAM, ANN, ROOM, "=冒名?", picture(size=(90, 120)), "赵监考"))
    give(root, DecideEntry((f"{EXAM}/{ANN}",), allow=False, reason="冒名", by="王主考"))
    give(root, AddMaterial(EXAM, ROOM, "考场全景", picture(size=(320, 240)), "赵监考"))
    return prepared


def rows_of(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))


def test_the_record_of_a_sitting_has_an_index_the_photos_and_the_hash_of_every_file(
    recorded: Prepared, tmp_path: Path
) -> None:
    out = tmp_path / "record.zip"
    assert main(["checkin", "record", str(recorded.folder.root), SITTING, "--out", str(out)]) == 0
    with zipfile.ZipFile(out) as archive:
        lines = archive.read("SHA256SUMS.txt").decode().splitlines()
        sums = {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}
        assert set(sums) == set(archive.namelist()) - {"SHA256SUMS.txt"}
        for name, sha256 in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
        rows = rows_of(archive)
        book = load_workbook(io.BytesIO(archive.read("index.xlsx")))
        photos = [row["photo"] for row in rows if row["photo"]]
        assert all(archive.read(one).startswith(b"\xff\xd8") for one in photos)
    assert [row["kind"] for row in rows] == ["entry", "entry", "entry", "material"]
    by_number = {row["admission_number"]: row for row in rows}
    refused = by_number[ANN]
    assert (refused["state"], refused["reason"], refused["answer"]) == ("refused", "'=冒名?", "冒名")
    assert (refused["by"], refused["decided_by"]) == ("赵监考", "王主考")
    assert (by_number[THIRD]["state"], by_number[THIRD]["photo"]) == ("in", "")
    assert by_number[ZHANG]["name"] == "张三"
    assert (by_number[""]["room"], by_number[""]["reason"]) == (ROOM, "考场全景")
    assert len(photos) == 3
    assert book.active is not None
    assert book.active.max_row == 5


def test_an_exam_stands_for_its_sitting_and_nothing_is_written_over(
    recorded: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(recorded.folder.root)
    assert main(["checkin", "record", root, EXAM, "--out", str(tmp_path), "--headers", "zh"]) == 0
    assert "3 entries, 1 supporting materials" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / f"{SITTING}-entries.zip") as archive:
        rows = rows_of(archive)
    assert {row["状态"] for row in rows} == {"已签到", "待审批", "已拒绝入场", ""}
    assert main(["checkin", "record", root, EXAM, "--out", str(tmp_path)]) != 0
    assert "exists already" in capsys.readouterr().err
    assert main(["checkin", "record", root, "exam-9", "--out", str(tmp_path)]) != 0


def test_a_photo_that_was_deleted_leaves_its_row(recorded: Prepared, tmp_path: Path) -> None:
    order_at(recorded, PurgePhotos(30), START + 40 * DAY)
    out = tmp_path / "record.zip"
    assert main(["checkin", "record", str(recorded.folder.root), SITTING, "--out", str(out)]) == 0
    with zipfile.ZipFile(out) as archive:
        assert set(archive.namelist()) == {"index.csv", "index.xlsx", "SHA256SUMS.txt"}
        assert [row["reason"] for row in rows_of(archive)][-1] == "考场全景"


def test_the_head_proctor_takes_the_record_from_the_page_and_a_proctor_does_not(
    recorded: Prepared, server: SiteServer
) -> None:
    add_staff(recorded, "王主考", Role.HEAD_PROCTOR)
    add_staff(recorded, "赵监考", Role.PROCTOR, ROOM)
    head, proctor = Visitor(server.port), Visitor(server.port)
    head.log_in("王主考")
    proctor.log_in("赵监考")
    link = f"/web/checkin/record?of={SITTING}"
    assert link in head.get("/web/checkin", **ZH).text
    assert link in head.get(f"/web/sitting?id={SITTING}", **ZH).text
    given = head.get(link, **ZH)
    assert given.headers["content-type"] == "application/zip"
    assert f"{SITTING}-entries.zip" in given.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(given.body)) as archive:
        assert "类别" in rows_of(archive)[0]
    assert proctor.get(link).status == HTTPStatus.FORBIDDEN
    assert link not in proctor.get("/web/checkin", **ZH).text
    assert head.get("/web/checkin/record?of=exam-9").status == HTTPStatus.CONFLICT
    assert head.get(f"/web/sites/record?of={EXAM}").status == HTTPStatus.FORBIDDEN
