"""A field lets go of what was typed into it.

Rule: QLineEdit.clear() can be undone with a key, and what one person typed is not for the next one.
"""

from PySide6.QtWidgets import QLineEdit


def forget_typed(field: QLineEdit) -> None:
    """Empty the field, with nothing left to undo."""
    field.setText("")
