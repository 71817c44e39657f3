"""Answers the services of sites: they join, hear what they are given, and take parts and keys.

Rule: a key goes to a site that was given the paper, from its time on, and only to a registered network.
"""

import logging
from dataclasses import replace
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.life import open_life
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
from examserver.services.site_joining import Arrival, admit, removed, told_paper
from examserver.services.site_keys import KeyMaker
from examserver.storage.exam_sites import (
    ExamSite,
    ExamSiteState,
    GivenRow,
    change_exam_site,
    find_exam_site,
    given_to,
    invited_by,
    put_given,
)
from examserver.storage.given_lists import ROSTER, GivenList, given_lists, note_there
from examserver.storage.lives import MetLife, met_life, put_met
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

    async def meet(self, caller: Caller, word: str) -> None:
        """Which life of the site's service asks; raises RefusedError where a newer one has asked already."""
        if not word:
            return
        if await self._store.read(partial(_is_news, caller, word)):
            older = await self._store.write(partial(_meet, caller, word, self._clock.now()))
            if older:
                raise RefusedError(Refusal.SUPERSEDED, "Another machine of this site has asked.", about=older)

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
        is_new |= any(_says_news(row, one) for row, one in _meant(lists, report))
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
        joined = admit(connection, site, request, Arrival(caller.station, caller.address, now))
        return JoinReply(now, joined.id, joined.name)

    def _given(self, caller: Caller, connection: Connection) -> tuple[ExamSite, tuple[GivenRow, ...]]:
        site = require_joined(connection, caller)
        return site, given_to(connection, site.id)

    def _all_told(
        self, site: ExamSite, given: tuple[GivenRow, ...], connection: Connection
    ) -> tuple[tuple[GivenPaper, ...], tuple[ListName, ...]]:
        papers = tuple(told_paper(connection, self._shelf, row) for row in given)
        lists = given_lists(connection, site.id)
        return papers, tuple(
            ListName("roster" if one.kind == ROSTER else "networks", one.name, one.digest) for one in lists
        )

    def _note(self, caller: Caller, report: SiteReport, connection: Connection) -> None:
        site, given = self._given(caller, connection)
        change_exam_site(connection, replace(site, seen=self._clock.now(), address=caller.address))
        for row in given:
            put_given(connection, replace(row, here=max(0, report.here.get(row.paper, row.here))))
        for one, there in _meant(given_lists(connection, site.id), report):
            if _says_news(one, there):
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
        raise removed()
    return site


def _is_news(caller: Caller, word: str, connection: Connection) -> bool:
    site = find_exam_site(connection, caller.station)
    met = met_life(connection, site.service) if site else None
    return met is None or met.word != word


def _meet(caller: Caller, word: str, now: int, connection: Connection) -> str:
    """Note the newest life of a site's service; returns its word where the one that asks is older."""
    site = require_joined(connection, caller)
    try:
        life = open_life(word, read_key(site.key or {}))
    except ProtocolError:
        return ""
    if life.site != site.service:
        return ""
    met = met_life(connection, site.service)
    if met is not None and life.generation < met.generation:
        log.error(
            "alarm: %s is asked for by an older life, %d of %d", site.id, life.generation, met.generation
        )
        return met.word
    put_met(connection, MetLife(site.service, life.generation, word, now))
    return ""


def _meant(lists: tuple[GivenList, ...], report: SiteReport) -> tuple[tuple[GivenList, ListThere], ...]:
    """The lists as they are given now, of which the site says something."""
    said = {(one.kind, one.name, one.digest): one for one in report.lists}
    pairs = ((row, said.get((row.kind, row.name, row.digest))) for row in lists)
    return tuple((row, one) for row, one in pairs if one is not None)


def _says_news(row: GivenList, one: ListThere) -> bool:
    return (row.taken > 0, row.waits) != (one.taken, not one.taken)
