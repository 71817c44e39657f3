"""Answers that a proctor carries from a machine to the service: a package of what lies in its journal."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.station_key import read_station_key
from examprotocol.events import WriterLog
from examprotocol.package import Package, heads_of
from examprotocol.package_name import package_name
from examprotocol.package_seal import seal_package
from examprotocol.room_password import plain_password
from examprotocol.station_proof import station_id_of
from examserver.cli.ordering import give
from examserver.services.import_orders import ImportFile, result_in
from examserver.services.import_verdicts import ImportResult
from tests.client.cards import PASSWORD
from tests.client.exam_site import ZHANG, ExamSite

WHEN = datetime(2030, 1, 7, 11, 30, 5)  # noqa: DTZ001  (a name has the room's own time)


def export(site: ExamSite, data: Path, attempt: str, candidate: str = ZHANG[0]) -> bytes:
    """The package of an attempt as it lies on a machine at this moment, whoever runs there."""
    logs = Journals(data, Setting()).left(attempt).logs()
    return seal(site, data, attempt, logs, candidate)


def seal(
    site: ExamSite, data: Path, attempt: str, logs: Iterable[WriterLog], candidate: str = ZHANG[0]
) -> bytes:
    """The package of these events, signed by the machine."""
    key, written = read_station_key(data), tuple(logs)
    package = Package(
        name=package_name("第一考点", site.exam.id, candidate, WHEN),
        site=site.file.site_id,
        exam=site.exam.id,
        attempt=attempt,
        candidate=candidate,
        manifest="",
        station=station_id_of(key),
        key=str(key.thumbprint()),
        at=site.time.now(),
        give=40,
        heads=heads_of(written),
        logs=written,
    )
    return seal_package(package, key, plain_password(PASSWORD), site.file.opening_key)


def bring(site: ExamSite, package: bytes) -> ImportResult:
    """Have the running service take a package in."""
    file = site.folder.root.parent / "carried.examanswers"
    file.write_bytes(package)
    return result_in(give(site.folder.root, ImportFile(bytes(file), "主考")))
