"""What a report on a paper says of its recordings to whoever imports it."""

import dataclasses

import pytest

from examserver.cli.paper_printing import print_report
from examserver.importers.draft import PaperDraft, Sound
from examserver.services.paper_report import Outcome, report_on
from tests.client.exam_site import draft


def with_sounds(*types: str) -> PaperDraft:
    sounds = {f"{place:064x}": Sound(b"", one, 60_000) for place, one in enumerate(types)}
    return dataclasses.replace(draft(), sounds=sounds)


def test_recordings_that_some_machines_cannot_play_are_counted_and_change_no_verdict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = report_on("paper.zip", with_sounds("audio/ogg", "audio/mpeg", "audio/wav"))
    assert (report.counts.sounds, report.counts.decoded) == (3, 2)
    assert report.outcome is Outcome.WHOLE
    print_report(report)
    assert "2 of the sounds cannot be heard" in (said := capsys.readouterr().out)
    assert "--wav: at most 24 MB more" in said


def test_of_a_paper_that_is_all_wav_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(report_on("paper.zip", with_sounds("audio/wav")))
    assert "--wav" not in capsys.readouterr().out
