"""The paper on this machine: fetched sealed, opened with the key, mended when a part is damaged.

Rule: nothing here touches the journal, and the paper in hand stays in use until another one is whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from examclient.errors import PaperDamagedError, SiteAnswerError
from examprotocol.bundle import Manifest, Part, open_manifest, open_paper, open_part, part_is_whole
from examprotocol.errors import ProtocolError
from examprotocol.paper import Paper
from examprotocol.paper_parts import Asset
from examprotocol.signing import read_key

Progress = Callable[[int, int], bool]
"""Told how many of how many parts are there; answers False to stop."""


class PartShelf(Protocol):
    """A place for the parts of one paper."""

    @property
    def name(self) -> str:
        """What it is called beside other shelves."""

    def read(self, part: str) -> bytes:
        """A part's bytes, `b""` where it is missing."""

    def put(self, part: Part, data: bytes) -> None:
        """Store a verified part."""

    def lacking(self, manifest: Manifest) -> tuple[Part, ...]:
        """The parts that are missing or damaged."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The bytes of a sound, for memory only, its type (`audio/mpeg`) and its length in milliseconds."""

    data: bytes
    media_type: str
    length: int


class OpenPaper:
    """A paper that can be shown: its questions, and its pictures and sounds by asset id."""

    def __init__(self, manifest: Manifest, shelf: PartShelf, content_key: bytes) -> None:
        self.manifest = manifest
        self._shelf = shelf
        self._content_key = content_key
        self.paper = self._open()
        self._assets = {asset.asset_id: asset for asset in self.paper.assets}

    def picture(self, asset_id: str) -> bytes | None:
        """A picture's bytes, or None where its part is missing or damaged."""
        asset = self._assets.get(asset_id)
        return self._picture(asset) if asset else None

    def sound(self, asset_id: str) -> Sound | None:
        """A sound, None where its part is missing or damaged."""
        asset = self._assets.get(asset_id)
        data = self._picture(asset) if asset else None
        return Sound(data, asset.media_type, asset.duration) if asset and data else None

    def on_shelf(self, shelf: PartShelf) -> "OpenPaper":
        """The same paper, read from another shelf."""
        return OpenPaper(self.manifest, shelf, self._content_key)

    def _open(self) -> Paper:
        try:
            return open_paper(self.manifest, self._shelf.read, self._content_key)
        except ProtocolError as error:
            raise PaperDamagedError(f"The paper cannot be opened: {error}.", "Clear the cache.") from error

    def _picture(self, asset: Asset) -> bytes | None:
        try:
            return open_part(self.manifest, self._shelf.read(asset.part), self._content_key)
        except ProtocolError:
            return None


def check_manifest(token: str, signing_key: dict[str, str]) -> Manifest:
    """Verify that the manifest is this site's; raises SiteAnswerError."""
    try:
        return open_manifest(token, read_key(signing_key))
    except ProtocolError as error:
        raise SiteAnswerError(f"The paper is not signed by this exam site: {error}.") from error


def fetch_parts(
    manifest: Manifest, shelf: PartShelf, fetch: Callable[[str], bytes], progress: Progress
) -> int:
    """Fetch what the shelf lacks, each part verified before it is stored; returns how many came.

    Raises the site's errors, SiteAnswerError where a part is not the one that was named.
    """
    lacking = shelf.lacking(manifest)
    total = len(manifest.parts)
    for done, part in enumerate(lacking):
        if not progress(total - len(lacking) + done, total):
            return done
        data = fetch(part.sha256)
        if not part_is_whole(part, data):
            raise SiteAnswerError(f"Part {part.sha256[:12]} of the paper did not arrive whole.")
        shelf.put(part, data)
    progress(total, total)
    return len(lacking)
