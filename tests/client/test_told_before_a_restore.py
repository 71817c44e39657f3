"""A sitting was moved after the backup, and the service was restored: what stations were told is said."""

from pathlib import Path

import pytest

from examclient.domain.exam_end import end_of
from examclient.network.sync import SyncEngine
from examclient.usecases.station_news import NewsBoard
from examserver.cli.command_line import main
from examserver.services.alive.after_restore import AfterRestore, after_restore
from examserver.services.alive.begin_orders import NoteRestoreSeen
from examserver.services.exam_orders import ExtendExam
from examserver.services.order import StaffOrder
from examserver.services.sittings.accident_orders import ShortenSitting
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.storage.store import reading
from tests.client.exam_site import MINUTE, ExamSite
from tests.client.machine import Machine
from tests.client.test_after_a_restore import back_up, put_back

SHORTER: tuple[StaffOrder, ...] = (ShortenSitting("sitting-1", "the bus leaves", minutes=10),)


def seated(machine: Machine) -> SyncEngine:
    """A station as the client builds it: it tells news, and which times it was told."""
    login = machine.take_in()
    sitting = machine.sit(login)
    end = end_of(login, machine.site.site_id, machine.site.signing_key)
    return SyncEngine(sitting.attempt, machine.api.sync, lambda: 0.0, end, NewsBoard(lambda: 1_700_000_000.0))


def hear(station: SyncEngine) -> None:
    done = station.run_once()
    assert done.trouble is None


def restored_without(
    site: ExamSite, machine: Machine, tmp_path: Path, *orders: StaffOrder
) -> AfterRestore | None:
    """These orders are given after the backup, the station hears of them, and the service is restored."""
    site.order(MakeSitting("上午"))
    site.order(PutExamIn(site.exam.id, "sitting-1"))
    station = seated(machine)
    hear(station)
    file = back_up(site, tmp_path / "site.exambackup")
    for order in orders:
        site.order(order)
    hear(station)
    put_back(site, file)
    for _ in range(3):
        hear(station)
    return looked_at(site)


def looked_at(site: ExamSite) -> AfterRestore | None:
    with reading(site.folder) as connection:
        return after_restore(connection)


def test_a_moved_end_that_the_backup_has_not_is_known_from_the_stations(
    site: ExamSite, machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = restored_without(site, machine, tmp_path, *SHORTER)
    assert found is not None
    (other,) = found.others
    assert (other.told.stations, other.told.starts) == (1, site.exam.starts)
    assert other.told.ends == site.exam.ends - 10 * MINUTE
    assert main(["site", "restored", str(site.folder.root)]) == 0
    assert "1 stations were told" in capsys.readouterr().out


def test_extensions_which_come_back_by_themselves_are_not_said_to_be_missing(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    found = restored_without(site, machine, tmp_path, ExtendExam(site.exam.id, 7, reason="late"))
    assert found is not None
    assert found.others == ()
    assert [exam.id for exam in found.exams] == [site.exam.id]


def test_once_the_order_is_given_again_there_is_nothing_to_say_of_it(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    restored_without(site, machine, tmp_path, *SHORTER)
    for order in SHORTER:
        site.order(order)
    found = looked_at(site)
    assert found is not None
    assert found.others == ()


def test_who_has_looked_after_it_hears_no_more_of_it(
    site: ExamSite, machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert restored_without(site, machine, tmp_path, *SHORTER) is not None
    site.order(NoteRestoreSeen())
    assert looked_at(site) is None
    assert main(["site", "restored", str(site.folder.root), "--seen"]) == 1
    assert "no restore stands open" in capsys.readouterr().err


def test_a_service_that_was_never_restored_asks_nobody(site: ExamSite, machine: Machine) -> None:
    hear(seated(machine))
    assert looked_at(site) is None
