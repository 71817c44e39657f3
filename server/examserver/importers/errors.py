"""Errors between the parts of an importer.

QuestionRefusedError      one question cannot be taken; the others still can
NothingTakenError         a file of which no question could be taken, with what became of each
FormulaError              one formula cannot be drawn; who asked decides what is shown instead

A file that is bad as a whole raises `examserver.errors.PaperFileError`, as NothingTakenError is one.
"""

from collections.abc import Sequence

from examserver.errors import PaperFileError
from examserver.importers.draft import Verdict


class QuestionRefusedError(Exception):
    """One question cannot be taken. `code` is for programs, `sentence` says why in plain words."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class NothingTakenError(PaperFileError):
    """No question of a file could be taken; `verdicts` has one for each."""

    def __init__(self, title: str, advice: str, code: str, verdicts: Sequence[Verdict] = ()) -> None:
        super().__init__(title, advice, code)
        self.verdicts = tuple(verdicts)


class FormulaError(Exception):
    """A formula cannot be drawn as it was meant. `reason` is a piece of a sentence: "it uses \\foo"."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{reason}: {source}")
        self.source = source
        self.reason = reason
