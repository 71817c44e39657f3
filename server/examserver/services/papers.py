"""Takes papers in: seals them with a content key of their own and puts them on the shelf."""

import os
from dataclasses import dataclass
from pathlib import Path

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.bundle import KEY_BYTES, manifest_digest, seal_bundle
from examprotocol.paper import Paper, answerable_questions, total_points
from examprotocol.paper_parts import Asset
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft, Remark
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import remove_leftovers
from examserver.storage.paper_rows import PaperRow, add_paper, find_paper
from examserver.storage.paper_shelf import SealedPaper, put_on_shelf

LONGEST_TITLE = 200


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
        raise PaperFileError(
            f"There is a paper with the id {paper.paper_id} already.",
            "Give another with --id.",
            "PAPER_ID_TAKEN",
        )
    require_room(shelf, Use.BUNDLE, sum(map(len, assets_of(draft).values())))
    remove_leftovers(shelf, paper.paper_id)
    content_key = os.urandom(KEY_BYTES)
    bundle = seal_bundle(paper, assets_of(draft), content_key, key)
    put_on_shelf(shelf, paper.paper_id, SealedPaper(bundle, content_key, draft.keys))
    row = _row(paper, manifest_digest(bundle.manifest))
    add_paper(connection, row)
    drawings = {formula.asset_id for formula in paper.formulas}
    return ImportedPaper(row, len(draft.pictures.keys() - drawings), draft.remarks)


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


def _row(paper: Paper, digest: str) -> PaperRow:
    questions, points = len(answerable_questions(paper)), str(total_points(paper))
    return PaperRow(paper.paper_id, paper.title[:LONGEST_TITLE], paper.revision, digest, questions, points)
