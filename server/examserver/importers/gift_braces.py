"""Finds the `{ }` that hold a GIFT question's answers, and the braces that its author forgot to escape."""

import re
from dataclasses import dataclass

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.gift_blocks import Block

_ALONE = re.compile(r"^[ \t]*([{}])[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class AnswerBraces:
    """Where the answers' braces stand in the block, and whether others were taken for text."""

    start: int
    end: int
    others_are_text: bool = False

    def cut(self, text: str) -> tuple[str, str, str]:
        """What stands before, between and behind the braces."""
        return text[: self.start], text[self.start + 1 : self.end], text[self.end + 1 :]


def answer_braces(block: Block) -> AnswerBraces | None:
    """The braces of the answers; None for a page to read. Raises QuestionRefusedError with the line."""
    text = block.text
    if alone := _braces_alone(text):
        return alone
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return None
    if start < 0 or 0 <= end < start:
        raise _syntax_error(block, end, "a “}” stands without its “{”")
    if end < 0:
        raise _syntax_error(block, start, "a “{” is never closed")
    again = [at for at in (text.find("{", start + 1), text.find("}", end + 1)) if at >= 0]
    if again:
        raise _syntax_error(block, min(again), r"one brace too many; in a text they are \{ and \}")
    return AnswerBraces(start, end)


def _braces_alone(text: str) -> AnswerBraces | None:
    """Answers between a `{` and a last `}` that each stand alone on a line: all other braces are text."""
    alone = [(found.group(1), found.start(1)) for found in _ALONE.finditer(text)]
    start = next((at for brace, at in alone if brace == "{"), -1)
    if start < 0 or alone[-1] != ("}", text.rfind("}")) or text[alone[-1][1] + 1 :].strip():
        return None
    return AnswerBraces(start, alone[-1][1], others_are_text=text.count("{") + text.count("}") > 2)


def _syntax_error(block: Block, at: int, what: str) -> QuestionRefusedError:
    line = block.line + block.text.count("\n", 0, at)
    return QuestionRefusedError("GIFT_SYNTAX", f"Line {line}: {what}.")
