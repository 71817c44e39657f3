"""Room passwords: made for the proctor, kept by nobody, and own ones only where they cannot be guessed."""

import re
from pathlib import Path

import msgspec
import pytest

from examprotocol.password_seal import Sealed, open_by_password, read_sealed
from examprotocol.room import ROOM_KEY, RoomCard, open_card
from examprotocol.room_password import fits, new_room_password, plain_password
from examprotocol.signing import load_key, read_key
from examserver.cli.command_line import main
from examserver.clock import SteadyClock
from examserver.errors import RoomError
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.password_strength import weakness_of
from examserver.services.room_passwords import exam_of_password
from examserver.storage.exams import Exam
from examserver.storage.folder import open_folder
from examserver.storage.room_cards import STAYS, cards_of
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared
from tests.server.sample import PAPER_ID

Capture = pytest.CaptureFixture[str]

GROUPS = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
NAMES = ("第一考点", "A", "大学英语（二）", "exam-1")
STRONG = "lantern walrus eleven quartz"


@pytest.fixture
def root(prepared: Prepared) -> Path:
    """A folder with one exam that begins in an hour by the machine's clock, and a room."""
    root = prepared.folder.root
    now = SteadyClock().now()
    with writing(prepared.folder) as connection:
        create_exam(connection, ExamPlan("历史", PAPER_ID, now + 60 * MINUTE, 60), now)
    assert main(["room", "add", str(root), "A"]) == 0
    return root


def make(root: Path, *more: str) -> int:
    """Make the password of room A for the exam that begins in an hour."""
    return main(["room", "password", str(root), "--room", "a", "--exam", "exam-2", *more])


def cards(root: Path) -> list[RoomCard]:
    """What stations of room A hold now."""
    folder = open_folder(root)
    key = load_key(folder.signing_key.read_text(encoding="utf-8"))
    public = read_key({name: str(value) for name, value in key.export_public(as_dict=True).items()})
    with reading(folder) as connection:
        tokens = cards_of(connection, "A", SteadyClock().now())
    return [open_card(token, public) for token in tokens]


def test_the_password_is_printed_for_the_proctor_and_is_the_rooms(root: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert make(root) == 0
    printed = capsys.readouterr().out
    (password,) = GROUPS.findall(printed)
    assert "room A" in printed
    assert "历史 (exam-2)" in printed
    assert "shown only now" in printed
    (card,) = cards(root)
    assert (card.room, card.exam, card.number) == ("A", "exam-2", 1)
    assert fits(plain_password(password.lower().replace("-", " ")), card.password)
    assert not fits(plain_password(new_room_password()), card.password)


def test_the_password_opens_the_rooms_key_and_nothing_else_does(root: Path, capsys: Capture) -> None:
    capsys.readouterr()
    make(root)
    (password,) = GROUPS.findall(capsys.readouterr().out)
    (card,) = cards(root)
    assert set(card.key) == {"crv", "kid", "kty", "x"}
    sealed, kind = read_sealed(card.sealed.encode())
    assert kind == ROOM_KEY
    opened = load_key(open_by_password(sealed, plain_password(password)).decode())
    assert opened.thumbprint() == read_key(card.key).thumbprint()
    assert msgspec.json.decode(card.sealed, type=Sealed) == sealed


def test_a_new_password_takes_the_place_of_the_old(root: Path, capsys: Capture) -> None:
    passwords = []
    for _ in range(2):
        capsys.readouterr()
        make(root)
        passwords += GROUPS.findall(capsys.readouterr().out)
    (card,) = cards(root)
    assert card.number == 2
    assert [fits(plain_password(password), card.password) for password in passwords] == [False, True]
    main(["room", "list", str(root)])
    assert capsys.readouterr().out.splitlines()[0] == "A\t0 stations\tpassword for exam-2"


def test_a_password_counts_for_its_exam_and_a_day_after_the_close(root: Path, prepared: Prepared) -> None:
    make(root)
    (card,) = cards(root)
    with reading(prepared.folder) as connection:
        exam = exam_of_password(connection, "exam-2", SteadyClock().now())
        assert card.until == exam.closes + STAYS
        assert len(cards_of(connection, "A", card.until - 1)) == 1
        assert cards_of(connection, "A", card.until) == ()


def test_the_password_itself_is_kept_nowhere(root: Path, capsys: Capture) -> None:
    capsys.readouterr()
    make(root)
    (password,) = GROUPS.findall(capsys.readouterr().out)
    plain = plain_password(password).encode()
    content = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert len(content) > 10_000
    assert plain not in content
    assert password.encode() not in content


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ("k7f-2m9-xtr", "fewer than 12 characters"),
        ("x" * 80, "more than 72 characters"),
        ("password1234!", "a common password"),
        ("correct horse battery", "common words"),
        ("C0rrect H0rse Battery", "common words"),
        ("qwertyuiop[]\\", "a row of keys"),
        ("zxcvfdsaqwer", "a row of keys"),
        ("aaaaaaaaaaaaaaaa", "repeats itself"),
        ("abcdefghijkl", "follow each other"),
        ("20261121-20261122", "a date"),
        ("第一考点 历史 20261121", "the name of the site"),
        ("elizabeth1984margaret", "a common name"),
    ],
)
def test_an_own_password_that_can_be_guessed_is_refused_with_the_reason(
    root: Path, tmp_path: Path, capsys: Capture, own: str, reason: str
) -> None:
    (tmp_path / "own.txt").write_text(own + "\n", encoding="utf-8")
    capsys.readouterr()
    assert make(root, "--own-from", str(tmp_path / "own.txt")) == 1
    title, advice = capsys.readouterr().err.splitlines()
    assert title.startswith("This password is too weak: it")
    assert reason in title
    assert own not in title
    assert "leave --own out" in advice
    assert cards(root) == []


def test_the_name_of_the_site_is_what_people_would_try() -> None:
    own = "Kingsbridge-Jx4-hall"
    assert weakness_of(own, ()) is None
    weakness = weakness_of(own, ("Kingsbridge Jx4",))
    assert weakness is not None
    assert "the name of the site" in weakness.reasons[0]


@pytest.mark.parametrize("own", [STRONG, "zq8w-3n6b-1x9c", "考试密码二零二六年十一月"])
def test_a_strong_own_password_is_taken_and_not_printed(
    root: Path, tmp_path: Path, capsys: Capture, own: str
) -> None:
    (tmp_path / "own.txt").write_text(f"{own}\r\n", encoding="utf-8-sig")
    capsys.readouterr()
    assert make(root, "--own-from", str(tmp_path / "own.txt")) == 0
    assert own not in capsys.readouterr().out
    (card,) = cards(root)
    assert fits(plain_password(own), card.password)


def test_an_own_password_is_asked_for_twice(
    root: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([STRONG, STRONG + "s", STRONG, STRONG])
    monkeypatch.setattr("examserver.cli.own_password.getpass", lambda _: next(typed))
    assert make(root, "--own") == 1
    assert "not the same" in capsys.readouterr().err
    assert make(root, "--own") == 0
    assert fits(plain_password(STRONG), cards(root)[0].password)


def test_a_file_without_a_password_is_named(root: Path, tmp_path: Path, capsys: Capture) -> None:
    assert make(root, "--own-from", str(tmp_path / "none.txt")) == 1
    assert "none.txt cannot be read" in capsys.readouterr().err
    assert cards(root) == []


def chosen(prepared: Prepared, exam_id: str, now: int) -> Exam:
    with reading(prepared.folder) as connection:
        return exam_of_password(connection, exam_id, now)


def test_the_exam_need_not_be_named_where_only_one_is_open_or_to_come(prepared: Prepared) -> None:
    assert chosen(prepared, "", START - 100 * MINUTE) == prepared.exam
    assert chosen(prepared, "", prepared.exam.closes - 1) == prepared.exam
    with pytest.raises(RoomError, match="none is open or to come") as refused:
        chosen(prepared, "", prepared.exam.closes)
    assert "examserver exam create" in refused.value.advice


def test_of_several_exams_one_must_be_named(prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        create_exam(connection, ExamPlan("历史", PAPER_ID, START + 90 * MINUTE, 60), START)
    with pytest.raises(RoomError, match="Several exams") as refused:
        chosen(prepared, "", START)
    assert "exam-1 (大学英语（二）), exam-2 (历史)" in refused.value.advice
    assert chosen(prepared, "exam-2", START).title == "历史"
    assert chosen(prepared, "", prepared.exam.closes).id == "exam-2"


def test_a_password_can_still_be_made_while_answers_may_have_to_be_exported(prepared: Prepared) -> None:
    late = prepared.exam.closes + STAYS
    assert chosen(prepared, "exam-1", late - 1) == prepared.exam
    for exam_id, now in (("exam-1", late), ("exam-9", START)):
        with pytest.raises(RoomError, match=f"no exam {exam_id}"):
            chosen(prepared, exam_id, now)
