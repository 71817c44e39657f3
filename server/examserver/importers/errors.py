"""Errors between the parts of an importer.

QuestionRefusedError      one question cannot be taken; the others still can
FormulaError              one formula cannot be drawn; who asked decides what is shown instead

A file that is bad as a whole raises `examserver.errors.PaperFileError`.
"""


class QuestionRefusedError(Exception):
    """One question cannot be taken. `code` is for programs, `sentence` says why in plain words."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class FormulaError(Exception):
    """A formula cannot be drawn as it was meant. `reason` is a piece of a sentence: "it uses \\foo"."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{reason}: {source}")
        self.source = source
        self.reason = reason
