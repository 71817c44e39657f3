"""A text that is thrown away is gone at once: it waits for no collector, and holds no page in memory."""

import gc
from weakref import ref

from PySide6.QtWidgets import QApplication, QWidget

from examclient.ui.rich_text import RichText
from tests.ui.conftest import DrawnPictures


def test_a_text_goes_at_once_with_its_document(qapp: QApplication, pictures: DrawnPictures) -> None:
    gc.collect()
    gc.disable()
    try:
        text = RichText("<p>Water boils at 100 degrees.</p>", pictures)
        text.resize(300, 200)
        text.show()
        qapp.processEvents()
        document = ref(text._document)
        del text
        assert document() is None
    finally:
        gc.enable()


def test_a_row_that_opens_pictures_is_held_by_none_of_its_texts(
    qapp: QApplication, pictures: DrawnPictures
) -> None:
    gc.collect()
    gc.disable()
    try:
        row = QWidget()
        text = RichText("<p>Water</p>", pictures, parent=row)
        text.door.open_from(row)
        row.text = text  # type: ignore[attr-defined] # as the rows of choices do
        left = ref(text)
        del row, text
        qapp.processEvents()
        assert left() is None
    finally:
        gc.enable()
