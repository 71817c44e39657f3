"""`examserver results`: show or write the results of exams."""

import argparse
import sys
from pathlib import Path

from sqlalchemy import Connection

from examserver.errors import ExamSetupError, FolderError, PaperSealedError
from examserver.services.file_limits import asked_in
from examserver.services.keys import signing_key
from examserver.services.result_files import points_csv, results_csv, results_json
from examserver.services.results import AUTHORITY, Marked, Result, marked_of
from examserver.services.writing_files import write_files
from examserver.storage.exams import Exam, all_exams, find_exam
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    folder = open_folder(wanted.dir)
    shelf = PaperShelf(folder.papers, signing_key(folder))
    with reading(folder) as connection:
        exams = _exams(connection, wanted.exam)
        marked = [one for exam in exams for one in _marked(connection, shelf, exam)]
    results = [one.result for one in marked]
    if wanted.csv:
        _write(wanted.csv, results_csv(results))
    if wanted.points:
        _write(wanted.points, points_csv(marked))
    for exam in exams if wanted.files else ():
        _write_files(folder, shelf, exam, wanted.files)
    if wanted.json:
        print(results_json(results).decode())
    elif not (wanted.csv or wanted.points or wanted.files):
        _show(results)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver results", description="Show or write results.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("--exam", default="", metavar="ID", help="one exam; by default all")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table for a spreadsheet")
    parser.add_argument(
        "--points", type=Path, metavar="FILE", help="write the points of each question for a spreadsheet"
    )
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="write the files that were handed in")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _exams(connection: Connection, exam_id: str) -> tuple[Exam, ...]:
    if not exam_id:
        return all_exams(connection)
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
