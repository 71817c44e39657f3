"""How the report on a paper is told on a terminal."""

import math
from collections.abc import Iterable

from examserver.services.paper_report import Counts, Line, Outcome, PaperReport, QuestionReport, counted

_WIDTH = 9


def print_report(report: PaperReport) -> None:
    """Every question in a line, what is said of it below, then the whole and what to do."""
    for question in report.questions:
        print(f"{question.outcome:<{_WIDTH}} {question.place}{_what(question)}")
        for line in question.remarks:
            print(f"{'':<{_WIDTH}}   {line.sentence} [{line.code}]")
    word = "refused" if report.outcome is Outcome.REFUSED else "note"
    for line in report.remarks:
        print(f"{word:<{_WIDTH}} {line.sentence} [{line.code}]")
    _print_summary(report)
    _print_advice([*report.remarks, *(line for one in report.questions for line in one.remarks)])


def _what(question: QuestionReport) -> str:
    if not question.id:
        return ""
    parts = f" with {question.parts} questions" if question.parts else ""
    return f": {question.type}{parts}, {_points(question.points)}"


def _print_summary(report: PaperReport) -> None:
    numbers = counted(report.questions)
    told = ", ".join(f"{number} {outcome}" for outcome, number in numbers.items() if number)
    print(f"\n{report.file}: {told or 'nothing could be read'}.")
    if report.outcome is Outcome.REFUSED:
        print("The file is refused: nothing of it comes in.")
        return
    counts = report.counts
    print(f"“{report.title}” ({report.language}): {counts.questions} questions, {_points(counts.points)}.")
    held = {
        "materials": counts.materials,
        "pictures": counts.pictures,
        "formulas": counts.formulas,
        "sounds": counts.sounds,
    }
    if any(held.values()):
        print("With " + ", ".join(f"{number} {name}" for name, number in held.items() if number) + ".")
    if counts.decoded:
        print(_about_sounds(counts))


def _about_sounds(counts: Counts) -> str:
    """Rooms without a media backend hear nothing but WAV; whoever imports can do something about it."""
    megabytes = math.ceil(counts.as_wav / 1_000_000)
    return (
        f"{counts.decoded} of the sounds cannot be heard on machines whose self-check says that they cannot "
        f"play media files (Windows N). For such rooms import with --wav: at most {megabytes} MB more."
    )


def _print_advice(lines: Iterable[Line]) -> None:
    advice = {line.code: line.advice for line in lines}
    if advice:
        print("\nWhat to do:")
    for code, sentence in sorted(advice.items()):
        print(f"  {code}: {sentence}")


def _points(points: str) -> str:
    return f"{points} point" + ("" if points == "1" else "s")
