"""Answers the services of sites: they join, hear what they are given, and take parts and keys.

Rule: a key goes to a site that was given the paper, from its time on, and only to a registered network.
"""

import logging
from dataclasses import replace
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from examprotocol.errors import UnreadableError
from examprotocol.key_wrapping import require_x25519
from examprotocol.messages import Refusal
from examprotocol.report_messages import ListName, ListThere
from examprotocol.signing import read_key
from examprotocol.site_messages import (
    GivenPaper,
    GivenPapersReply,
    JoinReply,
    JoinRequest,
    SiteKeyReply,
    SiteKeyRequest,
    SiteReport,
)
from examprotocol.station_proof import public_half
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.ids import token_hash
from examserver.services.caller import Caller, require_inside
from examserver.services.delivery import part_of
from examserver.services.site_keys import KeyMaker
from examserver.storage.exam_sites import (
    ExamSite,
    ExamSiteState,
    GivenRow,
    all_exam_sites,
    change_exam_site,
    find_exam_site,
    given_to,
    invited_by,
    put_given,
)
from examserver.storage.given_lists import ROSTER, GivenList, given_lists, note_there
from examserver.storage.paper_rows import find_paper
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import Store

log = logging.getLogger(__name__)

NOTE_AFTER = 30_000
"""Milliseconds after which it is written down again that a site was seen."""


class ExamSiteDesk:
    """Owns what a site's service may ask. Its callers have verified that the request is the site's own."""

    def __init__(self, store: Store, shelf: PaperShelf, maker: KeyMaker, clock: Clock, card: str) -> None:
        """`card` is the authority's card as this service signs it."""
        self._store = store
        self._shelf = shelf
        self._maker = maker
        self._clock = clock
        self._card = card

    async def key_of(self, proof: str) -> Ed25519PublicKey | None:
        """The key by which a site proves its requests, None where no such site has joined."""
        site = await self._store.read(lambda connection: find_exam_site(connection, proof))
        return public_half(site.key) if site and site.key else None

    async def join(self, caller: Caller, request: JoinRequest) -> JoinReply:
        """Let a site's service join by its file; once more, because the reply was lost, changes nothing.

        Raises RefusedError, BusyError and StorageError.
        """
        return await self._store.write(partial(self._join, caller, request))

    async def papers(self, caller: Caller, report: SiteReport) -> GivenPapersReply:
        """What the site is given; how far it is with that is written down."""
        site, given = await self._store.read(partial(self._given, caller))
        lists = await self._store.read(partial(given_lists, site=site.id))
        is_new = any(row.here != report.here.get(row.paper, row.here) for row in given)
        is_new |= any(_is_news(row, one) for row, one in _meant(lists, report))
        if is_new or site.address != caller.address or self._clock.now() > site.seen + NOTE_AFTER:
            await self._store.write(partial(self._note, caller, report))
        papers, named = await self._store.read(partial(self._all_told, site, given))
        return GivenPapersReply(self._clock.now(), papers, lists=named, card=self._card)

    async def part(self, caller: Caller, name: str) -> Path:
        """The file of a part of a paper that the site is given; raises RefusedError and StorageError."""
        _, given = await self._store.read(partial(self._given, caller))
        return part_of(self._shelf, tuple(row.paper for row in given), name, self._clock.now())

    async def key(self, caller: Caller, request: SiteKeyRequest) -> SiteKeyReply:
        """The key of a paper, sealed for the site; raises RefusedError, before its time with that."""
        return await self._store.write(partial(self._key, caller, request.paper))

    def _join(self, caller: Caller, request: JoinRequest, connection: Connection) -> JoinReply:
        now, site = self._clock.now(), invited_by(connection, token_hash(request.token))
        if site is None:
            raise RefusedError(Refusal.ENROLMENT_UNKNOWN, "This service gave out no such joining file.")
        if site.state is ExamSiteState.REMOVED:
            raise _removed()
        is_known = site.state is ExamSiteState.JOINED and site.proof == caller.station
        if site.state is ExamSiteState.JOINED and not is_known:
            raise RefusedError(Refusal.ENROLMENT_USED_UP, "Another service has joined by this file already.")
        if not is_known and now >= site.expires:
            raise RefusedError(Refusal.ENROLMENT_EXPIRED, "The joining file has expired.")
        _remove_others(connection, site.id, caller.station)
        change_exam_site(connection, _joined(site, caller, request, now))
        log.info("%s has joined from %s", site.id, caller.address)
        return JoinReply(now, site.id, site.name)

    def _given(self, caller: Caller, connection: Connection) -> tuple[ExamSite, tuple[GivenRow, ...]]:
        site = require_joined(connection, caller)
        return site, given_to(connection, site.id)

    def _all_told(
        self, site: ExamSite, given: tuple[GivenRow, ...], connection: Connection
    ) -> tuple[tuple[GivenPaper, ...], tuple[ListName, ...]]:
        papers = tuple(self._told(connection, row) for row in given)
        lists = given_lists(connection, site.id)
        return papers, tuple(
            ListName("roster" if one.kind == ROSTER else "networks", one.name, one.digest) for one in lists
        )

    def _told(self, connection: Connection, given: GivenRow) -> GivenPaper:
        row = find_paper(connection, given.paper)
        assert row is not None, "a paper that is given is there"
        return GivenPaper(
            manifest=self._shelf.manifest_token(given.paper),
            title=row.title,
            questions=row.questions,
            points=row.points,
            release=given.release,
            key_from=given.key_from,
            answer_keys=given.answer_keys,
        )

    def _note(self, caller: Caller, report: SiteReport, connection: Connection) -> None:
        site, given = self._given(caller, connection)
        change_exam_site(connection, replace(site, seen=self._clock.now(), address=caller.address))
        for row in given:
            put_given(connection, replace(row, here=max(0, report.here.get(row.paper, row.here))))
        for one, there in _meant(given_lists(connection, site.id), report):
            if _is_news(one, there):
                note_there(connection, one, now=self._clock.now(), is_taken=there.taken)

    def _key(self, caller: Caller, paper: str, connection: Connection) -> SiteKeyReply:
        site, given = self._given(caller, connection)
        row, now = next((row for row in given if row.paper == paper), None), self._clock.now()
        if row is None:
            raise RefusedError(Refusal.NOT_FOUND, "The site is not given this paper.")
        if not row.release or now < row.key_from:
            raise RefusedError(Refusal.NOT_YET, "The key is not given out yet.", until=row.key_from)
        require_inside(caller)
        put_given(connection, replace(row, key_at=now))
        log.info("%s is given the key of %s, at %s", site.id, paper, caller.address)
        return SiteKeyReply(now, self._maker.make(site, row, now))


def require_joined(connection: Connection, caller: Caller) -> ExamSite:
    """The site that asks; raises RefusedError where it has not joined, or was removed."""
    site = find_exam_site(connection, caller.station)
    if site is None:
        raise RefusedError(Refusal.UNKNOWN_STATION, "No site with this key has joined.")
    if site.state is ExamSiteState.REMOVED:
        raise _removed()
    return site


def _meant(lists: tuple[GivenList, ...], report: SiteReport) -> tuple[tuple[GivenList, ListThere], ...]:
    """The lists as they are given now, of which the site says something."""
    said = {(one.kind, one.name, one.digest): one for one in report.lists}
    pairs = ((row, said.get((row.kind, row.name, row.digest))) for row in lists)
    return tuple((row, one) for row, one in pairs if one is not None)


def _is_news(row: GivenList, one: ListThere) -> bool:
    return (row.taken > 0, row.waits) != (one.taken, not one.taken)


def _remove_others(connection: Connection, site: str, proof: str) -> None:
    """A service that joins once more, by another file, is that other site from now on."""
    for other in all_exam_sites(connection):
        if other.proof == proof and other.id != site and other.state is ExamSiteState.JOINED:
            change_exam_site(connection, replace(other, state=ExamSiteState.REMOVED))


def _joined(site: ExamSite, caller: Caller, request: JoinRequest, now: int) -> ExamSite:
    return replace(
        site,
        state=ExamSiteState.JOINED,
        proof=caller.station,
        key=_members(request.key, "Ed25519"),
        opening_key=_opening(request.opening_key),
        joined=site.joined or now,
        seen=now,
        address=caller.address,
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


def _removed() -> RefusedError:
    return RefusedError(Refusal.STATION_REVOKED, "This site was removed.")
