"""States of the proctor's menu while answers are carried out."""

from dataclasses import replace
from pathlib import Path

from examclient.domain.export import (
    Drive,
    Exportable,
    Exported,
    ExportRecord,
    ExportStep,
    NotExported,
    PackageFile,
    StickVisit,
)
from examclient.domain.export_view import Aim, ExportView, ExportWork
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, Lights, PasswordCheck, PasswordTrouble, ProctorMenu
from examclient.errors import DriveFullError, DriveGoneError, ExportError, ExportFault, ExportStoppedError
from examprotocol.messages import Candidate

NOW = 1_749_258_221_000
SAVED = Lights(local_at=NOW - 4000, site_at=NOW - 3000)
FOLDER = Path("/media/proctor/KINGSTON")
FILE_NAME = "第一考点-大学语文-20230101040417-20250607-090341.examanswers"
CANDIDATE = Candidate("张三", "20230101040417", "3205**********041X", "12")

HERE = Exportable(
    "a1", CANDIDATE.name, CANDIDATE.admission_number, "大学语文", "12", 38, 40, 412, is_running=True
)
EARLIER = replace(
    HERE, attempt="a2", name="O'Neil, Ann", admission_number="20230101040425", is_running=False, answered=40
)
EXPORTED_BEFORE = replace(EARLIER, exported_at=NOW - 600_000, is_acknowledged=True)
LOCKED = Exportable("a3", "", "", "", "", 0, 0, 0, fault=ExportFault.LOCKED)
STICK = Drive(FOLDER, "KINGSTON", 15_300_000_000, is_removable=True, file_system="vfat")
DRIVES = (
    STICK,
    Drive(Path("/media/proctor/CD"), "CD", 0, is_removable=True, is_read_only=True),
    Drive(Path("/home"), "", 120_400_000_000),
)
FILE = PackageFile(FOLDER / FILE_NAME, 118_400, "7KQ2M-X9RTA", "0" * 64, FILE_NAME, 412)
RECORD = ExportRecord(
    CANDIDATE.name,
    CANDIDATE.admission_number,
    "32050119900307041X",
    "12",
    "大学语文",
    38,
    40,
    NOW,
    (FILE,),
)
DONE_ONE = Exported("a1", 412, (FILE,), RECORD)
DONE_OTHER = replace(
    DONE_ONE,
    attempt="a2",
    record=replace(RECORD, name=EARLIER.name),
    files=(replace(FILE, code="X1Y2Z-34567"),),
)
VISITED = StickVisit((DONE_ONE, DONE_OTHER), (), FOLDER / "visits" / "12-0a1b2c3d.examvisit")
HALF = StickVisit(
    (DONE_ONE,),
    (NotExported(LOCKED, ExportError(ExportFault.LOCKED, "No key opens it.")),),
    FOLDER / "visits" / "12-0a1b2c3d.examvisit",
)
FULL = DriveFullError("The drive is full.", 118_400, 20_000)
STOPPED = replace(HALF, failed=(NotExported(EARLIER, ExportStoppedError()),), trouble=ExportStoppedError())
TOO_SMALL = replace(HALF, failed=(NotExported(EARLIER, FULL),))


def menu_over(
    state: ExamState, view: ExportView, aim: Aim = Aim.MENU, *, has_attempt: bool = True
) -> ExamState:
    """The menu, open, over a page."""
    return replace(state, proctor=ProctorMenu(True, aim=aim, has_attempt=has_attempt), export=view)


LOGIN = ExamState(now=NOW)
CHOOSING = ExportView(held=(HERE,), chosen=HERE, drives=DRIVES)
WORKING = replace(CHOOSING, work=ExportWork(HERE))
FOREIGN = ExportError(ExportFault.FORGED_STICK, "for room 302")
GONE = replace(HALF, failed=(), file=None, trouble=DriveGoneError("ENODEV"))


def export_states(failed: ExamState, answering: ExamState) -> dict[str, ExamState]:
    """By what is to be seen."""
    return {**_locked(failed), **_menus(answering), **_of_one(failed), **_of_a_stick()}


def _locked(failed: ExamState) -> dict[str, ExamState]:
    locked = replace(failed, proctor=ProctorMenu(aim=Aim.EXPORT), export=ExportView())
    wrong = PasswordCheck(trouble=PasswordTrouble.WRONG, wait=4)
    return {
        "submit failed, exported": replace(failed, is_exported=True),
        "time over, exported": replace(failed, by_deadline=True, is_exported=True),
        "export, locked": locked,
        "export, wrong password": replace(locked, password=wrong),
    }


def _menus(answering: ExamState) -> dict[str, ExamState]:
    at_login = ExportView(held=(EARLIER, EXPORTED_BEFORE, LOCKED))
    when_done = ExportView(held=(EXPORTED_BEFORE, EARLIER))
    done = replace(answering, phase=Phase.DONE)
    return {
        "menu, looking": menu_over(answering, ExportView()),
        "menu, answering, stick in": menu_over(answering, ExportView(held=(HERE,), stick=STICK)),
        "menu at the login, nothing held": menu_over(LOGIN, ExportView(held=()), has_attempt=False),
        "menu at the login": menu_over(LOGIN, at_login, has_attempt=False),
        "menu when done": menu_over(done, when_done, has_attempt=False),
    }


def _of_one(failed: ExamState) -> dict[str, ExamState]:
    writing = ExportWork(HERE, ExportStep.WRITING, 3_000_000, 7_300_000)
    stopping = ExportWork(HERE, ExportStep.CHECKING, is_stopping=True)
    in_two = replace(DONE_ONE, files=(FILE, replace(FILE, code="X1Y2Z-34567")))
    views = {
        "choosing a drive": CHOOSING,
        "choosing, no drive in": replace(CHOOSING, drives=DRIVES[2:]),
        "choosing, looking": replace(CHOOSING, drives=None),
        "choosing, drive full": replace(CHOOSING, trouble=FULL),
        "choosing, drive gone": replace(CHOOSING, trouble=DriveGoneError("ENODEV")),
        "exporting": WORKING,
        "exporting, writing": replace(WORKING, work=writing),
        "exporting, stopping": replace(WORKING, work=stopping),
        "exported": ExportView(exported=DONE_ONE),
        "exported, record saved": ExportView(exported=DONE_ONE, record=FILE.path.with_suffix(".txt")),
        "exported in two files": ExportView(exported=in_two),
    }
    return {name: menu_over(failed, view, Aim.EXPORT) for name, view in views.items()}


def _of_a_stick() -> dict[str, ExamState]:
    locked = replace(LOGIN, proctor=ProctorMenu(aim=Aim.STICK, has_attempt=False))
    views = {
        "filling the stick": ExportView(stick=STICK, work=ExportWork(EARLIER, number=3, many=12)),
        "stick filled": ExportView(stick=STICK, visit=VISITED),
        "stick filled in part": ExportView(stick=STICK, visit=HALF),
        "stick filled with nothing": ExportView(stick=STICK, visit=replace(VISITED, exported=())),
        "stick stopped in the middle": ExportView(stick=STICK, visit=STOPPED),
        "stick full in the middle": ExportView(stick=STICK, visit=TOO_SMALL),
        "stick gone in the middle": ExportView(visit=GONE),
    }
    return {
        "stick put in at the login": replace(locked, export=ExportView(stick=STICK)),
        "stick of another room": replace(locked, export=ExportView(stick=STICK, stick_trouble=FOREIGN)),
        **{name: menu_over(LOGIN, view, Aim.STICK, has_attempt=False) for name, view in views.items()},
    }
