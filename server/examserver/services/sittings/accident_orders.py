"""What the staff can order when something went wrong (场次延时, 场次时间调整, 取消, 延期, 结束场次)."""

from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace

from examprotocol.extensions import Extension
from examserver.errors import SittingError
from examserver.ids import new_id
from examserver.services.actions.giving_time import go_on, left_of
from examserver.services.actions.going_on import goes_on
from examserver.services.extensions import extend, review_all
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.sittings.clashes import clashes_said
from examserver.services.sittings.ending import cancel_all, end_all
from examserver.services.sittings.finding import require_exams, require_sitting, said_reason
from examserver.services.sittings.moving import move_all, require_going_on, shorten_all
from examserver.services.sittings.postponing import postpone
from examserver.services.sittings.rehearsed_papers import papers_kept_closed
from examserver.site_times import shown
from examserver.storage.exams import Exam
from examserver.storage.reviews import Review
from examserver.storage.sittings import Act, ActRow, note_act

HEARD = "Stations hear of it with their next message, within ten seconds."


class AccidentOrder(StaffOrder, frozen=True):
    """Base of the orders about one sitting: each is kept with its reason, and goes on until all is done."""

    sitting: str
    reason: str
    by: str = ""

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """The next of those who have handed in, exam by exam."""
        return go_on(bench, outcome)

    def note(self, bench: Bench, what: Act, minutes: int = 0, until: int = 0) -> None:
        """Keep it with the sitting."""
        reason = said_reason(self.reason)
        note_act(bench.connection, ActRow(self.sitting, 0, bench.now, what, minutes, until, self.by, reason))


class MoveSitting(AccidentOrder, frozen=True, tag="move_sitting"):
    """Move all times of a sitting before it begins, in minutes; below 0: earlier."""

    RECORDED: ClassVar = ("sitting", "minutes")

    minutes: int = 0

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        with papers_kept_closed(bench.connection, bench.now):
            exams = move_all(bench.connection, self.sitting, self.minutes, bench.now)
        self.note(bench, Act.MOVE, self.minutes, exams[0].starts)
        return _told(bench, self.sitting, exams)


class ExtendSitting(AccidentOrder, frozen=True, tag="extend_sitting"):
    """Give all who sit an exam of it so many minutes more, by an extension of each exam."""

    RECORDED: ClassVar = ("sitting", "minutes")

    minutes: int = 0

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError and ExamSetupError."""
        sitting = require_sitting(bench.connection, self.sitting)
        require_going_on(sitting)
        exams = [
            exam
            for exam in require_exams(bench.connection, sitting)
            if goes_on(bench.connection, exam, bench.now)
        ]
        if not exams:
            raise SittingError(f"{sitting.id} is over.", "Postpone it: then everybody goes on.")
        self.note(bench, Act.EXTEND, self.minutes)
        wishes = [
            Extension("", exam.id, "", 0, "", self.minutes, said_reason(self.reason), bench.now)
            for exam in exams
        ]
        reviews = [extend(bench.connection, bench.book, wish)[1] for wish in wishes]
        more = f"All who sit {', '.join(exam.id for exam in exams)} have {self.minutes} minutes more."
        return Outcome((more, HEARD), unfinished=left_of(bench.connection, reviews))


class ShortenSitting(AccidentOrder, frozen=True, tag="shorten_sitting"):
    """Let a sitting that runs, or is to come, end so many minutes earlier."""

    RECORDED: ClassVar = ("sitting", "minutes")

    minutes: int = 0

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        exams = shorten_all(bench.connection, self.sitting, self.minutes, bench.now)
        self.note(bench, Act.SHORTEN, self.minutes)
        return _told(bench, self.sitting, exams)


class EndSitting(AccidentOrder, frozen=True, tag="end_sitting"):
    """End it now for everybody: who sits is handed in as at the deadline."""

    RECORDED: ClassVar = ("sitting",)

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        exams = end_all(bench.connection, self.sitting, bench.now)
        self.note(bench, Act.END)
        ended = f"Ended: {', '.join(exam.id for exam in exams)}. Who sits is handed in as at the deadline."
        return Outcome((ended, HEARD))


class CancelSitting(AccidentOrder, frozen=True, tag="cancel_sitting"):
    """Cancel it: nobody logs in any more, and what was answered is kept."""

    RECORDED: ClassVar = ("sitting",)

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        cancel_all(bench.connection, self.sitting, bench.now)
        self.note(bench, Act.CANCEL)
        cancelled = f"{self.sitting} is cancelled. Nobody logs in any more; what was answered is kept."
        return Outcome((cancelled, HEARD))


class PostponeSitting(AccidentOrder, frozen=True, tag="postpone_sitting"):
    """Let it begin at another time. `start` and `stopped`, when it stood still, are site times in
    milliseconds; with 0 that was when it was ended or cancelled, else now.
    """

    RECORDED: ClassVar = ("sitting", "start", "stopped")

    start: int = 0
    stopped: int = 0

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        with papers_kept_closed(bench.connection, bench.now):
            done = postpone(bench, self.sitting, self.start, self.stopped)
        self.note(bench, Act.POSTPONE, until=self.start)
        lines = [
            f"{one.exam.id}: {one.resumed} who had begun go on with the rest of their time, "
            f"{one.over} had none left."
            for one in done
        ]
        told = _told(bench, self.sitting, [one.exam for one in done])
        reviews = [
            review_all(
                bench.connection, bench.book, Review(new_id(), one.exam.id, "", bench.now, ordered=True)
            )
            for one in done
        ]
        return replace(told, lines=(*lines, *told.lines), unfinished=left_of(bench.connection, reviews))


def _told(bench: Bench, sitting: str, exams: Iterable[Exam]) -> Outcome:
    lines = [f"{exam.id}: {shown(exam.starts)} to {shown(exam.ends)}." for exam in exams]
    return Outcome((*lines, *clashes_said(bench.connection, sitting), HEARD))


AnySittingAccident = (
    MoveSitting | ExtendSitting | ShortenSitting | EndSitting | CancelSitting | PostponeSitting
)
