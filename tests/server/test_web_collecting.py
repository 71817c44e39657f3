"""The pages of collecting: cases with their two buttons, finishing with reasons, results to take away."""

import io
import re
import time
import zipfile
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook

from examprotocol.attempt_journal import open_journal
from examserver import site
from examserver.services.keys import signing_key
from examserver.serving import SiteServer
from examserver.storage.attempts import attempts_of
from examserver.storage.audit import audit_rows
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared
from tests.server.packing import hand_in
from tests.server.station import ADMISSION, Pen, Station
from tests.server.visitor import ADMIN, Seen, Visitor, add_admin

PATIENCE_SECONDS = 20.0
ALL = "/web/collections"
FIRE = "<b>the machine burnt</b>"


@dataclass
class Desk:
    """An admin at the page of the one exam, at which one candidate has answered one question."""

    prepared: Prepared
    clock: FakeClock
    admin: Visitor
    station: Station
    pen: Pen

    @property
    def here(self) -> str:
        return f"{ALL}/{self.prepared.exam.id}"

    def text(self, query: str = "") -> str:
        return " ".join(re.sub(r"<[^>]*>", " ", self.admin.get(self.here + query).text).split())

    def close(self) -> None:
        self.clock.time = self.prepared.exam.closes + 1
        until = time.monotonic() + PATIENCE_SECONDS
        with reading(self.prepared.folder) as connection:
            while not attempts_of(connection, self.prepared.exam.id)[0].closed:
                connection.rollback()
                assert time.monotonic() < until
        assert self.admin.log_in().status == 303, "half an hour without use ended the session"

    def settle(self, **fields: str) -> Seen:
        return self.admin.post(f"{self.here}/settle", {"candidate": ADMISSION, "reason": FIRE, **fields})


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service looks at once for what is to be closed."""
    monkeypatch.setattr(site, "EVERY_SECONDS", 0.02)


@pytest.fixture
def desk(prepared: Prepared, clock: FakeClock, server: SiteServer, seated: Station) -> Desk:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    add_admin(prepared)
    admin = Visitor(server.port)
    assert admin.log_in().status == 303
    return Desk(prepared, clock, admin, seated, pen)


def test_a_case_stands_there_with_both_buttons_and_goes_when_somebody_has_decided(desk: Desk) -> None:
    assert "No exam has begun yet." in desk.admin.get(ALL).text
    assert "The exam is not closed yet:" in desk.text()
    desk.close()
    listed = desk.admin.get(ALL).text
    assert "open cases: 1" in listed
    page = desk.text()
    assert "Open cases: 1. Settle each, or say below why it stays open." in page
    assert "Exported by the client: take it in" in page
    assert "Nothing was chosen" in desk.settle().text
    assert "Say why" in desk.settle(side="service", reason=" ").text
    assert desk.settle(side="package").status == 409
    assert desk.settle(side="service").goes_to == f"{desk.here}?done=settled"
    page = desk.admin.get(f"{desk.here}?done=settled").text
    assert "Decided. What comes later opens the case again." in page
    assert "&lt;b&gt;the machine burnt&lt;/b&gt;" in page
    assert FIRE not in page
    assert "No case is open: the collection can be finished." in page


def test_it_is_finished_with_a_reason_for_each_open_case_and_says_what_came_later(desk: Desk) -> None:
    desk.close()
    assert desk.admin.post(f"{desk.here}/finish").status == 409
    assert "cases are open and have no reason" in desk.admin.post(f"{desk.here}/finish").text
    reply = desk.admin.post(f"{desk.here}/finish", {f"why:{ADMISSION}": FIRE})
    assert reply.goes_to == f"{desk.here}?done=finished"
    assert "This collection is finished. Nothing has come since." in desk.text()
    assert f"Finished by {ADMIN}." in desk.text()
    hand_in(desk.pen)
    desk.station.sync(desk.pen, 3)
    assert f"for 1 candidates: 张三 {ADMISSION}" in desk.text()
    assert "finished, and something came later: 1" in desk.admin.get(ALL).text
    assert "Say why" in desk.admin.post(f"{desk.here}/resume").text
    assert desk.admin.post(f"{desk.here}/resume", {"reason": "it came"}).goes_to.endswith("done=resumed")
    assert "The collection is taken up again." in desk.text("?done=resumed")
    desk.admin.headers = {"Accept-Language": "zh-CN"}
    assert "没有待处理的考生，可以完成回收。" in desk.text()
    with reading(desk.prepared.folder) as connection:
        done = [(row.what, row.who) for row in audit_rows(connection) if "collection" in row.what]
    assert done == [("finish_collection", ADMIN), ("resume_collection", ADMIN)]


def test_every_kind_of_result_can_be_taken_away(desk: Desk) -> None:
    def taken(kind: str, **headers: str) -> Seen:
        seen = desk.admin.get(f"{desk.here}/files/{kind}", **headers)
        assert seen.status == 200
        assert seen.headers["Content-Disposition"].endswith(f"{desk.prepared.exam.id}-{kind}")
        return seen

    assert taken("results.csv").body.decode("utf-8-sig").startswith("exam,admission_number")
    chinese = {"Accept-Language": "zh-CN"}
    assert taken("points.csv", **chinese).body.decode("utf-8-sig").startswith("考试,准考证号")
    assert load_workbook(io.BytesIO(taken("results.xlsx").body)).sheetnames == ["results", "points"]
    with zipfile.ZipFile(io.BytesIO(taken("qti.zip").body)) as archive:
        assert sorted(archive.namelist())[0] == f"{desk.prepared.exam.id}-{ADMISSION}.xml"
        assert len(archive.namelist()) == 3
    with zipfile.ZipFile(io.BytesIO(taken("journals.zip").body)) as archive:
        (name,) = archive.namelist()
        journal = open_journal(archive.read(name).decode(), signing_key(desk.prepared.folder))
    assert journal.candidate == ADMISSION
    assert desk.admin.get(f"{desk.here}/files/passwords.csv").status == 404


@pytest.mark.parametrize("path", ["nothing", "nothing/files/results.csv", "%2e%2e"])
def test_an_exam_that_is_not_there_is_said_so(desk: Desk, path: str) -> None:
    seen = desk.admin.get(f"{ALL}/{path}")
    assert (seen.status, "There is no exam with the id" in seen.text) == (409, True)


def test_what_came_since_somebody_looked_is_not_decided_over(desk: Desk) -> None:
    desk.close()
    shown = desk.admin.get(desk.here).text
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    refused = desk.settle(side="service", seen="0" * len(seen))
    assert "Something has come of candidate" in refused.text
    assert desk.settle(side="service", seen=seen).status == 303
