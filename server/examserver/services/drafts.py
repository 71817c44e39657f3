"""Reads paper files into drafts."""

import re
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import PaperFileError
from examserver.importers.assembly import Progress
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper

PAPER_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """Which file to take, and how the paper is to be called; an empty title leaves the file's own."""

    file: Path
    paper_id: str
    title: str = ""


def paper_id_for(file: Path) -> str:
    """An id for a paper, made of its file's name."""
    words = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:40].strip("-")
    return words or "paper"


def read_draft(order: PaperOrder, progress: Progress | None = None) -> PaperDraft:
    """Read a paper file; raises PaperFileError. May take long, and changes nothing."""
    if PAPER_ID.fullmatch(order.paper_id) is None:
        raise PaperFileError(
            f"“{order.paper_id}” cannot be the id of a paper.",
            "Use up to 40 small letters, digits and hyphens, with --id.",
            "PAPER_ID",
        )
    return import_paper(order.file, order.paper_id, order.title or None, progress)
