"""A station without a screen and without a service: what lies on it, and how it exports that."""

from pathlib import Path

import msgspec
from jwcrypto.jwk import JWK

from examclient.domain.attempt_label import Label
from examclient.domain.clock import SiteClock
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.kept_sessions import KeptSessions
from examclient.storage.station_key import make_station_key, read_station_key
from examclient.usecases.export import Exporter
from examclient.usecases.export_one import ExportOne
from examclient.usecases.export_stick import ExportAll
from examclient.usecases.holdings import Holdings
from examclient.usecases.labels import WHOSE
from examclient.usecases.packing import Packer
from examprotocol.chain import chained
from examprotocol.events import Answered, Body, Epoch, Event, Head, Started, Submitted, Writer, event_hash
from examprotocol.responses import ChoiceResponse
from examprotocol.station_proof import station_id_of
from examprotocol.stick import Stick, sign_stick, stick_name
from tests.client.cards import EXAM, ROOM, SITE, SITE_KEY, card, membership
from tests.client.fake_clock import FakeClock

OPENING_KEY = JWK.generate(kty="OKP", crv="X25519")
OPENING = {name: str(value) for name, value in OPENING_KEY.export_public(as_dict=True).items()}
NOW = 1_800_000_000_000


class BareStation:
    """Owns a data folder with journals in it."""

    def __init__(self, data: Path, opening: dict[str, str] | None = None) -> None:
        self.data = data
        if not (data / "station.key").exists():
            make_station_key(data)
        self.key = read_station_key(data)
        known = OPENING if opening is None else opening
        self.site = msgspec.structs.replace(membership(), opening_key=known, station=station_id_of(self.key))
        self.journals = Journals(data, Setting())
        self.cards: list[str] = []
        clock = SiteClock(FakeClock())
        holdings = Holdings(self.journals, KeptSessions(data), lambda _kept: None, self.site.signing_key)
        one = ExportOne(holdings, Packer(self.site, self.key, clock), lambda: None)
        self.exporter = Exporter(one, ExportAll(one, self.site, self.key, clock, self.cards.extend))

    def leave_here(self, number: int, answers: int = 100) -> str:
        """A candidate answered, handed in and went; returns the attempt."""
        attempt = f"{number:032x}"
        writer = Writer(attempt, f"{number:032x}", Epoch(1, 1), 1)
        bodies: list[Body] = [Started(self.site.station, "test")]
        bodies += [Answered(f"q{place}", ChoiceResponse("a")) for place in range(answers)]
        events = chained(writer, Head(0), [Event(0, "", NOW + number, 40, body) for body in bodies])
        handed_in = Event(0, "", NOW + number, 40, Submitted({}))
        end = chained(writer, Head(events[-1].seq, event_hash(writer, events[-1])), [handed_in])
        label = Label(
            EXAM, f"A-{number:04}", f"名 {number}", "110101199003070417", str(number), "Exam", "", 100
        )
        journal = self.journals.left(attempt)
        journal.append(writer, [*events, *end])
        journal.note(WHOSE, msgspec.json.encode(label).decode())
        return attempt


def make_stick(folder: Path, key: JWK = SITE_KEY, room: str = ROOM, at: int = NOW, site: str = SITE) -> Stick:
    """Put a proctor's stick file into a folder."""
    stick = Stick(f"{at % 997:032x}", site, room, at, (card(),), OPENING)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / stick_name(f"Site {at}", room)).write_bytes(sign_stick(stick, key))
    return stick
