"""Puts what comes from the authority's service into place: manifests it has signed, and keys it has sealed.

Rule: nothing of a paper is taken before the authority's signature over it fits; the site's own signature over
the same content is what its stations get, since that is the only one they know.
"""

import logging
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec
from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.bundle import Manifest, manifest_digest, open_manifest, open_part
from examprotocol.errors import ForgedError, ProtocolError, VersionError
from examprotocol.signing import MANIFEST, read_key, sign
from examprotocol.site_key import PaperSecrets, SiteKey, open_secrets, open_site_key
from examprotocol.site_messages import GivenPaper
from examprotocol.station_proof import station_id_of
from examserver.errors import UpstreamError
from examserver.scoring.keys import AnswerKeys
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_rows import PaperRow, add_paper, find_paper
from examserver.storage.paper_shelf import AUTHORITYS_MANIFEST, PARTS, clear_place, make_place
from examserver.storage.upstream import (
    Upstream,
    UpstreamPaper,
    find_upstream_paper,
    put_upstream_paper,
    read_upstream,
)

log = logging.getLogger(__name__)

A_PAPER_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
A_PART = re.compile(r"[0-9a-f]{64}")
NOT_JOINED = "This service has joined no authority."
HOW_TO_JOIN = "Join one by its file: examserver upstream DIR join FILE"


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """A paper that is given, and whose manifest the authority has signed."""

    given: GivenPaper
    manifest: Manifest

    @property
    def id(self) -> str:
        """The paper's id, here as there."""
        return self.manifest.paper_id

    @property
    def size(self) -> int:
        """Bytes of all sealed parts."""
        return sum(part.size for part in self.manifest.parts)

    def row(self, known: UpstreamPaper | None) -> UpstreamPaper:
        """What is kept of it."""
        given = self.given
        return UpstreamPaper(
            paper=self.id,
            manifest_digest=manifest_digest(given.manifest),
            release=given.release,
            key_from=given.key_from,
            answer_keys=given.answer_keys,
            key_at=known.key_at if known else 0,
        )


@dataclass(frozen=True, slots=True)
class OpenedKey:
    """A site key that is for this service and for a paper that it has."""

    about: SiteKey
    secrets: PaperSecrets


def check_given(given: GivenPaper, authority: dict[str, str]) -> CheckedPaper:
    """A paper that may be taken; raises UpstreamError. `authority` is the authority's public signing key."""
    try:
        manifest = open_manifest(given.manifest, read_key(authority))
    except ProtocolError as error:
        raise UpstreamError(
            "A manifest that came is not signed by the authority that this site has joined.",
            "Nothing of it is taken. Tell the authority: somebody may stand between.",
        ) from error
    names = {part.sha256 for part in manifest.parts}
    are_parts = all(A_PART.fullmatch(part.sha256) and part.size > 0 for part in manifest.parts)
    if A_PAPER_ID.fullmatch(manifest.paper_id) is None or not are_parts or manifest.paper not in names:
        raise UpstreamError("A manifest names a paper, or parts of one, as no paper can be called.")
    return CheckedPaper(given, manifest)


def require_no_other(connection: Connection, paper: CheckedPaper) -> None:
    """Raise UpstreamError where something else has the paper's id here."""
    known = find_upstream_paper(connection, paper.id)
    if known is None and find_paper(connection, paper.id) is not None:
        raise UpstreamError(
            f"There is a paper {paper.id} of this service's own already.",
            "The authority's is not taken: ask for it under another id, or use another service's folder.",
        )
    if known and known.manifest_digest != manifest_digest(paper.given.manifest):
        raise UpstreamError(
            f"The authority gives another paper {paper.id} now than the one that is here.",
            "It is not taken: ask the authority, which gives it under another id.",
        )


def place_of(folder: ServiceFolder, paper: str) -> Path:
    """The folder of a paper's parts."""
    return folder.papers / paper / PARTS


def make_room_for(folder: ServiceFolder, paper: CheckedPaper, key: jwk.JWK) -> None:
    """Make the paper's directory if there is none: our signature over the manifest, and the authority's."""
    if not (folder.papers / paper.id / AUTHORITYS_MANIFEST).is_file():
        clear_place(folder.papers, paper.id)
        make_place(folder.papers, paper.id, sign(paper.manifest, key, MANIFEST), paper.given.manifest)


def register(connection: Connection, paper: CheckedPaper, key: jwk.JWK) -> None:
    """List a paper whose place is made: from now on an exam can be set up over it."""
    put_upstream_paper(connection, paper.row(find_upstream_paper(connection, paper.id)))
    if find_paper(connection, paper.id) is None:
        given, digest = paper.given, manifest_digest(sign(paper.manifest, key, MANIFEST))
        row = PaperRow(paper.id, given.title, paper.manifest.revision, digest, given.questions, given.points)
        add_paper(connection, row)


def require_joined(connection: Connection) -> Upstream:
    """The authority's service; raises UpstreamError where none was joined."""
    upstream = read_upstream(connection)
    if upstream is None:
        raise UpstreamError(NOT_JOINED, HOW_TO_JOIN)
    return upstream


def require_fetching(connection: Connection) -> Upstream:
    """The authority's service, from which papers may be taken now; raises UpstreamError."""
    upstream = require_joined(connection)
    if upstream.paused:
        raise UpstreamError("It is paused.", "Go on first: examserver upstream DIR resume")
    return upstream


def open_key(connection: Connection, data: bytes, signing: jwk.JWK, opening: jwk.JWK) -> OpenedKey:
    """A key that came by the network or in a file, for this service and a paper of its; raises UpstreamError.

    The keys are this service's own.
    """
    upstream = require_joined(connection)
    try:
        site_key = open_site_key(data, read_key(upstream.signing_key))
    except ForgedError as error:
        raise UpstreamError(f"This key is not from {upstream.name}, or somebody has changed it.") from error
    except VersionError as error:
        raise UpstreamError(f"This is {error}.", "Use the service of the authority's version.") from error
    except ProtocolError as error:
        raise UpstreamError("This is no key file for a site.", "It ends in .examsitekey.") from error
    about = site_key.about
    if (about.authority, about.site) != (upstream.authority, station_id_of(signing)):
        raise UpstreamError("This key is for another site.", "Ask the authority for this site's own.")
    paper = find_upstream_paper(connection, about.paper)
    if paper is None:
        raise UpstreamError(
            f"This site does not know the paper {about.paper} yet.",
            "Fetch what it is given first: examserver upstream DIR fetch",
        )
    if paper.manifest_digest != about.manifest:
        raise UpstreamError(f"This key is for another paper {about.paper} than the one that is here.")
    try:
        return OpenedKey(site_key, _readable(open_secrets(site_key, opening)))
    except ProtocolError as error:
        raise UpstreamError("This key does not open with this service's own keys.") from error


def _readable(secrets: PaperSecrets) -> PaperSecrets:
    """Without answer keys that this version cannot score by: the paper opens without them."""
    if not secrets.answer_keys:
        return secrets
    try:
        msgspec.json.decode(secrets.answer_keys, type=AnswerKeys)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("answer keys that this version cannot read: %s", type(error).__name__)
        return PaperSecrets(secrets.content_key)
    return secrets


def require_fitting(folder: ServiceFolder, manifest: Manifest, content_key: bytes) -> None:
    """Raise UpstreamError where the key does not open the paper, as far as that is here."""
    body = place_of(folder, manifest.paper_id) / manifest.paper
    try:
        if body.is_file():
            open_part(manifest, body.read_bytes(), content_key)
    except ProtocolError as error:
        raise UpstreamError(
            f"The key that came does not open the paper {manifest.paper_id}.", "Tell the authority."
        ) from error
