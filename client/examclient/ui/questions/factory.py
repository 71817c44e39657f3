"""Which view shows which kind of question."""

from typing import assert_never

from PySide6.QtWidgets import QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.choices import MultipleView, SingleView
from examclient.ui.questions.cloze import ClozeView
from examclient.ui.questions.composite import CompositeView
from examclient.ui.questions.essay import EssayView
from examclient.ui.questions.files import FileView
from examclient.ui.questions.info import InfoView
from examclient.ui.questions.linking import LinkingView
from examclient.ui.questions.matching import MatchingView
from examclient.ui.questions.number import NumberView
from examclient.ui.questions.ordering import OrderingView
from examclient.ui.questions.short_text import ShortTextView
from examclient.ui.questions.truefalse import TrueFalseView
from examclient.ui.sources import FileDesk
from examprotocol.paper import (
    Cloze,
    Composite,
    Essay,
    FileUpload,
    Info,
    Matching,
    Multiple,
    Number,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)


def view_for(  # noqa: PLR0911, PLR0912, C901 - one line for each kind
    question: Question,
    pictures: PictureSource,
    parent: QWidget | None = None,
    files: FileDesk | None = None,
) -> QuestionView:
    """A new view of the question, with no answer yet. Its pictures are decoded when it is laid out.

    A composite is shown to look at; on the page each of its parts has a view of its own.
    """
    match question:
        case Single():
            return SingleView(question.stem, question.choices, pictures, parent)
        case Multiple():
            return MultipleView(question, pictures, parent)
        case TrueFalse():
            return TrueFalseView(question, pictures, parent)
        case Cloze():
            return ClozeView(question, pictures, parent)
        case Matching(left_max=1):
            return MatchingView(question, pictures, parent)
        case Matching():
            return LinkingView(question, pictures, parent)
        case Ordering():
            return OrderingView(question, pictures, parent)
        case FileUpload():
            return FileView(question, pictures, files, parent)
        case ShortText():
            return ShortTextView(question, pictures, parent)
        case Number():
            return NumberView(question, pictures, parent)
        case Essay():
            return EssayView(question, pictures, parent)
        case Composite():
            return CompositeView(
                question, [view_for(part, pictures) for part in question.parts], pictures, parent
            )
        case Info():
            return InfoView(question, pictures, parent)
        case _:
            assert_never(question)
