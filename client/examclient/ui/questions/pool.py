"""The pool from which gaps, or the left side of a match, are filled."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from examclient.ui.questions.flow import FlowLayout
from examclient.ui.questions.pool_chip import ChipState, PoolChip
from examclient.ui.questions.pool_slot import PoolSlot

_GAP = 6


class Pool(QWidget):
    """Owns the chips and knows the slots: what is used up, what is in the hand, what is being dragged.

    Rule: what is used up is never taken away from another slot; it must be taken out there first.

    Signals:
        filled(): the candidate put something into a slot, or took it out.
        hand_changed(bool): something is in the hand, or no more.
    """

    filled = Signal()
    hand_changed = Signal(bool)

    def __init__(
        self, chips: Mapping[str, PoolChip], uses: Mapping[str, int], parent: QWidget, *, in_rows: bool
    ) -> None:
        """`uses`: how often each may be used, 0 any number of times. In rows: one below the other."""
        super().__init__(parent)
        self._chips, self._uses = dict(chips), dict(uses)
        self._slots: Sequence[PoolSlot] = ()
        self._hand = ""
        self._is_open = True
        self._ghost = QLabel(parent)
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()
        layout = QVBoxLayout(self) if in_rows else FlowLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for name, chip in self._chips.items():
            layout.addWidget(chip)
            chip.clicked.connect(lambda name=name: self._on_chip_clicked(name))
            chip.drag_moved.connect(lambda at, chip=chip: self._drag(chip.grab(), at))
            chip.drag_ended.connect(lambda at, name=name: self._drop(name, None, at))

    @property
    def has_hand(self) -> bool:
        """Whether something was taken up and waits for its slot."""
        return bool(self._hand)

    def serve(self, slots: Sequence[PoolSlot]) -> None:
        """Fill these slots from now on."""
        self._slots = slots
        for slot in slots:
            slot.activated.connect(self._on_filled)
            slot.pressed_with_hand.connect(lambda slot=slot: self._on_slot_pressed(slot))
            slot.drag_moved.connect(lambda at, slot=slot: self._drag(slot.grab(), at))
            slot.drag_ended.connect(lambda at, slot=slot: self._drop(slot.value(), slot, at))
        self.show_use()

    def show_use(self) -> None:
        """Show what is used up, after the slots were filled from outside."""
        used = self._used_up()
        for name, chip in self._chips.items():
            is_up = name in used or not self._is_open
            chip.show_state(
                ChipState.USED_UP if is_up else ChipState.IN_HAND if name == self._hand else ChipState.FREE
            )
        for slot in self._slots:
            slot.show_used_up(used)
            slot.show_taking(takes=bool(self._hand))

    def set_read_only(self, is_read_only: bool) -> None:
        """Take nothing into the hand any more."""
        self._is_open = not is_read_only
        self.let_go()
        self.show_use()

    def let_go(self) -> None:
        """Put back what is in the hand."""
        self._take("")

    def _on_chip_clicked(self, name: str) -> None:
        self._take("" if self._hand == name else name)

    def _on_slot_pressed(self, slot: PoolSlot) -> None:
        name, self._hand = self._hand, ""
        self._fill(slot, name)
        slot.setFocus(Qt.FocusReason.MouseFocusReason)
        self.hand_changed.emit(False)

    def _take(self, name: str) -> None:
        if name != self._hand:
            self._hand = name
            self.show_use()
            self.hand_changed.emit(bool(name))

    def _on_filled(self) -> None:
        self.show_use()
        self.filled.emit()

    def _fill(self, slot: PoolSlot, name: str) -> None:
        slot.show_value(name)
        self._on_filled()

    def _drag(self, picture: QPixmap, at: QPoint) -> None:
        """What is dragged is seen under the pointer; where it can be put down is marked."""
        if self._ghost.isHidden():
            self._ghost.setPixmap(picture)
            self._ghost.resize(picture.deviceIndependentSize().toSize())
            self._ghost.show()
            self._ghost.raise_()
        parent = self._ghost.parentWidget()
        assert parent is not None, "it was made with one"
        half = QPoint(self._ghost.width() // 2, self._ghost.height() // 2)
        self._ghost.move(parent.mapFromGlobal(at) - half)
        for slot in self._slots:
            slot.show_taking(takes=True)

    def _drop(self, name: str, source: PoolSlot | None, at: QPoint) -> None:
        """Onto a slot: it is filled, and two slots change places; elsewhere: a slot is emptied."""
        self._ghost.hide()
        self.let_go()
        target = next((one for one in self._slots if one.rect().contains(one.mapFromGlobal(at))), None)
        if target is source is not None or not self._is_open:
            self.show_use()
            return
        if source is not None:
            source.show_value(target.value() if target is not None else "")
        if target is not None:
            target.show_value(name)
            target.setFocus(Qt.FocusReason.MouseFocusReason)
        self._on_filled()

    def _used_up(self) -> set[str]:
        used = Counter(slot.value() for slot in self._slots)
        return {name for name, uses in self._uses.items() if uses and used[name] >= uses}
