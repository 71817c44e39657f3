"""What a proctor sees and presses while answers are carried out, with a mouse and without one."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from examclient.domain.export_view import ExportView
from examclient.domain.state import ExamState
from examclient.ui.pages.export import ExportPage
from examclient.ui.pages.page import Page
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.pages.submit_failed import SubmitFailedPage
from examclient.ui.printing import RecordPrinter, record_document
from examclient.ui.translation import install_language
from examclient.ui.widgets.sizes import size_in_words
from tests.ui.pages.conftest import TRANSLATIONS, Seat, Sit
from tests.ui.pages.export_states import DRIVES, EARLIER, FILE, FILE_NAME, FOLDER, HERE, RECORD, STICK
from tests.ui.pages.states import CANNOT_SAVE, EVERY_STATE, FAILED

LEFT = Qt.MouseButton.LeftButton

P = TypeVar("P", bound=Page)


def page_of(seat: Seat, kind: type[P]) -> P:
    page = seat.window.page()
    assert isinstance(page, kind)
    return page


def words_on(seat: Seat) -> str:
    return "\n".join(label.text() for label in seat.window.findChildren(QLabel) if label.isVisible())


def tab_to(seat: Seat, button: QPushButton) -> None:
    """The way there by keyboard alone."""
    for _ in range(40):
        if seat.window.focusWidget() is button:
            return
        QTest.keyClick(seat.window.focusWidget() or seat.window, Qt.Key.Key_Tab)
    raise AssertionError(f"no Tab leads to {button.text()}")


def changed(state: ExamState, **changes: object) -> ExamState:
    assert state.export is not None
    return replace(state, export=replace(state.export, **changes))  # type: ignore[arg-type] # fields by name


CHOOSING = EVERY_STATE["choosing a drive"]
EXPORTED = EVERY_STATE["exported"]


# -- handing in has failed ----------------------------------------------------------------------------------


def test_a_failed_submit_offers_retry_and_export_and_no_way_out(sit: Sit) -> None:
    seat = sit(FAILED)
    page = page_of(seat, SubmitFailedPage)
    assert page.retry.isVisible()
    assert not page.leave.isVisible()
    QTest.mouseClick(page.export, LEFT)
    assert seat.wishes == [("export_wanted",)]


def test_only_after_an_export_somebody_may_leave_and_it_takes_two_clicks(sit: Sit) -> None:
    seat = sit(replace(FAILED, is_exported=True))
    page = page_of(seat, SubmitFailedPage)
    assert "The answers are exported and checked." in words_on(seat)
    QTest.mouseClick(page.leave, LEFT)
    assert seat.wishes == []
    assert page.leave.text() == "The exported file has the answers. Press again to leave."
    QTest.mouseClick(page.leave, LEFT)
    assert seat.wishes == [("left",)]


def test_nobody_leaves_while_something_is_not_saved(sit: Sit) -> None:
    page = page_of(sit(replace(CANNOT_SAVE, is_exported=True)), SubmitFailedPage)
    assert not page.leave.isVisible()


def test_nobody_leaves_while_a_file_that_is_in_no_package_is_being_saved(sit: Sit) -> None:
    seat = sit(replace(FAILED, is_exported=True, keeping=("essay.pdf",)))
    assert not page_of(seat, SubmitFailedPage).leave.isVisible()
    assert "exported and checked" not in words_on(seat)


def test_the_room_reads_its_own_words_for_all_three(sit: Sit, english: QApplication) -> None:
    install_language(english, "zh_CN", TRANSLATIONS)
    page = page_of(sit(replace(FAILED, is_exported=True)), SubmitFailedPage)
    assert [page.retry.text(), page.export.text(), page.leave.text()] == ["重试", "导出", "强制退出"]


# -- the menu -----------------------------------------------------------------------------------------------


def test_what_is_held_says_whose_it_is_and_how_it_stands(sit: Sit) -> None:
    seat = sit(EVERY_STATE["menu at the login"])
    page = page_of(seat, ProctorPage)
    waiting, exported, locked = (row.words() for row in page.held.rows)
    assert "O'Neil, Ann" in waiting
    assert "40 of 40 questions" in waiting
    assert "Not all of it is at the exam site yet." in waiting
    assert "The exam site has all of it. Exported " in exported
    assert "Somebody whose name is not known here" in locked
    assert "call the technical staff" in locked
    assert [row.export.isEnabled() for row in page.held.rows] == [True, True, False]
    assert page.move_away.isHidden(), "nobody sits here"
    QTest.mouseClick(page.held.rows[1].export, LEFT)
    assert seat.wishes == [("attempt_chosen", "a2")]


def test_what_was_written_after_an_export_is_said(sit: Sit) -> None:
    newer = replace(EARLIER, exported_at=1, is_newer=True)
    seat = sit(changed(EVERY_STATE["menu at the login"], held=(newer,)))
    (row, *_) = page_of(seat, ProctorPage).held.rows
    assert "more was written since" in row.words()


def test_a_list_that_becomes_shorter_shows_no_row_of_before(sit: Sit) -> None:
    seat = sit(EVERY_STATE["menu at the login"])
    seat.window.show_state(changed(EVERY_STATE["menu at the login"], held=(HERE,)))
    page = page_of(seat, ProctorPage)
    assert [row.isVisible() for row in page.held.rows] == [True, False, False]
    seat.window.show_state(EVERY_STATE["menu at the login, nothing held"])
    assert "This machine holds no answers." in words_on(seat)
    assert not any(row.isVisible() for row in page.held.rows)


def test_while_somebody_answers_a_stick_is_a_line_in_the_menu(sit: Sit) -> None:
    seat = sit(EVERY_STATE["menu, answering, stick in"])
    page = page_of(seat, ProctorPage)
    assert "The proctor's stick is in." in words_on(seat)
    QTest.mouseClick(page.stick.wanted, LEFT)
    assert seat.wishes == [("stick_wanted",)]


def test_a_stick_that_was_put_in_has_the_password_s_field_ready(sit: Sit) -> None:
    seat = sit(EVERY_STATE["stick put in at the login"])
    page = page_of(seat, ProctorPage)
    assert "exports all that this machine holds to the stick" in words_on(seat)
    assert seat.window.focusWidget() is page.panel.field
    QTest.keyClicks(page.panel.field, "K7PQ-2M9X-RT4V")
    QTest.keyClick(page.panel.field, Qt.Key.Key_Return)
    assert seat.wishes == [("proctor_unlocked", "K7PQ-2M9X-RT4V")]


def test_another_room_s_stick_is_named_and_promises_nothing(sit: Sit) -> None:
    seat = sit(EVERY_STATE["stick of another room"])
    assert "This proctor's stick is not of this room." in words_on(seat)
    assert "exports all" not in words_on(seat)


# -- where to -----------------------------------------------------------------------------------------------


def test_drives_that_can_be_pulled_out_stand_first_with_their_room(sit: Sit) -> None:
    seat = sit(CHOOSING)
    page = page_of(seat, ExportPage)
    said = [row.words() for row in page.chooser.rows]
    assert said == [
        "KINGSTON (/media/proctor/KINGSTON) 15.3 GB free",
        "CD (/media/proctor/CD) read-only",
        "/home 120 GB free",
    ]
    assert [row.export.isEnabled() for row in page.chooser.rows] == [True, False, True]


def test_the_keyboard_alone_finds_drive_stop_and_done(sit: Sit) -> None:
    seat = sit(CHOOSING)
    page = page_of(seat, ExportPage)
    tab_to(seat, page.chooser.rows[0].export)
    QTest.keyClick(page.chooser.rows[0].export, Qt.Key.Key_Return)
    seat.window.show_state(EVERY_STATE["exporting"])
    tab_to(seat, page.stop)
    QTest.keyClick(page.stop, Qt.Key.Key_Return)
    seat.window.show_state(EXPORTED)
    tab_to(seat, page.back)
    QTest.keyClick(page.back, Qt.Key.Key_Return)
    assert seat.wishes == [("folder_chosen", str(FOLDER)), ("stop_requested",), ("result_read",)]


def test_a_drive_that_is_put_in_appears_by_itself(sit: Sit) -> None:
    seat = sit(EVERY_STATE["choosing, no drive in"])
    page = page_of(seat, ExportPage)
    assert "Put one in: it appears here by itself." in words_on(seat)
    seat.window.show_state(changed(EVERY_STATE["choosing, no drive in"], drives=DRIVES))
    assert "Put one in" not in words_on(seat)
    assert page.chooser.rows[0].words().startswith("KINGSTON")
    QTest.mouseClick(page.back, LEFT)
    assert seat.wishes == [("choice_given_up",)]


def test_any_other_folder_is_a_dialog_away(sit: Sit, tmp_path: Path) -> None:
    seat = sit(CHOOSING)
    dialog = page_of(seat, ExportPage).chooser.dialog()
    dialog.fileSelected.emit(str(tmp_path))
    assert seat.wishes == [("folder_chosen", str(tmp_path))]
    dialog.deleteLater()


def test_a_dialog_that_was_left_open_goes_with_the_menu(sit: Sit, tmp_path: Path) -> None:
    seat = sit(CHOOSING)
    page = page_of(seat, ExportPage)
    QTest.mouseClick(page.chooser.another, LEFT)
    (dialog,) = page.chooser.findChildren(QFileDialog)
    assert dialog.isVisible()
    seat.window.show_state(replace(CHOOSING, export=None, proctor=None))
    assert not dialog.isVisible(), "it would stand before the candidate, and let nobody at the exam"
    seat.window.show_state(CHOOSING)
    QTest.mouseClick(page.chooser.another, LEFT)
    dialog = page.chooser.findChildren(QFileDialog)[-1]
    dialog.setDirectory(str(tmp_path))
    page.folder_chosen.connect(lambda _: seat.window.show_state(EVERY_STATE["exporting, writing"]))
    dialog.accept()
    assert seat.wishes == [("folder_chosen", str(tmp_path))]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("choosing, drive full", "The drive is full: 118 kB are needed, 20.0 kB are free."),
        ("choosing, drive gone", "The drive is gone. The answers are safe on this machine."),
    ],
)
def test_what_went_wrong_stands_above_the_next_try(name: str, words: str, sit: Sit) -> None:
    seat = sit(EVERY_STATE[name])
    page = page_of(seat, ExportPage)
    assert words in page.alert.words()
    assert page.chooser.rows[0].export.isEnabled()


# -- how far, and done --------------------------------------------------------------------------------------


def test_progress_says_what_is_done_and_can_be_stopped_once(sit: Sit) -> None:
    seat = sit(EVERY_STATE["exporting, writing"])
    page = page_of(seat, ExportPage)
    assert page.progress.words() == "Writing: 3.0 MB of 7.3 MB"
    assert not page.back.isVisible(), "no way out but to stop"
    QTest.mouseClick(page.stop, LEFT)
    seat.window.show_state(EVERY_STATE["exporting, stopping"])
    assert page.progress.words() == "Stopping …"
    QTest.mouseClick(page.stop, LEFT)
    assert seat.wishes == [("stop_requested",)]


def test_the_bar_never_goes_back(sit: Sit) -> None:
    seat = sit(EVERY_STATE["exporting"])
    page = page_of(seat, ExportPage)
    seen = []
    for name in ("exporting", "exporting, writing", "exporting, stopping"):
        seat.window.show_state(EVERY_STATE[name])
        seen.append(page.progress._bar.value())
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


def test_the_result_has_all_that_a_proctor_writes_down(sit: Sit) -> None:
    seat = sit(EXPORTED)
    page = page_of(seat, ExportPage)
    assert page.result.code() == "7KQ2M-X9RTA"
    said = words_on(seat)
    whose = ("张三", RECORD.admission_number, RECORD.identity_number, "大学语文", "38 of 40")
    for words in (*whose, FILE_NAME, "118\N{NO-BREAK SPACE}kB"):
        assert words in said
    assert str(FOLDER) in said
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space):
        QTest.keyClick(seat.window.focusWidget() or seat.window, key)
    assert seat.wishes == [], "no key that was meant for something else takes it away"
    QTest.mouseClick(page.save, LEFT)
    QTest.mouseClick(page.back, LEFT)
    assert seat.wishes == [("record_wanted",), ("result_read",)]


def test_a_record_that_is_saved_is_named_and_not_saved_twice(sit: Sit) -> None:
    seat = sit(EVERY_STATE["exported, record saved"])
    page = page_of(seat, ExportPage)
    assert f"The record is beside the package: {FILE.path.stem}.txt" in words_on(seat)
    assert not page.save.isEnabled()


def test_answers_in_two_files_name_both_codes(sit: Sit) -> None:
    seat = sit(EVERY_STATE["exported in two files"])
    assert "in 2 files" in words_on(seat)
    assert "X1Y2Z-34567" in words_on(seat)


def test_without_a_printer_the_page_says_so(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    seat = sit(EXPORTED)
    page = page_of(seat, ExportPage)
    QTest.mouseClick(page.print, LEFT)
    assert "No printer is set up on this machine." in words_on(seat)
    QTest.mouseClick(page.back, LEFT)
    seat.window.show_state(CHOOSING)
    seat.window.show_state(EXPORTED)
    assert "No printer" not in words_on(seat)


def test_the_record_is_printed_with_all_its_lines(sit: Sit, tmp_path: Path) -> None:
    seat = sit(EXPORTED)
    text = record_document(RECORD).toPlainText()
    for words in ("张三", RECORD.identity_number, "7KQ2M-X9RTA", FILE_NAME):
        assert words in text
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "record.pdf"))
    printing = RecordPrinter(seat.window)
    printing.print_to(RECORD, printer)
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")
    assert printing.words() == "The record was sent to the printer."


# -- a stick ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stick filled", "2 of 2 exported"),
        ("stick filled", "You can take the stick out."),
        ("stick filled in part", "1 of 2 exported"),
        ("stick filled in part", "The others are still on this machine."),
        ("stick filled in part", "do not open with the keys of this machine"),
        ("stick filled with nothing", "This machine holds nothing to export"),
        ("stick stopped in the middle", "The others are still on this machine. You can take the stick out."),
        ("stick full in the middle", "The others are still on this machine: come back with another drive."),
        ("stick full in the middle", "The drive is full: 118 kB are needed, 20.0 kB are free."),
        ("stick gone in the middle", "The drive is gone."),
    ],
)
def test_a_stick_s_result_says_whether_it_can_be_taken_out(name: str, words: str, sit: Sit) -> None:
    seat = sit(EVERY_STATE[name])
    assert words in words_on(seat)
    page = page_of(seat, ExportPage)
    assert not page.print.isVisible()
    QTest.mouseClick(page.back, LEFT)
    assert seat.wishes == [("result_read",)]


def test_filling_a_stick_names_who_is_on_the_way(sit: Sit) -> None:
    seat = sit(EVERY_STATE["filling the stick"])
    assert page_of(seat, ExportPage).progress.words() == "3 of 12: O'Neil, Ann"


def test_the_work_and_its_result_take_the_page_whatever_the_exam_does(sit: Sit) -> None:
    seat = sit(EXPORTED)
    seat.window.show_state(replace(EXPORTED, phase=EVERY_STATE["done"].phase))
    assert page_of(seat, ExportPage).result.isVisible()
    seat.window.show_state(replace(EXPORTED, export=ExportView(stick=STICK)))
    page_of(seat, ProctorPage)


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0.0 kB"), (999, "1.0 kB"), (118_400, "118 kB"), (7_300_000, "7.3 MB"), (15_300_000_000, "15.3 GB")],
)
def test_sizes_are_said_as_people_do(size: int, words: str) -> None:
    assert size_in_words(size) == words
