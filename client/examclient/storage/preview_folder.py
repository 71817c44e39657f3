"""A paper in the clear, as the service writes it for a preview: `paper.json`, and each asset by its id."""

import logging
from pathlib import Path

import msgspec

from examclient.errors import InstallationError
from examprotocol.errors import ProtocolError
from examprotocol.paper import Paper
from examprotocol.paper_check import check_paper

_PAPER = "paper.json"

log = logging.getLogger(__name__)


class PreviewFolder:
    """Reads the folder. Rule: an asset's name is its id in the paper and nothing else, so no path gets in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.paper = _paper(folder)
        self._known = {asset.asset_id for asset in self.paper.assets}

    def asset(self, asset_id: str) -> bytes | None:
        """The bytes of an asset, or None where it is missing."""
        if asset_id not in self._known:
            return None
        try:
            return (self._folder / asset_id).read_bytes()
        except OSError:
            return None


def _paper(folder: Path) -> Paper:
    file = folder / _PAPER
    try:
        paper = msgspec.json.decode(file.read_bytes(), type=Paper)
        check_paper(paper)
    except OSError as error:
        raise _nothing_to_show(f"{file} cannot be read ({error.strerror})") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ProtocolError) as error:
        log.info("%s: %s", file, error)
        raise _nothing_to_show(f"{file} is no paper that this client knows") from error
    return paper


def _nothing_to_show(why: str) -> InstallationError:
    return InstallationError(
        f"There is no paper to preview: {why}.",
        "Give the paper's own file to the service, which prepares it: examserver paper preview FILE",
    )
