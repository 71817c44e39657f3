"""States of an exam for the tests of the pages."""

from dataclasses import replace
from decimal import Decimal

import msgspec

from examclient.domain.enrolling import EnrolmentSummary, EnrolState, EnrolStep, NamedFile
from examclient.domain.export_view import Aim
from examclient.domain.phases import Phase
from examclient.domain.site import Enrolled, Membership
from examclient.domain.standing_orders import StandingOrders
from examclient.domain.state import (
    Elsewhere,
    ExamState,
    Finding,
    KeyLook,
    Lights,
    LocalSaving,
    News,
    PasswordCheck,
    PasswordTrouble,
    Preparation,
    PreparationStep,
    ProctorMenu,
    ReceiptSummary,
    Share,
)
from examclient.errors import (
    EnrolmentFileError,
    Flaw,
    HeldHereError,
    JournalError,
    KeyFault,
    KeyFileError,
    NothingHeldError,
    SiteRefusedError,
    SiteUnreachableError,
    SpareHeldError,
    StationError,
)
from examprotocol.events import Epoch, Stamp
from examprotocol.merge import Answers, Current
from examprotocol.messages import Candidate, Exam
from examprotocol.paper import Paper, Section, Single
from examprotocol.place import Place
from examprotocol.responses import ChoiceResponse, GapsResponse, Response, TextResponse
from examprotocol.site_orders import Ended, Notice, Pause
from tests.ui.pages.export_states import export_states
from tests.ui.pages.sound_states import sound_states
from tests.ui.questions.papers import CLOZE, ESSAY, INFO, SHORT, SINGLE, choices

NOW = 1_749_258_221_000
MINUTE = 60_000
DAY = 24 * 60 * MINUTE
FILE_NAME = "homework-of-the-third-week-the-last-one-final-2.pdf"
STAMP = Stamp(Epoch(1, 1), 1, 1, "w")
LONG = msgspec.structs.replace(SINGLE, id="long", stem="".join("<p>A long line.</p>" for _ in range(80)))
PAPER = Paper(
    paper_id="p",
    revision=1,
    title="Chinese",
    lang="zh-CN",
    sections=(
        Section("one", "One", (SINGLE, ESSAY), "<p>Choose or write.</p>"),
        Section("two", "Two", (INFO, CLOZE, SHORT, LONG)),
    ),
)
CANDIDATE = Candidate("张三", "20230101040417", "3205**********041X", "12")
UNKNOWN = Candidate("", CANDIDATE.admission_number, "", "")
EXAM = Exam("e", "大学语文", "第三考点", NOW - 60 * MINUTE, NOW - 30 * MINUTE, NOW + 84 * MINUTE - 500, True)
SAVED = Lights(LocalSaving.SAVED, NOW - 4000, NOW - 3000, 0)


def answers(flagged: tuple[str, ...] = (), **responses: Response) -> Answers:
    """Answers that count, question id to response."""
    current = {question: Current(response, STAMP) for question, response in responses.items()}
    return Answers(current, frozenset(flagged))


def ending_in(milliseconds: int, *, show_seconds: bool = True) -> Exam:
    """The exam with so much time left."""
    return msgspec.structs.replace(EXAM, end=NOW + milliseconds, show_seconds=show_seconds)


def starting_in(milliseconds: int) -> Exam:
    """The exam before its start."""
    return msgspec.structs.replace(EXAM, start=NOW + milliseconds, key_release=NOW + 5 * MINUTE)


def big_paper(questions: int) -> Paper:
    """A paper of so many single choices in sections of 25."""
    made = [
        Single(id=f"q{n}", stem=f"<p>Question {n}</p>", points=Decimal(1), choices=choices("a", "b"))
        for n in range(questions)
    ]
    parts = tuple(
        Section(f"s{at}", f"Part {at // 25 + 1}", tuple(made[at : at + 25])) for at in range(0, questions, 25)
    )
    return msgspec.structs.replace(PAPER, sections=parts)


ANSWERING = ExamState(
    phase=Phase.ANSWERING,
    now=NOW,
    candidate=CANDIDATE,
    exam=EXAM,
    paper=PAPER,
    current=SINGLE.id,
    answers=answers(
        (ESSAY.id,), single=ChoiceResponse("c1"), cloze=GapsResponse({"later": "x"}), essay=TextResponse("路")
    ),
    lights=SAVED,
)
REVIEWING = replace(ANSWERING, phase=Phase.REVIEWING)
OFFLINE = replace(ANSWERING, online=False, news=News.NETWORK_GONE, lights=replace(SAVED, waiting=3))
UNREACHABLE = SiteUnreachableError("The site does not answer (ConnectTimeout).")
FAILED = replace(ANSWERING, phase=Phase.SUBMIT_FAILED, online=False, trouble=UNREACHABLE)
CANNOT_SAVE = replace(
    FAILED,
    online=True,
    trouble=JournalError("The journal cannot be written (SQLITE_FULL)."),
    unsaved=frozenset({ESSAY.id}),
    lights=replace(SAVED, local=LocalSaving.FAILED, waiting=1),
)
DONE = replace(ANSWERING, phase=Phase.DONE, receipt=ReceiptSummary("7KQ2M-X9RTA", NOW, 3, 5))
DONE_UNSAVED = replace(DONE, unsaved=CANNOT_SAVE.unsaved, lights=CANNOT_SAVE.lights)
WAITING = replace(
    ANSWERING,
    phase=Phase.WAITING,
    exam=starting_in(9 * MINUTE),
    preparation=Preparation(
        PreparationStep.READY, findings=(Finding(ESSAY.id, 2), Finding(INFO.id, 0, "𠮷"))
    ),
)

LOOKING = replace(
    WAITING,
    exam=msgspec.structs.replace(starting_in(9 * MINUTE), look_through=True),
    preparation=Preparation(PreparationStep.READY),
    answers=answers(),
    lights=Lights(),
)
AWAITING_KEY = replace(
    ANSWERING,
    phase=Phase.PREPARING,
    paper=None,
    exam=starting_in(20 * MINUTE),
    preparation=Preparation(PreparationStep.AWAITING_KEY),
)

CODE = "0K7P-Q2M9-XRT4"
WRONG = PasswordCheck(trouble=PasswordTrouble.WRONG, wait=2)
ELSEWHERE = ExamState(phase=Phase.ELSEWHERE, now=NOW, elsewhere=Elsewhere("12"))
MOVED_OFFLINE = replace(ANSWERING, phase=Phase.MOVED, online=False, lights=replace(SAVED, waiting=2))
MENU = replace(ANSWERING, proctor=ProctorMenu(is_open=True))
AWAY = Place("203.0.113.77", covered=False, contact="李老师 010-6512")
OUTSIDE = ExamState(phase=Phase.OUTSIDE, now=NOW, place=AWAY, tried_at=NOW)
MARKED = replace(ANSWERING, place=AWAY, news=News.OUTSIDE)
COVERED = replace(ANSWERING, place=msgspec.structs.replace(AWAY, covered=True))

MESSAGE = Notice("1" * 32, NOW - MINUTE, "请各位考生注意：第 12 题图中的单位应为“千米”，请按千米作答。")
LATER = Notice("2" * 32, NOW, "Question 12: the unit in the picture should read “kilometres”. " * 8)
PAUSE = Pause("3" * 32, NOW - 3 * MINUTE, "机房停电，正在恢复供电，请考生留在座位上等待")
ENDED = Ended("4" * 32, NOW, "考点提前结束本场考试（消防警报）")
REHEARSED = msgspec.structs.replace(EXAM, rehearsal=True)
PAUSED = replace(ANSWERING, orders=StandingOrders(pause=PAUSE))
NEXT_WEEK = NOW + 7 * 24 * 60 * MINUTE
POSTPONED = replace(
    PAUSED,
    exam=msgspec.structs.replace(EXAM, start=NEXT_WEEK, end=NEXT_WEEK + 42 * MINUTE),
    orders=StandingOrders(pause=PAUSE, starts=NEXT_WEEK),
)
"""Who had begun stands still until the new start."""
TOLD = replace(ANSWERING, orders=StandingOrders(notices=(MESSAGE,)))
ASKED = replace(ANSWERING, orders=StandingOrders(export="5" * 32))

ENROLMENT = EnrolmentSummary(
    "site.enrol",
    "江苏开放大学南京考点",
    "https://192.168.10.5:8460",
    "机房 301",
    "7KQ2M-X9RTA-0C4HW-ZB8EN",
    "12",
)
MEMBERSHIP = Membership(
    ENROLMENT.site, "1" * 32, ENROLMENT.address, {}, {}, "PEM", "2" * 32, "PC-07", ENROLMENT.room, "12"
)
COMPARING = EnrolState(now=NOW, step=EnrolStep.COMPARING, file=ENROLMENT, may_leave=True)
TAKEN = SiteRefusedError("seat_taken", "Another station has this seat.", about="12 (PC-07)")
BY_ITSELF = EnrolState(now=NOW, step=EnrolStep.REGISTERING, by_itself=True, busy=True)
NAMED = NamedFile(r"\\server\exam\301\site.enrol", "PC-07")
NO_SEAT = SiteRefusedError("seat_missing", "The station has no seat in this room and names none.")
DAMAGED = EnrolmentFileError(f"{NAMED.path} was changed or damaged.", Flaw.CHANGED)
EXPIRED = SiteRefusedError("enrolment_expired", "This enrolment file has expired.")
ENROLLED = replace(COMPARING, step=EnrolStep.DONE, enrolled=Enrolled(MEMBERSHIP, is_new=True))

EVERY_STATE = {
    "not enrolled": EnrolState(now=NOW),
    "enrolment lost": EnrolState(now=NOW, trouble=StationError("The station key is damaged.")),
    "comparing a fingerprint": COMPARING,
    "seat taken": replace(COMPARING, trouble=TAKEN),
    "registering": replace(COMPARING, step=EnrolStep.REGISTERING, busy=True),
    "seat missing in the file of its settings": replace(
        COMPARING, may_leave=False, file=replace(ENROLMENT, seat=""), trouble=NO_SEAT, looks_at=NAMED
    ),
    "file of its settings expired": replace(COMPARING, may_leave=False, trouble=EXPIRED, looks_at=NAMED),
    "file of its settings damaged": EnrolState(now=NOW, trouble=DAMAGED, looks_at=NAMED),
    "file of its settings not there yet": replace(BY_ITSELF, trouble=EnrolmentFileError(NAMED.path)),
    "enrolling by itself": replace(BY_ITSELF, file=ENROLMENT),
    "enrolling by itself without network": replace(BY_ITSELF, file=ENROLMENT, trouble=UNREACHABLE),
    "enrolled": ENROLLED,
    "released at the login": ExamState(now=NOW, trouble=SiteRefusedError("station_released", "No seat.")),
    "login": ExamState(now=NOW),
    "login under way": ExamState(now=NOW, busy=True),
    "login without network, held here": ExamState(now=NOW, trouble=HeldHereError("No answer.")),
    "login without network, nothing held": ExamState(now=NOW, trouble=NothingHeldError("No answer.")),
    "login refused": ExamState(now=NOW, trouble=SiteRefusedError("unknown_candidate", "not on the list")),
    "login refused, not checked in": ExamState(
        now=NOW, trouble=SiteRefusedError("not_checked_in", "The candidate was not checked in yet.")
    ),
    "login refused, entry refused": ExamState(
        now=NOW, trouble=SiteRefusedError("entry_refused", "The head proctor has refused the entry.")
    ),
    "refused outside": OUTSIDE,
    "refused outside, then unreachable": replace(OUTSIDE, trouble=UNREACHABLE),
    "open elsewhere": ELSEWHERE,
    "open elsewhere, wrong password": replace(ELSEWHERE, password=WRONG),
    "open elsewhere, then unreachable": replace(ELSEWHERE, trouble=UNREACHABLE),
    "moved away from here, without network": replace(ELSEWHERE, elsewhere=Elsewhere(by_code=True)),
    "paper of another held here, without network": ExamState(now=NOW, trouble=SpareHeldError("No answer.")),
    "a spare, without network": replace(ELSEWHERE, elsewhere=Elsewhere(by_code=True, is_spare=True)),
    "confirming at a spare": replace(ANSWERING, phase=Phase.CONFIRMING, paper=None, candidate=UNKNOWN),
    "confirming": replace(ANSWERING, phase=Phase.CONFIRMING, paper=None),
    "preparing": replace(
        ANSWERING,
        phase=Phase.PREPARING,
        paper=None,
        exam=starting_in(9 * MINUTE),
        preparation=Preparation(PreparationStep.FETCHING, 3_400_000, 19_600_000),
        trouble=UNREACHABLE,
    ),
    "waiting": WAITING,
    "looking through": LOOKING,
    "looking through, something missing": replace(LOOKING, preparation=WAITING.preparation),
    "loading afresh": replace(ANSWERING, afresh=Share(3_400_000, 19_600_000)),
    **{
        f"proctor's menu, key file: {fault}": replace(
            AWAITING_KEY,
            proctor=ProctorMenu(
                True,
                key=KeyLook(
                    trouble=KeyFileError(fault, "", "江苏开放大学南京考点-exam-12.examkey", "大学英语（二）")
                ),
            ),
        )
        for fault in KeyFault
    },
    "proctor's menu, key taken": replace(
        AWAITING_KEY, proctor=ProctorMenu(True, key=KeyLook(file="江苏开放大学南京考点-exam-12.examkey"))
    ),
    "proctor's menu, for the key": replace(AWAITING_KEY, proctor=ProctorMenu(aim=Aim.KEY)),
    "answering": ANSWERING,
    "offline": OFFLINE,
    "outside in the exam": MARKED,
    "covered": COVERED,
    "covered while reviewing": replace(COVERED, phase=Phase.REVIEWING),
    "info page": replace(ANSWERING, current=INFO.id),
    "not saved": replace(
        ANSWERING,
        current=CLOZE.id,
        trouble=JournalError("disk full"),
        lights=replace(SAVED, local=LocalSaving.FAILED),
    ),
    "reviewing": REVIEWING,
    "submitting": replace(ANSWERING, phase=Phase.SUBMITTING, lights=replace(SAVED, waiting=2)),
    "submitting, not saved": replace(
        ANSWERING, phase=Phase.SUBMITTING, unsaved=CANNOT_SAVE.unsaved, lights=replace(SAVED, waiting=1)
    ),
    "submitting, a file is being saved": replace(
        ANSWERING, phase=Phase.SUBMITTING, by_deadline=True, keeping=(FILE_NAME, "b.pdf")
    ),
    "submit failed": FAILED,
    "time over, a file is not saved": replace(FAILED, by_deadline=True, unkept=(FILE_NAME,)),
    "submit failed, session ended": replace(
        FAILED, online=True, trouble=SiteRefusedError("session_ended", "No session.")
    ),
    "cannot save": CANNOT_SAVE,
    "time over": replace(FAILED, by_deadline=True),
    "done": DONE,
    "done, not saved": DONE_UNSAVED,
    "done, a file is being saved": replace(DONE, keeping=(FILE_NAME,)),
    "done, a file is not saved": replace(DONE, unkept=(FILE_NAME,)),
    "done, a file is on another machine": replace(DONE, elsewhere_files=("a.pdf",)),
    "done, on its way": replace(DONE, lights=replace(SAVED, waiting=1)),
    "moved": replace(ANSWERING, phase=Phase.MOVED),
    "moved, without network": MOVED_OFFLINE,
    "proctor's menu, locked": replace(ANSWERING, proctor=ProctorMenu()),
    "proctor's menu": MENU,
    "proctor's menu with a code": replace(MENU, proctor=ProctorMenu(True, code=CODE)),
    "proctor's menu without a code": replace(MENU, proctor=ProctorMenu(True, no_code=True)),
    "proctor's menu after more time": replace(MENU, proctor=ProctorMenu(True, minutes=15)),
    "proctor's menu, wrong code": replace(MENU, password=PasswordCheck(False, PasswordTrouble.WRONG_CODE, 2)),
    "a message": TOLD,
    "messages": replace(TOLD, orders=StandingOrders(notices=(LATER, MESSAGE))),
    "messages while reviewing": replace(REVIEWING, orders=StandingOrders(notices=(LATER, MESSAGE))),
    "a message before the start": replace(WAITING, orders=TOLD.orders),
    "start moved to tomorrow": replace(
        WAITING, exam=starting_in(DAY), orders=StandingOrders(starts=NOW + DAY)
    ),
    "a message, handed in": replace(DONE, orders=TOLD.orders),
    "asked to export": ASKED,
    "asked to export, not handed in": replace(FAILED, orders=ASKED.orders),
    "paused": PAUSED,
    "postponed to another day": POSTPONED,
    "paused before the start": replace(WAITING, orders=PAUSED.orders),
    "paused, a message": replace(PAUSED, orders=replace(PAUSED.orders, notices=(MESSAGE,))),
    "paused, without network": replace(PAUSED, online=False, news=News.NETWORK_GONE),
    "paused while reviewing": replace(PAUSED, phase=Phase.REVIEWING),
    "ended": replace(ANSWERING, phase=Phase.SUBMITTING, by_deadline=True, orders=StandingOrders(ended=ENDED)),
    "ended, not handed in": replace(FAILED, by_deadline=True, orders=StandingOrders(ended=ENDED)),
    "ended, done": replace(DONE, by_deadline=True, orders=StandingOrders(ended=ENDED)),
    "rehearsal": replace(ANSWERING, exam=REHEARSED),
    "rehearsal, confirming": replace(ANSWERING, phase=Phase.CONFIRMING, paper=None, exam=REHEARSED),
    "rehearsal, a message": replace(TOLD, exam=REHEARSED),
    **export_states(FAILED, ANSWERING),
    **sound_states(WAITING, ANSWERING, MENU),
}
