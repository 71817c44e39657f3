"""`examserver results`: show or write the results of exams."""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from examserver.clock import SteadyClock
from examserver.errors import ExamSetupError, FolderError, PaperSealedError
from examserver.services.collecting.result_desk import Ground as ResultGround
from examserver.services.collecting.result_desk import Members, journal_members, qti_members
from examserver.services.collecting.result_words import in_chinese
from examserver.services.file_limits import asked_in
from examserver.services.keys import signing_key
from examserver.services.result_files import Sheet, points_sheet, results_json, results_sheet, sheet_csv
from examserver.services.results import AUTHORITY, Marked, Result, marked_of
from examserver.services.seal import Seal
from examserver.services.writing_files import write_files
from examserver.storage.exams import Exam, all_exams, find_exam
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import read_site
from examserver.storage.sittings import rehearsed_exams
from examserver.storage.store import reading

WRITING = ("csv", "points", "xlsx", "files", "qti", "journals")
"""What is written instead of shown."""


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    folder = open_folder(wanted.dir)
    shelf = PaperShelf(folder.papers, signing_key(folder))
    with reading(folder) as connection:
        exams = _exams(connection, wanted.exam, with_rehearsals=wanted.rehearsals)
        marked = [one for exam in exams for one in _marked(connection, shelf, exam)]
        results = [one.result for one in marked]
        _write_tables(wanted, marked)
        _write_for_others(wanted, ResultGround(connection, shelf, _seal(folder, connection), _now()), exams)
    for exam in exams if wanted.files else ():
        _write_files(folder, shelf, exam, wanted.files)
    if wanted.json:
        print(results_json(results).decode())
    elif not any(getattr(wanted, name) for name in WRITING):
        _show(results)
    return 0


def _write_tables(wanted: argparse.Namespace, marked: list[Marked]) -> None:
    """CSV and XLSX, with Chinese words where that is asked."""
    spoken: Callable[[Sheet], Sheet] = in_chinese if wanted.headers == "zh" else lambda sheet: sheet
    if wanted.csv:
        _write(wanted.csv, sheet_csv(spoken(results_sheet([one.result for one in marked]))))
    if wanted.points:
        _write(wanted.points, sheet_csv(spoken(points_sheet(marked))))
    if wanted.xlsx:
        from examserver.services.collecting.spreadsheet import workbook  # noqa: PLC0415 - it brings Pillow along

        sheets = (results_sheet([one.result for one in marked]), points_sheet(marked))
        _write(wanted.xlsx, workbook(map(spoken, sheets)))


def _write_for_others(wanted: argparse.Namespace, ground: ResultGround, exams: tuple[Exam, ...]) -> None:
    """A folder of QTI documents, and one of signed journals."""
    for exam in exams:
        if wanted.qti:
            _write_members(wanted.qti, exam, partial(qti_members, ground, exam))
        if wanted.journals:
            _write_members(wanted.journals, exam, partial(journal_members, ground, exam))


def _write_members(folder: Path, exam: Exam, members: Callable[[], Members]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        for name, data in members():
            write_file(folder / name, data)
            count += 1
    except OSError as error:
        raise FolderError(f"{folder} cannot be written: {error.strerror}.", "Give another folder.") from error
    except PaperSealedError as error:
        print(f"{exam.id}: {error}", file=sys.stderr)
        return
    print(f"Written: {count} files of {exam.id} in {folder}", file=sys.stderr)


def _seal(folder: ServiceFolder, connection: Connection) -> Seal:
    return Seal(read_site(connection), signing_key(folder))


def _now() -> int:
    return SteadyClock().now()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver results", description="Show or write results.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("--exam", default="", metavar="ID", help="one exam; by default all")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table for a spreadsheet")
    parser.add_argument(
        "--points", type=Path, metavar="FILE", help="write the points of each question for a spreadsheet"
    )
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="write the files that were handed in")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write both tables as a workbook")
    parser.add_argument("--headers", choices=("en", "zh"), default="en", help="the words of the tables")
    parser.add_argument(
        "--qti", type=Path, metavar="FOLDER", help="write QTI Results Reporting, a file for each candidate"
    )
    parser.add_argument(
        "--journals", type=Path, metavar="FOLDER", help="write the signed journal of each attempt"
    )
    parser.add_argument("--rehearsals", action="store_true", help="with all exams, take rehearsals too")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _exams(connection: Connection, exam_id: str, *, with_rehearsals: bool) -> tuple[Exam, ...]:
    """The one that is named, or all but rehearsals."""
    if not exam_id:
        left_out = frozenset() if with_rehearsals else rehearsed_exams(connection)
        return tuple(exam for exam in all_exams(connection) if exam.id not in left_out)
    exam = find_exam(connection, exam_id)
    if exam is None:
        raise ExamSetupError(
            f"There is no exam with the id {exam_id}.", "See which there are: examserver exam list DIR"
        )
    return (exam,)


def _marked(connection: Connection, shelf: PaperShelf, exam: Exam) -> tuple[Marked, ...]:
    """Nothing of an exam whose paper is still sealed: the others' results are shown all the same."""
    try:
        return marked_of(connection, shelf, exam)
    except PaperSealedError as error:
        print(f"{exam.id}: {error}", file=sys.stderr)
        return ()


def _write_files(folder: ServiceFolder, shelf: PaperShelf, exam: Exam, target: Path) -> None:
    asked = asked_in(shelf.paper(exam.paper))
    with reading(folder) as connection:
        written = write_files(connection, folder, exam.id, target, asked)
    for path in written.missing:
        print(f"Not here whole: {path}", file=sys.stderr)
    for path in written.beyond:
        print(f"More than the question allows: {path}", file=sys.stderr)
    print(f"Files written: {written.count}", file=sys.stderr)


def _write(file: Path, data: bytes) -> None:
    try:
        write_file(file, data)
    except OSError as error:
        raise FolderError(f"{file} cannot be written: {error.strerror}.", "Give another file.") from error
    print(f"Written: {file}", file=sys.stderr)


def _show(results: list[Result]) -> None:
    for one in results:
        who = f"{one.exam}\t{one.admission_number}\t{one.name}\t{one.state}"
        points = _points(one)
        marks = f"{one.conflicts} conflicts\t{one.late} late"
        print(f"{who}\t{one.answered}/{one.questions} answered\t{points}\t{marks}\t{one.receipt}")
    if not results:
        print("There are no results: no exam has been created yet.")


def _points(one: Result) -> str:
    if one.scored_by == AUTHORITY:
        return f"{one.max_score} points\tscored by the authority"
    return f"{one.score}/{one.max_score} points\t{one.waiting} for a person"
