"""How a site's service is let in by its joining file, by the line or by the answer file, and what it is told.

Rule: a joining file serves one service, and only until it expires; once more by the same changes nothing.
"""

import logging
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from examprotocol.errors import UnreadableError
from examprotocol.key_wrapping import require_x25519
from examprotocol.messages import Refusal
from examprotocol.signing import read_key
from examprotocol.site_messages import GivenPaper, JoinRequest
from examserver.errors import RefusedError
from examserver.storage.exam_sites import (
    ExamSite,
    ExamSiteState,
    GivenRow,
    all_exam_sites,
    change_exam_site,
)
from examserver.storage.paper_rows import find_paper
from examserver.storage.paper_shelf import PaperShelf

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who joins: the id of its proving key, from which address (`""` by a file), at which site time."""

    proof: str
    address: str
    now: int


def admit(connection: Connection, site: ExamSite | None, request: JoinRequest, arrival: Arrival) -> ExamSite:
    """Let the service be the site that was invited; raises RefusedError."""
    if site is None:
        raise RefusedError(Refusal.ENROLMENT_UNKNOWN, "This service gave out no such joining file.")
    if site.state is ExamSiteState.REMOVED:
        raise removed()
    is_known = site.state is ExamSiteState.JOINED and site.proof == arrival.proof
    if site.state is ExamSiteState.JOINED and not is_known:
        raise RefusedError(Refusal.ENROLMENT_USED_UP, "Another service has joined by this file already.")
    if not is_known and arrival.now >= site.expires:
        raise RefusedError(Refusal.ENROLMENT_EXPIRED, "The joining file has expired.")
    _remove_others(connection, site.id, arrival.proof)
    joined = _joined(site, arrival, request)
    change_exam_site(connection, joined)
    log.info("%s has joined from %s", site.id, arrival.address or "a file")
    return joined


def told_paper(connection: Connection, shelf: PaperShelf, given: GivenRow) -> GivenPaper:
    """A paper as the site is told of it."""
    row = find_paper(connection, given.paper)
    assert row is not None, "a paper that is given is there"
    return GivenPaper(
        manifest=shelf.manifest_token(given.paper),
        title=row.title,
        questions=row.questions,
        points=row.points,
        release=given.release,
        key_from=given.key_from,
        answer_keys=given.answer_keys,
    )


def _remove_others(connection: Connection, site: str, proof: str) -> None:
    """A service that joins once more, by another file, is that other site from now on."""
    for other in all_exam_sites(connection):
        if other.proof == proof and other.id != site and other.state is ExamSiteState.JOINED:
            change_exam_site(connection, replace(other, state=ExamSiteState.REMOVED))


def _joined(site: ExamSite, arrival: Arrival, request: JoinRequest) -> ExamSite:
    return replace(
        site,
        state=ExamSiteState.JOINED,
        proof=arrival.proof,
        key=_members(request.key, "Ed25519"),
        opening_key=_opening(request.opening_key),
        joined=site.joined or arrival.now,
        seen=arrival.now,
        address=arrival.address or site.address,
        service=request.site_id[:200],
    )


def _opening(key: dict[str, str]) -> dict[str, str]:
    """The public opening key, and nothing besides; raises RefusedError for another kind."""
    try:
        require_x25519(read_key(key))
    except UnreadableError as error:
        raise RefusedError(Refusal.UNREADABLE, "The site's opening key is not one.") from error
    return _members(key, "X25519")


def _members(key: dict[str, str], curve: str) -> dict[str, str]:
    if key.get("crv") != curve or "x" not in key:
        raise RefusedError(Refusal.UNREADABLE, "The site's key is not one.")
    return {name: key[name] for name in ("kty", "crv", "x", "kid") if name in key}


def removed() -> RefusedError:
    """What a site that was removed is told."""
    return RefusedError(Refusal.STATION_REVOKED, "This site was removed.")
