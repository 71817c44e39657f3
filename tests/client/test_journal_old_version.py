"""Journals of version 1, which wrote in the clear, are carried on, and nothing of them is lost."""

import sqlite3
from pathlib import Path

import pytest

from examclient.domain.worries import Worry
from examclient.storage.journal import open_journal
from examclient.storage.journal_aside import beside, move_aside
from examclient.storage.journal_safe import KEY_FILE
from tests.client.journal_in_the_clear import write_in_the_clear
from tests.client.writing import Pen

NAME = "attempt.journal"
ANSWER = "answered in version 1"
NOTES = {"starts": "2", "receipt": "signed"}


@pytest.fixture
def pens() -> tuple[Pen, Pen]:
    one, other = Pen("one"), Pen("other")
    for pen in (one, other):
        pen.begin()
        for number in range(30):
            pen.type("q1", f"{ANSWER}, {number}")
    return one, other


@pytest.fixture
def path(tmp_path: Path, pens: tuple[Pen, Pen]) -> Path:
    path = tmp_path / NAME
    write_in_the_clear(path, (pens[0].log, pens[1].log), NOTES)
    assert ANSWER.encode() in path.read_bytes()
    return path


def test_a_journal_of_version_1_goes_on_and_is_encrypted_from_then_on(
    path: Path, pens: tuple[Pen, Pen]
) -> None:
    journal = open_journal(path)
    assert journal.logs() == (pens[0].log, pens[1].log)
    assert (journal.noted("starts"), journal.noted("receipt")) == ("2", "signed")
    assert journal.worries() == frozenset()
    journal.append(pens[1].writer, pens[1].choose("q2", "a"))
    journal.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [NAME, KEY_FILE]
    assert ANSWER.encode() not in path.read_bytes()
    again = open_journal(path)
    assert again.logs() == (pens[0].log, pens[1].log)
    again.close()


def test_a_damaged_journal_of_version_1_goes_on_up_to_the_damage(path: Path, pens: tuple[Pen, Pen]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE events SET hash = zeroblob(32) WHERE writer = 1 AND seq = 20")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    journal = open_journal(path)
    assert [len(log.events) for log in journal.logs()] == [19, 31]
    assert Worry.DAMAGED in journal.worries()
    journal.close()
    (aside,) = path.parent.glob("attempt.damaged-*.journal")
    assert aside.read_bytes() == before


@pytest.mark.parametrize("when", ["before", "between"])
def test_a_power_cut_while_it_is_converted_costs_nothing(
    path: Path, pens: tuple[Pen, Pen], when: str
) -> None:
    if when == "before":
        beside(path).write_bytes(b"half a file")
    else:
        new = open_journal(beside(path))
        for pen in pens:
            new.append(pen.writer, pen.events)
        new.close()
        move_aside(path, "version-1")
    journal = open_journal(path)
    assert journal.logs() == (pens[0].log, pens[1].log)
    journal.close()
    assert not beside(path).exists()
