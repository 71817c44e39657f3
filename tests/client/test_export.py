"""Answers leave a machine by a drive: in mid-exam, and after handing in failed."""

import logging
from pathlib import Path

import pytest
from jwcrypto.jwk import JWK
from msgspec.structs import replace as with_changes

from examclient.domain.export import Permit
from examclient.domain.phases import Phase
from examclient.errors import ExportError, ExportFault, ExportStoppedError
from examclient.usecases import packing
from examprotocol.events import EXPORT, ProctorActed
from examprotocol.merge import fold
from examprotocol.package import Package
from examprotocol.package_seal import seal_package
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.import_verdicts import Verdict
from tests.client.broken_disk import BrokenDisk
from tests.client.exam_site import ZHANG, ExamSite
from tests.client.exporting import (
    export,
    exporter_of,
    fail_to_hand_in,
    hands_in,
    never,
    only,
    opened,
    quietly,
    take_in,
)
from tests.client.moving import at_the_site
from tests.client.seat import Seat

A, B = ChoiceResponse("a"), ChoiceResponse("b")


# -- the attempt that runs -----------------------------------------------------------------------------------


def test_what_could_not_be_handed_in_is_carried_to_the_site_and_completes_the_attempt(
    site: ExamSite, cut_off: Seat, stick: Path
) -> None:
    fail_to_hand_in(cut_off)
    listed = only(cut_off)
    assert (listed.name, listed.admission_number, listed.seat) == ("张三", ZHANG[0], "12")
    assert (listed.answered, listed.questions, listed.exam_title) == (2, 5, "大学英语（二）")
    assert (listed.is_running, listed.is_handed_in, listed.is_acknowledged) == (True, True, False)
    exported = export(cut_off, stick)
    assert [path.name for path in stick.iterdir()] == [exported.path.name]
    assert exported.path.name.startswith(f"第一考点-{site.exam.id}-{ZHANG[0]}-")
    assert exported.size == exported.path.stat().st_size
    result = take_in(site, exported.path)
    assert (result.verdict, result.handed_in, result.notes) == (Verdict.TAKEN, True, ())
    assert result.receipt
    assert at_the_site(site, cut_off.attempt).response("q5") == TextResponse("only here")
    site.cable.plug()
    cut_off.presenter.retry()
    assert cut_off.reach(Phase.DONE).receipt is not None
    assert take_in(site, exported.path).verdict is Verdict.SAME_AGAIN


def test_the_record_says_whose_it_is_with_the_whole_identity_number(cut_off: Seat, stick: Path) -> None:
    exported = export(cut_off, stick)
    record = exported.record
    assert (record.name, record.admission_number, record.identity_number) == ("张三", *ZHANG)
    assert (record.seat, record.exam, record.answered, record.questions) == ("12", "大学英语（二）", 2, 5)
    assert record.files == exported.files
    assert len(exported.code) == len("XXXXX-XXXXX")


def test_the_use_of_the_password_is_in_the_package_itself(site: ExamSite, cut_off: Seat, stick: Path) -> None:
    exported = export(cut_off, stick, permit=Permit("k7pq 2m9x rt4v", wrong_tries=2))
    package = opened(exported.path, cut_off.data)
    acts = [e.body for one in package.logs for e in one.events if isinstance(e.body, ProctorActed)]
    assert acts == [ProctorActed(EXPORT, exported.path.name, 2)]
    site.cable.plug()
    cut_off.hear_from_the_site()
    cut_off.all_sent()
    assert site.acts(cut_off.attempt) == acts, "and the site hears of it"


def test_the_candidate_goes_on_and_a_later_package_has_everything_again(
    site: ExamSite, cut_off: Seat, stick: Path
) -> None:
    first = export(cut_off, stick)
    exported_once = only(cut_off)
    assert exported_once.exported_at == first.record.at
    assert not exported_once.is_newer
    cut_off.answer("q1", B)
    assert only(cut_off).is_newer
    cut_off.hand_in()
    cut_off.reach(Phase.SUBMIT_FAILED)
    second = export(cut_off, stick)
    assert second.path != first.path
    early, late = (opened(one.path, cut_off.data) for one in (first, second))
    assert early.logs[0].events == late.logs[0].events[: len(early.logs[0].events)]
    assert fold(late.logs).response("q1") == B
    assert hands_in(late.logs[0])
    assert take_in(site, second.path).handed_in
    assert take_in(site, first.path).verdict is Verdict.NOTHING_NEW, "an older one changes nothing"
    assert at_the_site(site, cut_off.attempt).response("q1") == B


def test_a_disk_that_takes_nothing_more_does_not_keep_the_answers_here(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    BrokenDisk(monkeypatch)
    with caplog.at_level(logging.WARNING):
        exported = export(cut_off, stick)
    assert fold(opened(exported.path, cut_off.data).logs).response("q5") == TextResponse("only here")
    assert "its journal does not say so" in caplog.text


def test_no_word_of_the_candidate_is_logged(
    cut_off: Seat, stick: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        exported = export(cut_off, stick)
    assert exported.code in caplog.text
    for word in (*ZHANG, "张三", "K7PQ", "only here"):
        assert word not in caplog.text


def test_whoever_stops_the_export_leaves_the_drive_and_the_exam_as_they_were(
    cut_off: Seat, stick: Path
) -> None:
    with pytest.raises(ExportStoppedError):
        export(cut_off, stick, is_stopped=lambda: True)
    assert list(stick.iterdir()) == []
    assert only(cut_off).exported_at == 0
    assert export(cut_off, stick).path.exists()


# -- what must never be called exported ----------------------------------------------------------------------


def test_a_package_that_holds_something_else_is_never_called_exported(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seal_another(package: Package, key: JWK, password: str, service: dict[str, str]) -> bytes:
        return seal_package(with_changes(package, receipt="another"), key, password, service)

    monkeypatch.setattr(packing, "seal_package", seal_another)
    with pytest.raises(ExportError) as caught:
        export(cut_off, stick)
    assert caught.value.fault is ExportFault.WRONG
    assert list(stick.iterdir()) == []
    assert only(cut_off).exported_at == 0


def test_a_package_that_the_password_does_not_open_is_never_called_exported(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seal_otherwise(package: Package, key: JWK, _password: str, service: dict[str, str]) -> bytes:
        return seal_package(package, key, "OTHER", service)

    monkeypatch.setattr(packing, "seal_package", seal_otherwise)
    with pytest.raises(ExportError) as caught:
        export(cut_off, stick)
    assert caught.value.fault is ExportFault.WRONG
    assert list(stick.iterdir()) == []


def test_a_machine_that_does_not_know_the_services_key_says_so(cut_off: Seat, stick: Path) -> None:
    packer = exporter_of(cut_off).one._packer
    packer._site = with_changes(packer._site, opening_key={})
    with pytest.raises(ExportError) as caught:
        exporter_of(cut_off).export(cut_off.attempt, Permit("K7PQ"), stick, quietly, never)
    assert caught.value.fault is ExportFault.NO_KEY
