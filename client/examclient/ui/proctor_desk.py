"""The proctor's menu in the middle of an exam: behind the room password, and only for as long as it is open.

Rule: what is done here is in the journal before it is shown, and the key of the room's codes is forgotten
when the menu closes.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.state import PasswordTrouble, ProctorMenu
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.password_desk import PasswordDesk
from examclient.ui.stage import Stage
from examclient.usecases.extended_by_code import act_of, extensions_in
from examclient.usecases.room_codes import ExtensionJudgement, Unlocked, code_to_go_on, judge_extension
from examclient.usecases.sitting import Sitting
from examprotocol.events import EXTEND_BY_CODE, SHOW_CODE, Epoch, ProctorActed
from examprotocol.offline_code import OfflineExtension

LEFT_OPEN = 120_000
"""Milliseconds without a step after which a menu that was left open closes."""


class ProctorDesk(QObject):
    """Owns the menu. Knows no page.

    Signals:
        written(): something more is in the journal; it can be sent.
        extended(Sitting): by a code its exam ends later.
    """

    written = Signal()
    extended = Signal(object)

    def __init__(
        self,
        disk: Background,
        passwords: PasswordDesk,
        stage: Stage,
        newest_heard: Callable[[], Epoch | None],
    ) -> None:
        super().__init__()
        self._disk = disk
        self._passwords = passwords
        self._stage = stage
        self._newest_heard = newest_heard
        self._sitting: Sitting | None = None
        self._key = b""
        self._wrong = 0
        self._timer = QTimer(self, singleShot=True, interval=LEFT_OPEN)
        self._timer.timeout.connect(self.close)

    def serve(self, sitting: Sitting | None) -> None:
        """This attempt runs from now on, or none."""
        self.close()
        self._sitting = sitting

    def open(self) -> None:
        """A proctor wants the menu."""
        if self._sitting is not None and self._stage.state.proctor is None:
            self._passwords.begin()
            self._show(ProctorMenu())

    def close(self) -> None:
        """Back to the exam."""
        self._key, self._wrong = b"", 0
        self._timer.stop()
        if self._stage.state.proctor is not None:
            self._stage.show(proctor=None)

    def unlock(self, typed: str) -> None:
        """The room password was typed."""
        exam, sitting = self._stage.state.exam, self._sitting
        if exam is not None and sitting is not None and self._stage.state.proctor is not None:
            codes = self._passwords.codes
            self._passwords.judge(
                lambda: codes.unlock(typed, exam.exam_id), lambda judged: self._on_unlocked(sitting, judged)
            )

    def show_code(self) -> None:
        """The exam shall go on at another machine: show the code for it."""
        sitting, menu = self._sitting, self._menu()
        if sitting is None or menu is None or menu.code:
            return
        code = code_to_go_on(self._key, sitting.attempt, self._newest_heard())
        if code:
            act = ProctorActed(SHOW_CODE, code, self._wrong)
            self._write(sitting, act, lambda: self._show_if_open(ProctorMenu(True, code=code)))
        else:
            self._show(ProctorMenu(True, no_code=True))

    def extend(self, typed: str) -> None:
        """A code for more time was typed."""
        exam, candidate, sitting = self._stage.state.exam, self._stage.state.candidate, self._sitting
        if self._menu() is not None and exam and candidate and sitting is not None:
            key, codes, number = self._key, self._passwords.codes, candidate.admission_number
            self._passwords.judge(
                lambda: judge_extension(codes, key, (exam.exam_id, number), typed),
                lambda judged: self._on_extension(sitting, judged),
            )

    def _menu(self) -> ProctorMenu | None:
        """The menu, where the room password has opened it."""
        menu = self._stage.state.proctor
        return menu if menu is not None and menu.is_open and self._key else None

    def _on_unlocked(self, sitting: Sitting, unlocked: Unlocked) -> None:
        self._passwords.finish()
        if self._sitting is sitting and self._stage.state.proctor is not None:
            self._key, self._wrong = unlocked.key, unlocked.wrong_tries
            self._show(ProctorMenu(is_open=True))

    def _on_extension(self, sitting: Sitting, judged: ExtensionJudgement) -> None:
        said = judged.extension
        if said is None or self._sitting is not sitting:
            self._passwords.finish()
        elif _was_typed(sitting, said):
            self._passwords.finish()
            self._show(ProctorMenu(True, minutes=said.minutes, was_known=True))
        else:
            self._write(sitting, act_of(said, self._wrong), lambda: self._on_extended(sitting, said))

    def _on_extended(self, sitting: Sitting, said: OfflineExtension) -> None:
        """One that the site has signed and named already moves nothing."""
        if sitting.end is not None:
            before = sitting.end.end()
            is_known = sitting.end.add_codes([said]) == before
            self._show_if_open(ProctorMenu(True, minutes=said.minutes, was_known=is_known))
            self._stage.set_end(sitting.end.end())
            self.extended.emit(sitting)

    def _write(self, sitting: Sitting, act: ProctorActed, then: Callable[[], None]) -> None:
        self._disk.run(
            lambda: sitting.attempt.act(act),
            lambda _: self._on_written(sitting, then),
            self._on_not_written,
        )

    def _on_written(self, sitting: Sitting, then: Callable[[], None]) -> None:
        self._passwords.finish()
        if self._sitting is sitting:
            self._wrong = 0
            self.written.emit()
            then()

    def _on_not_written(self, _error: ExamError) -> None:
        self._passwords.finish(PasswordTrouble.NOT_KEPT)

    def _show_if_open(self, menu: ProctorMenu) -> None:
        if self._menu() is not None:
            self._show(menu)

    def _show(self, menu: ProctorMenu) -> None:
        self._timer.start()
        self._stage.show(proctor=menu)


def _was_typed(sitting: Sitting, extension: OfflineExtension) -> bool:
    acts = sitting.attempt.acts(EXTEND_BY_CODE)
    return any(one.number == extension.number for one in extensions_in(acts))
