"""What the demo reports is counted in the files themselves, wherever they lie."""

from pathlib import Path

import msgspec
import pytest

from examclient.storage.journal import open_journal
from examdemo.report import events_in_journal
from examdemo.station import Look, settings_for
from tests.client.writing import Pen


@pytest.mark.parametrize("folder", ["考生 一", "100% #1"])
def test_events_are_counted_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    pen = Pen()
    journal = open_journal(tmp_path / folder / "journals" / "attempt.journal")
    journal.append(pen.writer, pen.begin())
    journal.append(pen.writer, pen.choose("q1", "a"))
    journal.close()
    assert events_in_journal(tmp_path / folder) == 2


def test_a_demo_in_the_folder_of_an_earlier_one_counts_its_own_events_only(tmp_path: Path) -> None:
    (tmp_path / "site" / "public").mkdir(parents=True)
    (tmp_path / "site" / "public" / "site.json").write_bytes(msgspec.json.encode({"address": ""}))
    settings_for(tmp_path / "station", tmp_path / "site", 1, Look())
    pen = Pen()
    journal = open_journal(tmp_path / "station" / "journals" / "earlier.journal")
    journal.append(pen.writer, pen.begin())
    journal.close()
    settings_for(tmp_path / "station", tmp_path / "site", 1, Look())
    assert events_in_journal(tmp_path / "station") == 0
