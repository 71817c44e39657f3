"""Errors between the parts of an importer.

QuestionRefusedError      one question cannot be taken; the others still can

A file that is bad as a whole raises `examserver.errors.PaperFileError`.
"""


class QuestionRefusedError(Exception):
    """One question cannot be taken. `code` is for programs, `sentence` says why in plain words."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
