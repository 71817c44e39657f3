"""Single and multiple choice, true or false."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.choice_row import MultipleRow, SingleRow
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.lettering import letter_of
from examprotocol.paper import Multiple
from examprotocol.paper_parts import Choice
from examprotocol.responses import ChoiceResponse, ChoicesResponse, Response

_BACK = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Left})
_ON = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Right})
_NO_WORDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class ChoiceView(QuestionView):
    """A column of rows. Arrows move the focus without choosing, space and letters choose."""

    def __init__(
        self,
        stem: str,
        choices: Sequence[Choice],
        pictures: PictureSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(stem, pictures, parent=parent)
        self._ids = [choice.id for choice in choices]
        self.rows = [self._row(index, choice) for index, choice in enumerate(choices)]
        self._clear = QPushButton(self._sheet)
        self._lay_out_rows()
        self._finish()
        self._show_clear()

    def input_widgets(self) -> list[QWidget]:
        return [*self.rows, self._clear]

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        for row in self.rows:
            row.is_read_only = is_read_only
        self._clear.setEnabled(not is_read_only)
        self._show_clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _BACK | _ON:
            self._move_focus(-1 if event.key() in _BACK else 1)
        elif (index := self._index_of_letter(event)) is not None:
            self.rows[index].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.rows[index].click()
        else:
            super().keyPressEvent(event)

    def letter(self, index: int) -> str:
        """What a choice is called on the screen and on the keyboard."""
        return letter_of(index)

    def _speak(self) -> None:
        self._clear.setText(self.tr("Clear my choice"))

    def _row(self, index: int, choice: Choice) -> SingleRow | MultipleRow:
        raise NotImplementedError

    def _chosen(self) -> tuple[str, ...]:
        return tuple(name for name, row in zip(self._ids, self.rows, strict=True) if row.isChecked())

    def _choose(self, chosen: Sequence[str]) -> None:
        for name, row in zip(self._ids, self.rows, strict=True):
            row.show_chosen(name in chosen)
        self._show_clear()

    def _on_input(self) -> None:
        self._show_clear()
        super()._on_input()

    def _on_clear_clicked(self) -> None:
        self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(())
        self._on_input()

    def _show_clear(self) -> None:
        self._clear.setVisible(bool(self._chosen()) and not self._is_read_only)

    def _move_focus(self, step: int) -> None:
        focused = [index for index, row in enumerate(self.rows) if row.hasFocus()]
        index = focused[0] + step if focused else 0
        if 0 <= index < len(self.rows):
            self.rows[index].setFocus(Qt.FocusReason.TabFocusReason)

    def _index_of_letter(self, event: QKeyEvent) -> int | None:
        if event.modifiers() & _NO_WORDS or not event.text().strip():
            return None
        letters = [self.letter(index) for index in range(len(self.rows))]
        typed = event.text().upper()
        return letters.index(typed) if typed in letters else None

    def _lay_out_rows(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        for row in self.rows:
            column.addWidget(row)
            row.clicked.connect(self._on_input)
        self._clear.setProperty("kind", "quiet")
        self._clear.clicked.connect(self._on_clear_clicked)
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._clear.setSizePolicy(policy)
        below = QHBoxLayout()
        below.addWidget(self._clear)
        below.addStretch()
        column.addSpacing(6)
        column.addLayout(below)
        self.column.addLayout(column)


class SingleView(ChoiceView):
    """Choose one."""

    def response(self) -> Response:
        return ChoiceResponse(next(iter(self._chosen()), ""))

    def _show(self, response: Response | None) -> None:
        self._choose((response.choice,) if isinstance(response, ChoiceResponse) else ())

    def _row(self, index: int, choice: Choice) -> SingleRow:
        row = SingleRow(self.letter(index), self.rich_text(choice.body), self._sheet)
        row.clicked.connect(lambda: self._on_row_clicked(row))
        return row

    def _on_row_clicked(self, row: SingleRow) -> None:
        if not self._is_read_only:
            for other in self.rows:
                other.show_chosen(other is row)


class MultipleView(ChoiceView):
    """Choose several. Where there is a limit it stands in words above the choices.

    Rule: at the most that can be chosen the others stay clickable, and a click says what to do first: a row
    that does nothing looks broken.
    """

    def __init__(
        self,
        question: Multiple,
        pictures: PictureSource,
        parent: QWidget | None = None,
    ) -> None:
        self._least, self._most = question.min_choices, question.max_choices
        super().__init__(question.stem, question.choices, pictures, parent)

    def response(self) -> Response:
        return ChoicesResponse(tuple(sorted(set(self._chosen()))))

    def _show(self, response: Response | None) -> None:
        self._choose(response.choices if isinstance(response, ChoicesResponse) else ())

    def _row(self, index: int, choice: Choice) -> MultipleRow:
        row = MultipleRow(self.letter(index), self.rich_text(choice.body), self._sheet)
        row.clicked.connect(lambda: self._on_row_clicked(row))
        return row

    def _on_row_clicked(self, row: MultipleRow) -> None:
        is_one_too_many = row.isChecked() and 0 < self._most < len(self._chosen())
        if is_one_too_many:
            row.show_chosen(False)
        self._say_limits(is_one_too_many=is_one_too_many)

    def _speak(self) -> None:
        super()._speak()
        self._say_limits(is_one_too_many=False)

    def _say_limits(self, *, is_one_too_many: bool) -> None:
        if is_one_too_many:
            words = self.tr("{most} are chosen, and no more can be. Take one away first.")
            self._limits.advise(words.format(most=self._most))
        else:
            self._limits.advise(self._limits_in_words(), "")

    def _limits_in_words(self) -> str:
        least, most = self._least, self._most
        if least and least == most:
            return self.tr("Choose exactly {least}.").format(least=least)
        if least and most:
            return self.tr("Choose {least} to {most}.").format(least=least, most=most)
        if least:
            return self.tr("Choose at least {least}.").format(least=least)
        return self.tr("Choose at most {most}.").format(most=most) if most else ""

    def _lay_out_rows(self) -> None:
        self._limits = Hint(self._sheet)
        self._limits.setVisible(bool(self._least or self._most))
        self.column.addWidget(self._limits)
        super()._lay_out_rows()
