"""A morning with two exams in one sitting, for tests: an order given, and what a station is told then."""

from dataclasses import dataclass

from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.site_orders import StationNews
from examserver.cli.ordering import give
from examserver.services.audit import AT_THE_CONSOLE
from examserver.services.keys import signing_key
from examserver.services.order import Bench, Outcome, StaffOrder, carry_out
from examserver.services.sittings.accident_orders import PostponeSitting
from examserver.services.sittings.setup_orders import AddExam, MakeSitting, PutExamIn
from examserver.storage.exams import Exam, exam_for, find_exam
from examserver.storage.site import read_site
from examserver.storage.store import reading, writing
from tests.server.authority import Below
from tests.server.conftest import START, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import Pen, Station

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
WHY = "停电"
ZHANG, ANN, THIRD = "2026A001", "2026A002", "2026A003"
ANN_IDENTITY = "110101199003070425"


@dataclass(frozen=True)
class Morning:
    """A sitting: `first` from START for 60 minutes, `second` half an hour later for one candidate."""

    prepared: Prepared
    sitting: str
    first: str
    second: str

    def order(self, order: StaffOrder) -> tuple[str, ...]:
        """Have an order carried out; returns its lines."""
        return give(self.prepared.folder.root, order).lines

    def exam(self, exam_id: str) -> Exam:
        """The exam as it is stored."""
        with reading(self.prepared.folder) as connection:
            found = find_exam(connection, exam_id)
        assert found is not None
        return found

    def exam_of(self, candidate: str) -> Exam:
        """The first exam with the times that are a candidate's own."""
        with reading(self.prepared.folder) as connection:
            found = exam_for(connection, self.first, candidate)
        assert found is not None
        return found

    def postpone(self, start: int, stopped: int = 0) -> tuple[str, ...]:
        """Let it begin another time."""
        return self.order(PostponeSitting(self.sitting, WHY, "王主考", start, stopped))


def morning_of(prepared: Prepared, *, rehearsal: bool = False) -> Morning:
    """Put the exam of a prepared folder into a sitting, with another one."""
    root = prepared.folder.root
    sitting = give(root, MakeSitting("11月21日上午", rehearsal)).content.decode()
    give(root, PutExamIn(prepared.exam.id, sitting))
    later = AddExam(sitting, "高等数学", PAPER_ID, START + 30 * MINUTE, 60, candidates=(THIRD,))
    second = give(root, later).content.decode()
    return Morning(prepared, sitting, prepared.exam.id, second)


def heard(station: Station, pen: Pen, news: StationNews | None = None) -> SyncReply:
    """What a heartbeat brings back."""
    request = SyncRequest(pen.writer, len(pen.events) + 1, news=news)
    return station.call("POST", "/sync", SyncReply, request)


def order_at(prepared: Prepared | Below, wish: StaffOrder, now: int) -> Outcome:
    """Carry an order out at a site time, with no service running."""
    with writing(prepared.folder) as connection:
        key = signing_key(prepared.folder)
        bench = Bench(connection, prepared.folder, read_site(connection), key, now)
        outcome = carry_out(wish, bench, AT_THE_CONSOLE)
        while outcome.unfinished:
            outcome = wish.go_on(bench, outcome)
    return outcome
