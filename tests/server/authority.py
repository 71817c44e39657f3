"""Two real services: the authority's, reached through a cable, and a site's folder that joins it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from jwcrypto import jwk

from examdemo.cable import Cable
from examprotocol.bundle import Manifest
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.importers.draft import PaperDraft, Sound
from examserver.services.alive.lives import Lives
from examserver.services.exam_site_orders import GivePapers, InviteSite
from examserver.services.keys import signing_key
from examserver.services.papers import add_draft
from examserver.services.seal import Seal
from examserver.services.setup import set_up
from examserver.services.upstream_orders import JoinUpstream
from examserver.serving import SiteServer
from examserver.storage.folder import ServiceFolder, locked, open_folder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import read_site
from examserver.storage.store import Store, reading, writing
from examserver.storage.upstream import Upstream, UpstreamPaper, read_upstream, upstream_papers
from examserver.upstream.intake import Intake
from examserver.upstream.round import Told
from examserver.upstream.stock import Ground
from tests.server.sample import sample_draft

if TYPE_CHECKING:
    from tests.server.conftest import FakeClock

PAPER, MINUTE, DAY = "authoritys", 60_000, 24 * 3_600_000
RECORDING = 1_500_000
LATER = 1_800_000_000_000 - 10 * MINUTE
"""When stations may have the key where a test does not say it: ten minutes before its exam."""


def large_draft(paper_id: str = PAPER) -> PaperDraft:
    """The sample paper with two recordings, so that there is something to break off."""
    draft = sample_draft(paper_id)
    sounds = [Random(number).randbytes(RECORDING) for number in (1, 2)]
    named = {f"{number:064x}": Sound(data, "audio/wav", 1_000) for number, data in enumerate(sounds)}
    return PaperDraft(draft.paper, draft.keys, draft.pictures, draft.remarks, named)


@dataclass
class Above:
    """The authority's service, its clock, and the cable through which sites reach it."""

    folder: ServiceFolder
    server: SiteServer
    cable: Cable
    clock: "FakeClock"
    scheme: str = "http"

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.cable.port}"

    def invite(self, name: str = "第一考点", valid: int = DAY) -> bytes:
        """The content of a joining file."""
        return give(self.folder.root, InviteSite(name, valid, self.address)).content

    def give(self, release: int = LATER, *, site: str = "site-1", answer_keys: bool = False) -> None:
        """Give the site the paper; its key five minutes before the release."""
        give(self.folder.root, GivePapers((PAPER,), (site,), release, 5, answer_keys))

    def manifest(self) -> Manifest:
        """What the paper consists of."""
        return PaperShelf(self.folder.papers, signing_key(self.folder)).manifest(PAPER)

    def part_file(self, sha256: str) -> Path:
        """Where a part lies at the authority."""
        return self.folder.papers / PAPER / "parts" / sha256


@contextmanager
def authority_in(root: Path, clock: "FakeClock", scheme: str = "http") -> Iterator[Above]:
    """Set the authority's service up with one paper, and serve it."""
    set_up(root, "考试院", f"{scheme}://127.0.0.1:8460")
    folder = open_folder(root)
    with writing(folder) as connection:
        add_draft(connection, folder.papers, large_draft(), signing_key(folder))
    with SiteServer(root, port=0, clock=clock) as server:
        cable = Cable(server.port)
        cable.start()
        try:
            yield Above(folder, server, cable, clock, scheme)
        finally:
            cable.stop()


@dataclass
class Below:
    """A site's folder; what is taken there is taken round by round, with the authority's clock."""

    folder: ServiceFolder
    clock: "FakeClock"

    def join(self, file: bytes) -> tuple[str, ...]:
        """Join by a file, as the command does."""
        return give(self.folder.root, JoinUpstream(file)).lines

    def round(self, told: Told | None = None) -> float:
        """One round of the intake; returns the wait until the next in seconds, without any jitter."""
        with self.intake(told) as intake:
            return intake.round()

    @contextmanager
    def intake(self, told: Told | None = None) -> Iterator[Intake]:
        """What the running service has."""
        with locked(self.folder):
            store = Store(self.folder)
            try:
                lives = Lives(store, Seal(store.read_now(read_site), self.key), self.clock)
                ground = Ground(store, self.folder, self.shelf, self.key, self.clock, lives)
                yield Intake(ground, lambda: 0.0, told)
            finally:
                store.close()

    @property
    def key(self) -> jwk.JWK:
        return signing_key(self.folder)

    @property
    def shelf(self) -> PaperShelf:
        return PaperShelf(self.folder.papers, self.key)

    def upstream(self) -> Upstream:
        """What is kept of the authority."""
        with reading(self.folder) as connection:
            found = read_upstream(connection)
        assert found is not None, "it has joined"
        return found

    @property
    def trouble(self) -> str:
        """What was wrong in the last round."""
        return self.upstream().trouble

    def papers(self) -> tuple[UpstreamPaper, ...]:
        """What has come from the authority."""
        with reading(self.folder) as connection:
            return upstream_papers(connection)

    def has_all(self, manifest: Manifest) -> bool:
        """Whether every part is here."""
        return self.shelf.bytes_here(PAPER) == sum(part.size for part in manifest.parts)


def site_in(root: Path, clock: "FakeClock") -> Below:
    """Set a site's service up, with nothing in it."""
    set_up(root, "第一考点", "http://127.0.0.1:8460")
    return Below(open_folder(root), clock)


def command(*words: object) -> int:
    """Run a command of the service."""
    return main([str(word) for word in words])
