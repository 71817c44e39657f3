"""Stations as the site's staff list, rename, release and revoke them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.services.setup import set_up
from examserver.storage.folder import open_folder
from examserver.storage.rooms import Room, add_room
from examserver.storage.stations import Station, StationState, add_station, all_stations
from examserver.storage.store import reading, writing
from tests.server.station import station_key

Capture = pytest.CaptureFixture[str]
WHY = ("--reason", "broken screen")


def station(number: int, room: str, seat: str, name: str) -> Station:
    """An active station; its id is easy to say."""
    identity = f"{number:x}" * 32
    members = station_key(number).members
    return Station(identity, members, name, room, seat, StationState.ACTIVE, "0.1.0", number, "")


STATIONS = (
    station(1, "A", "2", "PC-02"),
    station(2, "A", "12", "PC-12"),
    station(3, "B", "2", "PC-02"),
    station(4, "B", "3", "Front desk"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    set_up(tmp_path / "site", "第一考点", "http://127.0.0.1:8460")
    with writing(open_folder(tmp_path / "site")) as connection:
        for name in ("A", "B"):
            add_room(connection, Room(name, 1))
        for one in STATIONS:
            add_station(connection, one)
    return tmp_path / "site"


def stored(root: Path, number: int) -> Station:
    with reading(open_folder(root)) as connection:
        return next(one for one in all_stations(connection) if one.enrolled == number)


def test_stations_are_listed_by_room_and_seat(root: Path, capsys: Capture) -> None:
    assert main(["stations", "list", str(root)]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[:5] for line in lines] == [
        ["A", "2", "PC-02", "active", "11111111"],
        ["A", "12", "PC-12", "active", "22222222"],
        ["B", "2", "PC-02", "active", "33333333"],
        ["B", "3", "Front desk", "active", "44444444"],
    ]
    assert lines[0][5] == "client 0.1.0"
    assert main(["stations", "list", str(root), "--room", "ｂ"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_programs_get_json(root: Path, capsys: Capture) -> None:
    assert main(["stations", "list", str(root), "--json", "--room", "A"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "id": "1" * 32,
        "room": "A",
        "seat": "2",
        "name": "PC-02",
        "state": "active",
        "client": "0.1.0",
        "enrolled": 1,
        "self_check": "",
        "self_checked": 0,
    }
    assert second["seat"] == "12"


def test_a_site_without_stations_is_told_how_to_get_them(tmp_path: Path, capsys: Capture) -> None:
    set_up(tmp_path / "new", "site", "http://127.0.0.1:8460")
    assert main(["stations", "list", str(tmp_path / "new")]) == 0
    assert "examserver enrol DIR" in capsys.readouterr().out
    assert main(["stations", "release", str(tmp_path / "new"), "A/1", *WHY]) == 1
    title, advice = capsys.readouterr().err.splitlines()
    assert title == "There is no station A/1."
    assert "None has enrolled yet" in advice


@pytest.mark.parametrize("text", ["2" * 32, "2222", "pc-12", " ＰＣ-12 ", "A/12", "a/12"])
def test_a_station_is_found_by_id_beginning_name_or_seat(root: Path, capsys: Capture, text: str) -> None:
    assert main(["stations", "rename", str(root), text, " Window  seat "]) == 0
    assert capsys.readouterr().out == "It is called A/12 Window seat (22222222) now.\n"
    assert stored(root, 2) == replace(STATIONS[1], name="Window seat")


@pytest.mark.parametrize("text", ["222", "A/1", "12", "PC", "B/12", "", "5555"])
def test_an_unknown_station_is_answered_with_those_that_there_are(
    root: Path, capsys: Capture, text: str
) -> None:
    assert main(["stations", "revoke", str(root), text, *WHY]) == 1
    title, advice = capsys.readouterr().err.splitlines()
    assert title == f"There is no station {text}."
    assert advice == (
        "There are: A/2 PC-02 (11111111), A/12 PC-12 (22222222), B/2 PC-02 (33333333), "
        "B/3 Front desk (44444444)."
    )
    assert {stored(root, number).state for number in range(1, 5)} == {StationState.ACTIVE}


def test_a_name_that_two_stations_have_is_not_guessed_at(root: Path, capsys: Capture) -> None:
    assert main(["stations", "release", str(root), "pc-02", *WHY]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "pc-02 fits 2 stations.",
        "Say which one: A/2 PC-02 (11111111), B/2 PC-02 (33333333).",
    ]
    assert main(["stations", "release", str(root), "A/2", *WHY]) == 0
    capsys.readouterr()
    assert main(["stations", "release", str(root), "PC-02", *WHY]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "B/2 PC-02 (33333333) is released."


@pytest.mark.parametrize("action", ["release", "revoke"])
def test_a_station_loses_nothing_without_a_reason(root: Path, capsys: Capture, action: str) -> None:
    with pytest.raises(SystemExit):
        main(["stations", action, str(root), "A/12"])
    assert "--reason" in capsys.readouterr().err
    assert main(["stations", action, str(root), "A/12", "--reason", " "]) == 1
    assert "needs a reason" in capsys.readouterr().err
    assert stored(root, 2) == STATIONS[1]


def test_a_released_station_leaves_its_seat_and_stays_in_the_list(root: Path, capsys: Capture) -> None:
    assert main(["stations", "release", str(root), "A/12", *WHY]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "A/12 PC-12 (22222222) is released.",
        "Seat 12 is free: enrol the spare machine there.",
        "What the released machine has not sent yet is still taken from it.",
    ]
    assert stored(root, 2) == replace(STATIONS[1], seat="", state=StationState.RELEASED)
    assert main(["stations", "release", str(root), "PC-12", *WHY]) == 0
    assert "has no seat any more: it was released before" in capsys.readouterr().out
    assert main(["stations", "list", str(root), "--room", "A"]) == 0
    assert "A\t-\tPC-12\treleased\t22222222" in capsys.readouterr().out


def test_a_revoked_station_leaves_its_seat_and_stays_revoked(root: Path, capsys: Capture) -> None:
    assert main(["stations", "revoke", str(root), "A/12", *WHY]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "A/12 PC-12 (22222222) is revoked: nothing is taken from it any more.",
        "Seat 12 is free.",
    ]
    for action in ("revoke", "release"):
        assert main(["stations", action, str(root), "PC-12", *WHY]) == 0
        assert "revoked before" in capsys.readouterr().out
    assert stored(root, 2) == replace(STATIONS[1], seat="", state=StationState.REVOKED)


@pytest.mark.parametrize("name", ["", "x" * 81, "PC\x07"])
def test_a_name_that_people_could_not_read_is_not_given(root: Path, capsys: Capture, name: str) -> None:
    assert main(["stations", "rename", str(root), "A/2", name]) == 1
    assert "1 to 80 characters" in capsys.readouterr().err
    assert stored(root, 1) == STATIONS[0]


def test_a_long_list_is_cut_and_says_where_the_rest_is(root: Path, capsys: Capture) -> None:
    with writing(open_folder(root)) as connection:
        for number in range(5, 16):
            add_station(connection, station(number, "B", f"{number + 20}", f"PC-{number + 20}"))
    assert main(["stations", "rename", str(root), "nobody", "x"]) == 1
    advice = capsys.readouterr().err.splitlines()[1]
    assert advice.count("(") == 13
    assert "and 3 more (examserver stations list DIR)" in advice
