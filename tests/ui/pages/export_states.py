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
from examclient.errors import DriveFullError, DriveGoneError, ExportError, ExportFault
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


def menu_over(
    state: ExamState, view: ExportView, aim: Aim = Aim.MENU, *, has_attempt: bool = True
) -> ExamState:
    """The menu, open, over a page."""
    return replace(state, proctor=ProctorMenu(True, aim=aim, has_attempt=has_attempt), export=view)


def export_states(failed: ExamState, answering: ExamState) -> dict[str, ExamState]:
    """By what is to be seen."""
    login = ExamState(now=NOW)
    locked = ProctorMenu(aim=Aim.EXPORT)
    by_stick = ProctorMenu(aim=Aim.STICK, has_attempt=False)
    choosing = ExportView(held=(HERE,), chosen=HERE, drives=DRIVES)
    working = replace(choosing, work=ExportWork(HERE))
    wrong = PasswordCheck(trouble=PasswordTrouble.WRONG, wait=4)
    filling = ExportView(stick=STICK, work=ExportWork(EARLIER, number=3, many=12))
    full = DriveFullError("The drive is full.", 118_400, 20_000)
    return {
        "submit failed, exported": replace(failed, is_exported=True),
        "time over, exported": replace(failed, by_deadline=True, is_exported=True),
        "export, locked": replace(failed, proctor=locked, export=ExportView()),
        "export, wrong password": replace(failed, proctor=locked, export=ExportView(), password=wrong),
        "menu, looking": menu_over(answering, ExportView()),
        "menu, answering, stick in": menu_over(answering, ExportView(held=(HERE,), stick=STICK)),
        "menu at the login, nothing held": menu_over(login, ExportView(held=()), has_attempt=False),
        "menu at the login": menu_over(
            login, ExportView(held=(EARLIER, EXPORTED_BEFORE, LOCKED)), has_attempt=False
        ),
        "menu when done": menu_over(
            replace(answering, phase=Phase.DONE),
            ExportView(held=(EXPORTED_BEFORE, EARLIER)),
            has_attempt=False,
        ),
        "choosing a drive": menu_over(failed, choosing, Aim.EXPORT),
        "choosing, no drive in": menu_over(failed, replace(choosing, drives=DRIVES[2:]), Aim.EXPORT),
        "choosing, looking": menu_over(failed, replace(choosing, drives=None), Aim.EXPORT),
        "choosing, drive full": menu_over(failed, replace(choosing, trouble=full), Aim.EXPORT),
        "choosing, drive gone": menu_over(
            failed, replace(choosing, trouble=DriveGoneError("ENODEV")), Aim.EXPORT
        ),
        "exporting": menu_over(failed, working, Aim.EXPORT),
        "exporting, writing": menu_over(
            failed,
            replace(working, work=ExportWork(HERE, ExportStep.WRITING, 3_000_000, 7_300_000)),
            Aim.EXPORT,
        ),
        "exporting, stopping": menu_over(
            failed, replace(working, work=ExportWork(HERE, ExportStep.CHECKING, is_stopping=True)), Aim.EXPORT
        ),
        "exported": menu_over(failed, ExportView(exported=DONE_ONE), Aim.EXPORT),
        "exported, record saved": menu_over(
            failed, ExportView(exported=DONE_ONE, record=FILE.path.with_suffix(".txt")), Aim.EXPORT
        ),
        "exported in two files": menu_over(
            failed, ExportView(exported=replace(DONE_ONE, files=(FILE, replace(FILE, code="X1Y2Z-34567"))))
        ),
        "stick put in at the login": replace(login, proctor=by_stick, export=ExportView(stick=STICK)),
        "stick of another room": replace(
            login,
            proctor=by_stick,
            export=ExportView(stick=STICK, stick_trouble=ExportError(ExportFault.FORGED_STICK, "room 302")),
        ),
        "filling the stick": menu_over(login, filling, Aim.STICK, has_attempt=False),
        "stick filled": menu_over(
            login, ExportView(stick=STICK, visit=VISITED), Aim.STICK, has_attempt=False
        ),
        "stick filled in part": menu_over(
            login, ExportView(stick=STICK, visit=HALF), Aim.STICK, has_attempt=False
        ),
        "stick filled with nothing": menu_over(
            login, ExportView(stick=STICK, visit=replace(VISITED, exported=())), Aim.STICK, has_attempt=False
        ),
        "stick gone in the middle": menu_over(
            login,
            ExportView(visit=replace(HALF, failed=(), file=None, trouble=DriveGoneError("ENODEV"))),
            Aim.STICK,
            has_attempt=False,
        ),
    }
