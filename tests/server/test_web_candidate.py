"""A candidate's page: both sources side by side, and rulings with who, when and why."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import astuple

from examprotocol.form import Form
from examserver.services.candidates import import_candidates
from examserver.services.counting import answers_that_count
from examserver.services.roster import read_roster
from examserver.serving import SiteServer
from examserver.storage.rulings import rulings_of
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared
from tests.server.packing import Carrier, attempt_of
from tests.server.station import ADMISSION, Pen, Station
from tests.server.visitor import ADMIN, Seen, Visitor, add_admin

LATE = START + 200 * 60_000
SCRIPT = "<script>alert('x')</script>"
REASON = "the proctor's record says so"


@dataclass(frozen=True)
class Case:
    """q1 was answered at two machines, q2 is at the service only, q4 on the stick, q5 there and too late."""

    prepared: Prepared
    admin: Visitor
    old: Pen
    new: Pen

    @property
    def page(self) -> str:
        return f"/web/attempts/{attempt_of(self.prepared)}"

    @property
    def text(self) -> str:
        return self.admin.get(self.page).text

    def rule(self, path: str, reason: str = REASON, **fields: str) -> Seen:
        return self.admin.post(f"{self.page}/{path}", {"reason": reason, **fields})

    def answers(self) -> dict[str, str]:
        with reading(self.prepared.folder) as connection:
            found = answers_that_count(connection, attempt_of(self.prepared)).current
        return {name: ":".join(map(str, astuple(one.response))) for name, one in found.items()}

    def rulings(self) -> list[tuple[str, str, str]]:
        with reading(self.prepared.folder) as connection:
            found = rulings_of(connection, attempt_of(self.prepared))
        return [(one.verdict.value, one.by, one.reason) for one in found]


@pytest.fixture
def case(seated: Station, prepared: Prepared, server: SiteServer, tmp_path: Path) -> Case:
    old, new = seated.pen(), Pen(seated.pen().writer)
    new.choose("q1", "b")
    new.choose("q2", "b")
    seated.sync(new)
    old.choose("q1", "a")
    old.type("q4", f"{SCRIPT}\u202egpj")
    old.type("q5", "42")
    old.write(old.events.pop().body, at=LATE)
    add_admin(prepared)
    admin = Visitor(server.port)
    admin.log_in()
    carrier = Carrier(prepared, tmp_path / "stick")
    assert admin.upload("take", "x", carrier.seal(carrier.package(old))).json["fault"] == ""
    return Case(prepared, admin, old, new)


def words_of(page: str) -> str:
    """The text of a page, as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_both_sources_are_shown_with_what_differs_and_which_counts(case: Case) -> None:
    text = words_of(case.text)
    assert "张三" in text
    assert "4 questions to look at; the two sources differ in 4" in text
    for line in (
        "1 Choose one one counts now let this count",
        "service backup",
        "client export to decide",
        "4 The capital?",
        "42 late let this count",
        "none counts",
    ):
        assert line in text, line
    case.admin.headers = {"Accept-Language": "zh-CN"}
    chinese = words_of(case.text)
    for line in ("客户端导出的作答结果", "服务器端备份的作答结果", "当前采用", "待裁定", "超时", "采用此项"):
        assert line in chinese, line


def test_what_a_candidate_typed_is_text_and_nothing_else(case: Case) -> None:
    assert SCRIPT not in case.text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\ufffdgpj" in case.text


def choose_package(case: Case) -> Seen:
    return case.rule("choose", side="package")


def choose_service(case: Case) -> Seen:
    return case.rule("choose", side="service")


def settle(case: Case) -> Seen:
    return case.rule("prefer", pick1=f"{case.new.writer.id}:1:q1")


def count_late(case: Case) -> Seen:
    return case.rule("prefer", pick4=f"{case.old.writer.id}:4:q5")


def both_at_once(case: Case) -> Seen:
    return case.rule("prefer", pick1=f"{case.new.writer.id}:1:q1", pick4=f"{case.old.writer.id}:4:q5")


def take_back(case: Case) -> Seen:
    return case.rule("take-back", number="1")


@pytest.mark.parametrize(
    ("act", "expected", "rulings"),
    [
        (choose_package, {"q1": "a", "q4": SCRIPT}, 1),
        (choose_service, {"q1": "b", "q2": "b"}, 1),
        (settle, {"q1": "b", "q2": "b", "q4": SCRIPT}, 1),
        (count_late, {"q1": "a", "q2": "b", "q4": SCRIPT, "q5": "42"}, 1),
        (both_at_once, {"q1": "b", "q2": "b", "q4": SCRIPT, "q5": "42"}, 2),
        (take_back, {"q1": "b", "q2": "b"}, 1),
    ],
)
def test_what_a_person_decides_is_a_ruling_with_who_when_and_why(
    case: Case, act: Callable[[Case], Seen], expected: dict[str, str], rulings: int
) -> None:
    reply = act(case)
    assert reply.goes_to == f"{case.page}?done={rulings}"
    values = {name: value.replace("\u202egpj", "") for name, value in case.answers().items()}
    assert values == expected
    assert [(by, reason) for _, by, reason in case.rulings()] == [(ADMIN, REASON)] * rulings
    page = words_of(case.admin.get(reply.goes_to).text)
    assert "Ruled. Nothing was removed" in page
    assert f"{ADMIN} {'counts' if act in (count_late, both_at_once) else 'leaves out'}" in page
    assert REASON in page


def test_what_was_decided_already_makes_no_ruling(case: Case) -> None:
    choose_service(case)
    reply = choose_service(case)
    assert reply.goes_to.endswith("?done=0")
    assert "nothing was ruled" in case.admin.get(reply.goes_to).text


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
@pytest.mark.parametrize("path", ["choose", "prefer", "take-back"])
def test_a_ruling_needs_a_reason_of_a_decent_length(case: Case, path: str, reason: str) -> None:
    pick = f"{case.new.writer.id}:1:q1"
    reply = case.rule(path, reason, side="service", pick1=pick, number="1")
    assert reply.status in (400, 409)
    assert "reason" in reply.text
    assert case.rulings() == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("choose", {"side": "other"}),
        ("choose", {}),
        ("prefer", {}),
        ("prefer", {"pick1": "x"}),
        ("prefer", {"pick1": "::"}),
        ("prefer", {"pick1": f"{'a' * 32}:1:q1"}),
        ("take-back", {"number": "2"}),
        ("take-back", {"number": "x"}),
        ("take-back", {}),
    ],
)
def test_what_is_not_there_cannot_be_ruled_on(case: Case, path: str, fields: dict[str, str]) -> None:
    assert case.rule(path, **fields).status in (400, 409)
    assert case.rulings() == []


def test_an_import_of_another_candidate_is_not_taken_back_here(
    case: Case, prepared: Prepared, tmp_path: Path
) -> None:
    other = f"/web/attempts/{attempt_of(prepared, '2026A002')}/take-back"
    assert case.admin.post(other, {"reason": REASON, "number": "1"}).status == 409
    assert case.rulings() == []


def test_a_candidate_is_found_by_number_as_people_write_it(case: Case) -> None:
    exam = case.prepared.exam.id
    assert case.admin.get(f"/web/find?exam={exam}&candidate={ADMISSION.lower()}").goes_to == case.page
    assert case.admin.get(f"/web/find?exam={exam}&candidate=nobody").status == 409
    assert case.admin.get("/web/find").status == 409
    assert case.admin.get("/web/attempts/nothing").status == 409


def test_a_branch_that_was_kept_apart_can_be_seen_and_not_chosen(case: Case, tmp_path: Path) -> None:
    branch = Pen(case.new.writer, case.new.events[:1])
    branch.choose("q1", "a")
    branch.type("q8", "only on the branch")
    carrier = Carrier(case.prepared, tmp_path / "branch")
    line = case.admin.upload("take", "y", carrier.seal(carrier.package(branch))).json
    assert line["tone"] == "look"
    page = case.text
    assert "only on the branch" in page
    assert f"{branch.writer.id}:3:q8" not in page


def test_without_a_paper_the_questions_are_named_by_their_ids_and_the_form_by_its_seed(
    prepared: Prepared, station: Station, server: SiteServer
) -> None:
    (prepared.folder.papers / prepared.exam.paper / "manifest.jws").unlink()
    login = station.log_in()
    assert login.form == Form(login.attempt)
    pen = station.pen()
    pen.choose("q1", "a")
    station.sync(pen)
    add_admin(prepared)
    admin = Visitor(server.port)
    admin.log_in()
    assert "q1" in words_of(admin.get(f"/web/attempts/{login.attempt}").text)


def test_a_name_is_text_and_nothing_else(prepared: Prepared) -> None:
    name = "<img src=x onerror=alert(1)>"
    roster = f"admission_number,name,identity_number,seat\n{ADMISSION},{name},1X,<b>7</b>\n"
    with writing(prepared.folder) as connection:
        import_candidates(connection, read_roster(roster.encode()))
    with SiteServer(prepared.folder.root, port=0) as server:
        station = Station(server.port)
        station.log_in(identity="1X")
        station.close()
        add_admin(prepared, SCRIPT)
        admin = Visitor(server.port)
        admin.log_in(SCRIPT)
        page = admin.get(f"/web/attempts/{attempt_of(prepared)}").text
    assert "<img" not in page
    assert page.count("<script") == page.count('<script src="/web/static/')
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 2
    assert page.count("&lt;script&gt;") == 1
    assert "&lt;B&gt;7&lt;/B&gt;" in page, "a seat is kept in capitals"
