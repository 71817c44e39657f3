"""Which page belongs to which phase. Each is imported when first needed: the login must be there at once."""
# ruff: noqa: PLC0415 - what the login page does not need is not loaded before it is painted

from collections.abc import Callable
from typing import TYPE_CHECKING

from examclient.domain.enrolling import EnrolState
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.pages.page import Page

if TYPE_CHECKING:
    from examclient.ui.sources import Sources


def _enrol(_sources: "Sources") -> Page:
    from examclient.ui.pages.enrol import EnrolPage

    return EnrolPage()


def _login(_sources: "Sources") -> Page:
    from examclient.ui.pages.login import LoginPage

    return LoginPage()


def _outside(_sources: "Sources") -> Page:
    from examclient.ui.pages.outside import OutsidePage

    return OutsidePage()


def _confirm(_sources: "Sources") -> Page:
    from examclient.ui.pages.confirm import ConfirmPage

    return ConfirmPage()


def _waiting(_sources: "Sources") -> Page:
    from examclient.ui.pages.waiting import WaitingPage

    return WaitingPage()


def _exam(sources: "Sources") -> Page:
    from examclient.ui.pages.exam import ExamPage

    return ExamPage(sources)


def _review(_sources: "Sources") -> Page:
    from examclient.ui.pages.review import ReviewPage

    return ReviewPage()


def _submitting(_sources: "Sources") -> Page:
    from examclient.ui.pages.submitting import SubmittingPage

    return SubmittingPage()


def _submit_failed(_sources: "Sources") -> Page:
    from examclient.ui.pages.submit_failed import SubmitFailedPage

    return SubmitFailedPage()


def _done(_sources: "Sources") -> Page:
    from examclient.ui.pages.done import DonePage

    return DonePage()


def _cover(_sources: "Sources") -> Page:
    from examclient.ui.pages.cover import CoverPage

    return CoverPage()


def _paused(_sources: "Sources") -> Page:
    from examclient.ui.pages.paused import PausedPage

    return PausedPage()


def _elsewhere(_sources: "Sources") -> Page:
    from examclient.ui.pages.elsewhere import ElsewherePage

    return ElsewherePage()


def _proctor(_sources: "Sources") -> Page:
    from examclient.ui.pages.proctor import ProctorPage

    return ProctorPage()


def _export(_sources: "Sources") -> Page:
    from examclient.ui.pages.export import ExportPage

    return ExportPage()


def _self_check(_sources: "Sources") -> Page:
    from examclient.ui.pages.self_check import SelfCheckPage

    return SelfCheckPage()


def _moved(_sources: "Sources") -> Page:
    from examclient.ui.pages.moved import MovedPage

    return MovedPage()


Builder = Callable[["Sources"], Page]

BUILDERS: dict[Phase, Builder] = {
    Phase.LOGIN: _login,
    Phase.OUTSIDE: _outside,
    Phase.ELSEWHERE: _elsewhere,
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

WITH_THE_PAPER = (Phase.ANSWERING, Phase.REVIEWING)
"""The phases whose pages show the paper, or what was answered: these are covered."""


def builder_for(state: ExamState) -> Builder:
    """Which page a state asks for."""
    if isinstance(state, EnrolState):
        return _enrol
    if state.proctor is not None:
        return _export if state.export is not None and state.export.takes_the_page else _proctor
    if state.check is not None and state.phase is Phase.LOGIN:
        return _self_check
    if state.is_hidden and (state.phase in WITH_THE_PAPER or state.is_looking_through):
        return _paused if state.is_paused else _cover
    return _exam if state.is_looking_through else BUILDERS[state.phase]
