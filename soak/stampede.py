"""Everybody hands in within two seconds, and the service is killed in the middle.

Rule: all receipts arrive within the stated time, nobody ever gets two with different content, and every one
is over exactly the answers that its candidate gave.
"""

import argparse
import asyncio
import random
import ssl
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwcrypto import jwk

from examclient.network.proof import StationSigner
from examclient.version import VERSION
from examprotocol.receipts import open_receipt
from examprotocol.signing import read_key
from examserver.storage.stations import Station, StationState, add_station
from examserver.storage.store import writing
from soak.reporting import Findings, Soak
from soak.seats.quick_station import QuickStation, Way
from soak.seats.sitter import Sitter
from soak.site import ROOM, SoakSite

WITHIN = 2.0
"""Seconds in which all hand in, as the client spreads them at the bell; the kill comes in the middle."""

AT_ONCE = 40
"""So many log in at the same time, before it begins."""

LIMIT_SECONDS = 30
"""The stated time, for a thousand candidates on two cores that they share with the service."""


class Stampede:
    """Owns the site and everybody who sits in it."""

    def __init__(self, place: Path, candidates: int) -> None:
        self.site = SoakSite(place / "site", candidates)
        tls = ssl.create_default_context(cadata=self.site.card.authority)
        way, questions = Way(self.site.port, tls), self.site.questions()
        self.sitters = [
            Sitter(numbers, questions, QuickStation(way, signer))
            for numbers, signer in zip(self.site.candidates, self._stations(candidates), strict=True)
        ]
        self.began = self.ended = 0.0
        self.finished = 0

    async def run(self, limit: float) -> None:
        """Seat everybody, let them hand in, kill the service in the middle; ends at the limit."""
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_seat(gate, sitter) for sitter in self.sitters))
        print(f"{len(self.sitters)} candidates have answered; now they hand in ...", flush=True)
        self.began = time.monotonic()
        handing_in = [asyncio.create_task(_hand_in(sitter)) for sitter in self.sitters]
        await asyncio.sleep(WITHIN / 2)
        self.finished = sum(bool(sitter.receipts) for sitter in self.sitters)
        self.site.kill()
        self.site.start()
        _, late = await asyncio.wait(handing_in, timeout=limit + WITHIN)
        self.ended = time.monotonic()
        for task in late:
            task.cancel()
        await asyncio.gather(*handing_in, return_exceptions=bool(late))

    def _stations(self, count: int) -> list[StationSigner]:
        """Registered stations, one for each candidate, each with a key of its own."""
        signers = []
        with writing(self.site.folder) as connection:
            for number in range(count):
                key = jwk.JWK.from_pyca(Ed25519PrivateKey.generate())
                signers.append(StationSigner(key))
                public = {name: str(value) for name, value in key.export_public(as_dict=True).items()}
                add_station(connection, _station(signers[-1].station, public, number))
        return signers


def _station(station_id: str, key: dict[str, str], number: int) -> Station:
    return Station(
        id=station_id,
        key=key,
        name=f"PC-{number:04}",
        room=ROOM,
        seat=str(number + 1),
        state=StationState.ACTIVE,
        client=VERSION,
        enrolled=1,
        enrolment="",
    )


async def _seat(gate: asyncio.Semaphore, sitter: Sitter) -> None:
    async with gate:
        await sitter.sit_down()


async def _hand_in(sitter: Sitter) -> None:
    await asyncio.sleep(random.uniform(0, WITHIN))
    await sitter.hand_in()


def note(findings: Findings, stampede: Stampede, limit: float) -> None:
    """Hold every receipt against its candidate's answers and against the site's disk."""
    sitters = stampede.sitters
    key = read_key(stampede.site.card.signing_key)
    wrong = [
        sitter
        for sitter in sitters
        if any(open_receipt(one, key).answers != sitter.answers for one in sitter.receipts)
    ]
    lost = [_lost(sitter, stampede.site) for sitter in sitters]
    different = [sitter for sitter in sitters if len(set(sitter.receipts)) > 1]
    with_receipt = [sitter for sitter in sitters if sitter.receipts]
    is_through = len(with_receipt) == len(sitters)
    last = max(sitter.received_at for sitter in with_receipt) if is_through else stampede.ended
    seconds = last - stampede.began
    findings.figures = {
        "candidates": len(sitters),
        "receipts": len(with_receipt),
        "different": len(different),
        "wrong": len(wrong),
        "seconds": round(seconds, 1),
        "acknowledged": sum(sitter.acknowledged for sitter in sitters),
        "lost": sum(lost),
        "receipts_before_the_kill": stampede.finished,
        "sent_again": sum(sitter.failures for sitter in sitters),
    }
    findings.require(is_through, f"{len(sitters) - len(with_receipt)} got no receipt.")
    findings.require(not different, f"{len(different)} got two receipts with different content.")
    findings.require(not wrong, f"{len(wrong)} got a receipt over other answers.")
    findings.require(not any(lost), f"{sum(lost)} acknowledged events are lost.")
    findings.require(seconds <= limit, f"it took {seconds:.1f} s, and the stated time is {limit} s.")
    all_before = stampede.finished == len(sitters)
    findings.require(not all_before, "all were done before the kill: nothing is proven.")


def _lost(sitter: Sitter, site: SoakSite) -> int:
    """How many of the acknowledged events are not on the site's disk as they were written."""
    held = {log.writer.id: log.events for log in site.held(sitter.attempt)}
    there = held.get(sitter.pen.writer.id, ())
    written = sitter.pen.events[: sitter.acknowledged]
    return sum(1 for place, event in enumerate(written) if there[place : place + 1] != (event,))


def run(place: Path, options: argparse.Namespace, findings: Findings) -> None:
    """Run it all and note what was found."""
    stampede = Stampede(place, options.candidates)
    with ExitStack() as stack:
        stack.callback(stampede.site.stop)
        stampede.site.start()
        stampede.site.wait_until_it_answers()
        asyncio.run(stampede.run(options.seconds))
    note(findings, stampede, options.seconds)


def main() -> int:
    """Run the soak and return its exit code."""
    soak = Soak("stampede", __doc__)
    soak.add_number("--candidates", 1_000, "candidates")
    soak.add_number("--seconds", LIMIT_SECONDS, "the time in which all receipts must be there")
    options, findings = soak.begin(), Findings()
    with tempfile.TemporaryDirectory(prefix="exam-soak-stampede-") as place:
        run(Path(place), options, findings)
    return soak.finish(findings)


if __name__ == "__main__":
    sys.exit(main())
