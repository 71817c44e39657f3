"""A question answered with files."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.errors import ExamError
from examclient.ui.announcing import say
from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.file_drop import FileDrop
from examclient.ui.questions.file_limits import Refusal, refusal_of
from examclient.ui.questions.file_row import FileRow
from examclient.ui.questions.hint import Hint
from examclient.ui.sentence import in_one_line, translated
from examclient.ui.sources import FileDesk
from examclient.ui.widgets.sizes import size_in_words
from examprotocol.paper import FileUpload
from examprotocol.responses import FileRef, FilesResponse, Response


class FileView(QuestionView):
    """A list of what was handed in, and a place for more.

    Rule: a file is part of the answer only once its sealed copy is on disk. Until then the view is busy.
    """

    def __init__(
        self,
        question: FileUpload,
        pictures: PictureSource,
        files: FileDesk | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._question, self._desk = question, files
        self._rows: list[FileRow] = []
        self._has_failed = False
        self._limits, self._hint = Hint(self._sheet), Hint(self._sheet)
        self._drop = FileDrop(question.types, self._sheet, takes_several=question.max_files != 1)
        self._drop.offered.connect(self._on_offered)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.column.addWidget(self._limits)
        self.column.addWidget(self._drop)
        self.column.addWidget(self._hint)
        self.column.addLayout(self._list)
        if files is not None:
            files.moved.connect(self._show_places)
        self._finish()
        self._show_room()

    @property
    def is_busy(self) -> bool:
        return any(row.file is None for row in self._rows)

    def response(self) -> Response:
        return FilesResponse(tuple(row.file for row in self._rows if row.file is not None))

    def input_widgets(self) -> list[QWidget]:
        return [self._drop.choose, *(row.remove for row in self._rows)]

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        for row in self._rows:
            row.set_read_only(is_read_only)
        self._show_room()

    def _show(self, response: Response | None) -> None:
        files = response.files if isinstance(response, FilesResponse) else ()
        if self.is_busy or files == tuple(row.file for row in self._rows):
            return
        for row in tuple(self._rows):
            self._take_away(row)
        for file in files:
            self._add_row(file.name).show_kept(file)
        self._show_places()
        self._show_room()

    def _speak(self) -> None:
        limits = self._question
        said = (
            [self.tr("At most {count} files.").format(count=limits.max_files)] if limits.max_files > 1 else []
        )
        said = [self.tr("One file.")] if limits.max_files == 1 else said
        said += [self.tr("Each of at most {size}.").format(size=size_in_words(limits.max_bytes))]
        if limits.types:
            said += [self.tr("Of these kinds: {kinds}").format(kinds=" ".join(limits.types))]
        self._limits.advise(in_one_line(*said), "")
        if self._desk is None:
            self._hint.advise(self.tr("No file can be added at this machine. Please raise your hand."))

    def _on_offered(self, files: tuple[Path, ...]) -> None:
        """Take each file that can be taken; the first that cannot is named."""
        self._forget_failure()
        for file in files:
            refusal = refusal_of(file, self._question, len(self._rows))
            if refusal is not None:
                self._hint.advise(self._why(refusal).format(name=file.name))
                return
            self._keep(file)

    def _keep(self, file: Path) -> None:
        assert self._desk is not None, "without a desk nothing can be offered"
        row = self._add_row(file.name)
        self._show_room()
        self._desk.keep(
            file,
            self._question.max_bytes,
            lambda kept: self._on_kept(row, kept),
            lambda error: self._on_failed(row, error),
        )

    def _on_kept(self, row: FileRow, file: FileRef) -> None:
        row.show_kept(file)
        row.set_read_only(self._is_read_only)
        say(self, self.tr("{name} is saved on this machine.").format(name=file.name))
        self._on_input()
        self._tell_settled()

    def _on_failed(self, row: FileRow, error: ExamError) -> None:
        """Whoever has turned the page reads it on coming back: the view is not settled before."""
        self._has_failed = True
        self._take_away(row)
        self._hint.advise(in_one_line(translated(error.title), translated(error.advice)))
        self._tell_settled()

    def _show_places(self) -> None:
        """Say of each file whether it is on another machine only."""
        for row in self._rows:
            file = row.file
            row.show_place(
                self._desk.elsewhere(file) if self._desk is not None and file is not None else None
            )

    def _tell_settled(self) -> None:
        self._show_room()
        if not self.is_busy and not self._has_failed:
            self.settled.emit()

    def _forget_failure(self) -> None:
        self._has_failed = False
        self._hint.advise("")

    def _on_removed(self, row: FileRow) -> None:
        self._take_away(row)
        self._forget_failure()
        self._show_room()
        self._drop.choose.setFocus()
        self._on_input()

    def _add_row(self, name: str) -> FileRow:
        row = FileRow(name, self._sheet)
        row.removed.connect(lambda: self._on_removed(row))
        self._rows.append(row)
        self._list.addWidget(row)
        row.show()
        self._order_tabs()
        return row

    def _take_away(self, row: FileRow) -> None:
        self._rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _order_tabs(self) -> None:
        for before, after in pairwise(self.input_widgets()):
            QWidget.setTabOrder(before, after)

    def _show_room(self) -> None:
        has_room = not 0 < self._question.max_files <= len(self._rows)
        self._drop.set_open(is_open=has_room and self._desk is not None and not self._is_read_only)

    def _why(self, refusal: Refusal) -> str:
        most, size = self._question.max_files, size_in_words(self._question.max_bytes)
        match refusal:
            case Refusal.TOO_MANY:
                return self.tr("No more than {most} files. Remove one first.").replace("{most}", str(most))
            case Refusal.TOO_LARGE:
                return self.tr("{name} is larger than {size}. Choose a smaller one.").replace("{size}", size)
            case Refusal.EMPTY:
                return self.tr("{name} is empty. Save it in its program first.")
            case Refusal.OTHER_TYPE:
                return self.tr("{name} is not of a kind that is asked for here.")
            case Refusal.UNREADABLE:
                return self.tr("{name} cannot be read. Choose it again, or another one.")
