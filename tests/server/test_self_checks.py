"""The service keeps the last self-check of each station, and shows it to the staff."""

import json
from typing import Any

import msgspec
import pytest

from examprotocol.messages import SAMPLE_BYTES, SelfCheckReply
from examprotocol.self_check import REPORT_LIMIT
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.station_orders import RevokeStation
from examserver.storage.self_checks import all_self_checks
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import RefusedByServiceError, Station

Capture = pytest.CaptureFixture[str]


def result(check: str, grade: str = "green", **fields: Any) -> dict[str, Any]:
    return {"check": check, "grade": grade, "reason": f"{check}_{grade}", **fields}


def report(*results: dict[str, Any], **fields: Any) -> dict[str, Any]:
    levels = {"level_requested": 2, "level_effective": 0}
    return {"made": START, "client": "0.1.0", "grade": "green", **levels, "results": results, **fields}


def send(station: Station, content: object) -> SelfCheckReply:
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    return msgspec.json.decode(station.raw("POST", "/self-check", body), type=SelfCheckReply)


def refusal(station: Station, content: object) -> str:
    with pytest.raises(RefusedByServiceError) as refused:
        send(station, content)
    return f"{refused.value.status} {refused.value.reply.error}"


def test_the_staff_see_what_a_station_found_trouble_first(
    station: Station, prepared: Prepared, clock: FakeClock, capsys: Capture
) -> None:
    memory = result("memory", "green", facts={"gigabytes": 8.0}, said="8.0 GB of memory.")
    disk = result("disk", "red", said="The disk is full. Make room.")
    assert send(station, report(memory, disk)).now == clock.now()
    assert main(["stations", "list", str(prepared.folder.root)]) == 0
    assert "\tself-check red 2" in capsys.readouterr().out.splitlines()[0]
    assert main(["stations", "show", str(prepared.folder.root), "PC-01"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "red, drawing level 2 asked for, 0 used." in lines[1]
    assert lines[2] == "red\tdisk\tThe disk is full. Make room."
    assert lines[3] == "green\tmemory\t8.0 GB of memory.\tgigabytes=8.0"


def test_programs_read_it_as_json(station: Station, prepared: Prepared, capsys: Capture) -> None:
    send(station, report(result("memory", "amber")))
    root = str(prepared.folder.root)
    assert main(["stations", "list", root, "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)[:2]
    assert (first["self_check"], second["self_check"]) == ("amber", "")
    assert main(["stations", "show", root, "PC-01", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["report"]["level_effective"] == 0
    assert shown["report"]["results"][0]["reason"] == "memory_amber"
    assert shown["station"]["self_checked"] > 0
    assert main(["stations", "show", root, "PC-02"]) == 0
    assert "not sent a self-check yet" in capsys.readouterr().out


def test_only_the_last_one_is_kept(station: Station, prepared: Prepared, clock: FakeClock) -> None:
    for grade in ("red", "amber", "green"):
        clock.advance(1000)
        send(station, report(result("memory", grade)))
    with reading(prepared.folder) as connection:
        (kept,) = all_self_checks(connection).values()
    assert (kept.report.grade, kept.at) == ("green", clock.now())


def test_the_grade_of_the_whole_is_the_worst_and_not_what_is_claimed(
    station: Station, prepared: Prepared
) -> None:
    send(station, report(result("memory"), result("disk", "red"), grade="green"))
    with reading(prepared.folder) as connection:
        (kept,) = all_self_checks(connection).values()
    assert kept.report.grade == "red"


def test_no_text_of_a_station_plays_with_a_terminal(
    station: Station, prepared: Prepared, capsys: Capture
) -> None:
    nasty = "\x1b[2J\x9b31m\u202e\r\nfine"
    send(station, report(result("memory", said=nasty, facts={"maker": nasty}), client=nasty))
    for more in ([], ["--json"]):
        assert main(["stations", "show", str(prepared.folder.root), "PC-01", *more]) == 0
        out = capsys.readouterr().out
        assert "fine" in out
        assert all(letter.isprintable() or letter in "\t\n" for letter in out)


@pytest.mark.parametrize(
    "content",
    [
        report(),
        report(result("memory", "purple")),
        report(result("a" * 41)),
        report(result("Memory\n")),
        report(result("memory", said="x" * 401)),
        report(result("memory", facts={f"f{n}": n for n in range(21)})),
        report(result("memory", facts={"deep": {"er": 1}})),
        report(result("memory", facts={"much": 1 << 60})),
        report(*(result(f"c{n}") for n in range(61))),
        report(result("memory"), level_effective=-1),
        report(result("memory"), made=1 << 60),
        report(result("memory"), client="x" * 41),
        b"[" * 60_000,
        b"no json",
    ],
)
def test_what_is_no_report_is_not_kept(station: Station, prepared: Prepared, content: object) -> None:
    assert refusal(station, content) == "400 unreadable"
    with reading(prepared.folder) as connection:
        assert all_self_checks(connection) == {}


def test_a_report_has_a_largest_size(station: Station) -> None:
    full = report(*(result(f"c{n}", said="考" * 400, facts={"f": "点" * 400}) for n in range(60)))
    assert len(msgspec.json.encode(full)) > REPORT_LIMIT
    assert refusal(station, full) == "413 too_much"


def test_a_revoked_station_has_no_say(station: Station, prepared: Prepared) -> None:
    give(prepared.folder.root, RevokeStation("PC-01", reason="a power cut"))
    assert refusal(station, report(result("memory"))) == "403 station_revoked"
    with pytest.raises(RefusedByServiceError, match="station_revoked"):
        station.raw("GET", "/sample")


def test_a_station_measures_the_network_by_bytes_that_nothing_makes_shorter(station: Station) -> None:
    sample = station.raw("GET", "/sample")
    assert len(sample) == SAMPLE_BYTES
    assert len(set(sample)) == 256
