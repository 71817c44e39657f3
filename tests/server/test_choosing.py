"""Who decides which source counts decides once: what is signed is what was decided."""

from pathlib import Path

import pytest

from examprotocol.canonical import digest
from examprotocol.responses import ChoiceResponse
from examserver.cli.command_line import main
from examserver.services.choosing_orders import BRANCHES
from examserver.services.counting import answers_that_count
from examserver.services.import_verdicts import Note
from examserver.storage.receipts import newest_receipt
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, attempt_of, bring, pen_of
from tests.server.station import ADMISSION, Pen, Station

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


def choose(carrier: Carrier, side: str) -> None:
    exam = carrier.prepared.exam.id
    words = ("--exam", exam, "--candidate", ADMISSION, "--reason", "r", "--side", side)
    assert main(["packages", "choose", str(carrier.prepared.folder.root), *words]) == 0


def test_who_chooses_the_other_side_gets_one_supplement_that_states_just_that(
    seated: Station, carrier: Carrier, capsys: Capture
) -> None:
    pen, other = seated.pen(), pen_of(carrier.prepared, grant=2)
    pen.choose("q1", "a")
    seated.sync(pen)
    seated.submit(pen)
    other.choose("q2", "b")
    bring(carrier.prepared, carrier.pack(other))
    for side, expected in (("package", {"q2": "b"}), ("service", {"q1": "a"}), ("package", {"q2": "b"})):
        capsys.readouterr()
        choose(carrier, side)
        assert capsys.readouterr().out.count("is signed") == 1
        with reading(carrier.prepared.folder) as connection:
            newest = newest_receipt(connection, attempt_of(carrier.prepared))
        assert newest is not None
        assert newest.answers == digest({name: ChoiceResponse(choice) for name, choice in expected.items()})


def test_what_comes_after_a_decision_counts_and_asks_for_another_look(
    seated: Station, carrier: Carrier
) -> None:
    pen, other, late = seated.pen(), pen_of(carrier.prepared, grant=2), pen_of(carrier.prepared, grant=3)
    pen.choose("q1", "a")
    seated.sync(pen)
    other.choose("q1", "b")
    assert Note.DECIDED_BEFORE not in bring(carrier.prepared, carrier.pack(other)).notes
    choose(carrier, "service")
    late.choose("q1", "c")
    file = carrier.pack(late)
    assert Note.DECIDED_BEFORE in bring(carrier.prepared, file).notes
    assert Note.DECIDED_BEFORE not in bring(carrier.prepared, file).notes
    with reading(carrier.prepared.folder) as connection:
        answers = answers_that_count(connection, attempt_of(carrier.prepared))
    assert answers.response("q1") == ChoiceResponse("c")


def test_who_chooses_packages_that_contradict_each_other_is_told_what_counts_then(
    carrier: Carrier, capsys: Capture
) -> None:
    pen = pen_of(carrier.prepared)
    branch = Pen(pen.writer, pen.events[:])
    pen.choose("q1", "a")
    branch.choose("q1", "b")
    bring(carrier.prepared, carrier.pack(pen))
    choose(carrier, "package")
    assert BRANCHES not in capsys.readouterr().out
    bring(carrier.prepared, carrier.pack(branch))
    choose(carrier, "service")
    assert BRANCHES not in capsys.readouterr().out
    choose(carrier, "package")
    assert BRANCHES in capsys.readouterr().out
