"""Takes papers in: seals them with a content key of their own and puts them on the shelf."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.bundle import KEY_BYTES, seal_bundle
from examprotocol.paper_parts import Asset
from examserver.importers.draft import PaperDraft, Remark
from examserver.services.paper_orders import STAGE, ShelvePaper, row_of, taken_id
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import TEMP_PREFIX
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_rows import PaperRow, add_paper, find_paper
from examserver.storage.paper_shelf import SealedPaper, clear_place, put_on_shelf

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class ImportedPaper:
    """What came in, and what did not."""

    row: PaperRow
    pictures: int
    remarks: tuple[Remark, ...]


def add_draft(connection: Connection, shelf: Path, draft: PaperDraft, key: jwk.JWK) -> ImportedPaper:
    """Seal a draft and store it; raises PaperFileError where its id is taken."""
    paper = draft.paper
    if find_paper(connection, paper.paper_id):
        raise taken_id(paper.paper_id)
    require_room(shelf, Use.BUNDLE, sum(map(len, assets_of(draft).values())))
    clear_place(shelf, paper.paper_id)
    sealed = seal_draft(draft, key)
    put_on_shelf(shelf, paper.paper_id, sealed)
    row = row_of(paper, sealed.bundle.manifest)
    add_paper(connection, row)
    drawings = {formula.asset_id for formula in paper.formulas}
    return ImportedPaper(row, len(draft.pictures.keys() - drawings), draft.remarks)


def seal_draft(draft: PaperDraft, key: jwk.JWK) -> SealedPaper:
    """A draft sealed with a content key of its own."""
    content_key = os.urandom(KEY_BYTES)
    bundle = seal_bundle(draft.paper, assets_of(draft), content_key, key)
    return SealedPaper(bundle, content_key, draft.keys)


def assets_of(draft: PaperDraft) -> dict[Asset, bytes]:
    """The pictures, sounds and fonts of a draft, as the bundle names them, with their bytes."""
    pictures = {
        Asset(asset_id, "", picture.media_type, picture.width, picture.height): picture.data
        for asset_id, picture in draft.pictures.items()
    }
    sounds = {
        Asset(asset_id, "", sound.media_type, duration=sound.duration): sound.data
        for asset_id, sound in draft.sounds.items()
    }
    fonts = {Asset(asset_id, "", font.media_type): font.data for asset_id, font in draft.fonts.items()}
    return pictures | sounds | fonts


@contextmanager
def staged(folder: ServiceFolder, draft: PaperDraft, key: jwk.JWK) -> Iterator[ShelvePaper]:
    """Seal a draft into a folder of its own beside the papers, for the order that shelves it; at the end that
    folder is gone. Raises StorageError.
    """
    _forget_half_written(folder.papers)
    require_room(folder.papers, Use.BUNDLE, sum(map(len, assets_of(draft).values())))
    stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=folder.papers))
    try:
        put_on_shelf(stage, draft.paper.paper_id, seal_draft(draft, key))
        yield ShelvePaper(stage.name, draft.paper.paper_id)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _forget_half_written(papers: Path) -> None:
    """What an import left that was killed, or the making of a paper's place; in a day all are done."""
    for old in (*papers.glob(f"{STAGE}*"), *papers.glob(f"{TEMP_PREFIX}*")):
        with suppress(FileNotFoundError):
            if old.stat().st_mtime < time.time() - DAY_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
