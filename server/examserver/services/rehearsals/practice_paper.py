"""The sample paper, which is sat in a rehearsal where the exam's own has to stay closed."""

from examserver.errors import SittingError
from examserver.importers.draft import PaperDraft

PRACTICE_ID = "sample-exam"


def read_practice_paper() -> PaperDraft:
    """Read it, in a process of its own; raises PaperFileError, and SittingError where it is not installed."""
    from examserver.importers.bundled_fonts import fonts_folder  # noqa: PLC0415 - only who rehearses needs it
    from examserver.services.drafts import PaperOrder, read_draft  # noqa: PLC0415 - the same

    file = fonts_folder().parent / "samples" / f"{PRACTICE_ID}.xml"
    if not file.is_file():
        raise SittingError(
            f"The sample paper {file} is not there.",
            "Import a paper for practice and name it: examserver sitting rehearse .. --paper ID",
        )
    return read_draft(PaperOrder(file, PRACTICE_ID))
