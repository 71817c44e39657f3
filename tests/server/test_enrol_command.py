"""The enrolment file as the site's staff make it."""

import stat
import sys
from pathlib import Path

import pytest

from examprotocol.enrolment import Enrolment, fingerprint, open_enrolment
from examserver.cli.command_line import main
from examserver.clock import SteadyClock
from examserver.services.setup import SiteCard, set_up
from examserver.storage.audit import audit_rows
from examserver.storage.folder import open_folder
from examserver.storage.schema import enrolments
from examserver.storage.store import reading

Capture = pytest.CaptureFixture[str]
CHINESE = "座位号,机器名\r\n１,PC-20\r\na2,机房-21\r\n"


@pytest.fixture
def card(tmp_path: Path) -> SiteCard:
    """A service with room A in the folder `site`."""
    card = set_up(tmp_path / "site", "第一考点", "https://10.0.0.5:8460")
    assert main(["room", "add", str(tmp_path / "site"), "A"]) == 0
    return card


def enrol(tmp_path: Path, *more: str) -> int:
    return main([*enrolling(tmp_path, "site"), *more])


def enrolling(tmp_path: Path, name: str) -> list[str]:
    """The command for room A, with the file that it is to write."""
    return ["enrol", str(tmp_path / "site"), "--room", "A", "--out", str(tmp_path / f"{name}.enrol")]


def made(tmp_path: Path) -> Enrolment:
    return open_enrolment((tmp_path / "site.enrol").read_bytes())


def test_the_command_prints_what_people_compare(card: SiteCard, tmp_path: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert enrol(tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    facts = dict(line.split(":", 1) for line in lines[:5])
    assert facts["Site"].strip() == "第一考点"
    assert facts["Address"].strip() == "https://10.0.0.5:8460"
    assert facts["Room"].strip() == "A"
    assert facts["Fingerprint"].strip() == fingerprint(card.signing_key)
    assert lines[5] == "It serves 60 machines of room A."
    assert "compares the fingerprint" in lines[6]
    assert made(tmp_path).site_id == card.site_id


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_the_file_is_the_owners_alone(card: SiteCard, tmp_path: Path) -> None:
    enrol(tmp_path)
    assert stat.S_IMODE((tmp_path / "site.enrol").stat().st_mode) == 0o600


def test_the_audit_log_says_for_how_many_machines_the_file_is(card: SiteCard, tmp_path: Path) -> None:
    (tmp_path / "seats.csv").write_text(CHINESE, encoding="utf-8")
    for name, more in (
        ("a", []),
        ("b", ["--seats", str(tmp_path / "seats.csv")]),
        ("c", ["--machines", "3"]),
    ):
        assert main([*enrolling(tmp_path, name), *more]) == 0
    with reading(open_folder(tmp_path / "site")) as connection:
        kept = [row.about["machines"] for row in audit_rows(connection) if row.what == "make_enrolment"]
    assert kept == [60, 2, 3]


def test_the_service_keeps_no_token(card: SiteCard, tmp_path: Path) -> None:
    enrol(tmp_path)
    token = made(tmp_path).token.encode()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file())
    assert len(token) >= 43
    assert token not in kept


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_gives_each_machine_its_seat(
    card: SiteCard, tmp_path: Path, capsys: Capture, encoding: str
) -> None:
    (tmp_path / "seats.csv").write_bytes(CHINESE.encode(encoding))
    capsys.readouterr()
    assert enrol(tmp_path, "--seats", str(tmp_path / "seats.csv")) == 0
    assert made(tmp_path).seats == {"pc-20": "1", "机房-21": "A2"}
    printed = capsys.readouterr().out
    assert "A, 2 seats from the table" in printed
    assert "It serves 2 machines of room A." in printed


def test_every_bad_row_of_a_table_is_named(card: SiteCard, tmp_path: Path, capsys: Capture) -> None:
    rows = ["hostname,seat", "PC-1,1", ",2", "pc-1,3", "PC-4,１", "PC-5,", "PC-6,1E+05", f"{'x' * 81},7"]
    (tmp_path / "seats.csv").write_text("\n".join(rows), encoding="utf-8")
    assert enrol(tmp_path, "--seats", str(tmp_path / "seats.csv")) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{tmp_path / 'seats.csv'}: 6 fields cannot be taken.",
        "  line 3, hostname: is missing",
        "  line 6, seat: is missing",
        "  line 7, seat: 1E+05 was rounded by a spreadsheet; format the column as text",
        "  line 8, hostname: is longer than 80 characters",
        "  line 4, hostname: stands in line 2 already",
        "  line 5, seat: stands in line 2 already",
        "Correct the file and give the command again. No enrolment file was made.",
    ]
    assert not (tmp_path / "site.enrol").exists()


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("name,seat\nPC,1\n", "must name the column hostname"),
        ("hostname\nPC\n", "must name the column seat"),
        ("hostname,seat\n", "has no seats"),
    ],
)
def test_a_file_that_is_no_table_of_seats_is_refused(
    card: SiteCard, tmp_path: Path, capsys: Capture, table: str, sentence: str
) -> None:
    (tmp_path / "seats.csv").write_text(table, encoding="utf-8")
    assert enrol(tmp_path, "--seats", str(tmp_path / "seats.csv")) == 1
    assert sentence in capsys.readouterr().err
    assert enrol(tmp_path, "--seats", str(tmp_path / "none.csv")) == 1
    assert "none.csv: it cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "minutes"), [("30m", 30), ("12h", 720), (" 7D ", 10_080)])
def test_a_file_counts_as_long_as_was_asked(card: SiteCard, tmp_path: Path, text: str, minutes: int) -> None:
    before = SteadyClock().now()
    assert enrol(tmp_path, "--valid", text) == 0
    valid = made(tmp_path).expires - before
    assert minutes * 60_000 <= valid <= minutes * 60_000 + 60_000


@pytest.mark.parametrize(
    "words", [["--valid", "soon"], ["--valid", "-1d"], ["--valid", "7"], ["--address", "http://10.0.0.5"]]
)
def test_what_cannot_be_meant_is_not_understood(card: SiteCard, tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        enrol(tmp_path, *words)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--valid", "0m"], "from one minute up to a year"),
        (["--valid", "367d"], "from one minute up to a year"),
        (["--machines", "2001"], "1 to 2000 machines"),
        (["--machines", "-1"], "1 to 2000 machines"),
        (["--seats", "seats.csv", "--machines", "1"], "The table has 2 machines"),
        (["--room", "B"], "There is no room called B"),
    ],
)
def test_what_would_not_work_is_refused_and_gives_out_no_token(
    card: SiteCard,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    sentence: str,
) -> None:
    (tmp_path / "seats.csv").write_text(CHINESE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert enrol(tmp_path, *words) == 1
    title, advice = capsys.readouterr().err.splitlines()
    assert sentence in title
    assert advice
    assert not (tmp_path / "site.enrol").exists()
    assert tokens(tmp_path) == 0


def tokens(tmp_path: Path) -> int:
    """How many tokens were given out."""
    with reading(open_folder(tmp_path / "site")) as connection:
        return len(connection.execute(enrolments.select()).all())


def test_a_spare_machine_and_another_address_can_be_asked_for(card: SiteCard, tmp_path: Path) -> None:
    (tmp_path / "seats.csv").write_text(CHINESE, encoding="utf-8")
    words = [
        "--seats",
        str(tmp_path / "seats.csv"),
        "--machines",
        "3",
        "--address",
        "https://exam.local:9000",
    ]
    assert enrol(tmp_path, *words) == 0
    assert made(tmp_path).address == "https://exam.local:9000"
    with reading(open_folder(tmp_path / "site")) as connection:
        assert connection.execute(enrolments.select()).one().machines == 3


def test_nothing_is_written_over_and_no_folder_is_made(
    card: SiteCard, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "site.enrol").write_text("mine", encoding="utf-8")
    assert enrol(tmp_path) == 1
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "site.enrol").read_text(encoding="utf-8") == "mine"
    words = ["enrol", str(tmp_path / "site"), "--room", "A", "--out", str(tmp_path / "no" / "site.enrol")]
    assert main(words) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert tokens(tmp_path) == 0
