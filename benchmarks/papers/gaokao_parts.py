"""Where the choices and the single questions of a Gaokao text begin."""

import re
from dataclasses import dataclass

_CHOICE = re.compile(
    r"(?:(?<=^)|(?<=[\s）)。；;，,．.？?：:])|(?<=[\u4e00-\u9fff]))([A-G])\s*[．.、]\s*", re.MULTILINE
)
_LOOSE_CHOICE = re.compile(r"(?<![A-Za-z$\\{_])([A-G])\s*[．.、:：]?\s+", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t\u3000]*(?:[（(]\s*(\d{1,2})\s*[)）]|(\d{1,2})\s*[．.、（(])", re.MULTILINE)
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class WithChoices:
    """The text before the choices, and the choices by their letter."""

    text: str
    choices: dict[str, str]


def split_choices(text: str, fewest: int = _FEWEST) -> WithChoices | None:
    """The last run of choices A, B, C ..; None where there is none with at least `fewest`."""
    for pattern in (_CHOICE, _LOOSE_CHOICE):
        found = list(pattern.finditer(text))
        for start in range(len(found) - 1, -1, -1):
            if found[start].group(1) != "A":
                continue
            run = _run(found[start:])
            if len(run) >= fewest:
                return _split(text, run)
    return None


def split_questions(text: str, count: int) -> tuple[str, list[str]] | None:
    """The passage, and its `count` questions by the numbers that follow each other; None where not found."""
    found = list(_NUMBER.finditer(text))
    for start in range(len(found) - count, -1, -1):
        run = _numbers_from(found[start:], count)
        if run is None:
            continue
        ends = [*(one.start() for one in run[1:]), len(text)]
        parts = [text[one.start() : end] for one, end in zip(run, ends, strict=True)]
        if all(split_choices(part) for part in parts):
            return text[: run[0].start()], parts
    return None


def _run(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The matches whose letters follow each other from A, others left out."""
    run: list[re.Match[str]] = []
    for one in found:
        if one.group(1) == "ABCDEFG"[len(run) : len(run) + 1]:
            run.append(one)
    return run


def _split(text: str, run: list[re.Match[str]]) -> WithChoices:
    ends = [*(one.start() for one in run[1:]), len(text)]
    choices = {one.group(1): text[one.end() : end].strip() for one, end in zip(run, ends, strict=True)}
    return WithChoices(text[: run[0].start()], choices)


def _numbers_from(found: list[re.Match[str]], count: int) -> list[re.Match[str]] | None:
    """The first match and those that count on from it."""
    first = _number(found[0])
    run: list[re.Match[str]] = []
    for one in found:
        if _number(one) == first + len(run):
            run.append(one)
        if len(run) == count:
            return run
    return None


def _number(found: re.Match[str]) -> int:
    return int(found.group(1) or found.group(2))
