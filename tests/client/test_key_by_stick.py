"""The network goes before the key is released: it comes on a stick, and the room begins on time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from examclient.domain.export import Drive
from examclient.domain.export_view import Aim
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.errors import ExamError, KeyFault, KeyFileError
from examclient.usecases.key_from_stick import KeyFromStick, KeyWanted
from examprotocol.events import KEY_BY_STICK
from examprotocol.key_file import KeyFile, key_file_name, open_key_file, sign_key_file
from examprotocol.signing import new_signing_key
from examserver.cli.command_line import main as serve_command
from examserver.services.keys import signing_key
from tests.client.cards import PASSWORD
from tests.client.exam_site import MINUTE, ExamSite, Times
from tests.client.proctor_hands import stick_for
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

SOON = Times(start=30 * MINUTE)

pytestmark = pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])


@pytest.fixture
def waiting(site: ExamSite, seat: Seat) -> Seat:
    """A candidate in the waiting room, the sealed paper on the disk, and no network any more."""
    site.set_room_password()
    seat.log_in()
    seat.presenter.confirm()
    seat.wait(lambda: seat.state.awaits_key)
    seat.wait(seat.has_card)
    site.cable.pull()
    return seat


@pytest.fixture
def key(site: ExamSite, tmp_path: Path) -> Path:
    """A drive with the key on it."""
    folder = tmp_path / "E"
    folder.mkdir()
    site.set_room_password()
    write_key(site, folder)
    return folder


def write_key(site: ExamSite, folder: Path, *more: str) -> int:
    asked = [
        "exam",
        "key",
        str(site.folder.root),
        "--exam",
        site.exam.id,
        "--out",
        str(folder),
        "--now",
        *more,
    ]
    return serve_command(asked)


def key_in(folder: Path) -> Path:
    (file,) = folder.glob("*.examkey")
    return file


def open_menu(seat: Seat) -> None:
    seat.presenter.proctor.open()
    seat.wait(lambda: seat.state.proctor is not None)
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.is_open)


def trouble(seat: Seat) -> ExamState:
    return seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.key.trouble is not None)


def test_the_key_on_a_stick_opens_the_paper_as_soon_as_the_menu_is_open(
    site: ExamSite, waiting: Seat, key: Path
) -> None:
    waiting.drives = (Drive(key),)
    open_menu(waiting)
    state = waiting.reach(Phase.WAITING)
    assert state.paper is not None
    assert state.proctor is not None
    assert state.proctor.key.file == key_in(key).name
    assert not site.cable.condition.plugged


def test_a_proctors_stick_that_is_put_in_asks_for_the_password_and_brings_the_key(
    site: ExamSite, waiting: Seat, key: Path
) -> None:
    waiting.drives = (stick_for(site, key),)
    waiting.wait(lambda: waiting.state.proctor is not None and waiting.state.proctor.aim is Aim.KEY)
    waiting.presenter.proctor.unlock(PASSWORD)
    assert waiting.reach(Phase.WAITING).paper is not None


def test_the_button_looks_again_when_the_stick_came_later(waiting: Seat, key: Path) -> None:
    open_menu(waiting)
    assert waiting.state.proctor is not None
    assert waiting.state.proctor.key.trouble is None, "nobody had asked for it yet"
    waiting.presenter.keys.look()
    assert fault(trouble(waiting)) is KeyFault.NONE
    waiting.drives = (Drive(key),)
    waiting.presenter.keys.look()
    waiting.reach(Phase.WAITING)


def fault(state: ExamState) -> KeyFault:
    assert state.proctor is not None
    assert isinstance(state.proctor.key.trouble, KeyFileError)
    return state.proctor.key.trouble.fault


def test_the_key_stays_over_a_restart_without_a_network(
    waiting: Seat, key: Path, new_seat: Callable[..., Seat]
) -> None:
    waiting.drives = (Drive(key),)
    open_menu(waiting)
    waiting.reach(Phase.WAITING)
    waiting.crash()
    again = new_seat(waiting.data, Rebooted())
    again.log_in()
    again.presenter.arrivals.go_on_here()
    again.reach(Phase.CONFIRMING)
    again.presenter.confirm()
    assert again.reach(Phase.WAITING).paper is not None


def test_that_the_key_came_by_stick_stands_in_the_journal(site: ExamSite, waiting: Seat, key: Path) -> None:
    waiting.drives = (Drive(key),)
    open_menu(waiting)
    waiting.reach(Phase.WAITING)
    site.cable.plug()
    waiting.wait(lambda: any(act.action == KEY_BY_STICK for act in site.acts(waiting.attempt)))


def changed(site: ExamSite, key: Path, change: Callable[[KeyFile], KeyFile]) -> None:
    """The file as the service would have written it otherwise."""
    service = signing_key(site.folder)
    file = key_in(key)
    file.write_bytes(sign_key_file(change(open_key_file(file.read_bytes(), service)), service))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda one: replace(one, exam="exam-9", title="另一场"), KeyFault.OTHER_EXAM),
        (lambda one: replace(one, manifest="0" * 64), KeyFault.OTHER_PAPER),
        (lambda one: replace(one, site="another"), KeyFault.FORGED),
        (lambda one: replace(one, rooms=(replace(one.rooms[0], card="no card"),)), KeyFault.FORGED),
    ],
    ids=["another exam", "another paper", "another site", "a card that is none"],
)
def test_a_key_file_that_is_not_for_here_is_named_and_opens_nothing(
    site: ExamSite, waiting: Seat, key: Path, change: Callable[[KeyFile], KeyFile], expected: KeyFault
) -> None:
    changed(site, key, change)
    waiting.drives = (Drive(key),)
    open_menu(waiting)
    assert fault(trouble(waiting)) is expected
    assert waiting.state.awaits_key


def test_a_key_file_for_another_room_opens_nothing_though_its_password_is_the_same(
    site: ExamSite, waiting: Seat, tmp_path: Path
) -> None:
    assert serve_command(["room", "add", str(site.folder.root), "B 204"]) == 0
    site.set_room_password("B 204")
    assert write_key(site, tmp_path, "--room", "B 204") == 0
    waiting.drives = (Drive(tmp_path),)
    open_menu(waiting)
    state = trouble(waiting)
    assert fault(state) is KeyFault.OTHER_ROOM
    assert state.proctor is not None
    assert isinstance(state.proctor.key.trouble, KeyFileError)
    assert "B 204" in state.proctor.key.trouble.title
    assert waiting.state.awaits_key


@pytest.mark.parametrize(
    "damage", [b"", b"no key file", b"x" * 100_000, b"\xff\xfe"], ids=["empty", "words", "long", "bytes"]
)
def test_what_is_no_key_file_is_said_to_be_none(waiting: Seat, key: Path, damage: bytes) -> None:
    key_in(key).write_bytes(damage)
    waiting.drives = (Drive(key),)
    open_menu(waiting)
    assert fault(trouble(waiting)) is KeyFault.NOT_READ


def test_a_key_file_that_somebody_else_signed_is_forged(site: ExamSite, waiting: Seat, key: Path) -> None:
    file = key_in(key)
    statement = open_key_file(file.read_bytes(), signing_key(site.folder))
    file.write_bytes(sign_key_file(statement, new_signing_key()))
    waiting.drives = (Drive(key),)
    open_menu(waiting)
    assert fault(trouble(waiting)) is KeyFault.FORGED


def test_of_several_files_the_one_that_fits_is_taken(site: ExamSite, waiting: Seat, key: Path) -> None:
    (key / "0.examkey").write_bytes(b"none")
    waiting.drives = (Drive(key),)
    open_menu(waiting)
    waiting.reach(Phase.WAITING)


def test_a_key_that_does_not_open_the_paper_is_told_as_taken_nowhere(waiting: Seat) -> None:
    taken: list[str] = []
    failed: list[ExamError] = []
    waiting.presenter.keys._papers.take_key(bytes(32), lambda: taken.append("taken"), failed.append)
    waiting.wait(lambda: bool(failed or taken))
    assert taken == []
    assert waiting.state.awaits_key


def test_without_the_right_password_the_file_opens_nothing(site: ExamSite, seat: Seat, key: Path) -> None:
    statement = open_key_file(key_in(key).read_bytes(), signing_key(site.folder))
    look = KeyFromStick(seat.presenter.keys._look._site)
    wanted = KeyWanted(statement.exam, "", statement.manifest)
    with pytest.raises(KeyFileError) as wrong:
        look([key], wanted, "AAAA-BBBB-CCCC")
    assert wrong.value.fault is KeyFault.OTHER_PASSWORD
    assert len(look([key], wanted, PASSWORD).key) == 32


def test_the_service_writes_no_key_before_its_release_unless_told_to(
    site: ExamSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.set_room_password()
    asked = ["exam", "key", str(site.folder.root), "--exam", site.exam.id, "--out", str(tmp_path)]
    assert serve_command(asked) == 1
    assert "and not before" in capsys.readouterr().err
    assert list(tmp_path.glob("*.examkey")) == []
    assert serve_command([*asked[:-1], str(tmp_path / "drive"), "--now"]) == 1
    assert "Put the drive in" in capsys.readouterr().err, "stations would not know a file called so"
    assert serve_command([*asked, "--now"]) == 0
    assert "not released yet" in capsys.readouterr().out
    assert [path.name for path in tmp_path.glob("*.examkey")] == [key_file_name("第一考点", site.exam.id)]
    assert serve_command([*asked, "--now"]) == 1
    assert "exists already" in capsys.readouterr().err


def test_without_a_room_password_nobody_could_open_the_file_so_there_is_none(
    site: ExamSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_key(site, tmp_path) == 1
    told = capsys.readouterr().err
    assert "nobody could open it" in told
    assert f"room password DIR --room R --exam {site.exam.id}" in told


def test_the_file_holds_nothing_that_opens_the_paper_by_itself(site: ExamSite, key: Path) -> None:
    content_key = (site.folder.papers / "paper" / "content.key").read_bytes()
    assert content_key not in key_in(key).read_bytes()
