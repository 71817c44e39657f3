"""One round with the authority's service: hear what is given, take the keys that are due and the parts.

Rule: what keeps one paper from coming holds up no other. A key that is due goes before any part.
"""

import logging
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path

from examprotocol.authority_card import open_card
from examprotocol.bundle import Part
from examprotocol.errors import ProtocolError
from examprotocol.report_messages import ListThere
from examprotocol.signing import read_key
from examprotocol.site_messages import GivenPapersReply, SiteKeyReply, SiteKeyRequest, SiteReport
from examserver.errors import UpstreamError
from examserver.services.keys import opening_key
from examserver.storage.given_lists import upstream_lists
from examserver.storage.paper_shelf import PARTS, holds, put_keys
from examserver.storage.upstream import (
    UpstreamPaper,
    keep_opening_key,
    key_has_come,
    note_heard,
    read_upstream,
)
from examserver.upstream.arriving import arriving_part, pieces_of
from examserver.upstream.line import AuthorityLine, Piece
from examserver.upstream.lists import take_list
from examserver.upstream.shelving import check_given, open_key, place_of, require_fitting
from examserver.upstream.stock import Ground, Stock, bytes_of, require_space

log = logging.getLogger(__name__)

Told = Callable[[int, int], None]
"""Told how many of how many bytes of all papers are here."""


@dataclass(frozen=True, slots=True)
class Ways:
    """By what parts come: the line, or where it has them a folder that `examserver paper mirror` has written.

    `halted` ends the round at the next piece, and so does `hurried`: something wants a round of its own at
    once. `told` hears of each piece.
    """

    line: AuthorityLine
    halted: threading.Event
    mirror: Path | None = None
    told: Told | None = None
    hurried: threading.Event = field(default_factory=threading.Event)

    @property
    def ends(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.halted.is_set() or self.hurried.is_set()


class Round:
    """Owns what happens in one round. Every step raises UpstreamError and OSError.

    `troubles` says what was wrong with which paper.
    """

    def __init__(self, ground: Ground, ways: Ways) -> None:
        self._ground = ground
        self._ways = ways
        self._stock = Stock(ground)
        self._ahead = 0
        self._next_key: float = inf
        self._reported = SiteReport()
        self._learnt: GivenPapersReply | None = None
        self.troubles: dict[str, str] = {}

    def learn(self, authority: dict[str, str]) -> None:
        """Hear what is given, and make a place for what is new; the key is the authority's public one."""
        reply = self._learnt = self._report()
        self._learn_card(authority)
        self._ground.store.write_now(partial(note_heard, at=reply.now))
        self._ahead = reply.now - self._ground.clock.now()
        named = set()
        for given in reply.papers:
            try:
                paper = check_given(given, authority)
                named.add(paper.id)
                self._stock.accept(paper)
            except UpstreamError as error:
                log.warning("papers from the authority: %s", error)
                self.troubles[given.manifest] = str(error)
        self._stock.keep_only(named)

    def take_lists(self, authority: dict[str, str]) -> None:
        """Take rosters and networks that are new or were given anew."""
        for named in self._learnt.lists if self._learnt else ():
            if self._ways.halted.is_set():
                return
            try:
                take_list(self._ground, self._ways.line, named, authority)
            except UpstreamError as error:
                log.warning("a list from the authority: %s", error)
                self.troubles[f"list {named.name}"] = str(error)

    def _learn_card(self, authority: dict[str, str]) -> None:
        """To which key this site seals what it reports, as the authority has signed it."""
        if self._learnt is None or not self._learnt.card:
            return
        try:
            card = open_card(self._learnt.card, read_key(authority))
        except ProtocolError as error:
            raise UpstreamError(
                "The authority's card is not signed by its key.", "Somebody may stand between: tell it."
            ) from error
        upstream = self._ground.store.read_now(read_upstream)
        if upstream and upstream.authority == card.authority and upstream.opening_key != card.opening_key:
            self._ground.store.write_now(partial(keep_opening_key, key=card.opening_key))

    def take_all(self) -> None:
        """Take keys and parts until nothing more is to be had now."""
        while not self._ways.ends:
            awaited = self._awaited()
            self._next_key = awaited[0].key_from if awaited else inf
            if self._is_key_due():
                self._take_key(awaited[0])
                continue
            missing = next(self._stock.missing(self.troubles), None)
            if missing is None:
                break
            self._bring(*missing)
        else:
            return
        if not self.troubles:
            self._stock.tidy()

    def take_from_mirror(self) -> None:
        """Take the parts that the mirror has whole: that needs no line."""
        for paper, part in tuple(self._stock.missing(())):
            if self._in_mirror(paper, part) is not None and not self._ways.ends:
                self._bring(paper, part)

    def tell(self) -> None:
        """Let the authority's staff see at once what has come."""
        if self._found() != self._reported:
            self._report()

    def until_next_key(self) -> float:
        """Seconds until a key is given out, infinite where none is awaited."""
        return (self._next_key - self._now()) / 1000

    def _report(self) -> GivenPapersReply:
        self._reported = self._found()
        return self._ways.line.ask("sites/papers", self._reported, GivenPapersReply)

    def _found(self) -> SiteReport:
        lists = self._ground.store.read_now(upstream_lists)
        there = tuple(ListThere(one.kind, one.name, one.digest, not one.waits) for one in lists)
        return SiteReport(self._stock.here(), there)

    def _now(self) -> int:
        """The authority's clock, in milliseconds."""
        return self._ground.clock.now() + self._ahead

    def _awaited(self) -> list[UpstreamPaper]:
        """The papers whose key is to come, the next one first; not those whose key was refused just now."""
        papers = self._stock.without_key()
        timed = (one for one in papers if one.key_from and _key_of(one) not in self.troubles)
        return sorted(timed, key=lambda one: one.key_from)

    def _is_key_due(self) -> bool:
        return self._now() >= self._next_key

    def _take_key(self, paper: UpstreamPaper) -> None:
        ground = self._ground
        try:
            reply = self._ways.line.ask("sites/key", SiteKeyRequest(paper.paper), SiteKeyReply)
            opening = opening_key(ground.folder)
            opened = ground.store.read_now(
                partial(open_key, data=reply.key.encode(), signing=ground.key, opening=opening)
            )
            require_fitting(ground.folder, ground.shelf.manifest(paper.paper), opened.secrets.content_key)
        except UpstreamError as error:
            log.warning("the key of %s has not come: %s", paper.paper, error)
            self.troubles[_key_of(paper)] = f"{paper.paper}: {error}"
            return
        secrets = opened.secrets
        put_keys(ground.folder.papers, paper.paper, secrets.content_key, secrets.answer_keys)
        ground.store.write_now(partial(key_has_come, about=opened.about.about, at=ground.clock.now()))
        log.info("the key of %s has come", paper.paper)
        if paper.answer_keys and not secrets.answer_keys:
            self.troubles[_key_of(paper)] = (
                f"{paper.paper}: its key came without answer keys that this service can read."
            )

    def _bring(self, paper: UpstreamPaper, part: Part) -> None:
        """Bring one part, or as much of it as comes before something else is to be done."""
        with arriving_part(self._ground.folder.arriving, part) as arriving:
            try:
                require_space(self._ground.folder, paper.paper, part.size - arriving.size)
            except UpstreamError as error:
                self.troubles[paper.paper] = str(error)
                return
            if not arriving.is_all:
                with closing(self._source(paper, part, arriving.size)) as pieces:
                    for piece in pieces:
                        arriving.take(piece)
                        self._tell(arriving.size)
                        if self._ways.ends or self._is_key_due():
                            return
                        if arriving.size > part.size:
                            break
            if not arriving.finish(place_of(self._ground.folder, paper.paper)):
                wrong = f"{paper.paper}: a part that came is not the one that its manifest names."
                log.warning("%s %s", wrong, part.sha256)
                self.troubles[paper.paper] = f"{wrong} It is fetched again."

    def _source(self, paper: UpstreamPaper, part: Part, start: int) -> Generator[Piece, None, None]:
        """The mirror where it has the part whole, else the line."""
        file = self._in_mirror(paper, part)
        if file is not None:
            return pieces_of(file, start)
        return self._ways.line.pieces(f"sites/parts/{part.sha256}", part.sha256, start)

    def _in_mirror(self, paper: UpstreamPaper, part: Part) -> Path | None:
        mirror = self._ways.mirror
        file = mirror / paper.paper / PARTS / part.sha256 if mirror else None
        return file if file is not None and holds(file, part) else None

    def _tell(self, arriving: int) -> None:
        if self._ways.told is not None:
            here, total = bytes_of(self._ground.shelf, self._stock.papers())
            self._ways.told(min(here + arriving, total), total)


def _key_of(paper: UpstreamPaper) -> str:
    """Under what a trouble with a paper's key is kept, apart from those with its parts."""
    return f"key {paper.paper}"
