"""A paper in the clear, for a preview: `paper.json` as candidates see it, and each asset by its SHA-256.

Rule: no key and no rubric, as in a bundle; the folder is its owner's alone.
"""

from pathlib import Path

import msgspec

from examserver.importers.draft import PaperDraft
from examserver.services.papers import assets_of

PAPER_FILE = "paper.json"


def write_preview(draft: PaperDraft, folder: Path) -> None:
    """Write the paper and its assets into a folder."""
    folder.chmod(0o700)
    assets = assets_of(draft)
    paper = msgspec.structs.replace(draft.paper, assets=tuple(assets))
    for asset, data in assets.items():
        (folder / asset.asset_id).write_bytes(data)
    (folder / PAPER_FILE).write_bytes(msgspec.json.encode(paper))
