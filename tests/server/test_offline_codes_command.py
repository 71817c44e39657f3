"""What the staff give out where no network is: codes to move an exam by, and codes for more time."""

import io
from collections.abc import Callable

import pytest
from jwcrypto import jwk

from examprotocol.events import Epoch
from examprotocol.offline_code import OfflineExtension, code_key, move_code, read_extension, read_move
from examprotocol.password_seal import open_by_password, read_sealed
from examprotocol.room_password import plain_password
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.exam_orders import ExtendExam
from examserver.services.generations import Claim, admit
from examserver.storage.attempts import NEVER, find_attempt_by_id, free, note_claim, raise_grant
from examserver.storage.extensions import ExtensionRow, add_extension, extensions_of
from examserver.storage.site import read_site, set_generation
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared, release
from tests.server.moving import OTHER_PASSWORD, PASSWORD, locked, put_password
from tests.server.station import ADMISSION, ROOM, Station, new_pen

Capture = pytest.CaptureFixture[str]
ANN = "2026A002"


def key_of(password: str = PASSWORD) -> bytes:
    """The key of the room's codes, as a station gets it out of its card."""
    sealed, _ = read_sealed(locked(password).sealed.encode())
    private = open_by_password(sealed, plain_password(password))
    return code_key(jwk.JWK.from_json(private.decode()))


class Desk:
    """The command line of somebody who knows a password."""

    def __init__(self, prepared: Prepared, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        self.prepared = prepared
        self.root = str(prepared.folder.root)
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def run(self, *words: str, typed: str = PASSWORD) -> tuple[int, str]:
        """The exit code, and all that was printed."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        self._capsys.readouterr()
        code = main([*words, "--password-stdin"])
        told = self._capsys.readouterr()
        return code, told.out + told.err

    def move(self, candidate: str = ADMISSION, room: str = ROOM, typed: str = PASSWORD) -> tuple[int, str]:
        who = ("--exam", self.prepared.exam.id, "--candidate", candidate, "--room", room)
        return self.run("attempts", "code", self.root, *who, typed=typed)

    def extension(self, number: int, *more: str, typed: str = PASSWORD) -> tuple[int, str]:
        which = ("--exam", self.prepared.exam.id, "--number", str(number), "--room", ROOM, *more)
        return self.run("exam", "code", self.root, *which, typed=typed)

    def extend(self, *more: str, typed: str = PASSWORD) -> tuple[int, str]:
        words = (
            "exam",
            "extend",
            self.root,
            self.prepared.exam.id,
            "--minutes",
            "15",
            "--reason",
            "r",
            *more,
        )
        return self.run(*words, typed=typed)


@pytest.fixture
def desk(prepared: Prepared, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(prepared, capsys, monkeypatch)


def code_in(told: str) -> str:
    """The line that stands for itself, as somebody reads it aloud."""
    (line,) = [line for line in told.splitlines() if line.startswith("      ")]
    return line


def test_a_code_says_the_next_hop_and_the_station_may_go_on_by_it(
    seated: Station, new_station: Callable[[], Station], desk: Desk
) -> None:
    put_password(desk.prepared)
    code, told = desk.move()
    assert code == 0
    attempt = seated.login.attempt
    epoch = read_move(key_of(), attempt, code_in(told))
    assert epoch == Epoch(1, 1, 1)
    assert "together with the room password" in told
    assert desk.move()[1] == told, "asked once more it is the same code"
    other = new_station()
    other.come_back(attempt, epoch)
    other.sync(new_pen(attempt, epoch))
    assert read_move(key_of(), attempt, code_in(desk.move()[1])) == Epoch(1, 1, 2)
    release(desk.prepared)
    assert seated.log_in().epoch == Epoch(1, 2)
    assert read_move(key_of(), attempt, code_in(desk.move()[1])) == Epoch(1, 2, 1)


def test_a_restored_services_code_is_above_what_the_backup_has_forgotten(
    prepared: Prepared, desk: Desk
) -> None:
    put_password(prepared)
    attempt = begun(prepared)
    with writing(prepared.folder) as connection:
        set_generation(connection, 200_000_000)
    told = desk.move()[1]
    assert read_move(key_of(), attempt, code_in(told)) == Epoch(200_000_000, 1, 1) > Epoch(1, 9)


@pytest.mark.parametrize("generation", [1, 200_000_000])
def test_the_login_after_a_code_is_newest_also_where_nobody_is_known_to_have_logged_in(
    prepared: Prepared, desk: Desk, generation: int
) -> None:
    """The backup is from before the first login; the attempt came back by what a machine had of it."""
    put_password(prepared)
    attempt = begun(prepared)
    forgotten = Epoch(generation - 1, 5) if generation > 1 else NEVER
    with writing(prepared.folder) as connection:
        connection.exec_driver_sql("UPDATE attempts SET granted = 0, generation = 1")
        note_claim(connection, attempt, forgotten, "")
        set_generation(connection, generation)
    by_code = read_move(key_of(), attempt, code_in(desk.move()[1]))
    with writing(prepared.folder) as connection:
        found = find_attempt_by_id(connection, attempt)
        assert found is not None
        admit(connection, found, Claim(by_code), START)
        assert read_site(connection).generation == generation, "the service's own code is no unknown grant"
        assert forgotten < by_code < raise_grant(connection, attempt, "5" * 32)


def begun(prepared: Prepared, grants: int = 1) -> str:
    """An attempt with so many logins, while nothing serves."""
    with writing(prepared.folder) as connection:
        connection.exec_driver_sql(
            "INSERT INTO attempts (id, exam, candidate, granted, submitted) VALUES (?, ?, ?, ?, ?)",
            ("a" * 32, prepared.exam.id, ADMISSION, grants - 1, False),
        )
        raise_grant(connection, "a" * 32, "5" * 32)
        free(connection, "a" * 32)
    return "a" * 32


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        (OTHER_PASSWORD, "This is not the password of room R1"),
        ("", "No password was given"),
        ("  ", "No password was given"),
    ],
)
def test_without_the_password_there_is_no_code_and_no_extension(
    prepared: Prepared, desk: Desk, typed: str, title: str
) -> None:
    put_password(prepared)
    begun(prepared)
    for code, told in (
        desk.move(typed=typed),
        desk.extend("--code-for-room", ROOM, typed=typed),
    ):
        assert code == 1
        assert title in told
        assert OTHER_PASSWORD not in told
    with reading(prepared.folder) as connection:
        assert extensions_of(connection, prepared.exam.id) == ()


def test_what_cannot_be_moved_by_a_code_is_said(prepared: Prepared, desk: Desk) -> None:
    put_password(prepared)
    assert "2026A002 has not logged in" in desk.move(ANN)[1]
    begun(prepared, grants=1024)
    assert "has logged in 1024 times" in desk.move()[1]
    assert "There is no room called R9" in desk.move(room="R9")[1]


def test_a_room_without_a_password_has_no_codes(prepared: Prepared, desk: Desk) -> None:
    begun(prepared)
    assert "Room R1 has no password for exam-1" in desk.move()[1]


def test_who_has_handed_in_is_moved_by_no_code(seated: Station, desk: Desk) -> None:
    put_password(desk.prepared)
    pen = seated.pen()
    seated.sync(pen)
    seated.submit(pen)
    code, told = desk.move()
    assert code == 1
    assert "handed in" in told


def test_after_the_last_hop_a_login_is_needed(seated: Station, desk: Desk) -> None:
    put_password(desk.prepared)
    seated.come_back(seated.login.attempt, Epoch(1, 1, 63))
    code, told = desk.move()
    assert code == 1
    assert "63 times without a login" in told


def test_an_extension_is_given_with_its_code_and_its_code_can_be_had_again(
    seated: Station, desk: Desk
) -> None:
    put_password(desk.prepared)
    code, told = desk.extend("--code-for-room", ROOM)
    assert code == 0
    assert "Extension 1 of exam-1: all candidates have 15 minutes more." in told
    for candidate in (ADMISSION, ANN):
        extension = read_extension(key_of(), "exam-1", candidate, code_in(told))
        assert extension == OfflineExtension(1, 15, everybody=True)
    assert code_in(desk.extension(1)[1]) == code_in(told)
    assert "exam-1 has no extension 2." in desk.extension(2)[1]
    assert seated.heartbeat(seated.pen()).end == desk.prepared.exam.ends + 15 * 60_000


def test_one_candidates_extension_has_a_code_for_that_one_alone(prepared: Prepared, desk: Desk) -> None:
    put_password(prepared)
    _, told = desk.extend("--candidate", ANN.lower(), "--code-for-room", ROOM)
    assert read_extension(key_of(), "exam-1", ANN, code_in(told)) == OfflineExtension(1, 15, everybody=False)
    again = desk.extension(1, "--candidate", f" {ANN.lower()}")[1]
    assert code_in(again) == code_in(told)
    assert f"exam-1 has no extension 1 for {ADMISSION}." in desk.extension(1, "--candidate", ADMISSION)[1]


def test_of_two_extensions_of_one_number_the_candidate_says_which(prepared: Prepared, desk: Desk) -> None:
    """As a restored service has them."""
    put_password(prepared)
    give(prepared.folder.root, ExtendExam("exam-1", 10, ANN, reason="a power cut"))
    with writing(prepared.folder) as connection:
        add_extension(connection, ExtensionRow("f" * 32, "exam-1", 1, ADMISSION, 20, 1, "", "token"))
    code, told = desk.extension(1)
    assert code == 1
    assert "Say which one with --candidate" in told
    told = desk.extension(1, "--candidate", ADMISSION)[1]
    extension = read_extension(key_of(), "exam-1", ADMISSION, code_in(told))
    assert extension == OfflineExtension(1, 20, everybody=False)


def test_the_password_is_asked_for_where_it_is_not_piped(
    prepared: Prepared, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return PASSWORD.lower()

    monkeypatch.setattr("examserver.cli.offline_codes.getpass", ask)
    put_password(prepared)
    begun(prepared)
    words = ["attempts", "code", str(prepared.folder.root), "--exam", "exam-1", "--candidate", ADMISSION]
    assert main([*words, "--room", ROOM.lower()]) == 0
    assert asked == ["Password of room R1: "]
    told = capsys.readouterr().out
    assert read_move(key_of(), "a" * 32, code_in(told)) == Epoch(1, 1, 1)
    assert move_code(key_of(), "a" * 32, Epoch(1, 1, 1)).split("-") == code_in(told).split()


def test_a_release_is_given_listed_and_shown(seated: Station, prepared: Prepared, capsys: Capture) -> None:
    root = str(prepared.folder.root)

    def told(*words: str) -> str:
        capsys.readouterr()
        assert main(list(words)) == 0
        return capsys.readouterr().out

    station = f"R1/1 PC-01 ({seated.key.id[:8]})"
    assert f"\theld {station}\n" in told("attempts", "list", root)
    who = ("--exam", "exam-1", "--candidate", ADMISSION.lower())
    released = told("attempts", "release", root, *who, "--reason", "机器  死机", "--by", "李")
    assert f"It was open at {station}." in released
    assert f"\treleased {station}\n" in told("attempts", "list", root)
    shown = told("attempts", "show", root, ADMISSION)
    assert f"\t李\tstation {seated.key.id[:8]}\t机器 死机\n" in shown
    seated.log_in()
    assert f"\theld {station}\n" in told("attempts", "list", root)
    assert "Releases" in told("attempts", "show", root, ADMISSION)
    seated.leave()
    assert told("attempts", "list", root).endswith("\tfree\n")


def test_nothing_is_stored_by_printing_a_code(prepared: Prepared, desk: Desk) -> None:
    put_password(prepared)
    begun(prepared)
    before = prepared.folder.database.read_bytes()
    assert desk.move()[0] == 0
    assert prepared.folder.database.read_bytes() == before
