"""Errors between the parts of an importer.

QuestionRefusedError      one question cannot be taken; the others still can
RuleError                 a scoring rule cannot be carried; then a person scores

A file that is bad as a whole raises `examserver.errors.PaperFileError`.
"""


class QuestionRefusedError(Exception):
    """One question cannot be taken. `code` is for programs, `sentence` says why in plain words."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class RuleError(Exception):
    """A scoring rule cannot be carried; its text ends a sentence: “.. because {error}”."""
