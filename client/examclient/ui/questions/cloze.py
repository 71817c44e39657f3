"""A text with gaps to fill in."""

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.lettering import letter_of, names_in_lists, needs_letters
from examclient.ui.questions.line_field import LineField
from examclient.ui.questions.number_reading import reads_as_number
from examclient.ui.questions.pool import Pool
from examclient.ui.questions.pool_chip import PoolChip
from examclient.ui.questions.pool_slot import PoolSlot
from examclient.ui.questions.quiet_combo import QuietCombo
from examprotocol.paper import Cloze
from examprotocol.paper_parts import DragGap, Gap, NumberGap, PoolChoice, SelectGap
from examprotocol.responses import GapsResponse, Response
from examprotocol.richtext import plain_text

Field = LineField | QuietCombo

GAP = re.compile(r'<img\b[^>]*"gap:[^>]*>')
"""A gap in rich text: for who hears the text its name stands there."""


class ClozeView(QuestionView):
    """Fields that stand in the text itself, reached one after the other in the text's order.

    Below the text is the pool, where some of the gaps are filled from one.
    """

    def __init__(self, question: Cloze, pictures: PictureSource, parent: QWidget | None = None) -> None:
        self._fields: dict[str, Field] = {gap.id: _field_for(gap, question.pool) for gap in question.gaps}
        self._rich = _with_all_gaps(question)
        super().__init__(self._rich, pictures, self._fields, parent)
        order = self.stem.gap_order()
        self._fields = {name: self._fields[name] for name in order if name in self._fields}
        self._numbers = [gap.id for gap in question.gaps if isinstance(gap, NumberGap)]
        self._hint = Hint(self._sheet)
        self.column.addWidget(self._hint)
        self._pool = self._make_pool(question.pool)
        self._connect()
        self._finish()

    def response(self) -> Response:
        given = ((name, _value_of(field)) for name, field in self._fields.items())
        return GapsResponse({name: value for name, value in given if value})

    def input_widgets(self) -> list[QWidget]:
        return list(self._fields.values())

    def commit_composition(self) -> None:
        for field in self._lines():
            field.commit_composition()

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        for field in self._fields.values():
            if isinstance(field, LineField):
                field.set_read_only(is_read_only)
            else:
                field.setEnabled(not is_read_only)
        self._pool.set_read_only(is_read_only)

    def _show(self, response: Response | None) -> None:
        given = response.gaps if isinstance(response, GapsResponse) else {}
        for name, field in self._fields.items():
            if isinstance(field, LineField):
                field.show_text(given.get(name, ""))
            else:
                field.show_value(given.get(name, ""))
        self._pool.show_use()
        self._advise()

    def _speak(self) -> None:
        for number, field in enumerate(self._fields.values(), start=1):
            field.setAccessibleName(self.tr("Gap {number}").format(number=number))
            if isinstance(field, QuietCombo):
                field.set_invitation(self.tr("Choose"))
        names = iter([f"[{field.accessibleName()}]" for field in self._fields.values()])
        self.stem.setAccessibleName(plain_text(GAP.sub(lambda _: next(names, ""), self._rich)))
        self._advise()

    def _slots(self) -> list[PoolSlot]:
        return [field for field in self._fields.values() if isinstance(field, PoolSlot)]

    def _make_pool(self, choices: Sequence[PoolChoice]) -> Pool:
        is_lettered = needs_letters(choices)
        chips = {
            choice.id: PoolChip(
                letter_of(index) if is_lettered else "", self.rich_text(choice.body), self._sheet
            )
            for index, choice in enumerate(choices)
        }
        pool = Pool(chips, {choice.id: choice.uses for choice in choices}, self._sheet, in_rows=is_lettered)
        pool.setVisible(bool(self._slots()))
        pool.serve(self._slots())
        pool.filled.connect(self._on_input)
        pool.hand_changed.connect(self._advise)
        self.column.addWidget(pool)
        return pool

    def _lines(self) -> list[LineField]:
        return [field for field in self._fields.values() if isinstance(field, LineField)]

    def _connect(self) -> None:
        for field in self._fields.values():
            if isinstance(field, LineField):
                field.typed.connect(self._on_input)
                field.editingFinished.connect(self._advise)
            elif not isinstance(field, PoolSlot):
                field.activated.connect(self._on_input)

    def _advise(self) -> None:
        """Name the gaps that should hold a number and do not, asked when a field is left; else say how."""
        names = list(self._fields)
        odd = [str(names.index(name) + 1) for name in self._numbers if not _reads(self._fields[name])]
        advice = self.tr("Does not read as a number: gap {gaps}. It is kept as you typed it.")
        if odd:
            self._hint.advise(advice.format(gaps=self.tr(", ").join(odd)))
        else:
            self._hint.advise(self._how_to_fill() if self._slots() else "", "")

    def _how_to_fill(self) -> str:
        if self._pool.has_hand:
            return self.tr("Now click the gap where it shall stand.")
        return self.tr("Drag into the gaps, or click below and then a gap, or choose in the gap.")


def _field_for(gap: Gap, pool: Sequence[PoolChoice]) -> Field:
    if isinstance(gap, DragGap):
        slot = PoolSlot(names_in_lists(pool))
        slot.setProperty("kind", "gap")
        return slot
    if isinstance(gap, SelectGap):
        combo = QuietCombo([(choice.id, choice.body) for choice in gap.choices])
        combo.setProperty("kind", "gap")
        return combo
    field = LineField()
    field.setProperty("kind", "gap")
    field.set_width(gap.width)
    return field


def _value_of(field: Field) -> str:
    return field.typed_text() if isinstance(field, LineField) else field.value()


def _reads(field: Field) -> bool:
    text = _value_of(field)
    return not text.strip() or reads_as_number(text)


def _with_all_gaps(question: Cloze) -> str:
    """The stem; a gap that it forgot stands at its end, so that it can be answered all the same."""
    lost = [gap.id for gap in question.gaps if f'"gap:{gap.id}"' not in question.stem]
    return question.stem + "".join(f'<p><img src="gap:{name}"/></p>' for name in lost)
