"""Cuts a GIFT file into categories and questions, with the line on which each begins.

Rule: a blank line ends a question, as in Moodle. Beyond it, a blank line inside `{ }` does not, and a
question that begins right under another's `}` is one of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

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
    for position, line in enumerate(lines):
        category = None if gathered.is_open else _CATEGORY.match(line.text)
        if category or _ends(gathered, lines, position) or _begins_anew(gathered, lines, position):
            yield from gathered.as_block()
            gathered = _Gathered()
        if category:
            yield Category(category.group(1).strip())
        elif not line.is_comment:
            gathered.add(line)
    yield from gathered.as_block()


class _Gathered:
    """The lines of one question so far. Knows whether its last brace opens, and whether one stood alone."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._has_lone_brace = False
        self.is_open = False

    @property
    def has_ended(self) -> bool:
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


def _ends(gathered: _Gathered, lines: list[Line], position: int) -> bool:
    """Whether this blank line ends a question. Inside braces it does only if they are never closed."""
    if not lines[position].is_blank:
        return False
    return not (gathered.is_open and _next_brace(lines, position) == "}")


def _begins_anew(gathered: _Gathered, lines: list[Line], position: int) -> bool:
    """Whether a question begins under the `}` of another, with no blank line between them."""
    line = lines[position]
    if line.is_comment or not gathered.has_ended:
        return False
    return line.text.lstrip().startswith("::") or _next_brace(lines, position, stop_at_blank=True) == "{"


def _next_brace(lines: list[Line], position: int, *, stop_at_blank: bool = False) -> str:
    for line in islice(lines, position, None):
        if stop_at_blank and line.is_blank:
            return ""
        if not line.is_comment and (found := _BRACE.search(line.text)):
            return found.group()
    return ""
