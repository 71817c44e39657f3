"""How loud the sounds of the paper are: a slider with its name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from examclient.ui.widgets.changes import set_spoken, set_text
from examclient.ui.widgets.labels import make_label

STEP, PAGE = 5, 20
"""Percent."""


class VolumeSlider(QWidget):
    """Knows nothing of sound.

    Signals:
        volume_wanted(int): in percent.
    """

    volume_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(PAGE)
        self.slider.valueChanged.connect(self.volume_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self.slider, 1)
        self.setMaximumWidth(240)
        self.retranslate()

    def show_volume(self, percent: int) -> None:
        """Stand there; asks for nothing, and takes no slider out of the hand that moves it."""
        if not self.slider.isSliderDown() and self.slider.value() != percent:
            self.slider.blockSignals(True)
            self.slider.setValue(percent)
            self.slider.blockSignals(False)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("Volume"))
        set_spoken(self.slider, self.tr("Volume"))
