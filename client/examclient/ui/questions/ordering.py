"""Bring things into order: by dragging, by arrows, by taking up and putting down, or by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from examclient.ui.announcing import say
from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.order_row import OrderRow
from examprotocol.paper import Ordering
from examprotocol.responses import OrderResponse, Response

_GAP = 6


class OrderingView(QuestionView):
    """The order on the screen counts as an answer once the candidate has moved something, or has said that
    it shall stay as it is: an order that nobody touched is no answer.
    """

    def __init__(self, question: Ordering, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._first = [choice.id for choice in question.choices]
        self._order: list[str] = []
        self._is_answer = False
        self._held = ""
        self._rows = {one.id: OrderRow(self.rich_text(one.body), self._sheet) for one in question.choices}
        self._hint = Hint(self._sheet)
        self._keep, self._clear = QPushButton(self._sheet), QPushButton(self._sheet)
        self._list = QVBoxLayout()
        self._list.setSpacing(_GAP)
        self._lay_out_list()
        self._put_in_order(self._first)
        self._finish()
        self._show_state()

    def response(self) -> Response:
        return OrderResponse(tuple(self._order) if self._is_answer else ())

    def input_widgets(self) -> list[QWidget]:
        return [*(self._rows[name] for name in self._order), self._keep, self._clear]

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        for row in self._rows.values():
            row.is_read_only = is_read_only
            row.update()
        for button in (self._keep, self._clear):
            button.setEnabled(not is_read_only)
        self._put_down()
        self._show_state()

    def _show(self, response: Response | None) -> None:
        given = response.order if isinstance(response, OrderResponse) else ()
        known = [name for name in given if name in self._rows]
        self._put_in_order([*known, *(name for name in self._first if name not in known)])
        self._is_answer = bool(given)
        self._put_down()
        self._show_state()

    def _speak(self) -> None:
        self._keep.setText(self.tr("Keep this order"))
        self._clear.setText(self.tr("Clear my order"))
        self._say_how()

    def _take_up(self, name: str) -> None:
        """A row that was clicked: taken up, or put down where another one was taken up."""
        if self._is_read_only:
            return
        if self._held and self._held != name:
            held = self._held
            self._put_down()
            self._move(held, self._order.index(name))
        elif self._held:
            self._put_down()
        else:
            self._held = name
            self._rows[name].show_held(is_held=True)
            self._say_how()

    def _put_down(self) -> None:
        if self._held:
            self._rows[self._held].show_held(is_held=False)
            self._held = ""
        self._say_how()

    def _say_how(self) -> None:
        how = self.tr("Drag the lines, or use the arrows. By keyboard: Alt+↑ and Alt+↓.")
        where = self.tr("Now choose the line in whose place it shall stand.")
        self._hint.advise(where if self._held else how, "")

    def _move(self, name: str, to: int) -> None:
        """Put a row to its new place; that is an answer."""
        order = [one for one in self._order if one != name]
        order.insert(to, name)
        self._put_in_order(order)
        self._rows[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.activate()
        self.sight_wanted.emit(self._rows[name])
        self._answer()
        said = self.tr("Now place {place} of {count}.").format(place=to + 1, count=len(order))
        say(self, said)

    def _on_step(self, name: str, step: int) -> None:
        self._put_down()
        self._move(name, self._order.index(name) + step)

    def _on_dragged(self, name: str, height: int) -> None:
        """While it is held, the others make room; told only when it is let go."""
        self._put_down()
        others = [one for one in self._order if one != name]
        above = sum(self._rows[one].geometry().center().y() < height for one in others)
        if above != self._order.index(name):
            others.insert(above, name)
            self._put_in_order(others)
            self._list.activate()

    def _on_focus_step(self, name: str, step: int) -> None:
        at = self._order.index(name) + step
        if 0 <= at < len(self._order):
            self._rows[self._order[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _answer(self) -> None:
        self._is_answer = True
        self._show_state()
        self._on_input()

    def _on_clear(self) -> None:
        self._put_in_order(self._first)
        self._is_answer = False
        self._focus_first()
        self._show_state()
        self._on_input()

    def _on_keep(self) -> None:
        self._focus_first()
        self._answer()

    def _focus_first(self) -> None:
        for name in self._order[:1]:
            self._rows[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_state(self) -> None:
        self._keep.setVisible(not self._is_answer)
        self._clear.setVisible(self._is_answer)

    def _put_in_order(self, order: list[str]) -> None:
        if order == self._order:
            return
        self._order = list(order)
        before: QWidget | None = None
        for place, name in enumerate(self._order):
            row = self._rows[name]
            self._list.removeWidget(row)
            self._list.insertWidget(place, row)
            row.show_place(place + 1, len(order))
            if before is not None:
                QWidget.setTabOrder(before, row)
            before = row
        if before is not None:
            QWidget.setTabOrder(before, self._keep)
            QWidget.setTabOrder(self._keep, self._clear)

    def _lay_out_list(self) -> None:
        below = QGridLayout()  # both in one place: only one of them is ever shown
        below.setColumnStretch(1, 1)
        for button, slot in ((self._keep, self._on_keep), (self._clear, self._on_clear)):
            button.setProperty("kind", "quiet")
            button.clicked.connect(slot)
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            below.addWidget(button, 0, 0)
        for name, row in self._rows.items():
            row.clicked.connect(lambda _=False, name=name: self._take_up(name))
            row.step_wanted.connect(lambda step, name=name: self._on_step(name, step))
            row.focus_step_wanted.connect(lambda step, name=name: self._on_focus_step(name, step))
            row.dragged.connect(lambda height, name=name: self._on_dragged(name, height))
            row.dropped.connect(self._answer)
        self.column.addWidget(self._hint)
        self.column.addLayout(self._list)
        self.column.addLayout(below)
