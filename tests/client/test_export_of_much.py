"""What is too large for one answer package goes into several, and nothing of it is left out."""

from pathlib import Path

import pytest

from examclient.domain.phases import Phase
from examclient.errors import ExportError, ExportFault, ExportStoppedError
from examclient.usecases import attempt as attempt_module
from examclient.usecases import packing
from examprotocol.events import Answered
from examprotocol.package_seal import LARGEST
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.import_verdicts import Verdict
from tests.client.exam_site import ExamSite
from tests.client.exporting import export, fail_to_hand_in, opened, take_in
from tests.client.moving import at_the_site
from tests.client.seat import Seat

A, B = ChoiceResponse("a"), ChoiceResponse("b")


def write_much(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages that hold little, and a candidate who has written more."""
    monkeypatch.setattr(attempt_module, "MOST_WRITTEN", 3_000)
    monkeypatch.setattr(packing, "MOST_BYTES", 8_000)
    for number in range(40):
        seat.answer("q5", TextResponse(f"{number} " * 100))


def test_what_is_too_large_for_one_package_goes_into_several_and_nothing_is_left_out(
    site: ExamSite, cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_much(cut_off, monkeypatch)
    fail_to_hand_in(cut_off)
    exported = export(cut_off, stick)
    assert len(exported.files) > 2
    stems = [one.path.stem for one in exported.files]
    assert [stem.rpartition("-")[2] for stem in stems] == [str(n) for n in range(1, len(stems) + 1)]
    packages = [opened(one.path, cut_off.data) for one in exported.files]
    found = {one.writer.id: one for package in packages for one in package.logs}
    assert sum(len(one.events) for one in found.values()) == exported.events
    assert len(found) == sum(len(package.logs) for package in packages), "each writer once"
    results = [take_in(site, one.path) for one in reversed(exported.files)]
    assert [one.verdict for one in results] == [Verdict.TAKEN] * len(results)
    assert [one.handed_in for one in results] == [False] * (len(results) - 1) + [True]
    assert at_the_site(site, cut_off.attempt).response("q5") == TextResponse("39 " * 100)


def test_where_the_second_of_several_cannot_be_written_the_first_is_taken_away(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_much(cut_off, monkeypatch)
    asked: list[Path] = []

    def is_stopped() -> bool:
        asked.extend(stick.glob("*-1.examanswers"))
        return bool(asked)

    with pytest.raises(ExportStoppedError):
        export(cut_off, stick, is_stopped=is_stopped)
    assert asked, "the first was there"
    assert list(stick.iterdir()) == []


def test_one_start_that_fits_into_no_package_says_so_and_leaves_nothing(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examprotocol.package_seal.LARGEST", 2_000)
    with pytest.raises(ExportError) as caught:
        export(cut_off, stick)
    assert caught.value.fault is ExportFault.TOO_LARGE
    assert list(stick.iterdir()) == []
    monkeypatch.setattr("examprotocol.package_seal.LARGEST", LARGEST)
    assert export(cut_off, stick).path.exists()


def test_a_long_attempt_goes_on_under_a_new_writer_and_nobody_sees_it(
    site: ExamSite, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()
    write_much(seat, monkeypatch)
    seat.all_sent()
    writers = site.held(seat.attempt)
    assert len(writers) > 3
    assert not at_the_site(site, seat.attempt).conflicts
    for held in writers.values():
        assert sum(isinstance(event.body, Answered) for event in held.events) < 20
    seat.hand_in()
    assert seat.reach(Phase.DONE).receipt is not None
