"""True or false: a single choice whose words are the client's own."""

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.choices import SingleView
from examprotocol.paper import FALSE, TRUE, TrueFalse
from examprotocol.paper_parts import Choice


class TrueFalseView(SingleView):
    """Two rows, also chosen by the keys A and B. A new language shows with the next view."""

    def __init__(self, question: TrueFalse, pictures: PictureSource, parent: QWidget | None = None) -> None:
        words = {
            TRUE: QCoreApplication.translate("TrueFalseView", "True"),
            FALSE: QCoreApplication.translate("TrueFalseView", "False"),
        }
        choices = [Choice(name, escape(word)) for name, word in words.items()]
        super().__init__(question.stem, choices, pictures, parent)
