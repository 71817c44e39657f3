"""Cuts a GIFT file into categories and questions, with the line on which each begins.

Rule: a blank line ends a question, as in Moodle. Beyond it, a blank line inside `{ }` does not, and a
question that begins right under another's `}` is one of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from examserver.importers.gift_escapes import COMMENT, with_marks

_CATEGORY = re.compile(r"\s*\$CATEGORY\s*:\s*(.*)", re.DOTALL)
_BRACE = re.compile("[{}]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, escapes marked. Lines count from 1."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def is_comment(self) -> bool:
        return self.text.lstrip().startswith("//")


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The next brace of the file, and that before the next blank line; empty where there is none."""

    brace: str
    in_paragraph: str


@dataclass(frozen=True, slots=True)
class Category:
    """A `$CATEGORY:` line."""

    path: str


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one question, and the number of its first line."""

    text: str
    line: int


def gift_blocks(text: str) -> Iterator[Block | Category]:
    """The blocks of a file in their order."""
    lines = [Line(number, line) for number, line in enumerate(with_marks(text).split("\n"), 1)]
    gathered = _Gathered()
    for line, ahead in zip(lines, _braces_ahead(lines), strict=True):
        category = None if gathered.is_open else _CATEGORY.match(line.text)
        if category or gathered.is_over_before(line, ahead):
            yield from gathered.as_block()
            gathered = _Gathered()
        if category:
            yield Category(category.group(1).strip())
        elif not line.is_comment:
            gathered.add(line)
    yield from gathered.as_block()


def _braces_ahead(lines: list[Line]) -> list[_Ahead]:
    """For each line the next brace from it on; in one walk from the end, as files may be long."""
    aheads: list[_Ahead] = []
    brace = in_paragraph = ""
    for line in reversed(lines):
        found = None if line.is_comment else _BRACE.search(line.text)
        brace = found.group() if found else brace
        in_paragraph = "" if line.is_blank else found.group() if found else in_paragraph
        aheads.append(_Ahead(brace, in_paragraph))
    return aheads[::-1]


class _Gathered:
    """The lines of one question so far. Knows whether its last brace opens, and whether one stood alone."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._has_lone_brace = False
        self.is_open = False

    def is_over_before(self, line: Line, ahead: _Ahead) -> bool:
        """Whether this line no longer belongs to the question."""
        if line.is_blank:
            return not (self.is_open and ahead.brace == "}")
        if line.is_comment or not self._has_answers():
            return False
        return line.text.lstrip().startswith("::") or ahead.in_paragraph == "{"

    def _has_answers(self) -> bool:
        """Whether the answers are over: by a `}` alone on its line if that is how they began."""
        last = self._lines[-1].text.strip() if self._lines else ""
        return last == "}" or (last.endswith("}") and not self._has_lone_brace)

    def add(self, line: Line) -> None:
        if line.is_blank and not self._lines:
            return
        self._lines.append(line)
        self._has_lone_brace |= line.text.strip() == "{"
        if _BRACE.search(line.text):
            self.is_open = line.text.rfind("{") > line.text.rfind("}")

    def as_block(self) -> Iterator[Block]:
        """The lines as one block, comments marked; nothing where there are none."""
        if not self._lines:
            return
        by_number = {line.number: line.text for line in self._lines}
        numbers = range(self._lines[0].number, self._lines[-1].number + 1)
        yield Block("\n".join(by_number.get(number, COMMENT) for number in numbers).rstrip(), numbers.start)
