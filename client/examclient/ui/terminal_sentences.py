"""Sentences for the terminal in the language of the screen, where there is no window.

Rule: the terminal has the English already; this is said besides, for whoever stands at the machine.
"""

from PySide6.QtCore import QCoreApplication

from examclient.errors import ExamError
from examclient.places import resources_folder
from examclient.ui.enrolment_sentences import sentence_at_enrolment
from examclient.ui.translation import install_language


def said_at_enrolment(error: ExamError, language: str) -> str:
    """Why the machine was not enrolled and what to do; `""` where the language is English."""
    if language == "en":
        return ""
    app = QCoreApplication.instance() or QCoreApplication([])
    install_language(app, language, resources_folder() / "translations")
    return sentence_at_enrolment(error).whole
