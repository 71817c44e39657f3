"""Takes the papers that the authority gives this site: sealed parts beforehand, keys when it is time.

Rule: one transfer at a time, on a thread that no save waits for, and each part once, however many stations
ask for it. What broke off goes on from there; a part takes its name only when its hash is right.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from pathlib import Path
from random import SystemRandom

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.bundle import Part
from examprotocol.messages import Refusal
from examprotocol.site_messages import (
    GivenPapersReply,
    SiteKeyReply,
    SiteKeyRequest,
    SiteReport,
)
from examserver.clock import Clock
from examserver.errors import SiteError, UpstreamError, UpstreamRefusedError
from examserver.services.keys import opening_key
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_shelf import PARTS, PaperShelf, holds, put_keys
from examserver.storage.store import Store
from examserver.storage.upstream import (
    Upstream,
    UpstreamPaper,
    find_upstream_paper,
    key_has_come,
    note_answer,
    put_upstream_paper,
    read_upstream,
    upstream_papers,
)
from examserver.upstream.arriving import arriving_part, pieces_of
from examserver.upstream.line import AuthorityLine, Piece, Whereto
from examserver.upstream.shelving import (
    CheckedPaper,
    check_given,
    make_room_for,
    open_key,
    place_of,
    register,
    require_fitting,
    require_no_other,
)

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
"""So often it is looked whether a round is due."""

USUAL, SHORTEST, LONGEST, GIVEN_UP = 60.0, 1.0, 60.0, 600.0
"""Seconds between rounds: where all is well, after a first failure, after many, and after being sent away."""

SPREAD = 10.0
"""Seconds over which sites that would ask at the same moment are spread."""

KEPT_FREE = 1 << 30
"""Bytes of the disk that papers never take: the answers of the stations need them."""

Told = Callable[[int, int], None]
"""Told how many of how many bytes of all papers are here."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the intake works with. `key` is the service's signing key, which also proves its requests."""

    store: Store
    folder: ServiceFolder
    shelf: PaperShelf
    key: jwk.JWK
    clock: Clock


@dataclass(slots=True)
class _Round:
    """What happens in one round: `ahead` is the authority's clock less ours in milliseconds.

    `next_key` is when by the authority's clock the next key is given out.
    """

    line: AuthorityLine
    upstream: Upstream
    ahead: int = 0
    next_key: float = inf
    troubles: dict[str, str] = field(default_factory=dict)


class Intake:
    """Owns the way of the authority's papers into the service's folder. Has no thread: somebody calls it.

    `mirror` is a folder that `examserver paper mirror` has written: what is whole there takes no line.
    """

    def __init__(
        self,
        ground: Ground,
        jitter: Callable[[], float] | None = None,
        told: Told | None = None,
        mirror: Path | None = None,
    ) -> None:
        self._ground = ground
        self._jitter = jitter or SystemRandom().random
        self._told = told
        self._mirror = mirror
        self._due = 0.0
        self._failures = 0
        self._halted = threading.Event()
        self._is_stopped = False
        self._line: AuthorityLine | None = None

    def run_once(self) -> None:
        """A round, if one is due."""
        if not self._is_stopped and time.monotonic() >= self._due:
            self._halted.clear()
            wait = self.round()
            self._due = 0.0 if self._halted.is_set() else time.monotonic() + wait

    def look_again(self, connection: Connection) -> None:
        """An order was carried out: the next round is due, and the one under way ends if it is not wanted."""
        upstream = read_upstream(connection)
        if upstream is None or upstream.paused:
            self._halted.set()
        self._due = 0.0

    def stop(self) -> None:
        """End what is under way at the next piece, and begin nothing more."""
        self._is_stopped = True
        self._halted.set()
        line = self._line
        if line is not None:
            line.break_off()

    def round(self) -> float:
        """Take all that is to be had now; returns the seconds until the next round."""
        upstream = self._ground.store.read_now(read_upstream)
        if upstream is None or upstream.paused:
            return USUAL
        line = AuthorityLine(Whereto(upstream.address, upstream.certificate), self._ground.key)
        self._line, going = line, _Round(line, upstream)
        try:
            self._learn(going)
            self._take_all(going)
        except (SiteError, OSError) as error:
            return self._gone_wrong(error)
        finally:
            line.close()
            self._line = None
        return self._gone_well(going)

    def _gone_well(self, going: _Round) -> float:
        trouble = " ".join(going.troubles.values())
        self._note(answered=True, trouble=trouble)
        self._failures = self._failures + 1 if trouble else 0
        if trouble:
            return self._wait_after_failures()
        return self._until_next_key(going) + SPREAD * self._jitter()

    def _gone_wrong(self, error: SiteError | OSError) -> float:
        if self._halted.is_set():
            return USUAL
        log.warning("papers from the authority: %s", error)
        self._failures += 1
        self._note(answered=isinstance(error, UpstreamRefusedError), trouble=str(error))
        if isinstance(error, UpstreamRefusedError):
            if error.code in (Refusal.STATION_REVOKED, Refusal.UNKNOWN_STATION):
                return GIVEN_UP
            if error.wait:
                return min(LONGEST, error.wait) * (1 + self._jitter())
        return self._wait_after_failures()

    def _wait_after_failures(self) -> float:
        """Exponential, with full jitter: sites that lost the same line must not all come back at once."""
        ceiling = min(LONGEST, SHORTEST * 2.0 ** min(self._failures, 10))
        return SHORTEST + self._jitter() * (ceiling - SHORTEST)

    def _until_next_key(self, going: _Round) -> float:
        now = self._ground.clock.now() + going.ahead
        waits = [(paper.key_from - now) / 1000 for paper in self._without_key() if paper.key_from]
        return max(SHORTEST, min([USUAL, *waits]))

    def _note(self, *, answered: bool, trouble: str) -> None:
        note = partial(note_answer, asked=self._ground.clock.now(), answered=answered, trouble=trouble)
        self._ground.store.write_now(note)

    def _learn(self, going: _Round) -> None:
        """Hear what is given, and make a place for what is new."""
        ground = self._ground
        here = {paper.paper: ground.shelf.bytes_here(paper.paper) for paper in self._papers()}
        reply = going.line.ask("sites/papers", SiteReport(here), GivenPapersReply)
        going.ahead = reply.now - ground.clock.now()
        named = set()
        for given in reply.papers:
            try:
                paper = check_given(given, going.upstream.signing_key)
                named.add(paper.id)
                self._accept(paper)
            except UpstreamError as error:
                log.warning("papers from the authority: %s", error)
                going.troubles[given.manifest] = str(error)
        for known in ground.store.read_now(upstream_papers):
            if known.given and known.paper not in named:
                ground.store.write_now(partial(_not_given, known))

    def _accept(self, paper: CheckedPaper) -> None:
        ground = self._ground
        ground.store.read_now(partial(require_no_other, paper=paper))
        known = ground.store.read_now(partial(find_upstream_paper, paper=paper.id))
        if known is None:
            _require_space(ground.folder, paper)
        make_room_for(ground.folder, paper, ground.key)
        if paper.row(known) != known:
            ground.store.write_now(partial(register, paper=paper, key=ground.key))

    def _take_all(self, going: _Round) -> None:
        """Keys that are due go before parts: a part that is under way waits for them."""
        while not self._halted.is_set():
            awaited = self._awaited(going)
            going.next_key = awaited[0].key_from if awaited else inf
            if self._is_key_due(going):
                self._take_key(going, awaited[0])
                continue
            missing = next(self._missing(going), None)
            if missing is None:
                self._tidy(going)
                return
            self._bring(going, *missing)

    def _tidy(self, going: _Round) -> None:
        """Where nothing is missing, what lies half-done is of papers that are not given any more."""
        for left in [] if going.troubles else self._ground.folder.arriving.glob("*.part"):
            left.unlink(missing_ok=True)

    def _papers(self) -> tuple[UpstreamPaper, ...]:
        """Those that are given, the one that is needed first before the others."""
        papers = self._ground.store.read_now(upstream_papers)
        return tuple(sorted((one for one in papers if one.given), key=lambda one: one.release or 1 << 62))

    def _without_key(self) -> Iterator[UpstreamPaper]:
        """Also those whose answer keys were given only after the key had come."""
        shelf = self._ground.shelf
        for paper in self._papers():
            lacks_answers = paper.answer_keys and not shelf.is_scored_here(paper.paper)
            if lacks_answers or not shelf.has_key(paper.paper):
                yield paper

    def _awaited(self, going: _Round) -> list[UpstreamPaper]:
        """The papers whose key is to come, the next one first; not those whose key was refused just now."""
        timed = (one for one in self._without_key() if one.key_from and _key_of(one) not in going.troubles)
        return sorted(timed, key=lambda one: one.key_from)

    def _is_key_due(self, going: _Round) -> bool:
        return self._ground.clock.now() + going.ahead >= going.next_key

    def _missing(self, going: _Round) -> Iterator[tuple[UpstreamPaper, Part]]:
        """The parts that are not here, in the manifest's order, which is also that of stations."""
        for paper in self._papers():
            if paper.paper not in going.troubles:
                folder = place_of(self._ground.folder, paper.paper)
                for part in self._ground.shelf.manifest(paper.paper).parts:
                    if not (folder / part.sha256).is_file():
                        yield paper, part

    def _take_key(self, going: _Round, paper: UpstreamPaper) -> None:
        """What keeps one key from coming holds up no other, and no part."""
        ground = self._ground
        try:
            reply = going.line.ask("sites/key", SiteKeyRequest(paper.paper), SiteKeyReply)
            opening = opening_key(ground.folder)
            opened = ground.store.read_now(
                partial(open_key, data=reply.key.encode(), signing=ground.key, opening=opening)
            )
            require_fitting(ground.folder, ground.shelf.manifest(paper.paper), opened.secrets.content_key)
        except UpstreamError as error:
            log.warning("the key of %s has not come: %s", paper.paper, error)
            going.troubles[_key_of(paper)] = f"{paper.paper}: {error}"
            return
        secrets = opened.secrets
        put_keys(ground.folder.papers, paper.paper, secrets.content_key, secrets.answer_keys)
        ground.store.write_now(partial(key_has_come, paper=paper.paper, at=ground.clock.now()))
        log.info("the key of %s has come", paper.paper)

    def _bring(self, going: _Round, paper: UpstreamPaper, part: Part) -> None:
        """Bring one part, or as much of it as comes before something else is to be done."""
        with arriving_part(self._ground.folder.arriving, part) as arriving:
            if not arriving.is_all:
                start = arriving.size
                with closing(self._source(going, paper, part, start)) as pieces:
                    for piece in pieces:
                        arriving.take(piece)
                        self._tell(arriving.size)
                        if self._halted.is_set() or self._is_key_due(going):
                            return
                        if arriving.size > part.size:
                            break
            if not arriving.finish(place_of(self._ground.folder, paper.paper)):
                wrong = f"{paper.paper}: a part that came is not the one that its manifest names."
                log.warning("%s %s", wrong, part.sha256)
                going.troubles[paper.paper] = f"{wrong} It is fetched again."

    def _source(
        self, going: _Round, paper: UpstreamPaper, part: Part, start: int
    ) -> Generator[Piece, None, None]:
        """The mirror where it has the part whole, else the line."""
        file = self._mirror / paper.paper / PARTS / part.sha256 if self._mirror else None
        if file is not None and holds(file, part):
            return pieces_of(file, start)
        return going.line.pieces(f"sites/parts/{part.sha256}", part.sha256, start)

    def _tell(self, arriving: int) -> None:
        if self._told is not None:
            here, total = bytes_of(self._ground.shelf, self._papers())
            self._told(min(here + arriving, total), total)


def _key_of(paper: UpstreamPaper) -> str:
    """Under what a trouble with a paper's key is kept, apart from those with its parts."""
    return f"key {paper.paper}"


def bytes_of(shelf: PaperShelf, papers: tuple[UpstreamPaper, ...]) -> tuple[int, int]:
    """How many bytes of these papers are here whole, of how many."""
    here = sum(shelf.bytes_here(paper.paper) for paper in papers)
    return here, sum(part.size for paper in papers for part in shelf.manifest(paper.paper).parts)


def _not_given(paper: UpstreamPaper, connection: Connection) -> None:
    put_upstream_paper(connection, replace(paper, given=False))


def _require_space(folder: ServiceFolder, paper: CheckedPaper) -> None:
    """Raise UpstreamError where the paper would take what the answers need."""
    free = shutil.disk_usage(folder.papers).free
    if free < paper.size + KEPT_FREE:
        raise UpstreamError(
            f"The disk has no room for the paper {paper.id}: {paper.size >> 20} MB, "
            f"and {KEPT_FREE >> 20} MB stay free for answers.",
            "Make room; it is then fetched by itself.",
        )
