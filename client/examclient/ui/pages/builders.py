"""Which page belongs to which phase. Each is imported when first needed: the login must be there at once."""
# ruff: noqa: PLC0415 - what the login page does not need is not loaded before it is painted

from collections.abc import Callable
from typing import TYPE_CHECKING

from examclient.domain.phases import Phase
from examclient.ui.pages.page import Page

if TYPE_CHECKING:
    from examclient.ui.pictures import PictureSource


def _login(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.login import LoginPage

    return LoginPage()


def _confirm(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.confirm import ConfirmPage

    return ConfirmPage()


def _waiting(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.waiting import WaitingPage

    return WaitingPage()


def _exam(pictures: "PictureSource") -> Page:
    from examclient.ui.pages.exam import ExamPage

    return ExamPage(pictures)


def _review(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.review import ReviewPage

    return ReviewPage()


def _submitting(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.submitting import SubmittingPage

    return SubmittingPage()


def _submit_failed(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.submit_failed import SubmitFailedPage

    return SubmitFailedPage()


def _done(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.done import DonePage

    return DonePage()


def _moved(_pictures: "PictureSource") -> Page:
    from examclient.ui.pages.moved import MovedPage

    return MovedPage()


Builder = Callable[["PictureSource"], Page]

BUILDERS: dict[Phase, Builder] = {
    Phase.LOGIN: _login,
    Phase.CONFIRMING: _confirm,
    Phase.PREPARING: _waiting,
    Phase.WAITING: _waiting,
    Phase.ANSWERING: _exam,
    Phase.REVIEWING: _review,
    Phase.SUBMITTING: _submitting,
    Phase.SUBMIT_FAILED: _submit_failed,
    Phase.DONE: _done,
    Phase.MOVED: _moved,
}
"""Phases with the same builder share one page."""
