"""The answers of one candidate, or all that this machine holds, go onto a drive: where to, how far, and done.

Rule: a result stays until somebody says that it was read. No Enter that was meant for something else says so.
"""

from PySide6.QtCore import Signal

from examclient.domain.export_view import ExportView
from examclient.domain.state import ExamState
from examclient.ui.announcing import say
from examclient.ui.export_sentences import sentence_at_export
from examclient.ui.pages.menu_page import MenuPage
from examclient.ui.printing import RecordPrinter
from examclient.ui.sentences import telephone_line
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_enabled, set_mark, set_shown, set_text
from examclient.ui.widgets.export_progress import ExportProgress
from examclient.ui.widgets.export_result import ExportResult
from examclient.ui.widgets.folder_chooser import FolderChooser
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.tab_order import order_tabs
from examclient.ui.widgets.visit_result import VisitResult


class ExportPage(MenuPage):
    """One step at a time; the footer has what there is to do.

    Signals:
        folder_chosen(str): export into this folder.
        choice_given_up(): back to the menu.
        stop_requested(): stop what is under way.
        result_read(): the result can go.
        record_wanted(): save the record as a text beside the package.
    """

    folder_chosen = Signal(str)
    choice_given_up = Signal()
    stop_requested = Signal()
    result_read = Signal()
    record_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = make_label("title", wrap=True)
        self._who = make_label("muted", wrap=True)
        self.alert = Alert()
        self.chooser = FolderChooser()
        self.progress = ExportProgress()
        self.result = ExportResult()
        self.visit = VisitResult()
        self.print, self.save, self.stop = make_button(""), make_button(""), make_button("")
        self.printer = RecordPrinter(self)
        self._view = ExportView()
        self._has_result = False
        self._ordered = 0
        self._step = (True, False)
        self._connect()
        self._fill()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show the step that the export is at."""
        self._view = view = state.export or ExportView()
        self.show_frame(state, self.tr("Proctor"))
        is_choice = view.work is None and not view.has_result
        self._show_heading(view)
        self._show_trouble(state, view)
        set_shown(self.chooser, shown=is_choice)
        if is_choice:
            self.chooser.show_drives(view.drives)
            self._order_tabs()
        self._show_work(view)
        self._show_result(state, view)
        self._begin_step((view.work is None, view.has_result))
        set_shown(self.back, shown=view.work is None)
        set_text(self.back, self.tr("Back") if is_choice else self.tr("Done"))
        set_mark(self.back, "kind", "" if is_choice else "primary")

    def retranslate(self) -> None:
        """Speak the new language."""
        super().retranslate()
        for part in (self.chooser, self.progress):
            part.retranslate()
        set_text(self.print, self.tr("Print …"))
        set_text(self.save, self.tr("Save as text beside it"))
        set_text(self.stop, self.tr("Stop"))

    def _show_heading(self, view: ExportView) -> None:
        what = view.chosen or (view.work.what if view.work else None)
        set_shown(self._title, shown=not view.has_result)
        set_shown(self._who, shown=not view.has_result and view.chosen is not None)
        everything = self.tr("Export everything to the stick")
        set_text(self._title, self.tr("Export the answers") if view.chosen is not None else everything)
        if what is not None:
            set_text(self._who, "　".join(one for one in (what.name, what.admission_number) if one))

    def _show_trouble(self, state: ExamState, view: ExportView) -> None:
        if view.trouble is not None:
            sentence = sentence_at_export(view.trouble, state.phase)
            self.alert.say(sentence, "warning", telephone_line(view.trouble))
        set_shown(self.alert, shown=view.trouble is not None and not view.is_busy)

    def _show_work(self, view: ExportView) -> None:
        set_shown(self.progress, shown=view.work is not None)
        set_shown(self.stop, shown=view.work is not None)
        if view.work is not None:
            self.progress.show_work(view.work)
            set_enabled(self.stop, enabled=not view.work.is_stopping)

    def _show_result(self, state: ExamState, view: ExportView) -> None:
        for part in (self.result, self.print, self.save):
            set_shown(part, shown=view.exported is not None)
        set_shown(self.visit, shown=view.visit is not None)
        if view.exported is not None:
            self.result.show_result(view.exported)
        if view.visit is not None:
            self.visit.show_visit(view.visit, state.phase)
        self._announce(view)
        set_enabled(self.save, enabled=view.record is None)
        self.result.note(self._noted(state, view) if view.exported is not None else "")

    def _begin_step(self, step: tuple[bool, bool]) -> None:
        """Whoever held Enter down at the step before presses nothing of the next one."""
        if step != self._step:
            self._step = step
            self.take_keyboard()

    def _order_tabs(self) -> None:
        """Rows that came later stand where they are seen: above what the footer has."""
        first, *rest = self.chooser.stops()
        if len(rest) != self._ordered:
            self._ordered = len(rest)
            order_tabs(first, (*rest, self.print, self.save, self.stop, self.back))

    def _announce(self, view: ExportView) -> None:
        """Who cannot see the page hears that there is a result, once."""
        has_result, self._has_result = self._has_result, view.has_result
        if view.has_result and not has_result:
            words = self.visit.words() if view.visit is not None else self.result.words()
            say(self, words)

    def _noted(self, state: ExamState, view: ExportView) -> str:
        if self.printer.words():
            return self.printer.words()
        if view.record is not None:
            return self.tr("The record is beside the package: {name}").format(name=view.record.name)
        if view.record_trouble is not None:
            return sentence_at_export(view.record_trouble, state.phase).title
        return ""

    def _on_back(self) -> None:
        if self._view.has_result:
            self.printer.forget()
            self.result_read.emit()
        else:
            self.choice_given_up.emit()

    def _on_print(self) -> None:
        if self._view.exported is not None:
            self.printer.print_record(self._view.exported.record)
            self._show_again()

    def _show_again(self) -> None:
        if self._shown is not None:
            self.show_changes(self._shown)

    def _connect(self) -> None:
        self.chooser.folder_chosen.connect(self.folder_chosen)
        self.stop.clicked.connect(self.stop_requested)
        self.back.clicked.connect(self._on_back)
        self.print.clicked.connect(self._on_print)
        self.save.clicked.connect(self.record_wanted)
        self.printer.printed.connect(self._show_again)

    def _fill(self) -> None:
        parts = (self.alert, self.chooser, self.progress, self.result, self.visit)
        for widget in (self._title, self._who, *parts):
            self.column.addWidget(widget)
        self.add_footer(self.print, self.save, self.stop)
