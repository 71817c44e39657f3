"""Seals the key of a paper for one site: what its service gets by the network, and what goes on a stick.

Rule: the answer keys go along only where the paper was given with them; else the authority scores.
"""

from dataclasses import dataclass

from jwcrypto import jwk

from examprotocol.bundle import manifest_digest
from examprotocol.canonical import canonical_bytes
from examprotocol.site_key import PaperFor, PaperSecrets, seal_site_key
from examserver.errors import ExamSiteError
from examserver.services.seal import Seal
from examserver.site_times import shown
from examserver.storage.exam_sites import ExamSite, GivenRow
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import SiteIdentity


@dataclass(frozen=True, slots=True)
class KeyMaker:
    """Owns how a site's key is put together. Asks nobody whether it is time."""

    shelf: PaperShelf
    identity: SiteIdentity
    key: jwk.JWK

    def make(self, site: ExamSite, given: GivenRow, now: int) -> str:
        """The key of a paper that a site is given; raises ExamSiteError for one that has not joined."""
        if site.opening_key is None:
            raise ExamSiteError(
                f"{site.name} has not joined yet: nothing can be sealed for it.",
                "Let it join first, with its joining file: examserver upstream DIR join FILE",
            )
        about = PaperFor(
            authority=self.identity.id,
            site=site.proof,
            paper=given.paper,
            manifest=manifest_digest(self.shelf.manifest_token(given.paper)),
            release=given.release,
            at=now,
        )
        keys = canonical_bytes(self.shelf.answer_keys(given.paper)) if given.answer_keys else b""
        secrets = PaperSecrets(self.shelf.content_key(given.paper), keys)
        return seal_site_key(about, secrets, site.opening_key, self.key)


def key_maker(shelf: PaperShelf, seal: Seal) -> KeyMaker:
    """One that signs as this service."""
    return KeyMaker(shelf, seal.identity, seal.key)


def require_time(given: GivenRow, now: int) -> None:
    """Raise ExamSiteError before a site may have the key; `now` is the site time in milliseconds."""
    if not given.release:
        raise ExamSiteError(
            f"Nobody has said when the key of {given.paper} is released.",
            "Say it: examserver sites DIR give SITE --paper P --release TIME; or write the file with --now.",
        )
    if now < given.key_from:
        raise ExamSiteError(
            f"The site gets the key of {given.paper} at {shown(given.key_from)}, and not before.",
            "Wait until then. If the file has to leave earlier, --now writes it all the same: the site's "
            "service can open the paper with it at once.",
        )
