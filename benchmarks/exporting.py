"""A station that exports what lies in its journal as the client does: read, sealed, written, read back."""

from pathlib import Path
from secrets import token_hex

import msgspec
from jwcrypto.jwk import JWK

from examclient.domain.attempt_label import Label
from examclient.domain.clock import SiteClock
from examclient.domain.export import Permit
from examclient.domain.site import Membership
from examclient.machine_clock import MachineClock
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.kept_sessions import KeptSessions
from examclient.usecases.export_one import Errand, ExportOne
from examclient.usecases.holdings import Holdings
from examclient.usecases.labels import WHOSE
from examclient.usecases.packing import Packer
from examprotocol.events import WriterLog
from examprotocol.station_proof import station_id_of

LABEL = Label("exam", "A-0017", "Zhang San", "110101199003070417", "17", "Exam", "", 100)


class ExportingStation:
    """Owns a data folder with one attempt in it, and a drive beside it."""

    def __init__(self, folder: Path, station: JWK, service: JWK, logs: tuple[WriterLog, ...]) -> None:
        public = {name: str(value) for name, value in service.export_public(as_dict=True).items()}
        signing = {name: str(value) for name, value in station.export_public(as_dict=True).items()}
        site = Membership(
            "site", "e" * 32, "", signing, public, "", station_id_of(station), "PC-01", "Room 1", "17"
        )
        data, self._drive = folder / token_hex(4), folder / token_hex(4)
        self._drive.mkdir()
        journals = Journals(data, Setting())
        self._attempt = logs[0].writer.attempt
        journal = journals.left(self._attempt)
        for log in logs:
            journal.append(log.writer, log.events)
        journal.note(WHOSE, msgspec.json.encode(LABEL).decode())
        holdings = Holdings(journals, KeptSessions(data), lambda _kept: None, signing)
        packer = Packer(site, station, SiteClock(MachineClock()))
        self._export = ExportOne(holdings, packer, lambda: None)

    def export(self, password: str) -> None:
        """Once more onto the drive."""
        done = self._export(self._attempt, Errand(self._drive, Permit(password)))
        assert done.events, "nothing was exported"
