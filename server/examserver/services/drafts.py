"""Reads paper files into drafts, in a process of its own that has its limits."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from examserver.errors import PaperFileError
from examserver.importers.apart.limits import Limits
from examserver.importers.apart.messages import ImportOrder
from examserver.importers.apart.parent import import_apart
from examserver.importers.assembly import Progress
from examserver.importers.draft import PaperDraft
from examserver.importers.finishing import MediaWishes
from examserver.services.paper_orders import PAPER_ID


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """Which file to take, and how the paper is to be called; an empty title leaves the file's own.

    `language` chooses among the versions of a file that has several; `media` is asked of fonts and sounds.
    """

    file: Path
    paper_id: str
    title: str = ""
    language: str = ""
    limits: Limits = field(default_factory=Limits)
    media: MediaWishes = field(default_factory=MediaWishes)


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
    asked = ImportOrder(
        file=str(order.file.resolve()),
        paper_id=order.paper_id,
        title=order.title,
        language=order.language,
        fonts=tuple(str(font.resolve()) for font in order.media.fonts),
        wav=order.media.wav,
    )
    return import_apart(asked, order.limits, progress)
