"""What candidates attached lies in sealed chunks beside the package: kept, or said to be missing."""

from pathlib import Path

import pytest

from examprotocol.attachments import Attachment, Chunk
from examprotocol.package_attachments import open_attachment, seal_attachment
from examprotocol.package_name import chunk_name
from examserver.cli.command_line import main
from examserver.services import import_attachments
from examserver.services.import_verdicts import Note, Verdict
from examserver.services.import_words import NOTES
from examserver.storage.folder import ServiceFolder
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, bring, pen_of

DATA = bytes(range(256)) * 20


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


@pytest.fixture
def attached(monkeypatch: pytest.MonkeyPatch) -> tuple[Attachment, tuple[bytes, ...]]:
    """A file in three chunks."""
    monkeypatch.setattr("examprotocol.package_attachments.LARGEST_CHUNK", 2_000)
    return seal_attachment("../../etc/passwd", DATA)


Attached = tuple[Attachment, tuple[bytes, ...]]


def packed(carrier: Carrier, attached: Attached) -> Path:
    pen = pen_of(carrier.prepared)
    pen.choose("q1", "a")
    return carrier.pack(pen, attachments=(attached[0],))


def lay(file: Path, *chunks: tuple[int, bytes]) -> None:
    for number, sealed in chunks:
        (file.parent / chunk_name(file.name, number)).write_bytes(sealed)


def kept(folder: ServiceFolder, attachment: Attachment) -> bytes:
    """The file, from what the service has kept of it."""
    files = [folder.packages / f"{chunk.sha256}.examattachment" for chunk in attachment.chunks]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    return open_attachment(attachment, [file.read_bytes() for file in files])


def notes(carrier: Carrier, file: Path, *, dry_run: bool = False) -> set[Note]:
    result = bring(carrier.prepared, file, dry_run=dry_run)
    assert result.came_in
    return {note for note in result.notes if note.startswith("attach") or note is Note.NOT_KEPT}


def test_attached_files_are_kept_as_they_came(carrier: Carrier, attached: Attached) -> None:
    file = packed(carrier, attached)
    lay(file, *enumerate(attached[1], 1))
    assert notes(carrier, file, dry_run=True) == {Note.ATTACHMENTS}
    assert not carrier.prepared.folder.packages.exists()
    assert notes(carrier, file) == {Note.ATTACHMENTS}
    assert kept(carrier.prepared.folder, attached[0]) == DATA


def test_chunks_are_found_under_any_name(carrier: Carrier, attached: Attached) -> None:
    file = packed(carrier, attached)
    for number, sealed in enumerate(attached[1]):
        (file.parent / f"copy ({number}).EXAMATTACHMENT").write_bytes(sealed)
    assert notes(carrier, file) == {Note.ATTACHMENTS}
    assert kept(carrier.prepared.folder, attached[0]) == DATA


def test_what_is_missing_is_said_and_comes_with_the_same_package_later(
    carrier: Carrier, attached: Attached
) -> None:
    first, second, third = attached[1]
    file = packed(carrier, attached)
    lay(file, (1, first), (2, second[:-1] + bytes([second[-1] ^ 1])))
    assert notes(carrier, file) == {Note.ATTACHMENTS_MISSING}
    (file.parent / chunk_name(file.name, 1)).unlink()
    lay(file, (2, third), (3, second))
    result = bring(carrier.prepared, file)
    assert result.verdict is Verdict.SAME_AGAIN
    assert Note.ATTACHMENTS in result.notes
    assert kept(carrier.prepared.folder, attached[0]) == DATA


def test_a_chunk_that_does_not_open_is_kept_and_named(carrier: Carrier, attached: Attached) -> None:
    other, sealed = seal_attachment("other", DATA)
    lying = Attachment("x", len(DATA), attached[0].key, other.chunks)
    file = packed(carrier, (lying, sealed))
    lay(file, *enumerate(sealed, 1))
    assert notes(carrier, file) == {Note.ATTACHMENTS, Note.ATTACHMENTS_DAMAGED}
    assert kept(carrier.prepared.folder, other) == DATA


def test_where_nothing_may_be_kept_the_answers_come_in_all_the_same(
    carrier: Carrier, attached: Attached, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examserver.storage.kept_packages.MOST_BYTES", 10)
    file = packed(carrier, attached)
    lay(file, *enumerate(attached[1], 1))
    result = bring(carrier.prepared, file)
    assert (result.verdict, result.new) == (Verdict.TAKEN, 2)
    assert result.notes.count(Note.NOT_KEPT) == 1
    assert not list(carrier.prepared.folder.packages.iterdir())


def test_a_folder_full_of_other_files_costs_no_more_than_a_few_looks(
    carrier: Carrier, attached: Attached, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_attachments, "MOST_LOOKED_AT", 5)
    file = packed(carrier, attached)
    lay(file, *enumerate(attached[1], 1))
    for number in range(20):
        (file.parent / f"! {number:03}.examattachment").write_bytes(bytes(len(attached[1][0])))
    (file.parent / "folder.examattachment").mkdir()
    assert notes(carrier, file) == {Note.ATTACHMENTS}


def test_a_chunk_is_named_by_a_hash_or_the_package_contradicts_itself(
    carrier: Carrier, attached: Attached, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks = tuple(Chunk("../" * 5 + "x", chunk.size) for chunk in attached[0].chunks)
    monkeypatch.setattr("examprotocol.package_seal.check_package", bool)
    file = packed(carrier, (Attachment("x", len(DATA), attached[0].key, chunks), ()))
    result = bring(carrier.prepared, file)
    assert (result.fault, result.about) == ("contradiction", "attachments")


def test_inspecting_says_what_is_attached(
    carrier: Carrier, attached: Attached, capsys: pytest.CaptureFixture[str]
) -> None:
    file = packed(carrier, attached)
    assert main(["packages", "inspect", str(file), "--in", str(carrier.prepared.folder.root)]) == 0
    told = capsys.readouterr().out
    assert f"attached ../../etc/passwd\t{len(DATA)} bytes" in told
    assert NOTES[Note.ATTACHMENTS_MISSING] in told


def test_nothing_is_said_of_a_package_without_attached_files(carrier: Carrier) -> None:
    pen = pen_of(carrier.prepared)
    pen.choose("q1", "a")
    assert notes(carrier, carrier.pack(pen)) == set()
