"""The proctor's record on paper. What prints is loaded when somebody prints for the first time."""

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QPagedPaintDevice, QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from examclient.domain.export import ExportRecord
from examclient.ui.record_words import record_words
from examclient.usecases.export_record import record_text


class RecordPrinter(QObject):
    """Asks for a printer and prints. Where there is none it says so: a text beside the package will do.

    Signals:
        printed(): there is something new to say.
    """

    printed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._words = ""

    def words(self) -> str:
        """What came of it."""
        return self._words

    def forget(self) -> None:
        """The record has gone from the screen."""
        self._words = ""

    def print_record(self, record: ExportRecord) -> None:
        """Ask where to, then print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # noqa: PLC0415 - seldom

        self._words = ""
        if not QPrinterInfo.availablePrinterNames():
            self._words = QCoreApplication.translate(
                "RecordPrinter", "No printer is set up on this machine. The record can be saved as a text."
            )
            return
        printer = QPrinter()
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(lambda: self.print_to(record, printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def print_to(self, record: ExportRecord, printer: QPagedPaintDevice) -> None:
        """Print it there."""
        document = record_document(record)
        document.print_(printer)
        self._words = QCoreApplication.translate("RecordPrinter", "The record was sent to the printer.")
        self.printed.emit()


def record_document(record: ExportRecord) -> QTextDocument:
    """The record as a page."""
    document = QTextDocument()
    document.setPlainText(record_text(record, record_words()))
    return document
