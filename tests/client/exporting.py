"""What a proctor does with a drive at a machine, and what the site makes of it."""

from collections.abc import Callable
from pathlib import Path

from jwcrypto import jwk

from examclient.domain.export import Exportable, Exported, ExportStep, Permit
from examclient.domain.phases import Phase
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.station_key import read_station_key
from examclient.usecases.export import Exporter
from examprotocol.events import Event, Submitted, WriterLog
from examprotocol.package import Package
from examprotocol.package_reading import open_package, read_package, unlock_by_password
from examprotocol.room_password import plain_password
from examserver.cli.ordering import give
from examserver.services.import_orders import ImportFile, result_in
from examserver.services.import_verdicts import ImportResult
from tests.client.cards import PASSWORD
from tests.client.exam_site import ExamSite
from tests.client.seat import Seat

PERMIT = Permit(PASSWORD)


def exporter_of(seat: Seat) -> Exporter:
    """The one that the screen calls."""
    return seat.presenter._desk.exporter


def never() -> bool:
    return False


def quietly(_step: ExportStep, _done: int, _total: int) -> None:
    """Nobody looks."""


def export(
    seat: Seat,
    folder: Path,
    attempt: str = "",
    permit: Permit = PERMIT,
    is_stopped: Callable[[], bool] = never,
) -> Exported:
    """Bring an attempt into a folder, by default the one that runs."""
    return exporter_of(seat).export(attempt or seat.attempt, permit, folder, quietly, is_stopped)


def only(seat: Seat) -> Exportable:
    """The one attempt that this machine holds."""
    (one,) = exporter_of(seat).exportable()
    return one


def opened(path: Path, data: Path, password: str = PASSWORD) -> Package:
    """What is in a package that the machine with this data folder has made, by the room password."""
    key: jwk.JWK = read_station_key(data)
    read = read_package(path.read_bytes())
    return open_package(read, unlock_by_password(read, plain_password(password)), lambda _station: key)


def take_in(site: ExamSite, path: Path) -> ImportResult:
    """The site's own importer takes a package in."""
    return result_in(give(site.folder.root, ImportFile(bytes(path.absolute()), "主考")))


def fail_to_hand_in(seat: Seat) -> None:
    """Hand in without a network."""
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)


def hands_in(log: WriterLog) -> bool:
    """Whether this writer handed in."""
    return any(isinstance(event.body, Submitted) for event in log.events)


def journal_of(seat: Seat, attempt: str = "") -> tuple[Event, ...]:
    """The events on this machine's disk, of its only attempt or the one that is named."""
    journals = Journals(seat.data, Setting())
    (name,) = [attempt] if attempt else journals.attempts()
    return tuple(event for log in journals.left(name).logs() for event in log.events)
