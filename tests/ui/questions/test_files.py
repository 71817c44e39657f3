"""Files handed in: chosen, dragged in, refused with a reason, taken back; saved before they are answers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from examclient.ui.questions.factory import view_for
from examclient.ui.questions.file_drop import FileDrop
from examprotocol.responses import FilesResponse
from tests.ui.conftest import DrawnPictures
from tests.ui.questions.conftest import Seat
from tests.ui.questions.file_tray import FileTray, ref_of
from tests.ui.questions.papers import FILE
from tests.ui.questions.pointing import tap


@pytest.fixture
def tray() -> FileTray:
    return FileTray()


@pytest.fixture
def seat(tray: FileTray, pictures: DrawnPictures, qtbot: QtBot) -> Seat:
    return Seat(view_for(FILE, pictures, None, tray), qtbot)


def a_file(folder: Path, name: str, size: int = 1000) -> Path:
    file = folder / name
    file.write_bytes(b"x" * size)
    return file


def place(seat: Seat) -> FileDrop:
    return seat.view.findChildren(FileDrop)[0]


def drop(seat: Seat, *files: Path) -> None:
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    here, action = place(seat), Qt.DropAction.CopyAction
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(here, QDragEnterEvent(here.rect().center(), action, dragged, *keys))
    QApplication.sendEvent(here, QDropEvent(QPointF(here.rect().center()), action, dragged, *keys))


def hints(seat: Seat) -> str:
    return " ".join(one.text() for one in seat.view.findChildren(QLabel) if one.property("kind") == "hint")


def choose_in_the_dialog(seat: Seat, file: Path) -> None:
    (dialog,) = [one for one in seat.view.findChildren(QFileDialog) if one.isVisible()]
    dialog.filesSelected.emit([str(file)])
    dialog.close()


def by_mouse(seat: Seat, file: Path) -> None:
    seat.click(place(seat).choose)
    choose_in_the_dialog(seat, file)


def by_keys(seat: Seat, file: Path) -> None:
    seat.press(Qt.Key.Key_Tab, Qt.Key.Key_Space)
    choose_in_the_dialog(seat, file)


def by_finger(seat: Seat, file: Path) -> None:
    tap(place(seat).choose)
    choose_in_the_dialog(seat, file)


@pytest.mark.parametrize("way", [by_mouse, by_keys, by_finger, drop], ids=lambda way: way.__name__)
def test_every_way_hands_the_same_file_in(
    way: Callable[[Seat, Path], None], seat: Seat, tray: FileTray, tmp_path: Path
) -> None:
    file = a_file(tmp_path, "answer.pdf")
    way(seat, file)
    tray.keep_next()
    assert seat.told == [FilesResponse((ref_of(file),))]


def test_a_file_is_no_answer_before_it_is_saved(seat: Seat, tray: FileTray, tmp_path: Path) -> None:
    drop(seat, a_file(tmp_path, "answer.pdf"))
    assert seat.view.is_busy
    assert seat.told == []
    assert seat.view.response() == FilesResponse(())
    kept = tray.keep_next()
    assert not seat.view.is_busy
    assert seat.told == [FilesResponse((kept,))]


def test_several_files_stay_in_the_order_in_which_they_came(
    seat: Seat, tray: FileTray, tmp_path: Path
) -> None:
    drop(seat, a_file(tmp_path, "b.pdf"), a_file(tmp_path, "a.PNG"))
    refs = (tray.keep_next(), tray.keep_next())
    assert seat.told[-1] == FilesResponse(refs)
    assert [ref.name for ref in refs] == ["b.pdf", "a.PNG"]


def test_a_file_can_be_taken_back_by_keys(seat: Seat, tray: FileTray, tmp_path: Path) -> None:
    drop(seat, a_file(tmp_path, "b.pdf"))
    tray.keep_next()
    seat.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert seat.focused().accessibleName() == "Remove b.pdf"
    seat.press(Qt.Key.Key_Space)
    assert seat.told[-1] == FilesResponse(())
    assert seat.focused() is place(seat).choose


def test_what_cannot_be_taken_is_named_with_its_reason(seat: Seat, tray: FileTray, tmp_path: Path) -> None:
    for name, size, why in (
        ("notes.docx", 10, "notes.docx is not of a kind that is asked for here."),
        ("empty.pdf", 0, "empty.pdf is empty. Save it in its program first."),
        ("large.pdf", 5_000_001, "large.pdf is larger than 5.0 MB. Choose a smaller one."),
    ):
        drop(seat, a_file(tmp_path, name, size))
        assert why in hints(seat)
    drop(seat, tmp_path / "gone.pdf")
    assert "gone.pdf cannot be read." in hints(seat)
    assert len(tray) == 0
    assert seat.told == []


def test_one_file_too_many_is_not_taken(seat: Seat, tray: FileTray, tmp_path: Path) -> None:
    drop(seat, *(a_file(tmp_path, f"{number}.pdf") for number in range(3)))
    assert tray.most == [FILE.max_bytes] * 2
    assert "No more than 2 files." in hints(seat)
    assert not place(seat).choose.isEnabled()


def test_a_file_that_could_not_be_saved_is_said_and_is_no_answer(
    seat: Seat, tray: FileTray, tmp_path: Path
) -> None:
    drop(seat, a_file(tmp_path, "b.pdf"))
    tray.fail_next()
    assert "The disk is full. Please raise your hand." in hints(seat)
    assert (seat.told, seat.view.is_busy) == ([], False)


def test_the_limits_stand_in_words(seat: Seat) -> None:
    assert "At most 2 files. Each of at most 5.0 MB. Of these kinds: .pdf .png" in hints(seat)


def test_where_nothing_can_be_saved_nothing_is_offered(pictures: DrawnPictures, qtbot: QtBot) -> None:
    seat = Seat(view_for(FILE, pictures), qtbot)
    assert not place(seat).choose.isEnabled()
    assert "No file can be added at this machine. Please raise your hand." in hints(seat)


def test_the_dialog_does_not_outlast_its_question_on_the_screen(seat: Seat) -> None:
    seat.click(place(seat).choose)
    (dialog,) = seat.view.findChildren(QFileDialog)
    assert dialog.isVisible()
    seat.view.hide()
    assert not dialog.isVisible()


def test_a_file_that_is_on_another_machine_only_says_where_and_what_to_do(
    seat: Seat, tray: FileTray, tmp_path: Path
) -> None:
    file = ref_of(a_file(tmp_path, "a.pdf"))
    seat.view.show_response(FilesResponse((file,)))
    assert "exam site" not in hints(seat)
    tray.away[file.sha256] = "12"
    tray.moved.emit()
    assert "it is still on the machine at seat 12" in hints(seat)
    tray.away[file.sha256] = ""
    tray.moved.emit()
    assert "not on this machine" in hints(seat)
    tray.away.clear()
    tray.moved.emit()
    assert "exam site" not in hints(seat)
