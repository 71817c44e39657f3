"""The log for programs says what happened, and names nobody, whoever logs whatever."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from examserver import service_log
from examserver.api.replies import refusal
from examserver.errors import AttemptError, StorageError
from examserver.service_log import JsonLines, json_log, shown
from examserver.serving import SiteServer
from tests.server.conftest import Prepared
from tests.server.station import ADMISSION, IDENTITY, Station
from tests.server.visitor import Visitor

NAMES = ("张三", '"><script>alert(1)</script>', "=cmd|'/c calc'!A1", "line\nbreak", "110101199003070417")
ANSWER = "my secret answer 我的答案"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The log of everything that happens meanwhile, down to the least."""
    handler = json_log(tmp_path / "log", "service-1")
    assert handler is not None
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path / "log" / "service-1.jsonl"
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_what_people_type_and_answer_is_not_in_the_log(
    file: Path, server: SiteServer, prepared: Prepared, seated: Station
) -> None:
    pen = seated.pen()
    pen.type("q4", ANSWER)
    seated.sync(pen)
    visitor = Visitor(server.port)
    for name in NAMES:
        visitor.post("/web/login", {"name": name, "password": f"{name} password"})
    logging.getLogger("asyncio").error(f"Task <{ANSWER}> failed")
    log = logging.getLogger("examserver.trial")
    for value in (*NAMES, ANSWER, ADMISSION, IDENTITY):
        log.warning("somebody was called %s", value)
        log.warning("a path %s", Path(value))
        try:
            raise ValueError(value)
        except ValueError as error:
            log.exception("it failed: %s", error)
            refusal(error, 1)
            log.error("refused: %s", AttemptError(f"There is no attempt of {value}."))
    text = file.read_text(encoding="utf-8")
    assert len(lines(file)) > len(NAMES)
    for value in (*NAMES, ANSWER, ADMISSION, IDENTITY, "我的答案", "password", "alert(1)"):
        assert value not in text
        assert json.dumps(value)[1:-1] not in text


def test_an_error_says_its_kind_and_where_it_was(file: Path) -> None:
    try:
        raise ZeroDivisionError("by 张三")
    except ZeroDivisionError:
        logging.getLogger("examserver.trial").exception("a round of %d failed", 7)
    last = lines(file)[-1]
    assert (last["level"], last["from"], last["said"]) == ("ERROR", "examserver.trial", "a round of 7 failed")
    assert last["error"] == "ZeroDivisionError"
    assert last["where"][-1].startswith("test_service_log.py:")
    assert last["at"].endswith("+00:00")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12, "12"),
        ("ab" * 16, "ab" * 16),
        ("1" * 12, "…"),
        ("110101199003070417", "…"),
        ("facade", "…"),
        ("exam-1", "exam-1"),
        (Path("/a/张三.examanswers"), "….examanswers"),
        (Path("/a/site.110101199003070417"), "…"),
        (StorageError("The disk is full.", "Make room."), "StorageError: The disk is full. Make room."),
        (AttemptError("No attempt of 张三."), "AttemptError"),
    ],
    ids=["count", "id", "digits", "identity", "word", "exam", "file", "ending", "disk", "person"],
)
def test_a_value_is_shown_only_where_its_kind_is_nobodys(value: object, said: str) -> None:
    assert shown(value) == said


def test_a_message_with_too_few_values_or_a_percent_sign_is_said_all_the_same() -> None:
    def said(text: str, *values: object) -> str:
        record = logging.LogRecord("examserver.a", logging.INFO, "f", 1, text, values, None)
        return str(json.loads(JsonLines().format(record))["said"])

    assert said("20 %% of %d", 3) == "20 % of 3"
    assert said("%s and %s", "1") == "… and …"


def test_the_log_turns_over_and_keeps_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_log, "MOST_BYTES", 400)
    monkeypatch.setattr(service_log, "KEPT", 2)
    handler = json_log(tmp_path / "log", "service-1")
    assert handler is not None
    for number in range(50):
        handler.emit(logging.LogRecord("a", logging.INFO, "f", 1, "round %d", (number,), None))
    handler.close()
    files = sorted(file.name for file in (tmp_path / "log").iterdir())
    assert files == ["service-1.jsonl", "service-1.jsonl.1", "service-1.jsonl.2"]


def test_where_no_log_can_be_kept_the_service_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way", encoding="utf-8")
    assert json_log(tmp_path / "log", "service-1") is None
