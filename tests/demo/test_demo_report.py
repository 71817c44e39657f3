"""What the demo reports is counted in the files themselves, wherever they lie."""

from pathlib import Path

import pytest

from examclient.storage.journal import open_journal
from examdemo.report import events_in_journal
from tests.client.writing import Pen


@pytest.mark.parametrize("folder", ["考生 一", "100% #1"])
def test_events_are_counted_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    pen = Pen()
    journal = open_journal(tmp_path / folder / "journals" / "attempt.journal")
    journal.append(pen.writer, pen.begin())
    journal.append(pen.writer, pen.choose("q1", "a"))
    journal.close()
    assert events_in_journal(tmp_path / folder) == 2
