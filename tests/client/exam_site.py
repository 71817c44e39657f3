"""A real exam site on loopback, with the cable between it and the stations, and a clock to put forward."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Self

import msgspec
from PIL import Image
from sqlalchemy import Connection

from examdemo.cable import Cable
from examprotocol.canonical import digest
from examprotocol.enrolment import Enrolment, open_enrolment, seal_enrolment
from examprotocol.events import ProctorActed, WriterLog
from examprotocol.paper import Cloze, Essay, Info, Multiple, Paper, Section, ShortText, Single
from examprotocol.paper_parts import Choice, TextGap
from examserver.cli.ordering import give
from examserver.importers.draft import PaperDraft, Picture
from examserver.scoring.keys import AnswerKeys, ChoiceKey, ChoicesKey, GapsKey, ManualKey, TextKey
from examserver.services.attempt_orders import ReleaseAttempt
from examserver.services.candidates import import_candidates
from examserver.services.exams import ExamPlan, create_exam
from examserver.services.keys import signing_key
from examserver.services.order import Bench, StaffOrder
from examserver.services.papers import add_draft
from examserver.services.room_orders import AddRoom, SetRoomPassword
from examserver.services.room_passwords import LockedRoom, lock_room
from examserver.services.roster import read_roster
from examserver.services.setup import set_up
from examserver.services.station_orders import MakeEnrolment
from examserver.serving import SiteServer
from examserver.storage.events import logs_of
from examserver.storage.exams import Exam
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.receipts import newest_receipt
from examserver.storage.site import read_site
from examserver.storage.store import reading, writing
from tests.client.cards import PASSWORD

SECOND = 1000
MINUTE = 60 * SECOND
WEEK = 7 * 24 * 60 * MINUTE

ROOM = "A"

ZHANG = ("2026A001", "110101199003070417")
ANN = ("2026A002", "110101199003070425")
ROSTER = f"""admission_number,name,identity_number,seat
{ZHANG[0]},张三,{ZHANG[1]},12
{ANN[0]},"O'Neil, Ann",{ANN[1]},13
"""

PAPER_ID = "paper"
ONE = Decimal(1)


class SiteTime:
    """A clock that runs as the machine's does, and that a test can put forward."""

    def __init__(self) -> None:
        self._offset = time.time_ns() - time.monotonic_ns()

    def now(self) -> int:
        return (self._offset + time.monotonic_ns()) // 1_000_000

    def put_forward(self, milliseconds: int) -> None:
        self._offset += milliseconds * 1_000_000


@dataclass(frozen=True)
class Times:
    """When the exam starts, seen from now, how long it lasts, and when its key is released before that."""

    start: int = -1 * MINUTE
    minutes: int = 60
    key_release_minutes: int = 10
    look_through: bool = False


class ExamSite:
    """Owns the service's folder, the running service and the cable to it."""

    def __init__(self, folder: Path, times: Times, paper: PaperDraft | None = None) -> None:
        set_up(folder, "第一考点", "http://127.0.0.1:1")
        self.time = SiteTime()
        self.folder: ServiceFolder = open_folder(folder)
        with writing(self.folder) as connection:
            import_candidates(connection, read_roster(ROSTER.encode()))
            add_draft(connection, self.folder.papers, paper or draft(), signing_key(self.folder))
            start = self.time.now() + times.start
            plan = ExamPlan(
                "大学英语（二）",
                PAPER_ID,
                start,
                times.minutes,
                times.key_release_minutes,
                look_through=times.look_through,
            )
            self.exam: Exam = create_exam(connection, plan, start)
            self._carry_out(connection, AddRoom(ROOM))
            self._enrolment = self._carry_out(connection, MakeEnrolment(ROOM, WEEK, 500))
        self._server = SiteServer(folder, port=0, clock=self.time)

    def __enter__(self) -> Self:
        self._server.start()
        self.cable = Cable(self._server.port)
        self.cable.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cable.stop()
        self._server.stop()

    @contextmanager
    def stopped(self) -> Iterator[ServiceFolder]:
        """The service is down for a while; then it is there again at the same address."""
        port = self._server.port
        self._server.stop()
        yield self.folder
        self._server = SiteServer(self.folder.root, port=port, clock=self.time)
        self._server.start()

    @property
    def file(self) -> Enrolment:
        """What stations are enrolled with that the cable leads to."""
        return self.along_the_cable(self._enrolment)

    def along_the_cable(self, content: bytes) -> Enrolment:
        """An enrolment file of this site, with the cable's address."""
        address = f"http://127.0.0.1:{self.cable.port}"
        return msgspec.structs.replace(open_enrolment(content), address=address)

    def sealed(self, enrolment: Enrolment) -> bytes:
        """What the site would have written for this enrolment."""
        return seal_enrolment(enrolment, signing_key(self.folder))

    def order(self, order: StaffOrder) -> bytes:
        """Have an order of the staff carried out by the running service; returns the file that it made."""
        return give(self.folder.root, order).content

    def release(self, admission_number: str) -> None:
        """A proctor lets a candidate go on at any machine."""
        self.order(ReleaseAttempt(self.exam.id, admission_number, "proctor", "another machine"))

    def _carry_out(self, connection: Connection, order: StaffOrder) -> bytes:
        key, now = signing_key(self.folder), self.time.now()
        return order.carry_out(Bench(connection, self.folder, read_site(connection), key, now)).content

    def set_room_password(self, room: str = ROOM) -> None:
        """Put the room password in force (`cards.PASSWORD`); stations hear of it with a heartbeat."""
        locked = locked_room()
        self.order(SetRoomPassword(room, self.exam.id, locked.password, locked.key, locked.sealed))

    def held(self, attempt: str) -> dict[str, WriterLog]:
        """What the site's disk has of an attempt, by writer."""
        with reading(self.folder) as connection:
            return {log.writer.id: log for log in logs_of(connection, attempt)}

    def acts(self, attempt: str) -> list[ProctorActed]:
        """What the site has of proctors in an attempt."""
        bodies = [event.body for log in self.held(attempt).values() for event in log.events]
        return [body for body in bodies if isinstance(body, ProctorActed)]

    def receipt(self, attempt: str) -> str:
        """The newest receipt of an attempt on the site's disk, or nothing."""
        with reading(self.folder) as connection:
            signed = newest_receipt(connection, attempt)
        return signed.token if signed else ""


@cache
def locked_room() -> LockedRoom:
    """What is left of the room password: it takes a third of a second to make."""
    return lock_room(PASSWORD)


def picture(colour: str) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return Picture(file.getvalue(), "image/png", 40, 30)


PICTURES = {digest(one.data): one for one in (picture("red"), picture("blue"))}
RED, BLUE = PICTURES


def choices(*bodies: str) -> tuple[Choice, ...]:
    return tuple(Choice("abcdefgh"[place], body) for place, body in enumerate(bodies))


QUESTIONS = (
    Info(id="read", stem="<p>读一读</p>", points=Decimal(0)),
    Single(id="q1", stem=f'<p>哪个？<img src="asset:{RED}"/></p>', points=ONE, choices=choices("one", "two")),
    Multiple(id="q2", stem="<p>Some</p>", points=ONE, choices=choices("x", "y", "z")),
    ShortText(id="q3", stem=f'<p>Word <img src="asset:{BLUE}"/></p>', points=ONE),
    Cloze(id="q4", stem='<p><img src="gap:g1"/></p>', points=ONE, gaps=(TextGap(id="g1", points=ONE),)),
    Essay(id="q5", stem="<p>作文</p>", points=ONE),
)

KEYS = AnswerKeys(
    PAPER_ID,
    1,
    {
        "q1": ChoiceKey({"a": ONE}),
        "q2": ChoicesKey({"a": ONE}),
        "q3": TextKey(()),
        "q4": GapsKey({"g1": TextKey(())}),
        "q5": ManualKey(""),
    },
)


def draft() -> PaperDraft:
    """A paper of five questions with two pictures: three parts."""
    paper = Paper(PAPER_ID, 1, "样卷", "zh-CN", (Section("s1", "一", QUESTIONS),))
    return PaperDraft(paper, KEYS, PICTURES)
