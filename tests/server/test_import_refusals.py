"""Each file that is refused has its own reason, costs nothing, and stops no other."""

import os
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jwcrypto import jwk

from examprotocol.errors import PackageFault, VisitFault
from examprotocol.events import Epoch, Writer
from examprotocol.exact_base64 import exact_text
from examprotocol.package import Package
from examprotocol.package_reading import unlock_by_password
from examprotocol.package_seal import LARGEST, header_of
from examserver.services import import_opening
from examserver.services.import_verdicts import ImportResult, Note, SiteFault, Verdict, VisitSiteFault
from examserver.services.import_words import NOTES, REFUSALS, VERDICTS, refusal_said, said
from examserver.storage.events import logs_of
from examserver.storage.imports import all_imports
from examserver.storage.store import reading
from tests.protocol.packages import rewritten
from tests.server.conftest import Prepared
from tests.server.moving import OTHER_PASSWORD, PASSWORD
from tests.server.packing import Carrier, attempt_of, bring, pen_of
from tests.server.station import Pen, Station, new_pen

Fault = PackageFault | SiteFault


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


@pytest.fixture
def pen(prepared: Prepared) -> Pen:
    pen = pen_of(prepared)
    pen.choose("q1", "a")
    return pen


@pytest.fixture(autouse=True)
def nothing_came_of_what_was_refused(prepared: Prepared) -> Iterator[None]:
    yield
    with reading(prepared.folder) as connection:
        assert all(row.new == 0 for row in all_imports(connection) if row.fault)


def refused(result: ImportResult) -> tuple[str, str]:
    assert result.verdict is Verdict.REFUSED
    assert not result.came_in
    return result.fault, result.about


def header(data: bytes, **changes: Any) -> bytes:
    """The file with another header, as somebody writes it who does not have the content's key."""
    protected = msgspec.json.decode(data)["protected"]
    whole = msgspec.json.decode(urlsafe_b64decode(protected + "=" * (-len(protected) % 4)))
    return rewritten(data, protected=exact_text(msgspec.json.encode({**whole, **changes})))


@pytest.mark.parametrize(
    ("content", "fault", "about"),
    [
        (b"PK\x03\x04 something", PackageFault.ANOTHER_KIND, "zip"),
        (b"\xff\xd8\xff\xe0 a photo", PackageFault.ANOTHER_KIND, "jpeg"),
        (b"name,number\n", PackageFault.NOT_A_PACKAGE, ""),
        (b"", PackageFault.TRUNCATED, ""),
        (b"x" * (LARGEST + 1), PackageFault.TOO_LARGE, str(LARGEST + 1)),
    ],
)
def test_a_file_that_is_no_package_is_named_for_what_it_is(
    prepared: Prepared, carrier: Carrier, content: bytes, fault: Fault, about: str
) -> None:
    assert refused(bring(prepared, carrier.put("a.examanswers", content))) == (fault, about)


def test_a_package_that_lost_its_end_or_a_bit_is_refused(
    prepared: Prepared, carrier: Carrier, pen: Pen
) -> None:
    data = carrier.seal(carrier.package(pen))
    flipped = bytearray(data)
    flipped[data.index(b'"ciphertext":"') + 40] ^= 1
    assert refused(bring(prepared, carrier.put("a", data[:-100])))[0] == PackageFault.TRUNCATED
    assert refused(bring(prepared, carrier.put("b", bytes(flipped))))[0] == PackageFault.DAMAGED


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"site": "e" * 32}, SiteFault.ANOTHER_SITE),
        ({"exam": "other-exam"}, SiteFault.ANOTHER_EXAM),
        ({"candidate": "2026Z999"}, SiteFault.ANOTHER_CANDIDATE),
    ],
)
def test_what_is_of_elsewhere_is_refused_before_any_key_is_derived(
    prepared: Prepared,
    carrier: Carrier,
    pen: Pen,
    changes: dict[str, str],
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = carrier.pack(pen, **{"attempt": attempt_of(prepared), **changes})
    monkeypatch.setattr(import_opening, "unlock_by_key", None)
    monkeypatch.setattr(import_opening, "unlock_by_password", None)
    assert refused(bring(prepared, file, PASSWORD)) == (fault, *changes.values())


def test_the_attempt_of_another_candidate_is_refused(prepared: Prepared, carrier: Carrier, pen: Pen) -> None:
    file = carrier.pack(pen, candidate="2026A002", attempt=attempt_of(prepared))
    assert refused(bring(prepared, file)) == (SiteFault.ANOTHER_ATTEMPT, attempt_of(prepared))


def test_an_attempt_that_is_here_takes_nothing_from_a_package_of_another_candidate(
    seated: Station, prepared: Prepared, carrier: Carrier, pen: Pen
) -> None:
    assert seated.login.attempt == attempt_of(prepared)
    file = carrier.pack(pen, candidate="2026A002", attempt=attempt_of(prepared))
    assert refused(bring(prepared, file))[0] == SiteFault.ANOTHER_ATTEMPT
    with reading(prepared.folder) as connection:
        assert logs_of(connection, attempt_of(prepared)) == ()


def test_an_attempt_that_does_not_follow_from_exam_and_candidate_is_refused(
    prepared: Prepared, carrier: Carrier
) -> None:
    pen = new_pen("f" * 32, Epoch(1, 1))
    assert refused(bring(prepared, carrier.pack(pen, attempt="f" * 32)))[0] == SiteFault.ANOTHER_ATTEMPT


def test_a_header_that_somebody_wrote_anew_is_refused(prepared: Prepared, carrier: Carrier, pen: Pen) -> None:
    data = header(carrier.seal(carrier.package(pen)), candidate="2026A002")
    assert refused(bring(prepared, carrier.put("a", data)))[0] == PackageFault.DAMAGED


def test_a_version_of_the_future_is_refused(prepared: Prepared, carrier: Carrier, pen: Pen) -> None:
    data = header(carrier.seal(carrier.package(pen)), version=2)
    assert refused(bring(prepared, carrier.put("a", data))) == (PackageFault.UNKNOWN_VERSION, "2")


def test_many_recipients_cost_nothing(
    prepared: Prepared, carrier: Carrier, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = carrier.seal(carrier.package(pen))
    whole = msgspec.json.decode(data)
    many = carrier.put("a", rewritten(data, recipients=whole["recipients"] * 25))
    monkeypatch.setattr(import_opening, "unlock_by_key", None)
    monkeypatch.setattr(import_opening, "unlock_by_password", None)
    assert refused(bring(prepared, many, PASSWORD))[0] == PackageFault.FOREIGN_RECIPIENTS


def test_a_station_that_nobody_knows_is_refused(prepared: Prepared, carrier: Carrier, pen: Pen) -> None:
    carrier.number = 99
    package = carrier.package(pen)
    result = bring(prepared, carrier.put("a", carrier.seal(package)))
    assert refused(result) == (PackageFault.UNKNOWN_STATION, package.station)


def test_a_file_that_names_what_fills_a_screen_is_refused_in_a_line(
    prepared: Prepared, carrier: Carrier, pen: Pen
) -> None:
    data = header(carrier.seal(carrier.package(pen)), version=int("9" * 4000))
    result = bring(prepared, carrier.put("a", data))
    assert refused(result) == (PackageFault.UNKNOWN_VERSION, "9" * 199 + "…")
    assert len(said(result)) < 300


def test_a_writer_with_a_name_that_no_writer_has_is_refused(prepared: Prepared, carrier: Carrier) -> None:
    odd = Pen(Writer(attempt_of(prepared), "../../x", Epoch(1, 1), 1))
    odd.choose("q1", "a")
    assert refused(bring(prepared, carrier.pack(odd)))[0] == PackageFault.UNREADABLE


# -- keys and passwords ---------------------------------------------------------------------------------


def lose_the_key(prepared: Prepared) -> None:
    prepared.folder.opening_key.unlink()


def replace_the_key(prepared: Prepared) -> None:
    key = jwk.JWK.generate(kty="OKP", crv="X25519")
    prepared.folder.opening_key.write_text(
        jwk.JWK(**{**key.export(as_dict=True), "kid": key.thumbprint()}).export(), encoding="utf-8"
    )


@pytest.mark.parametrize("lose", [lose_the_key, replace_the_key])
def test_a_service_that_has_lost_its_key_takes_packages_by_the_room_password(
    prepared: Prepared, carrier: Carrier, pen: Pen, lose: Any
) -> None:
    file = carrier.pack(pen)
    lose(prepared)
    assert refused(bring(prepared, file))[0] == SiteFault.PASSWORD_NEEDED
    assert refused(bring(prepared, file, OTHER_PASSWORD))[0] == PackageFault.WRONG_PASSWORD
    result = bring(prepared, file, OTHER_PASSWORD, PASSWORD.lower().replace("-", " "))
    assert (result.verdict, result.new) == (Verdict.TAKEN, 2)
    assert Note.BY_PASSWORD in result.notes


def test_the_services_key_needs_no_password(
    prepared: Prepared, carrier: Carrier, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = carrier.pack(pen)
    monkeypatch.setattr(import_opening, "unlock_by_password", None)
    assert Note.BY_PASSWORD not in bring(prepared, file, OTHER_PASSWORD).notes


def test_no_more_passwords_are_tried_than_a_room_can_have(
    prepared: Prepared, carrier: Carrier, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, tried = carrier.pack(pen), []

    def counting(sealed: Any, password: str) -> bytes:
        tried.append(password)
        return unlock_by_password(sealed, password)

    lose_the_key(prepared)
    monkeypatch.setattr(import_opening, "MOST_PASSWORDS", 2)
    monkeypatch.setattr(import_opening, "unlock_by_password", counting)
    result = bring(prepared, file, "a", "b", PASSWORD)
    assert refused(result)[0] == PackageFault.WRONG_PASSWORD
    assert tried == ["A", "B"]


# -- files ----------------------------------------------------------------------------------------------


def test_a_file_that_is_gone_is_refused_and_logged(prepared: Prepared, tmp_path: Path) -> None:
    result = bring(prepared, tmp_path / "gone.examanswers")
    assert refused(result)[0] == SiteFault.FILE_UNREADABLE
    with reading(prepared.folder) as connection:
        assert [row.file for row in all_imports(connection)] == ["gone.examanswers"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_ordinary_file_is_never_opened(prepared: Prepared, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.examanswers")
    for name in ("pipe.examanswers", "."):
        assert refused(bring(prepared, tmp_path / name))[0] == SiteFault.FILE_UNREADABLE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no such names")
@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>.examanswers",
        "=cmd|' \u202e\x1b[2J\n\r\t.examanswers",
        os.fsdecode(b"\xff\xfe\x80.examanswers"),
        "';DROP TABLE imports;--",
        "考" * 80,
    ],
)
def test_a_name_may_be_anything_and_is_only_ever_shown(
    prepared: Prepared, carrier: Carrier, pen: Pen, name: str
) -> None:
    result = bring(prepared, carrier.pack(pen, called=name))
    assert (result.verdict, result.new) == (Verdict.TAKEN, 2)
    assert Note.RENAMED in result.notes
    with reading(prepared.folder) as connection:
        (row,) = all_imports(connection)
    assert row.file == result.file.name
    assert row.file.isprintable()
    assert [file.name for file in prepared.folder.packages.iterdir()] == [f"{row.sha256}.examanswers"]


# -- words ----------------------------------------------------------------------------------------------


def test_every_refusal_verdict_and_note_has_a_sentence_of_its_own() -> None:
    assert set(REFUSALS) == {*PackageFault, *SiteFault, *VisitFault, *VisitSiteFault}
    assert set(NOTES) == set(Note)
    assert set(VERDICTS) == set(Verdict) - {Verdict.REFUSED}
    for sentences in (REFUSALS, NOTES, VERDICTS):
        assert len(set(sentences.values())) == len(sentences)


def test_a_sentence_names_what_it_is_about_and_nothing_plays_with_the_terminal() -> None:
    assert "2026Z999" in refusal_said(SiteFault.ANOTHER_CANDIDATE, "2026Z999")
    assert "\x1b" not in refusal_said(SiteFault.ANOTHER_EXAM, "\x1b[2J")
    assert "another candidate" in refusal_said(PackageFault.CONTRADICTION, "candidate")
    assert "{0.__class__}" in refusal_said(SiteFault.ANOTHER_EXAM, "{0.__class__}")


def test_every_result_is_said_in_one_line(prepared: Prepared, carrier: Carrier, pen: Pen) -> None:
    line = said(bring(prepared, carrier.pack(pen)))
    assert line.startswith("taken in; 2 of 2 events new; ")
    assert "\n" not in line
    assert said(bring(prepared, carrier.put("x", b"PK\x03\x04"))).startswith("refused (another_kind): ")


def test_an_outer_header_that_its_own_station_sealed_over_another_content_is_refused(
    prepared: Prepared, carrier: Carrier, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only who makes the package can do this: the header is sealed with the content."""
    package = carrier.package(pen)

    def lying(inside: Package) -> Any:
        return header_of(msgspec.structs.replace(inside, candidate="2026A002"))

    monkeypatch.setattr("examprotocol.package_seal.header_of", lying)
    data = carrier.seal(package)
    monkeypatch.undo()
    assert refused(bring(prepared, carrier.put("a", data))) == (PackageFault.CONTRADICTION, "candidate")
