"""The bar on top of a page, or below it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget


def make_bar(kind: str, stretched: QWidget, *others: QWidget, spacing: int = 40) -> QFrame:
    """A `header` or `footer`: one widget takes the room that the others leave."""
    bar = QFrame()
    bar.setProperty("kind", kind)
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(spacing)
    row.addWidget(stretched, 1)
    for widget in others:
        row.addWidget(widget)
    return bar
