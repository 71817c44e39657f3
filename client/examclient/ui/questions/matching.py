"""For each on the left, choose one on the right."""

from collections.abc import Sequence
from string import ascii_uppercase

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.quiet_combo import QuietCombo
from examprotocol.paper import Matching
from examprotocol.paper_parts import Choice
from examprotocol.responses import PairsResponse, Response
from examprotocol.richtext import parse_rich, plain_text

_LONGEST_IN_A_LIST = 28
_COMBO_EM = 10
_PLAIN_TAGS = frozenset({"body", "p", "div", "span", "br"})


class MatchingView(QuestionView):
    """A list to choose from beside each left item.

    Where the right ones are long or more than words, they stand lettered above and the lists hold letters.
    """

    def __init__(self, question: Matching, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        is_lettered = not all(_fits_in_a_list(choice.body) for choice in question.right)
        items = [(choice.id, plain_text(choice.body)) for choice in question.right]
        if is_lettered:
            items = [(choice.id, _letter(index)) for index, choice in enumerate(question.right)]
            self.column.addWidget(self._lettered(question.right))
        self._combos = {item.id: QuietCombo(items, self._sheet) for item in question.left}
        self._lay_out_rows(question.left)
        self._finish()

    def response(self) -> Response:
        return PairsResponse({name: combo.value() for name, combo in self._combos.items() if combo.value()})

    def input_widgets(self) -> list[QWidget]:
        return list(self._combos.values())

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        for combo in self._combos.values():
            combo.setEnabled(not is_read_only)

    def _show(self, response: Response | None) -> None:
        pairs = response.pairs if isinstance(response, PairsResponse) else {}
        for name, combo in self._combos.items():
            combo.show_value(pairs.get(name, ""))

    def _speak(self) -> None:
        for combo in self._combos.values():
            combo.set_invitation(self.tr("Choose"))

    def _take_zoom(self) -> None:
        widest = max((combo.sizeHint().width() for combo in self._combos.values()), default=0)
        for combo in self._combos.values():
            combo.setFixedWidth(max(widest, _COMBO_EM * paper_font().pixelSize()))

    def _lay_out_rows(self, left: Sequence[Choice]) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(24)
        rows.setVerticalSpacing(8)
        rows.setColumnStretch(2, 1)
        for number, item in enumerate(left):
            text, combo = self.rich_text(item.body), self._combos[item.id]
            combo.setAccessibleName(text.accessibleName())
            combo.activated.connect(self._on_input)
            rows.addWidget(text, number, 0, Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(combo, number, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(rows)

    def _lettered(self, right: Sequence[Choice]) -> QFrame:
        card = QFrame(self._sheet)
        card.setProperty("kind", "card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(16, 12, 16, 12)
        for index, choice in enumerate(right):
            row = QHBoxLayout()
            row.setSpacing(12)
            letter, body = QLabel(_letter(index), card), self.rich_text(choice.body)
            letter.setFixedHeight(body.line_height())
            row.addWidget(letter, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(body, 1)
            rows.addLayout(row)
        return card


def _letter(index: int) -> str:
    return ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)


def _fits_in_a_list(body: str) -> bool:
    """Whether a list can show it: a few words, without pictures, tables or raised letters."""
    is_plain = all(element.tag in _PLAIN_TAGS for element in parse_rich(body).iter())
    return is_plain and len(plain_text(body)) <= _LONGEST_IN_A_LIST
