"""The keys that answer every question of the sample paper, in the order of the screen.

Source: Moodle XML as `resources/samples` has it; the keys are those of the exam page (F1 shows them there).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

GAP = re.compile(r"\{\d*:([A-Z]+)")
CHOOSING = ("MULTICHOICE", "MC")
WORDS = "a few words that are typed by hand"
NUMBER = "42"


@dataclass(frozen=True, slots=True)
class Answer:
    """How one question is answered: keys by their names, and what is typed, which begins with `type:`."""

    kind: str
    strokes: tuple[str, ...]


TYPE = "type:"
NEXT = "alt+Right"
IN_ONE_STROKE = {
    "description": (),
    "truefalse": ("a",),
    "shortanswer": (f"{TYPE}{WORDS}",),
    "numerical": (f"{TYPE}{NUMBER}",),
    "essay": (f"{TYPE}{WORDS}",),
}


def answers_to(paper: Path) -> list[Answer]:
    """One entry for each question, descriptions included, which take no answer."""
    # The paper is the project's own file.
    questions = ET.parse(paper).getroot().iter("question")  # noqa: S314
    return [_answer(one) for one in questions if one.get("type") != "category"]


def _answer(question: ET.Element) -> Answer:
    kind = question.get("type", "")
    if kind == "multichoice":
        several = question.findtext("single", "true") == "false"
        return Answer(kind, ("a", "c") if several else ("b",))
    if kind == "matching":
        choices = [one for one in question.iter("subquestion") if one.findtext("text")]
        return Answer(kind, _one_after_the_other([("Down",)] * len(choices)))
    if kind == "cloze":
        gaps = GAP.findall(question.findtext("questiontext/text", ""))
        return Answer(kind, _one_after_the_other([_gap(one) for one in gaps]))
    return Answer(kind, IN_ONE_STROKE[kind])


def _gap(kind: str) -> tuple[str, ...]:
    if kind in CHOOSING:
        return ("Down",)
    return (f"{TYPE}{NUMBER}",)


def _one_after_the_other(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Tab between two inputs, none after the last."""
    return tuple(stroke for number, part in enumerate(parts) for stroke in (("Tab",) * bool(number) + part))
