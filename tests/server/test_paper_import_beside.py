"""A paper is imported while services write in the same tables: nobody waits for its pictures and formulas."""

import argparse
import os
from pathlib import Path

import pytest

from examserver.cli import paper as paper_command
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import OrderError, PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.services.keys import signing_key
from examserver.services.paper_orders import ShelvePaper
from examserver.services.papers import staged
from examserver.services.room_orders import AddRoom
from examserver.storage.folder import open_folder
from examserver.storage.moving import move_to
from examserver.storage.paper_rows import find_paper
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.rooms import find_room
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.sample import sample_draft

GIFT = "What is right? {=this ~that}\n"


def test_while_a_paper_is_read_others_write(
    prepared: Prepared, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    root, file = prepared.folder.root, tmp_path / "late.gift"
    file.write_text(GIFT, "utf-8")
    read = paper_command._draft

    def read_slowly(wanted: argparse.Namespace) -> PaperDraft:
        give(root, AddRoom("203"))
        return read(wanted)

    monkeypatch.setattr(paper_command, "_draft", read_slowly)
    assert main(["paper", "import", str(root), str(file), "--id", "late"]) == 0
    with reading(open_folder(root)) as connection:
        assert find_room(connection, "203") is not None
        assert find_paper(connection, "late") is not None


@pytest.mark.parametrize("stage", ["../papers", "sample", ".staged-", ".staged-a/../.."])
def test_only_what_was_prepared_for_it_is_shelved(prepared: Prepared, stage: str) -> None:
    with pytest.raises(OrderError, match="not where a paper was prepared"):
        give(prepared.folder.root, ShelvePaper(stage, "late"))


def test_of_two_papers_with_one_id_the_second_is_refused_and_nothing_of_it_stays(prepared: Prepared) -> None:
    folder = prepared.folder
    before = PaperShelf(folder.papers, signing_key(folder)).manifest_token("sample")
    with (
        staged(folder, sample_draft("sample"), signing_key(folder)) as order,
        pytest.raises(PaperFileError, match="There is a paper with the id sample already"),
    ):
        give(folder.root, order)
    assert [path.name for path in folder.papers.iterdir()] == ["sample"]
    assert PaperShelf(folder.papers, signing_key(folder)).manifest_token("sample") == before


def test_what_was_half_written_a_day_ago_goes_at_the_next_import_and_what_is_being_written_stays(
    prepared: Prepared,
) -> None:
    papers = prepared.folder.papers
    for name in (".new-old", ".staged-old", ".new-now", ".staged-now"):
        (papers / name).mkdir()
        if name.endswith("old"):
            os.utime(papers / name, (1, 1))
    with staged(prepared.folder, sample_draft("late"), signing_key(prepared.folder)):
        pass
    assert sorted(path.name for path in papers.iterdir()) == [".new-now", ".staged-now", "sample"]
