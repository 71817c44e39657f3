"""The proctor's menu, in the middle of an exam or without one: behind the room password.

Rule: what is done here is in the journal before it is shown; the password and the key of the room's codes
are forgotten when the menu closes.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.export import Permit
from examclient.domain.export_view import Aim
from examclient.domain.phases import HANDING_IN, Phase
from examclient.domain.state import PasswordTrouble, ProctorMenu
from examclient.errors import ExamError
from examclient.ui.away_desk import AwayDesk
from examclient.ui.background import Background
from examclient.ui.export_desk import ExportDesk
from examclient.ui.password_desk import PasswordDesk
from examclient.ui.stage import Stage
from examclient.ui.stick_watch import Seen
from examclient.usecases.extended_by_code import act_of, extensions_in
from examclient.usecases.room_codes import ExtensionJudgement, Unlocked, code_to_go_on, judge_extension
from examclient.usecases.sitting import Sitting
from examprotocol.events import (
    END_CLIENT,
    EXTEND_BY_CODE,
    GIVE_PLAY,
    KEY_BY_STICK,
    OPEN_MENU,
    SHOW_CODE,
    Epoch,
    ProctorActed,
)
from examprotocol.offline_code import OfflineExtension
from examprotocol.room_password import plain_password

LEFT_OPEN = 120_000
"""Milliseconds without a key or a click after which a menu that the password has opened closes."""

WITHOUT_AN_EXAM = (Phase.LOGIN, Phase.OUTSIDE, Phase.ELSEWHERE, Phase.MOVED, Phase.DONE)
"""Where the menu opens although no attempt runs here."""

STICK_OPENS = (*WITHOUT_AN_EXAM, *HANDING_IN)
"""Where a proctor's stick opens the menu by itself: nobody is answering."""


class ProctorDesk(QObject):
    """Owns the menu. Knows no page.

    Signals:
        written(): something more is in the journal; it can be sent.
        extended(Sitting): by a code its exam ends later.
        may_end(): a proctor lets the client be closed.
        unlocked(Permit): the room password has opened the menu.
        shut(): it is closed again; what the password opened is forgotten.
    """

    written = Signal()
    extended = Signal(object)
    may_end = Signal()
    unlocked = Signal(object)
    shut = Signal()

    def __init__(
        self,
        disk: Background,
        passwords: PasswordDesk,
        stage: Stage,
        newest_heard: Callable[[], Epoch | None],
        exports: ExportDesk,
    ) -> None:
        super().__init__()
        self._disk = disk
        self._passwords = passwords
        self.stage = self._stage = stage
        self._newest_heard = newest_heard
        self._exports = exports
        self.away = AwayDesk(disk, stage)
        self.away.written.connect(self.written)
        self._sitting: Sitting | None = None
        self._seen = Seen()
        self._key = b""
        self._wrong = 0
        self._is_told = False
        self._timer = QTimer(self, singleShot=True, interval=LEFT_OPEN)
        self._timer.timeout.connect(self._on_left_open)
        exports.stepped.connect(self._timer.start)
        exports.finished.connect(self.close)
        exports.acted.connect(self._on_exported)

    def serve(self, sitting: Sitting | None) -> None:
        """This attempt runs from now on, or none. What a proctor has not read stays in sight."""
        if not self._exports.is_busy:
            self._shut()
        self._sitting = sitting
        self.away.serve(sitting)

    def open(self) -> None:
        """A proctor wants the menu."""
        self._open(Aim.MENU)

    def open_to_export(self) -> None:
        """A proctor wants the answers of who sits here on a drive."""
        self._open(Aim.EXPORT if self._sitting is not None else Aim.MENU)

    def looks_for_sticks(self) -> bool:
        """Whether a stick that is put in now changes anything."""
        return self._stage.state.proctor is not None or self._stick_opens()

    def _stick_opens(self) -> bool:
        """Whether nobody answers here: before the paper is open a stick most likely brings its key."""
        return self._stage.state.phase in STICK_OPENS or self._stage.state.awaits_key

    def stick_put_in(self, seen: Seen) -> None:
        """A proctor's stick is in: the password is all that it takes, unless somebody is answering here."""
        self._seen = seen
        menu = self._stage.state.proctor
        if self._stick_opens() and (menu is None or not menu.is_open):
            self._stage.show(proctor=None)
            self._open(Aim.KEY if self._stage.state.awaits_key else Aim.STICK)
        else:
            self._exports.show_stick(seen.stick, seen.trouble)

    def stick_taken_out(self) -> None:
        """Whoever has not typed the password will not."""
        self._seen = Seen()
        menu = self._stage.state.proctor
        if menu is not None and not menu.is_open and menu.aim in (Aim.STICK, Aim.KEY):
            self.close()
        else:
            self._exports.show_stick(None)

    def close(self) -> None:
        """Back to the page below. A password that opened the menu and nothing else is in the journal, too."""
        self._tell_opened()
        self._shut()

    def stop(self) -> None:
        """The client ends, perhaps with the menu open: nothing may come of it once the lanes are closed."""
        self._tell_opened()
        self._key = b""
        self._timer.stop()

    def _tell_opened(self) -> None:
        if self._key and not self._is_told:
            self._tell(ProctorActed(OPEN_MENU, "", self._wrong))

    def _tell(self, act: ProctorActed) -> None:
        """Write it into an attempt that goes on here; one that is handed in for good stays as it is."""
        sitting = self._sitting
        if sitting is not None and self._stage.state.phase not in WITHOUT_AN_EXAM:
            self._disk.run(
                lambda: sitting.attempt.act(act), lambda _: self.written.emit(), lambda _error: None
            )

    def _shut(self) -> None:
        self._key, self._wrong = b"", 0
        self._timer.stop()
        self._exports.lock()
        self.shut.emit()
        if self._stage.state.proctor is not None:
            self._stage.show(proctor=None)

    def handed_in(self) -> None:
        """The receipt is here: nobody has to carry these answers out. A result stays in sight."""
        menu = self._stage.state.proctor
        if menu is not None and menu.aim is Aim.EXPORT:
            self.leave()

    def leave(self) -> None:
        """Somebody presses the way back; a result is said to be read first."""
        if not self._exports.is_busy:
            self.close()

    def _open(self, aim: Aim) -> None:
        may_open = self._sitting is not None or self._stage.state.phase in WITHOUT_AN_EXAM
        if may_open and self._stage.state.proctor is None:
            self._passwords.begin()
            self._exports.show(aim, self._seen.stick, self._seen.trouble)
            self._show(ProctorMenu(aim=aim, has_attempt=self._sitting is not None))

    def touched(self) -> None:
        """Somebody is there: whoever reads or types slowly is given the time."""
        if self._timer.isActive():
            self._timer.start()

    def _on_left_open(self) -> None:
        """A result stays, but whoever says that it was read finds the menu closed. The question for the
        password waits as long as it takes.
        """
        menu = self._stage.state.proctor
        if menu is not None and not menu.is_open:
            return
        if not self._exports.is_busy:
            self.close()
        elif self._exports.expire():
            self._key, self._wrong = b"", 0
        else:
            self._timer.start()

    def unlock(self, typed: str) -> None:
        """The room password was typed. Where no exam runs that of any exam of the room counts."""
        exam, sitting = self._stage.state.exam, self._sitting
        if self._stage.state.proctor is not None:
            codes, exam_id = self._passwords.codes, exam.exam_id if exam is not None and sitting else ""
            plain = plain_password(typed)
            self._passwords.judge(
                lambda: codes.unlock(typed, exam_id),
                lambda judged: self._on_unlocked(sitting, Permit(plain, judged.wrong_tries), judged),
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

    def give_play(self, media: str) -> None:
        """A play of this sound was cut off, and is given back."""
        sitting = self._sitting
        if self._menu() is not None and sitting is not None:
            sound, act = self._stage.state.sound, ProctorActed(GIVE_PLAY, media, self._wrong)
            running = sound.is_playing(media)
            if any(one.media == media for one in sound.lost):
                self._run(sitting, lambda: sitting.attempt.give_play(act, running=running), lambda: None)

    def end_client(self) -> None:
        """The client shall be closed for good. A journal that cannot take the note does not keep it open."""
        sitting = self._sitting
        if self._menu() is None:
            return
        if sitting is None or self._stage.state.phase in WITHOUT_AN_EXAM:
            self.may_end.emit()
            return
        act = ProctorActed(END_CLIENT, "", self._wrong)
        self._wrong, self._is_told = 0, True
        self._disk.run(
            lambda: sitting.attempt.act(act),
            lambda _: self.may_end.emit(),
            lambda _error: self.may_end.emit(),
        )

    def _menu(self) -> ProctorMenu | None:
        """The menu, where the room password has opened it."""
        menu = self._stage.state.proctor
        return menu if menu is not None and menu.is_open and self._key else None

    def _on_unlocked(self, sitting: Sitting | None, permit: Permit, unlocked: Unlocked) -> None:
        self._passwords.finish()
        menu = self._stage.state.proctor
        if self._sitting is sitting and menu is not None:
            self._key, self._wrong, self._is_told = unlocked.key, unlocked.wrong_tries, False
            self._show(replace(menu, is_open=True))
            self._exports.unlock(permit)
            self.unlocked.emit(permit)

    def note_key(self, file: str) -> None:
        """The key of the paper was taken from this file."""
        wrong, self._wrong, self._is_told = self._wrong, 0, True
        self._tell(ProctorActed(KEY_BY_STICK, file, wrong))

    def _on_exported(self) -> None:
        self._wrong, self._is_told = 0, True
        self.written.emit()

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
        self._run(sitting, lambda: sitting.attempt.act(act), then)

    def _run(self, sitting: Sitting, work: Callable[[], None], then: Callable[[], None]) -> None:
        self._disk.run(work, lambda _: self._on_written(sitting, then), self._on_not_written)

    def _on_written(self, sitting: Sitting, then: Callable[[], None]) -> None:
        self._passwords.finish()
        if self._sitting is sitting:
            self._wrong, self._is_told = 0, True
            self._exports.has_told()
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
