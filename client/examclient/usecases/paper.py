"""The paper on this machine: fetched sealed, opened with the key, mended when a part is damaged.

Rule: nothing here touches the journal, and the paper in hand stays in use until another one is whole.
"""

from dataclasses import dataclass
from typing import Protocol

from examclient.errors import PaperDamagedError, SiteAnswerError
from examclient.usecases.fetching import FillingShelf
from examprotocol.bundle import Manifest, open_manifest, open_paper, open_part
from examprotocol.errors import ProtocolError
from examprotocol.form import Form, apply_form, make_form
from examprotocol.paper import Paper
from examprotocol.paper_parts import Asset
from examprotocol.signing import read_key

WHOLE = Form()
"""The paper as it is: of a service that makes no forms."""


class PartShelf(FillingShelf, Protocol):
    """A place for the parts of one paper."""

    @property
    def name(self) -> str:
        """What it is called beside other shelves."""

    def read(self, part: str) -> bytes:
        """A part's bytes, `b""` where it is missing."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The bytes of a sound, for memory only, its type (`audio/mpeg`) and its length in milliseconds."""

    data: bytes
    media_type: str
    length: int


class OpenPaper:
    """A paper that can be shown: its questions as this candidate has them; pictures, sounds by asset id."""

    def __init__(self, manifest: Manifest, shelf: PartShelf, content_key: bytes, form: Form = WHOLE) -> None:
        self.manifest = manifest
        self._shelf = shelf
        self._content_key = content_key
        self._form = form
        self.paper = as_seen(self._open(), form)
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

    def lacks(self, asset_id: str) -> bool:
        """Whether an asset, such as a sound, cannot be used."""
        return self.picture(asset_id) is None

    def on_shelf(self, shelf: PartShelf) -> "OpenPaper":
        """The same paper, read from another shelf."""
        return OpenPaper(self.manifest, shelf, self._content_key, self._form)

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


def as_seen(paper: Paper, form: Form) -> Paper:
    """The paper in the candidate's form. One that has only its seed is made here, as the site would."""
    made = form.sections or form.choices or not form.seed
    return apply_form(paper, form if made else make_form(paper, form.seed))


def check_manifest(token: str, signing_key: dict[str, str]) -> Manifest:
    """Verify that the manifest is this site's; raises SiteAnswerError."""
    try:
        return open_manifest(token, read_key(signing_key))
    except ProtocolError as error:
        raise SiteAnswerError(f"The paper is not signed by this exam site: {error}.") from error
