"""A spare machine takes over from the newest whole backup; nobody goes back behind a newer one unseen."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from examserver import systemd
from examserver.cli import serve, service
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import BackupError, ServingError
from examserver.services.alive.backup_names import backup_file
from examserver.services.alive.taking_over import take_over
from examserver.services.backup_orders import MakeBackup
from examserver.services.backups import make_backup
from examserver.services.key_backup import write_backup
from examserver.services.old_folder import service_in
from examserver.services.recovery_code import new_recovery_code
from examserver.services.setup import new_service
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared
from tests.server.station import Station

MINUTE = 60_000


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


@pytest.fixture
def back_up(prepared: Prepared, place: Path) -> Callable[[int], Path]:
    """Make a backup at a minute of the exam, called as the timer calls it."""

    def make(minute: int) -> Path:
        with reading(prepared.folder) as connection:
            identity = read_site(connection)
        at = START + minute * MINUTE
        file = backup_file(place, identity, 1, at)
        make_backup(prepared.folder, identity, file, at)
        return file

    return make


@pytest.fixture
def keys(prepared: Prepared, tmp_path: Path) -> list[str]:
    """The key backup and its code, as words of the command."""
    file, code_file = tmp_path / "keys.backup", tmp_path / "code.txt"
    code = new_recovery_code()
    write_backup(file, service_in(prepared.folder.root), code)
    code_file.write_text(code, encoding="utf-8")
    return ["--key-backup", str(file), "--code-from", str(code_file)]


def test_one_command_makes_a_spare_machine_the_service(
    prepared: Prepared,
    back_up: Callable[[int], Path],
    place: Path,
    keys: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    back_up(1)
    newest = back_up(2)
    spare = tmp_path / "spare"
    assert main(["take-over", str(spare), "--backups", str(place), *keys, "--no-serve"]) == 0
    said = capsys.readouterr().out
    assert str(newest) in said
    assert "still at the stations" in said
    assert said.count("Restored at ") == 1, "and how old the backup is stands there, once"
    assert "minutes ago" not in said, "rounded down, beside the same minutes rounded up"
    assert "Never start the old machine's service again." in said
    with reading(open_folder(spare)) as connection, reading(prepared.folder) as before:
        identity, old = read_site(connection), read_site(before)
    assert (identity.id, identity.generation > old.generation) == (old.id, True)


def test_where_the_same_terminal_serves_it_only_the_service_says_what_is_missing(
    back_up: Callable[[int], Path],
    place: Path,
    keys: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def begin(words: list[str]) -> int:
        serve._print_who_is_inside(open_folder(Path(words[0])))
        return 0

    monkeypatch.setattr(serve, "run", begin)
    back_up(1)
    assert main(["take-over", str(tmp_path / "spare"), "--backups", str(place), *keys]) == 0
    assert capsys.readouterr().out.count("Restored at ") == 1


def test_the_system_serves_what_was_taken_over_where_the_terminal_is_to_be_closed(
    back_up: Callable[[int], Path],
    place: Path,
    keys: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(service, "require_possible", begun.append)
    monkeypatch.setattr(service, "begin", lambda *words: begun.append(words))
    back_up(1)
    spare = tmp_path / "spare"
    words = ["take-over", str(spare), "--backups", str(place), *keys, "--port", "8461", "--as-service"]
    assert main(words) == 0
    assert begun == [spare, (spare, "0.0.0.0", 8461, [place])]  # noqa: S104
    assert open_folder(spare).root == spare


def test_where_the_system_does_not_start_it_somebody_reads_how_to_serve_it(
    back_up: Callable[[int], Path],
    place: Path,
    keys: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_words: object) -> None:
        raise ServingError("systemd refused.")

    monkeypatch.setattr(service, "require_possible", lambda _folder: None)
    monkeypatch.setattr(service, "begin", refuse)
    back_up(1)
    spare = tmp_path / "spare"
    words = ["take-over", str(spare), "--backups", str(place), *keys, "--port", "8461", "--as-service"]
    assert main(words) == 1
    assert f"  examserver serve {spare} --host 0.0.0.0 --port 8461" in capsys.readouterr().out
    monkeypatch.setattr(systemd, "serving_as_owner", lambda folder, port: f"as the owner of {folder}, {port}")
    shutil.rmtree(spare)
    assert main(words) == 1
    assert f"  as the owner of {spare}, 8461 serve {spare} --host" in capsys.readouterr().out


def test_where_nothing_can_serve_it_nothing_is_taken_over(
    back_up: Callable[[int], Path],
    place: Path,
    keys: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(systemd, "BOOTED", tmp_path / "none")
    back_up(1)
    assert main(["take-over", str(tmp_path / "spare"), "--backups", str(place), *keys, "--as-service"]) == 1
    assert not (tmp_path / "spare").exists()


def test_a_damaged_backup_is_passed_over_by_name(
    prepared: Prepared, back_up: Callable[[int], Path], place: Path, tmp_path: Path
) -> None:
    whole, cut = back_up(1), back_up(2)
    cut.write_bytes(cut.read_bytes()[:-2_000])
    (place / "notes.exambackup").write_text("not one", encoding="utf-8")
    taken = take_over(place, tmp_path / "spare", service_in(prepared.folder.root), START)
    assert taken.file == whole
    assert sorted(one.partition(":")[0] for one in taken.passed_over) == sorted(
        [cut.name, "notes.exambackup"]
    )


def test_another_services_backups_are_not_taken(
    back_up: Callable[[int], Path], place: Path, tmp_path: Path
) -> None:
    back_up(1)
    stranger = new_service("第二考点", "https://10.0.0.1:8460")
    with pytest.raises(BackupError, match=r"No backup in .* can be read back by these keys"):
        take_over(place, tmp_path / "spare", stranger, START)
    assert not (tmp_path / "spare").exists()


def test_a_folder_that_is_away_is_named(prepared: Prepared, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be read"):
        take_over(tmp_path / "away", tmp_path / "spare", service_in(prepared.folder.root), START)


def test_a_later_life_goes_before_whatever_the_clocks_said(
    prepared: Prepared, back_up: Callable[[int], Path], place: Path, tmp_path: Path
) -> None:
    back_up(50)
    first = take_over(place, tmp_path / "first", service_in(prepared.folder.root), START)
    folder = open_folder(tmp_path / "first")
    with reading(folder) as connection:
        identity = read_site(connection)
    later = backup_file(place, identity, 1, START - MINUTE)
    make_backup(folder, identity, later, START - MINUTE)
    second = take_over(place, tmp_path / "second", service_in(tmp_path / "first"), START)
    assert second.file == later
    assert second.restored.generation > first.restored.generation


def test_restoring_behind_a_newer_backup_needs_a_word(
    prepared: Prepared,
    back_up: Callable[[int], Path],
    tmp_path: Path,
    keys: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    older, newer = back_up(1), back_up(2)
    words = ["restore", str(older), str(tmp_path / "new"), *keys]
    words[words.index("--key-backup")] = "--keys"
    assert main(words) == 1
    said = capsys.readouterr().err
    assert str(newer) in said
    assert "--go-back" in said
    assert not (tmp_path / "new").exists()
    assert main([*words, "--go-back"]) == 0
    assert prepared.folder.root.exists()


def test_restoring_behind_the_folder_itself_needs_a_word(
    prepared: Prepared, seated: Station, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pen = seated.pen()
    file = tmp_path / "one.exambackup"
    give(prepared.folder.root, MakeBackup(str(file)))
    seated.sync(pen)
    words = ["restore", str(file), str(tmp_path / "new"), "--from", str(prepared.folder.root)]
    assert main(words) == 1
    assert f"the folder {prepared.folder.root} itself" in capsys.readouterr().err
    assert main([*words, "--go-back"]) == 0


def test_restoring_beside_a_folder_that_cannot_be_read_needs_a_word(
    prepared: Prepared, back_up: Callable[[int], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = back_up(0)
    with (prepared.folder.root / "data" / "site.db").open("r+b") as database:
        database.write(bytes(4096))
    words = ["restore", str(file), str(tmp_path / "new"), "--from", str(prepared.folder.root)]
    assert main(words) != 0
    said = capsys.readouterr().err
    assert "its database cannot be read, so nobody knows what came in last" in said
    assert "--go-back" in said
    assert not (tmp_path / "new").exists()
    assert main([*words, "--go-back"]) == 0


def test_the_newest_of_all_is_restored_without_a_word(
    prepared: Prepared, tmp_path: Path, place: Path
) -> None:
    file = place / "one.exambackup"
    give(prepared.folder.root, MakeBackup(str(file)))
    words = ["restore", str(file), str(tmp_path / "new"), "--from", str(prepared.folder.root)]
    assert main(words) == 0


def test_a_backup_that_somebody_named_by_hand_counts_by_its_own_time(
    prepared: Prepared, back_up: Callable[[int], Path], place: Path, keys: list[str], tmp_path: Path
) -> None:
    back_up(1)
    morning = back_up(2).rename(place / "morning.exambackup")
    back_up(0)
    taken = take_over(place, tmp_path / "spare", service_in(prepared.folder.root), START + 5 * MINUTE)
    assert taken.file == morning
