"""Who decides which source counts decides once: what is signed is what was decided."""

from pathlib import Path

import pytest

from examprotocol.canonical import digest
from examprotocol.responses import ChoiceResponse
from examserver.cli.command_line import main
from examserver.storage.receipts import newest_receipt
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, attempt_of, bring, pen_of
from tests.server.station import ADMISSION, Station

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


def packages(prepared: Prepared, *words: str | Path) -> int:
    action, *rest = map(str, words)
    return main(["packages", action, str(prepared.folder.root), *rest])


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
        packages(
            carrier.prepared,
            "choose",
            "--side",
            side,
            "--exam",
            carrier.prepared.exam.id,
            "--candidate",
            ADMISSION,
            "--reason",
            "r",
        )
        assert capsys.readouterr().out.count("is signed") == 1
        with reading(carrier.prepared.folder) as connection:
            newest = newest_receipt(connection, attempt_of(carrier.prepared))
        assert newest is not None
        assert newest.answers == digest({name: ChoiceResponse(choice) for name, choice in expected.items()})
