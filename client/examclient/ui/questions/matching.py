"""For each on the left, choose one on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.lettering import letter_of, names_in_lists, needs_letters
from examclient.ui.questions.pool import Pool
from examclient.ui.questions.pool_chip import PoolChip
from examclient.ui.questions.pool_slot import PoolSlot
from examprotocol.paper import Matching
from examprotocol.paper_parts import Choice
from examprotocol.responses import PairsResponse, Response

_LEAST_EM = 6


class MatchingView(QuestionView):
    """A list to choose from beside each left item; the right ones stand above it and can be dragged there.

    Where the right ones are long or more than words, they are lettered and the lists hold letters.
    """

    def __init__(self, question: Matching, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        items = names_in_lists(question.right)
        self._slots = {item.id: PoolSlot(items, self._sheet) for item in question.left}
        self._hint = Hint(self._sheet)
        self._pool = self._make_pool(question)
        self.column.addWidget(self._pool)
        self.column.addWidget(self._hint)
        self._lay_out_rows(question.left)
        self._finish()

    def response(self) -> Response:
        return PairsResponse({name: slot.value() for name, slot in self._slots.items() if slot.value()})

    def input_widgets(self) -> list[QWidget]:
        return list(self._slots.values())

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        for slot in self._slots.values():
            slot.setEnabled(not is_read_only)
        self._pool.set_read_only(is_read_only)

    def _show(self, response: Response | None) -> None:
        pairs = response.pairs if isinstance(response, PairsResponse) else {}
        for name, slot in self._slots.items():
            slot.show_value(pairs.get(name, ""))
        self._pool.show_use()

    def _speak(self) -> None:
        for slot in self._slots.values():
            slot.set_invitation(self.tr("Choose"))
        how = self.tr("Drag to the lines below, or click above and then a line, or choose in the line.")
        where = self.tr("Now click the line where it belongs.")
        self._hint.advise(where if self._pool.has_hand else how, "")

    def _take_zoom(self) -> None:
        for slot in self._slots.values():  # in a narrow window less than it asks for: its open list is wider
            slot.setMinimumWidth(_LEAST_EM * paper_font().pixelSize())
            slot.updateGeometry()

    def _make_pool(self, question: Matching) -> Pool:
        is_lettered = needs_letters(question.right)
        chips = {
            choice.id: PoolChip(
                letter_of(index) if is_lettered else "", self.rich_text(choice.body), self._sheet
            )
            for index, choice in enumerate(question.right)
        }
        uses = dict.fromkeys(chips, question.right_max)
        pool = Pool(chips, uses, self._sheet, in_rows=is_lettered)
        pool.serve(list(self._slots.values()))
        pool.filled.connect(self._on_input)
        pool.hand_changed.connect(self._speak)
        return pool

    def _lay_out_rows(self, left: Sequence[Choice]) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(24)
        rows.setVerticalSpacing(8)
        rows.setColumnStretch(2, 1)
        for number, item in enumerate(left):
            text, slot = self.rich_text(item.body), self._slots[item.id]
            slot.setAccessibleName(text.accessibleName())
            rows.addWidget(text, number, 0, Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(slot, number, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(rows)
