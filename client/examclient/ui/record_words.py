"""The words of the proctor's record, in the language of the screen."""

from PySide6.QtCore import QCoreApplication

from examclient.ui.widgets.sizes import size_in_words
from examclient.ui.widgets.times import day_and_minute
from examclient.usecases.export_record import RecordWords

translate = QCoreApplication.translate
"""By this name Qt's tools find the words."""


def record_words() -> RecordWords:
    """How the lines of a record are called."""
    return RecordWords(
        title=translate("Record", "Record of exported answers"),
        name=translate("Record", "Name"),
        admission_number=translate("Record", "Admission number"),
        identity_number=translate("Record", "Identity number"),
        seat=translate("Record", "Seat"),
        exam=translate("Record", "Exam"),
        answered=translate("Record", "Answers"),
        at=translate("Record", "Time"),
        file=translate("Record", "File"),
        size=translate("Record", "Size"),
        code=translate("Record", "Code"),
        colon=translate("Record", ": "),
        unknown=translate("Record", "not known on this machine"),
        answers=answers_in_words,
        when=day_and_minute,
        bytes=size_in_words,
    )


def answers_in_words(answered: int, questions: int) -> str:
    """How many questions are answered; of how many, where that is known."""
    if questions:
        return translate("Record", "{n} of {m} questions").format(n=answered, m=questions)
    return translate("Record", "{n} questions").format(n=answered)
