"""From an entry of the Gaokao collections to a question in our own JSON.

Rule: what cannot be taken apart safely stays whole: then the choices are the letters that the text itself
explains, and an open question is one field that people score by the given answer.
"""

import re
from typing import Any

from benchmarks.papers.gaokao_parts import split_choices, split_questions
from benchmarks.papers.gaokao_text import as_html, as_line

Entry = dict[str, Any]
"""An entry as the collection has it: `question`, `answer`, `analysis`, `score`, perhaps `picture`."""
Question = dict[str, object]

_LETTERS = "ABCD"
_GAP_NUMBER = r"(?<![\d.,:])(?:_+\s*)?{number}(?:\s*_+)?(?![\d.,:%])"
_LEAST_POINTS = 1


def objective(entry: Entry) -> Question:
    """A question with choices, or a passage with several."""
    text, answers = str(entry["question"]), [str(one) for one in entry["answer"]]
    points = _points(entry["score"])
    pictures = "".join(f'<p><img src="{name}"></p>' for name in entry.get("files", ()))
    if len(answers) == 1:
        return _choice(text, answers[0], points, pictures)
    split = split_questions(text, len(answers))
    if split is None:
        parts = [
            _lettered(f"<p>（{number}）</p>", answer, points) for number, answer in enumerate(answers, 1)
        ]
        return {"type": "composite", "text": as_html(text) + pictures, "parts": parts}
    passage, questions = split
    parts = [_choice(one, answer, points) for one, answer in zip(questions, answers, strict=True)]
    return {"type": "composite", "text": as_html(passage) + pictures, "parts": parts}


def gaps_with_choices(entry: Entry) -> Question:
    """A passage with numbered gaps, each filled from its own four choices (完形填空)."""
    text, answers = str(entry["question"]), [str(one) for one in entry["answer"]]
    split = split_questions(text, len(answers))
    if split is None:
        return objective(entry)
    passage, questions = split
    first = _first_number(questions[0])
    marked = _with_gaps(as_html(passage), first, len(answers))
    if marked is None:
        return objective(entry)
    gaps = {
        str(first + place): {"points": _points(entry["score"]), "choices": _choices(one, answer)}
        for place, (one, answer) in enumerate(zip(questions, answers, strict=True))
    }
    return {"type": "cloze", "text": marked, "gaps": gaps}


def gaps_with_pool(entry: Entry) -> Question:
    """A passage with gaps that sentences are put into, of which two are left over (七选五)."""
    text, answers = str(entry["question"]), [str(one) for one in entry["answer"]]
    split = split_choices(text, fewest=len(answers))
    first = next((number for number in (36, 71, 16, 61) if str(number) in text), 0)
    marked = _with_gaps(as_html(split.text), first, len(answers)) if split and first else None
    if split is None or marked is None or not set(answers) <= set(split.choices):
        return objective(entry)
    pool = [{"id": letter, "text": f"{letter}. {as_line(body)}"} for letter, body in split.choices.items()]
    gaps = {
        str(first + place): {"points": _points(entry["score"]), "pool": [answer]}
        for place, answer in enumerate(answers)
    }
    return {"type": "cloze", "text": marked, "gaps": gaps, "pool": pool}


def typed_gaps(entry: Entry) -> Question:
    """A passage with gaps to type into (语法填空); several answers stand beside each other with a stroke."""
    text, answers = str(entry["question"]), str(entry["answer"]).split("\n")
    answers = [one.strip() for one in answers if one.strip()]
    first = next((number for number in (61, 41, 36, 56) if re.search(rf"\b{number}\b", text)), 0)
    marked = _with_gaps(as_html(text), first, len(answers)) if first else None
    if marked is None:
        return open_question(entry)
    points = float(entry["score"]) / len(answers)
    gaps = {
        str(first + place): {"points": round(points, 4), "accept": [one.strip() for one in answer.split("/")]}
        for place, answer in enumerate(answers)
    }
    return {"type": "cloze", "text": marked, "gaps": gaps}


def open_question(entry: Entry) -> Question:
    """One field for a long text; people score it by the given answer."""
    rubric = as_html(f"{entry['answer']}\n\n{entry.get('analysis') or ''}")
    return {
        "type": "essay",
        "text": as_html(str(entry["question"])),
        "points": _points(entry["score"]),
        "rubric": rubric,
    }


def short_question(entry: Entry) -> Question:
    """One line to type; people score it, since a formula is typed in many ways."""
    return open_question(entry) | {"type": "short", "by_hand": True}


def _choice(text: str, answer: str, points: float, pictures: str = "") -> Question:
    split = split_choices(text)
    if split is None or not set(answer) <= set(split.choices):
        return _lettered(as_html(text) + pictures, answer, points)
    stem = as_html(split.text) + pictures
    return _question(stem or "<p>…</p>", _marked(split.choices, answer), answer, points)


def _lettered(stem: str, answer: str, points: float) -> Question:
    letters = "ABCDEFG" if set(answer) - set(_LETTERS) else _LETTERS
    choices: list[dict[str, object]] = [{"text": one, "right": one in answer} for one in letters]
    return _question(stem, choices, answer, points)


def _question(stem: str, choices: list[dict[str, object]], answer: str, points: float) -> Question:
    kind = "multiple" if len(answer) > 1 else "single"
    return {"type": kind, "text": stem, "points": points, "choices": choices}


def _marked(choices: dict[str, str], answer: str) -> list[dict[str, object]]:
    """The choices; one that is empty in the collection shows its letter."""
    return [{"text": as_line(body) or letter, "right": letter in answer} for letter, body in choices.items()]


def _choices(question: str, answer: str) -> list[dict[str, object]]:
    split = split_choices(question)
    return _marked(split.choices, answer) if split else []


def _with_gaps(html: str, first: int, count: int) -> str | None:
    """The text with its numbers as gaps; None where not each number stands in it, once and in order."""
    at = 0
    for number in range(first, first + count):
        found = re.compile(_GAP_NUMBER.format(number=number)).search(html, at)
        if found is None:
            return None
        mark = f"[[{number}]]"
        html = html[: found.start()] + mark + html[found.end() :]
        at = found.start() + len(mark)
    return html


def _first_number(question: str) -> int:
    found = re.search(r"\d{1,2}", question)
    return int(found.group()) if found else 0


def _points(score: object) -> float:
    return float(str(score)) or _LEAST_POINTS
